/* Tests jobs/kpi_history.c and jobs/kpi_definitions.c: a KPI over several days, each published.
 *
 * Orders of the small site: O1 of S1 on day 20779, O2 of S2 on 20780, O3 of nobody on 20781 (O4 on
 * 20783 is never covered here). The first D is 20782, its last day covered 20781. Three days are
 * reckoned again.
 */
#include "core/clock.h"
#include "jobs/ledger.h"
#include "jobs/statement.h"
#include "tests/unit/small_site.h"

#include <ftw.h>

static const struct kpi_measure count = {"", {{"", ""}}, UNIT_COUNT};
static const struct kpi_measure percent = {"", {{"", ""}}, UNIT_PERCENT};
static const char orders_by_day[] = "SELECT staff_no, '' AS split, '' AS measure, 1 AS part,"
                                    " 1 AS whole, ordered_on AS day_on FROM orders";

static char folder[PATH_MAX];
static struct ledger ledger;

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

/* A site whose slots are real ones, in a state folder. */
static struct small_site *history_site(void)
{
    struct small_site *site = site_open();

    assert_int_equal(rmdir(site->slot.folder), 0);
    snprintf(folder, sizeof folder, "/tmp/khrop-history-XXXXXX");
    assert_non_null(mkdtemp(folder));
    site->settings.state_folder = folder;
    site->job.restate_days = 3;
    ledger = (struct ledger){.run_at = 1000, .begun_milliseconds = clock_monotonic_milliseconds()};
    if (!state_open(&ledger.state, folder, &site->error))
        fail_msg("%s", site->error.text);
    return site;
}

static void history_close(struct small_site *site)
{
    state_close(ledger.state);
    assert_int_equal(nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS), 0);
    free(site);
}

/* Runs a business date up to publication; `change` is made to what the shop's source gave. */
static void run(struct small_site *site, int64_t business_on, const char *change)
{
    site->slot.business_on = business_on;
    site->slot.last_on = business_on - 1;
    if (!ledger_begin(&ledger, &site->settings, &site->slot, &site->error))
        fail_msg("%s", site->error.text);
    site_pull(site);
    site_execute(site, "shop", change);
    site_prepare(site);
    if (!evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error) ||
        !evaluate_figures(ledger.state, &site->settings, &site->catalogue, &site->slot,
                          &site->error))
        fail_msg("%s", site->error.text);
}

static void publish(struct small_site *site)
{
    assert_true(ledger_publishing(&ledger, &site->slot, "hash", EXIT_CODE_GOOD, &site->error));
    assert_true(ledger_published(&ledger, &site->slot, NULL, NULL, &site->error));
}

static void run_and_publish(struct small_site *site, int64_t business_on, const char *change)
{
    run(site, business_on, change);
    publish(site);
}

static const char *company(const struct small_site *site, const char *period)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT part FROM khrop_kpi_values WHERE level = 'company' AND period = '%s'"
             " ORDER BY kpi_id",
             period);
    return site_rows(site, "results", sql);
}

static const char *remembered(const char *sql)
{
    return rows_of(state_connection(ledger.state), sql);
}

static const char written[] = "SELECT attempt_id, day_on, why FROM kpi_days ORDER BY 1, 2";

/* Day 20770 is older than three days, so it stays; 20779 too on the second day, whose last day
 * covered is 20782; 20780 is reckoned again and the source has forgotten it. */
static void older_days_stay_and_recent_ones_are_reckoned_again(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1)");
    assert_string_equal(company(site, "all"), "4\n");
    run_and_publish(site, 20783,
                    "DELETE FROM orders WHERE ordered_on < 20781;"
                    "INSERT INTO orders VALUES (5, 'O5', 'S1', 20782, NULL, 1)");
    assert_string_equal(company(site, "all"), "4\n");
    assert_string_equal(company(site, "day"), "1\n");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT day_on, staff_no, part FROM khrop_kpi_parts"
                                  " WHERE day_on < 20783 ORDER BY 1"),
                        "20770|S1|1\n20779|S1|1\n20781||1\n20782|S1|1\n");
    assert_string_equal(remembered(written),
                        "1|20770|first\n1|20779|first\n1|20780|first\n1|20781|first\n"
                        "2|20780|restated\n2|20782|first\n");
    history_close(site);
}

/* The journal: what the first attempt said of day 20780 is still there. */
static void restated_sums_are_kept(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "");
    run_and_publish(site, 20783, "UPDATE orders SET staff_no = 'S3' WHERE order_no = 'O2'");
    assert_string_equal(remembered("SELECT attempt_id, staff_no, part FROM kpi_history"
                                   " WHERE day_on = 20780 ORDER BY 1"),
                        "1|S2|1\n2|S3|1\n");
    history_close(site);
}

/* 20765 lies before all that history knows; of 20775, in between, it knows that nothing was. */
static void older_day_is_taken_only_where_history_knows_nothing(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1)");
    run_and_publish(site, 20783,
                    "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1),"
                    " (6, 'P1', 'S1', 20765, NULL, 1), (7, 'P2', 'S1', 20775, NULL, 1)");
    assert_string_equal(company(site, "all"), "5\n");
    assert_string_equal(remembered("SELECT day_on, why FROM kpi_days WHERE attempt_id = 2"),
                        "20765|first\n");
    history_close(site);
}

/* S1's order of day 20779 stays with team A, that of 20782 is team B's. */
static void who_moves_keeps_the_team_of_each_day(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "");
    run_and_publish(site, 20783,
                    "UPDATE staff SET team = 'B', branch = 'B2' WHERE staff_no = 'S1';"
                    "INSERT INTO orders VALUES (5, 'O5', 'S1', 20782, NULL, 1)");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level, level_no, part FROM khrop_kpi_values"
                                  " WHERE period = 'month' ORDER BY 1, 2"),
                        "branch||1\nbranch|B1|1\nbranch|B2|2\ncompany||4\nstaff||1\nstaff|S1|2\n"
                        "staff|S2|1\nteam||1\nteam|A|2\nteam|B|1\n");
    history_close(site);
}

static void stock_stands_with_the_team_of_today(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "stock", KPI_STOCK, &count,
             "SELECT staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole FROM staff");
    run_and_publish(site, 20782, "");
    run_and_publish(site, 20783, "UPDATE staff SET team = 'B' WHERE staff_no = 'S1'");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level_no, part FROM khrop_kpi_values"
                                  " WHERE level = 'team' ORDER BY 1"),
                        "A|1\nB|2\n");
    assert_string_equal(remembered("SELECT day_on, count(*) FROM kpi_history GROUP BY day_on"),
                        "20782|3\n20783|3\n");
    history_close(site);
}

/* Team B had three orders on the first date, none on the second, and has one today. */
static void balances_of_earlier_dates_make_a_trend(void **state)
{
    static const struct audience_settings audience = {.name = "b", .team = "B"};
    struct small_site *site = history_site();

    (void)state;
    site->settings.audiences = &audience;
    site->settings.audience_count = 1;
    site_kpi(site, "stock", KPI_STOCK, &count,
             "SELECT staff_no, '' AS split, '' AS measure, 1 AS part, NULL AS whole FROM orders"
             " WHERE staff_no = 'S3'");
    run_and_publish(site, 20782, "UPDATE orders SET staff_no = 'S3' WHERE ordered_on < 20782");
    run_and_publish(site, 20783, "");
    run_and_publish(site, 20785, "UPDATE orders SET staff_no = 'S3' WHERE order_no = 'O1'");
    assert_string_equal(site_rows(site, "results",
                                  "SELECT level, level_no, period, day_on, value"
                                  " FROM khrop_kpi_trends WHERE level <> 'branch' ORDER BY 1, 4"),
                        "company||now|20782|3\ncompany||now|20783|0\ncompany||now|20785|1\n"
                        "team|B|now|20782|3\nteam|B|now|20783|0\nteam|B|now|20785|1\n");
    history_close(site);
}

static void attempt_that_failed_leaves_nothing(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run(site, 20782, "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1)");
    assert_true(ledger_failed(&ledger, &site->slot, EXIT_CODE_DATA, "test", &site->error));
    assert_string_equal(remembered("SELECT (SELECT count(*) FROM kpi_history),"
                                   " (SELECT count(*) FROM kpi_days),"
                                   " (SELECT count(*) FROM kpi_runs),"
                                   " (SELECT count(*) FROM staff_places)"),
                        "0|0|0|0\n");
    run_and_publish(site, 20782, "");
    assert_string_equal(company(site, "all"), "3\n");
    history_close(site);
}

/* What is staged and not yet published is no history for anyone. */
static void attempt_left_by_a_crash_does_not_count(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run(site, 20782, "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1)");
    run_and_publish(site, 20783, "");
    assert_string_equal(company(site, "all"), "3\n");
    assert_string_equal(remembered("SELECT day_on FROM kpi_days WHERE attempt_id = 2"),
                        "20779\n20780\n20781\n");
    history_close(site);
}

static void running_a_day_again_replaces_its_sums(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "");
    run_and_publish(site, 20782, "DELETE FROM orders WHERE order_no = 'O3'");
    run_and_publish(site, 20783, "DELETE FROM orders WHERE order_no = 'O3'");
    assert_string_equal(company(site, "all"), "2\n");
    assert_string_equal(remembered("SELECT day_on, why FROM kpi_days WHERE attempt_id = 2"),
                        "20781|restated\n");
    history_close(site);
}

/* As of an older date less was known than history knows; only what it lacks is added. */
static void older_slot_adds_only_days_that_history_lacks(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "");
    run_and_publish(site, 20780,
                    "DELETE FROM orders WHERE order_no = 'O1';"
                    "INSERT INTO orders VALUES (5, 'O0', 'S1', 20770, NULL, 1)");
    assert_true(site->slot.is_flows_only);
    assert_string_equal(remembered("SELECT day_on, why FROM kpi_days WHERE attempt_id = 2"),
                        "20770|first\n");
    run_and_publish(site, 20783, "DELETE FROM orders");
    assert_string_equal(company(site, "all"), "2\n"); /* days 20770 and 20779 */
    history_close(site);
}

/* Its days of up to three before it are replaced, day 20779 by nothing; those that it didn't see,
 * 20780 and 20781, stay. What was said of 20779 before is still there. A later run takes it so. */
static void restated_older_slot_replaces_its_days(void **state)
{
    struct small_site *site = history_site();

    (void)state;
    site_kpi(site, "orders", KPI_FLOW, &count, orders_by_day);
    run_and_publish(site, 20782, "");
    site->slot.is_restated = true;
    run_and_publish(site, 20780, "DELETE FROM orders WHERE order_no = 'O1'");
    site->slot.is_restated = false;
    assert_true(site->slot.is_flows_only);
    assert_string_equal(remembered("SELECT day_on, why FROM kpi_days WHERE attempt_id = 2"),
                        "20779|restated\n");
    assert_string_equal(remembered("SELECT attempt_id, part FROM kpi_history WHERE day_on = 20779"),
                        "1|1\n");
    run_and_publish(site, 20783, "");
    assert_string_equal(company(site, "all"), "2\n"); /* days 20780 and 20781 */
    history_close(site);
}

/* Under the old definition 3 of 3 orders up to day 20781 count, under the new one those of someone:
 * 2 of 3, 66.6667 %. */
static void changed_definition_is_told_with_its_effect(void **state)
{
    struct small_site *site = history_site();
    struct rule *rule = site_kpi(site, "assigned", KPI_FLOW, &percent, orders_by_day);

    (void)state;
    rule->sha256 = "1";
    run_and_publish(site, 20782, "");
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_kpi_changes"), "");
    rule->sha256 = "2";
    rule->sql = "SELECT staff_no, '' AS split, '' AS measure,"
                " CASE WHEN staff_no IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,"
                " ordered_on AS day_on FROM orders";
    run_and_publish(site, 20783, "DELETE FROM orders WHERE ordered_on > 20781");
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_kpi_changes"),
                        "assigned||20783|20782|1000000|666667\n");
    assert_string_equal(remembered("SELECT day_on, why FROM kpi_days WHERE attempt_id = 2"),
                        "20781|definition\n");
    assert_string_equal(remembered("SELECT kpi_id, count(*) FROM kpi_definitions"), "assigned|2\n");
    history_close(site);
}

static void changed_parameter_is_a_changed_definition_for_seven_days(void **state)
{
    struct parameter parameter = {
        .name = "least", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 1};
    struct small_site *site = history_site();
    struct rule *rule = site_kpi(site, "orders", KPI_STOCK, &count,
                                 "SELECT '' AS staff_no, '' AS split, '' AS measure,"
                                 " :least AS part, NULL AS whole");

    (void)state;
    rule->sha256 = "1";
    rule->parameters = &parameter;
    rule->parameter_count = 1;
    run_and_publish(site, 20782, "");
    parameter.number = 5;
    run_and_publish(site, 20783, "");
    for (int64_t day = 20784; day <= 20789; day++)
        run_and_publish(site, day, "");
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_kpi_changes"),
                        "orders||20783|20782|1|5\n");
    run_and_publish(site, 20790, "");
    assert_string_equal(site_rows(site, "results", "SELECT * FROM khrop_kpi_changes"), "");
    history_close(site);
}

static const char assigned_by_day[] =
    "SELECT staff_no, '--' AS split, '' AS measure,"
    " CASE WHEN staff_no IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole, ordered_on AS day_on"
    " FROM orders";

static const char changes[] = "SELECT kpi_id, changed_on FROM khrop_kpi_changes ORDER BY 1, 2";

static void what_people_read_of_a_kpi_is_not_its_definition(void **state)
{
    struct small_site *site = history_site();
    struct rule *rule = site_kpi(site, "assigned", KPI_FLOW, &percent, assigned_by_day);

    (void)state;
    run_and_publish(site, 20782, "");
    rule->sha256 = "2";
    rule->title = (struct bilingual){{"Another", "อื่น"}};
    rule->formula = (struct bilingual){{"In other words", "กล่าวคือ"}};
    rule->sql = "-- 'Somebody's\nSELECT staff_no,\t'--' AS split, '' AS measure, -- whose\n"
                "  CASE WHEN staff_no IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,\n"
                "  ordered_on AS day_on FROM orders\n";
    run_and_publish(site, 20783, "");
    assert_string_equal(site_rows(site, "results", changes), "");
    /* Comments and quotes: what stands in quotes is meant. */
    rule->sql = "SELECT staff_no, '-- ' AS split, '' AS measure,"
                " CASE WHEN staff_no IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole, ordered_on AS"
                " day_on FROM orders";
    run_and_publish(site, 20784, "");
    assert_string_equal(site_rows(site, "results", changes), "assigned|20784\n");
    history_close(site);
}

static void target_unit_and_branch_of_a_parameter_are_its_definition(void **state)
{
    static const struct kpi_measure days_measure = {"", {{"", ""}}, UNIT_DAYS};
    struct parameter parameter = {
        .name = "least", .branch = "", .kind = "x", .type = COLUMN_INTEGER, .number = 1};
    struct small_site *site = history_site();
    struct rule *rule = site_kpi(site, "assigned", KPI_FLOW, &percent, assigned_by_day);

    (void)state;
    rule->parameters = &parameter;
    rule->parameter_count = 1;
    run_and_publish(site, 20782, "");
    rule->has_target = true;
    rule->target = 950000;
    run_and_publish(site, 20783, "");
    assert_string_equal(site_rows(site, "results", changes), "assigned|20783\n");
    parameter.branch = "B1";
    run_and_publish(site, 20784, "");
    assert_string_equal(site_rows(site, "results", changes), "assigned|20784\n");
    rule->measures = &days_measure;
    run_and_publish(site, 20785, "");
    run_and_publish(site, 20786, "");
    assert_string_equal(site_rows(site, "results", changes), "assigned|20785\n");
    history_close(site);
}

/* Earlier versions kept the hash of the file: after an upgrade, which brings other files, nothing
 * counts as changed but what the site has set otherwise. */
static void upgrade_marks_nothing_but_other_parameters(void **state)
{
    struct parameter parameter = {
        .name = "least", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 1};
    struct small_site *site = history_site();
    struct rule *first = site_kpi(site, "first", KPI_FLOW, &percent, assigned_by_day);
    struct rule *second = site_kpi(site, "second", KPI_STOCK, &count,
                                   "SELECT '' AS staff_no, '' AS split, '' AS measure,"
                                   " :least AS part, NULL AS whole");

    (void)state;
    second->parameters = &parameter;
    second->parameter_count = 1;
    run_and_publish(site, 20782, "");
    assert_true(statement_execute(state_connection(ledger.state),
                                  "UPDATE kpi_definitions SET sha256 = substr(sha256, 3)",
                                  &site->error));
    first->sha256 = "2";
    first->sql = orders_by_day;
    parameter.number = 2;
    run_and_publish(site, 20783, "");
    assert_string_equal(site_rows(site, "results", changes), "second|20783\n");
    first->sql = assigned_by_day;
    run_and_publish(site, 20784, "");
    assert_string_equal(site_rows(site, "results", changes), "first|20784\nsecond|20783\n");
    history_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(older_days_stay_and_recent_ones_are_reckoned_again),
        cmocka_unit_test(restated_sums_are_kept),
        cmocka_unit_test(older_day_is_taken_only_where_history_knows_nothing),
        cmocka_unit_test(who_moves_keeps_the_team_of_each_day),
        cmocka_unit_test(stock_stands_with_the_team_of_today),
        cmocka_unit_test(balances_of_earlier_dates_make_a_trend),
        cmocka_unit_test(attempt_that_failed_leaves_nothing),
        cmocka_unit_test(attempt_left_by_a_crash_does_not_count),
        cmocka_unit_test(running_a_day_again_replaces_its_sums),
        cmocka_unit_test(older_slot_adds_only_days_that_history_lacks),
        cmocka_unit_test(restated_older_slot_replaces_its_days),
        cmocka_unit_test(changed_definition_is_told_with_its_effect),
        cmocka_unit_test(changed_parameter_is_a_changed_definition_for_seven_days),
        cmocka_unit_test(what_people_read_of_a_kpi_is_not_its_definition),
        cmocka_unit_test(target_unit_and_branch_of_a_parameter_are_its_definition),
        cmocka_unit_test(upgrade_marks_nothing_but_other_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
