/* Tests daemon/progress.c: plain lines elsewhere, bars on a terminal. */
#include "daemon/progress.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

static char *text;
static size_t size;
static FILE *stream;

static int begin(void **context)
{
    (void)context;
    stream = open_memstream(&text, &size);
    return stream == NULL;
}

static int end(void **context)
{
    (void)context;
    fclose(stream);
    free(text);
    return 0;
}

static void elsewhere_a_source_is_one_line_when_it_has_ended(void **context)
{
    struct progress *progress = progress_open(stream, false);

    (void)context;
    progress_pull(progress, "sales", "orders", 1000);
    progress_pull(progress, "sales", "orders", 1700);
    progress_pull(progress, "sales", "staff", 12);
    progress_pull_end(progress, "sales", NULL);
    progress_pull_end(progress, "crm", "no route to host");
    progress_close(progress);
    assert_string_equal(text, "source sales: 2 datasets, 1712 rows\n"
                              "source crm: failed: no route to host\n");
}

static void elsewhere_a_step_is_one_line_when_all_is_done(void **context)
{
    struct progress *progress = progress_open(stream, false);

    (void)context;
    progress_step(progress, "checks and KPIs");
    progress_part(progress, "BO-01", 1, 2);
    progress_part(progress, "BO-02", 2, 2);
    progress_close(progress);
    assert_string_equal(text, "checks and KPIs: 2 done\n");
}

static void a_terminal_has_a_bar_that_ends_full(void **context)
{
    struct progress *progress = progress_open(stream, true);

    (void)context;
    progress_step(progress, "checks");
    progress_part(progress, "BO-01", 1, 2);
    progress_part(progress, "BO-02", 2, 2);
    progress_close(progress);
    assert_non_null(strstr(text, "[####################] 2/2 BO-02\n"));
    assert_non_null(strstr(text, "\033[1A")); /* drawn over what stood there */
}

static void a_terminal_shows_the_rows_of_all_datasets_of_a_source(void **context)
{
    struct progress *progress = progress_open(stream, true);

    (void)context;
    progress_pull(progress, "sales", "orders", 1700);
    progress_pull(progress, "sales", "staff", 12);
    progress_pull_end(progress, "sales", NULL);
    progress_close(progress);
    assert_non_null(strstr(text, "1,712 rows  done\n"));
}

/* Drawn over by going up as many lines as were printed: one that a terminal breaks would stay. */
static void no_line_is_wider_than_a_terminal_of_80_columns(void **context)
{
    struct progress *progress = progress_open(stream, true);

    (void)context;
    progress_step(progress, "checks and KPIs");
    progress_pull(progress, "a_source_with_a_long_name",
                  "a_dataset_whose_name_never_seems_to_end_at", INT64_C(1234567890));
    progress_part(progress, "order_documents_complete_and_then_some_more", 1234, 1234);
    progress_close(progress);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        const char *shown = strstr(line, "\033[K");
        if (shown != NULL)
            assert_in_range(strlen(shown) - strlen("\033[K"), 1, 79);
    }
}

static void without_memory_it_says_nothing(void **context)
{
    (void)context;
    progress_pull(NULL, "sales", "orders", 1);
    progress_pull_end(NULL, "sales", NULL);
    progress_step(NULL, "checks");
    progress_part(NULL, "BO-01", 1, 1);
    progress_close(NULL);
    fflush(stream);
    assert_int_equal(size, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(elsewhere_a_source_is_one_line_when_it_has_ended),
        TEST(elsewhere_a_step_is_one_line_when_all_is_done),
        TEST(a_terminal_has_a_bar_that_ends_full),
        TEST(a_terminal_shows_the_rows_of_all_datasets_of_a_source),
        TEST(no_line_is_wider_than_a_terminal_of_80_columns),
        TEST(without_memory_it_says_nothing),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
