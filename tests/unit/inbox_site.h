/* An inbox in a folder of its own with state.db beside it; lists are built by hand. */
#ifndef KHROP_TESTS_UNIT_INBOX_SITE_H
#define KHROP_TESTS_UNIT_INBOX_SITE_H

#include "core/clock.h"
#include "jobs/folder.h"
#include "jobs/inbox.h"
#include "jobs/statement.h"
#include "tests/unit/small_site.h"
#include "tests/unit/workbook_building.h"

#include <fcntl.h>

#define RUN_AT 1795561200 /* 2026-11-25 06:00 in Bangkok */
#define EARLIER (RUN_AT - 3600)

static char folder[PATH_MAX];
static char inbox[PATH_MAX + 16];
static struct settings settings;
static struct state *state;

/* Three exceptions; the third is resolved. E07 has the list of 2026-11-25, day 20782. */
static const char known[] =
    "INSERT INTO slots VALUES (1, 'daily', 20782);"
    "INSERT INTO attempts (attempt_id, slot_id, attempt_no, state, is_flows_only, started_at, pid)"
    " VALUES (1, 1, 1, 'published', 0, 0, 1);"
    "INSERT INTO exceptions VALUES (1, 'BO-04', 'SO1:1'), (2, 'BO-04', 'SO1:2'), (3, 'X', 'gone');"
    "INSERT INTO worklist (attempt_id, exception_no, state, day_count, first_found_on, since_on,"
    " last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no, list_reason,"
    " signature) VALUES"
    " (1, 1, 'open', 2, 20781, 20781, 20782, 20782, 2, 'high', 'E07', 'E07', '', '1'),"
    " (1, 2, 'new', 1, 20782, 20782, 20782, 20782, 1, 'high', 'E08', 'E08', '', '2'),"
    " (1, 3, 'resolved', 1, 20781, 20782, 20781, 20782, 1, 'low', 'E07', 'E07', '', '3');";

static inline int inbox_begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-inbox-XXXXXX");
    if (mkdtemp(folder) == NULL || !clock_set_zone("Asia/Bangkok", &error))
        return 1;
    snprintf(inbox, sizeof inbox, "%s/inbox", folder);
    settings = (struct settings){.state_folder = folder, .inbox_folder = inbox};
    if (!folder_make(inbox, &error) || !state_open(&state, folder, &error))
        return 1;
    return statement_execute(state_connection(state), known, &error) ? 0 : 1;
}

static inline int inbox_end(void **context)
{
    struct error error = {0};

    (void)context;
    state_close(state);
    return folder_remove(folder, &error) ? 0 : 1;
}

static inline void file_put(const char *name, const void *bytes, size_t size, int64_t modified_at)
{
    const struct timespec times[] = {{modified_at, 0}, {modified_at, 0}};
    char path[PATH_MAX + 64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", inbox, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(id, baseline, status, remark, next)                                                    \
    "<row>" CELL(id) CELL(baseline) CELL(status) CELL(remark) CELL(next) "</row>"

/* A list of that day and owner with these rows. */
static inline void list_put_of(const char *business_on, const char *name, const char *list_no,
                               const char *rows, int64_t modified_at)
{
    static const char workbook[] =
        XML_HEAD "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" OFFICE "\"><sheets>"
                 "<sheet name=\"S\" r:id=\"rId1\"/><sheet name=\"khrop\" r:id=\"rId2\"/></sheets>"
                 "</workbook>";
    static const char relations[] =
        XML_HEAD "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                 "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\""
                 " Type=\"" OFFICE "/worksheet\" Target=\"about.xml\"/></Relationships>";
    struct zip_building zip = {0};
    char *text = NULL;

    zip_part(&zip, "xl/workbook.xml", workbook);
    zip_part(&zip, "xl/_rels/workbook.xml.rels", relations);
    assert_true(asprintf(&text,
                         "<row>" CELL("khrop_id") CELL("khrop_baseline") CELL("Status")
                             CELL("Remark") CELL("Next date") "</row>%s",
                         rows) > 0);
    workbook_sheets(&zip, text, "");
    free(text);
    assert_true(asprintf(&text,
                         XML_HEAD "<worksheet xmlns=\"" MAIN_NAMESPACE "\"><sheetData><row>" CELL(
                             "list_no") CELL("%s") "</row><row>" CELL("business_on")
                             CELL("%s") "</row></sheetData></worksheet>",
                         list_no, business_on) > 0);
    zip_part(&zip, "xl/about.xml", text);
    free(text);
    zip_end(&zip);
    file_put(name, zip.bytes, zip.size, modified_at);
    zip_clear(&zip);
}

static inline void list_put(const char *name, const char *list_no, const char *rows,
                            int64_t modified_at)
{
    list_put_of("2026-11-25", name, list_no, rows, modified_at);
}

static const char *const notes[INBOX_NOTE_KINDS] = {
    [INBOX_NOTE_CONFLICT] = "conflict",
    [INBOX_NOTE_RESOLVED] = "resolved",
    [INBOX_NOTE_UNKNOWN] = "unknown",
    [INBOX_NOTE_NO_ID] = "no-id",
    [INBOX_NOTE_TWICE] = "twice",
    [INBOX_NOTE_STATUS_UNREAD] = "status",
    [INBOX_NOTE_DATE_UNREAD] = "date",
    [INBOX_NOTE_REASON_NEEDED] = "reason",
    [INBOX_NOTE_OTHER_CELLS] = "other-cells",
    [INBOX_NOTE_MIXED] = "mixed",
    [INBOX_NOTE_NO_BASELINE] = "no-baseline",
    [INBOX_NOTE_NO_OWNER] = "no-owner",
    [INBOX_NOTE_LONG] = "long",
    [INBOX_NOTE_HELD] = "held",
    [INBOX_NOTE_STAYS] = "stays",
};

/* Reads the inbox: "NAME:outcome EDITS CONFLICTS STRAYS notes;" a file. */
static inline const char *taken(bool is_dry)
{
    static char text[2048];
    const struct inbox_request request = {state, &settings, RUN_AT, is_dry, NULL};
    struct inbox_receipt receipt = {0};
    struct error error = {0};
    size_t used = 0;

    text[0] = '\0';
    if (!inbox_take(&request, &receipt, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < receipt.file_count; i++) {
        const struct inbox_receipt_file *file = &receipt.files[i];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s:%s %d %d %d", file->name,
                                 inbox_outcome_text(file->outcome), (int)file->edit_count,
                                 (int)file->conflict_count, (int)file->stray_count);
        for (size_t note = 0; note < file->notes.count; note++)
            used += (size_t)snprintf(text + used, sizeof text - used, " %s",
                                     notes[file->notes.notes[note].kind]);
        used += (size_t)snprintf(text + used, sizeof text - used, ";");
    }
    inbox_receipt_clear(&receipt);
    return text;
}

static inline const char *remarks(void)
{
    return rows_of(state_connection(state),
                   "SELECT exception_no, said_by, status, remark, date(next_on * 86400,"
                   " 'unixepoch'), baseline_no FROM remarks ORDER BY remark_no");
}

static inline bool is_in(const char *place)
{
    char path[PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/%s", inbox, place);
    return access(path, F_OK) == 0;
}

static inline const char *text_of(const char *place)
{
    static char text[8192];
    char path[PATH_MAX + 64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", inbox, place);
    file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

#define INBOX_TEST(test) cmocka_unit_test_setup_teardown(test, inbox_begin, inbox_end)

#endif
