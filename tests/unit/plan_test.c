/* Tests jobs/plan.c: which steps of a plan are warned of. */
#include "jobs/plan.h"
#include "tests/unit/small_site.h"

#define PRINTED_SIZE 4096

/* How many steps of a query are warned of; what was printed stands in `printed`. */
static size_t warnings_of(const char *sql, char printed[PRINTED_SIZE])
{
    struct small_site *site = site_open();
    struct rule *rule = site_check(site, "A-01", sql);
    size_t warning_count = 0;
    sqlite3 *mirror;
    FILE *out = fmemopen(printed, PRINTED_SIZE, "w");

    assert_non_null(out);
    site_pull(site);
    site_prepare(site);
    mirror = site_mirror(site);
    if (!plan_print(out, mirror, rule, &site->slot, &warning_count, &site->error))
        fail_msg("%s", site->error.text);
    fclose(out);
    sqlite3_close(mirror);
    site_close(site);
    return warning_count;
}

static void one_table_read_once_is_no_matter(void **state)
{
    char printed[PRINTED_SIZE];

    (void)state;
    assert_int_equal(warnings_of("SELECT order_no FROM orders", printed), 0);
    assert_string_equal(printed, "checks/X.sql\n  SCAN shop.orders\n");
}

static void look_up_by_key_inside_a_scan_is_no_matter(void **state)
{
    char printed[PRINTED_SIZE];

    (void)state;
    assert_int_equal(
        warnings_of("SELECT order_no, team FROM orders LEFT JOIN staff USING (staff_no)", printed),
        0);
    assert_non_null(strstr(printed, "SEARCH shop.staff USING"));
}

static void scan_inside_a_scan_is_warned_of(void **state)
{
    char printed[PRINTED_SIZE];

    (void)state;
    assert_int_equal(
        warnings_of("SELECT order_no FROM orders JOIN staff ON team <> order_no", printed), 1);
    assert_non_null(strstr(printed, "<- reads all of it again for each row"));
}

static void scan_in_a_query_of_each_row_is_warned_of(void **state)
{
    char printed[PRINTED_SIZE];

    (void)state;
    assert_int_equal(warnings_of("SELECT order_no, (SELECT COUNT(*) FROM staff WHERE team > "
                                 "orders.order_no) AS staff_count FROM orders",
                                 printed),
                     1);
}

/* Each is read once, one after the other. */
static void two_queries_after_each_other_are_no_matter(void **state)
{
    char printed[PRINTED_SIZE];

    (void)state;
    assert_int_equal(
        warnings_of("SELECT order_no FROM orders UNION ALL SELECT staff_no FROM staff", printed),
        0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table_read_once_is_no_matter),
        cmocka_unit_test(look_up_by_key_inside_a_scan_is_no_matter),
        cmocka_unit_test(scan_inside_a_scan_is_warned_of),
        cmocka_unit_test(scan_in_a_query_of_each_row_is_warned_of),
        cmocka_unit_test(two_queries_after_each_other_are_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
