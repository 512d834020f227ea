/* Tests jobs/prepare*.c: from source files to derived.sqlite. */
#include "jobs/prepare.h"
#include "tests/unit/small_site.h"

#define PULLS                                                                                      \
    "SELECT dataset, source, state, row_count, reject_count, source_row_count FROM khrop_pulls"    \
    " ORDER BY dataset"

static void whole_sources_give_whole_datasets(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived", PULLS), "accounts|credit|whole|2|0|2\n"
                                                           "orders|shop|whole|4|0|4\n"
                                                           "staff|shop|whole|3|0|3\n");
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT source, state, dataset_count, row_count, reject_count,"
                                  " message FROM khrop_sources ORDER BY source"),
                        "credit|whole|1|2|0|\nshop|whole|2|7|0|\n");
    assert_string_equal(site_rows(site, "derived", "SELECT * FROM khrop_controls"),
                        "shop|orders|order_amount|401\n");
    site_close(site);
}

static void source_that_was_down_fails_its_own_datasets_alone(void **state)
{
    struct small_site *site = site_open();
    const struct source_failure failure = {.source = "credit", .reason = "connection refused"};

    (void)state;
    site_pull(site);
    site_remove(site, "credit");
    site->request.failures = &failure;
    site->request.failure_count = 1;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived", PULLS), "accounts|credit|failed|0|0|0\n"
                                                           "orders|shop|whole|4|0|4\n"
                                                           "staff|shop|whole|3|0|3\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT message FROM khrop_pulls WHERE dataset = 'accounts'"),
        "source credit: connection refused\n");
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT source, state, message FROM khrop_sources"
                                  " WHERE source = 'credit'"),
                        "credit|failed|connection refused\n");
    site_close(site);
}

static void source_without_a_file_is_failed(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_remove(site, "credit");
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT state FROM khrop_pulls WHERE dataset = 'accounts'"),
        "failed\n");
    site_close(site);
}

static void damaged_file_fails_its_own_datasets_alone(void **state)
{
    struct small_site *site = site_open();
    char path[PATH_MAX + 64];
    FILE *file;

    (void)state;
    site_pull(site);
    snprintf(path, sizeof path, "%s/credit.sqlite", site->slot.folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("this is not a database, however long one looks at it, and it never was one\n", file);
    fclose(file);
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived", PULLS), "accounts|credit|failed|0|0|0\n"
                                                           "orders|shop|whole|4|0|4\n"
                                                           "staff|shop|whole|3|0|3\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT message FROM khrop_pulls WHERE dataset = 'accounts'"),
        "source credit: the file of its pull is damaged\n");
    snprintf(path, sizeof path, "%s/credit.sqlite.damaged", site->slot.folder);
    assert_int_equal(unlink(path), 0); /* put aside, so that nobody attaches it */
    sqlite3_close(site_mirror(site));
    site_close(site);
}

static void few_rejects_make_a_dataset_partial_and_many_unusable(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "UPDATE khrop_pulls SET reject_count = 10, source_row_count = 14"
                 " WHERE dataset = 'orders';"
                 "UPDATE khrop_pulls SET reject_count = 11, source_row_count = 14"
                 " WHERE dataset = 'staff';"
                 "INSERT INTO khrop_rejects VALUES ('orders', 5, 'O5', 'ordered_on', '31/02/2026',"
                 " 'not a date')");
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived", PULLS), "accounts|credit|whole|2|0|2\n"
                                                           "orders|shop|partial|4|10|14\n"
                                                           "staff|shop|too_many_rejects|3|11|14\n");
    assert_string_equal(site_rows(site, "derived", "SELECT * FROM khrop_rejects"),
                        "shop|orders|5|O5|ordered_on|31/02/2026|not a date\n");
    assert_string_equal(
        site_rows(site, "derived",
                  "SELECT message FROM khrop_pulls WHERE dataset <> 'accounts'"
                  " ORDER BY dataset"),
        "10 rows were rejected (ordered_on 1); the first: row 5, key O5: ordered_on not a date; "
        "csv/rejects.csv has all\n"
        "11 rows were rejected, more than rejects.max = 10; csv/rejects.csv has all\n");
    site_close(site);
}

static void empty_dataset_is_blocked_unless_it_may_be_empty_or_is_accepted(void **state)
{
    struct small_site *site = site_open();
    const char *const accepted[] = {"staff", NULL};

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "DELETE FROM staff; DELETE FROM orders; UPDATE khrop_pulls SET row_count = 0,"
                 " source_row_count = 0");
    site_execute(site, "credit", "DELETE FROM accounts; UPDATE khrop_pulls SET row_count = 0");
    site->datasets[2].has_may_be_empty = site->datasets[2].may_be_empty = true; /* accounts */
    site->request.accepted = accepted;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT dataset, state, may_be_empty, is_accepted, message"
                                  " FROM khrop_pulls ORDER BY dataset"),
                        "accounts|whole|1|0|\n"
                        "orders|blocked|0|0|it is empty; if that is right: khrop run daily --date"
                        " 2026-11-25 --force --accept orders\n"
                        "staff|whole|0|1|\n");
    site_close(site);
}

/* 70 % of the usual number still passes: 4 of 5 and 7 of 10 do, 2 of 3 doesn't. */
static void dataset_that_has_shrunk_by_more_than_the_guard_is_blocked(void **state)
{
    struct small_site *site = site_open();
    const struct usual_volume volumes[] = {{"orders", 5}, {"accounts", 3}, {"staff", 4}};

    (void)state;
    site_pull(site);
    site->datasets[2].has_may_be_empty = site->datasets[2].may_be_empty = true; /* accounts */
    site->request.volumes = volumes;
    site->request.volume_count = 3;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT dataset, state, usual_row_count FROM khrop_pulls"
                                  " ORDER BY dataset"),
                        "accounts|blocked|3\norders|whole|5\nstaff|whole|4\n");
    site_close(site);
}

static void seven_of_ten_rows_pass_the_guard_and_six_do_not(void **state)
{
    struct small_site *site = site_open();
    const struct usual_volume volumes[] = {{"orders", 10}, {"staff", 10}};

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "UPDATE khrop_pulls SET row_count = 7 WHERE dataset = 'orders';"
                 "UPDATE khrop_pulls SET row_count = 6 WHERE dataset = 'staff'");
    site->request.volumes = volumes;
    site->request.volume_count = 2;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT dataset, state FROM khrop_pulls"
                                  " WHERE source = 'shop' ORDER BY dataset"),
                        "orders|whole\nstaff|blocked\n");
    site_close(site);
}

static void default_list_of_what_may_be_empty_is_a_parameter_of_src_01(void **state)
{
    struct small_site *site = site_open();
    const struct parameter parameter = {.name = "may_be_empty",
                                        .branch = "",
                                        .kind = "",
                                        .is_list = true,
                                        .text = ",orders,accounts,"};
    struct rule *rule = site_check(site, "SRC-01", "SELECT 1 AS order_no");

    (void)state;
    rule->parameters = &parameter;
    rule->parameter_count = 1;
    site_pull(site);
    site_execute(site, "credit", "DELETE FROM accounts; UPDATE khrop_pulls SET row_count = 0");
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT state FROM khrop_pulls WHERE dataset = 'accounts'"),
        "whole\n");
    site_close(site);
}

/* accounts comes from both sources; C2 stands in both. */
static void key_in_two_sources_is_a_reject_that_names_both_rows(void **state)
{
    static const struct feed_settings both[] = {{.source = "credit"}, {.source = "shop"}};
    struct small_site *site = site_open();
    sqlite3 *mirror;

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "CREATE TABLE accounts (khrop_row INTEGER, customer_no TEXT, balance INTEGER,"
                 " credit_limit INTEGER);"
                 "INSERT INTO accounts VALUES (1, 'C3', 5, 6), (7, 'C2', 7, 8);"
                 "INSERT INTO khrop_pulls VALUES ('accounts', 'shop', 'whole', 2, 0, 2, 1003, '',"
                 " ',credit_limit,', NULL, 'x')");
    site->datasets[2].feeds = both;
    site->datasets[2].feed_count = 2;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT source, state, row_count, reject_count, source_row_count,"
                                  " absent_columns FROM khrop_pulls WHERE dataset = 'accounts'"),
                        "credit,shop|partial|3|1|4|,credit_limit,\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT source, row_no, key_text, reason FROM khrop_rejects"),
        "shop|7|C2|row 7 of source shop has the key of row 2 of source credit,"
        " which stays; a key must come from one source\n");
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT source, state, row_count, reject_count FROM khrop_sources"
                                  " ORDER BY source"),
                        "credit|whole|2|0\nshop|partial|8|1\n");
    mirror = site_mirror(site);
    assert_string_equal(rows_of(mirror, "SELECT customer_no, balance FROM accounts ORDER BY 1"),
                        "C1|150000\nC2|10000\nC3|5\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void dataset_of_two_sources_is_whole_only_when_both_are(void **state)
{
    static const struct feed_settings both[] = {{.source = "credit"}, {.source = "shop"}};
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "INSERT INTO khrop_pulls VALUES ('accounts', 'shop', 'failed', 0, 0, 0, 1003,"
                 " 'no such table', '', NULL, 'x')");
    site->datasets[2].feeds = both;
    site->datasets[2].feed_count = 2;
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT state, message FROM khrop_pulls"
                                  " WHERE dataset = 'accounts'"),
                        "failed|source shop: no such table\n");
    site_close(site);
}

static void map_parameters_stand_in_their_table(void **state)
{
    struct small_site *site = site_open();
    const struct parameter parameters[] = {
        {.name = "stale_days", .branch = "", .kind = "orders", .type = COLUMN_INTEGER, .number = 2},
        {.name = "owner_name", .branch = "", .kind = "x", .type = COLUMN_TEXT, .text = "y"},
        {.name = "grace_days", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 9},
    };
    struct rule *rule = site_check(site, "SRC-01", "SELECT 1 AS order_no");

    (void)state;
    rule->parameters = parameters;
    rule->parameter_count = 3;
    site_pull(site);
    site_prepare(site);
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT name, branch, kind, value, typeof(value) FROM parameters"
                                  " ORDER BY name"),
                        "SRC-01.owner_name||x|y|text\nSRC-01.stale_days||orders|2|integer\n");
    site_close(site);
}

/* Counts and places from the file itself: 1,162 lines of 77 provinces. */
static void postcodes_stand_with_their_provinces(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site_pull(site);
    site_prepare(site);
    assert_string_equal(
        site_rows(site, "derived", "SELECT count(DISTINCT province_name) FROM postcodes"), "77\n");
    assert_string_equal(site_rows(site, "derived",
                                  "SELECT province, province_name FROM postcodes"
                                  " WHERE postcode = '50200' ORDER BY province"),
                        "chiangmai|เชียงใหม่\nเชียงใหม่|เชียงใหม่\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT province FROM postcodes WHERE postcode = '10110'"),
        "กรุงเทพมหานคร\n");
    assert_string_equal(
        site_rows(site, "derived", "SELECT count(*) FROM postcodes WHERE postcode = '00000'"),
        "0\n");
    site_close(site);
}

static void folder_that_is_not_there_is_an_error(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    assert_int_equal(rmdir(site->slot.folder), 0);
    assert_false(prepare_mirror(&site->request, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_CANNOT_WRITE);
    assert_int_equal(mkdir(site->slot.folder, 0700), 0);
    site_close(site);
}

static void full_disk_is_an_error_and_leaves_no_file_behind(void **state)
{
    struct small_site *site = site_open();
    bool is_prepared;

    (void)state;
    site_pull(site);
    limit_file_size(8192);
    is_prepared = prepare_mirror(&site->request, &site->error);
    limit_file_size(RLIM_INFINITY);
    assert_false(is_prepared);
    assert_int_equal(site->error.code, EXIT_CODE_CANNOT_WRITE);
    site_remove(site, "shop");
    site_remove(site, "credit");
    assert_int_equal(rmdir(site->slot.folder), 0); /* it is empty */
    assert_int_equal(mkdir(site->slot.folder, 0700), 0);
    site_close(site);
}

/* Eleven sources: more than can be attached, so that all stand in one file. */
static void more_sources_than_can_be_attached_are_merged(void **state)
{
    static const struct source_settings sources[] = {
        {.name = "shop"}, {.name = "credit"}, {.name = "s3"},  {.name = "s4"},
        {.name = "s5"},   {.name = "s6"},     {.name = "s7"},  {.name = "s8"},
        {.name = "s9"},   {.name = "s10"},    {.name = "s11"},
    };
    struct small_site *site = site_open();
    sqlite3 *mirror;

    (void)state;
    site->settings.sources = sources;
    site->settings.source_count = 11;
    site_pull(site);
    site_prepare(site);
    mirror = site_mirror(site);
    assert_string_equal(rows_of(mirror, "SELECT count(*) FROM staff JOIN accounts"), "6\n");
    sqlite3_close(mirror);
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_sources_give_whole_datasets),
        cmocka_unit_test(source_that_was_down_fails_its_own_datasets_alone),
        cmocka_unit_test(source_without_a_file_is_failed),
        cmocka_unit_test(damaged_file_fails_its_own_datasets_alone),
        cmocka_unit_test(few_rejects_make_a_dataset_partial_and_many_unusable),
        cmocka_unit_test(empty_dataset_is_blocked_unless_it_may_be_empty_or_is_accepted),
        cmocka_unit_test(dataset_that_has_shrunk_by_more_than_the_guard_is_blocked),
        cmocka_unit_test(seven_of_ten_rows_pass_the_guard_and_six_do_not),
        cmocka_unit_test(default_list_of_what_may_be_empty_is_a_parameter_of_src_01),
        cmocka_unit_test(key_in_two_sources_is_a_reject_that_names_both_rows),
        cmocka_unit_test(dataset_of_two_sources_is_whole_only_when_both_are),
        cmocka_unit_test(map_parameters_stand_in_their_table),
        cmocka_unit_test(postcodes_stand_with_their_provinces),
        cmocka_unit_test(folder_that_is_not_there_is_an_error),
        cmocka_unit_test(full_disk_is_an_error_and_leaves_no_file_behind),
        cmocka_unit_test(more_sources_than_can_be_attached_are_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
