/* Parts of pages; see pages.h. */
#include "reports/pages.h"

#include "core/text.h"
#include "reports/labels.h"
#include "reports/start_line.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define LINE_POINTS 15.0
#define TITLE_POINTS 26.0
#define SECTION_POINTS 20.0
#define CHARACTERS_A_LINE 120
#define GROUP_SIZE 32

static const double widths[PAGE_COLUMNS] = {12, 48, 20, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 24};

void page_widths(struct sheet *sheet)
{
    for (size_t i = 0; i < PAGE_COLUMNS; i++)
        sheet_wrap(sheet, i, widths[i]);
}

bool page_title(const struct report *report, struct sheet *sheet, const char *title,
                struct error *error)
{
    char line[REPORT_LINE_SIZE];
    report_title_line(report, title, line);
    sheet_text(sheet, 0, line, CELL_TITLE, LOOK_PLAIN);
    sheet_row_height(sheet, TITLE_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    report_date_line(report, line);
    sheet_text(sheet, 0, line, CELL_SUBTITLE, LOOK_PLAIN);
    sheet_row_height(sheet, SECTION_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    if (!report->slot->is_flows_only)
        return true;
    sheet_across(sheet, 0, PAGE_COLUMNS - 1, label(LABEL_OLDER_SLOT, report->language),
                 CELL_MISSING, LOOK_PLAIN);
    return sheet_next_row(sheet, error);
}

bool page_seal(const struct report *report, struct sheet *sheet, struct error *error)
{
    const struct facts *facts = report->facts;
    enum language language = report->language;
    bool is_whole = facts->gap_count == 0;
    char line[REPORT_LINE_SIZE];
    report_totals_line(report, line);
    sheet_across(sheet, 0, PAGE_COLUMNS - 1, line, CELL_TEXT,
                 facts->has_unread ? LOOK_AMBER : LOOK_GREEN);
    if (!sheet_next_row(sheet, error))
        return false;
    text_format(line, sizeof line, "%s %s", is_whole ? "✓" : "✗",
                label(is_whole ? LABEL_ALL_CHECKED : LABEL_NOT_ALL_CHECKED, language));
    sheet_across(sheet, 0, PAGE_COLUMNS - 1, line, CELL_TEXT, is_whole ? LOOK_GREEN : LOOK_RED);
    if (!sheet_next_row(sheet, error))
        return false;
    if (!report->slot->is_flows_only) {
        start_line(report, line);
        sheet_across(sheet, 0, PAGE_COLUMNS - 1, line, CELL_TEXT, LOOK_STRONG);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return sheet_next_row(sheet, error);
}

void page_headings(const struct report *report, struct sheet *sheet,
                   const struct page_heading *headings, size_t count)
{
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        sheet_across(sheet, column, column + headings[i].more_columns,
                     label((enum label)headings[i].label, report->language),
                     headings[i].is_number ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
        column += 1 + headings[i].more_columns;
    }
    sheet_row_height(sheet, 2 * LINE_POINTS);
}

bool page_section(const struct report *report, struct sheet *sheet, int section,
                  struct error *error)
{
    sheet_text(sheet, 0, label((enum label)section, report->language), CELL_SECTION, LOOK_PLAIN);
    sheet_row_height(sheet, SECTION_POINTS);
    return sheet_next_row(sheet, error);
}

bool page_gaps(const struct report *report, struct sheet *sheet, struct error *error)
{
    return page_gaps_up_to(report, sheet, PAGE_COLUMNS - 1, error);
}

bool page_gaps_up_to(const struct report *report, struct sheet *sheet, size_t last_column,
                     struct error *error)
{
    const struct facts *facts = report->facts;
    enum language language = report->language;
    if (facts->gap_count == 0)
        return true;
    if (!page_section(report, sheet, LABEL_SECTION_GAPS, error))
        return false;
    for (size_t i = 0; i < facts->gap_count;) {
        const struct fact_gap *gap = &facts->gaps[i];
        bool is_rule = strcmp(gap->kind, "check") == 0 || strcmp(gap->kind, "kpi") == 0;
        char line[REPORT_LINE_SIZE * 4];
        sheet_text(sheet, 0, word(WORD_GAP_KIND, gap->kind, language), CELL_MISSING, LOOK_PLAIN);
        i += facts_gap_group(facts, i, language, line, sizeof line);
        sheet_text(sheet, 1, line, CELL_MISSING, LOOK_PLAIN);
        text_format(line, sizeof line, "%s: %s",
                    word(is_rule ? WORD_RULE_STATE : WORD_PULL_STATE, gap->state, language),
                    gap->reason.text[language]);
        sheet_across(sheet, 2, last_column, line, CELL_MISSING, LOOK_PLAIN);
        /* A merged cell doesn't grow with its text. */
        sheet_row_lines(sheet, text_display_width(line, strlen(line)) / CHARACTERS_A_LINE + 1);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return sheet_next_row(sheet, error);
}

enum {
    COLUMN_READ_AT = 2,
    COLUMN_DATASETS,
    COLUMN_ROWS,
    COLUMN_REJECTS,
    COLUMN_COMPLETE,
    COLUMN_MESSAGE
};

/* What a source that was not read would have given is not known: it is not 0. */
static void write_source_rows(struct sheet *sheet, const struct fact_source *source)
{
    if (strcmp(source->state, "failed") == 0) {
        for (size_t i = COLUMN_READ_AT; i <= COLUMN_REJECTS; i++)
            sheet_text(sheet, i, "-", CELL_MISSING, LOOK_PLAIN);
        return;
    }
    sheet_timestamp(sheet, COLUMN_READ_AT, source->pulled_at, LOOK_PLAIN);
    sheet_integer(sheet, COLUMN_DATASETS, source->dataset_count, LOOK_PLAIN);
    sheet_integer(sheet, COLUMN_ROWS, source->row_count, LOOK_PLAIN);
    sheet_integer(sheet, COLUMN_REJECTS, source->reject_count, LOOK_PLAIN);
}

static void write_source(const struct report *report, struct sheet *sheet,
                         const struct fact_source *source)
{
    bool is_whole = strcmp(source->state, "whole") == 0;
    char line[REPORT_LINE_SIZE];
    sheet_across(sheet, 0, 1, source->title.text[report->language], CELL_TEXT, LOOK_PLAIN);
    write_source_rows(sheet, source);
    text_format(line, sizeof line, "%s %s", is_whole ? "✓" : "✗",
                word(WORD_PULL_STATE, source->state, report->language));
    sheet_text(sheet, COLUMN_COMPLETE, line, CELL_TEXT_WRAPPED, is_whole ? LOOK_GREEN : LOOK_RED);
    if (source->message[0] != '\0')
        sheet_across(sheet, COLUMN_MESSAGE, PAGE_COLUMNS - 1, source->why.text[report->language],
                     is_whole ? CELL_NOTE : CELL_MISSING, LOOK_PLAIN);
}

bool page_sources(const struct report *report, struct sheet *sheet, struct error *error)
{
    static const struct page_heading headings[] = {
        {LABEL_SOURCE, false, 1}, {LABEL_PULLED_AT, false, 0}, {LABEL_DATASETS, true, 0},
        {LABEL_ROWS, true, 0},    {LABEL_REJECTED, true, 0},   {LABEL_COMPLETE, false, 0}};
    if (!page_section(report, sheet, LABEL_SECTION_SOURCES, error))
        return false;
    page_headings(report, sheet, headings, LENGTH(headings));
    for (size_t i = 0; i < report->facts->source_count; i++) {
        if (!sheet_next_row(sheet, error))
            return false;
        write_source(report, sheet, &report->facts->sources[i]);
    }
    return sheet_next_row(sheet, error) && sheet_next_row(sheet, error);
}

static const struct page_heading check_headings[PAGE_COLUMNS] = {
    {LABEL_CHECK, false, 0},     {LABEL_TITLE, false, 0},   {LABEL_SEVERITY, false, 0},
    {LABEL_ON_LIST, true, 0},    {LABEL_NEW, true, 0},      {LABEL_REOPENED, true, 0},
    {LABEL_CHANGED, true, 0},    {LABEL_OPEN, true, 0},     {LABEL_NOT_CHECKED, true, 0},
    {LABEL_OLDEST, false, 0},    {LABEL_RESOLVED, true, 0}, {LABEL_EXPIRED, true, 0},
    {LABEL_SUPPRESSED, true, 0}, {LABEL_STATE, false, 0}};

enum {
    COLUMN_LISTED = 3,
    COLUMN_STATES = 4,
    COLUMN_OLDEST = 9,
    COLUMN_RESOLVED = 10,
    COLUMN_SUPPRESSED = 12
};

/* A 0 has no colour. */
static void write_count(struct sheet *sheet, size_t column, int64_t count, enum cell_look look)
{
    sheet_tally(sheet, column, count, count == 0 && look != LOOK_STRONG ? LOOK_PLAIN : look);
}

static void write_counts(const struct report *report, struct sheet *sheet,
                         const struct fact_check *check)
{
    bool is_blind = fact_check_is_blind(check);
    write_count(sheet, COLUMN_LISTED, facts_listed(report->facts, check), LOOK_STRONG);
    for (int i = STATE_NEW; i <= STATE_NOT_CHECKED; i++)
        if (is_blind && i != STATE_NOT_CHECKED)
            sheet_blank(sheet, (size_t)(COLUMN_STATES + i), CELL_MISSING, LOOK_PLAIN);
        else
            write_count(sheet, (size_t)(COLUMN_STATES + i), check->counts[i],
                        i == STATE_NEW || i == STATE_REOPENED ? LOOK_FRESH : LOOK_PLAIN);
    if (check->has_oldest)
        sheet_date(sheet, COLUMN_OLDEST, check->oldest_on, LOOK_PLAIN);
    else
        sheet_text(sheet, COLUMN_OLDEST, "-", CELL_NOTHING, LOOK_PLAIN);
    for (size_t i = 0; i < 2; i++)
        if (is_blind)
            sheet_blank(sheet, COLUMN_RESOLVED + i, CELL_MISSING, LOOK_PLAIN);
        else
            write_count(sheet, COLUMN_RESOLVED + i, check->counts[(size_t)STATE_RESOLVED + i],
                        LOOK_PLAIN);
    write_count(sheet, COLUMN_SUPPRESSED, check->counts[STATE_SUPPRESSED], LOOK_PLAIN);
}

static void write_check(const struct report *report, struct sheet *sheet,
                        const struct fact_check *check, const char *link)
{
    enum language language = report->language;
    bool was_checked = strcmp(check->state, "checked") == 0;
    if (link != NULL)
        sheet_link(sheet, 0, link, check->id);
    else
        sheet_text(sheet, 0, check->id, CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, check->title.text[language], CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(sheet, 2, word(WORD_SEVERITY, check->severity, language), CELL_TEXT, LOOK_PLAIN);
    write_counts(report, sheet, check);
    sheet_text(sheet, PAGE_COLUMNS - 1, word(WORD_RULE_STATE, check->state, language),
               was_checked ? CELL_TEXT_WRAPPED : CELL_MISSING, LOOK_PLAIN);
}

static void write_total(const struct report *report, struct sheet *sheet)
{
    const struct facts *facts = report->facts;
    sheet_text(sheet, 0, label(LABEL_TOTAL, report->language), CELL_TEXT, LOOK_STRONG);
    sheet_blank(sheet, 1, CELL_TEXT, LOOK_STRONG);
    sheet_blank(sheet, 2, CELL_TEXT, LOOK_STRONG);
    write_count(sheet, COLUMN_LISTED, facts_listed(facts, NULL), LOOK_STRONG);
    for (int i = STATE_NEW; i <= STATE_NOT_CHECKED; i++)
        write_count(sheet, (size_t)(COLUMN_STATES + i),
                    facts_in_state(facts, (enum exception_state)i), LOOK_STRONG);
    sheet_blank(sheet, COLUMN_OLDEST, CELL_TEXT, LOOK_STRONG);
    write_count(sheet, COLUMN_RESOLVED, facts_in_state(facts, STATE_RESOLVED), LOOK_STRONG);
    write_count(sheet, COLUMN_RESOLVED + 1, facts_in_state(facts, STATE_EXPIRED), LOOK_STRONG);
    write_count(sheet, COLUMN_SUPPRESSED, facts_in_state(facts, STATE_SUPPRESSED), LOOK_STRONG);
    sheet_blank(sheet, PAGE_COLUMNS - 1, CELL_TEXT, LOOK_STRONG);
}

/* What stands before the dash of an id; a site's own group is called by it. */
static void group_of(const char *id, char group[GROUP_SIZE])
{
    snprintf(group, GROUP_SIZE, "%.*s", (int)strcspn(id, "-"), id);
}

bool page_check_group(const struct report *report, struct sheet *sheet, size_t index,
                      struct error *error)
{
    const struct fact_check *checks = report->facts->checks;
    char group[GROUP_SIZE], last[GROUP_SIZE] = "";
    group_of(checks[index].id, group);
    if (index > 0)
        group_of(checks[index - 1].id, last);
    if (strcmp(group, last) == 0)
        return true;
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_text(sheet, 0, word(WORD_CHECK_GROUP, group, report->language), CELL_SECTION, LOOK_PLAIN);
    return true;
}

bool page_checks(const struct report *report, struct sheet *sheet, const char *const *links,
                 struct error *error)
{
    if (!page_section(report, sheet, LABEL_SECTION_EXCEPTIONS, error))
        return false;
    page_headings(report, sheet, check_headings, PAGE_COLUMNS);
    for (size_t i = 0; i < report->facts->check_count; i++) {
        if (!page_check_group(report, sheet, i, error) || !sheet_next_row(sheet, error))
            return false;
        write_check(report, sheet, &report->facts->checks[i], links == NULL ? NULL : links[i]);
    }
    if (!sheet_next_row(sheet, error))
        return false;
    write_total(report, sheet);
    return sheet_next_row(sheet, error) && sheet_next_row(sheet, error);
}

bool page_links(const struct report *report, struct sheet *sheet, const char *suppressed,
                const char *ended, const char *rejects, struct error *error)
{
    enum language language = report->language;
    sheet_link(sheet, 0, suppressed, label(LABEL_SHEET_SUPPRESSED, language));
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_link(sheet, 0, ended, label(LABEL_SHEET_ENDED, language));
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_link(sheet, 0, rejects, label(LABEL_SHEET_REJECTS, language));
    sheet_text(sheet, 1, report->facts->reject_rows == 0 ? label(LABEL_NO_REJECTS, language) : "",
               CELL_NOTE, LOOK_PLAIN);
    return sheet_is_good(sheet, error);
}
