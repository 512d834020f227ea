/* Tests jobs/query.c: a rule's SQL as batches, and what is wrong with it in words. */
#include "jobs/query.h"
#include "tests/unit/small_site.h"

static const char *const plain[] = {"part", NULL};

/* Opens a reader on the rule; NULL when it can't be opened, `error` says why. */
static struct reader *open_rule(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    const struct slot slot = {.business_on = TODAY, .last_on = TODAY - 1};
    struct reader *reader = NULL;
    sqlite3_stmt *statement = NULL;

    if (query_prepare(connection, rule, &slot, &statement, error))
        query_reader_open(&reader, statement, rule->place.file, plain, error);
    return reader;
}

static sqlite3 *open_connection(void)
{
    sqlite3 *connection = NULL;

    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    return connection;
}

static struct rule rule_of(const char *sql)
{
    return (struct rule){.kind = RULE_CHECK, .sql = sql, .place = {"checks/X.sql", 10}};
}

/* Reads the whole rule and gives the error it ends with, "" for none. */
static const char *error_of(const struct rule *rule)
{
    static struct error error;
    sqlite3 *connection = open_connection();
    struct reader *reader;
    struct batch batch;

    error = (struct error){0};
    reader = open_rule(connection, rule, &error);
    if (reader != NULL) {
        assert_true(batch_open(&batch, reader->schema, &error));
        while (reader->next(reader, &batch, NULL, &error))
            continue;
        batch_close(&batch);
        reader->close(reader);
    }
    sqlite3_close(connection);
    return error.text;
}

static void types_follow_from_the_names_of_the_columns(void **state)
{
    const struct rule rule = rule_of("SELECT 'O1' AS order_no, 20782 AS due_on, 5 AS part,"
                                     " 10000 AS order_amount, NULL AS is_open");
    sqlite3 *connection = open_connection();
    struct error error = {0};
    struct reader *reader = open_rule(connection, &rule, &error);

    (void)state;
    assert_non_null(reader);
    assert_int_equal(reader->schema->column_count, 5);
    assert_int_equal(reader->schema->columns[0].type, COLUMN_TEXT);
    assert_int_equal(reader->schema->columns[1].type, COLUMN_DATE);
    assert_int_equal(reader->schema->columns[2].type, COLUMN_INTEGER);
    assert_int_equal(reader->schema->columns[3].type, COLUMN_MONEY);
    assert_int_equal(reader->schema->columns[4].type, COLUMN_BOOLEAN);
    reader->close(reader);
    sqlite3_close(connection);
}

static void rows_come_in_batches_and_end(void **state)
{
    const struct rule rule =
        rule_of("WITH RECURSIVE n (line_count) AS (SELECT 1 UNION ALL SELECT line_count + 1 FROM n"
                " WHERE line_count < 2500) SELECT line_count, 'x' || line_count AS line_no FROM n");
    sqlite3 *connection = open_connection();
    struct error error = {0};
    struct reader *reader = open_rule(connection, &rule, &error);
    struct batch batch;

    (void)state;
    assert_true(batch_open(&batch, reader->schema, &error));
    assert_true(reader->next(reader, &batch, NULL, &error));
    assert_int_equal(batch.row_count, 1000);
    assert_true(reader->next(reader, &batch, NULL, &error));
    assert_true(reader->next(reader, &batch, NULL, &error));
    assert_int_equal(batch.row_count, 500);
    assert_int_equal(batch.row_numbers[499], 2500);
    assert_int_equal(batch.columns[0].numbers[499], 2500);
    assert_memory_equal(batch.columns[1].texts[499].bytes, "x2500", 5);
    assert_false(reader->next(reader, &batch, NULL, &error));
    assert_int_equal(error.code, 0);
    assert_false(reader->next(reader, &batch, NULL, &error)); /* and stays at its end */
    batch_close(&batch);
    reader->close(reader);
    sqlite3_close(connection);
}

static void dates_and_parameters_are_bound(void **state)
{
    const struct parameter parameters[] = {
        {.name = "grace_days", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 3},
        {.name = "skip_kinds", .branch = "", .kind = "", .is_list = true, .text = ",reserved,"},
        {.name = "word", .branch = "", .kind = "", .type = COLUMN_TEXT, .text = "ok"},
    };
    struct rule rule = rule_of("SELECT :today AS a_on, :last_on AS b_on, :grace_days AS c_days,"
                               " :skip_kinds AS d, :word AS e");
    sqlite3 *connection = open_connection();
    struct error error = {0};
    struct reader *reader;
    struct batch batch;

    (void)state;
    rule.parameters = parameters;
    rule.parameter_count = 3;
    reader = open_rule(connection, &rule, &error);
    assert_true(batch_open(&batch, reader->schema, &error));
    assert_true(reader->next(reader, &batch, NULL, &error));
    assert_int_equal(batch.columns[0].numbers[0], 20782);
    assert_int_equal(batch.columns[1].numbers[0], 20781);
    assert_int_equal(batch.columns[2].numbers[0], 3);
    assert_memory_equal(batch.columns[3].texts[0].bytes, ",reserved,", 10);
    assert_memory_equal(batch.columns[4].texts[0].bytes, "ok", 2);
    batch_close(&batch);
    reader->close(reader);
    sqlite3_close(connection);
}

static void fault_in_the_sql_names_file_and_line(void **state)
{
    struct rule rule = rule_of("SELECT 1 AS a_count,\n  qtty\nFROM (SELECT 2 AS qty)");

    (void)state;
    assert_string_equal(error_of(&rule), "checks/X.sql:11: no such column: qtty");
    rule = rule_of("SELECT\n\n  FROM");
    assert_string_equal(error_of(&rule), "checks/X.sql:12: near \"FROM\": syntax error");
}

static void parameter_that_is_not_declared_is_an_error(void **state)
{
    const struct parameter map = {
        .name = "stale_days", .branch = "", .kind = "orders", .type = COLUMN_INTEGER, .number = 2};
    struct rule rule = rule_of("SELECT :stale_days AS a_days");

    (void)state;
    rule.parameters = &map;
    rule.parameter_count = 1;
    /* A map stands in the table `parameters`, and isn't bound. */
    assert_string_equal(error_of(&rule),
                        "checks/X.sql: the query uses :stale_days, which params does not have");
    rule = rule_of("SELECT ? AS a_days");
    assert_string_equal(error_of(&rule),
                        "checks/X.sql: the query uses ?, which params does not have");
}

static void second_statement_is_refused_with_its_line(void **state)
{
    struct rule rule = rule_of("SELECT 1 AS a_count;\n\nSELECT 2 AS a_count");

    (void)state;
    assert_string_equal(error_of(&rule),
                        "checks/X.sql:12: a rule is one statement, here a second begins");
    rule = rule_of("SELECT 1 AS a_count;\n-- that is all\n  ");
    assert_string_equal(error_of(&rule), "");
}

static void file_without_a_query_is_refused(void **state)
{
    struct rule rule = rule_of("-- nothing\n");

    (void)state;
    assert_string_equal(error_of(&rule), "checks/X.sql: the query gives no columns");
    rule = rule_of("CREATE TABLE t (a)");
    assert_string_equal(error_of(&rule), "checks/X.sql: the query gives no columns");
}

static void statement_that_writes_is_refused(void **state)
{
    const struct rule rule = rule_of("INSERT INTO t VALUES (1) RETURNING 1 AS a_count");
    sqlite3 *connection = open_connection();
    struct error error = {0};

    (void)state;
    assert_int_equal(sqlite3_exec(connection, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    assert_null(open_rule(connection, &rule, &error));
    assert_string_equal(error.text, "checks/X.sql: a rule may only read");
    sqlite3_close(connection);
}

static void product_that_overflows_is_an_error_not_a_rounded_number(void **state)
{
    const struct rule rule = rule_of("SELECT 1 AS a_count, 5 AS a_amount UNION ALL"
                                     " SELECT 2, 4000000000000000000 * 4");

    (void)state;
    assert_string_equal(error_of(&rule),
                        "checks/X.sql: row 2: column a_amount must hold an integer (a scaled "
                        "decimal, a date as days), and holds a floating-point number: a division "
                        "by one (write / 2, not / 2.0), or an integer that overflowed");
}

static void value_of_another_type_is_an_error(void **state)
{
    struct rule rule = rule_of("SELECT '2026-11-25' AS due_on");

    (void)state;
    assert_string_equal(error_of(&rule),
                        "checks/X.sql: row 1: column due_on must hold an integer (a scaled "
                        "decimal, a date as days), and holds text");
    rule = rule_of("SELECT 5 AS reason");
    assert_string_equal(error_of(&rule),
                        "checks/X.sql: row 1: column reason must hold text, and holds an integer");
    rule = rule_of("SELECT x'00' AS reason");
    assert_string_equal(error_of(&rule), "checks/X.sql: row 1: column reason must hold text, and "
                                         "holds bytes: cast them to text");
}

static void column_given_twice_is_an_error(void **state)
{
    const struct rule rule = rule_of("SELECT 1 AS a_count, 2 AS a_count");

    (void)state;
    assert_string_equal(error_of(&rule), "checks/X.sql: the query gives the column a_count twice");
}

static void fault_while_running_names_the_row_before_it(void **state)
{
    const struct rule rule =
        rule_of("SELECT sum(qty) AS qty FROM (SELECT 9000000000000000000 AS qty UNION ALL"
                " SELECT 9000000000000000000)");

    (void)state;
    assert_string_equal(
        error_of(&rule),
        "checks/X.sql: behind row 0 of its result: integer overflow: a sum is beyond "
        "922337203685477.5807");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_follow_from_the_names_of_the_columns),
        cmocka_unit_test(rows_come_in_batches_and_end),
        cmocka_unit_test(dates_and_parameters_are_bound),
        cmocka_unit_test(fault_in_the_sql_names_file_and_line),
        cmocka_unit_test(parameter_that_is_not_declared_is_an_error),
        cmocka_unit_test(second_statement_is_refused_with_its_line),
        cmocka_unit_test(file_without_a_query_is_refused),
        cmocka_unit_test(statement_that_writes_is_refused),
        cmocka_unit_test(product_that_overflows_is_an_error_not_a_rounded_number),
        cmocka_unit_test(value_of_another_type_is_an_error),
        cmocka_unit_test(column_given_twice_is_an_error),
        cmocka_unit_test(fault_while_running_names_the_row_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
