/* Reads the headline of a run from its slot folder. */
#include "daemon/headline.h"

#include "core/date.h"
#include "core/decimal.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What one row of a query adds to the headline. */
struct reading {
    struct headline *headline;
    const struct settings *settings;
    const struct catalogue *catalogue;
};
typedef void row_reader(struct reading *reading, sqlite3_stmt *row);

static const char select_checks[] =
    "SELECT check_id, khrop_checks.state,"
    " sum(listed.state = 'new'), sum(listed.state = 'reopened'), sum(listed.state = 'changed'),"
    " sum(listed.state = 'open'), sum(listed.state = 'not_checked'),"
    " sum(listed.state = 'resolved'), sum(listed.state = 'expired'), sum(listed.state = 'retired'),"
    " sum(listed.state = 'suppressed')"
    " FROM khrop_checks LEFT JOIN (SELECT check_id, CASE WHEN is_suppressed = 1 AND"
    "  state NOT IN ('resolved', 'expired', 'retired') THEN 'suppressed' ELSE state END AS state"
    "  FROM khrop_worklist) AS listed USING (check_id)"
    " WHERE khrop_checks.state <> 'off' OR listed.check_id IS NOT NULL"
    " GROUP BY check_id ORDER BY khrop_checks.position, check_id";

static const char select_kpis[] =
    "SELECT kpi_id, measure,"
    " max(CASE WHEN period = 'day' THEN value END),"
    " max(CASE WHEN period IN ('month', 'now') THEN value END),"
    " max(CASE WHEN period = 'now' AND whole IS NOT NULL THEN share END)"
    " FROM khrop_kpi_values JOIN khrop_kpis USING (kpi_id)"
    " WHERE level = 'company' AND split = '*'"
    " GROUP BY kpi_id, measure ORDER BY khrop_kpis.position, kpi_id, measure";

/* One line for each reason; what was left out for another's sake says so in it. */
static const char select_gaps[] =
    "SELECT group_concat(name, ', ') || ': ' || reason FROM ("
    " SELECT 1 AS place, 'source ' || source AS name, message AS reason"
    "  FROM derived.khrop_sources WHERE state = 'failed'"
    " UNION ALL SELECT 2, 'dataset ' || dataset, replace(state, '_', ' ') || ', ' ||"
    "  coalesce(message, '') FROM derived.khrop_pulls WHERE state <> 'whole' AND source NOT IN"
    "  (SELECT source FROM derived.khrop_sources WHERE state = 'failed')"
    " UNION ALL SELECT 2, 'derived dataset ' || dataset, reason_en"
    "  FROM derived.khrop_derived WHERE state = 'failed'"
    " UNION ALL SELECT 3, check_id, replace(state, '_', ' ') || ', ' || coalesce(reason_en, '')"
    "  FROM khrop_checks WHERE state NOT IN ('checked', 'off', 'not_taken')"
    " UNION ALL SELECT 4, kpi_id, replace(state, '_', ' ') || ', ' || coalesce(reason_en, '')"
    "  FROM khrop_kpis WHERE state NOT IN ('checked', 'off', 'not_taken')"
    " ORDER BY 1, 2) GROUP BY reason ORDER BY min(place), min(name)";

/* Nothing is lost for these, but someone should look. */
static const char select_warnings[] =
    "SELECT group_concat(dataset, ', ') || ': ' || message FROM (SELECT dataset, message"
    " FROM derived.khrop_pulls WHERE state = 'whole' AND message <> '' ORDER BY dataset)"
    " GROUP BY message ORDER BY min(dataset)";

static void check_add(struct reading *reading, sqlite3_stmt *row)
{
    struct headline *headline = reading->headline;
    const char *id = statement_text(row, 0);
    const struct rule *rule = catalogue_check(reading->catalogue, id);
    struct headline_check *checks = region_grow(&headline->region, (void *)headline->checks,
                                                headline->check_count, sizeof *checks);

    checks[headline->check_count++] = (struct headline_check){
        .id = region_copy(&headline->region, id),
        .title = rule != NULL
                     ? region_copy(&headline->region, rule->title.text[reading->settings->language])
                     : "",
        .state = region_copy(&headline->region, statement_text(row, 1)),
        .new_count = sqlite3_column_int64(row, 2),
        .reopened_count = sqlite3_column_int64(row, 3),
        .changed_count = sqlite3_column_int64(row, 4),
        .open_count = sqlite3_column_int64(row, 5),
        .not_checked_count = sqlite3_column_int64(row, 6),
        .resolved_count = sqlite3_column_int64(row, 7),
        .expired_count = sqlite3_column_int64(row, 8),
        .retired_count = sqlite3_column_int64(row, 9),
        .suppressed_count = sqlite3_column_int64(row, 10),
    };
    headline->checks = checks;
}

static const struct kpi_measure *measure_find(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->measure_count; i++)
        if (strcmp(rule->measures[i].name, name) == 0)
            return &rule->measures[i];
    return NULL;
}

static const char *kpi_value_text(struct headline *headline, sqlite3_stmt *row, int column,
                                  enum kpi_unit unit)
{
    char text[DECIMAL_TEXT_SIZE];
    int64_t value = sqlite3_column_int64(row, column);

    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        return "";
    switch (unit) {
    case UNIT_PERCENT:
        decimal_format_grouped(value, 2, text);
        return region_format(&headline->region, "%s %%", text);
    case UNIT_DAYS:
        decimal_format_grouped(value, 1, text);
        return region_format(&headline->region, "%s days", text);
    case UNIT_COUNT:
        return region_format(&headline->region, "%" PRId64, value);
    case UNIT_MONEY:
        decimal_format_grouped(value, 2, text);
        return region_format(&headline->region, "%s THB", text);
    case UNIT_QUANTITY:
        break;
    }
    decimal_format_grouped(value, value % DECIMAL_SCALE == 0 ? 0 : 2, text);
    return region_copy(&headline->region, text);
}

static void kpi_add(struct reading *reading, sqlite3_stmt *row)
{
    struct headline *headline = reading->headline;
    enum language language = reading->settings->language;
    const struct rule *rule = catalogue_kpi(reading->catalogue, statement_text(row, 0));
    const struct kpi_measure *measure =
        rule != NULL ? measure_find(rule, statement_text(row, 1)) : NULL;
    struct headline_kpi *kpis;

    if (measure == NULL)
        return;
    kpis =
        region_grow(&headline->region, (void *)headline->kpis, headline->kpi_count, sizeof *kpis);
    kpis[headline->kpi_count++] = (struct headline_kpi){
        .title = rule->measure_count > 1
                     ? region_format(&headline->region, "%s, %s", rule->title.text[language],
                                     measure->title.text[language])
                     : region_copy(&headline->region, rule->title.text[language]),
        .day = kpi_value_text(headline, row, 2, measure->unit),
        .month = kpi_value_text(headline, row, 3, measure->unit),
        .share = kpi_value_text(headline, row, 4, UNIT_PERCENT),
    };
    headline->kpis = kpis;
}

static void gap_add(struct reading *reading, sqlite3_stmt *row)
{
    struct headline *headline = reading->headline;
    const char **gaps =
        region_grow(&headline->region, (void *)headline->gaps, headline->gap_count, sizeof *gaps);

    gaps[headline->gap_count++] = region_copy(&headline->region, statement_text(row, 0));
    headline->gaps = gaps;
}

static void warning_add(struct reading *reading, sqlite3_stmt *row)
{
    struct headline *headline = reading->headline;
    const char **warnings = region_grow(&headline->region, (void *)headline->warnings,
                                        headline->warning_count, sizeof *warnings);

    warnings[headline->warning_count++] = region_copy(&headline->region, statement_text(row, 0));
    headline->warnings = warnings;
}

static bool rows_read(sqlite3 *results, const char *sql, row_reader *reader,
                      struct reading *reading, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(results, sql, &statement, error))
        return false;
    while (statement_next(statement, error))
        reader(reading, statement);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static bool results_open(sqlite3 **results, const struct slot *slot, struct error *error)
{
    char path[PATH_MAX + 32];
    sqlite3_stmt *statement = NULL;
    bool is_open;

    snprintf(path, sizeof path, "%s/results.sqlite", slot->folder);
    if (sqlite3_open_v2(path, results, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return statement_error(*results, error);
    snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder);
    if (!statement_prepare(*results, "ATTACH :path AS derived", &statement, error))
        return false;
    statement_bind_text(statement, ":path", path);
    is_open = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_open;
}

bool headline_read(struct headline *headline, const struct settings *settings,
                   const struct catalogue *catalogue, const struct slot *slot, struct error *error)
{
    struct reading reading = {headline, settings, catalogue};
    char date[DATE_TEXT_SIZE];
    sqlite3 *results = NULL;
    bool is_read;

    date_format_iso(slot->business_on, date);
    headline->job = region_copy(&headline->region, slot->job->name);
    headline->business_on = region_copy(&headline->region, date);
    date_format_iso(slot->last_on, date);
    headline->last_on = region_copy(&headline->region, date);
    headline->is_flows_only = slot->is_flows_only;
    is_read = results_open(&results, slot, error) &&
              rows_read(results, select_checks, check_add, &reading, error) &&
              rows_read(results, select_kpis, kpi_add, &reading, error) &&
              rows_read(results, select_gaps, gap_add, &reading, error) &&
              rows_read(results, select_warnings, warning_add, &reading, error);
    sqlite3_close(results);
    return is_read || error_wrap(error, "headline");
}

void headline_clear(struct headline *headline)
{
    region_clear(&headline->region);
    *headline = (struct headline){0};
}

bool headline_is_complete(const struct headline *headline)
{
    return headline->gap_count == 0;
}
