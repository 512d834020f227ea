/* Tests jobs/rule_file.c and jobs/rule_parameters.c: the header of a SQL file, and every fault in
 * it by line. */
#include "tests/unit/catalogue_site.h"

static void site_adds_a_check(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: [promised_on]}\n" CHECK_REST
               "-- params: {grace_days: 2, min_amount: 1.5, since_on: 2026-01-31,"
               " skip_kinds: [reserved, special], stale_days: {orders: 2, claims: 5},"
               " match_item: true, shrink_pct: 30, word: ok}\n" CHECK_SQL);
    rule = catalogue_check(open_catalogue(site), "XX-01");
    assert_non_null(rule);
    assert_string_equal(rule->needs[0].dataset, "orders");
    assert_string_equal(rule->needs[0].columns[0], "promised_on");
    assert_string_equal(rule->title.text[LANGUAGE_TH], "ทดสอบ");
    assert_string_equal(rule->sql, CHECK_SQL);
    assert_int_equal(rule->place.line, 12);
    assert_int_equal(rule->parameter_count, 9);
    assert_int_equal(rule->parameters[0].number, 2);
    assert_int_equal(rule->parameters[1].number, 15000);
    assert_int_equal(rule->parameters[2].number, 20484); /* 2026-01-31 */
    assert_string_equal(rule->parameters[3].text, ",reserved,special,");
    assert_true(rule->parameters[3].is_list);
    assert_string_equal(rule->parameters[4].kind, "orders");
    assert_int_equal(rule->parameters[5].number, 5);
    assert_int_equal(rule->parameters[6].type, COLUMN_BOOLEAN);
    assert_int_equal(rule->parameters[7].type, COLUMN_INTEGER);
    assert_string_equal(rule->parameters[8].text, "ok");
    assert_string_equal(rule->parameters[0].origin, "default");
    site_close(site);
}

static void check_without_a_key_is_a_fault(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n-- signature: []\n"
               "-- kind: state\n-- owner: staff_no\n-- severity: high\n" CHECK_SQL);
    site_write(site, "checks/XX-02.sql",
               "-- id: XX-02\n" CHECK_TEXTS "-- needs: {orders: []}\n-- key: []\n-- signature: []\n"
               "-- kind: state\n-- owner: staff_no\n-- severity: high\n" CHECK_SQL);
    expect_complaints(site, "checks/XX-01.sql:1: \"key\" is missing (the columns that identify the "
                            "exception from day to day)\n"
                            "checks/XX-02.sql:6: key must name at least one column");
}

static void check_names_what_it_can_do_without(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n"
               "-- may_use: {receipts: [received_qty, accepted_qty]}\n" CHECK_REST CHECK_SQL);
    rule = catalogue_check(open_catalogue(site), "XX-01");
    assert_int_equal(rule->may_use_count, 1);
    assert_string_equal(rule->may_use[0].dataset, "receipts");
    assert_string_equal(rule->may_use[0].columns[1], "accepted_qty");
    assert_null(rule->may_use[0].columns[2]);
    assert_int_equal(catalogue_check(site->catalogue, "BO-01")->may_use_count, 0);
    site_close(site);
}

static void exception_may_not_depend_on_what_its_check_can_do_without(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n"
               "-- may_use: {receipts: [order_no, x_qty, staff_no], receipt: [y_qty], claims: [],"
               " orders: [z_qty], khrop_pulls: [x_no]}\n" CHECK_REST CHECK_SQL);
    site_write(site, "derived/late.sql",
               "-- id: late\n-- title: {en: Test, th: ทดสอบ}\n-- needs: {orders: []}\n"
               "-- may_use: {receipts: [x_qty]}\n-- key: [order_no]\nSELECT 1 AS order_no\n");
    expect_complaints(
        site, "derived/late.sql:4: unknown key \"may_use\"; valid here: id, title, needs, key, "
              "params\n"
              "checks/XX-01.sql:6: may_use names order_no, which stands in key: an exception may "
              "not depend on what it can do without\n"
              "checks/XX-01.sql:6: may_use names staff_no, which stands in owner: an exception may "
              "not depend on what it can do without\n"
              "checks/XX-01.sql:6: may_use names an unknown dataset \"receipt\"; did you mean "
              "\"receipts\"?\n"
              "checks/XX-01.sql:6: may_use must name the columns of the result that are not known "
              "without claims\n"
              "checks/XX-01.sql:6: may_use names orders, which is needed anyway\n"
              "checks/XX-01.sql:6: may_use names khrop_pulls, which is always there");
}

static void check_names_what_it_compares_and_what_is_at_stake(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST
               "-- compares: [order_no, staff_no]\n-- at_stake: order_amount\n" CHECK_SQL);
    rule = catalogue_check(open_catalogue(site), "XX-01");
    assert_string_equal(rule->compares[0], "order_no");
    assert_string_equal(rule->compares[1], "staff_no");
    assert_string_equal(rule->at_stake, "order_amount");
    rule = catalogue_check(site->catalogue, "BO-01");
    assert_null(rule->compares);
    site_close(site);
}

static void check_compares_two_values(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST
               "-- compares: [order_no]\n" CHECK_SQL);
    expect_complaints(site,
                      "checks/XX-01.sql:11: compares must name two columns, the reference first");
}

static void unknown_key_of_a_header_is_told_with_its_line(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST
               "-- severty: high\n" CHECK_SQL);
    expect_complaints(site,
                      "checks/XX-01.sql:11: unknown key \"severty\"; did you mean \"severity\"?");
}

static void header_that_is_not_yaml_is_told_with_its_line(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql", "-- id: XX-01\n-- title: {en: open\n" CHECK_SQL);
    assert_false(catalogue_open(&site->catalogue, &site->settings, &site->error));
    assert_memory_equal(site->error.text, "checks/XX-01.sql:", 17);
    site_close(site);
}

static void event_without_its_date_and_empty_query_are_faults(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS "-- needs: {}\n-- key: [order_no]\n-- signature: []\n"
               "-- kind: event\n-- owner: role:it\n-- severity: high\n\n");
    expect_complaints(
        site, "checks/XX-01.sql:1: an event needs event_on, the date from which its window counts\n"
              "checks/XX-01.sql:11: the query is missing");
}

static void parameter_of_the_wrong_type_is_a_fault(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(
        site, "checks/XX-01.sql",
        "-- id: XX-01\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST
        "-- params: {grace_days: two, min_amount: 0.00001, since_on: 31/02/2026}\n" CHECK_SQL);
    expect_complaints(
        site, "checks/XX-01.sql:11: parameter grace_days: \"two\" is not of type integer\n"
              "checks/XX-01.sql:11: parameter min_amount: \"0.00001\" is not of type money\n"
              "checks/XX-01.sql:11: parameter since_on: \"31/02/2026\" is not of type date");
}

static void kpi_has_a_unit_for_each_measure(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "kpis/test.sql",
               "-- id: test\n" KPI_TEXTS "-- unit: {orders: count, amount: thb}\n"
               "-- measures: {orders: {en: Orders, th: คำสั่งขาย}}\n"
               "-- target: 95.5\n-- amber: 90\n-- needs: {orders: []}\nSELECT 1\n");
    rule = catalogue_kpi(open_catalogue(site), "test");
    assert_int_equal(rule->measure_count, 2);
    assert_int_equal(rule->measures[0].unit, UNIT_COUNT);
    assert_string_equal(rule->measures[0].title.text[LANGUAGE_TH], "คำสั่งขาย");
    assert_int_equal(rule->measures[1].unit, UNIT_MONEY);
    assert_int_equal(rule->target, 955000);
    assert_int_equal(rule->amber, 900000);
    site_close(site);
}

/* A site's own KPI that says nothing of it stands under "other", last. */
static void kpi_has_a_subject(void **state)
{
    struct site *site = site_open();
    const struct catalogue *catalogue;

    (void)state;
    site_write(site, "kpis/said.sql",
               "-- id: said\n" KPI_TEXTS "-- unit: count\n-- subject: visits\n"
               "-- needs: {orders: []}\nSELECT 1\n");
    site_write(site, "kpis/unsaid.sql",
               "-- id: unsaid\n" KPI_TEXTS "-- unit: count\n-- position: 1\n"
               "-- needs: {orders: []}\nSELECT 1\n");
    catalogue = open_catalogue(site);
    assert_int_equal(catalogue_kpi(catalogue, "said")->subject, SUBJECT_VISITS);
    assert_string_equal(kpi_subject_code(SUBJECT_VISITS), "visits");
    assert_string_equal(catalogue->kpis[catalogue->kpi_count - 1].id, "unsaid");
    site_close(site);
}

static void unknown_unit_is_a_fault(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "kpis/test.sql",
               "-- id: test\n" KPI_TEXTS "-- unit: percentage\n-- needs: {orders: []}\nSELECT 1\n");
    expect_complaints(site, "kpis/test.sql:7: unknown unit \"percentage\"; did you mean "
                            "\"percent\"?");
}

static void kpi_says_what_its_rows_parts_and_target_are(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "kpis/test.sql",
               "-- id: test\n" KPI_TEXTS "-- unit: percent\n-- parts: qty\n-- shows_share: true\n"
               "-- target_on: value\n-- needs: {'check:SRC-01': [], khrop_worklist: []}\n"
               "SELECT 1\n");
    rule = catalogue_kpi(open_catalogue(site), "test");
    assert_string_equal(rule->rows[0], "order_no");
    assert_null(rule->rows[1]);
    assert_true(rule->has_scaled_parts);
    assert_true(rule->shows_share);
    assert_false(rule->is_target_on_share);
    site_close(site);
}

static void shown_share_bears_the_target_unless_it_is_said(void **state)
{
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site_write(site, "kpis/test.sql",
               "-- id: test\n" KPI_TEXTS "-- unit: count\n-- shows_share: true\n"
               "-- needs: {}\nSELECT 1\n");
    rule = catalogue_kpi(open_catalogue(site), "test");
    assert_true(rule->is_target_on_share);
    assert_false(rule->has_scaled_parts);
    site_close(site);
}

static void what_is_there_after_the_checks_is_for_kpis_alone(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "derived/late.sql",
               "-- id: late\n-- title: {en: Late, th: ช้า}\n-- key: [order_no]\n"
               "-- needs: {khrop_worklist: [], 'check:SRC-01': []}\nSELECT 1\n");
    site_write(site, "kpis/test.sql",
               "-- id: test\n" KPI_TEXTS "-- unit: count\n-- needs: {'check:SRC-1': []}\n"
               "SELECT 1\n");
    expect_complaints(
        site,
        "derived/late.sql:4: needs khrop_worklist, which is there for KPIs and tables alone, "
        "once the checks have run\n"
        "derived/late.sql:4: needs check:SRC-01, which is there for KPIs and tables alone, once "
        "the checks have run\n"
        "kpis/test.sql:8: needs an unknown check \"SRC-1\"; did you mean "
        "\"SRC-01\"?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(site_adds_a_check),
        cmocka_unit_test(check_without_a_key_is_a_fault),
        cmocka_unit_test(check_names_what_it_can_do_without),
        cmocka_unit_test(exception_may_not_depend_on_what_its_check_can_do_without),
        cmocka_unit_test(check_names_what_it_compares_and_what_is_at_stake),
        cmocka_unit_test(check_compares_two_values),
        cmocka_unit_test(unknown_key_of_a_header_is_told_with_its_line),
        cmocka_unit_test(header_that_is_not_yaml_is_told_with_its_line),
        cmocka_unit_test(event_without_its_date_and_empty_query_are_faults),
        cmocka_unit_test(parameter_of_the_wrong_type_is_a_fault),
        cmocka_unit_test(kpi_has_a_unit_for_each_measure),
        cmocka_unit_test(kpi_has_a_subject),
        cmocka_unit_test(unknown_unit_is_a_fault),
        cmocka_unit_test(kpi_says_what_its_rows_parts_and_target_are),
        cmocka_unit_test(shown_share_bears_the_target_unless_it_is_said),
        cmocka_unit_test(what_is_there_after_the_checks_is_for_kpis_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
