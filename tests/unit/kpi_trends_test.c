/* Tests jobs/kpi_trends.c: the days that led to a KPI's figures. Balances of earlier business dates
 * are in kpi_history_test.c.
 *
 * 20781 is the last day covered, 24 November 2026; 20768 is 11 November, 20760 the 3rd, 20753 27
 * October, 20700 4 September. 20692 is the first of the 90 days.
 */
#include "jobs/evaluate.h"
#include "tests/unit/small_site.h"

static const struct kpi_measure percent = {"", {{"", ""}}, UNIT_PERCENT};
static const struct kpi_measure count = {"", {{"", ""}}, UNIT_COUNT};

static const char flow_sql[] =
    "SELECT 'S1' AS staff_no, NULL AS split, NULL AS measure, 3 AS part, 4 AS whole,"
    " 20781 AS day_on UNION ALL SELECT 'S1', NULL, NULL, 1, 1, 20760"
    " UNION ALL SELECT 'S2', NULL, NULL, 1, 2, 20753 UNION ALL SELECT 'S3', NULL, NULL, 1, 3, 20700"
    " UNION ALL SELECT 'S3', NULL, NULL, 1, 1, 20600";

static struct small_site *site_with(enum kpi_kind kind, const struct kpi_measure *measure,
                                    const char *sql)
{
    static const struct audience_settings audiences[] = {
        {.name = "a", .team = "A"}, {.name = "b2", .branch = "B2"}, {.name = "all"}};
    struct small_site *site = site_open();
    struct rule *rule;

    site->settings.audiences = audiences;
    site->settings.audience_count = 3;
    site_pull(site);
    site_prepare(site);
    rule = site_kpi(site, "kpi", kind, measure, sql);
    rule->has_target = rule->has_amber = true;
    rule->target = 700000;
    rule->amber = 600000;
    return site;
}

static const char *trend(struct small_site *site, const char *where)
{
    char sql[512];

    site_evaluate(site);
    snprintf(sql, sizeof sql,
             "SELECT day_on, part, whole, value, status FROM khrop_kpi_trends WHERE %s"
             " ORDER BY day_on",
             where);
    return site_rows(site, "results", sql);
}

/* 20600 is older than 90 days. */
static void a_day_of_a_percentage_stands_where_there_was_something_to_measure(void **state)
{
    struct small_site *site = site_with(KPI_FLOW, &percent, flow_sql);

    (void)state;
    assert_string_equal(trend(site, "period = 'day' AND level = 'company'"),
                        "20700|1|3|333333|red\n20753|1|2|500000|red\n20760|1|1|1000000|green\n"
                        "20781|3|4|750000|green\n");
    site_close(site);
}

/* Of the 30 days up to 20729 the first is 20700; up to 20730 it is not. Up to 20760: 1 of 2 on
 * 20753 and 1 of 1. Up to 20781: 3 of 4 more. */
static void thirty_days_are_summed_up_to_each_day(void **state)
{
    struct small_site *site = site_with(KPI_FLOW, &percent, flow_sql);

    (void)state;
    assert_string_equal(trend(site, "period = 'rolling' AND level = 'company'"
                                    " AND day_on IN (20699, 20729, 20730, 20760, 20781)"),
                        "20729|1|3|333333|red\n20760|2|3|666667|amber\n20781|5|7|714286|green\n");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT t.value - v.value FROM khrop_kpi_trends AS t"
                                  " JOIN khrop_kpi_values AS v USING (period, level, level_no)"
                                  " WHERE period IN ('rolling', 'month') AND level = 'company'"
                                  " AND v.split = '*' AND day_on = 20781"),
                        "0\n0\n");
    site_close(site);
}

/* 27 October is not November's. */
static void a_month_begins_on_its_first(void **state)
{
    struct small_site *site = site_with(KPI_FLOW, &percent, flow_sql);

    (void)state;
    assert_string_equal(trend(site, "period = 'month' AND level = 'company'"
                                    " AND day_on IN (20767, 20768, 20781)"),
                        "20768|1|1|1000000|green\n20781|4|5|800000|green\n");
    site_close(site);
}

static void teams_and_branches_of_audiences_have_trends_of_their_own(void **state)
{
    struct small_site *site = site_with(KPI_FLOW, &percent, flow_sql);

    (void)state;
    assert_string_equal(
        trend(site, "period = 'rolling' AND level = 'team' AND level_no = 'A' AND day_on = 20781"),
        "20781|5|7|714286|green\n");
    assert_string_equal(trend(site, "period = 'day' AND level = 'branch' AND level_no = 'B2'"),
                        "20700|1|3|333333|red\n20753|1|2|500000|red\n");
    assert_string_equal(trend(site, "(level = 'branch' AND level_no <> 'B2')"
                                    " OR (level = 'team' AND level_no <> 'A')"),
                        "");
    site_close(site);
}

/* Of the days before the first nothing is known; those after it without a row had none. */
static void a_day_without_any_counts_none(void **state)
{
    struct small_site *site =
        site_with(KPI_FLOW, &count,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 2 AS part, NULL AS whole,"
                  " 20777 AS day_on UNION ALL SELECT 'S1', '', '', 1, NULL, 20780");

    (void)state;
    site->kpis[0].has_target = false;
    assert_string_equal(trend(site, "period = 'day' AND level = 'company'"),
                        "20777|2|null|2|\n20778|0|null|0|\n20779|0|null|0|\n20780|1|null|1|\n"
                        "20781|0|null|0|\n");
    site_close(site);
}

/* 3 of 12 are beyond 30 days: a quarter. Amber up to 0.3 */
static void the_split_that_bears_the_target_has_its_share(void **state)
{
    struct small_site *site =
        site_with(KPI_STOCK, &count,
                  "SELECT 'S1' AS staff_no, '0-3' AS split, '' AS measure, 9 AS part, NULL AS whole"
                  " UNION ALL SELECT 'S1', '31+', '', 3, NULL");
    struct rule *rule = &site->kpis[0];

    (void)state;
    rule->shows_share = rule->is_target_on_share = true;
    rule->target_split = "31+";
    rule->split_title = (struct bilingual){{"age", "อายุ"}};
    rule->direction = LOWER_IS_BETTER;
    rule->target = 200000;
    rule->amber = 300000;
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT split, period, day_on, value, share, status"
                                  " FROM khrop_kpi_trends WHERE level = 'company' ORDER BY split"),
                        "*|now|20782|12|1000000|\n31+|now|20782|3|250000|amber\n");
    site_close(site);
}

static void a_kpi_that_was_not_measured_has_no_trend(void **state)
{
    struct small_site *site = site_with(KPI_FLOW, &percent, "SELECT nonsense");

    (void)state;
    assert_string_equal(trend(site, "1"), "");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_of_a_percentage_stands_where_there_was_something_to_measure),
        cmocka_unit_test(thirty_days_are_summed_up_to_each_day),
        cmocka_unit_test(a_month_begins_on_its_first),
        cmocka_unit_test(teams_and_branches_of_audiences_have_trends_of_their_own),
        cmocka_unit_test(a_day_without_any_counts_none),
        cmocka_unit_test(the_split_that_bears_the_target_has_its_share),
        cmocka_unit_test(a_kpi_that_was_not_measured_has_no_trend),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
