/* Tests jobs/stand_ins.c: a check runs without what it may use, and says what is not known. */
#include "tests/unit/small_site.h"

static const char *const amounts[] = {"owed_amount", NULL};
static const struct need accounts[] = {{"accounts", amounts}};
static const struct need limits[] = {{"limits", amounts}};

/* What O1 .. O3 have to do with the only account, and that they have no other. */
static const char accounts_sql[] =
    "SELECT order_no, COALESCE(accounts.balance, 0) AS owed_amount FROM orders"
    " LEFT JOIN accounts ON accounts.customer_no = 'C' || substr(orders.order_no, 2)";

static struct rule *optional_check(struct small_site *site, const char *sql,
                                   const struct need *may_use)
{
    struct rule *rule = site_check(site, "X-01", sql);

    rule->may_use = may_use;
    rule->may_use_count = 1;
    rule->why =
        (struct bilingual){{"{order_no} owes {owed_amount}", "{order_no} ค้าง {owed_amount}"}};
    return rule;
}

static const char *found(struct small_site *site)
{
    site_evaluate(site);
    return site_rows(site, "results",
                     "SELECT khrop_key, owed_amount, khrop_why_en, khrop_why_th FROM \"X-01\"");
}

static const char *state_of(const struct small_site *site)
{
    return site_rows(site, "results",
                     "SELECT check_id, state, found_count, reason_en, reason_th FROM khrop_checks");
}

static void prepare_where(struct small_site *site, const char *credit_sql)
{
    site_pull(site);
    site_execute(site, "credit", credit_sql);
    site_prepare(site);
}

static void what_is_there_is_used(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    prepare_where(site, "");
    optional_check(site, accounts_sql, accounts);
    assert_string_equal(found(site), "O1|150000|O1 owes 15.00|O1 ค้าง 15.00\n"
                                     "O2|10000|O2 owes 1.00|O2 ค้าง 1.00\n"
                                     "O3|0|O3 owes 0.00|O3 ค้าง 0.00\n");
    assert_string_equal(state_of(site), "X-01|checked|3||\n");
    site_close(site);
}

static const char not_known[] = "O1|null|O1 owes not known|O1 ค้าง ไม่ทราบ\n"
                                "O2|null|O2 owes not known|O2 ค้าง ไม่ทราบ\n"
                                "O3|null|O3 owes not known|O3 ค้าง ไม่ทราบ\n";

static void what_is_not_mapped_is_not_known(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    site->settings.dataset_count = 2; /* accounts is the third */
    prepare_where(site, "");
    optional_check(site, accounts_sql, accounts);
    assert_string_equal(found(site), not_known);
    assert_string_equal(state_of(site),
                        "X-01|checked|3|not known: Accounts: dataset accounts is not mapped at "
                        "this site|ไม่ทราบ: บัญชีลูกค้า: ยังไม่ได้กำหนดแหล่งข้อมูลของ accounts\n");
    site_close(site);
}

/* The view that closes a dataset which failed is there for who needs it, on every connection. */
static void what_was_not_pulled_is_not_known_and_stays_closed_to_others(void **state)
{
    static const struct need all[] = {{"accounts", no_names}};
    struct small_site *site = site_open();
    struct rule *other;

    (void)state;
    site->settings.parallel = 1;
    prepare_where(site, "UPDATE khrop_pulls SET state = 'failed', message = 'gone';"
                        "DROP TABLE accounts");
    optional_check(site, accounts_sql, accounts);
    other = site_check(site, "X-02", "SELECT customer_no AS order_no FROM accounts");
    other->needs = all;
    other->need_count = 1;
    site_check(site, "X-03", "SELECT customer_no AS order_no FROM accounts");
    assert_string_equal(found(site), not_known);
    assert_string_equal(site_rows(site, "results", "SELECT check_id, state FROM khrop_checks"),
                        "X-01|checked\nX-02|not_checked\nX-03|failed\n");
    site_close(site);
}

static void rejected_rows_leave_it_known_in_part(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    prepare_where(site, "UPDATE khrop_pulls SET reject_count = 4");
    optional_check(site, accounts_sql, accounts);
    assert_string_equal(found(site), "O1|150000|O1 owes 15.00|O1 ค้าง 15.00\n"
                                     "O2|10000|O2 owes 1.00|O2 ค้าง 1.00\n"
                                     "O3|0|O3 owes 0.00|O3 ค้าง 0.00\n");
    assert_string_equal(state_of(site),
                        "X-01|checked|3|known in part: Accounts: 4 rows of accounts were rejected|"
                        "ทราบเพียงบางส่วน: บัญชีลูกค้า: accounts มี 4 แถวที่ใช้ไม่ได้\n");
    site_close(site);
}

/* What is derived from it has its columns all the same, and whoever derives on from that. */
static void derived_datasets_behind_it_are_stood_in_for(void **state)
{
    static const char *const key[] = {"customer_no", NULL};
    static const struct need halves[] = {{"halves", no_names}};
    static const char limits_sql[] =
        "SELECT order_no, COALESCE(limits.half_amount, 0) AS owed_amount FROM orders"
        " LEFT JOIN limits ON limits.customer_no = 'C' || substr(orders.order_no, 2)";
    struct small_site *site = site_open();
    struct rule *derived;

    (void)state;
    derived = site_derived(site, "halves",
                           "SELECT customer_no, balance / 2 AS half_amount FROM accounts", key);
    derived->needs = accounts;
    derived->need_count = 1;
    derived = site_derived(site, "limits", "SELECT customer_no, half_amount FROM halves", key);
    derived->needs = halves;
    derived->need_count = 1;
    site->settings.dataset_count = 2;
    optional_check(site, limits_sql, limits);
    prepare_where(site, "");
    assert_string_equal(found(site), not_known);
    site_close(site);
}

static void column_that_the_query_does_not_give_fails_the_check(void **state)
{
    struct small_site *site = site_open();

    (void)state;
    prepare_where(site, "");
    optional_check(site, "SELECT order_no FROM orders", accounts)->why =
        (struct bilingual){{"-", "-"}};
    site_evaluate(site);
    assert_string_equal(site_rows(site, "results", "SELECT state, reason_en FROM khrop_checks"),
                        "failed|checks/X.sql: may_use names \"owed_amount\", a column that the "
                        "query does not give\n");
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_used),
        cmocka_unit_test(what_is_not_mapped_is_not_known),
        cmocka_unit_test(what_was_not_pulled_is_not_known_and_stays_closed_to_others),
        cmocka_unit_test(rejected_rows_leave_it_known_in_part),
        cmocka_unit_test(derived_datasets_behind_it_are_stood_in_for),
        cmocka_unit_test(column_that_the_query_does_not_give_fails_the_check),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
