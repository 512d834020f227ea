/* Tests config/complaints.c: as many complaints as a configuration deserves. */
#include "config/complaints.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

static char *printed(const struct error *error)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    complaints_print(out, error);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* `count` lines of about 80 bytes: the error itself holds some twenty-five. */
static struct error error_of(size_t count)
{
    struct complaints complaints = {0};
    struct error error = {0};

    for (size_t i = 1; i <= count; i++)
        complain(&complaints, "checks.yaml", (int)i, "unknown check \"%0*zu\"", 50, i);
    assert_int_equal(complaints.count, count);
    assert_int_equal(complaints_none(&complaints, &error), count == 0);
    return error;
}

static char *lines_of(size_t count)
{
    char *text = calloc(count + 1, 128);
    size_t used = 0;

    assert_non_null(text);
    for (size_t i = 1; i <= count; i++)
        used += (size_t)sprintf(text + used, "%schecks.yaml:%zu: unknown check \"%0*zu\"",
                                i > 1 ? "\n" : "", i, 50, i);
    return text;
}

static void expect_printed(const struct error *error, const char *expected)
{
    char *found = printed(error);

    assert_string_equal(found, expected);
    free(found);
}

static void all_are_printed_in_the_order_found(void **state)
{
    static const size_t counts[] = {1, 24, 30, 300, 20000};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct error error = error_of(counts[i]);
        char *expected = lines_of(counts[i]);
        expect_printed(&error, expected);
        free(expected);
    }
}

static void error_counts_what_it_cannot_hold(void **state)
{
    struct error error = error_of(300);
    const char *last = strrchr(error.text, '\n');

    (void)state;
    assert_int_equal(error.code, EXIT_CODE_CONFIGURATION);
    assert_non_null(last);
    assert_memory_equal(last, "\nand 27", 7); /* 270 to 279 of 300 */
    assert_true(strlen(error.text) < ERROR_TEXT_SIZE);
}

static void wrapped_error_is_printed_whole_too(void **state)
{
    struct error error = error_of(300);
    char *lines = lines_of(300), *expected = calloc(strlen(lines) + 16, 1);

    (void)state;
    error_wrap(&error, "etc");
    strcat(strcpy(expected, "etc: "), lines);
    expect_printed(&error, expected);
    free(lines);
    free(expected);
}

/* What an earlier list has left aside is not printed behind a later error. */
static void lists_do_not_mix(void **state)
{
    struct error earlier = error_of(300), later, other = {0};
    char *expected = lines_of(40);

    (void)state;
    later = error_of(40);
    expect_printed(&later, expected);
    free(expected);
    error_set(&other, EXIT_CODE_DATA, "row 3:\nand 4 words more");
    expect_printed(&other, "row 3:\nand 4 words more");
    expect_printed(&earlier, earlier.text);
}

/* Nine million bytes of lines: eight are kept, the others are counted. */
static void there_is_an_end_to_what_is_kept(void **state)
{
    struct error error = error_of(120000);
    char *found = printed(&error);

    (void)state;
    assert_true(strlen(found) < COMPLAINTS_ASIDE_MOST + 2 * ERROR_TEXT_SIZE);
    assert_true(strlen(found) > COMPLAINTS_ASIDE_MOST - 1024);
    assert_non_null(strstr(strrchr(found, '\n'), " more"));
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_printed_in_the_order_found),
        cmocka_unit_test(error_counts_what_it_cannot_hold),
        cmocka_unit_test(wrapped_error_is_printed_whole_too),
        cmocka_unit_test(lists_do_not_mix),
        cmocka_unit_test(there_is_an_end_to_what_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
