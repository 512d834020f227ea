/* Reads what first pages tell; see facts.h. */
#include "reports/facts.h"

#include "core/text.h"
#include "jobs/failure_words.h"
#include "jobs/mirror.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const exception_state_codes[STATE_COUNT] = {"new",      "reopened",    "changed",
                                                        "open",     "not_checked", "suppressed",
                                                        "resolved", "expired",     "retired"};

#define FACT_REASON_SIZE 512

struct fact_reading {
    struct facts *facts;
    sqlite3 *mirror;
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct facts_scope *scope;
};

/* Takes one row of a query. */
typedef void fact_taker(struct fact_reading *reading, sqlite3_stmt *row);

static const char *copy(struct fact_reading *reading, sqlite3_stmt *row, int column)
{
    return region_copy(&reading->facts->region, statement_text(row, column));
}

static struct bilingual copy_both(struct fact_reading *reading, sqlite3_stmt *row, int column)
{
    return (struct bilingual){{copy(reading, row, column), copy(reading, row, column + 1)}};
}

static struct bilingual same(const char *text)
{
    return (struct bilingual){{text, text}};
}

static struct bilingual dataset_title(const struct fact_reading *reading, const char *dataset)
{
    const struct contract *contract = catalogue_contract(reading->catalogue, dataset);
    return contract == NULL ? same(dataset) : contract->title;
}

static struct bilingual source_title(const struct fact_reading *reading, const char *source)
{
    const struct source_settings *settings = settings_source(reading->settings, source);
    return settings == NULL ? same(source) : settings->title;
}

static void add_gap(struct fact_reading *reading, struct fact_gap gap)
{
    struct facts *facts = reading->facts;
    facts->gaps = region_grow(&facts->region, facts->gaps, facts->gap_count, sizeof *facts->gaps);
    facts->gaps[facts->gap_count++] = gap;
}

/* Where something was not read, or there is something to say of it: as it was told, for a Thai
 * reader with a sentence before it. */
static struct bilingual failure_of(struct fact_reading *reading, const char *message)
{
    char thai[FACT_REASON_SIZE * 4];
    failure_text(message, LANGUAGE_TH, thai, sizeof thai);
    return (struct bilingual){{message, region_copy(&reading->facts->region, thai)}};
}

static void take_source(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    struct fact_source source = {.source = copy(reading, row, 0),
                                 .state = copy(reading, row, 1),
                                 .has_pulled_at = sqlite3_column_type(row, 2) != SQLITE_NULL,
                                 .pulled_at = sqlite3_column_int64(row, 2),
                                 .dataset_count = sqlite3_column_int64(row, 3),
                                 .row_count = sqlite3_column_int64(row, 4),
                                 .reject_count = sqlite3_column_int64(row, 5),
                                 .message = copy(reading, row, 6)};
    source.title = source_title(reading, source.source);
    source.why = failure_of(reading, source.message);
    facts->sources =
        region_grow(&facts->region, facts->sources, facts->source_count, sizeof *facts->sources);
    facts->sources[facts->source_count++] = source;
    if (strcmp(source.state, "failed") == 0)
        add_gap(reading,
                (struct fact_gap){"source", source.source, source.title, source.state, source.why});
}

static bool source_failed(const struct facts *facts, const char *source)
{
    for (size_t i = 0; i < facts->source_count; i++)
        if (strcmp(facts->sources[i].source, source) == 0)
            return strcmp(facts->sources[i].state, "failed") == 0;
    return false;
}

static bool was_read(const char *state)
{
    return strcmp(state, "failed") != 0;
}

static bool is_held_back(const char *state)
{
    return strcmp(state, "blocked") == 0 || strcmp(state, "too_many_rejects") == 0;
}

/* The slot's message is in English, for IT; a page's reader gets it in their own language. */
static const char *held_back_in_thai(struct fact_reading *reading,
                                     const struct fact_dataset *dataset, int64_t usual_row_count)
{
    static const char accept[] = "หากถูกต้อง ให้สั่ง";
    const char *command = strstr(dataset->message, "khrop run ");
    char text[FACT_REASON_SIZE];
    if (strcmp(dataset->state, "too_many_rejects") == 0)
        snprintf(text, sizeof text, "มีแถวที่ใช้ไม่ได้ %" PRId64 " แถว เกินเกณฑ์ rejects.max",
                 dataset->reject_count);
    else if (dataset->row_count == 0)
        text_format(text, sizeof text, "ไม่มีข้อมูลเลย %s %s", accept, command != NULL ? command : "");
    else
        text_format(text, sizeof text, "ลดลงจาก %" PRId64 " แถวเหลือ %" PRId64 " แถว %s %s",
                    usual_row_count, dataset->row_count, accept, command != NULL ? command : "");
    return region_copy(&reading->facts->region, text);
}

/* `message`: which columns, and the first of them; "" where the slot is older than that. */
static struct bilingual rejected_rows(struct fact_reading *reading, int64_t count,
                                      const char *message)
{
    char english[FACT_REASON_SIZE], thai[FACT_REASON_SIZE * 4];
    snprintf(english, sizeof english, "%" PRId64 " rows were rejected", count);
    text_format(thai, sizeof thai, "มีแถวที่ใช้ไม่ได้ %" PRId64 " แถว%s%s%s", count,
                message[0] == '\0' ? "" : " (", message, message[0] == '\0' ? "" : ")");
    if (message[0] != '\0')
        return (struct bilingual){{message, region_copy(&reading->facts->region, thai)}};
    return (struct bilingual){{region_copy(&reading->facts->region, english),
                               region_copy(&reading->facts->region, thai)}};
}

static void take_dataset(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    struct fact_dataset dataset = {.dataset = copy(reading, row, 0),
                                   .source = copy(reading, row, 1),
                                   .state = copy(reading, row, 2),
                                   .source_row_count = sqlite3_column_int64(row, 3),
                                   .row_count = sqlite3_column_int64(row, 4),
                                   .reject_count = sqlite3_column_int64(row, 5),
                                   .message = copy(reading, row, 6)};
    dataset.why = failure_of(reading, dataset.message);
    if (is_held_back(dataset.state))
        dataset.why.text[LANGUAGE_TH] =
            held_back_in_thai(reading, &dataset, sqlite3_column_int64(row, 7));
    if (strcmp(dataset.state, "partial") == 0)
        dataset.why = rejected_rows(reading, dataset.reject_count, dataset.message);
    dataset.title = dataset_title(reading, dataset.dataset);
    facts->datasets =
        region_grow(&facts->region, facts->datasets, facts->dataset_count, sizeof *facts->datasets);
    facts->datasets[facts->dataset_count++] = dataset;
    facts->has_unread = facts->has_unread || !was_read(dataset.state);
    facts->source_row_count += dataset.source_row_count;
    facts->row_count += dataset.row_count;
    facts->reject_count += dataset.reject_count;
    if (strcmp(dataset.state, "whole") != 0 && !source_failed(facts, dataset.source))
        add_gap(reading, (struct fact_gap){"dataset", dataset.dataset, dataset.title, dataset.state,
                                           dataset.why});
}

static void take_control(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    facts->controls =
        region_grow(&facts->region, facts->controls, facts->control_count, sizeof *facts->controls);
    facts->controls[facts->control_count++] = (struct fact_control){
        copy(reading, row, 0), copy(reading, row, 1), copy(reading, row, 2), copy(reading, row, 3)};
}

static bool is_gap(const char *state)
{
    static const char *const gaps[] = {"partial", "not_checked", "failed"};
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
        if (strcmp(gaps[i], state) == 0)
            return true;
    return false;
}

static void take_check(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    struct fact_check check = {.id = copy(reading, row, 0),
                               .state = copy(reading, row, 1),
                               .reason = copy_both(reading, row, 2),
                               .found_count = sqlite3_column_int64(row, 4),
                               .has_oldest = sqlite3_column_type(row, 5) != SQLITE_NULL,
                               .oldest_on = sqlite3_column_int64(row, 5),
                               .oldest_days = sqlite3_column_int64(row, 6)};
    check.rule = catalogue_check(reading->catalogue, check.id);
    check.title = check.rule == NULL ? same(check.id) : check.rule->title;
    check.severity = check.rule == NULL ? "" : check.rule->severity;
    for (int i = 0; i < STATE_COUNT; i++)
        check.counts[i] = sqlite3_column_int64(row, 7 + i);
    check.suppressed_found_count = sqlite3_column_int64(row, 7 + STATE_COUNT);
    facts->checks =
        region_grow(&facts->region, facts->checks, facts->check_count, sizeof *facts->checks);
    facts->checks[facts->check_count++] = check;
    if (is_gap(check.state))
        add_gap(reading,
                (struct fact_gap){"check", check.id, check.title, check.state, check.reason});
}

static void take_kpi(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    struct fact_kpi kpi = {.rule = catalogue_kpi(reading->catalogue, statement_text(row, 0)),
                           .state = copy(reading, row, 1),
                           .reason = copy_both(reading, row, 2)};
    if (kpi.rule == NULL || strcmp(kpi.state, "off") == 0 ||
        (reading->scope->kpis != NULL && !listed_has(reading->scope->kpis, kpi.rule->id)))
        return;
    facts->kpis = region_grow(&facts->region, facts->kpis, facts->kpi_count, sizeof *facts->kpis);
    facts->kpis[facts->kpi_count++] = kpi;
    if (is_gap(kpi.state))
        add_gap(reading,
                (struct fact_gap){"kpi", kpi.rule->id, kpi.rule->title, kpi.state, kpi.reason});
}

static void take_period(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    facts->periods =
        region_grow(&facts->region, facts->periods, facts->period_count, sizeof *facts->periods);
    facts->periods[facts->period_count++] = (struct fact_period){
        copy(reading, row, 0), sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2)};
}

static void take_notice(struct fact_reading *reading, sqlite3_stmt *row)
{
    struct facts *facts = reading->facts;
    facts->notices =
        region_grow(&facts->region, facts->notices, facts->notice_count, sizeof *facts->notices);
    facts->notices[facts->notice_count++] =
        (struct fact_notice){.kind = copy(reading, row, 0), .text = copy_both(reading, row, 1)};
}

static void take_reject_rows(struct fact_reading *reading, sqlite3_stmt *row)
{
    reading->facts->reject_rows = sqlite3_column_int64(row, 0);
}

/* A check that has left the catalogue stands in the worklist alone, as long as what it found is
 * being retired. */
static const char select_checks[] =
    "WITH listed AS (SELECT check_id, CASE WHEN is_suppressed = 1 AND "
    "state NOT IN ('resolved', 'expired', 'retired') THEN 'suppressed' ELSE state END AS state, "
    "count(*) AS row_count, min(first_found_on) AS oldest_on, max(day_count) AS oldest_days, "
    "sum(state <> 'not_checked') AS found_count FROM results.khrop_worklist"
    " WHERE :level = 'company' OR list_no IN (SELECT staff_no FROM results.khrop_staff_places"
    "  WHERE :today BETWEEN from_on AND to_on"
    "  AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no)"
    " GROUP BY 1, 2),"
    " checks AS (SELECT check_id, position, state, reason_en, reason_th, found_count"
    "  FROM results.khrop_checks UNION ALL SELECT DISTINCT check_id, 1000000, 'off', '', '', 0"
    "  FROM listed WHERE check_id NOT IN (SELECT check_id FROM results.khrop_checks))"
    " SELECT c.check_id, c.state, c.reason_en, c.reason_th, c.found_count,"
    "  min(CASE WHEN l.state NOT IN ('suppressed', 'resolved', 'expired', 'retired')"
    "   THEN l.oldest_on END),"
    "  max(CASE WHEN l.state NOT IN ('suppressed', 'resolved', 'expired', 'retired')"
    "   THEN l.oldest_days END),"
    "  sum(CASE l.state WHEN 'new' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'reopened' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'changed' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'open' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'not_checked' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'suppressed' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'resolved' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'expired' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'retired' THEN l.row_count END),"
    "  sum(CASE l.state WHEN 'suppressed' THEN l.found_count END)"
    " FROM checks AS c LEFT JOIN listed AS l ON l.check_id = c.check_id"
    " WHERE c.state <> 'off' OR l.check_id IS NOT NULL"
    " GROUP BY c.check_id ORDER BY c.position, c.check_id";

/* Sources first: a dataset's gap is left out where its whole source failed. */
static const struct {
    const char *sql;
    fact_taker *take;
} fact_queries[] = {
    {"SELECT source, state, pulled_at, dataset_count, row_count, reject_count, message"
     " FROM main.khrop_sources ORDER BY rowid",
     take_source},
    {"SELECT dataset, source, state, source_row_count, row_count, reject_count, message, "
     "usual_row_count"
     " FROM main.khrop_pulls ORDER BY source, dataset",
     take_dataset},
    {"SELECT source, dataset, column_name, total FROM main.khrop_controls"
     " ORDER BY source, dataset, column_name",
     take_control},
    {select_checks, take_check},
    {"SELECT kpi_id, state, reason_en, reason_th FROM results.khrop_kpis"
     " ORDER BY position, kpi_id",
     take_kpi},
    {"SELECT period, from_on, to_on FROM results.khrop_periods ORDER BY period", take_period},
    {"SELECT count(*) FROM main.khrop_rejects", take_reject_rows},
    {"SELECT kind, text_en, text_th FROM main.khrop_notices ORDER BY position", take_notice},
};

bool facts_read(struct facts *facts, sqlite3 *mirror, const struct settings *settings,
                const struct catalogue *catalogue, const struct facts_scope *scope,
                struct error *error)
{
    struct fact_reading reading = {facts, mirror, settings, catalogue, scope};
    const struct audience_settings *audience = scope->audience;
    error_clear(error);
    for (size_t i = 0; i < sizeof fact_queries / sizeof fact_queries[0]; i++) {
        sqlite3_stmt *rows = NULL;
        if (!statement_prepare(mirror, fact_queries[i].sql, &rows, error))
            return error_wrap(error, "what was found");
        statement_bind_text(rows, ":level", audience_level(audience));
        statement_bind_text(rows, ":level_no", audience_level_no(audience));
        statement_bind_integer(rows, ":today", scope->business_on);
        while (statement_next(rows, error))
            fact_queries[i].take(&reading, rows);
        sqlite3_finalize(rows);
        if (error->code != EXIT_CODE_GOOD)
            return error_wrap(error, "what was found");
    }
    return true;
}

void facts_clear(struct facts *facts)
{
    region_clear(&facts->region);
    *facts = (struct facts){0};
}

/* Counts what the mirror really holds. */
static bool count_rows(sqlite3 *mirror, const struct settings *settings,
                       const struct fact_dataset *dataset, int64_t *count, struct error *error)
{
    const struct dataset_settings *mapped = settings_dataset(settings, dataset->dataset);
    sqlite3_stmt *rows = NULL;
    char *sql;
    bool counted;
    *count = dataset->row_count;
    if (mapped == NULL || !was_read(dataset->state))
        return true;
    sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\".\"%w\"", mirror_schema_of(settings, mapped),
                          dataset->dataset);
    counted =
        sql != NULL && statement_prepare(mirror, sql, &rows, error) && statement_next(rows, error);
    if (counted)
        *count = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_free(sql);
    return counted;
}

bool facts_agree(const struct facts *facts, sqlite3 *mirror, const struct settings *settings,
                 struct error *error)
{
    for (size_t i = 0; i < facts->dataset_count; i++) {
        const struct fact_dataset *dataset = &facts->datasets[i];
        int64_t count;
        if (!count_rows(mirror, settings, dataset, &count, error))
            return error_wrap(error, "dataset %s", dataset->dataset);
        if (count != dataset->row_count)
            return error_set(error, EXIT_CODE_DATA,
                             "dataset %s: the mirror holds %lld rows, and %lld were taken; nothing "
                             "is published",
                             dataset->dataset, (long long)count, (long long)dataset->row_count);
        if (dataset->source_row_count != dataset->row_count + dataset->reject_count)
            return error_set(error, EXIT_CODE_DATA,
                             "dataset %s: %lld rows in the source, but %lld taken and %lld "
                             "rejected; nothing is published",
                             dataset->dataset, (long long)dataset->source_row_count,
                             (long long)dataset->row_count, (long long)dataset->reject_count);
    }
    return true;
}

bool fact_check_is_whole(const struct fact_check *check)
{
    return !is_gap(check->state);
}

bool fact_check_is_blind(const struct fact_check *check)
{
    return strcmp(check->state, "not_checked") == 0 || strcmp(check->state, "failed") == 0 ||
           strcmp(check->state, "not_taken") == 0;
}

static bool is_one_group(const struct fact_gap *gap, const struct fact_gap *other)
{
    return strcmp(gap->kind, other->kind) == 0 && strcmp(gap->state, other->state) == 0 &&
           strcmp(gap->reason.text[LANGUAGE_EN], other->reason.text[LANGUAGE_EN]) == 0;
}

size_t facts_gap_group(const struct facts *facts, size_t first, enum language language, char *names,
                       size_t size)
{
    const struct fact_gap *gaps = facts->gaps + first;
    size_t left = facts->gap_count - first, count = 1, used = 0;
    while (count < left && is_one_group(&gaps[0], &gaps[count]))
        count++;
    if (count == 1)
        text_format(names, size, "%s  %s", gaps[0].name, gaps[0].title.text[language]);
    for (size_t i = 0; count > 1 && i < count; i++)
        used += text_format(names + used, size - used, "%s%s", i == 0 ? "" : ", ",
                            strcmp(gaps[i].kind, "kpi") == 0 ? gaps[i].title.text[language]
                                                             : gaps[i].name);
    return count;
}

int64_t facts_listed(const struct facts *facts, const struct fact_check *check)
{
    int64_t count = 0;
    if (check == NULL) {
        for (size_t i = 0; i < facts->check_count; i++)
            count += facts_listed(facts, &facts->checks[i]);
        return count;
    }
    for (int state = STATE_NEW; state <= STATE_NOT_CHECKED; state++)
        count += check->counts[state];
    return count;
}

int64_t facts_in_state(const struct facts *facts, enum exception_state state)
{
    int64_t count = 0;
    for (size_t i = 0; i < facts->check_count; i++)
        count += facts->checks[i].counts[state];
    return count;
}

const struct fact_period *facts_period(const struct facts *facts, const char *period)
{
    for (size_t i = 0; i < facts->period_count; i++)
        if (strcmp(facts->periods[i].period, period) == 0)
            return &facts->periods[i];
    return NULL;
}
