/* Tests jobs/catalogue.c and jobs/contracts.c: the shipped catalogue, what a site adds and sets,
 * and how things hang together. */
#include "jobs/catalogue.h"
#include "tests/unit/catalogue_site.h"

static void shipped_catalogue_has_no_fault(void **state)
{
    struct site *site = site_open();
    const struct catalogue *catalogue = open_catalogue(site);

    (void)state;
    assert_non_null(catalogue_check(catalogue, "BO-04"));
    assert_non_null(catalogue_kpi(catalogue, "on_time_delivery"));
    assert_non_null(catalogue_derived(catalogue, "order_line_state"));
    assert_null(catalogue_check(catalogue, "on_time_delivery"));
    for (size_t i = 1; i < catalogue->check_count; i++)
        assert_true(strcmp(catalogue->checks[i - 1].id, catalogue->checks[i].id) < 0);
    for (size_t i = 1; i < catalogue->kpi_count; i++)
        assert_true(catalogue->kpis[i - 1].position <= catalogue->kpis[i].position);
    site_close(site);
}

static void contract_knows_types_keys_and_allowed_words(void **state)
{
    struct site *site = site_open();
    const struct contract *orders = catalogue_contract(open_catalogue(site), "orders");
    const struct column *kind = &orders->schema.columns[schema_find(&orders->schema, "kind")];
    const struct column *promised =
        &orders->schema.columns[schema_find(&orders->schema, "promised_on")];

    (void)state;
    assert_string_equal(orders->schema.columns[0].name, "order_no");
    assert_true(orders->schema.columns[0].is_key);
    assert_string_equal(orders->born_on, "ordered_on");
    assert_int_equal(promised->type, COLUMN_DATE);
    assert_true(promised->is_nullable);
    assert_string_equal(kind->allowed[4], "drop_ship");
    assert_null(kind->allowed[5]);
    site_close(site);
}

static void contract_adds_what_columns_are_compared_by(void **state)
{
    static const char *const added[] = {
        "customer_name_identity", "tax_id_identity", "is_tax_id_valid",   "tax_branch_no_identity",
        "phone_identity",         "is_phone_valid",  "province_identity", "postcode_identity"};
    static const char *const made_from[] = {"customer_name", "tax_id", "tax_id",   "tax_branch_no",
                                            "phone",         "phone",  "province", "postcode"};
    struct site *site = site_open();
    const struct contract *customers = catalogue_contract(open_catalogue(site), "customers");

    (void)state;
    assert_int_equal(customers->identity_count, 8);
    for (size_t i = 0; i < 8; i++) {
        const struct identity_column *column = &customers->identities[i];
        assert_string_equal(column->name, added[i]);
        assert_string_equal(customers->schema.columns[column->source].name, made_from[i]);
        assert_int_equal(column->type, column->is_judgement ? COLUMN_BOOLEAN : COLUMN_TEXT);
        assert_int_equal(column->is_judgement, strncmp(added[i], "is_", 3) == 0);
    }
    assert_int_equal(catalogue_contract(site->catalogue, "orders")->identity_count, 0);
    site_close(site);
}

static void site_takes_the_place_of_a_shipped_check(void **state)
{
    struct site *site = site_open();
    const struct catalogue *catalogue;

    (void)state;
    site_write(site, "checks/BO-04.sql",
               "-- id: BO-04\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST CHECK_SQL);
    catalogue = open_catalogue(site);
    assert_string_equal(catalogue_check(catalogue, "BO-04")->title.text[LANGUAGE_EN], "Test");
    for (size_t i = 1; i < catalogue->check_count; i++)
        assert_string_not_equal(catalogue->checks[i - 1].id, catalogue->checks[i].id);
    site_close(site);
}

static void settings_change_a_rule_without_touching_its_sql(void **state)
{
    const struct parameter_setting parameters[] = {
        {.name = "grace_days", .branch = "", .kind = "", .value = "9", .place = {"checks.yaml", 4}},
    };
    const struct rule_settings checks[] = {{.id = "BO-04",
                                            .is_enabled = false,
                                            .severity = "low",
                                            .owner = "role:credit",
                                            .parameters = parameters,
                                            .parameter_count = 1,
                                            .place = {"checks.yaml", 3}}};
    const struct rule_settings kpis[] = {{.id = "otif",
                                          .is_enabled = true,
                                          .has_target = true,
                                          .has_amber = true,
                                          .target = 990000,
                                          .amber = 980000,
                                          .place = {"kpis.yaml", 2}}};
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site->settings.checks = checks;
    site->settings.check_count = 1;
    site->settings.kpis = kpis;
    site->settings.kpi_count = 1;
    rule = catalogue_check(open_catalogue(site), "BO-04");
    assert_false(rule->is_enabled);
    assert_string_equal(rule->severity, "low");
    assert_string_equal(rule->owner, "role:credit");
    assert_string_equal(rule->parameters[0].name, "grace_days");
    assert_int_equal(rule->parameters[0].number, 9);
    assert_string_equal(rule->parameters[0].origin, "site");
    assert_string_equal(rule->parameters[1].origin, "default");
    rule = catalogue_kpi(site->catalogue, "otif");
    assert_int_equal(rule->target, 990000);
    assert_int_equal(rule->amber, 980000);
    site_close(site);
}

/* CR-03 is of accounts, which have no birth date. */
static void since_on_is_a_parameter_of_checks_that_know_when_their_rows_began(void **state)
{
    const struct parameter_setting parameters[] = {
        {.name = "since_on",
         .branch = "",
         .kind = "",
         .value = "2026-11-01",
         .place = {"checks.yaml", 4}},
    };
    struct rule_settings checks[] = {{.id = "BO-01",
                                      .is_enabled = true,
                                      .parameters = parameters,
                                      .parameter_count = 1,
                                      .place = {"checks.yaml", 3}}};
    struct site *site = site_open();
    const struct parameter *since;

    (void)state;
    site->settings.checks = checks;
    site->settings.check_count = 1;
    since = rule_parameter(catalogue_check(open_catalogue(site), "BO-01"), "since_on");
    assert_non_null(since);
    assert_int_equal(since->number, 20758);
    catalogue_close(site->catalogue);
    site->catalogue = NULL;
    checks[0].id = "CR-03";
    expect_complaints(site, "checks.yaml:4: CR-03 has no parameter \"since_on\"; valid "
                            "here: tolerance_amount");
}

static void settings_change_what_rules_share(void **state)
{
    const struct parameter_setting parameters[] = {
        {.name = "transit_days",
         .branch = "",
         .kind = "",
         .value = "5",
         .place = {"checks.yaml", 4}},
    };
    const struct rule_settings derived[] = {{.id = "order_line_state",
                                             .is_enabled = true,
                                             .parameters = parameters,
                                             .parameter_count = 1,
                                             .place = {"checks.yaml", 3}}};
    struct site *site = site_open();
    const struct rule *rule;

    (void)state;
    site->settings.derived = derived;
    site->settings.derived_count = 1;
    rule = catalogue_derived(open_catalogue(site), "order_line_state");
    assert_string_equal(rule->parameters[0].name, "transit_days");
    assert_int_equal(rule->parameters[0].number, 5);
    site_close(site);
}

static void derived_dataset_that_is_unknown_is_told_with_the_nearest(void **state)
{
    const struct rule_settings derived[] = {
        {.id = "order_line_stat", .is_enabled = true, .place = {"checks.yaml", 3}}};
    struct site *site = site_open();

    (void)state;
    site->settings.derived = derived;
    site->settings.derived_count = 1;
    expect_complaints(site, "checks.yaml:3: unknown derived dataset \"order_line_stat\"; did you "
                            "mean \"order_line_state\"?");
}

static void kind_that_a_map_lacks_is_added(void **state)
{
    const struct parameter_setting parameters[] = {
        {.name = "stale_days",
         .branch = "",
         .kind = "deliveries",
         .value = "3",
         .place = {"checks.yaml", 4}},
        {.name = "may_be_empty",
         .branch = "",
         .kind = "",
         .value = "claims,training",
         .place = {"checks.yaml", 5}},
    };
    const struct rule_settings checks[] = {{.id = "SRC-01",
                                            .is_enabled = true,
                                            .parameters = parameters,
                                            .parameter_count = 2,
                                            .place = {"checks.yaml", 3}}};
    struct site *site = site_open();
    const struct rule *rule;
    size_t found = 0;

    (void)state;
    site->settings.checks = checks;
    site->settings.check_count = 1;
    rule = catalogue_check(open_catalogue(site), "SRC-01");
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        if (strcmp(parameter->kind, "deliveries") == 0 && parameter->number == 3)
            found++;
        if (strcmp(parameter->name, "may_be_empty") == 0 &&
            strcmp(parameter->text, ",claims,training,") == 0)
            found++;
    }
    assert_int_equal(found, 2);
    site_close(site);
}

static void overrides_of_what_is_not_there_are_told_all_at_once(void **state)
{
    const struct parameter_setting parameters[] = {
        {.name = "grace_day", .branch = "", .kind = "", .value = "9", .place = {"checks.yaml", 4}},
        {.name = "grace_days",
         .branch = "",
         .kind = "",
         .value = "soon",
         .place = {"checks.yaml", 5}},
    };
    const struct rule_settings checks[] = {
        {.id = "BO-04",
         .is_enabled = true,
         .parameters = parameters,
         .parameter_count = 2,
         .place = {"checks.yaml", 3}},
        {.id = "BO-044", .is_enabled = true, .place = {"checks.yaml", 8}},
        {.id = "BO-05", .is_enabled = true, .owner = "role:credits", .place = {"checks.yaml", 10}},
    };
    const struct rule_settings kpis[] = {
        {.id = "otiff", .is_enabled = true, .place = {"kpis.yaml", 2}}};
    const struct dataset_settings datasets[] = {{.name = "order", .place = {"datasets.yaml", 6}}};
    const char *const job_checks[] = {"VIS-9", NULL};
    const struct job_settings jobs[] = {
        {.name = "daily", .checks = job_checks, .check_count = 1, .place = {"jobs.yaml", 1}}};
    struct site *site = site_open();

    (void)state;
    site->settings.checks = checks;
    site->settings.check_count = 3;
    site->settings.kpis = kpis;
    site->settings.kpi_count = 1;
    site->settings.datasets = datasets;
    site->settings.dataset_count = 1;
    site->settings.jobs = jobs;
    site->settings.job_count = 1;
    expect_complaints(
        site, "checks.yaml:4: BO-04 has no parameter \"grace_day\"; did you mean \"grace_days\"?\n"
              "checks.yaml:5: BO-04: parameter grace_days: \"soon\" is not of type integer\n"
              "checks.yaml:8: unknown check \"BO-044\"; did you mean \"BO-04\"?\n"
              "kpis.yaml:2: unknown KPI \"otiff\"; did you mean \"otif\"?\n"
              "checks.yaml:10: owner is an unknown desk \"credits\"; did you mean \"credit\"?\n"
              "datasets.yaml:6: unknown dataset \"order\"; did you mean \"orders\"?\n"
              "jobs.yaml:1: unknown check \"VIS-9\"; did you mean \"VIS-01\"?");
}

static void file_named_otherwise_than_its_id_is_a_fault(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-02\n" CHECK_TEXTS "-- needs: {orders: []}\n" CHECK_REST CHECK_SQL);
    expect_complaints(site, "checks/XX-01.sql:1: id \"XX-02\" is not the file's name; name "
                            "the file XX-02.sql, or change the id");
}

static void needs_are_held_against_the_contracts(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "checks/XX-01.sql",
               "-- id: XX-01\n" CHECK_TEXTS
               "-- needs: {order: [], orders: [promised, order_no], khrop_pulls: []}\n" CHECK_REST
                   CHECK_SQL);
    expect_complaints(
        site, "checks/XX-01.sql:5: needs an unknown dataset \"order\"; did you mean \"orders\"?\n"
              "checks/XX-01.sql:5: needs orders.promised, a column that the contract hasn't\n"
              "checks/XX-01.sql:5: needs orders.order_no: only a nullable column can be left out "
              "by a site");
}

#define DERIVED(id, needs)                                                                         \
    "-- id: " id "\n-- title: {en: Test, th: ทดสอบ}\n-- needs: " needs "\n-- key: [order_no]\n"    \
    "SELECT order_no FROM orders\n"

static void derived_datasets_stand_in_the_order_of_their_needs(void **state)
{
    struct site *site = site_open();
    const struct catalogue *catalogue;

    (void)state;
    site_write(site, "derived/aa.sql", DERIVED("aa", "{bb: []}"));
    site_write(site, "derived/bb.sql", DERIVED("bb", "{cc: [], orders: []}"));
    site_write(site, "derived/cc.sql", DERIVED("cc", "{orders: []}"));
    catalogue = open_catalogue(site);
    assert_true(catalogue_derived(catalogue, "cc") < catalogue_derived(catalogue, "bb"));
    assert_true(catalogue_derived(catalogue, "bb") < catalogue_derived(catalogue, "aa"));
    site_close(site);
}

static void derived_datasets_that_need_each_other_are_a_fault(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "derived/aa.sql", DERIVED("aa", "{bb: []}"));
    site_write(site, "derived/bb.sql", DERIVED("bb", "{aa: []}"));
    expect_complaints(site, "derived/aa.sql:1: derived datasets need each other in a circle: aa is "
                            "one of them");
}

static void derived_dataset_may_not_take_the_name_of_another_table(void **state)
{
    struct site *site = site_open();

    (void)state;
    site_write(site, "derived/calendar.sql", DERIVED("calendar", "{orders: []}"));
    site_write(site, "derived/orders.sql", DERIVED("orders", "{customers: []}"));
    expect_complaints(site, "derived/calendar.sql:1: the name \"calendar\" is taken\n"
                            "derived/orders.sql:1: the name \"orders\" is taken");
}

/* Reads a datasets.yaml of the test's own. */
static void expect_contract_complaints(const char *yaml, const char *complaints)
{
    struct catalogue catalogue = {0};
    const struct settings settings = {0};
    struct catalogue_reading reading = {.catalogue = &catalogue, .settings = &settings};
    struct site *site = site_open();

    site_write(site, "datasets.yaml", yaml);
    contracts_take(&reading, site->folder);
    assert_string_equal(reading.complaints.text, complaints);
    region_clear(&catalogue.region);
    site_close(site);
}

static void contract_that_names_what_it_has_not_is_a_fault(void **state)
{
    (void)state;
    expect_contract_complaints("things:\n"
                               "  title: {en: Things, th: สิ่งของ}\n"
                               "  key: [thing_no]\n"
                               "  columns: [thing_on, made_at]\n"
                               "  born_on: made_at\n"
                               "  ends: [gone_on]\n",
                               "datasets.yaml:1: dataset things: key names the column "
                               "\"thing_no\", which it hasn't\n"
                               "datasets.yaml:1: dataset things: ends names the column "
                               "\"gone_on\", which it hasn't\n"
                               "datasets.yaml:1: dataset things: born_on names made_at, which is "
                               "not a date (its name must end in _on)");
}

static void contract_without_a_key_is_a_fault(void **state)
{
    (void)state;
    expect_contract_complaints("things:\n  title: {en: Things, th: สิ่งของ}\n  key: []\n"
                               "  columns: [thing_no]\n",
                               "datasets.yaml:1: dataset things: key must name at least one "
                               "column");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_catalogue_has_no_fault),
        cmocka_unit_test(contract_knows_types_keys_and_allowed_words),
        cmocka_unit_test(contract_adds_what_columns_are_compared_by),
        cmocka_unit_test(site_takes_the_place_of_a_shipped_check),
        cmocka_unit_test(settings_change_a_rule_without_touching_its_sql),
        cmocka_unit_test(since_on_is_a_parameter_of_checks_that_know_when_their_rows_began),
        cmocka_unit_test(settings_change_what_rules_share),
        cmocka_unit_test(derived_dataset_that_is_unknown_is_told_with_the_nearest),
        cmocka_unit_test(kind_that_a_map_lacks_is_added),
        cmocka_unit_test(overrides_of_what_is_not_there_are_told_all_at_once),
        cmocka_unit_test(file_named_otherwise_than_its_id_is_a_fault),
        cmocka_unit_test(needs_are_held_against_the_contracts),
        cmocka_unit_test(derived_datasets_stand_in_the_order_of_their_needs),
        cmocka_unit_test(derived_datasets_that_need_each_other_are_a_fault),
        cmocka_unit_test(derived_dataset_may_not_take_the_name_of_another_table),
        cmocka_unit_test(contract_that_names_what_it_has_not_is_a_fault),
        cmocka_unit_test(contract_without_a_key_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
