/* Tests jobs/odbc_writer.c and charset.c: batches into a table behind an ODBC driver. */
#include "jobs/odbc_writer.h"
#include "tests/unit/odbc_site.h"

static const struct column columns[] = {
    {.name = "order_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "ordered_on", .type = COLUMN_DATE, .is_nullable = true},
    {.name = "amount", .type = COLUMN_MONEY, .is_nullable = true},
    {.name = "updated_at", .type = COLUMN_TIMESTAMP, .is_nullable = true},
};
static const struct schema schema = {columns, 4};

struct fixture {
    struct site site;
    struct odbc_connection connection;
    struct odbc_column columns[4];
    struct batch batch;
    struct writer *writer;
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    site_open(&fixture->site, "CREATE TABLE \"Sales Orders\"(no TEXT, dt TEXT, amt NUMERIC(12,4), "
                              "ts TEXT)");
    if (!odbc_open(&fixture->connection, fixture->site.connection, NULL, NULL, ODBC_READ_WRITE,
                   &fixture->error) ||
        !batch_open(&fixture->batch, &schema, &fixture->error))
        fail_msg("%s", fixture->error.text);
    memcpy(fixture->columns,
           (struct odbc_column[4]){{.name = "no"}, {.name = "dt"}, {.name = "amt"}, {.name = "ts"}},
           sizeof fixture->columns);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->writer != NULL)
        fixture->writer->close(fixture->writer);
    batch_close(&fixture->batch);
    odbc_close(&fixture->connection);
    site_close(&fixture->site);
    free(fixture);
    return 0;
}

static void open_writer(struct fixture *fixture, enum charset charset)
{
    if (!odbc_writer_open(&fixture->writer, &fixture->connection, "Sales Orders", &schema,
                          fixture->columns, charset, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

static void add_row(struct fixture *fixture, const char *order_no, int64_t amount)
{
    struct batch *batch = &fixture->batch;
    size_t row = batch->row_count++;

    batch->columns[0].texts[row] = (struct text_view){order_no, (uint32_t)strlen(order_no)};
    batch->columns[1].numbers[row] = date_from_civil(2026, 11, 25);
    batch->columns[2].numbers[row] = amount;
    batch->columns[3].numbers[row] = date_from_civil(2026, 11, 25) * 86400 + 3661;
}

static bool write_rows(struct fixture *fixture)
{
    bool written = fixture->writer->write(fixture->writer, &fixture->batch, &fixture->error);

    batch_clear(&fixture->batch);
    return written;
}

static void finish(struct fixture *fixture)
{
    if (!write_rows(fixture) || !fixture->writer->finish(fixture->writer, &fixture->error))
        fail_msg("%s", fixture->error.text);
    fixture->writer->close(fixture->writer);
    fixture->writer = NULL;
}

static void expect_stored(const struct fixture *fixture, const char *sql, const char *value)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;

    assert_int_equal(sqlite3_open(fixture->site.path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), value);
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void values_are_written_as_the_target_has_them(void **state)
{
    struct fixture *fixture = *state;

    open_writer(fixture, CHARSET_UTF8);
    add_row(fixture, "SO1", 12345678);
    add_row(fixture, "คำสั่ง 2", -5000);
    finish(fixture);
    expect_stored(fixture,
                  "SELECT group_concat(no || '|' || dt || '|' || amt || '|' || ts, ';') FROM "
                  "\"Sales Orders\"",
                  "SO1|2026-11-25|1234.5678|2026-11-25 01:01:01;"
                  "คำสั่ง 2|2026-11-25|-0.5|2026-11-25 01:01:01");
}

static void dates_follow_the_order_and_era_of_the_target(void **state)
{
    struct fixture *fixture = *state;

    fixture->columns[1].date_order = DATE_ORDER_DMY;
    fixture->columns[1].date_era = DATE_ERA_BUDDHIST;
    open_writer(fixture, CHARSET_UTF8);
    add_row(fixture, "SO1", 0);
    finish(fixture);
    expect_stored(fixture, "SELECT dt FROM \"Sales Orders\"", "25/11/2569");
}

static void nulls_stay_null(void **state)
{
    struct fixture *fixture = *state;

    open_writer(fixture, CHARSET_UTF8);
    add_row(fixture, "SO1", 0);
    batch_set_null(&fixture->batch, 2, 0);
    batch_set_null(&fixture->batch, 1, 0);
    finish(fixture);
    expect_stored(fixture,
                  "SELECT (amt IS NULL) || (dt IS NULL) || (ts IS NULL) FROM "
                  "\"Sales Orders\"",
                  "110");
}

/* ก is A1 in CP874, … is 85. */
static void text_goes_out_in_the_targets_charset(void **state)
{
    struct fixture *fixture = *state;

    open_writer(fixture, CHARSET_CP874);
    add_row(fixture, "SO ก…", 0);
    finish(fixture);
    expect_stored(fixture, "SELECT hex(CAST(no AS BLOB)) FROM \"Sales Orders\"", "534F20A185");
}

static void character_that_the_charset_has_not_is_an_error(void **state)
{
    struct fixture *fixture = *state;

    open_writer(fixture, CHARSET_CP874);
    add_row(fixture, "日本", 0);
    assert_false(write_rows(fixture));
    assert_string_equal(fixture->error.text, "Sales Orders.no: \"日本\" holds a character that the "
                                             "table's charset has not");
}

static void many_batches_and_a_wide_text_are_written(void **state)
{
    struct fixture *fixture = *state;
    char wide[5000];

    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    open_writer(fixture, CHARSET_UTF8);
    for (int batch = 0; batch < 5; batch++) {
        for (int row = 0; row < BATCH_ROWS; row++)
            add_row(fixture, batch == 3 && row == 500 ? wide : "SO1", 10000);
        assert_true(write_rows(fixture));
    }
    finish(fixture);
    expect_stored(fixture,
                  "SELECT count(*) || ' ' || sum(amt) || ' ' || max(length(no)) FROM "
                  "\"Sales Orders\"",
                  "5000 5000 4999");
}

static void nothing_stays_without_finish(void **state)
{
    struct fixture *fixture = *state;

    open_writer(fixture, CHARSET_UTF8);
    add_row(fixture, "SO1", 0);
    assert_true(write_rows(fixture));
    fixture->writer->close(fixture->writer);
    fixture->writer = NULL;
    expect_stored(fixture, "SELECT count(*) FROM \"Sales Orders\"", "0");
}

static void table_or_column_that_is_not_there_fails(void **state)
{
    struct fixture *fixture = *state;

    assert_false(odbc_writer_open(&fixture->writer, &fixture->connection, "Nowhere", &schema,
                                  fixture->columns, CHARSET_UTF8, &fixture->error));
    assert_non_null(strstr(fixture->error.text, "Nowhere"));
    assert_null(fixture->writer);
}

static void constraint_of_the_target_is_told(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "CREATE UNIQUE INDEX once ON \"Sales Orders\"(no)");
    open_writer(fixture, CHARSET_UTF8);
    add_row(fixture, "SO1", 0);
    add_row(fixture, "SO1", 0);
    assert_false(write_rows(fixture));
    assert_non_null(strstr(fixture->error.text, "UNIQUE"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_written_as_the_target_has_them),
        TEST(dates_follow_the_order_and_era_of_the_target),
        TEST(nulls_stay_null),
        TEST(text_goes_out_in_the_targets_charset),
        TEST(character_that_the_charset_has_not_is_an_error),
        TEST(many_batches_and_a_wide_text_are_written),
        TEST(nothing_stays_without_finish),
        TEST(table_or_column_that_is_not_there_fails),
        TEST(constraint_of_the_target_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
