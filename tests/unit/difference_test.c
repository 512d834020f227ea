/* Tests jobs/difference.c: one pass over two ordered results finds what differs, and nothing else.
 */
#include "jobs/difference.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <string.h>

/* What was told, in a line: "-a =b +c" for only in A, changed, only in B, by the first column. */
struct told {
    char text[1024];
    int most; /* stop after so many; 0: never */
    int count;
};

static bool tell(void *context, enum difference_kind kind, sqlite3_stmt *a, sqlite3_stmt *b,
                 struct error *error)
{
    struct told *told = context;
    size_t length = strlen(told->text);
    sqlite3_stmt *row = b != NULL ? b : a;

    assert_int_equal(a == NULL, kind == ONLY_IN_B);
    assert_int_equal(b == NULL, kind == ONLY_IN_A);
    snprintf(told->text + length, sizeof told->text - length, "%s%c%s", length > 0 ? " " : "",
             "-+="[kind],
             sqlite3_column_type(row, 0) == SQLITE_NULL ? "null" : statement_text(row, 0));
    return ++told->count != told->most || error_set(error, EXIT_CODE_DATA, "enough");
}

static void compare(const char *a, const char *b, int keys, struct told *told, struct error *error)
{
    sqlite3_stmt *left = NULL, *right = NULL;
    sqlite3 *file = NULL;
    bool is_found;

    assert_int_equal(sqlite3_open(":memory:", &file), SQLITE_OK);
    assert_true(statement_prepare(file, a, &left, error));
    assert_true(statement_prepare(file, b, &right, error));
    is_found = difference_find(left, right, keys, tell, told, error);
    assert_int_equal(is_found, error->code == EXIT_CODE_GOOD);
    sqlite3_finalize(left);
    sqlite3_finalize(right);
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
}

static void assert_told(const char *a, const char *b, int keys, const char *expected)
{
    struct told told = {0};
    struct error error = {0};

    compare(a, b, keys, &told, &error);
    assert_int_equal(error.code, EXIT_CODE_GOOD);
    assert_string_equal(told.text, expected);
}

#define ROWS(values) "SELECT * FROM (VALUES " values ") ORDER BY 1, 2"
#define NO_ROWS "SELECT 1, 2 WHERE 0"

static void equal_rows_are_not_told(void **context)
{
    (void)context;
    assert_told(ROWS("('a', 1), ('b', NULL)"), ROWS("('a', 1), ('b', NULL)"), 1, "");
    assert_told(NO_ROWS, NO_ROWS, 1, "");
}

static void rows_of_one_side_are_told_at_begin_middle_and_end(void **context)
{
    (void)context;
    assert_told(ROWS("('b', 1), ('d', 1)"), ROWS("('a', 1), ('b', 1), ('c', 1), ('e', 1)"), 1,
                "+a +c -d +e");
    assert_told(ROWS("('a', 1), ('b', 1)"), NO_ROWS, 1, "-a -b");
    assert_told(NO_ROWS, ROWS("('a', 1), ('b', 1)"), 1, "+a +b");
}

static void a_changed_value_is_told_once(void **context)
{
    (void)context;
    assert_told("SELECT 'a', 1, 2, 3", "SELECT 'a', 9, 9, 3", 1, "=a");
    assert_told("SELECT 'a', NULL", "SELECT 'a', ''", 1, "=a");
    assert_told("SELECT 'a', 0", "SELECT 'a', NULL", 1, "=a");
    assert_told("SELECT 'a', 1", "SELECT 'a', '1'", 1, "=a");
    assert_told("SELECT 'a', x'00'", "SELECT 'a', x'0000'", 1, "=a");
    assert_told("SELECT 'a', 1", "SELECT 'a', 1.0", 1, "");
}

/* Beyond 2^53 a comparison as floating point would see no difference. */
static void large_numbers_are_compared_exactly(void **context)
{
    (void)context;
    assert_told("SELECT 'a', 9007199254740993", "SELECT 'a', 9007199254740992", 1, "=a");
    assert_told("SELECT 9007199254740992, 0", "SELECT 9007199254740993, 0", 1,
                "-9007199254740992 +9007199254740993");
}

/* As SQLite orders them: null, numbers by value, texts by their bytes. */
static void keys_are_ordered_as_sqlite_orders_them(void **context)
{
    (void)context;
    assert_told(ROWS("(NULL, 0), (2, 0), (10, 0), ('10', 0), ('2', 0), ('ก', 0)"),
                ROWS("(2, 0), ('2', 0), ('ข', 0)"), 1, "-null -10 -10 -ก +ข");
    assert_told(ROWS("('a', 0), ('ab', 0)"), ROWS("('ab', 0), ('b', 0)"), 1, "-a +b");
}

static void a_key_may_have_several_columns(void **context)
{
    (void)context;
    assert_told("SELECT * FROM (VALUES ('a', 1, 5), ('a', 2, 6), ('b', 1, 7)) ORDER BY 1, 2",
                "SELECT * FROM (VALUES ('a', 2, 6), ('b', 1, 8), ('b', 2, 7)) ORDER BY 1, 2", 2,
                "-a =b +b");
}

static void who_is_told_may_stop_it(void **context)
{
    struct told told = {.most = 2};
    struct error error = {0};

    (void)context;
    compare(ROWS("('a', 1), ('b', 1), ('c', 1)"), NO_ROWS, 1, &told, &error);
    assert_string_equal(told.text, "-a -b");
    assert_string_equal(error.text, "enough");
}

static void a_side_that_fails_is_a_failure(void **context)
{
    static const char failing[] = "SELECT 'b', abs(-9223372036854775807 - 1)";
    struct told told = {0};
    struct error error = {0};

    (void)context;
    compare(failing, "SELECT 'b', 1", 1, &told, &error);
    assert_int_not_equal(error.code, EXIT_CODE_GOOD);
    error_clear(&error);
    compare("SELECT 'b', 1", failing, 1, &told, &error);
    assert_int_not_equal(error.code, EXIT_CODE_GOOD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_rows_are_not_told),
        cmocka_unit_test(rows_of_one_side_are_told_at_begin_middle_and_end),
        cmocka_unit_test(a_changed_value_is_told_once),
        cmocka_unit_test(large_numbers_are_compared_exactly),
        cmocka_unit_test(keys_are_ordered_as_sqlite_orders_them),
        cmocka_unit_test(a_key_may_have_several_columns),
        cmocka_unit_test(who_is_told_may_stop_it),
        cmocka_unit_test(a_side_that_fails_is_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
