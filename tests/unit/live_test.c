/* Tests jobs/live.c: khrop check --live, a line for each source and dataset. */
#include "jobs/live.h"
#include "tests/unit/odbc_site.h"

struct fixture {
    struct site site;
    struct feed_settings feed;
    struct dataset_settings dataset;
    struct source_settings source;
    struct settings settings;
    struct catalogue catalogue;
    struct error error;
    char printed[4096];
};

static int set_up(void **state)
{
    struct fixture *made = calloc(1, sizeof *made);

    if (made == NULL)
        return -1;
    site_open(&made->site, "CREATE TABLE o(order_no TEXT, qty TEXT, note TEXT, colour TEXT)");
    made->feed = (struct feed_settings){
        .source = "sales", .query = "SELECT * FROM o", .place = {"datasets.yaml", 3}};
    made->dataset =
        (struct dataset_settings){.name = "orders", .feeds = &made->feed, .feed_count = 1};
    made->source = (struct source_settings){.name = "sales", .connection = made->site.connection};
    made->settings = (struct settings){.sources = &made->source,
                                       .source_count = 1,
                                       .datasets = &made->dataset,
                                       .dataset_count = 1,
                                       .accepted_to_on = 30000};
    made->catalogue = (struct catalogue){.contracts = &site_contract, .contract_count = 1};
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

static bool check(struct fixture *fixture)
{
    FILE *out = fmemopen(fixture->printed, sizeof fixture->printed, "w");
    bool good;

    assert_non_null(out);
    good = live_check(&fixture->settings, &fixture->catalogue, out, &fixture->error);
    assert_int_equal(fclose(out), 0);
    return good;
}

static void good_source_has_a_good_line_for_each_dataset(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "INSERT INTO o VALUES ('SO1', '1', 'n', 'red')");
    assert_true(check(fixture));
    assert_string_equal(
        fixture->printed,
        "source sales: connected\n"
        "  good  orders               rows come as the contract says; not given: "
        "ordered_on, kind, order_amount, line_count, is_paid, updated_at; not used: "
        "colour\n");
}

static void empty_table_is_good_and_says_so(void **state)
{
    struct fixture *fixture = *state;

    assert_true(check(fixture));
    assert_non_null(strstr(fixture->printed, "  good  orders               no rows"));
}

static void wide_text_is_nothing_to_complain_of(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "INSERT INTO o VALUES ('SO1', '1', hex(zeroblob(9000)), 'red')");
    assert_true(check(fixture));
    assert_non_null(strstr(fixture->printed, "rows come as the contract says"));
}

static void bad_query_stands_with_its_place(void **state)
{
    struct fixture *fixture = *state;

    fixture->feed.query = "SELECT order_no FROM nowhere";
    assert_false(check(fixture));
    assert_non_null(strstr(fixture->printed, "  bad   orders               datasets.yaml:3: "));
    assert_non_null(strstr(fixture->printed, "no such table: nowhere"));
    assert_int_equal(fixture->error.code, EXIT_CODE_UNAVAILABLE);
    assert_string_equal(fixture->error.text, "1 of 1 sources have something to mend");
}

static void first_reject_is_shown_with_the_fix(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "INSERT INTO o VALUES ('SO1', '1', CAST(x'A1' AS TEXT), 'red')");
    assert_false(check(fixture));
    assert_non_null(strstr(fixture->printed, "row 1: note: \"\\xA1\" is not UTF-8"));
    assert_non_null(strstr(fixture->printed, "set charset = CP874 for it in khrop.ini"));
}

static void source_that_is_down_says_why(void **state)
{
    struct fixture *fixture = *state;

    fixture->source.connection = "Driver={MariaDB 99};Server=127.0.0.1";
    assert_false(check(fixture));
    assert_non_null(strstr(fixture->printed, "source sales: the ODBC driver for MariaDB is not "
                                             "installed: apt-get install odbc-mariadb"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_source_has_a_good_line_for_each_dataset), TEST(empty_table_is_good_and_says_so),
        TEST(wide_text_is_nothing_to_complain_of),          TEST(bad_query_stands_with_its_place),
        TEST(first_reject_is_shown_with_the_fix),           TEST(source_that_is_down_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
