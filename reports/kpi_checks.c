/* All checks of the first page, with their counts; see kpi_grid.h. */
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_grid.h"
#include "reports/labels.h"
#include "reports/pages.h"

#include <stdio.h>
#include <string.h>

#define HEADING_POINTS 30.0
#define TITLE_CHARACTERS 40

/* Columns of the grid, the narrow ones joined to their neighbours. */
enum {
    COLUMN_CHECK = 0,
    COLUMN_TITLE = 1,
    COLUMN_TITLE_LAST = 4,
    COLUMN_LISTED = 5,
    COLUMN_FRESH = 6,
    COLUMN_CHANGED = 7,
    COLUMN_CHANGED_LAST = 8,
    COLUMN_OPEN = 9,
    COLUMN_UNCHECKED = 10,
    COLUMN_OLDEST = 11,
    COLUMN_OLDEST_LAST = 12,
    COLUMN_SUPPRESSED = 13,
    COLUMN_RESOLVED = 14
};

static const struct page_heading headings[] = {
    {LABEL_CHECK, false, 0},      {LABEL_TITLE, false, 3},  {LABEL_ON_LIST, true, 0},
    {LABEL_FRESH, true, 0},       {LABEL_CHANGED, true, 1}, {LABEL_OPEN, true, 0},
    {LABEL_NOT_CHECKED, true, 0}, {LABEL_OLDEST, false, 1}, {LABEL_SUPPRESSED, true, 0},
    {LABEL_RESOLVED, true, 0}};

/* Counts of the states between two columns; a check that couldn't look has none, not 0. */
static void write_count(struct sheet *sheet, size_t first, size_t last, bool is_known,
                        int64_t count, enum cell_look look)
{
    if (!is_known)
        sheet_across(sheet, first, last, "", CELL_MISSING, LOOK_PLAIN);
    else if (first < last)
        sheet_tally_across(sheet, first, last, count, look);
    else
        sheet_tally(sheet, first, count, look);
}

static void write_check(const struct report *report, struct sheet *sheet,
                        const struct fact_check *check)
{
    const char *title = check->title.text[report->language];
    bool is_known = !fact_check_is_blind(check);
    int64_t fresh = check->counts[STATE_NEW] + check->counts[STATE_REOPENED];
    sheet_text(sheet, COLUMN_CHECK, check->id, CELL_TEXT, LOOK_PLAIN);
    sheet_across(sheet, COLUMN_TITLE, COLUMN_TITLE_LAST, title, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    /* A merged cell doesn't grow with its text. */
    sheet_row_lines(sheet, text_display_width(title, strlen(title)) / TITLE_CHARACTERS + 1);
    sheet_tally(sheet, COLUMN_LISTED, facts_listed(report->facts, check), LOOK_STRONG);
    write_count(sheet, COLUMN_FRESH, COLUMN_FRESH, is_known, fresh,
                fresh > 0 ? LOOK_FRESH : LOOK_PLAIN);
    write_count(sheet, COLUMN_CHANGED, COLUMN_CHANGED_LAST, is_known, check->counts[STATE_CHANGED],
                LOOK_PLAIN);
    write_count(sheet, COLUMN_OPEN, COLUMN_OPEN, is_known, check->counts[STATE_OPEN], LOOK_PLAIN);
    sheet_tally(sheet, COLUMN_UNCHECKED, check->counts[STATE_NOT_CHECKED], LOOK_PLAIN);
    sheet_across(sheet, COLUMN_OLDEST, COLUMN_OLDEST_LAST, check->has_oldest ? "" : "-",
                 CELL_NOTHING, LOOK_PLAIN);
    if (check->has_oldest)
        sheet_date(sheet, COLUMN_OLDEST, check->oldest_on, LOOK_PLAIN);
    sheet_tally(sheet, COLUMN_SUPPRESSED, check->counts[STATE_SUPPRESSED], LOOK_PLAIN);
    write_count(sheet, COLUMN_RESOLVED, COLUMN_RESOLVED, is_known, check->counts[STATE_RESOLVED],
                LOOK_PLAIN);
}

static void write_total(const struct report *report, struct sheet *sheet)
{
    const struct facts *facts = report->facts;
    sheet_across(sheet, COLUMN_CHECK, COLUMN_TITLE_LAST, label(LABEL_TOTAL, report->language),
                 CELL_TEXT, LOOK_STRONG);
    sheet_tally(sheet, COLUMN_LISTED, facts_listed(facts, NULL), LOOK_STRONG);
    sheet_tally(sheet, COLUMN_FRESH,
                facts_in_state(facts, STATE_NEW) + facts_in_state(facts, STATE_REOPENED),
                LOOK_STRONG);
    sheet_tally_across(sheet, COLUMN_CHANGED, COLUMN_CHANGED_LAST,
                       facts_in_state(facts, STATE_CHANGED), LOOK_STRONG);
    sheet_tally(sheet, COLUMN_OPEN, facts_in_state(facts, STATE_OPEN), LOOK_STRONG);
    sheet_tally(sheet, COLUMN_UNCHECKED, facts_in_state(facts, STATE_NOT_CHECKED), LOOK_STRONG);
    sheet_across(sheet, COLUMN_OLDEST, COLUMN_OLDEST_LAST, "", CELL_TEXT, LOOK_STRONG);
    sheet_tally(sheet, COLUMN_SUPPRESSED, facts_in_state(facts, STATE_SUPPRESSED), LOOK_STRONG);
    sheet_tally(sheet, COLUMN_RESOLVED, facts_in_state(facts, STATE_RESOLVED), LOOK_STRONG);
}

bool kpi_checks_write(const struct report *report, struct sheet *sheet, struct error *error)
{
    if (!page_section(report, sheet, LABEL_SECTION_EXCEPTIONS, error))
        return false;
    page_headings(report, sheet, headings, sizeof headings / sizeof headings[0]);
    sheet_row_height(sheet, HEADING_POINTS);
    for (size_t i = 0; i < report->facts->check_count; i++) {
        if (!page_check_group(report, sheet, i, error) || !sheet_next_row(sheet, error))
            return false;
        write_check(report, sheet, &report->facts->checks[i]);
    }
    if (!sheet_next_row(sheet, error))
        return false;
    write_total(report, sheet);
    return sheet_next_row(sheet, error);
}
