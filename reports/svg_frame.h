/* What the charts of svg_chart.h are put together from: coordinates, scales, words. Only for them.
 */
#ifndef KHROP_REPORTS_SVG_FRAME_H
#define KHROP_REPORTS_SVG_FRAME_H

#include "reports/svg_chart.h"

/* Coordinates are tenths of a unit. */
#define TENTHS 10

/* From a value to a coordinate: `low` stands at `from`, `high` at `to` (which may lie before it).
 */
struct svg_scale {
    int64_t low, high;
    int64_t from, to;
};

int64_t svg_place(const struct svg_scale *scale, int64_t value);

/* "12.3", "-0.5", "7" */
void svg_number(FILE *file, int64_t tenths);
/* ` name="12.3"` */
void svg_coordinate(FILE *file, const char *name, int64_t tenths);

int64_t svg_bounded(int64_t value);

/* 1, 2 or 5 times a power of ten: the least such step that covers `range` in at most `most`. */
int64_t svg_step(int64_t range, int64_t most);
int64_t svg_floor(int64_t value, int64_t step);
int64_t svg_ceiling(int64_t value, int64_t step);

void svg_begin(FILE *file, const struct svg_head *head, const char *class);
void svg_end(FILE *file);

/* `class`: of svg_chart_style, `start`, `middle` or `end` for where the words stand to x. */
void svg_words(FILE *file, const char *class, int64_t x, int64_t y, const char *text);
void svg_rule(FILE *file, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2);
void svg_box(FILE *file, const char *class, int64_t x, int64_t y, int64_t width, int64_t height);
void svg_dot(FILE *file, const char *class, int64_t x, int64_t y, int64_t radius);

#endif
