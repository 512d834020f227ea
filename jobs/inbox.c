/* Reads the inbox, file by file; see inbox.h. */
#include "jobs/inbox.h"

#include "core/clock.h"
#include "core/date.h"
#include "jobs/folder.h"
#include "jobs/inbox_edits.h"
#include "jobs/inbox_folder.h"
#include "jobs/statement.h"

#include <limits.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define DONE "done"
#define REFUSED "refused"

static const struct bilingual being_written = {
    {"the file is still being written", "ไฟล์ยังบันทึกไม่เสร็จ"}};

/* A file on its way. */
struct taking {
    const struct inbox_request *request;
    struct inbox_receipt *receipt;
    const struct inbox_entry *entry;
    struct inbox_receipt_file *file;
    unsigned char *bytes;
    size_t size;
    char sha256[SHA256_DIGEST_STRING_LENGTH];
};

const char *inbox_outcome_text(enum inbox_outcome outcome)
{
    static const char *const texts[INBOX_OUTCOMES] = {
        [INBOX_TAKEN] = "taken",
        [INBOX_KNOWN] = "read before",
        [INBOX_REFUSED] = "refused",
        [INBOX_LEFT] = "left for the next run",
    };

    return texts[outcome];
}

static bool leave(struct taking *taking, struct bilingual why)
{
    taking->file->outcome = INBOX_LEFT;
    taking->file->why = why;
    return true;
}

/* That one file can't be read or moved is its own matter; the others go on. */
static bool leave_for_error(struct taking *taking, const struct error *fault)
{
    const char *text = region_copy(&taking->receipt->region, fault->text);

    return leave(taking, (struct bilingual){{text, text}});
}

/* ---- the file in state.db ---- */

static sqlite3 *connection_of(const struct taking *taking)
{
    return state_connection(taking->request->state);
}

static bool is_known(const struct taking *taking, bool *known, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(connection_of(taking),
                           "SELECT 1 FROM inbox_files WHERE file_sha256 = :sha256", &statement,
                           error))
        return false;
    statement_bind_text(statement, ":sha256", taking->sha256);
    *known = statement_next(statement, error);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static bool source_write(const struct taking *taking, const struct inbox_source *source,
                         const char *sql, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_written;

    if (!statement_prepare(connection_of(taking), sql, &statement, error))
        return false;
    statement_bind_text(statement, ":sha256", source->sha256);
    statement_bind_text(statement, ":name", source->name);
    statement_bind_text(statement, ":list_no", source->list_no == NULL ? "" : source->list_no);
    if (source->has_business_on)
        statement_bind_integer(statement, ":business_on", source->business_on);
    statement_bind_integer(statement, ":said_at", source->said_at);
    statement_bind_integer(statement, ":taken_at", source->taken_at);
    statement_bind_integer(statement, ":rows", source->row_count);
    statement_bind_integer(statement, ":edits", source->edit_count);
    statement_bind_integer(statement, ":conflicts", source->conflict_count);
    statement_bind_integer(statement, ":strays", source->stray_count);
    is_written = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_written;
}

/* Within a transaction. *known: another run has read the same bytes meanwhile. */
static bool edits_write(struct taking *taking, const struct list_file *list,
                        struct inbox_source *source, bool *known, struct error *error)
{
    if (!is_known(taking, known, error))
        return false;
    if (*known)
        return true;
    return source_write(taking, source,
                        "INSERT INTO inbox_files VALUES (:sha256, :name, '', NULL, :said_at,"
                        " :taken_at, 0, 0, 0, 0)",
                        error) &&
           inbox_edits_take(taking->request->state, list, source, &taking->receipt->region,
                            error) &&
           source_write(taking, source,
                        "UPDATE inbox_files SET list_no = :list_no, business_on = :business_on,"
                        " said_at = :said_at, row_count = :rows, edit_count = :edits, "
                        "conflict_count = :conflicts,"
                        " stray_count = :strays WHERE file_sha256 = :sha256",
                        error);
}

static bool edits_commit(struct taking *taking, const struct list_file *list,
                         struct inbox_source *source, bool *known, struct error *error)
{
    const char *end = taking->request->is_dry ? "ROLLBACK" : "COMMIT";

    if (!statement_execute(connection_of(taking), "BEGIN IMMEDIATE", error))
        return false;
    if (edits_write(taking, list, source, known, error) &&
        statement_execute(connection_of(taking), end, error))
        return true;
    (void)sqlite3_exec(connection_of(taking), "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* ---- what is said beside a file ---- */

static void text_print(const struct inbox_receipt_file *file, enum language language, FILE *out)
{
    static const char *const counted[LANGUAGE_COUNT] = {
        [LANGUAGE_EN] = "%s: %lld rows, %lld remarks taken\n",
        [LANGUAGE_TH] = "%s: %lld แถว บันทึกหมายเหตุ %lld รายการ\n"};
    static const char *const refused[LANGUAGE_COUNT] = {
        [LANGUAGE_EN] = "%s was not read: %s\n", [LANGUAGE_TH] = "ไม่ได้อ่านไฟล์ %s: %s\n"};

    if (file->outcome == INBOX_REFUSED)
        fprintf(out, refused[language], file->name, file->why.text[language]);
    else
        fprintf(out, counted[language], file->name, (long long)file->row_count,
                (long long)file->edit_count);
    inbox_notes_print(&file->notes, language, "- ", out);
}

/* Thai first: it is read by those who typed. A fault here must not undo what was read. */
static void text_write(struct taking *taking)
{
    struct error fault = {0};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        return;
    text_print(taking->file, LANGUAGE_TH, out);
    fputc('\n', out);
    text_print(taking->file, LANGUAGE_EN, out);
    if (fclose(out) == 0 && !inbox_text_write(taking->request->settings->inbox_folder,
                                              taking->file->place, text, &fault))
        inbox_note_add(&taking->file->notes, &taking->receipt->region,
                       (struct inbox_note){.kind = INBOX_NOTE_STAYS, .detail = fault.text});
    free(text);
}

static void move(struct taking *taking, const char *below)
{
    struct error fault = {0};
    char place[PATH_MAX];

    if (taking->request->is_dry)
        return;
    if (!inbox_file_move(taking->request->settings->inbox_folder, taking->entry->name, below, place,
                         sizeof place, &fault)) {
        inbox_note_add(&taking->file->notes, &taking->receipt->region,
                       (struct inbox_note){.kind = INBOX_NOTE_STAYS, .detail = fault.text});
        return;
    }
    taking->file->place = region_copy(&taking->receipt->region, place);
    if (taking->file->outcome == INBOX_REFUSED || taking->file->notes.count > 0)
        text_write(taking);
}

/* A file that is open in Excel is read as it was saved and stays until it is closed: saved again it
 * is another file, and what it says again is known. */
static void move_done(struct taking *taking)
{
    int64_t local = taking->request->run_at + clock_offset_seconds(taking->request->run_at);
    char below[DATE_TEXT_SIZE + sizeof DONE + 1] = DONE "/";

    date_format_iso(local / SECONDS_PER_DAY, below + strlen(below));
    if (taking->entry->is_held)
        inbox_note_add(&taking->file->notes, &taking->receipt->region,
                       (struct inbox_note){.kind = INBOX_NOTE_HELD});
    else
        move(taking, below);
}

/* ---- one file ---- */

static bool refuse(struct taking *taking, const struct workbook_fault *fault)
{
    bool is_young = clock_real_seconds() - taking->entry->modified_at < INBOX_YOUNG_SECONDS;

    if (is_young && (fault->kind == WORKBOOK_CUT_SHORT || fault->kind == WORKBOOK_EMPTY))
        return leave(taking, being_written);
    taking->file->outcome = fault->kind == WORKBOOK_NO_MEMORY ? INBOX_LEFT : INBOX_REFUSED;
    for (size_t language = 0; language < LANGUAGE_COUNT; language++) {
        char text[WORKBOOK_FAULT_TEXT_SIZE];
        workbook_fault_text(fault, (enum language)language, text);
        taking->file->why.text[language] = region_copy(&taking->receipt->region, text);
    }
    if (taking->file->outcome == INBOX_REFUSED)
        move(taking, REFUSED);
    return true;
}

static void counts_take(struct taking *taking, const struct inbox_source *source)
{
    struct inbox_receipt_file *file = taking->file;

    file->list_no = source->list_no;
    file->row_count = source->row_count;
    file->edit_count = source->edit_count;
    file->conflict_count = source->conflict_count;
    file->stray_count = source->stray_count;
    file->notes = source->notes;
    taking->receipt->edit_count += source->edit_count;
    taking->receipt->conflict_count += source->conflict_count;
}

static bool list_take(struct taking *taking, const struct list_file *list, struct error *error)
{
    int64_t run_at = taking->request->run_at, modified_at = taking->entry->modified_at;
    struct inbox_source source = {
        .name = taking->file->name,
        .sha256 = taking->sha256,
        .said_at = modified_at < run_at ? modified_at : run_at,
        .taken_at = run_at,
    };
    struct list_changes changes;
    bool known = false, is_compared = false;

    if (!inbox_printed_compare(taking->request->state, taking->request->list_names, list,
                               &taking->receipt->region, &changes, &is_compared, error))
        return error_wrap(error, "inbox: %s", taking->file->name);
    source.changes = is_compared ? &changes : NULL;
    if (!edits_commit(taking, list, &source, &known, error))
        return error_wrap(error, "inbox: %s", taking->file->name);
    taking->file->outcome = known ? INBOX_KNOWN : INBOX_TAKEN;
    if (!known)
        counts_take(taking, &source);
    move_done(taking);
    return true;
}

static bool bytes_take(struct taking *taking, struct error *error)
{
    struct workbook_fault fault = {0};
    struct list_file list = {0};
    bool known = false, is_good;

    SHA256Data(taking->bytes, taking->size, taking->sha256);
    if (!is_known(taking, &known, error))
        return false;
    if (known) {
        taking->file->outcome = INBOX_KNOWN;
        move_done(taking);
        return true;
    }
    is_good = list_file_read(&list, taking->bytes, taking->size, &fault)
                  ? list_take(taking, &list, error)
                  : refuse(taking, &fault);
    list_file_clear(&list);
    return is_good;
}

static bool file_take(struct taking *taking, struct error *error)
{
    struct workbook_fault large = {0};
    struct error fault = {0};
    bool is_same = false, is_good;

    if (!taking->entry->is_settled)
        return leave(taking, being_written);
    if (!inbox_file_read(taking->request->settings->inbox_folder, taking->entry,
                         WORKBOOK_FILE_BYTES, &taking->bytes, &taking->size, &is_same, &fault))
        return leave_for_error(taking, &fault);
    if (!is_same)
        is_good = leave(taking, being_written);
    else if (taking->bytes == NULL) {
        workbook_fault_set(&large, WORKBOOK_TOO_LARGE, "> %zu MB", WORKBOOK_FILE_BYTES >> 20);
        is_good = refuse(taking, &large);
    } else
        is_good = bytes_take(taking, error);
    free(taking->bytes);
    return is_good;
}

/* A name as people see it: some systems allow any bytes in one. */
static const char *name_shown(struct region *region, const char *name)
{
    char *shown = remark_clean(region, name, strlen(name));

    for (char *at = shown; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20)
            *at = ' ';
    return shown;
}

static bool entry_take(const struct inbox_request *request, struct inbox_receipt *receipt,
                       const struct inbox_entry *entry, struct error *error)
{
    struct taking taking = {.request = request, .receipt = receipt, .entry = entry};

    receipt->files =
        region_grow(&receipt->region, receipt->files, receipt->file_count, sizeof *receipt->files);
    taking.file = &receipt->files[receipt->file_count++];
    *taking.file = (struct inbox_receipt_file){.name = name_shown(&receipt->region, entry->name),
                                               .why = {{"", ""}},
                                               .list_no = "",
                                               .place = ""};
    if (!file_take(&taking, error))
        return false;
    receipt->outcomes[taking.file->outcome]++;
    return true;
}

bool inbox_take(const struct inbox_request *request, struct inbox_receipt *receipt,
                struct error *error)
{
    const struct settings *settings = request->settings;
    struct inbox_entry *entries = NULL;
    size_t count = 0;

    if (!settings->has_inbox_folder && !folder_make(settings->inbox_folder, error))
        return false;
    if (!inbox_folder_read(settings->inbox_folder, &receipt->region, &entries, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!entry_take(request, receipt, &entries[i], error))
            return false;
    return true;
}

void inbox_receipt_clear(struct inbox_receipt *receipt)
{
    region_clear(&receipt->region);
    *receipt = (struct inbox_receipt){0};
}
