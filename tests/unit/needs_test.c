/* Tests jobs/needs.c: whether what a rule needs is there, and why not. */
#include "jobs/needs.h"
#include "tests/unit/small_site.h"

static const char *const credit_limit[] = {"credit_limit", NULL};

/* A prepared site whose accounts dataset is in the state that `sql` makes of the credit file. */
static struct small_site *site_where(const char *sql)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_execute(site, "credit", sql);
    site_prepare(site);
    return site;
}

/* Asks for one need and closes the site. */
static struct needs_answer ask(struct small_site *site, struct need need)
{
    const struct rule rule = {.needs = &need, .need_count = 1};
    sqlite3 *mirror = site_mirror(site);
    struct needs_answer answer;

    assert_true(needs_look(mirror, &site->catalogue, &rule, &answer, &site->error));
    sqlite3_close(mirror);
    site_close(site);
    return answer;
}

static void whole_dataset_needs_no_reason(void **state)
{
    struct needs_answer answer = ask(site_where(""), (struct need){"accounts", credit_limit});

    (void)state;
    assert_int_equal(answer.state, NEEDS_WHOLE);
    assert_string_equal(answer.reason[LANGUAGE_EN].text, "");
    assert_string_equal(answer.reason[LANGUAGE_TH].text, "");
}

static void rejects_make_it_partial_in_both_languages(void **state)
{
    struct needs_answer answer = ask(site_where("UPDATE khrop_pulls SET reject_count = 4"),
                                     (struct need){"accounts", no_names});

    (void)state;
    assert_int_equal(answer.state, NEEDS_PARTIAL);
    assert_string_equal(answer.reason[LANGUAGE_EN].text, "4 rows of accounts were rejected");
    assert_string_equal(answer.reason[LANGUAGE_TH].text, "accounts มี 4 แถวที่ใช้ไม่ได้");
}

static void failed_pull_is_missing_with_its_message(void **state)
{
    struct needs_answer answer =
        ask(site_where("UPDATE khrop_pulls SET state = 'failed', message = 'no column balance'"),
            (struct need){"accounts", no_names});

    (void)state;
    assert_int_equal(answer.state, NEEDS_MISSING);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "dataset accounts can't be used: source credit: no column balance");
    assert_string_equal(answer.reason[LANGUAGE_TH].text, "ใช้ข้อมูล accounts ไม่ได้");
}

static void absent_column_is_missing_only_for_who_needs_it(void **state)
{
    static const char absent[] = "UPDATE khrop_pulls SET absent_columns = ',credit_limit,'";
    struct needs_answer answer = ask(site_where(absent), (struct need){"accounts", credit_limit});

    (void)state;
    assert_int_equal(answer.state, NEEDS_MISSING);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "the site's query for accounts does not give credit_limit");
    assert_string_equal(answer.reason[LANGUAGE_TH].text,
                        "คำสั่งดึงข้อมูล accounts ไม่มีคอลัมน์ credit_limit");
    answer = ask(site_where(absent), (struct need){"accounts", no_names});
    assert_int_equal(answer.state, NEEDS_WHOLE);
}

/* The name of one absent column may stand inside that of another. */
static void absent_column_is_found_by_its_whole_name(void **state)
{
    struct needs_answer answer =
        ask(site_where("UPDATE khrop_pulls SET absent_columns = ',old_credit_limit,credit,'"),
            (struct need){"accounts", credit_limit});

    (void)state;
    assert_int_equal(answer.state, NEEDS_WHOLE);
}

static void dataset_that_is_not_mapped_says_so(void **state)
{
    struct small_site *site = site_open();
    struct needs_answer answer;

    (void)state;
    site->settings.dataset_count = 2; /* accounts is the third */
    site_pull(site);
    site_prepare(site);
    answer = ask(site, (struct need){"accounts", no_names});
    assert_int_equal(answer.state, NEEDS_MISSING);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "dataset accounts is not mapped at this site");
    assert_string_equal(answer.reason[LANGUAGE_TH].text, "ยังไม่ได้กำหนดแหล่งข้อมูลของ accounts");
}

static void own_tables_are_always_there(void **state)
{
    struct needs_answer answer = ask(site_where(""), (struct need){"khrop_pulls", no_names});

    (void)state;
    assert_int_equal(answer.state, NEEDS_WHOLE);
}

static void what_is_missing_goes_before_what_is_partial(void **state)
{
    const struct need needs[] = {{"orders", no_names}, {"accounts", no_names}};
    const struct rule rule = {.needs = needs, .need_count = 2};
    struct small_site *site = site_where("UPDATE khrop_pulls SET state = 'failed'");
    struct needs_answer answer;
    sqlite3 *mirror;

    (void)state;
    site_execute(site, "derived",
                 "UPDATE khrop_pulls SET state = 'partial', reject_count = 1"
                 " WHERE dataset = 'orders'");
    mirror = site_mirror(site);
    assert_true(needs_look(mirror, &site->catalogue, &rule, &answer, &site->error));
    assert_int_equal(answer.state, NEEDS_MISSING);
    assert_string_equal(answer.reason[LANGUAGE_EN].text, "dataset accounts can't be used");
    sqlite3_close(mirror);
    site_close(site);
}

static struct needs_answer ask_all(struct small_site *site, const struct need *needs, size_t count)
{
    const struct rule rule = {.needs = needs, .need_count = count};
    sqlite3 *mirror = site_mirror(site);
    struct needs_answer answer;

    assert_true(needs_look(mirror, &site->catalogue, &rule, &answer, &site->error));
    sqlite3_close(mirror);
    return answer;
}

static void all_that_is_missing_is_named_at_once(void **state)
{
    static const char *const ordered[] = {"staff_no", "closed_on", NULL};
    const struct need needs[] = {
        {"orders", ordered}, {"staff", no_names}, {"accounts", no_names}, {"accounts", no_names}};
    struct small_site *site = site_where("");
    struct needs_answer answer;

    (void)state;
    site_execute(site, "derived",
                 "UPDATE khrop_pulls SET absent_columns = ',staff_no,closed_on,', reject_count = 2,"
                 " state = 'partial' WHERE dataset = 'orders';"
                 "DELETE FROM khrop_pulls WHERE dataset = 'staff';"
                 "UPDATE khrop_pulls SET state = 'failed', message = 'source credit: gone'"
                 " WHERE dataset = 'accounts'");
    answer = ask_all(site, needs, 4);
    assert_int_equal(answer.state, NEEDS_MISSING);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "dataset staff is not mapped at this site; dataset accounts can't be used: "
                        "source credit: gone; the site's query for orders does not give staff_no "
                        "and closed_on");
    assert_string_equal(answer.reason[LANGUAGE_TH].text,
                        "ยังไม่ได้กำหนดแหล่งข้อมูลของ staff; ใช้ข้อมูล accounts ไม่ได้; "
                        "คำสั่งดึงข้อมูล orders ไม่มีคอลัมน์ staff_no และ closed_on");
    site_close(site);
}

static void what_is_missing_for_one_reason_is_told_in_one_clause(void **state)
{
    const struct need needs[] = {{"orders", no_names}, {"accounts", no_names}, {"staff", no_names}};
    struct small_site *site = site_where("");
    struct needs_answer answer;

    (void)state;
    site_execute(site, "derived",
                 "UPDATE khrop_pulls SET state = 'failed', message = 'no network'");
    answer = ask_all(site, needs, 3);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "datasets orders, accounts and staff can't be used: no network");
    assert_string_equal(answer.reason[LANGUAGE_TH].text, "ใช้ข้อมูล orders, accounts และ staff ไม่ได้");
    site_execute(site, "derived", "DELETE FROM khrop_pulls");
    answer = ask_all(site, needs, 2);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "datasets orders and accounts are not mapped at this site");
    assert_string_equal(answer.reason[LANGUAGE_TH].text,
                        "ยังไม่ได้กำหนดแหล่งข้อมูลของ orders และ accounts");
    site_close(site);
}

static void all_that_is_partial_is_named_at_once(void **state)
{
    const struct need needs[] = {{"orders", no_names}, {"accounts", no_names}};
    struct small_site *site = site_where("");
    struct needs_answer answer;

    (void)state;
    site_execute(site, "derived", "UPDATE khrop_pulls SET state = 'partial', reject_count = 3");
    answer = ask_all(site, needs, 2);
    assert_int_equal(answer.state, NEEDS_PARTIAL);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "3 rows of orders were rejected; 3 rows of accounts were rejected");
    assert_string_equal(answer.reason[LANGUAGE_TH].text,
                        "orders มี 3 แถวที่ใช้ไม่ได้; accounts มี 3 แถวที่ใช้ไม่ได้");
    site_close(site);
}

/* Two derived datasets rest on accounts, one of them on staff too: each is named once. */
static void what_is_behind_derived_datasets_is_named_once(void **state)
{
    static const char *const key[] = {"order_no", NULL};
    static const struct need first[] = {{"accounts", no_names}};
    static const struct need second[] = {{"first", no_names}, {"staff", no_names}};
    const struct need needs[] = {{"first", no_names}, {"second", no_names}, {"accounts", no_names}};
    struct small_site *site = site_open();
    struct rule *derived;
    struct needs_answer answer;

    (void)state;
    derived = site_derived(site, "first", "SELECT customer_no AS order_no FROM accounts", key);
    derived->needs = first;
    derived->need_count = 1;
    derived = site_derived(site, "second", "SELECT order_no FROM first", key);
    derived->needs = second;
    derived->need_count = 2;
    site->settings.dataset_count = 1;
    site->settings.datasets = &site->datasets[1]; /* orders */
    site_pull(site);
    site_prepare(site);
    answer = ask_all(site, needs, 3);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "datasets accounts and staff are not mapped at this site");
    assert_string_equal(
        site_rows(site, "derived", "SELECT dataset, reason_en FROM khrop_derived ORDER BY dataset"),
        "first|dataset accounts is not mapped at this site\n"
        "second|datasets accounts and staff are not mapped at this site\n");
    site_close(site);
}

/* Twelve are named, of however many. */
static void many_are_counted(void **state)
{
    char names[20][16];
    struct contract contracts[20];
    struct need needs[20];
    struct small_site *site = site_where("");
    struct needs_answer answer;

    (void)state;
    for (int i = 0; i < 20; i++) {
        snprintf(names[i], sizeof names[i], "set%d", i);
        contracts[i] = (struct contract){.name = names[i], .ends = no_names};
        needs[i] = (struct need){names[i], no_names};
    }
    site->catalogue.contracts = contracts;
    site->catalogue.contract_count = 20;
    answer = ask_all(site, needs, 20);
    assert_string_equal(answer.reason[LANGUAGE_EN].text,
                        "datasets set0, set1, set2, set3, set4, set5, set6, set7, set8, set9, "
                        "set10, set11 and 8 more are not mapped at this site");
    assert_string_equal(answer.reason[LANGUAGE_TH].text,
                        "ยังไม่ได้กำหนดแหล่งข้อมูลของ set0, set1, set2, set3, set4, set5, set6, set7, "
                        "set8, set9, set10, set11 และอีก 8 รายการ");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_dataset_needs_no_reason),
        cmocka_unit_test(rejects_make_it_partial_in_both_languages),
        cmocka_unit_test(failed_pull_is_missing_with_its_message),
        cmocka_unit_test(absent_column_is_missing_only_for_who_needs_it),
        cmocka_unit_test(absent_column_is_found_by_its_whole_name),
        cmocka_unit_test(dataset_that_is_not_mapped_says_so),
        cmocka_unit_test(own_tables_are_always_there),
        cmocka_unit_test(what_is_missing_goes_before_what_is_partial),
        cmocka_unit_test(all_that_is_missing_is_named_at_once),
        cmocka_unit_test(what_is_missing_for_one_reason_is_told_in_one_clause),
        cmocka_unit_test(all_that_is_partial_is_named_at_once),
        cmocka_unit_test(what_is_behind_derived_datasets_is_named_once),
        cmocka_unit_test(many_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
