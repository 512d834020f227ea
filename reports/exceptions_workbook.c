/* exceptions.xlsx: a cover with counts, a sheet per check, what has ended, rows that were rejected.
 *
 * The cover comes first and is filled last, when the sheets that it links to have their names.
 */
#include "core/text.h"
#include "reports/exception_rows.h"
#include "reports/facts.h"
#include "reports/labels.h"
#include "reports/pages.h"
#include "reports/report.h"
#include "reports/sheet_writer.h"

#include <stdio.h>
#include <string.h>

#define FILE_NAME "exceptions.xlsx"

struct exceptions_workbook {
    const struct report *report;
    struct workbook *workbook;
    struct sheet *cover;
    struct region region;
    const char **sheets; /* the sheet of each check of the facts; NULL: nothing on its list */
    const char *suppressed, *ended, *rejects;
    int64_t row_count;
};

/* Copies a reader into a sheet and takes both away. */
static bool copy_sheet(struct exceptions_workbook *book, struct reader *reader,
                       const struct sheet_plan *plan, const char **name, int64_t *row_count,
                       struct error *error)
{
    struct writer *writer = NULL;
    bool copied = sheet_writer_open(&writer, book->workbook, plan, reader->schema, error) &&
                  stream_copy(reader, writer, NULL, NULL, NULL, row_count, error);
    if (copied) {
        *name = region_copy(&book->region, sheet_writer_name(writer));
        book->row_count += *row_count;
    }
    if (writer != NULL)
        writer->close(writer);
    reader->close(reader);
    return copied;
}

/* Rows in the result = rows on the sheet. */
static bool rows_agree(const struct facts *facts, const struct fact_check *check, int64_t written,
                       struct error *error)
{
    int64_t listed = facts_listed(facts, check);
    int64_t suppressed = check->suppressed_found_count;
    int64_t found = listed - check->counts[STATE_NOT_CHECKED];
    if (written == listed && found + suppressed == check->found_count)
        return true;
    return error_set(
        error, EXIT_CODE_DATA,
        "check %s: %lld rows found, %lld of them and %lld that were not checked are on "
        "the worklist, %lld are no problem, %lld are on the sheet; nothing is published",
        check->id, (long long)check->found_count, (long long)found,
        (long long)check->counts[STATE_NOT_CHECKED], (long long)suppressed, (long long)written);
}

static bool write_check(struct exceptions_workbook *book, const struct fact_check *check,
                        const char **name, struct error *error)
{
    const struct report *report = book->report;
    /* What the rows lack: data that is partial, or that the check does without. */
    const char *notes = check->reason.text[report->language];
    char title[REPORT_LINE_SIZE], todo[REPORT_LINE_SIZE * 4];
    struct sheet_plan plan = {.name = check->id,
                              .title = title,
                              .lines = {todo, notes[0] == '\0' ? NULL : notes},
                              .back_to = sheet_name(book->cover),
                              .frozen_columns = 2,
                              .look_column = "khrop_state",
                              .look = exception_rows_look,
                              .wraps = exception_rows_wraps};
    struct reader *reader;
    int64_t written = 0;
    if (facts_listed(report->facts, check) == 0)
        return rows_agree(report->facts, check, 0, error);
    text_format(title, sizeof title, "%s  %s", check->id, check->title.text[report->language]);
    text_format(todo, sizeof todo, "%s: %s", label(LABEL_TODO, report->language),
                check->rule == NULL ? "-" : check->rule->todo.text[report->language]);
    return exception_rows_of_check(report, check->id, check->counts[STATE_NOT_CHECKED] > 0, &reader,
                                   error) &&
           copy_sheet(book, reader, &plan, name, &written, error) &&
           rows_agree(report->facts, check, written, error);
}

static bool write_ended(struct exceptions_workbook *book, struct error *error)
{
    const struct report *report = book->report;
    struct sheet_plan plan = {.name = label(LABEL_SHEET_ENDED, report->language),
                              .title = label(LABEL_SHEET_ENDED, report->language),
                              .back_to = sheet_name(book->cover),
                              .frozen_columns = 2,
                              .look_column = "khrop_state",
                              .look = exception_rows_look,
                              .wraps = exception_rows_wraps};
    int64_t wanted = facts_in_state(report->facts, STATE_RESOLVED) +
                     facts_in_state(report->facts, STATE_EXPIRED) +
                     facts_in_state(report->facts, STATE_RETIRED);
    int64_t written = 0;
    struct reader *reader;
    if (!exception_rows_ended(report, &reader, error) ||
        !copy_sheet(book, reader, &plan, &book->ended, &written, error))
        return false;
    return written == wanted || error_set(error, EXIT_CODE_DATA,
                                          "%lld exceptions have ended, %lld are on the sheet; "
                                          "nothing is published",
                                          (long long)wanted, (long long)written);
}

/* What people said is no problem: with the reason, for whoever has to answer for it. */
static bool write_suppressed(struct exceptions_workbook *book, struct error *error)
{
    const struct report *report = book->report;
    struct sheet_plan plan = {.name = label(LABEL_SHEET_SUPPRESSED, report->language),
                              .title = label(LABEL_SHEET_SUPPRESSED, report->language),
                              .lines = {label(LABEL_SUPPRESSED_NOTE, report->language)},
                              .back_to = sheet_name(book->cover),
                              .frozen_columns = 1,
                              .wraps = exception_rows_wraps};
    int64_t wanted = facts_in_state(report->facts, STATE_SUPPRESSED), written = 0;
    struct reader *reader;
    if (!exception_rows_suppressed(report, &reader, error) ||
        !copy_sheet(book, reader, &plan, &book->suppressed, &written, error))
        return false;
    return written == wanted || error_set(error, EXIT_CODE_DATA,
                                          "%lld exceptions are no problem, %lld are on the sheet; "
                                          "nothing is published",
                                          (long long)wanted, (long long)written);
}

static bool write_rejects(struct exceptions_workbook *book, struct error *error)
{
    const struct report *report = book->report;
    struct sheet_plan plan = {.name = label(LABEL_SHEET_REJECTS, report->language),
                              .title = label(LABEL_SHEET_REJECTS, report->language),
                              .back_to = sheet_name(book->cover),
                              .frozen_columns = 3,
                              .wraps = exception_rows_wraps};
    int64_t written = 0;
    struct reader *reader;
    if (!exception_rows_rejected(report, &reader, error) ||
        !copy_sheet(book, reader, &plan, &book->rejects, &written, error))
        return false;
    return written == report->facts->reject_rows ||
           error_set(error, EXIT_CODE_DATA,
                     "%lld rejects, %lld are on the sheet; nothing is published",
                     (long long)report->facts->reject_rows, (long long)written);
}

static bool write_sheets(struct exceptions_workbook *book, struct error *error)
{
    const struct facts *facts = book->report->facts;
    book->sheets = region_allocate(&book->region, (facts->check_count + 1) * sizeof *book->sheets);
    for (size_t i = 0; i < facts->check_count; i++)
        if (!write_check(book, &facts->checks[i], &book->sheets[i], error))
            return error_wrap(error, "sheet %s", facts->checks[i].id);
    return write_suppressed(book, error) && write_ended(book, error) && write_rejects(book, error);
}

bool exceptions_workbook_write(const struct report *report, struct error *error)
{
    struct exceptions_workbook book = {.report = report};
    bool written = false;
    error_clear(error);
    if (!report_workbook(report, FILE_NAME, label(LABEL_EXCEPTIONS_TITLE, report->language),
                         &book.workbook, error))
        return false;
    book.cover = workbook_sheet(book.workbook, label(LABEL_SHEET_COVER, report->language), true,
                                NULL, NULL, error);
    if (book.cover != NULL)
        page_widths(book.cover);
    written =
        book.cover != NULL && write_sheets(&book, error) &&
        page_title(report, book.cover, label(LABEL_EXCEPTIONS_TITLE, report->language), error) &&
        page_seal(report, book.cover, error) && page_gaps(report, book.cover, error) &&
        page_checks(report, book.cover, book.sheets, error) &&
        page_links(report, book.cover, book.suppressed, book.ended, book.rejects, error);
    if (written) {
        written = workbook_finish(book.workbook, error);
    } else {
        workbook_discard(book.workbook);
    }
    region_clear(&book.region);
    if (written)
        report_wrote(report, FILE_NAME, book.row_count);
    return written || error_wrap(error, FILE_NAME);
}
