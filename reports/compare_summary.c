/* The first sheet of compare.xlsx: both sides, how much differs, the settings, what wasn't
 * compared.
 */
#include "core/clock.h"
#include "core/date.h"
#include "jobs/kept.h"
#include "jobs/kept_file.h"
#include "jobs/statement.h"
#include "reports/compare_parts.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define TITLE_POINTS 28
#define SECTION_POINTS 22

static bool file_tell(void *context, enum difference_kind kind, sqlite3_stmt *a, sqlite3_stmt *b,
                      struct error *error)
{
    struct comparison *comparison = context;
    sqlite3_stmt *row = b != NULL ? b : a;

    (void)error;
    comparison->files = region_grow(&comparison->region, comparison->files, comparison->file_count,
                                    sizeof *comparison->files);
    comparison->files[comparison->file_count++] = (struct compare_file){
        region_format(&comparison->region, "%s/%s", statement_text(row, 0), statement_text(row, 1)),
        kind};
    return true;
}

bool compare_files(struct comparing *comparing, struct error *error)
{
    static const char sql[] = "SELECT place, path, bytes FROM kept_files"
                              " WHERE place <> 'published' ORDER BY place, path";
    const struct past *const *past = comparing->request->sides;
    sqlite3 *files[2] = {NULL, NULL};
    sqlite3_stmt *rows[2] = {NULL, NULL};
    bool is_compared;

    comparing->comparison->knows_files = past[0]->is_kept && past[1]->is_kept;
    if (!comparing->comparison->knows_files)
        return true;
    is_compared = kept_open(&files[0], &past[0]->slot, false, error) &&
                  kept_open(&files[1], &past[1]->slot, false, error) &&
                  statement_prepare(files[0], sql, &rows[0], error) &&
                  statement_prepare(files[1], sql, &rows[1], error) &&
                  difference_find(rows[0], rows[1], 2, file_tell, comparing->comparison, error);
    for (int i = 0; i < 2; i++) {
        sqlite3_finalize(rows[i]);
        sqlite3_close(files[i]);
    }
    return is_compared;
}

static bool section(struct comparing *comparing, const char *title, struct error *error)
{
    struct sheet *sheet = comparing->summary;

    if (!sheet_next_row(sheet, error) || !sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, 0, 4, title, CELL_SECTION, LOOK_PLAIN);
    sheet_row_height(sheet, SECTION_POINTS);
    return sheet_next_row(sheet, error);
}

static bool side_row(struct comparing *comparing, const char *what, const char *a, const char *b,
                     struct error *error)
{
    sheet_text(comparing->summary, 0, what, CELL_TEXT, LOOK_STRONG);
    sheet_across(comparing->summary, 1, 2, a, CELL_TEXT, LOOK_PLAIN);
    sheet_across(comparing->summary, 3, 4, b, CELL_TEXT, LOOK_PLAIN);
    return sheet_next_row(comparing->summary, error);
}

/* What is told of a side, as text for people. */
struct side_texts {
    char attempt[16], business[DATE_TEXT_SIZE], covered[DATE_TEXT_SIZE], issued[DATE_TEXT_SIZE];
    char khrop[KEPT_TEXT_SIZE];
};

static bool side_read(const struct past *past, enum language language, struct side_texts *texts,
                      struct error *error)
{
    snprintf(texts->attempt, sizeof texts->attempt, "%d", past->slot.attempt);
    label_date(past->slot.business_on, language, texts->business);
    label_date(past->slot.last_on, language, texts->covered);
    label_moment(past->slot.run_at, language, texts->issued);
    texts->khrop[0] = '\0';
    return !past->is_kept || kept_fact(&past->slot, "khrop", texts->khrop, error);
}

static bool write_sides(struct comparing *comparing, struct error *error)
{
    const struct past *const *past = comparing->request->sides;
    enum language language = comparing->language;
    struct side_texts a = {0}, b = {0};

    if (!side_read(past[0], language, &a, error) || !side_read(past[1], language, &b, error) ||
        !section(comparing, compare_word(COMPARE_SIDES, language), error))
        return false;
    sheet_text(comparing->summary, 0, "", CELL_HEADING, LOOK_PLAIN);
    sheet_across(comparing->summary, 1, 2, "A", CELL_HEADING, LOOK_PLAIN);
    sheet_across(comparing->summary, 3, 4, "B", CELL_HEADING, LOOK_PLAIN);
    return sheet_next_row(comparing->summary, error) &&
           side_row(comparing, compare_word(COMPARE_JOB, language), past[0]->slot.job->name,
                    past[1]->slot.job->name, error) &&
           side_row(comparing, label(LABEL_BUSINESS_DATE, language), a.business, b.business,
                    error) &&
           side_row(comparing, compare_word(COMPARE_ATTEMPT, language), a.attempt, b.attempt,
                    error) &&
           side_row(comparing, label(LABEL_COVERED_TO, language), a.covered, b.covered, error) &&
           side_row(comparing, label(LABEL_ISSUED_AT, language), a.issued, b.issued, error) &&
           side_row(comparing, compare_word(COMPARE_KHROP, language), a.khrop, b.khrop, error);
}

/* The part's name for people, and the sheet that has its rows. */
static const char *part_title(const struct comparing *comparing, size_t index, struct sheet **sheet)
{
    const struct compare_part *part = &comparing->comparison->parts[index];
    const struct contract *contract =
        catalogue_contract(comparing->request->sides[1]->catalogue, part->name);

    *sheet = index == 0 ? comparing->kpis : index == 1 ? comparing->exceptions : comparing->rows;
    if (index == 0)
        return compare_word(COMPARE_SECTION_KPIS, comparing->language);
    if (index == 1)
        return compare_word(COMPARE_SECTION_EXCEPTIONS, comparing->language);
    return contract == NULL ? part->name : contract->title.text[comparing->language];
}

static bool write_part(struct comparing *comparing, size_t index, struct error *error)
{
    const struct compare_part *part = &comparing->comparison->parts[index];
    enum cell_look look = comparison_count(part) > 0 ? LOOK_AMBER : LOOK_PLAIN;
    struct sheet *sheet;
    const char *title = part_title(comparing, index, &sheet);

    if (comparison_count(part) > 0)
        sheet_link(comparing->summary, 0, sheet_name(sheet), title);
    else
        sheet_text(comparing->summary, 0, title, CELL_TEXT, LOOK_PLAIN);
    sheet_text(comparing->summary, 1, index < 2 ? "" : part->name, CELL_TEXT, LOOK_PLAIN);
    for (int kind = 0; kind < DIFFERENCE_KINDS; kind++)
        sheet_tally(comparing->summary, 2 + (size_t)kind, part->counts[kind],
                    part->counts[kind] > 0 ? look : LOOK_PLAIN);
    return sheet_next_row(comparing->summary, error);
}

static bool write_parts(struct comparing *comparing, struct error *error)
{
    static const struct compare_heading headings[] = {
        {COMPARE_WHAT, false},   {COMPARE_LABEL(LABEL_DATASET), false},
        {COMPARE_ONLY_A, true},  {COMPARE_ONLY_B, true},
        {COMPARE_CHANGED, true},
    };

    if (!section(comparing, compare_word(COMPARE_COUNTS, comparing->language), error))
        return false;
    compare_headings(comparing, comparing->summary, headings, LENGTH(headings));
    if (!sheet_next_row(comparing->summary, error))
        return false;
    for (size_t i = 0; i < comparing->comparison->part_count; i++)
        if (!write_part(comparing, i, error))
            return false;
    return true;
}

static bool write_files(struct comparing *comparing, struct error *error)
{
    const struct comparison *comparison = comparing->comparison;
    enum language language = comparing->language;

    if (!section(comparing, compare_word(COMPARE_SECTION_FILES, language), error))
        return false;
    if (!comparison->knows_files || comparison->file_count == 0) {
        sheet_across(
            comparing->summary, 0, 4,
            compare_word(comparison->knows_files ? COMPARE_SAME_FILES : COMPARE_FILES_UNKNOWN,
                         language),
            CELL_NOTE, LOOK_PLAIN);
        return sheet_next_row(comparing->summary, error);
    }
    for (size_t i = 0; i < comparison->file_count; i++) {
        const struct compare_file *file = &comparison->files[i];
        sheet_across(comparing->summary, 0, 2, file->path, CELL_TEXT, LOOK_PLAIN);
        sheet_across(comparing->summary, 3, 4,
                     file->kind == IS_CHANGED ? compare_word(COMPARE_FILE_CHANGED, language)
                                              : compare_kind_word(comparing, file->kind),
                     CELL_TEXT, LOOK_PLAIN);
        if (!sheet_next_row(comparing->summary, error))
            return false;
    }
    return true;
}

static bool write_gaps(struct comparing *comparing, struct error *error)
{
    const struct comparison *comparison = comparing->comparison;

    if (comparison->gap_count == 0)
        return true;
    if (!section(comparing, compare_word(COMPARE_SECTION_GAPS, comparing->language), error))
        return false;
    for (size_t i = 0; i < comparison->gap_count; i++) {
        sheet_across(comparing->summary, 0, 2,
                     compare_word((enum compare_word)comparison->gaps[i].what, comparing->language),
                     CELL_MISSING, LOOK_PLAIN);
        sheet_across(comparing->summary, 3, 4, comparison->gaps[i].name, CELL_TEXT, LOOK_PLAIN);
        if (!sheet_next_row(comparing->summary, error))
            return false;
    }
    return true;
}

bool compare_summary(struct comparing *comparing, struct error *error)
{
    struct sheet *sheet = comparing->summary;
    bool differs = comparison_differs(comparing->comparison);

    sheet_width(sheet, 0, 0, 40);
    sheet_width(sheet, 1, 1, 26);
    sheet_width(sheet, 2, 4, 17);
    sheet_text(sheet, 0, compare_word(COMPARE_TITLE, comparing->language), CELL_TITLE, LOOK_PLAIN);
    sheet_row_height(sheet, TITLE_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, 0, 4,
                 compare_word(differs ? COMPARE_SOMETHING : COMPARE_NOTHING, comparing->language),
                 CELL_TEXT, differs ? LOOK_AMBER : LOOK_GREEN);
    return write_sides(comparing, error) && write_parts(comparing, error) &&
           write_files(comparing, error) && write_gaps(comparing, error) &&
           sheet_is_good(sheet, error);
}
