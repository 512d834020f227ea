/* What needs the reader: checks with something new, people with most to do; see kpi_grid.h. */
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/check_stakes.h"
#include "reports/exception_rows.h"
#include "reports/facts.h"
#include "reports/kpi_grid.h"
#include "reports/kpi_pages.h"
#include "reports/labels.h"
#include "reports/list_names.h"
#include "reports/pages.h"
#include "reports/workbook_charts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 8
#define HEADING_POINTS 15.0
#define TITLE_CHARACTERS 60

/* What is on somebody's list, of khrop_worklist named w, and of the report's readers. */
#define IS_SEEN                                                                                    \
    EXCEPTION_ROWS_LIVE                                                                            \
    " AND (:level = 'company' OR w.list_no IN (SELECT staff_no FROM results.khrop_staff_places"    \
    " WHERE :today BETWEEN from_on AND to_on"                                                      \
    " AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no))"

/* Columns of the two tables, side by side. */
enum {
    COLUMN_CHECK = 0,
    COLUMN_TITLE = 1,
    COLUMN_TITLE_LAST = 5,
    COLUMN_FRESH = 6,
    COLUMN_FRESH_LAST = 7,
    COLUMN_LISTED = 8,
    COLUMN_OLDEST = 9,
    COLUMN_STAKE = 10,
    COLUMN_PERSON = 12,
    COLUMN_PERSON_LAST = 13,
    COLUMN_COUNT = 14
};

struct person {
    const char *list_no, *name;
    int64_t count;
};

struct needs {
    const struct report *report;
    struct region region;
    const struct fact_check *checks[ROWS_MOST];
    size_t check_count;
    struct person people[ROWS_MOST];
    size_t person_count;
    struct check_stake *stakes;
    size_t stake_count;
};

static int64_t fresh(const struct fact_check *check)
{
    return check->counts[STATE_NEW] + check->counts[STATE_REOPENED];
}

static int severity_rank(const char *severity)
{
    static const char *const order[] = {"high", "medium", "low"};
    int rank = 0;
    while (rank < 3 && strcmp(order[rank], severity) != 0)
        rank++;
    return rank;
}

/* The gravest first; of these, those with most that is new; then those with most. */
static bool is_before(const struct facts *facts, const struct fact_check *left,
                      const struct fact_check *right)
{
    int first = severity_rank(left->severity), second = severity_rank(right->severity);
    if ((fresh(left) > 0) != (fresh(right) > 0))
        return fresh(left) > 0;
    if (first != second)
        return first < second;
    if (fresh(left) != fresh(right))
        return fresh(left) > fresh(right);
    return facts_listed(facts, left) > facts_listed(facts, right);
}

/* Keeps the first few in their order; equal ones stay in that of the checks. */
static void choose_checks(struct needs *needs)
{
    const struct facts *facts = needs->report->facts;
    for (size_t i = 0; i < facts->check_count; i++) {
        const struct fact_check *check = &facts->checks[i];
        size_t place = needs->check_count;
        if (facts_listed(facts, check) == 0)
            continue;
        while (place > 0 && is_before(facts, check, needs->checks[place - 1]))
            place--;
        if (place == ROWS_MOST)
            continue;
        if (needs->check_count < ROWS_MOST)
            needs->check_count++;
        memmove(&needs->checks[place + 1], &needs->checks[place],
                (needs->check_count - place - 1) * sizeof needs->checks[0]);
        needs->checks[place] = check;
    }
}

static void bind_readers(const struct report *report, sqlite3_stmt *rows)
{
    statement_bind_text(rows, ":level", report_level(report));
    statement_bind_text(rows, ":level_no", report_level_no(report));
    statement_bind_integer(rows, ":today", report->slot->business_on);
}

static bool has_staff(const struct facts *facts)
{
    for (size_t i = 0; i < facts->dataset_count; i++)
        if (strcmp(facts->datasets[i].dataset, "staff") == 0)
            return strcmp(facts->datasets[i].state, "whole") == 0 ||
                   strcmp(facts->datasets[i].state, "partial") == 0;
    return false;
}

static bool find_people(struct needs *needs, struct error *error)
{
    bool has_names = has_staff(needs->report->facts);
    sqlite3_stmt *rows = NULL;
    char *sql = sqlite3_mprintf("SELECT w.list_no, count(*), %s FROM results.khrop_worklist AS w %s"
                                " WHERE " IS_SEEN " AND w.list_no NOT LIKE 'role:%%'"
                                " GROUP BY w.list_no ORDER BY count(*) DESC, w.list_no LIMIT %d",
                                has_names ? "max(s.staff_name)" : "''",
                                has_names ? "LEFT JOIN staff AS s ON s.staff_no = w.list_no" : "",
                                ROWS_MOST);
    bool found = sql != NULL && statement_prepare(needs->report->mirror, sql, &rows, error);
    sqlite3_free(sql);
    if (found)
        bind_readers(needs->report, rows);
    while (found && statement_next(rows, error)) {
        struct person *person = &needs->people[needs->person_count++];
        person->list_no = region_copy(&needs->region, statement_text(rows, 0));
        person->count = sqlite3_column_int64(rows, 1);
        person->name = region_copy(&needs->region, statement_text(rows, 2));
        if (person->name[0] == '\0')
            person->name = person->list_no;
    }
    sqlite3_finalize(rows);
    return found && error->code == EXIT_CODE_GOOD;
}

/* The money that a check's exceptions are about, where it says which column has it. */
static void write_stake(const struct needs *needs, struct sheet *sheet,
                        const struct fact_check *check)
{
    const struct check_stake *stake = check_stake(needs->stakes, needs->stake_count, check->id);
    if (stake != NULL && stake->has_sum && !fact_check_is_blind(check))
        sheet_decimal(sheet, COLUMN_STAKE, stake->sum, CELL_MONEY, LOOK_PLAIN);
    else
        sheet_text(sheet, COLUMN_STAKE, "", CELL_NOTHING, LOOK_PLAIN);
}

/* A team's own book may travel without the company's. */
static bool can_link(const struct report *report, const char *output)
{
    return report->audience == NULL && report_is_written(report, output);
}

static void write_check(const struct needs *needs, struct sheet *sheet,
                        const struct fact_check *check)
{
    const struct report *report = needs->report;
    const char *title = check->title.text[report->language];
    char where[256];
    snprintf(where, sizeof where, "exceptions.xlsx#'%s'!A1", check->id);
    if (can_link(report, "exceptions"))
        sheet_link_out(sheet, COLUMN_CHECK, where, check->id);
    else
        sheet_text(sheet, COLUMN_CHECK, check->id, CELL_TEXT, LOOK_PLAIN);
    sheet_across(sheet, COLUMN_TITLE, COLUMN_TITLE_LAST, title, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    /* A merged cell doesn't grow with its text. */
    sheet_row_lines(sheet, text_display_width(title, strlen(title)) / TITLE_CHARACTERS + 1);
    if (fact_check_is_blind(check))
        sheet_across(sheet, COLUMN_FRESH, COLUMN_FRESH_LAST,
                     label(LABEL_NOT_CHECKED, report->language), CELL_MISSING, LOOK_PLAIN);
    else
        sheet_tally_across(sheet, COLUMN_FRESH, COLUMN_FRESH_LAST, fresh(check),
                           fresh(check) > 0 ? LOOK_FRESH : LOOK_PLAIN);
    sheet_tally(sheet, COLUMN_LISTED, facts_listed(report->facts, check), LOOK_STRONG);
    if (check->has_oldest)
        sheet_date(sheet, COLUMN_OLDEST, check->oldest_on, LOOK_PLAIN);
    else
        sheet_text(sheet, COLUMN_OLDEST, "-", CELL_NOTHING, LOOK_PLAIN);
    write_stake(needs, sheet, check);
}

static void write_person(const struct report *report, struct sheet *sheet,
                         const struct person *person)
{
    char where[LIST_NAME_SIZE + 16], name[LIST_NAME_SIZE];
    list_name_make(person->list_no, name);
    snprintf(where, sizeof where, "lists/%s.xlsx", name);
    sheet_across(sheet, COLUMN_PERSON, COLUMN_PERSON_LAST, person->name, CELL_TEXT, LOOK_PLAIN);
    if (can_link(report, "lists"))
        sheet_link_out(sheet, COLUMN_PERSON, where, person->name);
    sheet_integer(sheet, COLUMN_COUNT, person->count, LOOK_PLAIN);
}

static void write_heading(const struct report *report, struct sheet *sheet, size_t first,
                          size_t last, enum label which, enum cell_kind kind)
{
    sheet_across(sheet, first, last, label(which, report->language), kind, LOOK_PLAIN);
}

static bool write_headings(const struct report *report, struct sheet *sheet, struct error *error)
{
    sheet_text(sheet, 0, label(LABEL_NEEDS_YOU, report->language), CELL_SECTION, LOOK_PLAIN);
    sheet_text(sheet, COLUMN_PERSON, label(LABEL_OVERLOADED, report->language), CELL_SECTION,
               LOOK_PLAIN);
    if (!sheet_next_row(sheet, error))
        return false;
    write_heading(report, sheet, COLUMN_CHECK, COLUMN_CHECK, LABEL_CHECK, CELL_HEADING);
    write_heading(report, sheet, COLUMN_TITLE, COLUMN_TITLE_LAST, LABEL_TITLE, CELL_HEADING);
    write_heading(report, sheet, COLUMN_FRESH, COLUMN_FRESH_LAST, LABEL_FRESH, CELL_HEADING_NUMBER);
    write_heading(report, sheet, COLUMN_LISTED, COLUMN_LISTED, LABEL_TOTAL, CELL_HEADING_NUMBER);
    write_heading(report, sheet, COLUMN_OLDEST, COLUMN_OLDEST, LABEL_OLDEST, CELL_HEADING);
    write_heading(report, sheet, COLUMN_STAKE, COLUMN_STAKE, LABEL_STAKE, CELL_HEADING_NUMBER);
    write_heading(report, sheet, COLUMN_PERSON, COLUMN_PERSON_LAST, LABEL_STAFF, CELL_HEADING);
    write_heading(report, sheet, COLUMN_COUNT, COLUMN_COUNT, LABEL_ITEMS, CELL_HEADING_NUMBER);
    sheet_row_height(sheet, HEADING_POINTS);
    return sheet_next_row(sheet, error);
}

static void name_count(const struct report *report, struct sheet *sheet, size_t column,
                       const char *name, int64_t count)
{
    sheet_define_name(sheet, column, name);
    report_headline(report, KPI_WORKBOOK, name, "count", (double)count);
}

/* How many there are in all; named, so that others may refer to them. */
static void write_total(const struct report *report, struct sheet *sheet)
{
    const struct facts *facts = report->facts;
    int64_t fresh_count = facts_in_state(facts, STATE_NEW) + facts_in_state(facts, STATE_REOPENED);
    sheet_across(sheet, COLUMN_CHECK, COLUMN_TITLE_LAST, label(LABEL_TOTAL, report->language),
                 CELL_TEXT, LOOK_STRONG);
    sheet_tally_across(sheet, COLUMN_FRESH, COLUMN_FRESH_LAST, fresh_count, LOOK_STRONG);
    name_count(report, sheet, COLUMN_FRESH, "exceptions_new_or_reopened", fresh_count);
    sheet_tally(sheet, COLUMN_LISTED, facts_listed(facts, NULL), LOOK_STRONG);
    name_count(report, sheet, COLUMN_LISTED, "exceptions_on_lists", facts_listed(facts, NULL));
    sheet_blank(sheet, COLUMN_OLDEST, CELL_TEXT, LOOK_STRONG);
    sheet_blank(sheet, COLUMN_STAKE, CELL_TEXT, LOOK_STRONG);
}

static bool write_rows(struct needs *needs, struct sheet *sheet, struct error *error)
{
    size_t count = needs->check_count + 1;
    uint32_t first_row = sheet_row(sheet);
    if (count < needs->person_count)
        count = needs->person_count;
    for (size_t i = 0; i < count; i++) {
        if (i < needs->check_count)
            write_check(needs, sheet, needs->checks[i]);
        if (i == needs->check_count)
            write_total(needs->report, sheet);
        if (i < needs->person_count)
            write_person(needs->report, sheet, &needs->people[i]);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    if (needs->person_count > 0)
        sheet_data_bars(sheet, COLUMN_COUNT, first_row,
                        first_row + (uint32_t)needs->person_count - 1, CHART_AGE_1, 0);
    return sheet_next_row(sheet, error);
}

bool kpi_needs_write(const struct report *report, struct sheet *sheet, struct error *error)
{
    struct needs needs = {.report = report};
    bool written;
    error_clear(error);
    choose_checks(&needs);
    written = find_people(&needs, error) &&
              check_stakes_read(report, &needs.region, &needs.stakes, &needs.stake_count, error) &&
              write_headings(report, sheet, error) && write_rows(&needs, sheet, error);
    region_clear(&needs.region);
    return written;
}
