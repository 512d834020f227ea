/* Tests jobs/rule_table.c: the header of a table, and what it can't show. */
#include "tests/unit/catalogue_site.h"

#define TABLE_HEAD                                                                                 \
    "-- id: test\n-- page: credit\n-- title: {en: Test, th: ทดสอบ}\n"                    \
    "-- needs: {orders: []}\n-- key: [staff_no]\n"
#define TABLE_SQL "SELECT staff_no, 1 AS order_count FROM orders\n"

static void a_table_says_what_it_shows_and_draws(void **state)
{
    struct site *site = site_open();
    const struct table_plan *plan;
    const struct rule *rule;

    (void)state;
    site_write(site, "tables/test.sql",
               TABLE_HEAD
               "-- columns: [staff_no, {order_count: {en: Orders, th: คำสั่งขาย}}, "
               "order_share]\n"
               "-- group: [staff_no]\n-- largest: order_count\n-- top: 7\n"
               "-- total: [order_count]\n-- shares: {order_share: [order_count, running]}\n"
               "-- chart: {kind: pareto, category: staff_no, series: [order_count], "
               "alt: {en: Bars, th: แท่ง}}\n" TABLE_SQL);
    rule = catalogue_table(open_catalogue(site), "test");
    assert_non_null(rule);
    assert_ptr_equal(rule, catalogue_rule(site->catalogue, "test"));
    assert_int_equal(rule->page, PAGE_CREDIT);
    plan = rule->table;
    assert_int_equal(plan->column_count, 3);
    assert_string_equal(plan->columns[0].title.text[LANGUAGE_EN], "");
    assert_string_equal(plan->columns[1].title.text[LANGUAGE_EN], "Orders");
    assert_int_equal(plan->shares[0].whole, WHOLE_RUNNING);
    assert_int_equal(plan->top, 7);
    assert_int_equal(plan->chart, TABLE_PARETO);
    assert_string_equal(plan->chart_title.text[LANGUAGE_EN], "Test");
    site_close(site);
}

static void what_is_drawn_or_summed_must_be_shown(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "tables/test.sql",
               TABLE_HEAD "-- columns: [staff_no, order_count]\n-- total: [staff_no, order_cuont]\n"
                          "-- chart: {kind: bar, category: staff, series: [order_cuont], "
                          "alt: {en: Bars, th: แท่ง}}\n" TABLE_SQL);
    expect_complaints(
        site,
        "tables/test.sql:1: total names \"staff_no\": counts, quantities and money alone have a "
        "sum\n"
        "tables/test.sql:1: total names a column that isn't shown \"order_cuont\"; did you mean "
        "\"order_count\"?\n"
        "tables/test.sql:1: total names \"order_cuont\": counts, quantities and money alone have a "
        "sum\n"
        "tables/test.sql:1: the chart's series names a column that isn't shown \"order_cuont\"; "
        "did "
        "you mean \"order_count\"?\n"
        "tables/test.sql:1: the chart's category names a column that isn't shown \"staff\"; valid "
        "here: staff_no, order_count");
}

static void a_target_is_that_of_a_kpi_in_percent(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "tables/test.sql",
               TABLE_HEAD "-- columns: [staff_no, order_target]\n"
                          "-- targets: {order_target: orders_taken}\n" TABLE_SQL);
    expect_complaints(site,
                      "tables/test.sql:1: targets: \"orders_taken\" is no KPI in percent with "
                      "a target");
}

static void a_page_that_is_none_and_a_kpi_that_is_not_there_are_told(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(
        site, "tables/test.sql",
        "-- id: test\n-- page: none\n-- title: {en: Test, th: ทดสอบ}\n"
        "-- needs: {'kpi:otfi': []}\n-- key: [staff_no]\n-- columns: [staff_no]\n" TABLE_SQL);
    expect_complaints(site, "tables/test.sql:4: needs an unknown KPI \"otfi\"; did you mean "
                            "\"otif\"?\n"
                            "tables/test.sql:1: page must name the page that shows the table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_says_what_it_shows_and_draws),
        cmocka_unit_test(what_is_drawn_or_summed_must_be_shown),
        cmocka_unit_test(a_target_is_that_of_a_kpi_in_percent),
        cmocka_unit_test(a_page_that_is_none_and_a_kpi_that_is_not_there_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
