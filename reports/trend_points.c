/* Reads khrop_kpi_trends; see trend_points.h. */
#include "reports/trend_points.h"

#include "jobs/statement.h"

#include <string.h>

static struct trend_point point_of(sqlite3_stmt *row)
{
    return (struct trend_point){
        .day_on = sqlite3_column_int64(row, 0),
        .has_value = sqlite3_column_type(row, 1) != SQLITE_NULL,
        .value = sqlite3_column_int64(row, 1),
        .has_share = sqlite3_column_type(row, 2) != SQLITE_NULL,
        .share = sqlite3_column_int64(row, 2),
    };
}

bool trend_points_read(const struct report *report, const struct trend_key *key,
                       struct region *region, struct trend_point **points, size_t *count,
                       struct error *error)
{
    sqlite3_stmt *rows = NULL;
    *points = NULL;
    *count = 0;
    error_clear(error);
    if (!statement_prepare(report->mirror,
                           "SELECT day_on, value, share FROM results.khrop_kpi_trends WHERE"
                           " kpi_id = :kpi AND measure = :measure AND split = :split AND"
                           " period = :period AND level = :level AND level_no = :level_no"
                           " ORDER BY day_on",
                           &rows, error))
        return false;
    statement_bind_text(rows, ":kpi", key->rule->id);
    statement_bind_text(rows, ":measure", key->measure);
    statement_bind_text(rows, ":split", key->split);
    statement_bind_text(rows, ":period", kpi_period_codes[key->period]);
    statement_bind_text(rows, ":level", key->level);
    statement_bind_text(rows, ":level_no", key->level_no);
    while (statement_next(rows, error)) {
        *points = region_grow(region, *points, *count, sizeof **points);
        (*points)[(*count)++] = point_of(rows);
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

bool trend_previous_date(const struct report *report, int64_t *business_on, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    bool has = false;
    error_clear(error);
    if (!statement_prepare(report->mirror,
                           "SELECT max(day_on) FROM calendar WHERE branch = '' AND is_workday = 1"
                           " AND day_on < :today",
                           &rows, error))
        return false;
    statement_bind_integer(rows, ":today", report->slot->business_on);
    if (statement_next(rows, error) && sqlite3_column_type(rows, 0) != SQLITE_NULL) {
        *business_on = sqlite3_column_int64(rows, 0);
        has = true;
    }
    sqlite3_finalize(rows);
    return has;
}

const struct trend_point *trend_previous_point(const struct report *report,
                                               const struct trend_key *key,
                                               const struct trend_point *points, size_t count,
                                               int64_t previous_business_on)
{
    int64_t behind = report->slot->business_on - report->slot->last_on;
    int64_t on = previous_business_on - (key->rule->kpi_kind == KPI_FLOW ? behind : 0);
    for (size_t i = 0; i < count; i++)
        if (points[i].day_on == on)
            return &points[i];
    return NULL;
}
