/* Tests core/error.c. */
#include "core/error.h"
#include "tests/unit/testing.h"

#include <errno.h>
#include <string.h>

static void error_has_its_code_and_text(void **state)
{
    struct error error = {0};
    (void)state;
    assert_false(
        error_set(&error, EXIT_CODE_DATA, "row %d: \"%s\" is not a date", 1841, "31/02/2026"));
    assert_int_equal(error.code, EXIT_CODE_DATA);
    assert_string_equal(error.text, "row 1841: \"31/02/2026\" is not a date");
}

static void later_error_replaces_the_earlier(void **state)
{
    struct error error = {0};
    (void)state;
    error_set(&error, EXIT_CODE_DATA, "a first one, which is longer");
    error_set(&error, EXIT_CODE_UNAVAILABLE, "second");
    assert_int_equal(error.code, EXIT_CODE_UNAVAILABLE);
    assert_string_equal(error.text, "second");
}

static void callers_put_in_front_what_they_know(void **state)
{
    struct error error = {0};
    (void)state;
    error_set(&error, EXIT_CODE_DATA, "due_on: not a date");
    assert_false(error_wrap(&error, "dataset %s", "invoices"));
    assert_false(error_wrap(&error, "source %s", "credit"));
    assert_int_equal(error.code, EXIT_CODE_DATA);
    assert_string_equal(error.text, "source credit: dataset invoices: due_on: not a date");
}

static void errno_is_told_in_words_at_the_end(void **state)
{
    struct error error = {0};
    (void)state;
    assert_false(error_set_errno(&error, EXIT_CODE_CANNOT_WRITE, ENOSPC, "%s", "out/kpi.xlsx"));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_string_equal(error.text, "out/kpi.xlsx: No space left on device");
}

static void cleared_error_is_none(void **state)
{
    struct error error = {0};
    (void)state;
    error_set(&error, EXIT_CODE_DATA, "bad");
    error_clear(&error);
    assert_int_equal(error.code, EXIT_CODE_GOOD);
    assert_string_equal(error.text, "");
}

static void error_that_nobody_wants_is_not_kept(void **state)
{
    (void)state;
    assert_false(error_set(NULL, EXIT_CODE_DATA, "%d", 1));
    assert_false(error_set_errno(NULL, EXIT_CODE_DATA, EIO, "%d", 1));
    assert_false(error_wrap(NULL, "%d", 1));
    error_clear(NULL);
}

/* Fills with `count` characters of three bytes. */
static void fill(char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        memcpy(text + 3 * i, "ก", 3);
    text[3 * count] = '\0';
}

static void long_text_is_cut_between_characters(void **state)
{
    static char thai[3 * 1000 + 1];
    struct error error = {0};
    (void)state;
    fill(thai, 1000);
    error_set(&error, EXIT_CODE_DATA, "%s", thai);
    assert_int_equal(strlen(error.text),
                     2046); /* 682 times 3; 2,047 would hold a third of the next */
    error_set(&error, EXIT_CODE_DATA, "a%s", thai);
    assert_int_equal(strlen(error.text), 2047);
    error_set(&error, EXIT_CODE_DATA, "ab%s", thai);
    assert_int_equal(strlen(error.text), 2045);
}

static void what_is_put_in_front_stays_when_the_text_grows_too_long(void **state)
{
    static char thai[3 * 1000 + 1];
    struct error error = {0};
    (void)state;
    fill(thai, 1000);
    error_set(&error, EXIT_CODE_DATA, "%s", thai);
    error_wrap(&error, "source %s", "credit");
    assert_memory_equal(error.text, "source credit: ก", 18);
    assert_true(strlen(error.text) >= ERROR_TEXT_SIZE - 3 && strlen(error.text) < ERROR_TEXT_SIZE);
    assert_int_equal((strlen(error.text) - 15) % 3, 0);
    error_wrap(&error, "%s", thai);
    assert_int_equal(strlen(error.text), 2047); /* 2,046 and the first byte of ": " */
}

static void errno_behind_a_long_text_is_cut_too(void **state)
{
    static char thai[3 * 1000 + 1];
    struct error error = {0};
    (void)state;
    fill(thai, 1000);
    error_set_errno(&error, EXIT_CODE_DATA, EIO, "%s", thai);
    assert_int_equal(strlen(error.text), 2047);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_has_its_code_and_text),
        cmocka_unit_test(later_error_replaces_the_earlier),
        cmocka_unit_test(callers_put_in_front_what_they_know),
        cmocka_unit_test(errno_is_told_in_words_at_the_end),
        cmocka_unit_test(cleared_error_is_none),
        cmocka_unit_test(error_that_nobody_wants_is_not_kept),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(what_is_put_in_front_stays_when_the_text_grows_too_long),
        cmocka_unit_test(errno_behind_a_long_text_is_cut_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
