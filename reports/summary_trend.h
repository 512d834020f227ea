/* The trend of one KPI as the tiles and the charts of summary.html draw it. Only for them. */
#ifndef KHROP_REPORTS_SUMMARY_TREND_H
#define KHROP_REPORTS_SUMMARY_TREND_H

#include "reports/kpi_headline.h"
#include "reports/summary_page.h"
#include "reports/svg_chart.h"

/* Fewer points are no trend. */
#define SUMMARY_POINTS_FEWEST 2

struct summary_trend {
    const struct rule *rule;
    struct summary_speaker speaker;
    struct svg_point *points; /* values, or shares where the speaker is one */
    size_t count;
};

/* Reads `points` for the report's readers: of a flow the 30 days up to each day, of a stock what
 * each report has told. rule and speaker stand already. */
bool summary_trend_read(struct summary_page *page, struct summary_trend *trend,
                        struct error *error);

/* .. or takes points that were read already. */
void summary_trend_take(struct summary_page *page, struct summary_trend *trend,
                        const struct kpi_point *points, size_t count);

enum kpi_unit summary_trend_unit(const struct summary_trend *trend);

/* The days of the axis: 90, fewer where the trend is younger, never so few that it looks like more
 * than it is. Needs a point. */
void summary_trend_days(const struct summary_page *page, const struct summary_trend *trend,
                        int64_t *first_on, int64_t *last_on);

/* A line of it: days, gap and target are set, head and words are the caller's. */
struct svg_line_chart summary_trend_chart(const struct summary_page *page,
                                          const struct summary_trend *trend);

/* "Lowest 91.20 % (3 Nov 2026), highest 95.10 % (12 Oct 2026), latest 92.84 % (18 Nov 2026)" */
#define SUMMARY_DESCRIPTION_SIZE 1024
void summary_trend_describe(const struct summary_page *page, const struct summary_trend *trend,
                            char text[SUMMARY_DESCRIPTION_SIZE]);

/* The id of the next chart of the page. */
void summary_chart_id(struct summary_page *page, char id[32]);

#endif
