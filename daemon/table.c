/* Prints tables of texts. */
#include "daemon/table.h"

#include "core/text.h"

#include <string.h>

static size_t width_of(const char *text)
{
    return text_display_width(text, strlen(text));
}

static void print_spaces(FILE *stream, size_t count)
{
    for (; count > 0; count--)
        fputc(' ', stream);
}

/* A cell is one line: line ends and tabs show as spaces. */
static void print_text(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++)
        fputc(*text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text, stream);
}

static void print_cells(const struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->column_count; i++) {
        size_t width = width_of(cells[i]);
        size_t spaces = table->widths[i] > width ? table->widths[i] - width : 0;
        bool is_last = i + 1 == table->column_count;

        if (table->is_right[i])
            print_spaces(table->stream, spaces);
        print_text(table->stream, cells[i]);
        if (!table->is_right[i] && !is_last)
            print_spaces(table->stream, spaces);
        fputs(is_last ? "\n" : "  ", table->stream);
    }
}

static void widen(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->column_count; i++) {
        size_t width = width_of(cells[i]);
        if (width > table->widths[i])
            table->widths[i] = width;
    }
}

static void print_rule(const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        for (size_t j = 0; j < table->widths[i]; j++)
            fputc('-', table->stream);
        fputs(i + 1 == table->column_count ? "\n" : "  ", table->stream);
    }
}

static void flow(struct table *table)
{
    widen(table, table->titles);
    print_cells(table, table->titles);
    print_rule(table);
    for (size_t i = 0; i < table->held_count; i += table->column_count)
        print_cells(table, &table->held[i]);
    table->is_flowing = true;
    region_clear(&table->region);
}

void table_row(struct table *table, const char *const *cells)
{
    if (table->is_flowing) {
        print_cells(table, cells);
        return;
    }
    widen(table, cells);
    for (size_t i = 0; i < table->column_count; i++) {
        table->held = region_grow(&table->region, (void *)table->held, table->held_count,
                                  sizeof *table->held);
        table->held[table->held_count++] = region_copy(&table->region, cells[i]);
    }
    if (table->held_count == TABLE_ROWS_HELD * table->column_count)
        flow(table);
}

void table_end(struct table *table)
{
    if (!table->is_flowing)
        flow(table);
    fflush(table->stream);
}
