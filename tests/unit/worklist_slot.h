/* For tests of the worklist: days of a job whose results are written by hand.
 *
 * The days: Thursday 2026-11-19 (20776), Friday 20, Monday 23, Tuesday 24, Wednesday 25.
 */
#ifndef KHROP_TESTS_UNIT_WORKLIST_SLOT_H
#define KHROP_TESTS_UNIT_WORKLIST_SLOT_H

#include "core/clock.h"
#include "jobs/ledger.h"
#include "jobs/statement.h"
#include "jobs/worklist.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THURSDAY 20776
#define FRIDAY 20777
#define MONDAY 20780
#define TUESDAY 20781
#define WEDNESDAY 20782
#define RUN_AT INT64_C(1795000000)

static char folder[PATH_MAX];
static struct ledger ledger;
static struct settings settings;
static struct catalogue catalogue;
static const struct job_settings job = {.name = "daily"};

static const struct parameter window[] = {
    {.name = "window_days", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 30}};
static const struct rule checks[] = {
    {.kind = RULE_CHECK, .id = "A-01", .severity = "high", .is_enabled = true},
    {.kind = RULE_CHECK,
     .id = "A-02",
     .severity = "low",
     .is_event = true,
     .parameters = window,
     .parameter_count = 1,
     .is_enabled = true},
    {.kind = RULE_CHECK, .id = "A-03", .severity = "medium", .is_enabled = true},
};

static const struct column staff_columns[] = {
    {.name = "staff_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "supervisor_no", .type = COLUMN_TEXT, .is_nullable = true},
    {.name = "is_active", .type = COLUMN_BOOLEAN},
};
static const char *const no_names[] = {NULL};
static const struct contract contracts[] = {
    {.name = "staff", .schema = {staff_columns, 3}, .ends = no_names}};
static const struct source_settings sources[] = {{.name = "sales"}};
static const struct feed_settings feeds[] = {{.source = "sales", .query = "SELECT 1"}};
static const struct dataset_settings datasets[] = {
    {.name = "staff", .feeds = feeds, .feed_count = 1}};

static inline int entry_remove(const char *path, const struct stat *status, int kind,
                               struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static inline int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-worklist-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    settings = (struct settings){.state_folder = folder,
                                 .suppress_max_days = 90,
                                 .sources = sources,
                                 .source_count = 1,
                                 .datasets = datasets,
                                 .dataset_count = 1};
    catalogue = (struct catalogue){
        .checks = checks, .check_count = 3, .contracts = contracts, .contract_count = 1};
    ledger =
        (struct ledger){.run_at = RUN_AT, .begun_milliseconds = clock_monotonic_milliseconds()};
    return !state_open(&ledger.state, folder, &error);
}

static inline int end(void **context)
{
    (void)context;
    state_close(ledger.state);
    return nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void file_execute(const struct slot *slot, const char *name, const char *sql)
{
    char path[PATH_MAX + 32];
    struct error error = {0};
    sqlite3 *file = NULL;

    snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    if (!statement_execute(file, sql, &error))
        fail_msg("%s", error.text);
    sqlite3_close(file);
}

/* The calendar around the days, and that staff wasn't pulled unless a test says so. */
static const char make_derived[] =
    "CREATE TABLE calendar (branch TEXT, day_on, weekday_no, is_workday, workday_count,"
    " holiday_name);"
    "INSERT INTO calendar (branch, day_on, workday_count) VALUES ('', 20775, 100),"
    " ('', 20776, 101), ('', 20777, 102), ('', 20778, 102), ('', 20779, 102), ('', 20780, 103),"
    " ('', 20781, 104), ('', 20782, 105);"
    "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, source TEXT, state TEXT, row_count,"
    " reject_count, source_row_count, usual_row_count, pulled_at, newest_birth_on, may_be_empty,"
    " is_accepted, absent_columns TEXT, message TEXT);";

#define CHECK_COLUMNS                                                                              \
    "(khrop_key TEXT PRIMARY KEY, khrop_signature TEXT, khrop_owner TEXT, khrop_event_on INTEGER," \
    " khrop_why_en TEXT, khrop_why_th TEXT, customer_no TEXT)"

static const char make_results[] =
    "CREATE TABLE khrop_checks (check_id TEXT PRIMARY KEY, position, state TEXT, reason_en,"
    " reason_th, found_count);"
    "CREATE TABLE \"A-01\" " CHECK_COLUMNS ";"
    "CREATE TABLE \"A-02\" " CHECK_COLUMNS ";"
    "CREATE TABLE \"A-03\" " CHECK_COLUMNS ";";

/* A check that ran on whole inputs, and a row it found. */
#define STATE(id, state) "INSERT INTO khrop_checks (check_id, state) VALUES ('" id "','" state "');"
#define ALL_CHECKED STATE("A-01", "checked") STATE("A-02", "checked") STATE("A-03", "checked")
#define ROW(id, key, signature, owner)                                                             \
    "INSERT INTO \"" id "\" VALUES ('" key "','" signature "','" owner "',NULL,'why','เหตุ','C1');"
#define EVENT(id, key, event_on)                                                                   \
    "INSERT INTO \"" id "\" VALUES ('" key "','s','E01'," event_on ",'why','เหตุ','C1');"

static inline struct slot day_begun(int64_t on, const char *results)
{
    struct slot slot = {.job = &job, .business_on = on, .last_on = on - 1, .run_at = RUN_AT};
    struct error error = {0};

    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    file_execute(&slot, "derived", make_derived);
    file_execute(&slot, "results", make_results);
    file_execute(&slot, "results", results);
    return slot;
}

static inline void stage(const struct slot *slot)
{
    struct error error = {0};

    if (!worklist_stage(ledger.state, &settings, &catalogue, slot, &error))
        fail_msg("%s", error.text);
}

static inline struct slot day_staged(int64_t on, const char *results)
{
    struct slot slot = day_begun(on, results);

    stage(&slot);
    return slot;
}

static inline void publish(const struct slot *slot)
{
    struct error error = {0};

    assert_true(ledger_published(&ledger, slot, NULL, NULL, &error));
}

static inline struct slot day(int64_t on, const char *results)
{
    struct slot slot = day_staged(on, results);

    publish(&slot);
    return slot;
}

/* The first column of a query on one of the slot's files, rows joined by "; ". */
static inline void assert_rows(const struct slot *slot, const char *name, const char *sql,
                               const char *expected)
{
    char path[PATH_MAX + 32], got[4096] = "";
    struct error error = {0};
    sqlite3 *file = NULL;
    sqlite3_stmt *statement = NULL;

    snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    assert_true(statement_prepare(file, sql, &statement, &error));
    while (statement_next(statement, &error)) {
        size_t length = strlen(got);
        snprintf(got + length, sizeof got - length, "%s%s", length > 0 ? "; " : "",
                 statement_text(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_close(file);
    assert_string_equal(got, expected);
}

static inline int64_t number_of(const char *sql)
{
    struct error error = {0};
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_true(statement_prepare(state_connection(ledger.state), sql, &statement, &error));
    assert_true(statement_next(statement, &error));
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

#endif
