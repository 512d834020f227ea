/* Tests jobs/rehearsal.c: every query over empty tables, without a source. */
#include "jobs/rehearsal.h"
#include "tests/unit/small_site.h"

static const struct kpi_measure counted[] = {{"", {{"", ""}}, UNIT_COUNT}};
static const char *const staff_key[] = {"staff_no", NULL};

static const struct need staff[] = {{"staff", no_names}, {NULL, NULL}};
static const struct need people[] = {{"people", no_names}, {NULL, NULL}};
static const struct need orders_and_people[] = {
    {"orders", no_names}, {"people", no_names}, {NULL, NULL}};

static void need(struct rule *rule, const struct need *needs)
{
    rule->needs = needs;
    for (rule->need_count = 0; needs[rule->need_count].dataset != NULL;)
        rule->need_count++;
}

static struct rehearsal rehearse(struct small_site *site)
{
    struct rehearsal rehearsal = {0};

    if (!rehearsal_open(&rehearsal, &site->settings, &site->catalogue, &site->error))
        fail_msg("%s", site->error.text);
    return rehearsal;
}

static void queries_that_run_are_good_though_no_source_is_asked(void **state)
{
    struct small_site *site = site_open();
    struct rehearsal rehearsal;
    char folder[PATH_MAX];

    (void)state;
    need(site_derived(site, "people", "SELECT staff_no FROM staff", staff_key), staff);
    need(site_check(site, "A-01", "SELECT order_no FROM orders JOIN people USING (staff_no)"),
         orders_and_people);
    need(site_kpi(site, "k", KPI_STOCK, counted,
                  "SELECT staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole "
                  "FROM people"),
         people);
    rehearsal = rehearse(site);
    assert_true(rehearsal_is_good(&rehearsal, &site->error));
    snprintf(folder, sizeof folder, "%s", rehearsal.slot.folder);
    assert_int_equal(access(folder, F_OK), 0);
    rehearsal_close(&rehearsal);
    assert_int_equal(access(folder, F_OK), -1); /* it leaves nothing behind */
    site_close(site);
}

/* The check that needs the failed dataset has nothing to say of its own. */
static void every_fault_is_told_at_once_with_its_line(void **state)
{
    struct small_site *site = site_open();
    const struct need need = {"people", no_names};
    struct rehearsal rehearsal;
    struct rule *check;

    (void)state;
    site_derived(site, "people", "SELECT staff_number AS staff_no FROM staff", staff_key);
    site_check(site, "A-01", "SELECT order_no\nFROM ordres");
    check = site_check(site, "A-02", "SELECT staff_no AS order_no FROM people");
    check->needs = &need;
    check->need_count = 1;
    site_kpi(site, "k", KPI_STOCK, counted, "SELECT 1 AS part");
    rehearsal = rehearse(site);
    assert_false(rehearsal_is_good(&rehearsal, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_CONFIGURATION);
    assert_non_null(strstr(site->error.text, "derived/x.sql:5: no such column: staff_number\n"
                                             "checks/X.sql:11: no such table: ordres\n"
                                             "kpis/x.sql"));
    assert_null(strstr(site->error.text, "A-02"));
    rehearsal_close(&rehearsal);
    site_close(site);
}

/* Run on half the orders it would close exceptions that are still there. */
static void dataset_that_is_read_and_not_needed_is_told(void **state)
{
    struct small_site *site = site_open();
    struct rehearsal rehearsal;

    (void)state;
    need(site_derived(site, "people", "SELECT staff_no FROM staff", staff_key), staff);
    need(site_check(site, "A-01",
                    "WITH accounts AS (SELECT 1 AS n) SELECT order_no FROM orders, accounts "
                    "WHERE staff_no IN (SELECT staff_no FROM people)"),
         people);
    rehearsal = rehearse(site);
    assert_false(rehearsal_is_good(&rehearsal, &site->error));
    assert_string_equal(site->error.text, "checks/X.sql:1: reads orders, which `needs` does not "
                                          "name; write needs: {orders: [], ..}");
    rehearsal_close(&rehearsal);
    site_close(site);
}

static void folder_that_can_not_be_made_is_told_with_its_path(void **state)
{
    struct small_site *site = site_open();
    struct rehearsal rehearsal = {0};

    (void)state;
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    assert_false(rehearsal_open(&rehearsal, &site->settings, &site->catalogue, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(site->error.text, "/nowhere/khrop_rehearsal_"));
    rehearsal_close(&rehearsal);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_that_run_are_good_though_no_source_is_asked),
        cmocka_unit_test(every_fault_is_told_at_once_with_its_line),
        cmocka_unit_test(dataset_that_is_read_and_not_needed_is_told),
        cmocka_unit_test(folder_that_can_not_be_made_is_told_with_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
