/* Tests jobs/outbox.c: what counts, what is tried when, and what a crash leaves. */
#include "jobs/outbox.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1795388400)
#define DAY 20780

static char folder[PATH_MAX];
static struct state *state;
static struct error error;

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

/* Two attempts at one day; the first is published, the second runs. */
static int begin(void **context)
{
    (void)context;
    error_clear(&error);
    snprintf(folder, sizeof folder, "/tmp/khrop-outbox-XXXXXX");
    return mkdtemp(folder) == NULL || !state_open(&state, folder, &error) ||
           !statement_execute(
               state_connection(state),
               "INSERT INTO slots VALUES (1, 'daily', 20780);"
               "INSERT INTO attempts (attempt_id, slot_id, attempt_no, state, is_flows_only,"
               " started_at, pid, folder) VALUES (1, 1, 1, 'published', 0, 0, 0, '/out/daily/x'),"
               " (2, 1, 2, 'running', 0, 0, 0, NULL);",
               &error);
}

static int end(void **context)
{
    (void)context;
    state_close(state);
    return nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static struct outbox_item item_of(const char *recipient)
{
    return (struct outbox_item){
        .job = "daily",
        .business_on = DAY,
        .delivery = "boss",
        .report = "kpi",
        .way = "mail",
        .recipient = recipient,
        .recipient_name = "",
        .subject = "s",
        .plain = "p",
        .html = "h",
        .language = "th",
        .files = "",
        .refusal = "",
        .queued_at = NOW,
        .give_up_at = NOW + 86400,
    };
}

static void stage(int64_t attempt_id, const char *recipient)
{
    struct outbox_item item = item_of(recipient);

    assert_true(outbox_stage(state, attempt_id, &item, &error));
}

static void execute(const char *sql)
{
    assert_true(statement_execute(state_connection(state), sql, &error));
}

static int64_t number_of(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_true(statement_prepare(state_connection(state), sql, &statement, &error));
    assert_true(statement_next(statement, &error));
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* Takes the next row that is due; false when none is. */
static bool take(int64_t now, struct outbox_row *row)
{
    static struct region region;
    struct outbox_due due = {.now = now};
    bool is_found = false;

    region_clear(&region);
    assert_true(outbox_take(state, &due, &region, row, &is_found, &error));
    return is_found;
}

static enum outbox_state settle(const struct outbox_row *row, enum outbox_state result, int64_t now)
{
    struct outbox_outcome outcome = {.state = result, .code = 451, .answer = "later"};

    assert_true(outbox_settle(state, row, &outcome, now, &error));
    return outcome.state;
}

static void rows_count_once_their_attempt_is_published(void **context)
{
    struct outbox_row row;

    (void)context;
    stage(2, "a@example.com");
    assert_false(take(NOW, &row));
    execute("UPDATE attempts SET state = 'published' WHERE attempt_id = 2");
    assert_true(take(NOW, &row));
    assert_string_equal(row.item.recipient, "a@example.com");
}

static void the_same_to_the_same_is_queued_once(void **context)
{
    struct outbox_item other = item_of("a@example.com");

    (void)context;
    stage(1, "a@example.com");
    stage(1, "a@example.com");
    other.delivery = "staff"; /* whoever names the address */
    assert_true(outbox_stage(state, 1, &other, &error));
    assert_int_equal(number_of("SELECT count(*) FROM outbox"), 1);
    other.plain = "other words";
    assert_true(outbox_stage(state, 1, &other, &error));
    stage(1, "b@example.com");
    assert_int_equal(number_of("SELECT count(*) FROM outbox"), 3);
}

/* 1, 5, 10, 30, 60 minutes, then every hour. */
static void waits_grow_to_an_hour(void **context)
{
    static const int64_t waits[] = {60, 300, 600, 1800, 3600, 3600};
    struct outbox_row row;
    int64_t now = NOW;

    (void)context;
    stage(1, "a@example.com");
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        assert_true(take(now, &row));
        assert_int_equal(row.tries, i + 1);
        assert_int_equal(settle(&row, OUTBOX_QUEUED, now), OUTBOX_QUEUED);
        assert_false(take(now + waits[i] - 1, &row));
        now += waits[i];
    }
    assert_int_equal(number_of("SELECT count(*) FROM outbox_receipts WHERE code = 451"), 6);
}

static void the_last_try_is_at_the_deadline(void **context)
{
    struct outbox_row row;

    (void)context;
    stage(1, "a@example.com");
    execute("UPDATE outbox SET give_up_at = queued_at + 30");
    assert_true(take(NOW, &row));
    assert_int_equal(settle(&row, OUTBOX_QUEUED, NOW), OUTBOX_QUEUED);
    assert_true(take(NOW + 30, &row));
    assert_int_equal(settle(&row, OUTBOX_QUEUED, NOW + 30), OUTBOX_FAILED);
    assert_false(take(NOW + 90000, &row));
}

static void a_crash_before_the_last_line_is_tried_again(void **context)
{
    struct outbox_row row;

    (void)context;
    stage(1, "a@example.com");
    assert_true(take(NOW, &row));
    assert_true(outbox_recover(state, NOW + 1, &error));
    assert_true(take(NOW + 1, &row));
    assert_int_equal(row.tries, 2);
}

static void a_crash_after_it_is_uncertain_and_sent_by_hand_alone(void **context)
{
    struct outbox_row row;
    char key[OUTBOX_KEY_SIZE];

    (void)context;
    stage(1, "a@example.com");
    assert_true(take(NOW, &row));
    snprintf(key, sizeof key, "%s", row.key);
    assert_true(outbox_handed(state, &row, NOW, &error));
    assert_true(outbox_recover(state, NOW + 1, &error));
    assert_int_equal(number_of("SELECT state = 'uncertain' FROM outbox"), 1);
    assert_false(take(NOW + 90000, &row));
    assert_true(outbox_resend(state, "1", NOW + 2, NOW + 100, &error));
    assert_true(take(NOW + 2, &row));
    assert_string_equal(row.key, key); /* and so its message id */
    assert_true(outbox_recover(state, NOW + 3, &error));
    assert_true(take(NOW + 3, &row)); /* what was handed over before does not count */
}

static void a_row_is_named_by_number_or_key(void **context)
{
    struct outbox_row row;
    char begin_of_key[9];

    (void)context;
    stage(1, "a@example.com");
    assert_true(take(NOW, &row));
    settle(&row, OUTBOX_SENT, NOW);
    snprintf(begin_of_key, sizeof begin_of_key, "%.8s", row.key);
    assert_true(outbox_resend(state, begin_of_key, NOW, NOW + 1, &error));
    assert_false(outbox_resend(state, "2", NOW, NOW + 1, &error));
    assert_int_equal(error.code, EXIT_CODE_USAGE);
    begin_of_key[7] = '\0';
    assert_false(outbox_resend(state, begin_of_key, NOW, NOW + 1, &error));
}

static void a_later_attempt_takes_the_place_of_what_waits(void **context)
{
    struct outbox_item later = item_of("a@example.com");
    struct outbox_row row;

    (void)context;
    stage(1, "a@example.com");
    stage(1, "b@example.com");
    later.plain = "corrected";
    assert_true(outbox_stage(state, 2, &later, &error));
    assert_true(outbox_recover(state, NOW, &error));
    assert_int_equal(number_of("SELECT count(*) FROM outbox WHERE state = 'superseded'"), 0);
    execute("UPDATE attempts SET state = 'published' WHERE attempt_id = 2");
    assert_true(outbox_recover(state, NOW, &error));
    assert_int_equal(number_of("SELECT outbox_no FROM outbox WHERE state = 'superseded'"), 1);
    assert_true(take(NOW, &row));
    assert_string_equal(row.item.recipient, "b@example.com");
}

static void a_server_that_is_away_puts_all_mail_off(void **context)
{
    struct outbox_due due = {.now = NOW};
    int64_t counts[OUTBOX_STATE_COUNT] = {0};
    struct outbox_item copy = item_of("/share");
    struct outbox_row row;

    (void)context;
    stage(1, "a@example.com");
    stage(1, "b@example.com");
    copy.way = "folder";
    assert_true(outbox_stage(state, 1, &copy, &error));
    assert_true(outbox_put_off(state, &due, "away", counts, &error));
    assert_int_equal(counts[OUTBOX_QUEUED], 2);
    assert_true(take(NOW, &row));
    assert_string_equal(row.item.recipient, "/share");
    settle(&row, OUTBOX_SENT, NOW);
    assert_false(take(NOW + 59, &row));
    assert_true(take(NOW + 60, &row));
}

static void old_texts_go_and_receipts_stay(void **context)
{
    struct outbox_row row;

    (void)context;
    stage(1, "a@example.com");
    assert_true(take(NOW, &row));
    assert_true(outbox_forget(state, NOW + 100 * 86400, &error));
    assert_int_equal(number_of("SELECT count(*) FROM outbox_contents"), 1); /* still to be sent */
    settle(&row, OUTBOX_SENT, NOW);
    assert_true(outbox_forget(state, NOW + 44 * 86400, &error));
    assert_int_equal(number_of("SELECT count(*) FROM outbox_contents"), 1);
    assert_true(outbox_forget(state, NOW + 46 * 86400, &error));
    assert_int_equal(number_of("SELECT count(*) FROM outbox_contents"), 0);
    assert_int_equal(number_of("SELECT count(*) FROM outbox_receipts"), 1);
    assert_false(outbox_resend(state, "1", NOW, NOW + 1, &error));
    assert_non_null(strstr(error.text, "no longer kept"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_count_once_their_attempt_is_published),
        TEST(the_same_to_the_same_is_queued_once),
        TEST(waits_grow_to_an_hour),
        TEST(the_last_try_is_at_the_deadline),
        TEST(a_crash_before_the_last_line_is_tried_again),
        TEST(a_crash_after_it_is_uncertain_and_sent_by_hand_alone),
        TEST(a_row_is_named_by_number_or_key),
        TEST(a_later_attempt_takes_the_place_of_what_waits),
        TEST(a_server_that_is_away_puts_all_mail_off),
        TEST(old_texts_go_and_receipts_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
