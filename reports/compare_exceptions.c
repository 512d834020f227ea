/* The sheet of the exceptions that are on one list only, or stand there otherwise. */
#include "jobs/statement.h"
#include "reports/compare_parts.h"

#include <stdio.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* Columns of the query. */
enum { EXCEPTION, CHECK, KEY, LIST, SIGNATURE, WHY, EXCEPTION_COLUMNS };

/* Those on lists: what has ended, or is said to be no problem, is on none. */
static const char *const exceptions_sql[LANGUAGE_COUNT] = {
    [LANGUAGE_EN] = "SELECT exception_id, check_id, khrop_key, list_no, signature, why_en"
                    " FROM results.khrop_worklist"
                    " WHERE is_suppressed = 0"
                    " AND state NOT IN ('resolved', 'expired', 'retired') ORDER BY 1",
    [LANGUAGE_TH] = "SELECT exception_id, check_id, khrop_key, list_no, signature, why_th"
                    " FROM results.khrop_worklist"
                    " WHERE is_suppressed = 0"
                    " AND state NOT IN ('resolved', 'expired', 'retired') ORDER BY 1",
};

static const struct compare_heading headings[] = {
    {COMPARE_WHAT, false},
    {COMPARE_LABEL(LABEL_CHECK), false},
    {COMPARE_LABEL(LABEL_TITLE), false},
    {COMPARE_LABEL(LABEL_KEY), false},
    {COMPARE_LABEL(LABEL_COLUMN), false},
    {COMPARE_VALUE_A, false},
    {COMPARE_VALUE_B, false},
};

struct exceptions_comparing {
    struct comparing *comparing;
    struct compare_part *part;
};

static void write_headings(struct sheet *sheet, const void *context)
{
    compare_headings((struct comparing *)context, sheet, headings, LENGTH(headings));
    sheet_freeze(sheet, 2);
}

static bool write_row(struct comparing *comparing, enum difference_kind kind, int column,
                      sqlite3_stmt *a, sqlite3_stmt *b, struct error *error)
{
    static const enum compare_word columns[EXCEPTION_COLUMNS] = {
        [LIST] = COMPARE_COLUMN_OWNER,
        [SIGNATURE] = COMPARE_COLUMN_SIGNATURE,
        [WHY] = COMPARE_COLUMN_WHY,
    };
    enum language language = comparing->language;
    struct sheet *sheet = comparing->exceptions;
    sqlite3_stmt *row = b != NULL ? b : a;
    const struct rule *rule = catalogue_check(comparing->request->sides[b != NULL]->catalogue,
                                              statement_text(row, CHECK));

    if (!sheet_next_row(sheet, error))
        return false;
    sheet_text(sheet, 0, compare_kind_word(comparing, kind), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, statement_text(row, CHECK), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 2, rule == NULL ? "" : rule->title.text[language], CELL_TEXT_WRAPPED,
               LOOK_PLAIN);
    sheet_text(sheet, 3, statement_text(row, KEY), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 4, compare_word(columns[column], language), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 5, a == NULL ? "" : statement_text(a, column), CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(sheet, 6, b == NULL ? "" : statement_text(b, column), CELL_TEXT_WRAPPED, LOOK_PLAIN);
    return true;
}

static bool exception_tell(void *context, enum difference_kind kind, sqlite3_stmt *a,
                           sqlite3_stmt *b, struct error *error)
{
    struct exceptions_comparing *exceptions = context;

    exceptions->part->counts[kind]++;
    if (kind != IS_CHANGED)
        return write_row(exceptions->comparing, kind, WHY, a, b, error);
    for (int column = LIST; column < EXCEPTION_COLUMNS; column++)
        if (!difference_is_equal(a, b, column) &&
            !write_row(exceptions->comparing, kind, column, a, b, error))
            return false;
    return true;
}

static bool find(struct exceptions_comparing *exceptions, struct error *error)
{
    const struct past *const *sides = exceptions->comparing->request->sides;
    sqlite3_stmt *rows[2] = {NULL, NULL};
    bool is_found;

    if (sides[0]->slot.is_flows_only != sides[1]->slot.is_flows_only) {
        compare_gap_add(exceptions->comparing, COMPARE_GAP_WORKLIST, "");
        return true;
    }
    is_found = compare_prepare(exceptions->comparing,
                               exceptions_sql[exceptions->comparing->language], rows, error) &&
               difference_find(rows[0], rows[1], 1, exception_tell, exceptions, error);
    sqlite3_finalize(rows[0]);
    sqlite3_finalize(rows[1]);
    return is_found;
}

bool compare_exceptions(struct comparing *comparing, struct error *error)
{
    struct exceptions_comparing exceptions = {.comparing = comparing};

    comparing->exceptions = workbook_sheet(
        comparing->workbook, compare_word(COMPARE_SHEET_EXCEPTIONS, comparing->language), true,
        write_headings, comparing, error);
    if (comparing->exceptions == NULL)
        return false;
    sheet_wrap(comparing->exceptions, 2, 34);
    sheet_wrap(comparing->exceptions, 5, 46);
    sheet_wrap(comparing->exceptions, 6, 46);
    exceptions.part = compare_part_add(comparing, "exceptions");
    return find(&exceptions, error) &&
           compare_sheet_end(comparing->exceptions, LENGTH(headings), error);
}
