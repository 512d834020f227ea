/* Tests jobs/pull.c: a source's file, whole or absent, from a SQLite database behind its ODBC
 * driver. */
#include "jobs/pull.h"
#include "tests/unit/odbc_site.h"

#define RUN_AT 1764028800

struct fixture {
    struct site site;
    struct feed_settings feeds[2];
    struct dataset_settings datasets[2];
    struct source_settings source;
    struct contract contracts[2];
    struct settings settings;
    struct catalogue catalogue;
    struct slot slot;
    struct pull_request request;
    struct error error;
};

static const struct column visit_columns[] = {
    {.name = "visit_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "visited_on", .type = COLUMN_DATE, .is_nullable = true},
};

static int set_up(void **state)
{
    struct fixture *made = calloc(1, sizeof *made);

    if (made == NULL)
        return -1;
    site_open(&made->site,
              "PRAGMA journal_mode = WAL; CREATE TABLE o(no TEXT, dt TEXT, amt TEXT); INSERT INTO "
              "o VALUES ('SO1', '2026-11-24', '100.50'), ('SO2', '2026-11-25', '-0.50'); CREATE "
              "TABLE v(no TEXT, dt TEXT); INSERT INTO v VALUES ('V1', '2026-11-20')");
    made->feeds[0] = (struct feed_settings){
        .source = "sales",
        .query = "SELECT no AS order_no, dt AS ordered_on, amt AS order_amount FROM o",
        .place = {"datasets.yaml", 3}};
    made->feeds[1] = (struct feed_settings){
        .source = "sales",
        .query = "SELECT no AS visit_no, dt AS visited_on, 1 AS colour FROM v",
        .place = {"datasets.yaml", 9}};
    made->datasets[0] =
        (struct dataset_settings){.name = "orders", .feeds = &made->feeds[0], .feed_count = 1};
    made->datasets[1] =
        (struct dataset_settings){.name = "visit_log", .feeds = &made->feeds[1], .feed_count = 1};
    made->contracts[0] = site_contract;
    made->contracts[1] = (struct contract){.name = "visit_log", .schema = {visit_columns, 2}};
    made->source = (struct source_settings){
        .name = "sales", .connection = made->site.connection, .time_limit_seconds = 60};
    made->settings = (struct settings){.time_zone = "Asia/Bangkok",
                                       .sources = &made->source,
                                       .source_count = 1,
                                       .datasets = made->datasets,
                                       .dataset_count = 2,
                                       .accepted_from_on = date_from_civil(2010, 1, 1),
                                       .accepted_to_on = date_from_civil(2039, 12, 31)};
    made->catalogue = (struct catalogue){.contracts = made->contracts, .contract_count = 2};
    made->slot.business_on = 20782;
    made->slot.run_at = RUN_AT;
    snprintf(made->slot.folder, sizeof made->slot.folder, "%s", made->site.folder);
    made->request = (struct pull_request){.settings = &made->settings,
                                          .catalogue = &made->catalogue,
                                          .slot = &made->slot,
                                          .source = &made->source};
    *state = made;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    site_close(&fixture->site);
    free(fixture);
    return 0;
}

static void pull(struct fixture *fixture)
{
    if (!pull_source(&fixture->request, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

/* All rows of a query on the file, values joined by `|`, a line each. */
static void expect_rows(const struct fixture *fixture, const char *sql, const char *rows)
{
    char path[160], seen[4096] = "";
    sqlite3 *file = NULL;
    sqlite3_stmt *statement = NULL;

    snprintf(path, sizeof path, "%s/sales.sqlite", fixture->site.folder);
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(file, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(file));
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *text = sqlite3_column_text(statement, i);
            seen_add(seen, sizeof seen, "%s%s", text != NULL ? (const char *)text : "-",
                     i + 1 < sqlite3_column_count(statement) ? "|" : "\n");
        }
    sqlite3_finalize(statement);
    sqlite3_close(file);
    assert_string_equal(seen, rows);
}

static bool has_file(const struct fixture *fixture, const char *name)
{
    char path[160];

    snprintf(path, sizeof path, "%s/%s", fixture->site.folder, name);
    return access(path, F_OK) == 0;
}

static void source_has_a_file_with_its_datasets(void **state)
{
    struct fixture *fixture = *state;

    pull(fixture);
    /* 2026-11-24 is day 20781. */
    expect_rows(fixture, "SELECT khrop_row, order_no, ordered_on, order_amount, note FROM orders",
                "1|SO1|20781|1005000|-\n2|SO2|20782|-5000|-\n");
    expect_rows(fixture,
                "SELECT dataset, source, state, row_count, reject_count, source_row_count, "
                "pulled_at, message, absent_columns, newest_birth_on, "
                "length(query_sha256) FROM khrop_pulls",
                "orders|sales|whole|2|0|2|1764028800||,kind,qty,line_count,is_paid,updated_at,"
                "note,|20782|64\n"
                "visit_log|sales|whole|1|0|1|1764028800|the query also gives colour, which the "
                "dataset has not||-|64\n");
    expect_rows(fixture, "SELECT total FROM khrop_controls WHERE column_name = 'order_amount'",
                "100\n");
    assert_false(has_file(fixture, "sales.sqlite.partial"));
}

static void rows_of_tomorrow_do_not_make_a_dataset_fresh(void **state)
{
    struct fixture *fixture = *state;

    fixture->slot.business_on = 20781; /* SO2 was ordered on 20782 */
    pull(fixture);
    expect_rows(fixture,
                "SELECT row_count, newest_birth_on FROM khrop_pulls WHERE dataset = 'orders'",
                "2|20781\n");
}

static void failed_dataset_costs_only_itself(void **state)
{
    struct fixture *fixture = *state;

    fixture->feeds[0].query = "SELECT no AS order_no FROM nowhere";
    pull(fixture);
    expect_rows(fixture, "SELECT dataset, state, row_count FROM khrop_pulls",
                "orders|failed|0\nvisit_log|whole|1\n");
    expect_rows(fixture,
                "SELECT instr(message, 'datasets.yaml:3: ') > 0 AND instr(message, 'nowhere') > 0 "
                "FROM khrop_pulls WHERE state = 'failed'",
                "1\n");
    expect_rows(fixture, "SELECT count(*) FROM sqlite_schema WHERE name = 'orders'", "0\n");
}

static void dataset_that_fails_half_way_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;

    fixture->feeds[0].row_limit = 1;
    site_execute(&fixture->site, "INSERT INTO o VALUES ('SO3', 'never', 'x')");
    pull(fixture);
    expect_rows(fixture, "SELECT state FROM khrop_pulls WHERE dataset = 'orders'", "failed\n");
    expect_rows(fixture, "SELECT count(*) FROM sqlite_schema WHERE name = 'orders'", "0\n");
    expect_rows(fixture, "SELECT count(*) FROM khrop_rejects", "0\n");
    expect_rows(fixture, "SELECT count(*) FROM khrop_controls WHERE dataset = 'orders'", "0\n");
}

static void rows_in_the_source_are_rows_and_rejects(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site,
                 "INSERT INTO o VALUES ('SO3', '31/02/2569', '1'), ('SO1', NULL, '7'), "
                 "('SO4', NULL, '0.00001'), ('SO5', NULL, '5')");
    pull(fixture);
    expect_rows(fixture,
                "SELECT row_count, reject_count, source_row_count FROM khrop_pulls WHERE "
                "dataset = 'orders'",
                "3|3|6\n");
    expect_rows(fixture,
                "SELECT row_no, key_text, column_name, value FROM khrop_rejects ORDER BY 1",
                "3|SO3|ordered_on|31/02/2569\n4|SO1|order_no|\n5|SO4|order_amount|0.00001\n");
    expect_rows(fixture, "SELECT khrop_row FROM orders", "1\n2\n6\n");
    expect_rows(fixture, "SELECT total FROM khrop_controls WHERE column_name = 'order_amount'",
                "105\n");
}

/* The reading begins anew with a wider column: nothing of the first try may stay. */
static void wide_text_after_a_reject_counts_rejects_once(void **state)
{
    struct fixture *fixture = *state;

    fixture->feeds[0].query = "SELECT no AS order_no, amt AS qty, dt AS note FROM o";
    site_execute(&fixture->site, "UPDATE o SET amt = 'x' WHERE no = 'SO1'; INSERT INTO o SELECT "
                                 "'W', hex(zeroblob(4000)), '1'; ");
    pull(fixture);
    expect_rows(fixture, "SELECT row_count, reject_count FROM khrop_pulls WHERE dataset = 'orders'",
                "2|1\n");
    expect_rows(fixture, "SELECT count(*) FROM khrop_rejects", "1\n");
    expect_rows(fixture, "SELECT max(length(note)) FROM orders", "8000\n");
}

/* After the first dataset somebody adds a visit: the second must not see it. */
static void add_visit(void *context, const char *dataset, int64_t rows)
{
    const struct site *site = context;

    (void)rows;
    if (strcmp(dataset, "orders") == 0)
        site_execute(site, "INSERT INTO v VALUES ('V2', '2026-11-25')");
}

static void datasets_stand_as_of_one_moment(void **state)
{
    struct fixture *fixture = *state;

    fixture->request.progress = add_visit;
    fixture->request.context = &fixture->site;
    pull(fixture);
    expect_rows(fixture, "SELECT visit_no FROM visit_log", "V1\n");
}

static void same_source_gives_the_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    char command[2][160];
    FILE *files[2];
    int character;

    pull(fixture);
    snprintf(command[0], sizeof command[0], "%s/sales.sqlite", fixture->site.folder);
    snprintf(command[1], sizeof command[1], "%s/first.sqlite", fixture->site.folder);
    assert_int_equal(rename(command[0], command[1]), 0);
    pull(fixture);
    for (int i = 0; i < 2; i++)
        assert_non_null(files[i] = fopen(command[i], "rb"));
    do {
        character = getc(files[0]);
        assert_int_equal(character, getc(files[1]));
    } while (character != EOF);
    for (int i = 0; i < 2; i++)
        fclose(files[i]);
}

static void expect_failure(struct fixture *fixture, const char *reason, enum exit_code code)
{
    assert_false(pull_source(&fixture->request, &fixture->error));
    if (strstr(fixture->error.text, reason) == NULL)
        fail_msg("\"%s\" says nothing of \"%s\"", fixture->error.text, reason);
    assert_int_equal(fixture->error.code, code);
    assert_false(has_file(fixture, "sales.sqlite"));
    assert_false(has_file(fixture, "sales.sqlite.partial"));
}

static void source_that_is_down_leaves_no_file(void **state)
{
    struct fixture *fixture = *state;

    fixture->source.connection = "Driver=SQLite3;Database=/nowhere/at/all.db";
    expect_failure(fixture, "can't connect: SQLite", EXIT_CODE_UNAVAILABLE);
}

static void credential_that_is_missing_leaves_no_file(void **state)
{
    struct fixture *fixture = *state;

    fixture->source.credential = "sales";
    fixture->settings.credentials_folder = "/nowhere";
    expect_failure(fixture, "credential file /nowhere/sales", EXIT_CODE_CONFIGURATION);
}

static void folder_that_cannot_be_written_is_no_fault_of_the_source(void **state)
{
    struct fixture *fixture = *state;

    snprintf(fixture->slot.folder, sizeof fixture->slot.folder, "/nowhere/slot");
    expect_failure(fixture, "/nowhere/slot/sales.sqlite.partial", EXIT_CODE_CANNOT_WRITE);
}

static void left_over_of_a_crash_is_replaced(void **state)
{
    struct fixture *fixture = *state;
    char path[160];
    FILE *file;

    snprintf(path, sizeof path, "%s/sales.sqlite.partial", fixture->site.folder);
    assert_non_null(file = fopen(path, "wb"));
    fputs("half a file", file);
    fclose(file);
    pull(fixture);
    expect_rows(fixture, "SELECT count(*) FROM orders", "2\n");
}

/* Last, since a process that was cancelled pulls nothing more. */
static void cancel_in_progress(void *context, const char *dataset, int64_t rows)
{
    (void)context;
    (void)dataset;
    (void)rows;
    pull_cancel();
}

static void cancelled_pull_leaves_no_file(void **state)
{
    struct fixture *fixture = *state;

    fixture->request.progress = cancel_in_progress;
    assert_false(pull_source(&fixture->request, &fixture->error));
    assert_false(has_file(fixture, "sales.sqlite"));
    assert_false(has_file(fixture, "sales.sqlite.partial"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(source_has_a_file_with_its_datasets),
        TEST(rows_of_tomorrow_do_not_make_a_dataset_fresh),
        TEST(failed_dataset_costs_only_itself),
        TEST(dataset_that_fails_half_way_leaves_nothing),
        TEST(rows_in_the_source_are_rows_and_rejects),
        TEST(wide_text_after_a_reject_counts_rejects_once),
        TEST(datasets_stand_as_of_one_moment),
        TEST(same_source_gives_the_same_bytes),
        TEST(source_that_is_down_leaves_no_file),
        TEST(credential_that_is_missing_leaves_no_file),
        TEST(folder_that_cannot_be_written_is_no_fault_of_the_source),
        TEST(left_over_of_a_crash_is_replaced),
        TEST(cancelled_pull_leaves_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
