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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
