/* A table of a page; see page_table.h. */
#include "reports/page_table.h"

#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/page_chart.h"
#include "reports/workbook_charts.h"

#include <stdio.h>
#include <string.h>

#define SECTION_POINTS 20.0
#define LINE_POINTS 15.0
#define WIDER 1.1 /* than a text is counted, where another font stands in */
#define WIDER_BOLD 1.2
#define SPAN_MOST 4

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
        /* Headings are bold. */
        size_t lines = (size_t)((double)width_of(table->rows.fields[i].title) * WIDER_BOLD /
                                ((double)table->span[i] * PAGE_UNIT_WIDTH)) +
                       1;
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

/* What the table takes of a printed page. */
static uint32_t pixels_of(const struct table *table)
{
    bool has_note = table->plan->note.text[table->report->language][0] != '\0';
    bool has_total = table->plan->total[0] != NULL && table->rows.all_count > 1;
    bool is_cut = table->rows.row_count < table->rows.all_count;
    uint32_t lines = (uint32_t)table->heading_lines + 2 + has_note + has_total + is_cut, chart;
    for (size_t row = 0; row < table->rows.row_count; row++)
        lines += (uint32_t)row_lines(table, row);
    chart = page_chart_is_there(table) && page_chart_is_beside(table)
                ? (uint32_t)page_chart_height(table)
                : 0;
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

/* Beside the rows where there is room, else below them. */
static bool write_chart(const struct table *table, struct page_place *place, uint32_t heading_row,
                        struct error *error)
{
    int height = page_chart_height(table);
    uint32_t row = heading_row;
    size_t column = table->units;
    page_chart_cells(table);
    if (!page_chart_is_there(table))
        return true;
    if (!page_chart_is_beside(table)) {
        height = page_chart_height_below(table, place);
        take_place(table->sheet, place, (uint32_t)height + ROW_PIXELS);
        row = sheet_row(table->sheet);
        column = 0;
    }
    page_chart_draw(table, row, column, height);
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
