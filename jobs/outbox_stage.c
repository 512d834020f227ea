/* Rows of the outbox, as they are queued; see outbox.h. */
#include "jobs/outbox.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <sha256.h>
#include <stdio.h>
#include <string.h>

static void hash_field(SHA2_CTX *hash, const char *text)
{
    SHA256Update(hash, (const uint8_t *)text, strlen(text) + 1);
}

static void hash_number(SHA2_CTX *hash, int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, number);
    hash_field(hash, text);
}

/* What is said: the same words and files give the same hash. */
static void content_hash(const struct outbox_item *item, char hash[OUTBOX_KEY_SIZE])
{
    SHA2_CTX content;
    SHA256Init(&content);
    hash_field(&content, item->subject);
    hash_field(&content, item->plain);
    hash_field(&content, item->html);
    hash_field(&content, item->files);
    hash_number(&content, item->is_attached);
    SHA256End(&content, hash);
}

/* To whom what is said: `delivery` is left out, so that two deliveries of one thing to one address
 * are one. */
static void key_hash(const struct outbox_item *item, const char *content, char key[OUTBOX_KEY_SIZE])
{
    SHA2_CTX hash;
    SHA256Init(&hash);
    hash_field(&hash, item->job);
    hash_field(&hash, item->report);
    hash_number(&hash, item->business_on);
    hash_field(&hash, item->way);
    hash_field(&hash, item->recipient);
    hash_field(&hash, content);
    SHA256End(&hash, key);
}

static bool content_add(sqlite3 *connection, const struct outbox_item *item, const char *hash,
                        struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_added;

    if (!statement_prepare(connection,
                           "INSERT OR IGNORE INTO outbox_contents (content_sha256, subject, plain,"
                           " html) VALUES (:hash, :subject, :plain, :html)",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":hash", hash);
    statement_bind_text(statement, ":subject", item->subject);
    statement_bind_text(statement, ":plain", item->plain);
    statement_bind_text(statement, ":html", item->html);
    is_added = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_added;
}

static void item_bind(sqlite3_stmt *statement, const struct outbox_item *item)
{
    bool is_refused = item->refusal[0] != '\0';

    statement_bind_text(statement, ":job", item->job);
    statement_bind_integer(statement, ":business_on", item->business_on);
    statement_bind_text(statement, ":delivery", item->delivery);
    statement_bind_text(statement, ":report", item->report);
    statement_bind_text(statement, ":way", item->way);
    statement_bind_text(statement, ":recipient", item->recipient);
    statement_bind_text(statement, ":name", item->recipient_name);
    statement_bind_text(statement, ":language", item->language);
    statement_bind_text(statement, ":files", item->files);
    statement_bind_integer(statement, ":is_attached", item->is_attached);
    statement_bind_integer(statement, ":at", item->queued_at);
    statement_bind_integer(statement, ":give_up_at", item->give_up_at);
    statement_bind_text(statement, ":state", is_refused ? "refused" : "queued");
    statement_bind_text(statement, ":answer", is_refused ? item->refusal : NULL);
}

static bool row_add(sqlite3 *connection, int64_t attempt_id, const struct outbox_item *item,
                    const char *content, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char key[OUTBOX_KEY_SIZE];
    bool is_added;

    key_hash(item, content, key);
    if (!statement_prepare(
            connection,
            "INSERT OR IGNORE INTO outbox (attempt_id, key, job, business_on, delivery, report,"
            " way, recipient, recipient_name, content_sha256, language, files, is_attached, state,"
            " tries, queued_at, next_at, give_up_at, answer, answered_at)"
            " VALUES (:attempt_id, :key, :job, :business_on, :delivery, :report, :way, :recipient,"
            "  :name, :content, :language, :files, :is_attached, :state, 0, :at, :at, :give_up_at, "
            ":answer,"
            "  CASE WHEN :answer IS NOT NULL THEN :at END)",
            &statement, error))
        return false;
    item_bind(statement, item);
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    statement_bind_text(statement, ":key", key);
    statement_bind_text(statement, ":content", content);
    is_added = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_added;
}

bool outbox_stage(struct state *state, int64_t attempt_id, const struct outbox_item *item,
                  struct error *error)
{
    sqlite3 *connection = state_connection(state);
    char content[OUTBOX_KEY_SIZE];

    content_hash(item, content);
    return content_add(connection, item, content, error) &&
           row_add(connection, attempt_id, item, content, error);
}
