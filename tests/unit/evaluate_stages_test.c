/* Tests jobs/evaluate.c: KPIs made of what checks found, of the worklist and of other KPIs. */
#include "jobs/evaluate.h"
#include "tests/unit/small_site.h"

#define ONE_A_ROW " '' AS split, '' AS measure, 1 AS part, NULL AS whole "

static const struct kpi_measure percent = {"", {{"", ""}}, UNIT_PERCENT};
static const struct kpi_measure count = {"", {{"", ""}}, UNIT_COUNT};
static const struct need of_check = {"check:X-01", no_names};
static const struct need of_worklist = {"khrop_worklist", no_names};
static const struct need of_values = {"khrop_kpi_values", no_names};

static struct small_site *prepared_site(void)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_prepare(site);
    return site;
}

static void needs(struct rule *rule, const struct need *need)
{
    rule->needs = need;
    rule->need_count = 1;
}

static const char *kpi_states(const struct small_site *site)
{
    return site_rows(site, "results",
                     "SELECT kpi_id, state, reason_en, reason_th FROM khrop_kpis ORDER BY kpi_id");
}

static void kpi_counts_what_a_check_has_found(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders WHERE staff_no IS NOT NULL");
    needs(site_kpi(site, "faulty", KPI_STOCK, &count,
                   "SELECT orders.staff_no," ONE_A_ROW "FROM \"X-01\" AS found"
                   " JOIN orders ON orders.order_no = found.order_no"),
          &of_check);
    site_evaluate(site);
    assert_string_equal(kpi_states(site), "faulty|checked||\n");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level, level_no, part FROM khrop_kpi_values"
                                  " ORDER BY level, level_no"),
                        "branch|B1|1\nbranch|B2|1\ncompany||2\nstaff|S1|1\nstaff|S2|1\n"
                        "team|A|2\n");
    site_close(site);
}

static void kpi_of_a_check_that_failed_is_not_checked(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT wrong FROM orders");
    needs(site_kpi(site, "faulty", KPI_STOCK, &count, "SELECT '' AS staff_no," ONE_A_ROW),
          &of_check);
    site_evaluate(site);
    assert_string_equal(kpi_states(site),
                        "faulty|not_checked|check X-01: checks/X.sql:10: no such column: wrong|"
                        "การตรวจ X-01: คำสั่ง SQL ของรายการนี้ทำงานไม่สำเร็จ (checks/X.sql:10: no such "
                        "column: wrong)\n");
    site_close(site);
}

/* The worklist as jobs/worklist.c leaves it between the two halves. */
static void evaluate_with_worklist(struct small_site *site)
{
    assert_true(evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error));
    assert_string_equal(site_rows(site, "results", "SELECT count(*) FROM khrop_kpis"), "0\n");
    site_execute(
        site, "results",
        "INSERT INTO khrop_worklist (exception_id, owner, state) VALUES ('X-01:a', 'S1', 'new'),"
        " ('X-01:b', 'role:it', 'open'), ('X-01:c', 'S1', 'resolved')");
    assert_true(
        evaluate_figures(NULL, &site->settings, &site->catalogue, &site->slot, &site->error));
}

static void add_listed(struct small_site *site)
{
    needs(site_kpi(site, "listed", KPI_STOCK, &count,
                   "SELECT owner AS staff_no," ONE_A_ROW
                   "FROM khrop_worklist WHERE state <> 'resolved'"),
          &of_worklist);
}

static void kpi_of_the_worklist_runs_after_it(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    add_listed(site);
    evaluate_with_worklist(site);
    assert_string_equal(kpi_states(site), "listed|checked||\n");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level_no, part FROM khrop_kpi_values"
                                  " WHERE level = 'staff' ORDER BY level_no"),
                        "S1|1\nrole:it|1\n");
    site_close(site);
}

static void kpi_of_a_worklist_with_checks_missing_is_partial(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT wrong FROM orders");
    add_listed(site);
    evaluate_with_worklist(site);
    assert_string_equal(kpi_states(site), "listed|partial|not or not wholly checked: X-01|"
                                          "ไม่ได้ตรวจหรือตรวจได้บางส่วน: X-01\n");
    site_close(site);
}

/* S1: 9 of 10 is below 95, S2: 10 of 10 isn't; S3 has no value. */
static void kpi_of_values_judges_the_others(void **state)
{
    struct small_site *site = prepared_site();
    struct rule *rule = site_kpi(site, "aim", KPI_STOCK, &percent,
                                 "SELECT 'S1' AS staff_no, '' AS split, '' AS measure, 9 AS part,"
                                 " 10 AS whole UNION ALL SELECT 'S2', '', '', 10, 10"
                                 " UNION ALL SELECT 'S3', '', '', 0, 0");

    (void)state;
    rule->has_target = true;
    rule->target = 950000;
    needs(site_kpi(site, "met", KPI_STOCK, &percent,
                   "SELECT level_no AS staff_no, '' AS split, '' AS measure,"
                   " CASE status WHEN 'green' THEN 1 ELSE 0 END AS part, 1 AS whole"
                   " FROM khrop_kpi_values WHERE level = 'staff' AND status <> ''"),
          &of_values);
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level, level_no, part, whole, value"
                                  " FROM khrop_kpi_values WHERE kpi_id = 'met'"
                                  " ORDER BY level, level_no"),
                        "branch|B1|0|1|0\nbranch|B2|1|1|1000000\ncompany||1|2|500000\n"
                        "staff|S1|0|1|0\nstaff|S2|1|1|1000000\nteam|A|1|2|500000\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kpi_counts_what_a_check_has_found),
        cmocka_unit_test(kpi_of_a_check_that_failed_is_not_checked),
        cmocka_unit_test(kpi_of_the_worklist_runs_after_it),
        cmocka_unit_test(kpi_of_a_worklist_with_checks_missing_is_partial),
        cmocka_unit_test(kpi_of_values_judges_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
