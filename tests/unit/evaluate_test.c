/* Tests jobs/evaluate.c and jobs/check_run.c: what was found, and what became of each rule. */
#include "jobs/evaluate.h"
#include "tests/unit/small_site.h"

static const char *const order_key[] = {"order_no", NULL};
static const struct kpi_measure percent = {"", {{"", ""}}, UNIT_PERCENT};

static struct small_site *prepared_site(void)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_prepare(site);
    return site;
}

static const char *check_states(const struct small_site *site)
{
    return site_rows(site, "results",
                     "SELECT check_id, state, found_count, reason_en FROM khrop_checks"
                     " ORDER BY check_id");
}

static void rows_found_stand_with_key_signature_owner_and_reasons(void **state)
{
    static const char *const key[] = {"order_no", "ordered_on", NULL};
    static const char *const signature[] = {"order_amount", "closed_on", NULL};
    struct small_site *site = prepared_site();
    struct rule *rule = site_check(site, "X-01",
                                   "SELECT order_no, staff_no, ordered_on, closed_on, order_amount"
                                   " FROM orders ORDER BY order_no");

    (void)state;
    rule->key = key;
    rule->signature = signature;
    rule->owner = "staff_no";
    rule->event_on = "closed_on";
    rule->why = (struct bilingual){{"{order_no} of {ordered_on}: {order_amount}, {closed_on}",
                                    "{order_no} วันที่ {ordered_on}: {order_amount}, {closed_on}"}};
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|checked|3|\n");
    assert_string_equal(
        site_rows(site, "results", "SELECT * FROM \"X-01\" ORDER BY khrop_key"),
        "O1:2026-11-22|100:2026-11-24|S1|20781|O1 of 22 Nov 2026: 100.00, 24 Nov 2026|"
        "O1 วันที่ 22 พ.ย. 2569: 100.00, 24 พ.ย. 2569|O1|S1|20779|20781|1000000\n"
        "O2:2026-11-23|250:|S2|null|O2 of 23 Nov 2026: 250.00, -|"
        "O2 วันที่ 23 พ.ย. 2569: 250.00, -|O2|S2|20780|null|2500000\n"
        "O3:2026-11-24|50:||null|O3 of 24 Nov 2026: 50.00, -|"
        "O3 วันที่ 24 พ.ย. 2569: 50.00, -|O3|null|20781|null|500000\n");
    site_close(site);
}

static void colons_and_backslashes_in_a_key_are_escaped(void **state)
{
    static const char *const key[] = {"a_no", "b_no", NULL};
    struct small_site *site = prepared_site();
    struct rule *rule = site_check(site, "X-01",
                                   "SELECT 'a:b' AS a_no, 'c' AS b_no UNION ALL"
                                   " SELECT 'a', 'b:c' UNION ALL SELECT 'x\\', 'y'");

    (void)state;
    rule->key = key;
    rule->why = (struct bilingual){{"{a_no}", "{a_no}"}};
    site_evaluate(site);
    assert_string_equal(
        site_rows(site, "results", "SELECT khrop_key FROM \"X-01\" ORDER BY khrop_key"),
        "a:b\\:c\na\\:b:c\nx\\\\:y\n");
    site_close(site);
}

static void check_that_finds_nothing_has_an_empty_table(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders WHERE order_no = 'none'");
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|checked|0|\n");
    assert_string_equal(site_rows(site, "results", "SELECT count(*) FROM \"X-01\""), "0\n");
    site_close(site);
}

static void role_owns_every_row_of_its_check(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT DISTINCT khrop_owner FROM \"X-01\""),
                        "role:it\n");
    site_close(site);
}

/* Evaluates one check of this SQL and expects it to fail with these words, leaving no table. */
static void expect_failed(struct small_site *site, const char *words)
{
    char expected[1024];

    site_evaluate(site);
    snprintf(expected, sizeof expected, "X-01|failed|0|%s\n", words);
    assert_string_equal(check_states(site), expected);
    assert_string_equal(
        site_rows(site, "results", "SELECT count(*) FROM sqlite_schema WHERE name = 'X-01'"),
        "0\n");
    site_close(site);
}

static void two_rows_with_one_key_fail_the_check_and_are_named(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT 'O1' AS order_no UNION ALL SELECT 'O2' UNION ALL SELECT 'O1'");
    expect_failed(site, "checks/X.sql: rows 1 and 3 of its result have one key, O1; name in `key` "
                        "what tells them apart, or give one row for both");
}

static void rows_born_before_since_on_are_not_judged(void **state)
{
    /* 2026-11-23. O9 began on a day that nobody knows. */
    static const struct parameter since = {
        .name = "since_on", .branch = "", .kind = "", .type = COLUMN_DATE, .number = 20780};
    struct small_site *site = prepared_site();
    struct rule *rule = site_check(site, "X-01",
                                   "SELECT order_no, ordered_on FROM orders UNION ALL"
                                   " SELECT 'O9', NULL ORDER BY order_no");

    (void)state;
    rule->born_on = "ordered_on";
    rule->parameters = &since;
    rule->parameter_count = 1;
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|checked|3|\n");
    assert_string_equal(
        site_rows(site, "results", "SELECT khrop_key FROM \"X-01\" ORDER BY khrop_key"),
        "O2\nO3\nO9\n");
    site_close(site);
}

static void null_in_a_key_fails_the_check(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT 'O1' AS order_no UNION ALL SELECT NULL");
    expect_failed(site, "checks/X.sql: row 2: the key column order_no is null");
}

static void sql_error_fails_its_own_check_alone(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no,\n  customer FROM orders");
    site_check(site, "X-02", "SELECT order_no FROM orders")->needs = NULL;
    site_evaluate(site);
    assert_string_equal(check_states(site),
                        "X-01|failed|0|checks/X.sql:11: no such column: customer\n"
                        "X-02|checked|3|\n");
    site_close(site);
}

/* A sum beyond 64 bits, and a day outside the calendar, show only while the query runs. */
static void fault_while_running_fails_its_own_check_alone(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders WHERE workdays('', 0, :today) > 1");
    site_check(site, "X-02",
               "SELECT CASE WHEN sum(9000000000000000000) > 0 THEN 'x' END AS order_no"
               " FROM orders");
    site_check(site, "X-03", "SELECT order_no FROM orders");
    site_evaluate(site);
    assert_string_equal(
        check_states(site),
        "X-01|failed|0|checks/X.sql: behind row 0 of its result: workdays from "
        "1970-01-01 to 2026-11-25: outside the calendar (holidays.yaml, accepted)\n"
        "X-02|failed|0|checks/X.sql: behind row 0 of its result: integer overflow: a sum is beyond "
        "922337203685477.5807\n"
        "X-03|checked|3|\n");
    site_close(site);
}

static void columns_that_the_header_names_must_be_in_the_result(void **state)
{
    static const char *const signature[] = {"reason", NULL};
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders")->signature = signature;
    expect_failed(site, "checks/X.sql: signature names \"reason\", a column that the query does "
                        "not give");
    site = prepared_site();
    site_check(site, "X-01", "SELECT order_no FROM orders")->owner = "staff_no";
    expect_failed(site,
                  "checks/X.sql: owner names \"staff_no\", a column that the query does not give");
    site = prepared_site();
    site_check(site, "X-01", "SELECT order_no FROM orders")->event_on = "order_no";
    expect_failed(site, "checks/X.sql: event_on names \"order_no\", a column of type text, not "
                        "date");
    site = prepared_site();
    site_check(site, "X-01", "SELECT order_no FROM orders")->why =
        (struct bilingual){{"{order_no} {qty}", "{order_no}"}};
    expect_failed(site, "checks/X.sql: why names {qty}, a column that the query does not give");
}

static void check_whose_dataset_was_not_pulled_is_not_checked(void **state)
{
    struct small_site *site = site_open();
    const struct source_failure failure = {.source = "credit", .reason = "timed out"};
    struct need need = {"accounts", no_names};
    struct rule *rule;

    (void)state;
    site_pull(site);
    site->request.failures = &failure;
    site->request.failure_count = 1;
    site_prepare(site);
    rule = site_check(site, "X-01", "SELECT customer_no AS order_no FROM accounts");
    rule->needs = &need;
    rule->need_count = 1;
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|not_checked|0|dataset accounts can't be used: "
                                            "source credit: timed out\n");
    assert_string_equal(site_rows(site, "results", "SELECT reason_th FROM khrop_checks"),
                        "ใช้ข้อมูล accounts ไม่ได้\n");
    assert_string_equal(
        site_rows(site, "results", "SELECT count(*) FROM sqlite_schema WHERE name = 'X-01'"),
        "0\n");
    site_close(site);
}

static void check_over_rows_with_rejects_is_partial_and_still_runs(void **state)
{
    struct small_site *site = site_open();
    struct need need = {"orders", no_names};
    struct rule *rule;

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "UPDATE khrop_pulls SET reject_count = 2, source_row_count = 6"
                 " WHERE dataset = 'orders'");
    site_prepare(site);
    rule = site_check(site, "X-01", "SELECT order_no FROM orders");
    rule->needs = &need;
    rule->need_count = 1;
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|partial|3|2 rows of orders were rejected\n");
    site_close(site);
}

static void check_that_is_switched_off_or_not_in_the_job_is_off(void **state)
{
    static const char *const names[] = {"X-01", "X-03", NULL};
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders")->is_enabled = false;
    site_check(site, "X-02", "SELECT order_no FROM orders");
    site_check(site, "X-03", "SELECT order_no FROM orders");
    site->job.checks = names;
    site->job.check_count = 2;
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|off|0|switched off in the settings\n"
                                            "X-02|off|0|this job does not run it\n"
                                            "X-03|checked|3|\n");
    site_close(site);
}

static void older_slot_takes_flows_alone(void **state)
{
    static const char sql[] = "SELECT '' AS staff_no, '' AS split, '' AS measure, 1 AS part,"
                              " 1 AS whole, 20781 AS day_on";
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    site_kpi(site, "flow", KPI_FLOW, &percent, sql);
    site_kpi(site, "stock", KPI_STOCK, &percent, sql);
    site->slot.is_flows_only = true;
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT check_id, state FROM khrop_checks"),
                        "X-01|not_taken\n");
    assert_string_equal(
        site_rows(site, "results", "SELECT kpi_id, state FROM khrop_kpis ORDER BY kpi_id"),
        "flow|checked\nstock|not_taken\n");
    site_close(site);
}

static void derived_dataset_can_be_asked_by_checks(void **state)
{
    struct small_site *site = site_open();
    struct need needs[] = {{"orders", no_names}, {"open_orders", no_names}};
    struct rule *derived = site_derived(
        site, "open_orders", "SELECT order_no FROM orders WHERE closed_on IS NULL", order_key);
    struct rule *rule;

    (void)state;
    derived->needs = &needs[0];
    derived->need_count = 1;
    site_pull(site);
    site_prepare(site);
    rule = site_check(site, "X-01", "SELECT order_no FROM open_orders");
    rule->needs = &needs[1];
    rule->need_count = 1;
    site_evaluate(site);
    assert_string_equal(
        site_rows(site, "results", "SELECT khrop_key FROM \"X-01\" ORDER BY khrop_key"),
        "O2\nO3\n");
    site_close(site);
}

/* Three batches of a thousand rows and one more. */
static void rows_beyond_one_batch_all_arrive(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01",
               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3001)"
               " SELECT 'O' || i AS order_no FROM n");
    site_evaluate(site);
    assert_string_equal(check_states(site), "X-01|checked|3001|\n");
    assert_string_equal(site_rows(site, "results", "SELECT count(*) FROM \"X-01\""), "3001\n");
    site_close(site);
}

struct seen {
    size_t calls, last_done, count;
};

static void see(void *context, const char *id, size_t done, size_t count)
{
    struct seen *seen = context;

    assert_non_null(id);
    seen->calls++;
    seen->last_done = done;
    seen->count = count;
}

static void progress_is_told_once_a_rule(void **state)
{
    struct small_site *site = prepared_site();
    struct seen seen = {0};

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    site_check(site, "X-02", "SELECT order_no FROM orders");
    site_check(site, "X-03", "SELECT nothing");
    assert_true(evaluate(&site->settings, &site->catalogue, &site->slot, see, &seen, &site->error));
    assert_int_equal(seen.calls, 3);
    assert_int_equal(seen.last_done, 3);
    assert_int_equal(seen.count, 3);
    site_close(site);
}

static void same_inputs_give_the_same_tables_on_one_thread_and_on_two(void **state)
{
    static const char query[] = "SELECT khrop_key, khrop_why_th FROM \"X-01\" UNION ALL"
                                " SELECT kpi_id, part FROM khrop_kpi_parts";
    char first[2048];
    struct small_site *site = prepared_site();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    site_kpi(site, "a", KPI_STOCK, &percent,
             "SELECT staff_no, '' AS split, '' AS measure, 1 AS part, 2 AS whole FROM staff");
    site_evaluate(site);
    snprintf(first, sizeof first, "%s", site_rows(site, "results", query));
    site->settings.parallel = 1;
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", query), first);
    site_close(site);
}

static void results_that_can_not_be_written_end_it_all(void **state)
{
    struct small_site *site = prepared_site();
    char folder[PATH_MAX];

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    snprintf(folder, sizeof folder, "%s", site->slot.folder);
    snprintf(site->slot.folder, sizeof site->slot.folder, "/tmp/khrop_test_no_such_folder");
    assert_false(
        evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_CANNOT_WRITE);
    snprintf(site->slot.folder, sizeof site->slot.folder, "%s", folder);
    site_close(site);
}

static void full_disk_ends_it_all_and_leaves_no_results(void **state)
{
    struct small_site *site = prepared_site();
    bool is_evaluated;

    (void)state;
    site_check(site, "X-01",
               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
               " SELECT 'O' || i AS order_no FROM n");
    limit_file_size(65536);
    is_evaluated =
        evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error);
    limit_file_size(RLIM_INFINITY);
    assert_false(is_evaluated);
    assert_int_equal(site->error.code, EXIT_CODE_CANNOT_WRITE);
    site_close(site); /* finds no other file in the folder */
}

static void slot_that_was_not_prepared_is_an_error_and_leaves_no_results(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_check(site, "X-01", "SELECT order_no FROM orders");
    assert_false(
        evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error));
    assert_non_null(strstr(site->error.text, "the slot was not prepared"));
    site_close(site); /* finds the folder empty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_found_stand_with_key_signature_owner_and_reasons),
        cmocka_unit_test(colons_and_backslashes_in_a_key_are_escaped),
        cmocka_unit_test(check_that_finds_nothing_has_an_empty_table),
        cmocka_unit_test(role_owns_every_row_of_its_check),
        cmocka_unit_test(two_rows_with_one_key_fail_the_check_and_are_named),
        cmocka_unit_test(rows_born_before_since_on_are_not_judged),
        cmocka_unit_test(null_in_a_key_fails_the_check),
        cmocka_unit_test(sql_error_fails_its_own_check_alone),
        cmocka_unit_test(fault_while_running_fails_its_own_check_alone),
        cmocka_unit_test(columns_that_the_header_names_must_be_in_the_result),
        cmocka_unit_test(check_whose_dataset_was_not_pulled_is_not_checked),
        cmocka_unit_test(check_over_rows_with_rejects_is_partial_and_still_runs),
        cmocka_unit_test(check_that_is_switched_off_or_not_in_the_job_is_off),
        cmocka_unit_test(older_slot_takes_flows_alone),
        cmocka_unit_test(derived_dataset_can_be_asked_by_checks),
        cmocka_unit_test(rows_beyond_one_batch_all_arrive),
        cmocka_unit_test(progress_is_told_once_a_rule),
        cmocka_unit_test(same_inputs_give_the_same_tables_on_one_thread_and_on_two),
        cmocka_unit_test(results_that_can_not_be_written_end_it_all),
        cmocka_unit_test(full_disk_ends_it_all_and_leaves_no_results),
        cmocka_unit_test(slot_that_was_not_prepared_is_an_error_and_leaves_no_results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
