/* Tests jobs/table_run.c: a table's rows as they come, and what a query must give. */
#include "jobs/evaluate.h"
#include "tests/unit/small_site.h"

static const char *const key[] = {"staff_no", NULL};
static const struct table_column columns[] = {{"staff_no", {{"", ""}}},
                                              {"paid_amount", {{"", ""}}}};
static const struct table_share share = {"paid_share", "paid_amount", WHOLE_TOTAL, NULL};
static const struct table_plan plan = {.columns = columns,
                                       .column_count = 2,
                                       .group = no_names,
                                       .total = no_names,
                                       .series = no_names,
                                       .shares = &share,
                                       .share_count = 1};

static struct small_site *prepared_site(void)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_prepare(site);
    return site;
}

/* Evaluates one table of this SQL and expects it to fail with these words, leaving nothing. */
static void expect_failed(const struct table_plan *shown, const char *sql, const char *words)
{
    struct small_site *site = prepared_site();
    char expected[1024];

    site_table(site, "bad", shown, key, sql);
    site_table(site, "good", &plan, key, "SELECT 'S1' AS staff_no, 10000 AS paid_amount");
    site_evaluate(site);
    snprintf(expected, sizeof expected, "bad|failed|%s|0\ngood|checked||1\n", words);
    assert_string_equal(site_rows(site, "results",
                                  "SELECT table_id, state, reason_en, row_count FROM khrop_tables"
                                  " ORDER BY table_id"),
                        expected);
    assert_string_equal(
        site_rows(site, "results", "SELECT count(*) FROM sqlite_master WHERE name = 'bad'"), "0\n");
    site_close(site);
}

static void rows_stand_in_the_order_of_the_query(void **state)
{
    struct small_site *site = prepared_site();

    (void)state;
    site_table(site, "paid", &plan, key,
               "SELECT 'S2' AS staff_no, 30000 AS paid_amount UNION ALL SELECT 'S1', NULL");
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT * FROM paid ORDER BY khrop_row"),
                        "1|S2|30000\n2|S1|null\n");
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_tables"),
                        "paid|credit|0|checked|||2\n");
    site_close(site);
}

static void two_rows_of_one_key_are_a_fault(void **state)
{
    (void)state;
    expect_failed(&plan, "SELECT 'S1' AS staff_no, 1 AS paid_amount UNION ALL SELECT 'S1', 2",
                  "tables/x.sql: row 2 of its result has the key of an earlier one; name in `key` "
                  "what tells them apart, or give one row for both");
}

static void a_key_that_is_null_is_a_fault(void **state)
{
    (void)state;
    expect_failed(&plan, "SELECT CAST(NULL AS TEXT) AS staff_no, 1 AS paid_amount",
                  "tables/x.sql: row 1: the key column staff_no is null");
}

static void a_column_that_is_shown_must_be_given(void **state)
{
    (void)state;
    expect_failed(&plan, "SELECT 'S1' AS staff_no",
                  "tables/x.sql: columns names \"paid_amount\", a column that the query does not "
                  "give");
}

static void what_rows_are_ordered_by_is_a_number(void **state)
{
    struct table_plan ordered = plan;

    (void)state;
    ordered.largest = "staff_no";
    expect_failed(&ordered, "SELECT 'S1' AS staff_no, 1 AS paid_amount",
                  "tables/x.sql: largest names \"staff_no\", a column of type text, not a number");
}

static void a_table_is_not_looked_at_without_its_dataset(void **state)
{
    struct small_site *site = prepared_site();
    static const char *const no_columns[] = {NULL};
    static const struct need needs[] = {{"claims", no_columns}};
    struct rule *rule = site_table(site, "paid", &plan, key, "SELECT 1");

    (void)state;
    rule->needs = needs;
    rule->need_count = 1;
    site->contracts[0].name = "claims";
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT state, row_count FROM khrop_tables"),
                        "not_checked|0\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_the_order_of_the_query),
        cmocka_unit_test(two_rows_of_one_key_are_a_fault),
        cmocka_unit_test(a_key_that_is_null_is_a_fault),
        cmocka_unit_test(a_column_that_is_shown_must_be_given),
        cmocka_unit_test(what_rows_are_ordered_by_is_a_number),
        cmocka_unit_test(a_table_is_not_looked_at_without_its_dataset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
