/* Tests jobs/mirror_writer.c: a dataset's table, its key, its duplicates and its control sums. */
#include "jobs/mirror_writer.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct column columns[] = {
    {.name = "order_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "line_no", .type = COLUMN_INTEGER, .is_key = true},
    {.name = "ordered_on", .type = COLUMN_DATE, .is_nullable = true},
    {.name = "amount", .type = COLUMN_MONEY, .is_nullable = true},
};
static const struct contract contract = {
    .name = "order_lines",
    .schema = {columns, 4},
    .born_on = "ordered_on",
};

#define BUSINESS_ON 20100

struct fixture {
    char folder[64], path[96];
    sqlite3 *file;
    struct mirror_rejects rejects;
    struct writer *writer;
    struct batch batch;
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error *error = &fixture->error;

    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/khrop_mirror_XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/sales.sqlite", fixture->folder);
    assert_true(mirror_file_create(fixture->path, &fixture->file, error));
    assert_true(mirror_rejects_open(&fixture->rejects, fixture->file, contract.name, error));
    assert_true(mirror_writer_open(&fixture->writer, fixture->file, &contract, BUSINESS_ON,
                                   &fixture->rejects, error));
    assert_true(batch_open(&fixture->batch, &contract.schema, error));
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    batch_close(&fixture->batch);
    if (fixture->writer != NULL)
        fixture->writer->close(fixture->writer);
    mirror_rejects_close(&fixture->rejects);
    assert_int_equal(sqlite3_close(fixture->file), SQLITE_OK);
    unlink(fixture->path);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

/* amount INT64_MIN: null */
static void add_row(struct fixture *fixture, int64_t row_number, const char *order_no,
                    int64_t line_no, int64_t ordered_on, int64_t amount)
{
    struct batch *batch = &fixture->batch;
    size_t row = batch->row_count++;

    batch->row_numbers[row] = row_number;
    batch->columns[0].texts[row] = (struct text_view){order_no, (uint32_t)strlen(order_no)};
    batch->columns[1].numbers[row] = line_no;
    batch->columns[2].numbers[row] = ordered_on;
    batch->columns[3].numbers[row] = amount;
    if (amount == INT64_MIN)
        batch_set_null(batch, 3, row);
}

static void write_rows(struct fixture *fixture)
{
    if (!fixture->writer->write(fixture->writer, &fixture->batch, &fixture->error))
        fail_msg("%s", fixture->error.text);
    batch_clear(&fixture->batch);
}

static void finish(struct fixture *fixture)
{
    write_rows(fixture);
    if (!fixture->writer->finish(fixture->writer, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

/* All rows of a query, values joined by `|`, a line each. */
static void expect_rows(const struct fixture *fixture, const char *sql, const char *rows)
{
    char seen[2048] = "";
    size_t used = 0;
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(fixture->file, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(fixture->file));
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *text = sqlite3_column_text(statement, i);
            used += (size_t)snprintf(seen + used, sizeof seen - used, "%s%s",
                                     text != NULL ? (const char *)text : "-",
                                     i + 1 < sqlite3_column_count(statement) ? "|" : "\n");
        }
    sqlite3_finalize(statement);
    assert_string_equal(seen, rows);
}

static void rows_stand_with_their_numbers_in_the_source(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, 12500);
    add_row(fixture, 3, "SO1", 2, 20001, INT64_MIN);
    finish(fixture);
    expect_rows(fixture, "SELECT * FROM order_lines", "1|SO1|1|20000|12500\n3|SO1|2|20001|-\n");
    assert_int_equal(mirror_writer_row_count(fixture->writer), 2);
}

static void newest_birth_is_known(void **state)
{
    struct fixture *fixture = *state;
    int64_t newest_on;

    assert_false(mirror_writer_newest_birth(fixture->writer, &newest_on));
    add_row(fixture, 1, "SO1", 1, 20001, 0);
    add_row(fixture, 2, "SO2", 1, 20005, 0);
    add_row(fixture, 3, "SO3", 1, 20002, 0);
    finish(fixture);
    assert_true(mirror_writer_newest_birth(fixture->writer, &newest_on));
    assert_int_equal(newest_on, 20005);
}

static void newest_birth_is_at_most_the_business_date(void **state)
{
    struct fixture *fixture = *state;
    int64_t newest_on;

    add_row(fixture, 1, "SO1", 1, BUSINESS_ON + 1, 0);
    write_rows(fixture);
    assert_false(mirror_writer_newest_birth(fixture->writer, &newest_on));
    add_row(fixture, 2, "SO2", 1, BUSINESS_ON - 6, 0);
    add_row(fixture, 3, "SO3", 1, BUSINESS_ON, 0);
    add_row(fixture, 4, "SO4", 1, BUSINESS_ON + 30, 0);
    finish(fixture);
    assert_true(mirror_writer_newest_birth(fixture->writer, &newest_on));
    assert_int_equal(newest_on, BUSINESS_ON);
    assert_int_equal(mirror_writer_row_count(fixture->writer), 4);
}

static void key_has_a_unique_index_in_any_order_of_rows(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO2", 1, 20000, 0);
    add_row(fixture, 2, "SO1", 1, 20000, 0);
    finish(fixture);
    expect_rows(fixture, "SELECT name FROM pragma_index_list('order_lines') WHERE \"unique\" = 1",
                "order_lines_key\n");
    expect_rows(fixture, "SELECT name FROM pragma_index_info('order_lines_key')",
                "order_no\nline_no\n");
}

static void later_row_with_a_key_is_a_reject_that_names_both(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, 10000);
    add_row(fixture, 2, "SO2", 1, 20000, 20000);
    write_rows(fixture);
    add_row(fixture, 7, "SO1", 1, 20000, 50000);
    add_row(fixture, 9, "SO1", 1, 20000, 70000);
    finish(fixture);
    expect_rows(fixture, "SELECT khrop_row, amount FROM order_lines", "1|10000\n2|20000\n");
    expect_rows(fixture, "SELECT * FROM khrop_rejects",
                "order_lines|7|SO1:1|order_no, line_no||row 7 has the key of row 1, which stays; "
                "the key must be "
                "unique in the site's query\n"
                "order_lines|9|SO1:1|order_no, line_no||row 9 has the key of row 1, which stays; "
                "the key must be "
                "unique in the site's query\n");
    assert_int_equal(mirror_writer_row_count(fixture->writer), 2);
    assert_int_equal(fixture->rejects.rejects.row_count, 2);
    expect_rows(fixture, "SELECT total FROM khrop_controls", "3\n");
}

/* The index grows with ordered rows: two alike stand one after the other. */
static void duplicates_in_ordered_rows_are_found_too(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, 1);
    add_row(fixture, 2, "SO1", 2, 20000, 1);
    write_rows(fixture);
    add_row(fixture, 3, "SO1", 2, 20000, 1);
    add_row(fixture, 4, "SO1", 10, 20000, 1);
    finish(fixture);
    expect_rows(fixture, "SELECT khrop_row FROM order_lines", "1\n2\n4\n");
    expect_rows(fixture, "SELECT row_no FROM khrop_rejects", "3\n");
}

static void text_that_is_the_beginning_of_another_goes_first(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 5, 20000, 1);
    add_row(fixture, 2, "SO10", -3, 20000, 1);
    add_row(fixture, 3, "SO10", 2, 20000, 1);
    add_row(fixture, 4, "ก", 1, 20000, 1);
    finish(fixture);
    expect_rows(fixture, "SELECT khrop_row FROM order_lines ORDER BY order_no, line_no",
                "1\n2\n3\n4\n");
}

/* Two amounts near the limit of 64 bits: 922337203685477.5807 + 922337203685477.5807. */
static void control_sums_hold_more_than_64_bits(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, INT64_MAX);
    add_row(fixture, 2, "SO2", 1, 20000, INT64_MAX);
    finish(fixture);
    expect_rows(fixture, "SELECT * FROM khrop_controls",
                "order_lines|amount|1844674407370955.1614\n");
}

static void control_sum_below_zero_keeps_its_sign(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, -12345);
    add_row(fixture, 2, "SO2", 1, 20000, 10000);
    finish(fixture);
    expect_rows(fixture, "SELECT total FROM khrop_controls", "-0.2345\n");
}

static void empty_dataset_has_its_table_and_a_sum_of_nothing(void **state)
{
    struct fixture *fixture = *state;

    finish(fixture);
    expect_rows(fixture, "SELECT count(*) FROM order_lines", "0\n");
    expect_rows(fixture, "SELECT total FROM khrop_controls", "0\n");
}

static void table_is_gone_when_the_writer_did_not_finish(void **state)
{
    struct fixture *fixture = *state;

    add_row(fixture, 1, "SO1", 1, 20000, 0);
    write_rows(fixture);
    fixture->writer->close(fixture->writer);
    fixture->writer = NULL;
    expect_rows(fixture, "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'order_lines'",
                "0\n");
}

static void file_that_cannot_be_made_says_so(void **state)
{
    struct error error = {0};
    sqlite3 *file = NULL;

    (void)state;
    assert_false(mirror_file_create("/nowhere/at/all/sales.sqlite", &file, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(error.text, "/nowhere/at/all/sales.sqlite"));
    assert_null(file);
}

/* A full disk, as SQLite sees it: the file may have no more pages. */
static void full_disk_is_said_to_be_one(void **state)
{
    struct fixture *fixture = *state;
    bool written = true;

    assert_int_equal(sqlite3_exec(fixture->file, "PRAGMA max_page_count = 20", NULL, NULL, NULL),
                     SQLITE_OK);
    for (int64_t i = 0; written && i < 100; i++) {
        for (int64_t row = 0; row < 500; row++)
            add_row(fixture, i * 500 + row + 1, "SO1", i * 500 + row, 20000, 1);
        written = fixture->writer->write(fixture->writer, &fixture->batch, &fixture->error);
        batch_clear(&fixture->batch);
    }
    assert_false(written);
    assert_int_equal(fixture->error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(fixture->error.text, "full"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct column person_columns[] = {
    {.name = "customer_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "customer_name", .type = COLUMN_TEXT, .is_nullable = true},
    {.name = "phone", .type = COLUMN_TEXT, .is_nullable = true},
};

static void person_add(struct batch *batch, const char *customer_no, const char *name,
                       const char *phone)
{
    const char *const values[] = {customer_no, name, phone};
    size_t row = batch->row_count++;

    batch->row_numbers[row] = (int64_t)row + 1;
    for (size_t i = 0; i < 3; i++) {
        if (values[i] == NULL)
            batch_set_null(batch, i, row);
        else
            batch->columns[i].texts[row] =
                (struct text_view){values[i], (uint32_t)strlen(values[i])};
    }
}

static void identities_stand_behind_the_columns_they_are_made_from(void **state)
{
    const struct identity_column identity_columns[] = {
        {"customer_name_identity", COLUMN_TEXT, 1, identity_find("name"), false},
        {"phone_identity", COLUMN_TEXT, 2, identity_find("phone"), false},
        {"is_phone_valid", COLUMN_BOOLEAN, 2, identity_find("phone"), true},
    };
    const struct contract people = {.name = "people",
                                    .schema = {person_columns, 3},
                                    .identities = identity_columns,
                                    .identity_count = 3};
    struct fixture *fixture = *state;
    struct writer *writer = NULL;
    struct batch batch;

    assert_true(mirror_writer_open(&writer, fixture->file, &people, BUSINESS_ON, &fixture->rejects,
                                   &fixture->error));
    assert_true(batch_open(&batch, &people.schema, &fixture->error));
    person_add(&batch, "C1", "บริษัท ดาวเหนือ จำกัด", "+66 81-234-5678 ต่อ 9");
    person_add(&batch, "C2", "คุณสมศรี", NULL);
    person_add(&batch, "C3", NULL, "ไม่มี");
    assert_true(writer->write(writer, &batch, &fixture->error));
    assert_true(writer->finish(writer, &fixture->error));
    expect_rows(fixture, "SELECT * FROM people ORDER BY 1",
                "1|C1|บริษัท ดาวเหนือ จำกัด|+66 81-234-5678 ต่อ 9|ดาวเหนือ|0812345678|1\n"
                "2|C2|คุณสมศรี|-|สมศรี|-|-\n"
                "3|C3|-|ไม่มี|-|-|0\n");
    batch_close(&batch);
    writer->close(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_stand_with_their_numbers_in_the_source),
        TEST(newest_birth_is_known),
        TEST(newest_birth_is_at_most_the_business_date),
        TEST(key_has_a_unique_index_in_any_order_of_rows),
        TEST(later_row_with_a_key_is_a_reject_that_names_both),
        TEST(duplicates_in_ordered_rows_are_found_too),
        TEST(text_that_is_the_beginning_of_another_goes_first),
        TEST(control_sums_hold_more_than_64_bits),
        TEST(control_sum_below_zero_keeps_its_sign),
        TEST(empty_dataset_has_its_table_and_a_sum_of_nothing),
        TEST(table_is_gone_when_the_writer_did_not_finish),
        cmocka_unit_test(file_that_cannot_be_made_says_so),
        TEST(full_disk_is_said_to_be_one),
        TEST(identities_stand_behind_the_columns_they_are_made_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
