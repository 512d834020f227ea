/* The figures that the first page opens with: each in the period that speaks for it, what it was on
 * the working day before, and how it came there. */
#ifndef KHROP_REPORTS_KPI_HEADLINE_H
#define KHROP_REPORTS_KPI_HEADLINE_H

#include "reports/kpi_figures.h"

#define KPI_HEADLINES_MAX 8

struct kpi_point {
    int64_t day_on, value;
};

struct kpi_headline {
    const struct fact_kpi *kpi;
    const struct rule *rule;
    const char *split; /* "*", or the one that bears the target */
    bool is_share;     /* the value is the share: percent */
    enum kpi_unit unit;
    enum kpi_period period;
    const char *name;   /* of its cell in kpi.xlsx, and in the manifest */
    bool is_measured;   /* else only kpi->state and its reason count */
    bool is_partial;    /* measured on data that has gaps: kpi->reason says which */
    bool has_value;     /* false: nothing to measure */
    int64_t value;      /* as khrop_kpi_values has values */
    const char *status; /* green, amber, red, "" */
    bool has_before;    /* of the working day before, in the same month */
    int64_t before;
    bool has_company; /* of a team or branch: the company's, to compare */
    int64_t company;
    const struct kpi_point *points; /* of a flow the 30 days up to each day, of a stock each date */
    size_t point_count;
};

/* Which trend: a measure and split of a KPI in a period of khrop_kpi_trends, its shares or values.
 */
struct kpi_trend {
    const struct rule *rule;
    const char *measure, *split, *period;
    bool is_share;
};

/* Its points of the report's level, oldest first. */
bool kpi_points_read(const struct report *report, const struct kpi_trend *trend,
                     struct region *region, struct kpi_point **points, size_t *count,
                     struct error *error);

/* Reads them into `region`: KPIs whose file gives a place among the tiles, in that order, then
 * those with a target, of those that the report shows. */
bool kpi_headlines_read(const struct report *report, struct region *region,
                        struct kpi_headline **headlines, size_t *count, struct error *error);

/* Better, worse or neither than on the working day before. */
enum cell_look kpi_headline_change(const struct kpi_headline *headline);

#endif
