/* The loop over the outbox; see deliver.h. */
#include "daemon/deliver.h"

#include "core/clock.h"
#include "core/text.h"
#include "daemon/journal.h"
#include "reports/delivery_files.h"
#include "reports/mail_contents.h"
#include "reports/publish.h"
#include "reports/share.h"
#include "reports/smtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOCK_WAIT_MILLISECONDS 60000
#define LOCK_PAUSE_NANOSECONDS 100000000L

struct delivering {
    const struct ledger *ledger;
    const struct settings *settings;
    const struct deliver_request *request;
    struct delivered *delivered;
    struct smtp *smtp;      /* opened for the first message */
    struct outbox_row *row; /* that is on its way */
    struct region region;   /* of one row */
    struct outbox_outcome outcome;
    char answer[ERROR_TEXT_SIZE];
    bool is_away; /* the mail server: other messages are put off */
    struct error fault;
};

static int64_t now(const struct delivering *delivering)
{
    const struct ledger *ledger = delivering->ledger;
    return ledger->run_at + (clock_monotonic_milliseconds() - ledger->begun_milliseconds) / 1000;
}

static void answer_set(struct delivering *delivering, enum outbox_state state, int64_t code,
                       const char *answer)
{
    text_format(delivering->answer, sizeof delivering->answer, "%s", answer);
    delivering->outcome =
        (struct outbox_outcome){.state = state, .code = code, .answer = delivering->answer};
}

/* The folder as recorded, or (a crash came before that) where it must be. */
static bool folder_find(const struct delivering *delivering, char folder[PATH_MAX],
                        struct error *error)
{
    const struct outbox_row *row = delivering->row;
    const struct slot slot = {.job = settings_job(delivering->settings, row->item.job),
                              .business_on = row->item.business_on,
                              .attempt = row->attempt};
    if (row->folder[0] != '\0') {
        snprintf(folder, PATH_MAX, "%s", row->folder);
        return true;
    }
    if (slot.job == NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION, "jobs.yaml has no job %s any more",
                         row->item.job);
    return publish_place(delivering->settings, &slot, folder, error);
}

/* JOB/DATE on the share: the last two parts of the published folder's path. */
static const char *place_of(const char *folder)
{
    const char *part = folder + strlen(folder);
    for (int slashes = 0; part > folder; part--)
        if (part[-1] == '/' && ++slashes == 2)
            break;
    return part;
}

static void copy_files(struct delivering *delivering)
{
    const struct outbox_item *item = &delivering->row->item;
    struct delivery_files files = delivery_files_parse(item->files, &delivering->region);
    struct error error = {0};
    char folder[PATH_MAX];
    if (!folder_find(delivering, folder, &error)) {
        answer_set(delivering, OUTBOX_QUEUED, 0, error.text);
        return;
    }
    const struct share_request request = {
        .folder = item->recipient,
        .place = place_of(folder),
        .name = item->delivery,
        .report = item->report,
        .job = item->job,
        .business_on = item->business_on,
        .published = folder,
        .files = files.files,
        .file_count = files.count,
    };
    if (share_copy(&request, &error))
        answer_set(delivering, OUTBOX_SENT, 0, "every file read back and compared");
    else
        answer_set(delivering, OUTBOX_QUEUED, 0, error.text);
}

/* From here on a crash leaves the row uncertain. */
static bool handing(void *context)
{
    struct delivering *delivering = context;
    return outbox_handed(delivering->ledger->state, delivering->row, now(delivering),
                         &delivering->fault);
}

static void outcome_take(struct delivering *delivering, const struct smtp_outcome *outcome)
{
    static const enum outbox_state states[] = {
        [SMTP_TAKEN] = OUTBOX_SENT,        [SMTP_LATER] = OUTBOX_QUEUED,
        [SMTP_REFUSED] = OUTBOX_REFUSED,   [SMTP_TOO_LARGE] = OUTBOX_REFUSED,
        [SMTP_UNKNOWN] = OUTBOX_UNCERTAIN, [SMTP_AWAY] = OUTBOX_QUEUED};
    bool is_attached = delivering->row->item.is_attached;
    answer_set(delivering, states[outcome->result], outcome->code, outcome->answer);
    delivering->is_away = outcome->result == SMTP_AWAY;
    if (outcome->result != SMTP_TOO_LARGE || !is_attached)
        return;
    /* Without its files it may be taken: its reader gets the link. */
    if (!outbox_detach(delivering->ledger->state, delivering->row, &delivering->fault))
        return;
    delivering->outcome.state = OUTBOX_QUEUED;
    delivering->outcome.is_soon = true;
}

/* Text parts with the fate of the files told. False: no memory. */
static bool bodies_settle(const struct outbox_item *item, char **plain, char **html,
                          struct error *error)
{
    enum language language = strcmp(item->language, "th") == 0 ? LANGUAGE_TH : LANGUAGE_EN;
    *plain = mail_contents_settle(item->plain, language, item->is_attached);
    *html = mail_contents_settle(item->html, language, item->is_attached);
    return (*plain != NULL && *html != NULL) ||
           error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
}

static void request_fill(const struct delivering *delivering, const struct delivery_files *files,
                         struct mail_request *request)
{
    const struct outbox_item *item = &delivering->row->item;
    const struct mail_settings *mail = &delivering->settings->mail;
    enum language language = strcmp(item->language, "th") == 0 ? LANGUAGE_TH : LANGUAGE_EN;
    *request = (struct mail_request){
        .from = mail->from,
        .from_name = mail->from_name != NULL ? mail->from_name
                                             : delivering->settings->organisation.text[language],
        .reply_to = mail->reply_to,
        .to = item->recipient,
        .to_name = item->recipient_name,
        .subject = item->subject,
        .key = delivering->row->key,
        .business_on = item->business_on,
        .date_at = item->queued_at,
        .files = files->files,
        .file_count = item->is_attached ? files->count : 0,
    };
}

static bool message_make(struct delivering *delivering, struct mail_message **message,
                         struct error *error)
{
    struct delivery_files files =
        delivery_files_parse(delivering->row->item.files, &delivering->region);
    struct mail_request request;
    char folder[PATH_MAX];
    char *plain = NULL, *html = NULL;
    bool is_made = folder_find(delivering, folder, error) &&
                   bodies_settle(&delivering->row->item, &plain, &html, error);
    if (is_made) {
        request_fill(delivering, &files, &request);
        request.folder = folder;
        request.plain = plain;
        request.html = html;
        is_made = mail_message_open(message, &request, error);
    }
    free(plain);
    free(html);
    return is_made;
}

static bool message_copy(struct mail_message *message, FILE *out, struct error *error)
{
    char bytes[4096];
    size_t length = 1;
    while (length > 0) {
        if (!mail_message_read(message, bytes, sizeof bytes, &length, error))
            return false;
        fwrite(bytes, 1, length, out);
    }
    return true;
}

bool deliver_message_write(struct state *state, const struct settings *settings, const char *which,
                           FILE *out, struct error *error)
{
    struct delivering delivering = {.settings = settings};
    struct mail_message *message = NULL;
    struct outbox_row row;
    bool is_written = outbox_read(state, which, &delivering.region, &row, error);
    delivering.row = &row;
    if (is_written && strcmp(row.item.way, "mail") != 0)
        is_written = error_set(error, EXIT_CODE_USAGE,
                               "delivery %s is a copy to a folder: it has no message", which);
    is_written = is_written && message_make(&delivering, &message, error) &&
                 message_copy(message, out, error);
    mail_message_close(message);
    region_clear(&delivering.region);
    return is_written;
}

static void send_mail(struct delivering *delivering)
{
    struct mail_message *message = NULL;
    struct smtp_outcome outcome = {0};
    struct error error = {0};
    if (delivering->settings->mail.server == NULL)
        error_set(&error, EXIT_CODE_CONFIGURATION, "khrop.ini has no [mail] any more");
    else if (delivering->smtp == NULL)
        smtp_open(&delivering->smtp, delivering->settings, &error);
    if (error.code != EXIT_CODE_GOOD) {
        delivering->is_away = true;
        answer_set(delivering, OUTBOX_QUEUED, 0, error.text);
        return;
    }
    if (!message_make(delivering, &message, &error)) {
        answer_set(delivering, OUTBOX_QUEUED, 0, error.text);
        return;
    }
    smtp_send(delivering->smtp, delivering->row->item.recipient, message, handing, delivering,
              &outcome);
    outcome_take(delivering, &outcome);
    mail_message_close(message);
}

static void tell(const struct delivering *delivering)
{
    static const char *const words[OUTBOX_STATE_COUNT] = {[OUTBOX_QUEUED] = "not yet delivered",
                                                          [OUTBOX_FAILED] = "given up",
                                                          [OUTBOX_REFUSED] = "refused",
                                                          [OUTBOX_UNCERTAIN] = "uncertain"};
    const struct outbox_row *row = delivering->row;
    if (delivering->outcome.state == OUTBOX_SENT || delivering->outcome.is_soon)
        return;
    printf("  %s: %s to %s: %s\n", words[delivering->outcome.state], row->item.delivery,
           row->item.recipient, delivering->outcome.answer);
}

static bool row_deliver(struct delivering *delivering, struct outbox_row *row, struct error *error)
{
    delivering->row = row;
    delivering->is_away = false;
    if (strcmp(row->item.way, "mail") == 0)
        send_mail(delivering);
    else
        copy_files(delivering);
    if (delivering->fault.code != EXIT_CODE_GOOD) {
        *error = delivering->fault;
        return false;
    }
    if (!outbox_settle(delivering->ledger->state, row, &delivering->outcome, now(delivering),
                       error))
        return false;
    tell(delivering);
    if (!delivering->outcome.is_soon)
        delivering->delivered->counts[delivering->outcome.state]++;
    return true;
}

static bool deliver_all(struct delivering *delivering, struct error *error)
{
    struct state *state = delivering->ledger->state;
    struct outbox_due due = {.now = delivering->ledger->run_at,
                             .is_eager = delivering->request->is_eager};
    bool is_found = true, is_good = true;
    while (is_good && is_found) {
        struct outbox_row row;
        is_good = outbox_take(state, &due, &delivering->region, &row, &is_found, error);
        if (is_good && is_found)
            is_good = row_deliver(delivering, &row, error);
        if (is_good && is_found && !delivering->outcome.is_soon)
            due.after_no = row.outbox_no;
        if (is_good && is_found && delivering->is_away)
            is_good = outbox_put_off(state, &due, delivering->answer, delivering->delivered->counts,
                                     error);
        region_clear(&delivering->region);
    }
    return is_good;
}

/* One process at a time delivers. */
static int lock_take(const struct ledger *ledger, const struct settings *settings,
                     int64_t wait_milliseconds, struct error *error)
{
    int64_t until = clock_monotonic_milliseconds() + wait_milliseconds;
    struct timespec pause = {.tv_nsec = LOCK_PAUSE_NANOSECONDS};
    int lock;
    while ((lock = ledger_lock(settings, OUTBOX_LOCK, ledger->run_at, error)) < 0 &&
           error->code == EXIT_CODE_TRY_AGAIN && clock_monotonic_milliseconds() < until) {
        error_clear(error);
        nanosleep(&pause, NULL);
    }
    if (lock < 0 && error->code == EXIT_CODE_TRY_AGAIN)
        error_set(
            error, EXIT_CODE_TRY_AGAIN,
            "another khrop is delivering; what it leaves is tried by the next `khrop deliver`");
    return lock;
}

bool deliver_due(const struct ledger *ledger, const struct settings *settings,
                 const struct deliver_request *request, struct delivered *delivered,
                 struct error *error)
{
    struct delivering delivering = {
        .ledger = ledger, .settings = settings, .request = request, .delivered = delivered};
    int lock = lock_take(ledger, settings, LOCK_WAIT_MILLISECONDS, error);
    bool is_good = lock >= 0 && outbox_recover(ledger->state, ledger->run_at, error) &&
                   deliver_all(&delivering, error) &&
                   outbox_forget(ledger->state, ledger->run_at, error);
    smtp_close(delivering.smtp);
    region_clear(&delivering.region);
    ledger_unlock(lock);
    return is_good;
}

bool deliver_is_whole(const int64_t counts[OUTBOX_STATE_COUNT])
{
    return counts[OUTBOX_QUEUED] + counts[OUTBOX_SENDING] + counts[OUTBOX_FAILED] +
               counts[OUTBOX_REFUSED] + counts[OUTBOX_UNCERTAIN] ==
           0;
}

void deliver_counts_text(const int64_t counts[OUTBOX_STATE_COUNT], char text[DELIVER_TEXT_SIZE])
{
    static const struct {
        enum outbox_state state;
        const char *words;
    } parts[] = {{OUTBOX_QUEUED, "to be tried again"}, {OUTBOX_SENDING, "being delivered"},
                 {OUTBOX_FAILED, "given up"},          {OUTBOX_REFUSED, "refused"},
                 {OUTBOX_UNCERTAIN, "uncertain"},      {OUTBOX_SUPERSEDED, "superseded"}};
    size_t used =
        text_format(text, DELIVER_TEXT_SIZE, "%lld delivered", (long long)counts[OUTBOX_SENT]);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (counts[parts[i].state] > 0)
            used += text_format(text + used, DELIVER_TEXT_SIZE - used, ", %lld %s",
                                (long long)counts[parts[i].state], parts[i].words);
}

static void tell_slot(const int64_t counts[OUTBOX_STATE_COUNT])
{
    char text[DELIVER_TEXT_SIZE];
    int64_t all = 0;
    for (size_t i = 0; i < OUTBOX_STATE_COUNT; i++)
        all += counts[i];
    if (all == 0)
        return;
    deliver_counts_text(counts, text);
    printf("deliveries: %s%s\n", text,
           deliver_is_whole(counts) ? "" : " (khrop outbox shows them)");
}

static bool is_anything_due(const int64_t counts[OUTBOX_STATE_COUNT])
{
    return counts[OUTBOX_QUEUED] + counts[OUTBOX_SENDING] > 0;
}

static void tell_fault(const struct error *error)
{
    fprintf(stderr, "%skhrop: deliveries: %s\n", journal_prefix(STDERR_FILENO, JOURNAL_ERROR),
            error->text);
}

bool deliver_slot(const struct ledger *ledger, const struct settings *settings,
                  const struct slot *slot)
{
    const struct deliver_request request = {0};
    struct delivered delivered = {0};
    int64_t counts[OUTBOX_STATE_COUNT] = {0};
    struct error error = {0};

    fflush(stdout);
    if (!outbox_count(ledger->state, 0, counts, &error) ||
        (is_anything_due(counts) && !deliver_due(ledger, settings, &request, &delivered, &error)))
        tell_fault(&error);
    error_clear(&error);
    if (!outbox_count(ledger->state, slot->attempt_id, counts, &error)) {
        tell_fault(&error);
        return false;
    }
    tell_slot(counts);
    return deliver_is_whole(counts);
}
