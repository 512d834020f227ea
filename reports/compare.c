/* Opens both sides, writes the sheets, the summary last; see compare.h. */
#include "reports/compare.h"

#include "core/text.h"
#include "jobs/prepare.h"
#include "jobs/statement.h"
#include "reports/compare_parts.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEADING_POINTS 22
#define WIDTH_LEAST 10
#define WIDTH_MOST 60

void comparison_clear(struct comparison *comparison)
{
    region_clear(&comparison->region);
    *comparison = (struct comparison){0};
}

int64_t comparison_count(const struct compare_part *part)
{
    return part->counts[ONLY_IN_A] + part->counts[ONLY_IN_B] + part->counts[IS_CHANGED];
}

bool comparison_differs(const struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->part_count; i++)
        if (comparison_count(&comparison->parts[i]) > 0)
            return true;
    return false;
}

struct compare_part *compare_part_add(struct comparing *comparing, const char *name)
{
    struct comparison *comparison = comparing->comparison;

    comparison->parts = region_grow(&comparison->region, comparison->parts, comparison->part_count,
                                    sizeof *comparison->parts);
    comparison->parts[comparison->part_count] =
        (struct compare_part){.name = region_copy(&comparison->region, name)};
    return &comparison->parts[comparison->part_count++];
}

void compare_gap_add(struct comparing *comparing, enum compare_word what, const char *name)
{
    struct comparison *comparison = comparing->comparison;

    comparison->gaps = region_grow(&comparison->region, comparison->gaps, comparison->gap_count,
                                   sizeof *comparison->gaps);
    comparison->gaps[comparison->gap_count++] =
        (struct compare_gap){(int)what, region_copy(&comparison->region, name)};
}

bool compare_prepare(struct comparing *comparing, const char *sql, sqlite3_stmt *sides[2],
                     struct error *error)
{
    return statement_prepare(comparing->mirrors[0], sql, &sides[0], error) &&
           statement_prepare(comparing->mirrors[1], sql, &sides[1], error);
}

const char *compare_kind_word(const struct comparing *comparing, enum difference_kind kind)
{
    static const enum compare_word words[DIFFERENCE_KINDS] = {
        [ONLY_IN_A] = COMPARE_ONLY_A,
        [ONLY_IN_B] = COMPARE_ONLY_B,
        [IS_CHANGED] = COMPARE_CHANGED,
    };

    return compare_word(words[kind], comparing->language);
}

void compare_headings(struct comparing *comparing, struct sheet *sheet,
                      const struct compare_heading *headings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sheet_text(sheet, i,
                   headings[i].word < 0
                       ? label((enum label)(-1 - headings[i].word), comparing->language)
                       : compare_word((enum compare_word)headings[i].word, comparing->language),
                   headings[i].is_number ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
    sheet_row_height(sheet, HEADING_POINTS);
}

bool compare_sheet_end(struct sheet *sheet, size_t column_count, struct error *error)
{
    sheet_filter(sheet, column_count);
    sheet_fit(sheet, column_count, WIDTH_LEAST, WIDTH_MOST);
    return sheet_is_good(sheet, error);
}

static bool sides_open(struct comparing *comparing, struct error *error)
{
    for (int i = 0; i < 2; i++) {
        const struct past *past = comparing->request->sides[i];
        if (!mirror_open(&comparing->mirrors[i], past->settings, past->catalogue, &past->slot,
                         error))
            return error_wrap(error, i == 0 ? "A" : "B");
    }
    return true;
}

static bool book_open(struct comparing *comparing, const char *path, struct error *error)
{
    const struct compare_request *request = comparing->request;
    const struct workbook_request book = {
        .path = path,
        .temporary_folder = request->temporary_folder,
        .title = compare_word(COMPARE_TITLE, request->language),
        .company = request->sides[1]->settings->organisation.text[request->language],
        .created_at = request->created_at,
        .language = request->language,
        .row_limit = WORKBOOK_ROW_LIMIT,
    };

    if (!workbook_open(&comparing->workbook, &book, error))
        return false;
    comparing->summary =
        workbook_sheet(comparing->workbook, compare_word(COMPARE_SHEET_SUMMARY, request->language),
                       true, NULL, NULL, error);
    return comparing->summary != NULL;
}

static bool write_all(struct comparing *comparing, const char *path, struct error *error)
{
    bool is_written = sides_open(comparing, error) && book_open(comparing, path, error) &&
                      compare_kpis(comparing, error) && compare_exceptions(comparing, error) &&
                      compare_rows(comparing, error) && compare_files(comparing, error) &&
                      compare_summary(comparing, error);

    if (is_written)
        is_written = workbook_finish(comparing->workbook, error);
    else
        workbook_discard(comparing->workbook);
    sqlite3_close(comparing->mirrors[0]);
    sqlite3_close(comparing->mirrors[1]);
    return is_written;
}

bool compare_write(const struct compare_request *request, struct comparison *comparison,
                   struct error *error)
{
    struct comparing comparing = {
        .request = request, .comparison = comparison, .language = request->language};
    char partial[PATH_MAX];

    error_clear(error);
    if (snprintf(partial, sizeof partial, "%s.partial", request->path) >= (int)sizeof partial)
        return error_set(error, EXIT_CODE_USAGE, "%s: path too long", request->path);
    if (!write_all(&comparing, partial, error))
        return error_wrap(error, "%s", request->path);
    if (rename(partial, request->path) == 0)
        return true;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", request->path);
    unlink(partial);
    return false;
}
