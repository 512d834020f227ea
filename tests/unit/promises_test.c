/* Tests jobs/promises.c: promised dates over several published days, by hand. */
#include "core/clock.h"
#include "jobs/ledger.h"
#include "jobs/promises.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#define MONDAY 20780
#define TUESDAY 20781
#define WEDNESDAY 20782

static char folder[PATH_MAX];
static struct ledger ledger;
static struct settings settings;
static struct job_settings job;
static struct slot slot;

static int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-promises-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    settings = (struct settings){.state_folder = folder};
    job = (struct job_settings){.name = "daily"};
    ledger = (struct ledger){.run_at = 1000, .begun_milliseconds = clock_monotonic_milliseconds()};
    return !state_open(&ledger.state, folder, &error);
}

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

static int end(void **context)
{
    (void)context;
    state_close(ledger.state);
    return nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/* derived.sqlite as prepare leaves it, with the promises of the day. */
static const char make_derived[] =
    "CREATE TABLE khrop_promises (promise_kind TEXT, order_no TEXT, line_no TEXT,"
    " follow_up_no TEXT, seen_on INTEGER, earlier_on INTEGER, promised_on INTEGER);"
    "CREATE TABLE khrop_derived (dataset TEXT PRIMARY KEY, state TEXT);"
    "INSERT INTO khrop_derived VALUES ('promised_dates', 'whole');"
    "CREATE TABLE promised_dates (promise_kind TEXT, order_no TEXT, line_no TEXT,"
    " follow_up_no TEXT, promised_on INTEGER);"
    "INSERT INTO promised_dates VALUES ";

static void execute(const char *sql)
{
    char path[PATH_MAX + 32];
    sqlite3 *file = NULL;

    snprintf(path, sizeof path, "%s/derived.sqlite", slot.folder);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    if (sqlite3_exec(file, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(file));
    sqlite3_close(file);
}

/* Runs a business date on which these are the promises. */
static void run(int64_t business_on, const char *promises)
{
    struct error error = {0};
    char sql[2048];

    slot = (struct slot){.job = &job, .business_on = business_on, .last_on = business_on - 1};
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    snprintf(sql, sizeof sql, "%s%s", make_derived, promises);
    execute(sql);
    if (!promises_stage(ledger.state, &slot, &error))
        fail_msg("%s", error.text);
}

static void publish(void)
{
    struct error error = {0};

    assert_true(ledger_publishing(&ledger, &slot, "hash", EXIT_CODE_GOOD, &error));
    assert_true(ledger_published(&ledger, &slot, NULL, NULL, &error));
}

static void run_and_publish(int64_t business_on, const char *promises)
{
    run(business_on, promises);
    publish();
}

/* The moves that SQL sees, a line each. */
static void expect_moves(const char *moves)
{
    char path[PATH_MAX + 32], found[1024] = "";
    sqlite3_stmt *rows = NULL;
    struct error error = {0};
    sqlite3 *file = NULL;
    size_t used = 0;

    snprintf(path, sizeof path, "%s/derived.sqlite", slot.folder);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    assert_true(statement_prepare(file,
                                  "SELECT promise_kind || ' ' || order_no || ' ' || line_no || ' '"
                                  " || follow_up_no || ' ' || seen_on || ': ' || earlier_on ||"
                                  " ' to ' || promised_on FROM khrop_promises",
                                  &rows, &error));
    while (statement_next(rows, &error))
        used +=
            (size_t)snprintf(found + used, sizeof found - used, "%s\n", statement_text(rows, 0));
    sqlite3_finalize(rows);
    sqlite3_close(file);
    assert_string_equal(found, moves);
}

static void first_sight_is_no_move(void **context)
{
    (void)context;
    run_and_publish(MONDAY, "('line', 'SO1', '1', '', 20785)");
    expect_moves("");
}

static void every_move_is_seen_on_its_day_with_both_dates(void **context)
{
    (void)context;
    run_and_publish(MONDAY,
                    "('line', 'SO1', '1', '', 20785), ('follow_up', 'SO1', '1', 'F1', 20785)");
    run_and_publish(TUESDAY,
                    "('line', 'SO1', '1', '', 20785), ('follow_up', 'SO1', '1', 'F1', 20790)");
    expect_moves("follow_up SO1 1 F1 20781: 20785 to 20790\n");
    run_and_publish(WEDNESDAY,
                    "('line', 'SO1', '1', '', 20784), ('follow_up', 'SO1', '1', 'F1', 20795)");
    expect_moves("follow_up SO1 1 F1 20781: 20785 to 20790\n"
                 "follow_up SO1 1 F1 20782: 20790 to 20795\n"
                 "line SO1 1  20782: 20785 to 20784\n");
}

/* A date taken away and given again later has moved from the one that was last known. */
static void date_that_was_away_is_compared_with_the_last_one_known(void **context)
{
    (void)context;
    run_and_publish(MONDAY, "('back_order', 'SO1', '1', '', 20785)");
    run_and_publish(TUESDAY, "('line', 'SO9', '1', '', 20785)");
    run_and_publish(WEDNESDAY, "('back_order', 'SO1', '1', '', 20788)");
    expect_moves("back_order SO1 1  20782: 20785 to 20788\n");
}

static void running_a_day_again_replaces_what_it_saw(void **context)
{
    (void)context;
    run_and_publish(MONDAY, "('line', 'SO1', '1', '', 20785)");
    run_and_publish(TUESDAY, "('line', 'SO1', '1', '', 20790)");
    run_and_publish(TUESDAY, "('line', 'SO1', '1', '', 20785)");
    expect_moves("");
    run_and_publish(WEDNESDAY, "('line', 'SO1', '1', '', 20786)");
    expect_moves("line SO1 1  20782: 20785 to 20786\n");
}

static void what_was_not_published_was_not_seen(void **context)
{
    struct error error = {0};

    (void)context;
    run_and_publish(MONDAY, "('line', 'SO1', '1', '', 20785)");
    run(TUESDAY, "('line', 'SO1', '1', '', 20790)");
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_DATA, "test", &error));
    run_and_publish(WEDNESDAY, "('line', 'SO1', '1', '', 20787)");
    expect_moves("line SO1 1  20782: 20785 to 20787\n");
}

/* For a date already passed nothing is remembered, and nothing later is shown. */
static void older_slot_sees_what_was_known_then(void **context)
{
    (void)context;
    run_and_publish(MONDAY, "('line', 'SO1', '1', '', 20785)");
    run_and_publish(WEDNESDAY, "('line', 'SO1', '1', '', 20790)");
    run_and_publish(TUESDAY, "('line', 'SO1', '1', '', 20799)");
    assert_true(slot.is_flows_only);
    expect_moves("");
    run_and_publish(WEDNESDAY, "('line', 'SO1', '1', '', 20790)");
    expect_moves("line SO1 1  20782: 20785 to 20790\n");
}

static void promises_that_could_not_be_derived_are_left_as_they_were(void **context)
{
    struct error error = {0};

    (void)context;
    run_and_publish(MONDAY, "('line', 'SO1', '1', '', 20785)");
    slot = (struct slot){.job = &job, .business_on = TUESDAY, .last_on = MONDAY};
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    execute("CREATE TABLE khrop_promises (promise_kind, order_no, line_no, follow_up_no, seen_on,"
            " earlier_on, promised_on); CREATE TABLE khrop_derived (dataset, state);"
            "INSERT INTO khrop_derived VALUES ('promised_dates', 'not_derived')");
    assert_true(promises_stage(ledger.state, &slot, &error));
    publish();
    run_and_publish(WEDNESDAY, "('line', 'SO1', '1', '', 20786)");
    expect_moves("line SO1 1  20782: 20785 to 20786\n");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(first_sight_is_no_move),
        TEST(every_move_is_seen_on_its_day_with_both_dates),
        TEST(date_that_was_away_is_compared_with_the_last_one_known),
        TEST(running_a_day_again_replaces_what_it_saw),
        TEST(what_was_not_published_was_not_seen),
        TEST(older_slot_sees_what_was_known_then),
        TEST(promises_that_could_not_be_derived_are_left_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
