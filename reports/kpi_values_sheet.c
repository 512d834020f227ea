/* Every value of every KPI, a row each, for who wants to filter and pivot. */
#include "jobs/statement.h"
#include "reports/facts.h"
#include "reports/kpi_figures.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static const struct page_heading headings[] = {
    {LABEL_KPI, false, 0},     {LABEL_TITLE_KPI, false, 0}, {LABEL_WINDOW, false, 0},
    {LABEL_LEVEL, false, 0},   {LABEL_STAFF_NO, false, 0},  {LABEL_SPLIT, false, 0},
    {LABEL_MEASURE, false, 0}, {LABEL_PART, true, 0},       {LABEL_WHOLE, true, 0},
    {LABEL_VALUE, true, 0},    {LABEL_UNIT, false, 0},      {LABEL_SHARE, true, 0},
    {LABEL_STATUS, false, 0}};

static void write_part(struct sheet *sheet, size_t column, const struct rule *rule,
                       enum kpi_unit unit, sqlite3_stmt *row, int index)
{
    if (sqlite3_column_type(row, index) == SQLITE_NULL)
        sheet_text(sheet, column, "", CELL_TEXT, LOOK_PLAIN);
    else if (kpi_parts_are_scaled(rule, unit))
        sheet_decimal(sheet, column, sqlite3_column_int64(row, index),
                      unit == UNIT_MONEY ? CELL_MONEY : CELL_QUANTITY, LOOK_PLAIN);
    else
        sheet_integer(sheet, column, sqlite3_column_int64(row, index), LOOK_PLAIN);
}

static void write_row(const struct report *report, struct sheet *sheet, sqlite3_stmt *row)
{
    enum language language = report->language;
    const struct rule *rule = catalogue_kpi(report->catalogue, statement_text(row, 0));
    const char *split = statement_text(row, 4);
    char split_text[KPI_SPLIT_SIZE];
    const struct kpi_measure *measure = kpi_measure_of(rule, statement_text(row, 5));
    enum kpi_unit unit = kpi_unit_of(rule, statement_text(row, 5));
    struct kpi_figure figure = {.is_there = true,
                                .has_value = sqlite3_column_type(row, 8) != SQLITE_NULL,
                                .value = sqlite3_column_int64(row, 8),
                                .has_share = sqlite3_column_type(row, 9) != SQLITE_NULL,
                                .share = sqlite3_column_int64(row, 9),
                                .status = statement_text(row, 10)};
    kpi_split_text(report, split, split_text);
    sheet_text(sheet, 0, statement_text(row, 0), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, rule == NULL ? "" : rule->title.text[language], CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 2, word(WORD_PERIOD, statement_text(row, 1), language), CELL_TEXT,
               LOOK_PLAIN);
    sheet_text(sheet, 3, word(WORD_LEVEL, statement_text(row, 2), language), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 4, statement_text(row, 3), CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 5, strcmp(split, "*") == 0 ? label(LABEL_TOTAL, language) : split_text,
               CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 6,
               rule == NULL || rule->measure_count < 2 || measure == NULL
                   ? ""
                   : measure->title.text[language],
               CELL_TEXT, LOOK_PLAIN);
    write_part(sheet, 7, rule, unit, row, 6);
    write_part(sheet, 8, rule, unit, row, 7);
    kpi_figure_cell(sheet, 9, unit, &figure, false, true);
    sheet_text(sheet, 10, word(WORD_UNIT, kpi_unit_code(unit), language), CELL_TEXT, LOOK_PLAIN);
    kpi_figure_cell(sheet, 11, unit, &figure, true, false);
    sheet_text(sheet, 12,
               figure.status[0] == '\0' ? "" : word(WORD_STATUS, figure.status, language),
               CELL_TEXT, LOOK_PLAIN);
}

static void write_headings(struct sheet *sheet, const void *context)
{
    page_headings(context, sheet, headings, LENGTH(headings));
    sheet_freeze(sheet, 2);
}

/* What the report's readers see: of a team its people, the team and the company; of a branch
 * likewise. */
#define VALUES_SEEN                                                                                \
    " FROM results.khrop_kpi_values AS v JOIN results.khrop_kpis AS k ON k.kpi_id = v.kpi_id "     \
    "WHERE :level = 'company' OR v.level = 'company' "                                             \
    "OR (v.level = :level AND v.level_no = :level_no) OR (v.level = 'staff' AND v.level_no IN "    \
    "(SELECT staff_no FROM results.khrop_staff_places WHERE :today BETWEEN from_on AND to_on "     \
    "AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no)) "

static bool prepare(const struct report *report, const char *sql, sqlite3_stmt **rows,
                    struct error *error)
{
    if (!statement_prepare(report->mirror, sql, rows, error))
        return false;
    statement_bind_text(*rows, ":level", report_level(report));
    statement_bind_text(*rows, ":level_no", report_level_no(report));
    statement_bind_integer(*rows, ":today", report->slot->business_on);
    return true;
}

static bool is_shown(const struct report *report, const char *kpi)
{
    for (size_t i = 0; i < report->facts->kpi_count; i++)
        if (strcmp(report->facts->kpis[i].rule->id, kpi) == 0)
            return true;
    return false;
}

/* *printed_rows gets how many rows from the top belong to the report's own level: printed, all of
 * them would be a book. */
static bool write_rows(const struct report *report, struct sheet *sheet, sqlite3_stmt *rows,
                       int64_t *row_count, uint32_t *printed_rows, struct error *error)
{
    while (statement_next(rows, error)) {
        if (!is_shown(report, statement_text(rows, 0)))
            continue;
        if (!sheet_next_row(sheet, error))
            return false;
        write_row(report, sheet, rows);
        (*row_count)++;
        if (strcmp(statement_text(rows, 2), report_level(report)) == 0)
            *printed_rows = sheet_row(sheet) + 1;
    }
    return error->code == EXIT_CODE_GOOD;
}

bool kpi_values_count(const struct report *report, int64_t *row_count, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    error_clear(error);
    *row_count = 0;
    if (prepare(report, "SELECT v.kpi_id, count(*)" VALUES_SEEN "GROUP BY v.kpi_id", &rows, error))
        while (statement_next(rows, error))
            if (is_shown(report, statement_text(rows, 0)))
                *row_count += sqlite3_column_int64(rows, 1);
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

/* Rows in the results = rows on the sheet. */
static bool rows_agree(const struct report *report, int64_t row_count, struct error *error)
{
    int64_t wanted;
    if (!kpi_values_count(report, &wanted, error))
        return false;
    return wanted == row_count ||
           error_set(
               error, EXIT_CODE_DATA,
               "kpi.xlsx: %lld values in the results, %lld on the sheet; nothing is published",
               (long long)wanted, (long long)row_count);
}

bool kpi_values_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    struct sheet *sheet;
    int64_t row_count = 0;
    uint32_t printed_rows = 1;
    bool written;
    error_clear(error);
    sheet = workbook_sheet(workbook, label(LABEL_SHEET_VALUES, report->language), true,
                           write_headings, report, error);
    if (sheet == NULL)
        return false;
    written = prepare(report,
                      "SELECT v.kpi_id, v.period, v.level, v.level_no, v.split, v.measure, v.part, "
                      "v.whole, v.value, v.share, v.status" VALUES_SEEN
                      "ORDER BY CASE v.level WHEN 'staff' THEN 3 WHEN :level THEN 0 "
                      "WHEN 'company' THEN 1 ELSE 2 END, v.level, v.level_no = '', v.level_no, "
                      "k.position, v.kpi_id, v.measure, "
                      "v.split <> '*', CAST(v.split AS INTEGER), v.split, v.period",
                      &rows, error) &&
              write_rows(report, sheet, rows, &row_count, &printed_rows, error) &&
              rows_agree(report, row_count, error);
    sqlite3_finalize(rows);
    if (!written)
        return false;
    sheet_filter(sheet, LENGTH(headings));
    sheet_fit(sheet, LENGTH(headings), 8, 40);
    sheet_print_area(sheet, LENGTH(headings), printed_rows, 0);
    return sheet_is_good(sheet, error);
}
