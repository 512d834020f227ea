/* The sheet of the source rows that differ: a dataset at a time, its rows by their keys. */
#include "core/text.h"
#include "jobs/query.h"
#include "jobs/statement.h"
#include "jobs/value_text.h"
#include "reports/compare_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define ROW_TEXT_SIZE 1024
#define KEY_TEXT_SIZE 256

static const struct compare_heading headings[] = {
    {COMPARE_LABEL(LABEL_DATASET), false},
    {COMPARE_LABEL(LABEL_TITLE_KPI), false},
    {COMPARE_WHAT, false},
    {COMPARE_LABEL(LABEL_KEY), false},
    {COMPARE_LABEL(LABEL_COLUMN), false},
    {COMPARE_VALUE_A, false},
    {COMPARE_VALUE_B, false},
};

/* The columns of a dataset that both sides know, its key first. */
struct rows_comparing {
    struct comparing *comparing;
    const struct contract *contract;
    const struct column **columns;
    size_t column_count, key_count;
    struct compare_part *part;
};

static void write_headings(struct sheet *sheet, const void *context)
{
    const struct comparing *comparing = context;

    sheet_text(sheet, 0, compare_word(COMPARE_ROWS_NOTE, comparing->language), CELL_NOTE,
               LOOK_PLAIN);
    sheet_skip_row(sheet);
    compare_headings((struct comparing *)context, sheet, headings, LENGTH(headings));
    sheet_freeze(sheet, 2);
}

static const char *exact_text(const struct column *column, sqlite3_stmt *row, size_t index,
                              char text[VALUE_TEXT_SIZE])
{
    if (column->type == COLUMN_TEXT || sqlite3_column_type(row, (int)index) != SQLITE_INTEGER)
        return statement_text(row, (int)index);
    value_format_exact(column->type, sqlite3_column_int64(row, (int)index), text);
    return text;
}

static void key_text(const struct rows_comparing *rows, sqlite3_stmt *row, char text[KEY_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < rows->key_count; i++) {
        char value[VALUE_TEXT_SIZE];
        size_t length = strlen(text);
        text_format(text + length, KEY_TEXT_SIZE - length, "%s%s", i > 0 ? ":" : "",
                    exact_text(rows->columns[i], row, i, value));
    }
}

/* A row that one side alone has, in words. */
static void row_text(const struct rows_comparing *rows, sqlite3_stmt *row, char text[ROW_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = rows->key_count; i < rows->column_count; i++) {
        char value[VALUE_TEXT_SIZE];
        size_t length = strlen(text);
        if (sqlite3_column_type(row, (int)i) != SQLITE_NULL)
            text_format(text + length, ROW_TEXT_SIZE - length, "%s%s=%s", length > 0 ? ", " : "",
                        rows->columns[i]->name, exact_text(rows->columns[i], row, i, value));
    }
}

static void write_value(struct sheet *sheet, size_t at, const struct column *column,
                        sqlite3_stmt *row, size_t index)
{
    int64_t number = sqlite3_column_int64(row, (int)index);

    if (sqlite3_column_type(row, (int)index) == SQLITE_NULL)
        sheet_blank(sheet, at, CELL_TEXT, LOOK_PLAIN);
    else if (column->type == COLUMN_TEXT)
        sheet_text(sheet, at, statement_text(row, (int)index), CELL_TEXT_WRAPPED, LOOK_PLAIN);
    else if (column->type == COLUMN_DATE)
        sheet_date(sheet, at, number, LOOK_PLAIN);
    else if (column->type == COLUMN_TIMESTAMP)
        sheet_timestamp(sheet, at, number, LOOK_PLAIN);
    else if (column->type == COLUMN_MONEY || column->type == COLUMN_QUANTITY)
        sheet_decimal(sheet, at, number, column->type == COLUMN_MONEY ? CELL_MONEY : CELL_QUANTITY,
                      LOOK_PLAIN);
    else
        sheet_integer(sheet, at, number, LOOK_PLAIN);
}

static bool write_head(const struct rows_comparing *rows, enum difference_kind kind,
                       const char *key, const char *column, struct error *error)
{
    struct comparing *comparing = rows->comparing;
    const char *texts[] = {rows->contract->name, rows->contract->title.text[comparing->language],
                           compare_kind_word(comparing, kind), key, column};

    if (!sheet_next_row(comparing->rows, error))
        return false;
    for (size_t i = 0; i < LENGTH(texts); i++)
        sheet_text(comparing->rows, i, texts[i], CELL_TEXT, LOOK_PLAIN);
    return true;
}

static char *line_next(struct comparison *comparison)
{
    return comparison->line_count == COMPARE_LINES_MAX
               ? NULL
               : comparison->lines[comparison->line_count++];
}

static bool tell_one_sided(struct rows_comparing *rows, enum difference_kind kind,
                           sqlite3_stmt *row, struct error *error)
{
    struct comparing *comparing = rows->comparing;
    char key[KEY_TEXT_SIZE], text[ROW_TEXT_SIZE], *line = line_next(comparing->comparison);

    key_text(rows, row, key);
    row_text(rows, row, text);
    if (line != NULL)
        text_format(line, COMPARE_LINE_SIZE, "%s %s: only in %s", rows->contract->name, key,
                    kind == ONLY_IN_A ? "A" : "B");
    if (!write_head(rows, kind, key, compare_word(COMPARE_WHOLE_ROW, comparing->language), error))
        return false;
    sheet_text(comparing->rows, 5, kind == ONLY_IN_A ? text : "", CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(comparing->rows, 6, kind == ONLY_IN_B ? text : "", CELL_TEXT_WRAPPED, LOOK_PLAIN);
    return true;
}

static bool tell_column(struct rows_comparing *rows, size_t index, sqlite3_stmt *a, sqlite3_stmt *b,
                        struct error *error)
{
    struct comparing *comparing = rows->comparing;
    const struct column *column = rows->columns[index];
    char key[KEY_TEXT_SIZE], heading[KEY_TEXT_SIZE];
    char before[VALUE_TEXT_SIZE], after[VALUE_TEXT_SIZE];
    char *line = line_next(comparing->comparison);

    key_text(rows, b, key);
    if (line != NULL)
        text_format(line, COMPARE_LINE_SIZE, "%s %s: %s %s, now %s", rows->contract->name, key,
                    column->name, exact_text(column, a, index, before),
                    exact_text(column, b, index, after));
    text_format(heading, sizeof heading, "%s (%s)",
                column_heading(column->name, comparing->language), column->name);
    if (!write_head(rows, IS_CHANGED, key, heading, error))
        return false;
    write_value(comparing->rows, 5, column, a, index);
    write_value(comparing->rows, 6, column, b, index);
    return true;
}

static bool row_tell(void *context, enum difference_kind kind, sqlite3_stmt *a, sqlite3_stmt *b,
                     struct error *error)
{
    struct rows_comparing *rows = context;

    rows->part->counts[kind]++;
    if (kind != IS_CHANGED)
        return tell_one_sided(rows, kind, kind == ONLY_IN_A ? a : b, error);
    for (size_t i = rows->key_count; i < rows->column_count; i++)
        if (!difference_is_equal(a, b, (int)i) && !tell_column(rows, i, a, b, error))
            return false;
    return true;
}

static void columns_take(struct rows_comparing *rows, const struct contract *other, bool keys)
{
    const struct schema *schema = &rows->contract->schema;

    for (size_t i = 0; i < schema->column_count; i++)
        if (schema->columns[i].is_key == keys &&
            schema_find(&other->schema, schema->columns[i].name) < other->schema.column_count)
            rows->columns[rows->column_count++] = &schema->columns[i];
}

/* SELECT key, columns FROM dataset ORDER BY key: by the mirror's unique index. */
static char *rows_sql(const struct rows_comparing *rows)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);

    for (size_t i = 0; i < rows->column_count; i++)
        sqlite3_str_appendf(sql, "%s \"%w\"", i == 0 ? "SELECT" : ",", rows->columns[i]->name);
    sqlite3_str_appendf(sql, " FROM \"%w\" ORDER BY", rows->contract->name);
    for (size_t i = 0; i < rows->key_count; i++)
        sqlite3_str_appendf(sql, "%s \"%w\"", i == 0 ? "" : ",", rows->columns[i]->name);
    return sqlite3_str_finish(sql);
}

static bool find(struct rows_comparing *rows, struct error *error)
{
    sqlite3_stmt *sides[2] = {NULL, NULL};
    char *sql = rows_sql(rows);
    bool is_found;

    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    is_found = compare_prepare(rows->comparing, sql, sides, error) &&
               difference_find(sides[0], sides[1], (int)rows->key_count, row_tell, rows, error);
    sqlite3_free(sql);
    sqlite3_finalize(sides[0]);
    sqlite3_finalize(sides[1]);
    return is_found;
}

/* Of each dataset whether it can be read: as in khrop_pulls. */
static bool is_usable(sqlite3 *mirror, const char *dataset, bool *usable, struct error *error)
{
    sqlite3_stmt *row = NULL;

    *usable = false;
    if (!statement_prepare(mirror,
                           "SELECT state IN ('whole', 'partial') FROM main.khrop_pulls"
                           " WHERE dataset = :dataset",
                           &row, error))
        return false;
    statement_bind_text(row, ":dataset", dataset);
    if (statement_next(row, error))
        *usable = sqlite3_column_int(row, 0) != 0;
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

static bool compare_dataset(struct comparing *comparing, const struct contract *contract,
                            struct error *error)
{
    const struct past *const *sides = comparing->request->sides;
    const struct contract *other = catalogue_contract(sides[0]->catalogue, contract->name);
    struct rows_comparing rows = {.comparing = comparing, .contract = contract};
    bool usable[2] = {false, false};

    for (int i = 0; i < 2; i++)
        if (!is_usable(comparing->mirrors[i], contract->name, &usable[i], error))
            return false;
    if (!usable[0] && !usable[1])
        return true;
    if (!usable[0] || !usable[1] || other == NULL) {
        compare_gap_add(comparing, COMPARE_GAP_DATASET, contract->name);
        return true;
    }
    rows.columns = region_allocate(&comparing->comparison->region,
                                   (contract->schema.column_count + 1) * sizeof *rows.columns);
    columns_take(&rows, other, true);
    rows.key_count = rows.column_count;
    columns_take(&rows, other, false);
    rows.part = compare_part_add(comparing, contract->name);
    return find(&rows, error) || error_wrap(error, "dataset %s", contract->name);
}

bool compare_rows(struct comparing *comparing, struct error *error)
{
    const struct catalogue *catalogue = comparing->request->sides[1]->catalogue;

    comparing->rows =
        workbook_sheet(comparing->workbook, compare_word(COMPARE_SHEET_ROWS, comparing->language),
                       true, write_headings, comparing, error);
    if (comparing->rows == NULL)
        return false;
    sheet_wrap(comparing->rows, 5, 46);
    sheet_wrap(comparing->rows, 6, 46);
    for (size_t i = 0; i < catalogue->contract_count; i++)
        if (!compare_dataset(comparing, &catalogue->contracts[i], error))
            return false;
    return compare_sheet_end(comparing->rows, LENGTH(headings), error);
}
