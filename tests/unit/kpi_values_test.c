/* Tests jobs/kpi_values.c: from a KPI's parts to its figures. */
#include "jobs/evaluate.h"
#include "tests/unit/small_site.h"

static const struct kpi_measure percent = {"", {{"", ""}}, UNIT_PERCENT};
static const struct kpi_measure count = {"", {{"", ""}}, UNIT_COUNT};
static const struct kpi_measure money = {"", {{"", ""}}, UNIT_MONEY};
static const struct kpi_measure days = {"", {{"", ""}}, UNIT_DAYS};

static struct small_site *prepared_site(void)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_prepare(site);
    return site;
}

static const char *values(struct small_site *site, const char *where)
{
    char sql[512];

    site_evaluate(site);
    snprintf(sql, sizeof sql,
             "SELECT period, level, level_no, split, part, whole, value, share, status"
             " FROM khrop_kpi_values WHERE %s ORDER BY 1, 2, 3, 4",
             where);
    return site_rows(site, "results", sql);
}

static const char *kpi_states(const struct small_site *site)
{
    return site_rows(site, "results",
                     "SELECT kpi_id, state, reason_en FROM khrop_kpis ORDER BY kpi_id");
}

/* Tuesday 2026-11-24 is 20781; 20760 is 3 November, 20753 27 October, 20700 4 September. S9 is not
 * in staff, '' is unassigned. */
static const char flow_sql[] =
    "SELECT 'S1' AS staff_no, NULL AS split, NULL AS measure, 3 AS part, 4 AS whole,"
    " 20781 AS day_on UNION ALL SELECT 'S1', NULL, NULL, 1, 1, 20760"
    " UNION ALL SELECT 'S2', NULL, NULL, 1, 2, 20781 UNION ALL SELECT 'S9', NULL, NULL, 0, 1, 20781"
    " UNION ALL SELECT '', NULL, NULL, 5, 5, 20753 UNION ALL SELECT 'S3', NULL, NULL, 1, 3, 20700";

static struct small_site *site_with_flow(void)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "flow", KPI_FLOW, &percent, flow_sql);

    rule->has_target = rule->has_amber = true;
    rule->target = 900000;
    rule->amber = 600000;
    return site;
}

/* Day 4/7, month 5/8, rolling 10/13, all 11/16. */
static void company_figures_are_sums_of_parts_over_sums_of_wholes(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    assert_string_equal(values(site, "level = 'company'"),
                        "all|company||*|11|16|687500|null|amber\n"
                        "day|company||*|4|7|571429|null|red\n"
                        "month|company||*|5|8|625000|null|amber\n"
                        "rolling|company||*|10|13|769231|null|amber\n");
    site_close(site);
}

static void staff_without_a_team_stand_under_none_and_keep_their_own_row(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    assert_string_equal(values(site, "period = 'day' AND level IN ('staff', 'team')"),
                        "day|staff|S1|*|3|4|750000|null|amber\n"
                        "day|staff|S2|*|1|2|500000|null|red\n"
                        "day|staff|S9|*|0|1|0|null|red\n"
                        "day|team||*|0|1|0|null|red\n"
                        "day|team|A|*|4|6|666667|null|amber\n");
    assert_string_equal(values(site, "period = 'all' AND level = 'branch'"),
                        "all|branch||*|5|6|833333|null|amber\n"
                        "all|branch|B1|*|4|5|800000|null|amber\n"
                        "all|branch|B2|*|2|5|400000|null|red\n");
    site_close(site);
}

static void teams_add_up_to_the_company(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    site_evaluate(site);
    assert_string_equal(
        site_rows(site, "results",
                  "SELECT period, sum(part) FILTER (WHERE level = 'team') -"
                  " sum(part) FILTER (WHERE level = 'company'),"
                  " sum(whole) FILTER (WHERE level = 'branch') -"
                  " sum(whole) FILTER (WHERE level = 'staff')"
                  " FROM khrop_kpi_values WHERE split = '*' GROUP BY period ORDER BY period"),
        "all|0|0\nday|0|0\nmonth|0|0\nrolling|0|0\n");
    site_close(site);
}

static const char *periods(struct small_site *site, int64_t last_on)
{
    site->slot.last_on = last_on;
    site->slot.business_on = last_on + 1;
    site_prepare(site);
    site_evaluate(site);
    return site_rows(site, "results",
                     "SELECT period, date(from_on * 86400, 'unixepoch'),"
                     " date(to_on * 86400, 'unixepoch') FROM khrop_periods ORDER BY period");
}

static void day_on_a_monday_morning_is_friday_to_sunday(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    assert_string_equal(periods(site, date_from_civil(2026, 11, 22)),
                        "all|2024-12-31|2026-11-22\n"
                        "day|2026-11-20|2026-11-22\n"
                        "month|2026-11-01|2026-11-22\n"
                        "now|2026-11-23|2026-11-23\n"
                        "rolling|2026-10-24|2026-11-22\n");
    site_close(site);
}

static void month_on_the_first_is_the_whole_month_before(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    /* 31 October 2026 is a Saturday. */
    assert_string_equal(periods(site, date_from_civil(2026, 10, 31)),
                        "all|2024-12-31|2026-10-31\n"
                        "day|2026-10-30|2026-10-31\n"
                        "month|2026-10-01|2026-10-31\n"
                        "now|2026-11-01|2026-11-01\n"
                        "rolling|2026-10-02|2026-10-31\n");
    site_close(site);
}

/* Songkran 2026: Monday 13 to Wednesday 15 April are holidays, Friday 10 was worked. */
static void day_after_a_long_holiday_goes_back_to_the_last_working_day(void **state)
{
    struct small_site *site = site_with_flow();

    (void)state;
    periods(site, date_from_civil(2026, 4, 15));
    assert_string_equal(site_rows(site, "results",
                                  "SELECT date(from_on * 86400, 'unixepoch') FROM khrop_periods"
                                  " WHERE period = 'day'"),
                        "2026-04-10\n");
    site_close(site);
}

static void kpi_without_rows_stands_with_nothing_for_the_company(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "stock", KPI_STOCK, &percent,
             "SELECT staff_no, '' AS split, '' AS measure, 1 AS part, 1 AS whole FROM staff"
             " WHERE staff_no = 'none'");
    assert_string_equal(values(site, "1"), "now|company||*|0|0|null|null|\n");
    assert_string_equal(kpi_states(site), "stock|checked|\n");
    site_close(site);
}

static void count_without_rows_is_zero(void **state)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "stock", KPI_STOCK, &count,
                                 "SELECT staff_no, '' AS split, '' AS measure, 1 AS part,"
                                 " NULL AS whole FROM staff WHERE staff_no = 'none'");

    (void)state;
    rule->direction = LOWER_IS_BETTER;
    rule->has_target = true;
    rule->target = 0;
    assert_string_equal(values(site, "1"), "now|company||*|0|null|0|null|green\n");
    site_close(site);
}

/* 7/3 days is 2.3333; 1/128 is 0.78125 %, half a unit away from zero. */
static void figures_are_rounded_half_away_from_zero(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "a", KPI_STOCK, &days,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 7 AS part, 3 AS whole");
    site_kpi(site, "b", KPI_STOCK, &percent,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, 128 AS whole");
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT kpi_id, value FROM khrop_kpi_values"
                                  " WHERE level = 'company' ORDER BY kpi_id"),
                        "a|23333\nb|7813\n");
    site_close(site);
}

/* Lower is better, target 0, amber 2: none green, two amber, three red. */
static void count_is_coloured_by_its_target(void **state)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "stock", KPI_STOCK, &count,
                                 "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 0 AS part,"
                                 " NULL AS whole UNION ALL SELECT 'S2', '', '', 2, NULL"
                                 " UNION ALL SELECT 'S3', '', '', 3, NULL");

    (void)state;
    rule->direction = LOWER_IS_BETTER;
    rule->has_target = rule->has_amber = true;
    rule->amber = 20000;
    assert_string_equal(values(site, "level = 'staff'"), "now|staff|S1|*|0|null|0|null|green\n"
                                                         "now|staff|S2|*|2|null|2|null|amber\n"
                                                         "now|staff|S3|*|3|null|3|null|red\n");
    site_close(site);
}

/* Target 90 higher: exactly 90 % is green, exactly 80 % amber. */
static void limits_themselves_are_good_enough(void **state)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "stock", KPI_STOCK, &percent,
                                 "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 9 AS part,"
                                 " 10 AS whole UNION ALL SELECT 'S2', '', '', 8, 10"
                                 " UNION ALL SELECT 'S3', '', '', 799999, 1000000");

    (void)state;
    rule->has_target = rule->has_amber = true;
    rule->target = 900000;
    rule->amber = 800000;
    assert_string_equal(values(site, "level = 'staff'"),
                        "now|staff|S1|*|9|10|900000|null|green\n"
                        "now|staff|S2|*|8|10|800000|null|amber\n"
                        "now|staff|S3|*|799999|1000000|799999|null|red\n");
    site_close(site);
}

/* 500 of 4,000 baht is 12.5 %; the target of 10 is on the share. */
static void money_with_a_share_is_judged_by_the_share(void **state)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "stock", KPI_STOCK, &money,
                                 "SELECT 'S1' AS staff_no, '' AS split, '' AS measure,"
                                 " 5000000 AS part, 40000000 AS whole");

    (void)state;
    rule->direction = LOWER_IS_BETTER;
    rule->shows_share = rule->is_target_on_share = rule->has_target = rule->has_amber = true;
    rule->target = 100000;
    rule->amber = 200000;
    assert_string_equal(values(site, "level = 'company'"),
                        "now|company||*|5000000|40000000|5000000|125000|amber\n");
    site_close(site);
}

static struct rule *site_age_kpi(struct small_site *site, const char *sql)
{
    struct rule *rule = site_kpi(site, "age", KPI_STOCK, &count, sql);

    rule->split_title = (struct bilingual){{"Age", "อายุค้าง"}};
    rule->direction = LOWER_IS_BETTER;
    rule->shows_share = rule->is_target_on_share = rule->has_target = rule->has_amber = true;
    rule->target = 50000;
    rule->amber = 100000;
    rule->target_split = "31+";
    return rule;
}

/* 1 of 4 is older than 31 days: 25 %, beyond its target of 5 and amber of 10. Of the one that S2
 * has, none is: 0 %. */
static void target_of_one_split_colours_that_split_alone(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_age_kpi(site, "SELECT 'S1' AS staff_no, '0-3' AS split, '' AS measure,"
                       " 2 AS part, NULL AS whole UNION ALL"
                       " SELECT 'S2', '0-3', '', 1, NULL UNION ALL"
                       " SELECT 'S1', '31+', '', 1, NULL");
    assert_string_equal(values(site, "level = 'company'"),
                        "now|company||*|4|null|4|1000000|\n"
                        "now|company||0-3|3|null|3|750000|\n"
                        "now|company||31+|1|null|1|250000|red\n");
    assert_string_equal(values(site, "level = 'staff' AND level_no = 'S2'"),
                        "now|staff|S2|*|1|null|1|1000000|\n"
                        "now|staff|S2|0-3|1|null|1|1000000|\n"
                        "now|staff|S2|31+|0|null|0|0|green\n");
    site_close(site);
}

static void nothing_of_nothing_has_no_share_and_no_colour(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_age_kpi(site, "SELECT 'S1' AS staff_no, '0-3' AS split, '' AS measure,"
                       " 0 AS part, NULL AS whole");
    assert_string_equal(values(site, "level = 'company'"), "now|company||*|0|null|0|null|\n"
                                                           "now|company||0-3|0|null|0|null|\n");
    site_close(site);
}

static void measures_have_units_of_their_own_and_the_target_is_the_firsts(void **state)
{
    static const struct kpi_measure measures[] = {{"orders", {{"", ""}}, UNIT_COUNT},
                                                  {"amount", {{"", ""}}, UNIT_MONEY}};
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "open", KPI_STOCK, measures,
                                 "SELECT 'S1' AS staff_no, '' AS split, 'orders' AS measure,"
                                 " 2 AS part, NULL AS whole UNION ALL"
                                 " SELECT 'S1', '', 'amount', 12500000, NULL");

    (void)state;
    rule->measure_count = 2;
    rule->has_target = true;
    rule->target = 20000;
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT measure, part, value, status FROM khrop_kpi_values"
                                  " WHERE level = 'company' ORDER BY measure"),
                        "amount|12500000|12500000|\norders|2|2|green\n");
    site_close(site);
}

/* What was born after the last day covered is kept by day, and in no window. */
static void day_after_the_last_covered_is_in_no_window(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "flow", KPI_FLOW, &percent,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, 1 AS whole,"
             " 20782 AS day_on");
    assert_string_equal(values(site, "period = 'all'"), "all|company||*|0|0|null|null|\n");
    site_close(site);
}

static void without_a_staff_dataset_everybody_is_in_no_team(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_execute(site, "shop", "UPDATE khrop_pulls SET reject_count = 99 WHERE dataset = 'staff'");
    site_prepare(site);
    site_kpi(site, "stock", KPI_STOCK, &count,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole");
    assert_string_equal(values(site, "1"), "now|branch||*|1|null|1|null|\n"
                                           "now|company||*|1|null|1|null|\n"
                                           "now|staff|S1|*|1|null|1|null|\n"
                                           "now|team||*|1|null|1|null|\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(company_figures_are_sums_of_parts_over_sums_of_wholes),
        cmocka_unit_test(staff_without_a_team_stand_under_none_and_keep_their_own_row),
        cmocka_unit_test(teams_add_up_to_the_company),
        cmocka_unit_test(day_on_a_monday_morning_is_friday_to_sunday),
        cmocka_unit_test(month_on_the_first_is_the_whole_month_before),
        cmocka_unit_test(day_after_a_long_holiday_goes_back_to_the_last_working_day),
        cmocka_unit_test(kpi_without_rows_stands_with_nothing_for_the_company),
        cmocka_unit_test(count_without_rows_is_zero),
        cmocka_unit_test(figures_are_rounded_half_away_from_zero),
        cmocka_unit_test(count_is_coloured_by_its_target),
        cmocka_unit_test(limits_themselves_are_good_enough),
        cmocka_unit_test(money_with_a_share_is_judged_by_the_share),
        cmocka_unit_test(target_of_one_split_colours_that_split_alone),
        cmocka_unit_test(nothing_of_nothing_has_no_share_and_no_colour),
        cmocka_unit_test(measures_have_units_of_their_own_and_the_target_is_the_firsts),
        cmocka_unit_test(day_after_the_last_covered_is_in_no_window),
        cmocka_unit_test(without_a_staff_dataset_everybody_is_in_no_team),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
