/* A table of a page; see page_table.h. */
#include "reports/page_table.h"

#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/workbook_charts.h"

#include <stdio.h>
#include <string.h>

#define TITLE_SIZE 1024
#define SECTION_POINTS 20.0
#define LINE_POINTS 15.0
#define UNIT_PIXELS 89
#define ROW_PIXELS 20
#define PAGE_PIXELS 670 /* high, of a printed page */
#define WIDER 1.1       /* than a text is counted, where another font stands in */
#define SPAN_MOST 4
#define CHART_LEAST 5 /* units that a chart beside the rows needs */
#define CHART_GAP 14
#define CHART_HEIGHT 260
#define BAR_HEIGHT 110 /* and so much for each bar */
#define BAR_PIXELS 22
#define BAR_LEAST 80 /* the same where a page leaves less */
#define BAR_PIXELS_LEAST 13
#define CHART_MIN 200
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

/* Characters of a value as it is shown. */
static size_t cell_width(const struct table_field *field, const struct table_cell *cell)
{
    char number[DECIMAL_TEXT_SIZE];
    if (field->kind == KIND_TEXT)
        return cell->text == NULL ? 0 : width_of(cell->text);
    if (field->kind != KIND_MONEY && field->kind != KIND_QUANTITY)
        return 0;
    return decimal_format_grouped(cell->number, 2, number);
}

/* The widest value of a field, in units. */
static size_t span_of(const struct table *table, size_t field)
{
    const struct table_field *shown = &table->rows.fields[field];
    size_t widest = shown->has_total ? cell_width(shown, &shown->total) : 0, span;
    for (size_t row = 0; row < table->rows.row_count; row++) {
        size_t width = cell_width(shown, table_rows_cell(&table->rows, row, field));
        widest = width > widest ? width : widest;
    }
    span = (size_t)((double)widest * WIDER / PAGE_UNIT_WIDTH) + 1;
    return span > SPAN_MOST ? SPAN_MOST : span;
}

static bool is_text(const struct table *table, size_t field)
{
    return table->rows.fields[field].kind == KIND_TEXT;
}

/* The widest text gives way until all fit: it then breaks its lines. */
static void fit_spans(struct table *table)
{
    while (table->units > PAGE_UNITS) {
        size_t widest = table->rows.field_count;
        for (size_t i = 0; i < table->rows.field_count; i++)
            if (is_text(table, i) &&
                (widest == table->rows.field_count || table->span[i] > table->span[widest]))
                widest = i;
        if (widest == table->rows.field_count || table->span[widest] == 1)
            return;
        table->span[widest]--;
        table->units--;
    }
}

static size_t lines_of(const struct table *table, size_t field, const char *text)
{
    double room = (double)table->span[field] * PAGE_UNIT_WIDTH;
    return (size_t)((double)width_of(text) * WIDER / room) + 1;
}

static size_t row_lines(const struct table *table, size_t row)
{
    size_t most = 1;
    for (size_t i = 0; i < table->rows.field_count; i++) {
        const char *text = table_rows_cell(&table->rows, row, i)->text;
        size_t lines = is_text(table, i) && text != NULL ? lines_of(table, i, text) : 1;
        most = lines > most ? lines : most;
    }
    return most;
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
        size_t lines = lines_of(table, i, table->rows.fields[i].title);
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
    sheet_across(table->sheet, table->first[field], last_of(table, field), text, CELL_TEXT_WRAPPED,
                 look);
    sheet_row_lines(table->sheet, lines_of(table, field, text));
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
    /* The first of several cells is written over; the others keep their borders. */
    if (kind != KIND_TEXT && table->span[field] > 1)
        sheet_across(sheet, column, last_of(table, field), "", CELL_MONEY, look);
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
        sheet_decimal(sheet, column, cell->number, CELL_MONEY_OR_DASH, look);
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
        bool is_number =
            field->kind != KIND_TEXT && field->kind != KIND_DATE && field->kind != KIND_TIMESTAMP;
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
        /* Said, not left to the program: a chart must not lie over what stands below it. */
        sheet_row_height(table->sheet, LINE_POINTS);
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
    const struct table_plan *plan = table->plan;
    if (plan->chart == TABLE_NO_CHART || plan->chart == TABLE_CELLS)
        return false;
    for (size_t i = 0; plan->series[i] != NULL; i++) {
        size_t field = table_rows_find(&table->rows, plan->series[i]);
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
        bars = rows * (series_count(table->plan) + 1) / 2;
    if (table->plan->chart == TABLE_BAR || table->plan->chart == TABLE_STACKED_BAR)
        height = BAR_HEIGHT + BAR_PIXELS * (int)bars;
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
        if (table->rows.fields[category].kind == KIND_DATE)
            drawn.category_format = language == LANGUAGE_TH ? "[$-107041E]d mmm" : "d mmm";
        if (kind == KIND_PERCENT) {
            drawn.has_least = drawn.has_most = true;
            drawn.most = 1;
        }
    }
    sheet_chart(table->sheet, &drawn);
}

/* A share's are of the whole, whatever the largest is. */
static void draw_bars(const struct table *table, const char *name)
{
    size_t field = table_rows_find(&table->rows, name);
    sheet_data_bars(table->sheet, table->first[field], table->first_row, table->last_row, CHART_SKY,
                    table->rows.fields[field].kind == KIND_PERCENT ? 1 : 0);
}

/* Bars behind the running share of a Pareto, from nothing to all; behind the numbers of a table
 * that has no chart of its own. */
static void draw_cells(const struct table *table)
{
    const struct table_plan *plan = table->plan;
    for (size_t i = 0; plan->chart == TABLE_CELLS && plan->series[i] != NULL; i++)
        draw_bars(table, plan->series[i]);
    for (size_t i = 0; plan->chart == TABLE_PARETO && i < plan->share_count; i++)
        if (plan->shares[i].whole == WHOLE_RUNNING)
            draw_bars(table, plan->shares[i].name);
}

/* What the table takes of a printed page. */
static uint32_t pixels_of(const struct table *table)
{
    uint32_t lines = (uint32_t)table->heading_lines + 4, chart;
    for (size_t row = 0; row < table->rows.row_count; row++)
        lines += (uint32_t)row_lines(table, row);
    chart = has_chart(table) && is_beside(table) ? (uint32_t)chart_height(table) : 0;
    chart += 3 * ROW_PIXELS;
    return lines * ROW_PIXELS > chart ? lines * ROW_PIXELS : chart;
}

/* A table that would be cut begins on the next page. */
static void take_place(struct sheet *sheet, struct page_place *place, uint32_t pixels)
{
    if (place->used > PAGE_HEAD_PIXELS && place->used + pixels > PAGE_PIXELS) {
        sheet_page_break(sheet);
        place->used = PAGE_HEAD_PIXELS;
    }
    place->used += pixels;
}

static bool skip_to(struct sheet *sheet, uint32_t row, struct error *error)
{
    while (sheet_row(sheet) < row) {
        sheet_row_height(sheet, LINE_POINTS);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return true;
}

/* What is left of the page, where that will do; else as high as it likes to be, on the next. */
static int height_below(const struct table *table, const struct page_place *place)
{
    int height = chart_height(table), left = PAGE_PIXELS - (int)place->used - ROW_PIXELS;
    bool is_bar = table->plan->chart == TABLE_BAR || table->plan->chart == TABLE_STACKED_BAR;
    int least = is_bar ? BAR_LEAST + BAR_PIXELS_LEAST * (int)table->rows.row_count : CHART_MIN;
    return left < height && left >= least ? left : height;
}

/* Beside the rows where there is room, else below them. */
static bool write_chart(const struct table *table, struct page_place *place, uint32_t heading_row,
                        struct error *error)
{
    int height = chart_height(table);
    uint32_t row = heading_row;
    size_t column = table->units;
    draw_cells(table);
    if (!has_chart(table))
        return true;
    if (!is_beside(table)) {
        height = height_below(table, place);
        take_place(table->sheet, place, (uint32_t)height + ROW_PIXELS);
        row = sheet_row(table->sheet);
        column = 0;
    }
    draw(table, row, column, height);
    return skip_to(table->sheet, row + chart_rows(height), error);
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

static bool write_body(struct table *table, struct page_place *place, struct error *error)
{
    uint32_t heading_row = sheet_row(table->sheet);
    if (table->rows.all_count == 0)
        return write_line(table->sheet, label(LABEL_TABLE_EMPTY, table->report->language),
                          CELL_TEXT, error);
    write_headings(table);
    return write_rows(table, error) && write_total(table, error) && write_left_out(table, error) &&
           sheet_next_row(table->sheet, error) && write_chart(table, place, heading_row, error);
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
                 (!is_run || write_body(&table, place, error)) && sheet_next_row(sheet, error);
    region_clear(&region);
    return is_written;
}
