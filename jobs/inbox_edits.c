/* One row after another: does it say anything new, and of what? See inbox_edits.h. */
#include "jobs/inbox_edits.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/text.h"
#include "jobs/statement.h"
#include "jobs/workbook_values.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define DAYS_AROUND 4000 /* a bare number near today's is a date that has lost its format */
#define BUDDHIST_YEARS 543
#define BUDDHIST_FROM 2400

struct taking {
    struct state *state;
    const struct list_file *file;
    struct inbox_source *source;
    struct region *region; /* what outlives the row */
    struct region passing; /* of the rows of one id */
};

/* One row on its way to being a remark. */
struct edit {
    const struct typed_row *row;
    int64_t exception_no, baseline_no;
    bool has_baseline;
    struct remark typed, printed;
    bool has_printed;
    struct remark *history;
    size_t history_count;
};

static const char *text_of(const struct typed_row *row, enum list_column column)
{
    return row->cells[column].text;
}

static void note(struct taking *taking, const struct typed_row *row, enum inbox_note_kind kind,
                 const char *detail)
{
    inbox_note_add(
        &taking->source->notes, taking->region,
        (struct inbox_note){kind, row->sheet, row->row, text_of(row, LIST_COLUMN_ID), detail});
}

/* ---- what was typed ---- */

/* What can't be read as what it should be is kept behind the remark, once. */
static void remark_keep(struct taking *taking, struct edit *edit, enum list_column column)
{
    const char *kept = region_format(&taking->passing, "(%s: %s)",
                                     list_heading(column, LANGUAGE_TH), text_of(edit->row, column));

    if (strstr(edit->typed.remark, kept) == NULL)
        edit->typed.remark = region_format(&taking->passing, "%s%s%s", edit->typed.remark,
                                           *edit->typed.remark == '\0' ? "" : "\n", kept);
}

static void status_take(struct taking *taking, struct edit *edit)
{
    const char *word = text_of(edit->row, LIST_COLUMN_STATUS);

    if (list_status_find(word, strlen(word), &edit->typed.status))
        return;
    edit->typed.status = edit->has_printed ? edit->printed.status : REMARK_NONE;
    remark_keep(taking, edit, LIST_COLUMN_STATUS);
    note(taking, edit->row, INBOX_NOTE_STATUS_UNREAD, word);
}

/* 25/11/2569 typed into a program that counts by our era is a date of the year 2569. */
static int64_t buddhist_undone(int64_t date_on)
{
    int year, month, day;

    date_to_civil(date_on, &year, &month, &day);
    return year >= BUDDHIST_FROM ? date_from_civil(year - BUDDHIST_YEARS, month, day) : date_on;
}

static bool date_read(const struct typed_cell *cell, int64_t near_on, int64_t *date_on)
{
    double number;

    if (cell->value == WORKBOOK_VALUE_DATE) {
        *date_on = buddhist_undone(cell->date_on);
        return true;
    }
    if (cell->value != WORKBOOK_VALUE_NUMBER)
        return list_date_parse(cell->text, near_on, date_on);
    if (!workbook_number_parse(cell->text, &number) || !workbook_serial_day(number, false, date_on))
        return false;
    *date_on = buddhist_undone(*date_on);
    return *date_on > near_on - DAYS_AROUND && *date_on < near_on + DAYS_AROUND;
}

static void next_take(struct taking *taking, struct edit *edit)
{
    const struct typed_cell *cell = &edit->row->cells[LIST_COLUMN_NEXT_ON];
    struct remark *typed = &edit->typed;

    if (cell->value == WORKBOOK_VALUE_NONE)
        return;
    typed->has_next = date_read(cell, taking->source->business_on, &typed->next_on);
    if (typed->has_next)
        return;
    remark_keep(taking, edit, LIST_COLUMN_NEXT_ON);
    note(taking, edit->row, INBOX_NOTE_DATE_UNREAD, cell->text);
}

static void typed_take(struct taking *taking, struct edit *edit)
{
    const struct inbox_source *source = taking->source;

    edit->typed = (struct remark){
        .business_on = source->business_on,
        .said_at = source->said_at,
        .taken_at = source->taken_at,
        .said_by = source->list_no,
        .remark = text_of(edit->row, LIST_COLUMN_REMARK),
        .source = source->name,
        .file_sha256 = source->sha256,
        .baseline_no = edit->baseline_no,
    };
    status_take(taking, edit);
    next_take(taking, edit);
}

/* ---- against what is known ---- */

static void baseline_take(const struct taking *taking, struct edit *edit)
{
    const char *text = text_of(edit->row, LIST_COLUMN_BASELINE);
    char *end = NULL;

    edit->baseline_no = *text == '\0' ? 0 : strtoll(text, &end, 10);
    edit->has_baseline =
        taking->file->has_baseline && edit->baseline_no >= 0 && (end == NULL || *end == '\0');
    if (!edit->has_baseline)
        edit->baseline_no = 0;
}

/* Two texts are the same when they read the same, or when one is what a cell could show of the
 * other. */
static bool differs(struct region *region, const struct remark *known, const struct remark *typed)
{
    struct remark plain = *known, same = *typed;

    plain.remark = remark_clean(region, known->remark, strlen(known->remark));
    if (strcmp(plain.remark, same.remark) == 0)
        plain.remark = same.remark = "";
    return remark_differs(&plain, &same);
}

static bool known_read(struct taking *taking, struct edit *edit, struct error *error)
{
    int64_t seen_no = edit->has_baseline ? edit->baseline_no : INT64_MAX;

    return remark_printed(taking->state, edit->exception_no, seen_no, &taking->passing,
                          &edit->printed, &edit->has_printed, error) &&
           remark_history(taking->state, edit->exception_no, &taking->passing, &edit->history,
                          &edit->history_count, error);
}

/* The newest that this list said since it was printed, in a file of that name or (NULL) of any;
 * NULL: nothing yet. */
static const struct remark *own_newest(const struct edit *edit, const char *source)
{
    const struct remark *newest = NULL;

    for (size_t i = 0; i < edit->history_count; i++) {
        const struct remark *said = &edit->history[i];
        if (said->remark_no > edit->baseline_no &&
            strcmp(said->said_by, edit->typed.said_by) == 0 &&
            (source == NULL || strcmp(said->source, source) == 0) &&
            (newest == NULL || said->remark_no > newest->remark_no))
            newest = said;
    }
    return newest;
}

/* Has somebody said something else that the writer can't have seen? A desk's list is worked by
 * several: only the same file is surely the same person, who has changed their mind. */
static bool others_differ(struct taking *taking, const struct edit *edit)
{
    for (size_t i = 0; i < edit->history_count; i++) {
        const struct remark *said = &edit->history[i];
        if (said->remark_no > edit->typed.baseline_no &&
            (strcmp(said->said_by, edit->typed.said_by) != 0 ||
             strcmp(said->source, edit->typed.source) != 0) &&
            differs(&taking->passing, said, &edit->typed))
            return true;
    }
    return false;
}

/* A row is an edit where it differs from what was printed, and from what the same list, saved
 * before, has already said. */
static bool is_edit(struct taking *taking, const struct edit *edit)
{
    static const struct remark nothing = {.remark = ""};
    const struct remark *printed = edit->has_printed ? &edit->printed : &nothing;
    const struct remark *own = own_newest(edit, NULL);
    const struct remark *same_file = own_newest(edit, edit->typed.source);

    return differs(&taking->passing, printed, &edit->typed) &&
           (own == NULL || differs(&taking->passing, own, &edit->typed)) &&
           (same_file == NULL || differs(&taking->passing, same_file, &edit->typed));
}

static bool is_off_the_lists(struct taking *taking, int64_t exception_no, bool *is_off,
                             struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(state_connection(taking->state),
                           "SELECT worklist.state IN ('resolved', 'expired', 'retired')"
                           " FROM worklist JOIN counted_attempts USING (attempt_id)"
                           " WHERE exception_no = :exception_no"
                           " ORDER BY business_on DESC, attempt_id DESC LIMIT 1",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":exception_no", exception_no);
    *is_off = statement_next(statement, error) && sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

/* ---- what comes of it ---- */

/* Nothing that was typed gets lost because its row's id did. */
static bool stray_keep(struct taking *taking, const struct typed_row *row, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_kept;

    if (!statement_prepare(state_connection(taking->state),
                           "INSERT INTO inbox_strays VALUES (:sha256, :sheet, :row, :id, :status,"
                           " :remark, :next_on)",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":sha256", taking->source->sha256);
    statement_bind_text(statement, ":sheet", row->sheet);
    statement_bind_integer(statement, ":row", row->row);
    statement_bind_text(statement, ":id", text_of(row, LIST_COLUMN_ID));
    statement_bind_text(statement, ":status", text_of(row, LIST_COLUMN_STATUS));
    statement_bind_text(statement, ":remark", text_of(row, LIST_COLUMN_REMARK));
    statement_bind_text(statement, ":next_on", text_of(row, LIST_COLUMN_NEXT_ON));
    is_kept = statement_finish(statement, error);
    sqlite3_finalize(statement);
    taking->source->stray_count++;
    return is_kept;
}

static bool is_blank(const struct typed_row *row)
{
    return *text_of(row, LIST_COLUMN_STATUS) == '\0' && *text_of(row, LIST_COLUMN_REMARK) == '\0' &&
           *text_of(row, LIST_COLUMN_NEXT_ON) == '\0';
}

static bool stray_take(struct taking *taking, const struct typed_row *row, struct error *error)
{
    const char *remark = text_of(row, LIST_COLUMN_REMARK);
    bool has_id = *text_of(row, LIST_COLUMN_ID) != '\0';

    if (is_blank(row))
        return true;
    note(taking, row, has_id ? INBOX_NOTE_UNKNOWN : INBOX_NOTE_NO_ID,
         *remark != '\0' ? remark : text_of(row, LIST_COLUMN_NEXT_ON));
    return stray_keep(taking, row, error);
}

static void edit_note(struct taking *taking, const struct edit *edit, bool is_off)
{
    const struct remark *typed = &edit->typed;
    const struct list_changes *changes = taking->source->changes;
    const char *start;
    size_t length;

    if (changes != NULL && changes->is_mixed[edit->row - taking->file->rows])
        note(taking, edit->row, INBOX_NOTE_MIXED, typed->remark);
    if (is_off)
        note(taking, edit->row, INBOX_NOTE_RESOLVED, "");
    if (typed->status == REMARK_NOT_A_PROBLEM && *typed->remark == '\0')
        note(taking, edit->row, INBOX_NOTE_REASON_NEEDED, "");
    if (text_look(typed->remark, strlen(typed->remark), &start, &length) == TEXT_TOO_LONG)
        note(taking, edit->row, INBOX_NOTE_LONG, typed->remark);
    if (others_differ(taking, edit)) {
        note(taking, edit->row, INBOX_NOTE_CONFLICT, typed->remark);
        taking->source->conflict_count++;
    }
}

static bool edit_add(struct taking *taking, struct edit *edit, struct error *error)
{
    int64_t remark_no;
    bool is_off = false, is_new = false;

    if (!is_off_the_lists(taking, edit->exception_no, &is_off, error) ||
        !remark_add(taking->state, edit->exception_no, &edit->typed, &remark_no, &is_new, error))
        return false;
    if (is_new)
        taking->source->edit_count++;
    edit_note(taking, edit, is_off);
    return true;
}

/* A list whose owner the file doesn't tell: whose list the row was last on. */
static bool owner_find(struct taking *taking, struct edit *edit, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (*taking->source->list_no != '\0')
        return true;
    if (!statement_prepare(state_connection(taking->state),
                           "SELECT list_no FROM worklist JOIN counted_attempts USING (attempt_id)"
                           " WHERE exception_no = :exception_no"
                           " ORDER BY business_on DESC, attempt_id DESC LIMIT 1",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":exception_no", edit->exception_no);
    if (statement_next(statement, error))
        edit->typed.said_by = region_copy(&taking->passing, statement_text(statement, 0));
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

/* Reads a row as an edit of its exception. *is_new: it says something. */
static bool edit_read(struct taking *taking, const struct typed_row *row, int64_t exception_no,
                      struct edit *edit, bool *is_new, struct error *error)
{
    *edit = (struct edit){.row = row, .exception_no = exception_no};
    baseline_take(taking, edit);
    if (!known_read(taking, edit, error))
        return false;
    typed_take(taking, edit);
    if (!owner_find(taking, edit, error))
        return false;
    *is_new = is_edit(taking, edit);
    return true;
}

/* The second row of an exception says something else: both remarks stand in one, the later status
 * and date count. */
static void edit_join(struct taking *taking, struct edit *edit, const struct edit *later)
{
    struct remark *typed = &edit->typed;

    if (!remark_differs(typed, &later->typed))
        return;
    note(taking, later->row, INBOX_NOTE_TWICE, later->typed.remark);
    if (*typed->remark == '\0')
        typed->remark = later->typed.remark;
    else if (strstr(typed->remark, later->typed.remark) == NULL)
        typed->remark =
            region_format(&taking->passing, "%s\n%s", typed->remark, later->typed.remark);
    if (later->typed.status != REMARK_NONE)
        typed->status = later->typed.status;
    if (later->typed.has_next) {
        typed->has_next = true;
        typed->next_on = later->typed.next_on;
    }
}

/* The rows of one id: one, unless it was copied. */
static bool rows_take(struct taking *taking, const struct typed_row *const *rows, size_t count,
                      struct error *error)
{
    struct edit whole = {0}, edit;
    int64_t exception_no = 0;
    bool has_edit = false, is_new = false;

    /* Most rows: nothing had been said, and nothing is. */
    while (count > 0 && taking->file->has_baseline && is_blank(rows[0]) &&
           *text_of(rows[0], LIST_COLUMN_BASELINE) == '\0') {
        rows++;
        count--;
    }
    if (count == 0)
        return true;
    if (!remark_exception(taking->state, text_of(rows[0], LIST_COLUMN_ID), &exception_no, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (exception_no == 0) {
            if (!stray_take(taking, rows[i], error))
                return false;
            continue;
        }
        if (!edit_read(taking, rows[i], exception_no, &edit, &is_new, error))
            return false;
        if (is_new && has_edit)
            edit_join(taking, &whole, &edit);
        else if (is_new)
            whole = edit;
        has_edit = has_edit || is_new;
    }
    /* Put together they may be what was taken before. */
    return !has_edit || !is_edit(taking, &whole) || edit_add(taking, &whole, error);
}

static int id_compare(const void *left, const void *right)
{
    const struct typed_row *const *a = left, *const *b = right;
    int order = strcmp(text_of(*a, LIST_COLUMN_ID), text_of(*b, LIST_COLUMN_ID));

    return order != 0 ? order : (*a > *b) - (*a < *b);
}

static bool all_take(struct taking *taking, const struct typed_row **rows, size_t count,
                     struct error *error)
{
    for (size_t i = 0, end; i < count; i = end) {
        const char *id = text_of(rows[i], LIST_COLUMN_ID);
        for (end = i + 1; end < count && strcmp(text_of(rows[end], LIST_COLUMN_ID), id) == 0;)
            end++;
        if (!rows_take(taking, rows + i, end - i, error))
            return false;
        region_clear(&taking->passing);
    }
    return true;
}

/* Rows of one id stand together, otherwise as in the file. */
static bool sorted_take(struct taking *taking, struct error *error)
{
    size_t count = taking->file->row_count;
    const struct typed_row **rows = malloc((count + 1) * sizeof(const struct typed_row *));
    bool is_taken;

    if (rows == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a list's rows");
    for (size_t i = 0; i < count; i++)
        rows[i] = &taking->file->rows[i];
    qsort(rows, count, sizeof *rows, id_compare);
    is_taken = all_take(taking, rows, count, error);
    free(rows);
    return is_taken;
}

static void file_note(struct taking *taking, enum inbox_note_kind kind)
{
    inbox_note_add(&taking->source->notes, taking->region, (struct inbox_note){.kind = kind});
}

static void source_settle(struct taking *taking)
{
    struct inbox_source *source = taking->source;
    const char *const *about = taking->file->about;
    const char *day = about[LIST_ABOUT_BUSINESS_ON];
    int64_t local = source->said_at + clock_offset_seconds(source->said_at);
    int64_t now = source->taken_at + clock_offset_seconds(source->taken_at);

    source->list_no = region_copy(taking->region, about[LIST_ABOUT_LIST_NO]);
    source->has_business_on = date_parse(day, strlen(day), DATE_ORDER_ISO, DATE_ERA_COMMON,
                                         &source->business_on) == DATE_GOOD &&
                              source->business_on <= now / SECONDS_PER_DAY;
    /* No file is older than the list in it: some copies come with the time of their making, or
     * with none. */
    if (!source->has_business_on)
        source->business_on = local / SECONDS_PER_DAY;
    else if (local < source->business_on * SECONDS_PER_DAY)
        source->said_at += source->business_on * SECONDS_PER_DAY - local;
    source->row_count = (int64_t)taking->file->row_count;
    if (*source->list_no == '\0')
        file_note(taking, INBOX_NOTE_NO_OWNER);
    if (!taking->file->has_baseline)
        file_note(taking, INBOX_NOTE_NO_BASELINE);
    if (source->changes != NULL && source->changes->cell_count > 0)
        inbox_note_add(&source->notes, taking->region,
                       (struct inbox_note){.kind = INBOX_NOTE_OTHER_CELLS,
                                           .detail = region_format(taking->region, "%zu (%s)",
                                                                   source->changes->cell_count,
                                                                   source->changes->headings)});
}

bool inbox_edits_take(struct state *state, const struct list_file *file,
                      struct inbox_source *source, struct region *region, struct error *error)
{
    struct taking taking = {.state = state, .file = file, .source = source, .region = region};
    bool is_taken;

    source_settle(&taking);
    is_taken = sorted_take(&taking, error);
    region_clear(&taking.passing);
    return is_taken;
}
