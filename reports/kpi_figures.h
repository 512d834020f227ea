/* The values of KPIs as pages want them: a row for each measure and split, with every period side
 * by side. */
#ifndef KHROP_REPORTS_KPI_FIGURES_H
#define KHROP_REPORTS_KPI_FIGURES_H

#include "reports/report.h"
#include "reports/workbook.h"

enum kpi_period { PERIOD_NOW, PERIOD_DAY, PERIOD_MONTH, PERIOD_ROLLING, PERIOD_ALL, PERIOD_COUNT };

/* As they stand in khrop_kpi_values. */
extern const char *const kpi_period_codes[PERIOD_COUNT];

struct kpi_figure {
    bool is_there, has_value, has_share;
    int64_t value, share;
    const char *status; /* green, amber, red or "" */
};

struct kpi_line {
    const char *split; /* "*": all splits */
    const struct kpi_measure *measure;
    struct kpi_figure figures[PERIOD_COUNT];
    struct kpi_figure beside; /* another level's, to compare; filled by who shows it */
};

/* Reads a KPI's lines at one level: measures in their order, the total before the splits. In
 * `region`. */
bool kpi_lines_read(const struct report *report, const struct rule *rule, const char *level,
                    const char *level_no, struct region *region, struct kpi_line **lines,
                    size_t *count, struct error *error);

/* The period that speaks for a KPI on a narrow page: month to date for a flow, now for a stock. */
enum kpi_period kpi_main_period(const struct rule *rule);

/* Writes a figure's value into a cell, or its share; "-" where there is nothing to measure. */
void kpi_figure_cell(struct sheet *sheet, size_t column, enum kpi_unit unit,
                     const struct kpi_figure *figure, bool is_share, bool is_colored);

/* A value of khrop_kpi_values as a number. */
void kpi_number_cell(struct sheet *sheet, size_t column, enum kpi_unit unit, int64_t value,
                     enum cell_look look);

/* The figure's cell over several columns. */
void kpi_figure_across(struct sheet *sheet, size_t first, size_t last, enum kpi_unit unit,
                       const struct kpi_figure *figure, bool is_share, bool is_colored);

/* The look of green, amber or red. */
enum cell_look kpi_status_look(const char *status);

/* ✓ on target, ! near it, ✗ off it: for those who see no colour. "" without a target. */
const char *kpi_status_sign(const char *status);

/* A split for people: "drop_ship" is "Drop Ship"; a check's id (`BO-04`, `check:BO-04`) is that
 * with its title. */
#define KPI_SPLIT_SIZE 512
void kpi_split_text(const struct report *report, const char *split, char text[KPI_SPLIT_SIZE]);

/* Puts the largest splits of a KPI's lines first and leaves `most` of them, where there are more
 * and one measure alone; the total stays. Returns how many lines there are then. */
size_t kpi_lines_largest(const struct rule *rule, struct kpi_line *lines, size_t count,
                         size_t most);

#endif
