/* Charts as inline SVG for a page of HTML: no script, no picture, sharp on any screen and on paper.
 *
 * Values are integers of any one scale, and coordinates are reckoned in integers too (tenths of a
 * unit): the same figures draw the same bytes everywhere. A value beyond SVG_VALUE_MOST either way
 * is drawn as that. Nothing is coloured here but by class: svg_chart_style has the rules, which
 * take their colours from custom properties of the page, so that one chart serves light, dark and
 * paper. Every chart is an image to those who don't see it, with a title and a description; what it
 * is drawn from should stand beside it as a table.
 */
#ifndef KHROP_REPORTS_SVG_CHART_H
#define KHROP_REPORTS_SVG_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SVG_TEXT_SIZE 96
#define SVG_VALUE_MOST (INT64_MAX / 8)

/* Parts of a stack are told apart up to this many. */
#define SVG_STACK_PARTS 5

/* Rules for charts and legends. They use --faint (words), --line (rules), --chart (lines, columns),
 * --chart-faint (a line behind it), --chart-target, --card (the ground), --stack1 to --stack5. */
extern const char svg_chart_style[];

struct svg_head {
    const char *id;          /* of this chart alone: its elements' ids begin with it */
    const char *title;       /* what is shown */
    const char *description; /* what there is to see, in a sentence; "": nothing to add */
    int64_t width, height;   /* CSS pixels, where there is room */
};

/* Writes a value of an axis. */
struct svg_axis_words {
    void (*write)(const void *context, int64_t value, char text[SVG_TEXT_SIZE]);
    const void *context;
};

struct svg_point {
    int64_t at; /* a day */
    int64_t value;
};

struct svg_line {
    const struct svg_point *points; /* in the order of `at` */
    size_t count;                   /* 0: no line */
};

struct svg_line_chart {
    struct svg_head head;
    struct svg_line main, behind; /* `behind` is faint */
    int64_t first_at, last_at;    /* the width of the chart */
    int64_t gap; /* points further apart than this are not joined: between them nothing is known */
    bool has_target;
    int64_t target;
    bool has_most; /* no value can be above `most`: the axis ends there */
    int64_t most;
    const struct svg_axis_words *words; /* NULL: a spark, without axes and words */
    const char *first_label, *last_label, *target_label;
};

/* Lines over days, with a dot at the last. The axis need not begin at 0. */
void svg_line_chart(FILE *file, const struct svg_line_chart *chart);

struct svg_bar {
    const char *label;      /* below it: short */
    const char *value_text; /* above it */
    int64_t value;          /* below 0 is drawn as 0 */
};

/* Columns from 0 up. `running_shares` (NULL: none): a Pareto's line, for each column the sum up to
 * it over the sum of all, 1,000,000 being all. */
void svg_column_chart(FILE *file, const struct svg_head *head, const struct svg_bar *bars,
                      size_t count, const int64_t *running_shares);

struct svg_stack {
    const char *label; /* above the bar */
    const char *total_text;
    int64_t parts[SVG_STACK_PARTS]; /* below 0 are drawn as 0 */
};

/* A bar from left to right for each stack, one below the other, all to one scale. The height is
 * svg_stack_height's. */
void svg_stack_chart(FILE *file, const struct svg_head *head, const struct svg_stack *stacks,
                     size_t count);
int64_t svg_stack_height(size_t count);

/* The names of a stack's parts beside their colours, as a list of HTML. */
void svg_stack_legend(FILE *file, const char *const *names, size_t count);

#endif
