/* Tests jobs/kpi_run.c: a KPI's rows, looked at and summed. */
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

/* Evaluates one KPI of this SQL and expects it to fail with these words, leaving nothing. */
static void expect_failed(enum kpi_kind kind, const struct kpi_measure *measure, const char *sql,
                          const char *words)
{
    struct small_site *site = prepared_site();
    char expected[1024];

    site_kpi(site, "bad", kind, measure, sql);
    site_kpi(site, "good", KPI_STOCK, &count,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole");
    site_evaluate(site);
    snprintf(expected, sizeof expected, "bad|failed|%s\ngood|checked|\n", words);
    assert_string_equal(kpi_states(site), expected);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT (SELECT count(*) FROM khrop_kpi_parts"
                                  " WHERE kpi_id = 'bad'),"
                                  " (SELECT count(*) FROM khrop_kpi_values WHERE kpi_id = 'bad')"),
                        "0|0\n");
    site_close(site);
}

static void rows_are_summed_by_staff_split_measure_and_day(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "flow", KPI_FLOW, &percent,
             "SELECT 'S1' AS staff_no, 'x' AS split, '' AS measure, 1 AS part, 2 AS whole,"
             " 20781 AS day_on UNION ALL SELECT 'S1', 'x', NULL, 1, 1, 20781 UNION ALL"
             " SELECT NULL, 'x', '', 0, 1, 20781 UNION ALL SELECT '', 'x', '', 1, 1, 20781");
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_kpi_parts"),
                        "flow||x||20781|1|2\nflow|S1|x||20781|2|3\n");
    site_close(site);
}

/* Summed, the two rows would pass: 3 of 6. */
static void part_above_its_whole_fails_a_percentage(void **state)
{
    (void)state;
    expect_failed(KPI_FLOW, &percent,
                  "SELECT 'S1' AS staff_no, 'x' AS split, '' AS measure, 3 AS part, 2 AS whole,"
                  " 20781 AS day_on UNION ALL SELECT 'S1', 'x', '', 0, 4, 20781",
                  "kpis/x.sql: rows of staff_no \"S1\", split \"x\", 2026-11-24: part is above "
                  "whole in a percentage");
}

static void part_above_its_whole_is_right_for_a_mean(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "mean", KPI_STOCK, &days,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 30 AS part, 4 AS whole");
    assert_string_equal(values(site, "level = 'company'"), "now|company||*|30|4|75000|null|\n");
    site_close(site);
}

static void nulls_where_none_may_be_fail_a_kpi(void **state)
{
    (void)state;
    expect_failed(KPI_STOCK, &count,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, NULL AS part,"
                  " NULL AS whole",
                  "kpis/x.sql: rows of staff_no \"S1\", split \"\": part is null");
    expect_failed(KPI_STOCK, &days,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole",
                  "kpis/x.sql: rows of staff_no \"S1\", split \"\": whole is null; a percentage or "
                  "mean needs one");
    expect_failed(KPI_FLOW, &count,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole,"
                  " NULL AS day_on",
                  "kpis/x.sql: rows of staff_no \"S1\", split \"\": day_on of a flow is null");
}

static void unknown_measure_fails_a_kpi(void **state)
{
    (void)state;
    expect_failed(KPI_STOCK, &count,
                  "SELECT 'S1' AS staff_no, '' AS split, 'size' AS measure, 1 AS part,"
                  " NULL AS whole",
                  "kpis/x.sql: rows of staff_no \"S1\", split \"\": the header gives their measure "
                  "no unit");
}

static void missing_column_fails_a_kpi(void **state)
{
    (void)state;
    expect_failed(KPI_STOCK, &count, "SELECT 'S1' AS staff_no, 1 AS part, 1 AS whole",
                  "kpis/x.sql: no such column: split");
}

static void rows_without_their_columns_fail_a_kpi(void **state)
{
    static const char *const rows[] = {"order_no", NULL};
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "closed", KPI_STOCK, &count,
             "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole")
        ->rows = rows;
    site_evaluate(site);
    assert_string_equal(kpi_states(site),
                        "closed|failed|kpis/x.sql: rows names \"order_no\", a column that the "
                        "query does not give\n");
    site_close(site);
}

static void floating_point_part_fails_a_kpi(void **state)
{
    (void)state;
    expect_failed(KPI_STOCK, &count,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 1.5 AS part,"
                  " NULL AS whole",
                  "kpis/x.sql: row 1: column part must hold an integer (a scaled decimal, a date "
                  "as days), and holds a floating-point number: a division by one (write / 2, "
                  "not / 2.0), or an integer that overflowed");
}

/* Each fits in 64 bits, their sum doesn't. */
static void sum_beyond_64_bits_fails_its_own_kpi_alone(void **state)
{
    (void)state;
    expect_failed(KPI_STOCK, &money,
                  "SELECT 'S1' AS staff_no, '' AS split, '' AS measure,"
                  " 9000000000000000000 AS part, NULL AS whole UNION ALL"
                  " SELECT 'S1', '', '', 9000000000000000000, NULL",
                  "kpis/x.sql: behind row 0 of its result: integer overflow: a sum is beyond "
                  "922337203685477.5807");
}

static void company_sum_beyond_64_bits_fails_its_own_kpi_alone(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_kpi(site, "bad", KPI_STOCK, &money,
             "SELECT staff_no, '' AS split, '' AS measure, 9000000000000000000 AS part,"
             " NULL AS whole FROM staff");
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT kpi_id, state, reason_en LIKE '%integer overflow%'"
                                  " FROM khrop_kpis"),
                        "bad|failed|1\n");
    assert_string_equal(site_rows(site, "results", "SELECT count(*) FROM khrop_kpi_values"), "0\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_summed_by_staff_split_measure_and_day),
        cmocka_unit_test(part_above_its_whole_fails_a_percentage),
        cmocka_unit_test(part_above_its_whole_is_right_for_a_mean),
        cmocka_unit_test(nulls_where_none_may_be_fail_a_kpi),
        cmocka_unit_test(unknown_measure_fails_a_kpi),
        cmocka_unit_test(missing_column_fails_a_kpi),
        cmocka_unit_test(rows_without_their_columns_fail_a_kpi),
        cmocka_unit_test(floating_point_part_fails_a_kpi),
        cmocka_unit_test(sum_beyond_64_bits_fails_its_own_kpi_alone),
        cmocka_unit_test(company_sum_beyond_64_bits_fails_its_own_kpi_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
