/* The sheet of the KPIs' values that differ. */
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/compare_parts.h"
#include "reports/kpi_units.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* Columns of the query. */
enum { ID, LEVEL, LEVEL_NO, PERIOD, SPLIT, MEASURE, VALUE, STATUS, PART, WHOLE, SHARE };
#define KEY_COUNT VALUE

static const char values_sql[] =
    "SELECT kpi_id, level, level_no, period, split, measure, value, status, part, whole, share"
    " FROM results.khrop_kpi_values ORDER BY 1, 2, 3, 4, 5, 6";

static const char states_sql[] =
    "SELECT kpi_id, state IN ('checked', 'partial') FROM results.khrop_kpis ORDER BY 1";

struct kpi_comparing {
    struct comparing *comparing;
    struct compare_part *part;
    const char **gaps; /* KPIs that one side hasn't measured */
    size_t gap_count;
};

static const struct compare_heading headings[] = {
    {COMPARE_LABEL(LABEL_KPI), false},
    {COMPARE_LABEL(LABEL_TITLE_KPI), false},
    {COMPARE_LABEL(LABEL_LEVEL), false},
    {COMPARE_LABEL(LABEL_STAFF_NO), false},
    {COMPARE_LABEL(LABEL_WINDOW), false},
    {COMPARE_LABEL(LABEL_SPLIT), false},
    {COMPARE_LABEL(LABEL_MEASURE), false},
    {COMPARE_VALUE_A, true},
    {COMPARE_VALUE_B, true},
    {COMPARE_DIFFERENCE, true},
    {COMPARE_LABEL(LABEL_UNIT), false},
    {COMPARE_PART_A, true},
    {COMPARE_PART_B, true},
    {COMPARE_WHOLE_A, true},
    {COMPARE_WHOLE_B, true},
};

static void write_headings(struct sheet *sheet, const void *context)
{
    compare_headings((struct comparing *)context, sheet, headings, LENGTH(headings));
    sheet_freeze(sheet, 2);
}

static void gap_add(struct kpi_comparing *kpis, const char *id)
{
    struct region *region = &kpis->comparing->comparison->region;

    kpis->gaps = region_grow(region, kpis->gaps, kpis->gap_count, sizeof *kpis->gaps);
    kpis->gaps[kpis->gap_count++] = region_copy(region, id);
    compare_gap_add(kpis->comparing, COMPARE_GAP_KPI, id);
}

/* One that neither has measured is no gap between them. */
static bool state_tell(void *context, enum difference_kind kind, sqlite3_stmt *a, sqlite3_stmt *b,
                       struct error *error)
{
    sqlite3_stmt *side = kind == ONLY_IN_B ? b : a;

    (void)error;
    if (kind == IS_CHANGED || sqlite3_column_int(side, 1) != 0)
        gap_add(context, statement_text(side, 0));
    return true;
}

static bool is_gap(const struct kpi_comparing *kpis, const char *id)
{
    for (size_t i = 0; i < kpis->gap_count; i++)
        if (strcmp(kpis->gaps[i], id) == 0)
            return true;
    return false;
}

static void write_value(struct sheet *sheet, size_t column, enum kpi_unit unit, bool is_there,
                        int64_t value)
{
    if (!is_there)
        sheet_blank(sheet, column, CELL_TEXT, LOOK_PLAIN);
    else if (unit == UNIT_PERCENT)
        sheet_percent(sheet, column, value, LOOK_PLAIN);
    else if (unit == UNIT_COUNT)
        sheet_integer(sheet, column, value, LOOK_PLAIN);
    else
        sheet_decimal(sheet, column, value,
                      unit == UNIT_DAYS    ? CELL_DAYS
                      : unit == UNIT_MONEY ? CELL_MONEY
                                           : CELL_QUANTITY,
                      LOOK_PLAIN);
}

static void write_part(struct sheet *sheet, size_t column, const struct rule *rule,
                       enum kpi_unit unit, sqlite3_stmt *row, int index)
{
    if (row == NULL || sqlite3_column_type(row, index) == SQLITE_NULL)
        sheet_blank(sheet, column, CELL_TEXT, LOOK_PLAIN);
    else if (kpi_parts_are_scaled(rule, unit))
        sheet_decimal(sheet, column, sqlite3_column_int64(row, index),
                      unit == UNIT_MONEY ? CELL_MONEY : CELL_QUANTITY, LOOK_PLAIN);
    else
        sheet_integer(sheet, column, sqlite3_column_int64(row, index), LOOK_PLAIN);
}

static bool has_value(sqlite3_stmt *row)
{
    return row != NULL && sqlite3_column_type(row, VALUE) != SQLITE_NULL;
}

static void write_key(const struct kpi_comparing *kpis, struct sheet *sheet,
                      const struct rule *rule, sqlite3_stmt *row)
{
    enum language language = kpis->comparing->language;
    const struct kpi_measure *measure = kpi_measure_of(rule, statement_text(row, MEASURE));
    const char *texts[] = {
        statement_text(row, ID),
        rule == NULL ? "" : rule->title.text[language],
        word(WORD_LEVEL, statement_text(row, LEVEL), language),
        statement_text(row, LEVEL_NO),
        word(WORD_PERIOD, statement_text(row, PERIOD), language),
        strcmp(statement_text(row, SPLIT), "*") == 0
            ? label(LABEL_TOTAL, language)
            : word(WORD_SPLIT, statement_text(row, SPLIT), language),
        measure == NULL ? "" : measure->title.text[language],
    };

    for (size_t i = 0; i < LENGTH(texts); i++)
        sheet_text(sheet, i, texts[i] == NULL ? "" : texts[i], CELL_TEXT, LOOK_PLAIN);
}

static bool value_tell(void *context, enum difference_kind kind, sqlite3_stmt *a, sqlite3_stmt *b,
                       struct error *error)
{
    struct kpi_comparing *kpis = context;
    struct comparing *comparing = kpis->comparing;
    struct sheet *sheet = comparing->kpis;
    sqlite3_stmt *row = b != NULL ? b : a;
    const struct rule *rule =
        catalogue_kpi(comparing->request->sides[b != NULL]->catalogue, statement_text(row, ID));
    enum kpi_unit unit = kpi_unit_of(rule, statement_text(row, MEASURE));
    int64_t before = has_value(a) ? sqlite3_column_int64(a, VALUE) : 0;
    int64_t after = has_value(b) ? sqlite3_column_int64(b, VALUE) : 0;

    if (is_gap(kpis, statement_text(row, ID)))
        return true;
    if (!sheet_next_row(sheet, error))
        return false;
    kpis->part->counts[kind]++;
    write_key(kpis, sheet, rule, row);
    write_value(sheet, 7, unit, has_value(a), before);
    write_value(sheet, 8, unit, has_value(b), after);
    write_value(sheet, 9, unit, has_value(a) && has_value(b), after - before);
    sheet_text(sheet, 10, word(WORD_UNIT, kpi_unit_code(unit), comparing->language), CELL_TEXT,
               LOOK_PLAIN);
    write_part(sheet, 11, rule, unit, a, PART);
    write_part(sheet, 12, rule, unit, b, PART);
    write_part(sheet, 13, rule, unit, a, WHOLE);
    write_part(sheet, 14, rule, unit, b, WHOLE);
    return true;
}

static bool find(struct kpi_comparing *kpis, const char *sql, int key_count, difference_tell *tell,
                 struct error *error)
{
    sqlite3_stmt *sides[2] = {NULL, NULL};
    bool is_found = compare_prepare(kpis->comparing, sql, sides, error) &&
                    difference_find(sides[0], sides[1], key_count, tell, kpis, error);

    sqlite3_finalize(sides[0]);
    sqlite3_finalize(sides[1]);
    return is_found;
}

bool compare_kpis(struct comparing *comparing, struct error *error)
{
    struct kpi_comparing kpis = {.comparing = comparing};

    comparing->kpis =
        workbook_sheet(comparing->workbook, compare_word(COMPARE_SHEET_KPIS, comparing->language),
                       true, write_headings, comparing, error);
    if (comparing->kpis == NULL)
        return false;
    kpis.part = compare_part_add(comparing, "kpis");
    return find(&kpis, states_sql, 1, state_tell, error) &&
           find(&kpis, values_sql, KEY_COUNT, value_tell, error) &&
           compare_sheet_end(comparing->kpis, LENGTH(headings), error);
}
