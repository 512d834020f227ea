/* Charts of all KPIs over 90 days. Their numbers stand on a sheet of their own, a column a chart
 * and one for its target. */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_headline.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"
#include "reports/workbook_charts.h"
#include "reports/workbook_forms.h"

#include <stdio.h>
#include <string.h>

#define CHARTS_A_ROW 3
#define CHART_COLUMNS 4 /* that a chart is wide */
#define COLUMN_WIDTH 14.0
#define CHART_WIDTH 406
#define CHART_HEIGHT 196
#define CHART_ROWS 10
#define ROW_POINTS 15.0
#define PAGE_ROWS 3 /* of charts */
#define TEXT_SIZE 512
#define NARROW_PERCENT 50000 /* 5 points: the axis needs a place behind the point */
#define NEAR_WHOLE 800000    /* 80 %: Excel would let the axis go on beyond 100 */
#define DATA_WIDTH 16.0

/* One chart. */
struct plot {
    const struct fact_kpi *kpi;
    const struct kpi_measure *measure;
    struct kpi_trend trend;
    enum kpi_unit unit;
    bool has_target;
    struct kpi_point *points;
    size_t count;
    size_t column; /* on the data sheet */
};

struct trends {
    const struct report *report;
    struct region region;
    struct sheet *page, *data;
    struct plot *plots;
    size_t plot_count, without_count;
    int64_t from_on, to_on;
};

static bool is_measured(const struct fact_kpi *kpi)
{
    return strcmp(kpi->state, "checked") == 0 || strcmp(kpi->state, "partial") == 0;
}

/* Sums of a few days say nothing as a mean of 30: counts stand by day. */
static const char *period_of(const struct rule *rule, enum kpi_unit unit)
{
    if (rule->kpi_kind == KPI_STOCK)
        return "now";
    return unit == UNIT_PERCENT || unit == UNIT_DAYS ? "rolling" : "day";
}

static struct plot plot_of(const struct fact_kpi *kpi, size_t measure)
{
    const struct rule *rule = kpi->rule;
    bool bears = rule->has_target && measure == 0;
    bool is_share = bears && rule->is_target_on_share;
    enum kpi_unit unit = is_share ? UNIT_PERCENT : rule->measures[measure].unit;
    return (struct plot){
        .kpi = kpi,
        .measure = &rule->measures[measure],
        .trend = {.rule = rule,
                  .measure = rule->measures[measure].name,
                  .split = bears && rule->target_split != NULL ? rule->target_split : "*",
                  .period = period_of(rule, unit),
                  .is_share = is_share},
        .unit = unit,
        .has_target = bears,
    };
}

static void take_days(struct trends *trends, const struct plot *plot)
{
    int64_t first = plot->points[0].day_on, last = plot->points[plot->count - 1].day_on;
    if (trends->to_on == 0 || first < trends->from_on)
        trends->from_on = first;
    if (last > trends->to_on)
        trends->to_on = last;
}

static bool read_plots(struct trends *trends, struct error *error)
{
    const struct facts *facts = trends->report->facts;
    size_t column = 1;
    for (size_t i = 0; i < facts->kpi_count; i++)
        for (size_t j = 0; j < facts->kpis[i].rule->measure_count; j++) {
            struct plot plot = plot_of(&facts->kpis[i], j);
            if (is_measured(plot.kpi) &&
                !kpi_points_read(trends->report, &plot.trend, &trends->region, &plot.points,
                                 &plot.count, error))
                return false;
            if (plot.count > 1) {
                plot.column = column;
                column += plot.has_target ? 2 : 1;
                take_days(trends, &plot);
            } else {
                trends->without_count++;
            }
            trends->plots = region_grow(&trends->region, trends->plots, trends->plot_count,
                                        sizeof *trends->plots);
            trends->plots[trends->plot_count++] = plot;
        }
    return true;
}

static void plot_title(const struct trends *trends, const struct plot *plot, char title[TEXT_SIZE])
{
    const struct report *report = trends->report;
    char name[TEXT_SIZE], split[KPI_SPLIT_SIZE];
    bool is_total = strcmp(plot->trend.split, "*") == 0;
    kpi_title_text(plot->kpi->rule, plot->measure, report->language, name, sizeof name);
    kpi_split_text(report, plot->trend.split, split);
    text_format(title, TEXT_SIZE, "%s%s%s%s%s", name, is_total ? "" : ": ", is_total ? "" : split,
                strcmp(plot->kpi->state, "partial") == 0 ? " · " : "",
                strcmp(plot->kpi->state, "partial") == 0 ? label(LABEL_PARTIAL, report->language)
                                                         : "");
}

static const char *series_name(const struct trends *trends, const struct plot *plot)
{
    enum label name = strcmp(plot->trend.period, "now") == 0       ? LABEL_TREND_NOW
                      : strcmp(plot->trend.period, "rolling") == 0 ? LABEL_TREND_ROLLING
                                                                   : LABEL_TREND_DAY;
    return label(name, trends->report->language);
}

/* The target in the scale of the unit's values. */
static int64_t target_value(const struct plot *plot)
{
    return plot->unit == UNIT_COUNT ? plot->kpi->rule->target / DECIMAL_SCALE
                                    : plot->kpi->rule->target;
}

static void write_data_headings(struct trends *trends)
{
    enum language language = trends->report->language;
    char title[TEXT_SIZE];
    sheet_text(trends->data, 0, label(LABEL_DATE, language), CELL_HEADING, LOOK_PLAIN);
    for (size_t i = 0; i < trends->plot_count; i++) {
        const struct plot *plot = &trends->plots[i];
        if (plot->count < 2)
            continue;
        plot_title(trends, plot, title);
        sheet_text(trends->data, plot->column, title, CELL_HEADING_NUMBER, LOOK_PLAIN);
        if (plot->has_target)
            sheet_text(trends->data, plot->column + 1, label(LABEL_TARGET, language),
                       CELL_HEADING_NUMBER, LOOK_PLAIN);
        sheet_width(trends->data, plot->column, plot->column + 1, DATA_WIDTH);
    }
    sheet_width(trends->data, 0, 0, COLUMN_WIDTH);
    sheet_row_height(trends->data, 4 * ROW_POINTS);
    sheet_freeze(trends->data, 1);
}

static const struct kpi_point *point_on(const struct plot *plot, int64_t day)
{
    for (size_t i = 0; i < plot->count; i++)
        if (plot->points[i].day_on == day)
            return &plot->points[i];
    return NULL;
}

static bool write_data(struct trends *trends, struct error *error)
{
    write_data_headings(trends);
    sheet_keep_cells(trends->data);
    for (int64_t day = trends->from_on; day <= trends->to_on; day++) {
        if (!sheet_next_row(trends->data, error))
            return false;
        sheet_date(trends->data, 0, day, LOOK_PLAIN);
        for (size_t i = 0; i < trends->plot_count; i++) {
            const struct plot *plot = &trends->plots[i];
            const struct kpi_point *point = plot->count < 2 ? NULL : point_on(plot, day);
            if (point != NULL)
                kpi_number_cell(trends->data, plot->column, plot->unit, point->value, LOOK_PLAIN);
            if (plot->count > 1 && plot->has_target)
                kpi_number_cell(trends->data, plot->column + 1, plot->unit, target_value(plot),
                                LOOK_PLAIN);
        }
    }
    return sheet_is_good(trends->data, error);
}

static bool is_narrow(const struct plot *plot)
{
    int64_t least = plot->points[0].value, most = least;
    for (size_t i = 1; i < plot->count; i++) {
        least = plot->points[i].value < least ? plot->points[i].value : least;
        most = plot->points[i].value > most ? plot->points[i].value : most;
    }
    return most - least < NARROW_PERCENT;
}

/* No axis goes beyond 100 %. */
static bool is_near_whole(const struct plot *plot)
{
    bool is_near = plot->has_target && target_value(plot) > NEAR_WHOLE;
    for (size_t i = 0; i < plot->count; i++)
        is_near = is_near || plot->points[i].value > NEAR_WHOLE;
    return plot->unit == UNIT_PERCENT && is_near;
}

static const char *value_format(const struct plot *plot)
{
    if (plot->unit == UNIT_PERCENT)
        return is_narrow(plot) ? "0.0%" : "0%";
    return plot->unit == UNIT_DAYS ? "0.0" : "#,##0";
}

/* First and last value in words, and the target: what the line shows at a glance. */
static void alternative_text(const struct trends *trends, const struct plot *plot,
                             const char *title, char text[TEXT_SIZE * 2])
{
    enum language language = trends->report->language;
    const struct kpi_point *first = &plot->points[0], *last = &plot->points[plot->count - 1];
    char dates[2][DATE_TEXT_SIZE], values[2][KPI_TEXT_SIZE], target[KPI_TEXT_SIZE];
    label_date(first->day_on, language, dates[0]);
    label_date(last->day_on, language, dates[1]);
    kpi_value_text(plot->unit, first->value, language, values[0]);
    kpi_value_text(plot->unit, last->value, language, values[1]);
    kpi_target_text(plot->kpi->rule, language, target);
    text_format(text, TEXT_SIZE * 2, "%s (%s): %s %s, %s %s%s%s%s%s", title,
                series_name(trends, plot), dates[0], values[0], dates[1], values[1],
                plot->has_target ? ", " : "", plot->has_target ? label(LABEL_TARGET, language) : "",
                plot->has_target ? " " : "", plot->has_target ? target : "");
}

static void draw(struct trends *trends, const struct plot *plot, uint32_t row, size_t column)
{
    enum language language = trends->report->language;
    char title[TEXT_SIZE], alternative[TEXT_SIZE * 2], target[KPI_TEXT_SIZE * 2];
    char target_words[KPI_TEXT_SIZE];
    uint32_t first_row = 1 + (uint32_t)(plot->points[0].day_on - trends->from_on);
    uint32_t last_row = 1 + (uint32_t)(plot->points[plot->count - 1].day_on - trends->from_on);
    const struct chart_series series[] = {
        {series_name(trends, plot), trends->data, first_row, last_row, 0, plot->column, CHART_BLUE,
         false},
        {target, trends->data, first_row, last_row, 0, plot->column + 1, CHART_ORANGE, true},
    };
    bool is_by_day = strcmp(plot->trend.period, "day") == 0;
    const struct chart_plan plan = {
        .kind = is_by_day ? CHART_COLUMN : CHART_LINE,
        .title = title,
        .alternative = alternative,
        .series = series,
        .series_count = plot->has_target && !is_by_day ? 2 : 1,
        .has_legend = true,
        .value_format = value_format(plot),
        .category_format = language == LANGUAGE_TH ? "[$-107041E]d mmm" : "d mmm",
        .row = row,
        .column = column,
        .width = CHART_WIDTH,
        .height = CHART_HEIGHT,
        .has_most = is_near_whole(plot),
        .most = 1,
    };
    plot_title(trends, plot, title);
    alternative_text(trends, plot, title, alternative);
    kpi_target_text(plot->kpi->rule, language, target_words);
    text_format(target, sizeof target, "%s %s", label(LABEL_TARGET, language), target_words);
    sheet_chart(trends->page, &plan);
}

static bool write_title(struct trends *trends, struct error *error)
{
    const struct report *report = trends->report;
    if (!page_title(report, trends->page, label(LABEL_SHEET_TRENDS, report->language), error))
        return false;
    sheet_across(trends->page, 0, CHARTS_A_ROW * CHART_COLUMNS - 1,
                 label(LABEL_TRENDS_NOTE, report->language), CELL_NOTE_WRAPPED, LOOK_PLAIN);
    sheet_row_height(trends->page, 2 * ROW_POINTS);
    return sheet_next_row(trends->page, error) && sheet_next_row(trends->page, error);
}

/* The rows that charts lie on have the usual height in every program. */
static bool leave_rows(struct trends *trends, struct error *error)
{
    for (size_t i = 0; i < CHART_ROWS; i++) {
        sheet_row_height(trends->page, ROW_POINTS);
        if (!sheet_next_row(trends->page, error))
            return false;
    }
    return true;
}

static bool write_charts(struct trends *trends, struct error *error)
{
    size_t in_row = 0, rows = 0;
    uint32_t row = sheet_row(trends->page);
    for (size_t i = 0; i < trends->plot_count; i++) {
        const struct plot *plot = &trends->plots[i];
        if (plot->count < 2)
            continue;
        if (in_row == CHARTS_A_ROW || (in_row == 0 && rows == 0)) {
            if (rows > 0 && rows % PAGE_ROWS == 0)
                sheet_page_break(trends->page);
            row = sheet_row(trends->page);
            in_row = 0;
            rows++;
            if (!leave_rows(trends, error))
                return false;
        }
        draw(trends, plot, row, in_row * CHART_COLUMNS);
        in_row++;
    }
    return sheet_next_row(trends->page, error);
}

/* KPIs that have no chart, and why: hatched where they were not measured. */
static bool write_without(struct trends *trends, struct error *error)
{
    const struct report *report = trends->report;
    size_t last = CHARTS_A_ROW * CHART_COLUMNS - 1;
    if (trends->without_count == 0)
        return true;
    if (!page_section(report, trends->page, LABEL_NO_TREND, error))
        return false;
    for (size_t i = 0; i < trends->plot_count; i++) {
        const struct plot *plot = &trends->plots[i];
        char title[TEXT_SIZE], why[TEXT_SIZE * 2];
        if (plot->count > 1)
            continue;
        plot_title(trends, plot, title);
        sheet_across(trends->page, 0, CHART_COLUMNS - 1, title, CELL_TEXT, LOOK_PLAIN);
        text_format(why, sizeof why, "%s: %s",
                    word(WORD_RULE_STATE, plot->kpi->state, report->language),
                    plot->kpi->reason.text[report->language]);
        if (is_measured(plot->kpi))
            sheet_across(trends->page, CHART_COLUMNS, last,
                         label(LABEL_TOO_FEW_DAYS, report->language), CELL_TEXT, LOOK_FAINT);
        else
            sheet_across(trends->page, CHART_COLUMNS, last, why, CELL_MISSING, LOOK_PLAIN);
        if (!sheet_next_row(trends->page, error))
            return false;
    }
    return true;
}

static bool write_pages(struct trends *trends, struct workbook *workbook, struct error *error)
{
    enum language language = trends->report->language;
    size_t columns = CHARTS_A_ROW * CHART_COLUMNS;
    trends->page =
        workbook_sheet(workbook, label(LABEL_SHEET_TRENDS, language), true, NULL, NULL, error);
    if (trends->page == NULL || !read_plots(trends, error))
        return false;
    sheet_width(trends->page, 0, columns - 1, COLUMN_WIDTH);
    if (trends->to_on > 0) {
        trends->data = workbook_sheet(workbook, label(LABEL_SHEET_TREND_DATA, language), true, NULL,
                                      NULL, error);
        if (trends->data == NULL || !write_data(trends, error))
            return false;
        sheet_hide(trends->data);
    }
    if (!write_title(trends, error) || !write_charts(trends, error) ||
        !write_without(trends, error))
        return false;
    sheet_print_area(trends->page, columns, sheet_row(trends->page),
                     COLUMN_WIDTH * (double)columns);
    return sheet_is_good(trends->page, error);
}

bool kpi_trends_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    struct trends trends = {.report = report};
    bool written;
    error_clear(error);
    written = write_pages(&trends, workbook, error);
    region_clear(&trends.region);
    return written;
}
