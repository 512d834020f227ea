/* Headline figures; see kpi_headline.h. */
#include "reports/kpi_headline.h"

#include "jobs/statement.h"
#include "reports/facts.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MOST 100
#define PLACE_NONE 1000
#define PLACE_OUT_OF_REACH 10000

static bool is_measured(const struct fact_kpi *kpi)
{
    return strcmp(kpi->state, "checked") == 0 || strcmp(kpi->state, "partial") == 0;
}

/* Whether it reads a dataset that the site doesn't have, itself or by what it is derived from. No
 * rule needs itself. */
static bool is_out_of_reach(const struct report *report, const struct rule *rule)
{
    const struct catalogue *catalogue = report->catalogue;
    for (size_t i = 0; i < rule->need_count; i++) {
        const char *need = rule->needs[i].dataset;
        bool is_check = strncmp(need, NEED_CHECK, strlen(NEED_CHECK)) == 0;
        const struct rule *behind = is_check ? catalogue_check(catalogue, need + strlen(NEED_CHECK))
                                             : catalogue_derived(catalogue, need);
        if (behind != NULL ? is_out_of_reach(report, behind)
                           : catalogue_contract(catalogue, need) != NULL &&
                                 settings_dataset(report->settings, need) == NULL)
            return true;
    }
    return false;
}

struct choice {
    const struct fact_kpi *kpi;
    int64_t place;
};

/* Those with a place first, in its order; the others as they stand in the facts. */
static int compare_places(const void *left, const void *right)
{
    const struct choice *a = left, *b = right;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->kpi < b->kpi ? -1 : a->kpi > b->kpi;
}

/* A KPI without a place has a target at least; one that this site can't measure leaves its place to
 * others, and one that could not be measured today keeps it. */
static size_t choose(const struct report *report, struct choice *chosen)
{
    const struct facts *facts = report->facts;
    size_t count = 0;
    for (size_t i = 0; i < facts->kpi_count; i++) {
        const struct rule *rule = facts->kpis[i].rule;
        int64_t place = rule->headline > 0 ? rule->headline : PLACE_NONE;
        if (place == PLACE_NONE && !rule->has_target)
            continue;
        if (is_out_of_reach(report, rule))
            place += PLACE_OUT_OF_REACH;
        chosen[count++] = (struct choice){&facts->kpis[i], place};
    }
    if (count > 1)
        qsort(chosen, count, sizeof *chosen, compare_places);
    return count < KPI_HEADLINES_MAX ? count : KPI_HEADLINES_MAX;
}

static bool bind_figure(sqlite3_stmt *rows, const struct kpi_headline *headline, const char *period,
                        const char *level, const char *level_no)
{
    statement_bind_text(rows, ":kpi", headline->rule->id);
    statement_bind_text(rows, ":measure", headline->rule->measures[0].name);
    statement_bind_text(rows, ":split", headline->split);
    statement_bind_text(rows, ":period", period);
    statement_bind_text(rows, ":level", level);
    statement_bind_text(rows, ":level_no", level_no);
    return true;
}

/* Columns: value, share, status. */
static bool read_value(const struct report *report, const struct kpi_headline *headline,
                       const char *level, const char *level_no, struct region *region, bool *has,
                       int64_t *value, const char **status, struct error *error)
{
    sqlite3_stmt *row = NULL;
    int column = headline->is_share ? 1 : 0;
    if (statement_prepare(report->mirror,
                          "SELECT value, share, status FROM results.khrop_kpi_values WHERE"
                          " kpi_id = :kpi AND measure = :measure AND split = :split AND"
                          " period = :period AND level = :level AND level_no = :level_no",
                          &row, error) &&
        bind_figure(row, headline, kpi_period_codes[headline->period], level, level_no) &&
        statement_next(row, error) && sqlite3_column_type(row, column) != SQLITE_NULL) {
        *has = true;
        *value = sqlite3_column_int64(row, column);
        if (status != NULL)
            *status = region_copy(region, statement_text(row, 2));
    }
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

bool kpi_points_read(const struct report *report, const struct kpi_trend *trend,
                     struct region *region, struct kpi_point **points, size_t *count,
                     struct error *error)
{
    sqlite3_stmt *rows = NULL;
    int column = trend->is_share ? 2 : 1;
    *points = NULL;
    *count = 0;
    if (statement_prepare(report->mirror,
                          "SELECT day_on, value, share FROM results.khrop_kpi_trends WHERE"
                          " kpi_id = :kpi AND measure = :measure AND split = :split AND"
                          " period = :period AND level = :level AND level_no = :level_no"
                          " ORDER BY day_on",
                          &rows, error)) {
        statement_bind_text(rows, ":kpi", trend->rule->id);
        statement_bind_text(rows, ":measure", trend->measure);
        statement_bind_text(rows, ":split", trend->split);
        statement_bind_text(rows, ":period", trend->period);
        statement_bind_text(rows, ":level", report_level(report));
        statement_bind_text(rows, ":level_no", report_level_no(report));
        while (statement_next(rows, error)) {
            if (sqlite3_column_type(rows, column) == SQLITE_NULL)
                continue;
            *points = region_grow(region, *points, *count, sizeof **points);
            (*points)[(*count)++] = (struct kpi_point){sqlite3_column_int64(rows, 0),
                                                       sqlite3_column_int64(rows, column)};
        }
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static bool read_points(const struct report *report, const struct kpi_headline *headline,
                        const char *period, struct region *region, struct kpi_point **points,
                        size_t *count, struct error *error)
{
    const struct kpi_trend trend = {.rule = headline->rule,
                                    .measure = headline->rule->measures[0].name,
                                    .split = headline->split,
                                    .period = period,
                                    .is_share = headline->is_share};
    return kpi_points_read(report, &trend, region, points, count, error);
}

/* The working day before the business date; false where the calendar knows none. */
static bool find_day_before(const struct report *report, int64_t *day_on, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool is_there = false;
    if (!statement_prepare(report->mirror,
                           "SELECT max(day_on) FROM main.calendar WHERE branch = '' AND"
                           " is_workday = 1 AND day_on < :business_on",
                           &row, error))
        return false;
    statement_bind_integer(row, ":business_on", report->slot->business_on);
    if (statement_next(row, error)) {
        is_there = sqlite3_column_type(row, 0) == SQLITE_INTEGER;
        *day_on = sqlite3_column_int64(row, 0);
    }
    sqlite3_finalize(row);
    return is_there;
}

/* What the report of the working day before told: of a stock on that day itself, of a flow up to
 * the last day that it covered, in the same month. Nothing where history lacks that very day. */
static bool read_before(const struct report *report, struct kpi_headline *headline,
                        struct region *region, struct error *error)
{
    bool is_stock = headline->rule->kpi_kind == KPI_STOCK;
    int64_t before_on;
    struct kpi_point *points;
    size_t count;
    if (!find_day_before(report, &before_on, error))
        return error->code == EXIT_CODE_GOOD;
    if (!is_stock && report->slot->job->covers == COVERS_THROUGH_YESTERDAY)
        before_on--;
    if (!is_stock && date_first_of_month(before_on) != date_first_of_month(report->slot->last_on))
        return true;
    if (!read_points(report, headline, is_stock ? "now" : "month", region, &points, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (points[i].day_on == before_on) {
            headline->has_before = true;
            headline->before = points[i].value;
        }
    return true;
}

/* The split that bears the target has no row where there is none of it today: its trend knows. */
static bool read_none(const struct report *report, struct kpi_headline *headline,
                      struct region *region, struct error *error)
{
    int column = headline->is_share ? 1 : 0;
    sqlite3_stmt *row = NULL;
    if (headline->has_value || strcmp(headline->split, "*") == 0)
        return true;
    if (statement_prepare(report->mirror,
                          "SELECT value, share, status FROM results.khrop_kpi_trends WHERE"
                          " kpi_id = :kpi AND measure = :measure AND split = :split AND"
                          " period = :period AND level = :level AND level_no = :level_no AND"
                          " day_on = :day",
                          &row, error) &&
        bind_figure(row, headline, kpi_period_codes[headline->period], report_level(report),
                    report_level_no(report))) {
        statement_bind_integer(row, ":day",
                               headline->rule->kpi_kind == KPI_STOCK ? report->slot->business_on
                                                                     : report->slot->last_on);
        if (statement_next(row, error) && sqlite3_column_type(row, column) != SQLITE_NULL) {
            headline->has_value = true;
            headline->value = sqlite3_column_int64(row, column);
            headline->status = region_copy(region, statement_text(row, 2));
        }
    }
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

static bool read_headline(const struct report *report, struct kpi_headline *headline,
                          struct region *region, struct error *error)
{
    struct kpi_point *points;
    bool is_company = strcmp(report_level(report), "company") == 0;
    if (!headline->is_measured)
        return true;
    if (!read_value(report, headline, report_level(report), report_level_no(report), region,
                    &headline->has_value, &headline->value, &headline->status, error) ||
        !read_none(report, headline, region, error) ||
        !read_before(report, headline, region, error) ||
        !read_points(report, headline, headline->rule->kpi_kind == KPI_STOCK ? "now" : "rolling",
                     region, &points, &headline->point_count, error))
        return false;
    headline->points = points;
    return is_company || read_value(report, headline, "company", "", region, &headline->has_company,
                                    &headline->company, NULL, error);
}

/* An id is a file's name; Excel takes letters, digits and `_` alone. */
static const char *cell_name(struct region *region, const char *id, size_t place)
{
    char *name = region_format(region, "kpi_%.*s", NAME_MOST, id);
    bool is_same = strlen(id) <= NAME_MOST;
    for (char *at = name; *at != '\0'; at++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", *at) ==
            NULL) {
            *at = '_';
            is_same = false;
        }
    return is_same ? name : region_format(region, "%s_%zu", name, place + 1);
}

static struct kpi_headline begin(struct region *region, const struct fact_kpi *kpi, size_t place)
{
    const struct rule *rule = kpi->rule;
    bool is_share = rule->has_target && rule->is_target_on_share;
    return (struct kpi_headline){
        .kpi = kpi,
        .rule = rule,
        .split = rule->target_split != NULL ? rule->target_split : "*",
        .is_share = is_share,
        .unit = is_share ? UNIT_PERCENT : rule->measures[0].unit,
        .period = kpi_main_period(rule),
        .name = cell_name(region, rule->id, place),
        .is_measured = is_measured(kpi),
        .is_partial = strcmp(kpi->state, "partial") == 0,
        .status = "",
    };
}

bool kpi_headlines_read(const struct report *report, struct region *region,
                        struct kpi_headline **headlines, size_t *count, struct error *error)
{
    struct choice *chosen =
        region_allocate(region, (report->facts->kpi_count + 1) * sizeof *chosen);
    *count = choose(report, chosen);
    *headlines = region_allocate(region, (*count + 1) * sizeof **headlines);
    error_clear(error);
    for (size_t i = 0; i < *count; i++) {
        (*headlines)[i] = begin(region, chosen[i].kpi, i);
        if (!read_headline(report, &(*headlines)[i], region, error))
            return error_wrap(error, "headline %s", chosen[i].kpi->rule->id);
    }
    return true;
}

enum cell_look kpi_headline_change(const struct kpi_headline *headline)
{
    bool is_higher = headline->rule->direction == HIGHER_IS_BETTER;
    if (!headline->has_before || !headline->has_value || headline->value == headline->before)
        return LOOK_PLAIN;
    return (headline->value > headline->before) == is_higher ? LOOK_BETTER : LOOK_WORSE;
}
