/* The rows of a sheet; see workbook_reader.h. */
#include "core/date.h"
#include "jobs/workbook_reader.h"
#include "jobs/workbook_reader_own.h"
#include "jobs/workbook_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHARED SIZE_MAX     /* the text is a shared string, which stays where it is */
#define NO_FORMULA SIZE_MAX /* as place of a formula */

static bool is_damaged(struct workbook_reader *reader, const char *what)
{
    return workbook_fault_set(reader->fault, WORKBOOK_DAMAGED, "%s %u: %s",
                              reader->sheets[reader->sheet].name, reader->row, what);
}

static struct workbook_cell *cell_now(struct workbook_reader *reader)
{
    return &reader->cells[reader->cell_count];
}

static struct cell_place *place_now(struct workbook_reader *reader)
{
    return &reader->places[reader->cell_count];
}

/* The text of the cell under way, ended by a NUL behind it; "" without any. */
static char *text_now(struct workbook_reader *reader)
{
    size_t start = place_now(reader)->text;

    if (!workbook_gather(reader, &reader->texts, "", 1))
        return NULL;
    reader->texts.length--;
    return reader->texts.bytes + start;
}

/* ---- rows and cells begin ---- */

static void row_start(struct workbook_reader *reader, const char **attributes)
{
    int64_t row = (int64_t)reader->row + 1;

    workbook_attribute_number(attributes, "r", &row);
    reader->at = (struct standing){.in_rows = true};
    reader->next_column = 0;
    reader->cell_count = 0;
    reader->texts.length = 0;
    reader->formulas.length = 0;
    if (row < 1 || row > WORKBOOK_ROWS_MOST)
        is_damaged(reader, "row r");
    else if (++reader->row_count > WORKBOOK_ROWS_MOST)
        workbook_too_large(reader, "rows", WORKBOOK_ROWS_MOST);
    else
        reader->row = (uint32_t)row;
}

/* The column of "BC12"; without a reference, the one behind the cell before. */
static bool column_of(struct workbook_reader *reader, const char *reference, uint32_t *column)
{
    uint32_t number = 0;
    size_t length = reference == NULL ? 0 : strspn(reference, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (reference == NULL)
        *column = reader->next_column;
    else if (length < 1 || length > 3)
        return is_damaged(reader, "c r");
    else {
        for (size_t i = 0; i < length; i++)
            number = number * 26 + (uint32_t)(reference[i] - 'A') + 1;
        *column = number - 1;
    }
    return *column < WORKBOOK_COLUMNS_MOST || is_damaged(reader, "c r");
}

static bool cell_room(struct workbook_reader *reader)
{
    size_t room = reader->cell_room == 0 ? 64 : reader->cell_room * 2;
    struct workbook_cell *cells;
    struct cell_place *places;

    if (reader->cell_count == WORKBOOK_COLUMNS_MOST)
        return is_damaged(reader, "c > 16384");
    if (++reader->all_cells > WORKBOOK_CELLS_MOST)
        return workbook_too_large(reader, "cells", WORKBOOK_CELLS_MOST);
    if (reader->cell_count < reader->cell_room)
        return true;
    cells = realloc(reader->cells, room * sizeof *cells);
    if (cells == NULL)
        return workbook_out_of_memory(reader);
    reader->cells = cells;
    places = realloc(reader->places, room * sizeof *places);
    if (places == NULL)
        return workbook_out_of_memory(reader);
    reader->places = places;
    reader->cell_room = room;
    return true;
}

static void cell_start(struct workbook_reader *reader, const char **attributes)
{
    const char *type = part_attribute(attributes, "t");
    int64_t style = 0;
    uint32_t column = 0;

    if (!cell_room(reader) || !column_of(reader, part_attribute(attributes, "r"), &column))
        return;
    workbook_attribute_number(attributes, "s", &style);
    *cell_now(reader) = (struct workbook_cell){.column = column};
    reader->next_column = column + 1;
    *place_now(reader) = (struct cell_place){reader->texts.length, NO_FORMULA};
    reader->has_value = false;
    reader->has_date_style = style < (int64_t)reader->style_count && reader->is_date_style[style];
    snprintf(reader->type, sizeof reader->type, "%s", type == NULL ? "n" : type);
}

/* ---- what a cell holds ---- */

static bool cell_shared(struct workbook_reader *reader, const char *index)
{
    struct workbook_cell *cell = cell_now(reader);
    char *end;
    unsigned long long string = strtoull(index, &end, 10);
    size_t start;

    if (*index < '0' || *index > '9' || *end != '\0' || string >= reader->string_count)
        return is_damaged(reader, "shared string");
    start = string == 0 ? 0 : reader->string_ends[string - 1];
    cell->value = WORKBOOK_VALUE_TEXT;
    cell->length = reader->string_ends[string] - start;
    cell->text = cell->length == 0 ? "" : reader->strings.bytes + start;
    place_now(reader)->text = SHARED;
    return true;
}

/* The text of the cell is replaced by what a person reads. */
static bool cell_show(struct workbook_reader *reader, const char *text, size_t length)
{
    reader->texts.length = place_now(reader)->text;
    cell_now(reader)->length = length;
    return workbook_gather(reader, &reader->texts, text, length);
}

/* .. or is the text itself, up to `length`. */
static bool cell_keep(struct workbook_reader *reader, size_t length)
{
    reader->texts.length = place_now(reader)->text + length;
    cell_now(reader)->length = length;
    return true;
}

static bool cell_number(struct workbook_reader *reader, const char *text)
{
    struct workbook_cell *cell = cell_now(reader);
    char shown[WORKBOOK_NUMBER_TEXT_SIZE];
    double number;

    if (!workbook_number_parse(text, &number))
        return is_damaged(reader, "number");
    cell->value = WORKBOOK_VALUE_NUMBER;
    if (!reader->has_date_style)
        return cell_show(reader, shown, workbook_number_format(number, shown));
    if (workbook_serial_day(number, reader->is_1904, &cell->date_on))
        cell->value = WORKBOOK_VALUE_DATE;
    return cell_show(reader, shown, workbook_serial_format(number, reader->is_1904, shown));
}

/* t="d": 2026-11-25 or 2026-11-25T13:30:00 */
static bool cell_date(struct workbook_reader *reader, char *text, size_t length)
{
    struct workbook_cell *cell = cell_now(reader);
    bool is_date =
        date_parse(text, length, DATE_ORDER_ISO, DATE_ERA_COMMON, &cell->date_on) == DATE_GOOD;

    cell->value = is_date ? WORKBOOK_VALUE_DATE : WORKBOOK_VALUE_TEXT;
    if (is_date && length > 10)
        text[10] = ' ';
    if (is_date && length >= 19 && strncmp(text + 10, " 00:00:00", 9) == 0)
        length = 10;
    return cell_keep(reader, length);
}

static bool cell_take(struct workbook_reader *reader)
{
    struct workbook_cell *cell = cell_now(reader);
    char *text = text_now(reader);
    size_t length;

    if (text == NULL)
        return false;
    if (*text == '\0' && strcmp(reader->type, "n") == 0)
        return true;
    length = reader->texts.length - place_now(reader)->text;
    if (strcmp(reader->type, "s") == 0)
        return cell_shared(reader, text);
    if (strcmp(reader->type, "n") == 0)
        return cell_number(reader, text);
    if (strcmp(reader->type, "d") == 0)
        return cell_date(reader, text, length);
    cell->value = WORKBOOK_VALUE_TEXT;
    if (strcmp(reader->type, "b") == 0) {
        cell->value = WORKBOOK_VALUE_BOOLEAN;
        return strcmp(text, "0") == 0 ? cell_show(reader, "FALSE", 5)
                                      : cell_show(reader, "TRUE", 4);
    }
    if (strcmp(reader->type, "e") == 0)
        cell->value = WORKBOOK_VALUE_FAULT;
    return cell_keep(reader, workbook_text_unescape(text, length));
}

/* An empty cell that only carries a style is left out. */
static void cell_end(struct workbook_reader *reader)
{
    struct workbook_cell *cell = cell_now(reader);

    if (!reader->has_value && place_now(reader)->formula == NO_FORMULA)
        return;
    if (reader->has_value && !cell_take(reader))
        return;
    if (place_now(reader)->formula != NO_FORMULA)
        cell->formula_length = reader->formulas.length - place_now(reader)->formula;
    reader->read_bytes += cell->length + cell->formula_length;
    if (reader->read_bytes > WORKBOOK_READ_BYTES)
        workbook_too_large(reader, "text (bytes)", WORKBOOK_READ_BYTES);
    else if (reader->texts.length + reader->formulas.length > WORKBOOK_ROW_BYTES)
        workbook_too_large(reader, "row (bytes)", WORKBOOK_ROW_BYTES);
    else
        reader->cell_count++;
}

/* Texts and formulas stand still once the row is whole. */
static void cells_settle(struct workbook_reader *reader)
{
    for (size_t i = 0; i < reader->cell_count; i++) {
        struct workbook_cell *cell = &reader->cells[i];
        const struct cell_place *place = &reader->places[i];
        if (cell->text == NULL)
            cell->text = cell->length == 0 ? "" : reader->texts.bytes + place->text;
        if (place->formula != NO_FORMULA)
            cell->formula =
                cell->formula_length == 0 ? "" : reader->formulas.bytes + place->formula;
    }
}

static void row_end(struct workbook_reader *reader)
{
    if (reader->is_ended || reader->cell_count == 0)
        return;
    cells_settle(reader);
    reader->is_ended =
        !reader->row_function(reader->row_context, reader->row, reader->cells, reader->cell_count);
}

/* ---- elements ---- */

static void formula_start(struct workbook_reader *reader)
{
    reader->at.in_formula = true;
    if (place_now(reader)->formula == NO_FORMULA)
        place_now(reader)->formula = reader->formulas.length;
}

static void element_start(void *context, const char *name, const char **attributes)
{
    struct workbook_reader *reader = context;
    struct standing *at = &reader->at;

    if (strcmp(name, "sheetData") == 0)
        at->in_rows = !reader->is_ended;
    else if (!at->in_rows || reader->is_ended)
        return;
    else if (strcmp(name, "row") == 0)
        row_start(reader, attributes);
    else if (strcmp(name, "c") == 0) {
        at->in_cell = true;
        cell_start(reader, attributes);
    } else if (!at->in_cell)
        return;
    else if (strcmp(name, "f") == 0)
        formula_start(reader);
    else if (strcmp(name, "rPh") == 0)
        at->in_phonetic = true;
    else if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !at->in_phonetic)) {
        at->in_text = true;
        reader->has_value = true;
    }
}

static void element_end(void *context, const char *name)
{
    struct workbook_reader *reader = context;
    struct standing *at = &reader->at;

    if (strcmp(name, "sheetData") == 0)
        at->in_rows = false;
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        at->in_text = false;
    else if (strcmp(name, "f") == 0)
        at->in_formula = false;
    else if (strcmp(name, "rPh") == 0)
        at->in_phonetic = false;
    else if (strcmp(name, "c") == 0 && at->in_cell) {
        at->in_cell = false;
        cell_end(reader);
    } else if (strcmp(name, "row") == 0 && at->in_rows && !at->in_cell)
        row_end(reader);
}

static void element_text(void *context, const char *bytes, size_t length)
{
    struct workbook_reader *reader = context;
    struct gathered *text = reader->at.in_formula ? &reader->formulas : &reader->texts;
    size_t start;

    if (!reader->at.in_cell || (!reader->at.in_text && !reader->at.in_formula))
        return;
    start = reader->at.in_formula ? place_now(reader)->formula : place_now(reader)->text;
    if (text->length - start + length > WORKBOOK_TEXT_BYTES)
        workbook_too_large(reader, "text (bytes)", WORKBOOK_TEXT_BYTES);
    else
        workbook_gather(reader, text, bytes, length);
}

bool workbook_reader_rows(struct workbook_reader *reader, size_t sheet, workbook_row *row,
                          void *context, struct workbook_fault *fault)
{
    static const char *const names[] = {"sheetData", "row", "c", "f", "v", "t", "rPh", NULL};
    const struct part_events events = {element_start, element_end, element_text,
                                       reader,        names,       &reader->is_ended};
    const char *part = workbook_relation_target(reader, reader->sheets[sheet].relation);

    reader->fault = fault;
    reader->at = (struct standing){0};
    reader->row_function = row;
    reader->row_context = context;
    reader->sheet = sheet;
    reader->row = 0;
    reader->row_count = 0;
    reader->cell_count = 0;
    reader->is_ended = false;
    if (part == NULL)
        return workbook_fault_set(fault, WORKBOOK_PART_MISSING, "%s", reader->sheets[sheet].name);
    return parts_parse(reader->parts, part, &events, fault);
}
