/* What must reach whom; see outbox.h. */
#include "jobs/outbox.h"

#include "jobs/statement.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long a row waits after its first, second .. try; the last one repeats. A server that greets
 * strangers with "later" mostly lets them in after five minutes. */
static const int64_t waits[] = {60, 300, 600, 1800, 3600};
#define WAIT_COUNT ((int64_t)(sizeof waits / sizeof waits[0]))

#define TEXT_KEPT_SECONDS (45 * INT64_C(86400))
#define KEY_BEGIN_MIN 8

#define ROW_COLUMNS                                                                                \
    "SELECT outbox_no, key, attempt_no, attempts.folder, tries, outbox.job, business_on,"          \
    " delivery, report, way, recipient, recipient_name, subject, plain, html, files,"              \
    " is_attached, queued_at, give_up_at, language"                                                \
    " FROM outbox JOIN attempts USING (attempt_id)"                                                \
    " JOIN outbox_contents USING (content_sha256)"

const char *const outbox_state_codes[OUTBOX_STATE_COUNT] = {
    "queued", "sending", "sent", "failed", "refused", "uncertain", "superseded"};

/* Runs one statement with the usual names bound. */
static bool change(struct state *state, const char *sql, int64_t outbox_no, int64_t now,
                   struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_changed;

    if (!statement_prepare(state_connection(state), sql, &statement, error))
        return false;
    statement_bind_integer(statement, ":no", outbox_no);
    statement_bind_integer(statement, ":now", now);
    is_changed = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_changed;
}

/* All or nothing. */
static bool transaction(struct state *state, const char *const *statements, size_t count,
                        int64_t outbox_no, int64_t now, struct error *error)
{
    bool is_good = statement_execute(state_connection(state), "BEGIN IMMEDIATE", error);

    for (size_t i = 0; is_good && i < count; i++)
        is_good = change(state, statements[i], outbox_no, now, error);
    if (is_good && statement_execute(state_connection(state), "COMMIT", error))
        return true;
    (void)sqlite3_exec(state_connection(state), "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool outbox_recover(struct state *state, int64_t now, struct error *error)
{
    static const char *const statements[] = {
        "INSERT INTO outbox_receipts (outbox_no, at, state, code, answer)"
        " SELECT outbox_no, :now, CASE WHEN handed_at IS NULL THEN 'queued' ELSE 'uncertain' END,"
        "  0, 'khrop was ended while it delivered' FROM outbox WHERE state = 'sending'",
        "UPDATE outbox SET state = 'uncertain', answered_at = :now,"
        " answer = 'khrop was ended after the message had been handed over and before the answer"
        " was recorded: it may have arrived'"
        " WHERE state = 'sending' AND handed_at IS NOT NULL",
        "UPDATE outbox SET state = 'queued', next_at = :now WHERE state = 'sending'",
        /* A forced rerun says something else: what it replaces is old news. */
        "UPDATE outbox SET state = 'superseded', answered_at = :now WHERE state = 'queued'"
        " AND tries_by_hand = 0 AND EXISTS (SELECT 1 FROM outbox AS later JOIN attempts USING"
        " (attempt_id) WHERE attempts.state = 'published' AND later.attempt_id > outbox.attempt_id"
        "  AND later.job = outbox.job AND later.business_on = outbox.business_on"
        "  AND later.delivery = outbox.delivery AND later.recipient = outbox.recipient)",
    };

    return transaction(state, statements, sizeof statements / sizeof statements[0], 0, now, error);
}

static const char *copy(struct region *region, sqlite3_stmt *row, int column)
{
    return region_copy(region, statement_text(row, column));
}

static void row_read(sqlite3_stmt *found, struct region *region, struct outbox_row *row)
{
    *row = (struct outbox_row){
        .outbox_no = sqlite3_column_int64(found, 0),
        .attempt = sqlite3_column_int(found, 2),
        .folder = copy(region, found, 3),
        .tries = sqlite3_column_int64(found, 4) + 1,
        .item = {.job = copy(region, found, 5),
                 .business_on = sqlite3_column_int64(found, 6),
                 .delivery = copy(region, found, 7),
                 .report = copy(region, found, 8),
                 .way = copy(region, found, 9),
                 .recipient = copy(region, found, 10),
                 .recipient_name = copy(region, found, 11),
                 .subject = copy(region, found, 12),
                 .plain = copy(region, found, 13),
                 .html = copy(region, found, 14),
                 .files = copy(region, found, 15),
                 .is_attached = sqlite3_column_int(found, 16) != 0,
                 .refusal = "",
                 .queued_at = sqlite3_column_int64(found, 17),
                 .give_up_at = sqlite3_column_int64(found, 18),
                 .language = copy(region, found, 19)},
    };
    snprintf(row->key, sizeof row->key, "%s", statement_text(found, 1));
}

static void due_bind(sqlite3_stmt *statement, const struct outbox_due *due)
{
    statement_bind_integer(statement, ":now", due->now);
    statement_bind_integer(statement, ":is_eager", due->is_eager);
    statement_bind_integer(statement, ":after", due->after_no);
}

static bool row_find(struct state *state, const struct outbox_due *due, struct region *region,
                     struct outbox_row *row, bool *is_found, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    *is_found = false;
    if (!statement_prepare(state_connection(state),
                           ROW_COLUMNS
                           " WHERE outbox.state = 'queued' AND attempts.state = 'published'"
                           "  AND outbox_no > :after AND (:is_eager OR next_at <= :now)"
                           " ORDER BY outbox_no LIMIT 1",
                           &statement, error))
        return false;
    due_bind(statement, due);
    *is_found = statement_next(statement, error);
    if (*is_found)
        row_read(statement, region, row);
    sqlite3_finalize(statement);
    return *is_found || error->code == EXIT_CODE_GOOD;
}

bool outbox_take(struct state *state, const struct outbox_due *due, struct region *region,
                 struct outbox_row *row, bool *is_found, struct error *error)
{
    error_clear(error);
    return row_find(state, due, region, row, is_found, error) &&
           (!*is_found ||
            change(state,
                   "UPDATE outbox SET state = 'sending', tries = tries + 1, tried_at = :now,"
                   " handed_at = NULL WHERE outbox_no = :no",
                   row->outbox_no, due->now, error));
}

bool outbox_handed(struct state *state, const struct outbox_row *row, int64_t now,
                   struct error *error)
{
    return change(state, "UPDATE outbox SET handed_at = :now WHERE outbox_no = :no", row->outbox_no,
                  now, error);
}

static int64_t next_try(const struct outbox_row *row, const struct outbox_outcome *outcome,
                        int64_t now)
{
    int64_t wait = waits[row->tries < WAIT_COUNT ? row->tries - 1 : WAIT_COUNT - 1];

    if (outcome->is_soon)
        return now;
    return now + wait < row->item.give_up_at ? now + wait : row->item.give_up_at;
}

static bool outcome_write(struct state *state, const char *sql, const struct outbox_row *row,
                          const struct outbox_outcome *outcome, int64_t now, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_written;

    if (!statement_prepare(state_connection(state), sql, &statement, error))
        return false;
    statement_bind_integer(statement, ":no", row->outbox_no);
    statement_bind_integer(statement, ":now", now);
    statement_bind_text(statement, ":state", outbox_state_codes[outcome->state]);
    statement_bind_integer(statement, ":code", outcome->code);
    statement_bind_text(statement, ":answer", outcome->answer);
    statement_bind_integer(statement, ":next_at", next_try(row, outcome, now));
    is_written = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_written;
}

bool outbox_settle(struct state *state, const struct outbox_row *row,
                   struct outbox_outcome *outcome, int64_t now, struct error *error)
{
    bool is_good;

    if (outcome->state == OUTBOX_QUEUED && !outcome->is_soon && now >= row->item.give_up_at)
        outcome->state = OUTBOX_FAILED;
    is_good =
        statement_execute(state_connection(state), "BEGIN IMMEDIATE", error) &&
        outcome_write(state,
                      "UPDATE outbox SET state = :state, answer = :answer, answered_at = :now,"
                      " next_at = :next_at WHERE outbox_no = :no",
                      row, outcome, now, error) &&
        outcome_write(state,
                      "INSERT INTO outbox_receipts (outbox_no, at, state, code, answer)"
                      " VALUES (:no, :now, :state, :code, :answer)",
                      row, outcome, now, error);
    if (is_good && statement_execute(state_connection(state), "COMMIT", error))
        return true;
    (void)sqlite3_exec(state_connection(state), "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool outbox_detach(struct state *state, const struct outbox_row *row, struct error *error)
{
    return change(state, "UPDATE outbox SET is_attached = 0 WHERE outbox_no = :no", row->outbox_no,
                  0, error);
}

static bool mail_find(struct state *state, const struct outbox_due *due, struct outbox_row *row,
                      bool *is_found, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    *is_found = false;
    if (!statement_prepare(
            state_connection(state),
            "SELECT outbox_no, tries, give_up_at FROM outbox JOIN attempts USING (attempt_id)"
            " WHERE outbox.state = 'queued' AND attempts.state = 'published' AND way = 'mail'"
            "  AND outbox_no > :after AND (:is_eager OR next_at <= :now)"
            " ORDER BY outbox_no LIMIT 1",
            &statement, error))
        return false;
    due_bind(statement, due);
    *is_found = statement_next(statement, error);
    if (*is_found)
        *row = (struct outbox_row){.outbox_no = sqlite3_column_int64(statement, 0),
                                   .tries = sqlite3_column_int64(statement, 1) + 1,
                                   .item.give_up_at = sqlite3_column_int64(statement, 2)};
    sqlite3_finalize(statement);
    return *is_found || error->code == EXIT_CODE_GOOD;
}

/* One by one: each has its receipt and its own next try. */
bool outbox_put_off(struct state *state, const struct outbox_due *due, const char *answer,
                    int64_t counts[OUTBOX_STATE_COUNT], struct error *error)
{
    struct outbox_due rest = *due;
    struct outbox_row row;
    bool is_found = false;

    while (mail_find(state, &rest, &row, &is_found, error) && is_found) {
        struct outbox_outcome outcome = {.state = OUTBOX_QUEUED, .answer = answer};

        if (!change(state,
                    "UPDATE outbox SET tries = tries + 1, tried_at = :now WHERE outbox_no = :no",
                    row.outbox_no, due->now, error) ||
            !outbox_settle(state, &row, &outcome, due->now, error))
            return false;
        counts[outcome.state]++;
        rest.after_no = row.outbox_no;
    }
    return error->code == EXIT_CODE_GOOD;
}

static bool is_number(const char *text)
{
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text) && strlen(text) < 19;
}

/* A number is an outbox number; what could be either (eight digits) is looked up as a number
 * first. */
static bool resend_find(struct state *state, const char *which, int64_t *outbox_no, bool *has_text,
                        int *count, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    *count = 0;
    if (!statement_prepare(
            state_connection(state),
            "SELECT outbox_no, content_sha256 IN (SELECT content_sha256 FROM outbox_contents)"
            " FROM outbox JOIN attempts USING (attempt_id) WHERE attempts.state = 'published' AND"
            " (outbox_no = :no OR (:begin <> '' AND substr(key, 1, length(:begin)) = :begin))"
            " ORDER BY outbox_no = :no DESC LIMIT 2",
            &statement, error))
        return false;
    statement_bind_integer(statement, ":no", is_number(which) ? strtoll(which, NULL, 10) : -1);
    statement_bind_text(statement, ":begin", strlen(which) >= KEY_BEGIN_MIN ? which : "");
    while (statement_next(statement, error)) {
        if ((*count)++ > 0)
            continue;
        *outbox_no = sqlite3_column_int64(statement, 0);
        *has_text = sqlite3_column_int(statement, 1) != 0;
    }
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

/* The number of the one row that is meant; its text must be there still. */
static bool number_find(struct state *state, const char *which, int64_t *outbox_no,
                        struct error *error)
{
    bool has_text = false;
    int count = 0;

    if (!resend_find(state, which, outbox_no, &has_text, &count, error))
        return false;
    if (count == 0)
        return error_set(error, EXIT_CODE_USAGE,
                         "there is no delivery %s; `khrop outbox --all` lists their numbers and "
                         "keys",
                         which);
    if (count > 1 && !is_number(which))
        return error_set(error, EXIT_CODE_USAGE,
                         "several deliveries begin with %s; write more of the key", which);
    return has_text || error_set(error, EXIT_CODE_USAGE,
                                 "delivery %s is too old: its text is no longer kept", which);
}

bool outbox_resend(struct state *state, const char *which, int64_t now, int64_t give_up_at,
                   struct error *error)
{
    static const char *const statements[] = {
        "UPDATE outbox SET state = 'queued', next_at = :now, tries_by_hand = tries_by_hand + 1,"
        " handed_at = NULL, tried_at = NULL WHERE outbox_no = :no AND state <> 'sending'",
        "INSERT INTO outbox_receipts (outbox_no, at, state, code, answer)"
        " VALUES (:no, :now, 'queued', 0, 'queued again by hand')",
    };
    int64_t outbox_no = 0;

    return number_find(state, which, &outbox_no, error) &&
           transaction(state, statements, 2, outbox_no, now, error) &&
           change(state, "UPDATE outbox SET give_up_at = :now WHERE outbox_no = :no", outbox_no,
                  give_up_at, error);
}

bool outbox_read(struct state *state, const char *which, struct region *region,
                 struct outbox_row *row, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int64_t outbox_no = 0;
    bool is_read;

    if (!number_find(state, which, &outbox_no, error) ||
        !statement_prepare(state_connection(state), ROW_COLUMNS " WHERE outbox_no = :no",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":no", outbox_no);
    is_read = statement_next(statement, error);
    if (is_read)
        row_read(statement, region, row);
    sqlite3_finalize(statement);
    return is_read;
}

static enum outbox_state state_of(const char *code)
{
    for (size_t i = 0; i < OUTBOX_STATE_COUNT; i++)
        if (strcmp(outbox_state_codes[i], code) == 0)
            return (enum outbox_state)i;
    return OUTBOX_FAILED;
}

bool outbox_count(struct state *state, int64_t attempt_id, int64_t counts[OUTBOX_STATE_COUNT],
                  struct error *error)
{
    sqlite3_stmt *statement = NULL;

    memset(counts, 0, OUTBOX_STATE_COUNT * sizeof counts[0]);
    if (!statement_prepare(state_connection(state),
                           "SELECT outbox.state, count(*) FROM outbox JOIN attempts USING"
                           " (attempt_id) WHERE attempts.state = 'published'"
                           "  AND (:attempt_id = 0 OR attempt_id = :attempt_id)"
                           " GROUP BY outbox.state",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    while (statement_next(statement, error))
        counts[state_of(statement_text(statement, 0))] += sqlite3_column_int64(statement, 1);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

bool outbox_forget(struct state *state, int64_t now, struct error *error)
{
    return change(state,
                  "DELETE FROM outbox_contents WHERE content_sha256 NOT IN (SELECT content_sha256"
                  " FROM outbox WHERE state IN ('queued', 'sending') OR queued_at > :now)",
                  0, now - TEXT_KEPT_SECONDS, error);
}
