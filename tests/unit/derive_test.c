/* Tests jobs/derive.c: derived datasets, and what is wrong with them in words. */
#include "jobs/derive.h"
#include "tests/unit/small_site.h"

static const char *const order_key[] = {"order_no", NULL};
static const char *const staff_key[] = {"staff_no", NULL};

/* Prepares and expects the derived dataset `s` alone to have failed with these words. */
static void expect_failure(struct small_site *site, const char *words)
{
    char expected[1024];

    snprintf(expected, sizeof expected, "s|failed|derived dataset s failed: %s\n", words);
    site_pull(site);
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT dataset, state, reason_en FROM khrop_derived"),
        expected);
    assert_string_equal(
        site_rows(site, "derived", "SELECT count(*) FROM sqlite_schema WHERE name = 's'"), "0\n");
    site_close(site);
}

static void derived_dataset_is_computed_as_of_the_business_date(void **state)
{
    struct small_site *site = site_open();
    struct need need = {.dataset = "orders", .columns = no_names};
    struct rule *rule = site_derived(
        site, "order_state",
        "SELECT order_no, closed_on, order_amount FROM orders WHERE ordered_on <= :today",
        order_key);

    (void)state;
    rule->needs = &need;
    rule->need_count = 1;
    site_pull(site);
    site_prepare(site);
    /* O4 is born after D, O2 ends after it. */
    assert_string_equal(site_rows(site, "derived", "SELECT * FROM order_state ORDER BY order_no"),
                        "O1|20781|1000000\nO2|null|2500000\nO3|null|500000\n");
    assert_string_equal(site_rows(site, "derived", "SELECT * FROM khrop_derived"),
                        "order_state|whole||\n");
    site_close(site);
}

static void derived_dataset_without_its_inputs_is_not_derived_and_says_why(void **state)
{
    struct small_site *site = site_open();
    struct need needs[] = {{"accounts", no_names}, {"order_state", no_names}};
    struct rule *first = site_derived(site, "order_state", "SELECT customer_no FROM accounts",
                                      (const char *const[]){"customer_no", NULL});
    struct rule *second = site_derived(site, "more", "SELECT customer_no FROM order_state",
                                       (const char *const[]){"customer_no", NULL});
    const struct source_failure failure = {.source = "credit", .reason = "timed out"};

    (void)state;
    first->needs = &needs[0];
    second->needs = &needs[1];
    first->need_count = second->need_count = 1;
    site_pull(site);
    site->request.failures = &failure;
    site->request.failure_count = 1;
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived",
                  "SELECT dataset, state, reason_en, reason_th FROM khrop_derived"),
        "order_state|not_derived|dataset accounts can't be used: source credit: timed out|"
        "ใช้ข้อมูล accounts ไม่ได้\n"
        "more|not_derived|dataset accounts can't be used: source credit: timed out|"
        "ใช้ข้อมูล accounts ไม่ได้\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT count(*) FROM sqlite_schema WHERE name = 'order_state'"),
        "0\n");
    site_close(site);
}

static void derived_dataset_that_can_not_do_without_an_absent_column_is_left_out(void **state)
{
    struct small_site *site = site_open();
    const char *const columns[] = {"closed_on", NULL};
    struct need need = {.dataset = "orders", .columns = columns};
    struct rule *rule = site_derived(site, "order_state", "SELECT order_no FROM orders", order_key);

    (void)state;
    rule->needs = &need;
    rule->need_count = 1;
    site_pull(site);
    site_execute(site, "shop",
                 "UPDATE khrop_pulls SET absent_columns = ',staff_no,closed_on,'"
                 " WHERE dataset = 'orders'");
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived", "SELECT state, reason_en FROM khrop_derived"),
                        "not_derived|the site's query for orders does not give closed_on\n");
    site_close(site);
}

static void sql_error_of_a_derived_dataset_names_file_and_line(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_derived(site, "s", "SELECT staff_no,\n       tema\nFROM staff", staff_key);
    expect_failure(site, "derived/x.sql:6: no such column: tema");
}

/* 9e18 + 9e18 is beyond 64 bits: SQLite makes it a floating-point number. */
static void overflow_in_a_derived_dataset_is_an_error_not_a_rounded_number(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_derived(site, "s",
                 "SELECT staff_no, 9000000000000000000 + 9000000000000000000 AS qty FROM staff",
                 staff_key);
    expect_failure(site, "derived/x.sql: row 1: column qty must hold an integer (a scaled decimal, "
                         "a date as days), and holds a floating-point number: a division by one "
                         "(write / 2, not / 2.0), or an integer that overflowed");
}

static void two_rows_with_one_key_fail_a_derived_dataset(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_derived(site, "s", "SELECT team AS staff_no FROM staff", staff_key);
    expect_failure(site,
                   "derived/x.sql: two rows of its result have one key; name in `key` what tells "
                   "them apart, or give one row for both");
}

static void key_that_the_query_does_not_give_is_an_error(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_derived(site, "s", "SELECT team FROM staff", staff_key);
    expect_failure(site, "derived/x.sql: key names \"staff_no\", a column that the query does not "
                         "give");
}

static void query_that_writes_is_refused(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_derived(site, "s", "DELETE FROM calendar RETURNING branch AS staff_no", staff_key);
    expect_failure(site, "derived/x.sql: not authorized");
}

/* What needs it has its reason; the rest is derived. */
static void failed_derived_dataset_costs_those_who_need_it(void **state)
{
    struct small_site *site = site_open();
    struct need need = {.dataset = "s", .columns = no_names};
    struct rule *rule;

    (void)state;
    site_derived(site, "s", "SELECT nowhere_no", staff_key);
    rule = site_derived(site, "t", "SELECT staff_no FROM s", staff_key);
    rule->needs = &need;
    rule->need_count = 1;
    site_derived(site, "u", "SELECT staff_no FROM staff", staff_key);
    site_pull(site);
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT dataset, state, reason_en FROM khrop_derived"),
        "s|failed|derived dataset s failed: derived/x.sql:5: no such column: nowhere_no\n"
        "t|not_derived|derived dataset s failed: derived/x.sql:5: no such column: nowhere_no\n"
        "u|whole|\n");
    site_close(site);
}

/* The job's one check reads t, which needs s; nobody reads u. */
static void dataset_that_no_rule_of_the_job_reads_is_left_out(void **state)
{
    struct small_site *site = site_open();
    const char *const checks[] = {"X-01"}, *const kpis[] = {"none"};
    struct job_settings job = *site->slot.job;
    struct need needs[] = {{"s", no_names}, {"t", no_names}};
    struct rule *second, *check;

    (void)state;
    job.checks = checks;
    job.kpis = kpis;
    job.check_count = job.kpi_count = 1;
    site->slot.job = &job;
    site_derived(site, "s", "SELECT staff_no FROM staff", staff_key);
    second = site_derived(site, "t", "SELECT staff_no FROM s", staff_key);
    site_derived(site, "u", "SELECT staff_no FROM staff", staff_key);
    check = site_check(site, "X-01", "SELECT staff_no AS order_no FROM t");
    second->needs = &needs[0];
    check->needs = &needs[1];
    second->need_count = check->need_count = 1;
    site_pull(site);
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT dataset, state, reason_en FROM khrop_derived"),
        "s|whole|\nt|whole|\nu|not_derived|no check and no KPI of this job reads it\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derived_dataset_is_computed_as_of_the_business_date),
        cmocka_unit_test(derived_dataset_without_its_inputs_is_not_derived_and_says_why),
        cmocka_unit_test(derived_dataset_that_can_not_do_without_an_absent_column_is_left_out),
        cmocka_unit_test(sql_error_of_a_derived_dataset_names_file_and_line),
        cmocka_unit_test(overflow_in_a_derived_dataset_is_an_error_not_a_rounded_number),
        cmocka_unit_test(two_rows_with_one_key_fail_a_derived_dataset),
        cmocka_unit_test(key_that_the_query_does_not_give_is_an_error),
        cmocka_unit_test(query_that_writes_is_refused),
        cmocka_unit_test(failed_derived_dataset_costs_those_who_need_it),
        cmocka_unit_test(dataset_that_no_rule_of_the_job_reads_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
