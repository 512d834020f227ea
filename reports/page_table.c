/* A table of a page; see page_table.h. */
#include "reports/page_table.h"

#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/workbook_charts.h"

#include <stdio.h>
#include <string.h>

#define TITLE_SIZE 1024
#define SECTION_POINTS 20.0
#define LINE_POINTS 15.0
#define LINE_FILLED 0.95
#define UNIT_PIXELS 89
#define ROW_PIXELS 20
#define PAGE_PIXELS 600 /* high, of a printed page */
#define SPAN_MOST 4
#define CHART_LEAST 5 /* units that a chart beside the rows needs */
#define CHART_GAP 14
#define CHART_HEIGHT 260
#define CHART_MOST 460
#define SERIES_MAX 8
#define PERCENT_FORMAT "0%"
#define MONEY_FORMAT "#,##0"

struct table {
    const struct report *report;
    struct sheet *sheet;
    const struct rule *rule;
    const struct table_plan *plan;
    struct table_rows rows;
    size_t *first, *span; /* the units of each field */
    size_t units;
    size_t heading_lines;
    uint32_t first_row, last_row; /* of the rows, once they are written */
};

static size_t width_of(const char *text)
{
    return text_display_width(text, strlen(text));
}

/* The widest text of a field, in units. */
static size_t span_of(const struct table *table, size_t field)
{
    size_t widest = 0, span;
    if (table->rows.fields[field].kind != KIND_TEXT)
        return 1;
    for (size_t row = 0; row < table->rows.row_count; row++) {
        size_t width = width_of(table_rows_cell(&table->rows, row, field)->text);
        widest = width > widest ? width : widest;
    }
    span = (size_t)((double)widest / PAGE_UNIT_WIDTH) + 1;
    return span > SPAN_MOST ? SPAN_MOST : span;
}

/* The widest gives way until all fit: its texts then break their lines. */
static void fit_spans(struct table *table)
{
    while (table->units > PAGE_UNITS) {
        size_t widest = 0;
        for (size_t i = 1; i < table->rows.field_count; i++)
            if (table->span[i] > table->span[widest])
                widest = i;
        if (table->span[widest] == 1)
            return;
        table->span[widest]--;
        table->units--;
    }
}

static void lay_out(struct table *table, struct region *region)
{
    size_t count = table->rows.field_count;
    table->first = region_allocate(region, (count + 1) * sizeof *table->first);
    table->span = region_allocate(region, (count + 1) * sizeof *table->span);
    for (size_t i = 0; i < count; i++) {
        table->span[i] = span_of(table, i);
        table->units += table->span[i];
    }
    fit_spans(table);
    for (size_t i = 1; i < count; i++)
        table->first[i] = table->first[i - 1] + table->span[i - 1];
    table->heading_lines = 1;
    for (size_t i = 0; i < count; i++) {
        double room = (double)table->span[i] * PAGE_UNIT_WIDTH * LINE_FILLED;
        size_t lines = (size_t)((double)width_of(table->rows.fields[i].title) / room) + 1;
        table->heading_lines = lines > table->heading_lines ? lines : table->heading_lines;
    }
}

static size_t last_of(const struct table *table, size_t field)
{
    return table->first[field] + table->span[field] - 1;
}

static void write_text(const struct table *table, size_t field, const char *text,
                       enum cell_look look)
{
    double room = (double)table->span[field] * PAGE_UNIT_WIDTH * LINE_FILLED;
    sheet_across(table->sheet, table->first[field], last_of(table, field), text,
                 CELL_TEXT_WRAPPED, look);
    sheet_row_lines(table->sheet, (size_t)((double)width_of(text) / room) + 1);
}

static void write_cell(const struct table *table, size_t field, const struct table_cell *cell,
                       enum cell_look look)
{
    struct sheet *sheet = table->sheet;
    size_t column = table->first[field];
    enum table_kind kind = table->rows.fields[field].kind;
    if (!cell->is_there) {
        if (kind == KIND_PERCENT)
            sheet_text(sheet, column, "-", CELL_NOTHING, look);
        else
            sheet_across(sheet, column, last_of(table, field), "", CELL_TEXT, look);
        return;
    }
    switch (kind) {
    case KIND_TEXT:
        write_text(table, field, cell->text, look);
        break;
    case KIND_DATE:
        sheet_date(sheet, column, cell->number, look);
        break;
    case KIND_TIMESTAMP:
        sheet_timestamp(sheet, column, cell->number, look);
        break;
    case KIND_INTEGER:
        sheet_tally(sheet, column, cell->number, look);
        break;
    case KIND_QUANTITY:
        sheet_decimal(sheet, column, cell->number, CELL_QUANTITY, look);
        break;
    case KIND_MONEY:
        sheet_decimal(sheet, column, cell->number, CELL_MONEY, look);
        break;
    case KIND_PERCENT:
        sheet_percent(sheet, column, cell->number, look);
        break;
    }
}

static void write_headings(const struct table *table)
{
    for (size_t i = 0; i < table->rows.field_count; i++) {
        const struct table_field *field = &table->rows.fields[i];
        bool is_number = field->kind != KIND_TEXT && field->kind != KIND_DATE &&
                         field->kind != KIND_TIMESTAMP;
        sheet_across(table->sheet, table->first[i], last_of(table, i), field->title,
                     is_number ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
    }
    sheet_row_height(table->sheet, (double)table->heading_lines * LINE_POINTS + 2);
}

static bool write_rows(struct table *table, struct error *error)
{
    for (size_t row = 0; row < table->rows.row_count; row++) {
        if (!sheet_next_row(table->sheet, error))
            return false;
        if (row == 0)
            table->first_row = sheet_row(table->sheet);
        table->last_row = sheet_row(table->sheet);
        for (size_t i = 0; i < table->rows.field_count; i++)
            write_cell(table, i, table_rows_cell(&table->rows, row, i), LOOK_PLAIN);
    }
    return true;
}

/* The sum is of all rows, also of those that there is no room for. */
static bool write_total(const struct table *table, struct error *error)
{
    enum language language = table->report->language;
    char text[TITLE_SIZE];
    size_t count = table->rows.field_count;
    if (table->plan->total[0] == NULL || table->rows.all_count < 2)
        return true;
    if (!sheet_next_row(table->sheet, error))
        return false;
    snprintf(text, sizeof text, label(LABEL_TABLE_TOTAL, language), table->rows.all_count);
    for (size_t i = 0; i < count; i++) {
        const struct table_field *field = &table->rows.fields[i];
        if (field->has_total)
            write_cell(table, i, &field->total, LOOK_STRONG);
        else
            sheet_across(table->sheet, table->first[i], last_of(table, i), i == 0 ? text : "",
                         CELL_TEXT, LOOK_STRONG);
    }
    return true;
}

static bool write_left_out(const struct table *table, struct error *error)
{
    char text[TITLE_SIZE];
    if (table->rows.row_count == table->rows.all_count)
        return true;
    if (!sheet_next_row(table->sheet, error))
        return false;
    snprintf(text, sizeof text, label(LABEL_TABLE_MORE, table->report->language),
             table->rows.row_count, table->rows.all_count);
    sheet_text(table->sheet, 0, text, CELL_NOTE, LOOK_PLAIN);
    return true;
}

/* True where there is something to draw. */
static bool has_chart(const struct table *table)
{
    for (size_t i = 0; table->plan->chart != TABLE_NO_CHART && table->plan->series[i] != NULL; i++) {
        size_t field = table_rows_find(&table->rows, table->plan->series[i]);
        for (size_t row = 0; row < table->rows.row_count; row++)
            if (table_rows_cell(&table->rows, row, field)->number != 0)
                return true;
    }
    return false;
}

static bool is_beside(const struct table *table)
{
    return PAGE_UNITS - table->units >= CHART_LEAST;
}

static size_t series_count(const struct table_plan *plan)
{
    size_t count = 0;
    while (plan->series[count] != NULL && count < SERIES_MAX)
        count++;
    return count;
}

static int chart_height(const struct table *table)
{
    size_t rows = table->rows.row_count, bars = rows;
    int height = CHART_HEIGHT, beside;
    if (table->plan->chart == TABLE_BAR)
        bars = rows * series_count(table->plan) * 2 / 3;
    if (table->plan->chart == TABLE_BAR || table->plan->chart == TABLE_STACKED_BAR)
        height = 110 + 24 * (int)(bars > rows ? bars : rows);
    beside = (int)((rows + 2) * ROW_PIXELS);
    if (is_beside(table) && height < beside)
        height = beside;
    return height > CHART_MOST ? CHART_MOST : height;
}

static const enum chart_color palettes[][SERIES_MAX] = {
    [PALETTE_PLAIN] = {CHART_BLUE, CHART_ORANGE, CHART_SKY, CHART_DARK, CHART_GREY, CHART_RED,
                       CHART_AGE_2, CHART_AGE_4},
    [PALETTE_AGES] = {CHART_AGE_1, CHART_AGE_2, CHART_AGE_3, CHART_AGE_4, CHART_AGE_5, CHART_GREY,
                      CHART_SKY, CHART_ORANGE},
    [PALETTE_GOOD_BAD] = {CHART_BLUE, CHART_SKY, CHART_ORANGE, CHART_RED, CHART_GREY, CHART_DARK,
                          CHART_AGE_2, CHART_AGE_4},
};

/* Of two, the good one and the bad one. */
static enum chart_color color_of(const struct table_plan *plan, size_t index, size_t count)
{
    if (plan->palette == PALETTE_GOOD_BAD && index + 1 == count)
        return CHART_RED;
    return palettes[plan->palette][index];
}

static bool is_target(const struct table_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->target_count; i++)
        if (strcmp(plan->targets[i].name, name) == 0)
            return true;
    return false;
}

static enum chart_kind chart_kind_of(enum table_chart chart)
{
    switch (chart) {
    case TABLE_STACKED_BAR:
        return CHART_BAR_STACKED;
    case TABLE_BAR:
        return CHART_BAR;
    case TABLE_LINE:
        return CHART_LINE;
    default:
        return CHART_COLUMN;
    }
}

static void draw(const struct table *table, uint32_t row, size_t column, int height)
{
    const struct table_plan *plan = table->plan;
    size_t category = table_rows_find(&table->rows, plan->category);
    size_t count = series_count(plan);
    struct chart_series series[SERIES_MAX];
    char title[TITLE_SIZE];
    enum language language = table->report->language;
    struct chart_plan drawn = {.kind = chart_kind_of(plan->chart),
                               .title = title,
                               .alternative = plan->chart_alternative.text[language],
                               .series = series,
                               .series_count = count,
                               .row = row,
                               .column = column,
                               .width = (int)(PAGE_UNITS - column) * UNIT_PIXELS - CHART_GAP,
                               .height = height,
                               .x_offset = column == 0 ? 2 : CHART_GAP,
                               .y_offset = 4};
    rule_words(table->rule, plan->chart_title.text[language], language, title, sizeof title);
    for (size_t i = 0; i < count; i++) {
        size_t field = table_rows_find(&table->rows, plan->series[i]);
        enum table_kind kind = table->rows.fields[field].kind;
        series[i] = (struct chart_series){.name = table->rows.fields[field].title,
                                          .sheet = table->sheet,
                                          .first_row = table->first_row,
                                          .last_row = table->last_row,
                                          .categories_column = table->first[category],
                                          .values_column = table->first[field],
                                          .color = color_of(plan, i, count),
                                          .is_target = is_target(plan, plan->series[i])};
        drawn.value_format = kind == KIND_PERCENT ? PERCENT_FORMAT : MONEY_FORMAT;
        if (kind == KIND_PERCENT) {
            drawn.has_least = drawn.has_most = true;
            drawn.most = 1;
        }
    }
    sheet_chart(table->sheet, &drawn);
}

/* Bars behind the running share of a Pareto, from nothing to all. */
static void draw_running(const struct table *table)
{
    const struct table_plan *plan = table->plan;
    for (size_t i = 0; plan->chart == TABLE_PARETO && i < plan->share_count; i++)
        if (plan->shares[i].whole == WHOLE_RUNNING)
            sheet_data_bars(table->sheet,
                            table->first[table_rows_find(&table->rows, plan->shares[i].name)],
                            table->first_row, table->last_row, CHART_SKY, 1);
}

static bool skip_to(struct sheet *sheet, uint32_t row, struct error *error)
{
    while (sheet_row(sheet) < row)
        if (!sheet_next_row(sheet, error))
            return false;
    return true;
}

/* Beside the rows where there is room, else below them. */
static bool write_chart(const struct table *table, uint32_t heading_row, struct error *error)
{
    int height = chart_height(table);
    uint32_t row = heading_row;
    size_t column = table->units;
    if (!has_chart(table))
        return true;
    draw_running(table);
    if (!is_beside(table)) {
        if (!sheet_next_row(table->sheet, error))
            return false;
        row = sheet_row(table->sheet);
        column = 0;
    }
    draw(table, row, column, height);
    return skip_to(table->sheet, row + chart_rows(height), error);
}

/* What the table takes of a printed page. */
static uint32_t pixels_of(const struct table *table)
{
    uint32_t rows = (uint32_t)(table->rows.row_count + 5) * ROW_PIXELS;
    uint32_t chart = has_chart(table) ? (uint32_t)chart_height(table) : 0;
    if (is_beside(table))
        return rows > chart + 3 * ROW_PIXELS ? rows : chart + 3 * ROW_PIXELS;
    return rows + chart;
}

/* A table that would be cut begins on the next page. */
static void take_place(struct sheet *sheet, struct page_place *place, uint32_t pixels)
{
    if (place->used > 0 && place->used + pixels > PAGE_PIXELS) {
        sheet_page_break(sheet);
        place->used = 0;
    }
    place->used += pixels;
}

static bool write_line(struct sheet *sheet, const char *text, enum cell_kind kind,
                       struct error *error)
{
    if (text[0] == '\0')
        return true;
    if (kind == CELL_NOTE)
        sheet_text(sheet, 0, text, kind, LOOK_PLAIN);
    else
        sheet_across(sheet, 0, PAGE_UNITS - 1, text, kind, LOOK_PLAIN);
    return sheet_next_row(sheet, error);
}

static bool write_title(const struct table *table, struct error *error)
{
    enum language language = table->report->language;
    char text[TITLE_SIZE];
    rule_words(table->rule, table->rule->title.text[language], language, text, sizeof text);
    sheet_text(table->sheet, 0, text, CELL_SECTION, LOOK_PLAIN);
    sheet_row_height(table->sheet, SECTION_POINTS);
    if (!sheet_next_row(table->sheet, error))
        return false;
    rule_words(table->rule, table->plan->note.text[language], language, text, sizeof text);
    return write_line(table->sheet, text, CELL_NOTE, error);
}

static bool write_body(struct table *table, struct error *error)
{
    uint32_t heading_row = sheet_row(table->sheet);
    if (table->rows.all_count == 0)
        return write_line(table->sheet, label(LABEL_TABLE_EMPTY, table->report->language),
                          CELL_TEXT, error);
    write_headings(table);
    return write_rows(table, error) && write_total(table, error) &&
           write_left_out(table, error) && sheet_next_row(table->sheet, error) &&
           write_chart(table, heading_row, error);
}

bool page_table_write(const struct report *report, struct sheet *sheet, struct page_place *place,
                      const struct rule *rule, const char *state, const char *reason,
                      struct error *error)
{
    struct region region = {0};
    struct table table = {.report = report, .sheet = sheet, .rule = rule, .plan = rule->table};
    bool is_partial = strcmp(state, "partial") == 0;
    bool is_run = is_partial || strcmp(state, "checked") == 0, is_written;
    char line[TITLE_SIZE];
    text_format(line, sizeof line, "%s: %s", word(WORD_RULE_STATE, state, report->language),
                reason);
    is_written = !is_run || table_rows_read(report, rule, &region, &table.rows, error);
    if (is_written && is_run)
        lay_out(&table, &region);
    if (is_written)
        take_place(sheet, place, is_run ? pixels_of(&table) : 4 * ROW_PIXELS);
    is_written = is_written && write_title(&table, error) &&
                 (state[0] == 'c' || write_line(sheet, line, CELL_MISSING, error)) &&
                 (!is_run || write_body(&table, error)) && sheet_next_row(sheet, error);
    region_clear(&region);
    return is_written;
}
