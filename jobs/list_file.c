/* Finds the list in a workbook; see list_file.h. */
#include "jobs/list_file.h"

#include <string.h>

#define SAME_HEADINGS 4 /* columns that share a heading */
#define OTHERS_MOST 64  /* other columns whose cells are compared */

/* Where the columns of a sheet stand. */
struct columns {
    uint32_t at[LIST_COLUMN_COUNT][SAME_HEADINGS];
    size_t count[LIST_COLUMN_COUNT];
    uint32_t row;                                        /* of the headings; 0: not found yet */
    uint32_t others[OTHERS_MOST], headings[OTHERS_MOST]; /* other columns, and their headings */
    size_t other_count;
};

struct reading {
    struct list_file *file;
    struct workbook_fault *fault;
    struct region passing; /* of the row under way */
    size_t text_bytes;     /* of all rows */
    const char *sheet;
    struct columns columns;
};

static void columns_look(struct columns *columns, const struct workbook_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum list_column column;
        if (!list_heading_find(cells[i].text, cells[i].length, &column) ||
            columns->count[column] == SAME_HEADINGS)
            continue;
        columns->at[column][columns->count[column]++] = cells[i].column;
    }
}

/* Headings are a row that has the id's and one that is typed into. */
static bool headings_find(void *context, uint32_t row, const struct workbook_cell *cells,
                          size_t count)
{
    struct columns *columns = context;

    *columns = (struct columns){0};
    columns_look(columns, cells, count);
    if (columns->count[LIST_COLUMN_ID] == 0 ||
        (columns->count[LIST_COLUMN_STATUS] == 0 && columns->count[LIST_COLUMN_REMARK] == 0 &&
         columns->count[LIST_COLUMN_NEXT_ON] == 0))
        return true;
    columns->row = row;
    return false;
}

/* `=call back` comes as #NAME?: what was typed is the formula. */
static const char *typed_text(struct region *region, const struct workbook_cell *cell)
{
    bool is_formula = cell->formula != NULL && cell->formula_length > 0 &&
                      (cell->value == WORKBOOK_VALUE_FAULT || cell->value == WORKBOOK_VALUE_NONE);

    if (!is_formula)
        return remark_clean(region, cell->text, cell->length);
    return remark_clean(region,
                        region_format(region, "=%.*s", (int)cell->formula_length, cell->formula),
                        cell->formula_length + 1);
}

static void cell_take(struct region *region, struct typed_cell *typed,
                      const struct workbook_cell *cell)
{
    const char *text = typed_text(region, cell);

    if (*text == '\0')
        return;
    if (typed->value == WORKBOOK_VALUE_NONE)
        *typed = (struct typed_cell){cell->value == WORKBOOK_VALUE_NONE ? WORKBOOK_VALUE_TEXT
                                                                        : cell->value,
                                     text, cell->date_on};
    else if (strcmp(typed->text, text) != 0)
        *typed = (struct typed_cell){WORKBOOK_VALUE_TEXT,
                                     region_format(region, "%s\n%s", typed->text, text), 0};
}

static bool is_of(const struct columns *columns, enum list_column column, uint32_t at)
{
    for (size_t i = 0; i < columns->count[column]; i++)
        if (columns->at[column][i] == at)
            return true;
    return false;
}

/* A row without an id counts where somebody typed a remark or a date: group heads and inserted
 * headings have neither. */
static bool is_wanted(const struct typed_row *row)
{
    return row->cells[LIST_COLUMN_ID].value != WORKBOOK_VALUE_NONE ||
           row->cells[LIST_COLUMN_REMARK].value != WORKBOOK_VALUE_NONE ||
           row->cells[LIST_COLUMN_NEXT_ON].value != WORKBOOK_VALUE_NONE;
}

/* FNV-1a */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xCBF29CE484222325;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3;
    return hash;
}

static uint32_t heading_no(struct list_file *file, const char *heading)
{
    for (size_t i = 0; i < file->heading_count; i++)
        if (strcmp(file->headings[i], heading) == 0)
            return (uint32_t)i;
    file->headings =
        region_grow(&file->region, file->headings, file->heading_count, sizeof *file->headings);
    file->headings[file->heading_count] = heading;
    return (uint32_t)file->heading_count++;
}

/* The columns beside those that are read, from the row of the headings. */
static bool others_find(void *context, uint32_t row, const struct workbook_cell *cells,
                        size_t count)
{
    struct reading *reading = context;
    struct columns *columns = &reading->columns;

    if (row != columns->row)
        return true;
    for (size_t i = 0; i < count && columns->other_count < OTHERS_MOST; i++) {
        enum list_column column;
        const char *heading = remark_clean(&reading->file->region, cells[i].text, cells[i].length);
        if (*heading == '\0' || list_heading_find(cells[i].text, cells[i].length, &column))
            continue;
        columns->headings[columns->other_count] = heading_no(reading->file, heading);
        columns->others[columns->other_count++] = cells[i].column;
    }
    return false;
}

static uint64_t cell_hash(struct reading *reading, const struct workbook_cell *cell)
{
    const char *text = remark_clean(&reading->passing, cell->text, cell->length);

    return *text == '\0' ? 0 : hash_of(text);
}

static void others_take(struct reading *reading, struct typed_row *typed,
                        const struct workbook_cell *cells, size_t count)
{
    const struct columns *columns = &reading->columns;
    struct other_cell others[OTHERS_MOST] = {{0}}, *kept;

    for (size_t i = 0; i < count; i++)
        for (size_t other = 0; other < columns->other_count; other++) {
            uint64_t hash = 0;
            if (columns->others[other] == cells[i].column && typed->other_count < OTHERS_MOST)
                hash = cell_hash(reading, &cells[i]);
            if (hash != 0)
                others[typed->other_count++] = (struct other_cell){columns->headings[other], hash};
        }
    kept = region_allocate(&reading->file->region, (typed->other_count + 1) * sizeof *kept);
    memcpy(kept, others, typed->other_count * sizeof *kept);
    typed->others = kept;
}

/* The texts of the row go to the file's region; what they were made of passes. */
static bool row_keep(struct reading *reading, struct typed_row *typed)
{
    struct list_file *file = reading->file;

    if (file->row_count == LIST_ROWS_MOST)
        return workbook_fault_set(reading->fault, WORKBOOK_TOO_MANY, "rows > %d", LIST_ROWS_MOST);
    for (size_t i = 0; i < LIST_COLUMN_COUNT; i++) {
        reading->text_bytes += strlen(typed->cells[i].text);
        typed->cells[i].text =
            *typed->cells[i].text == '\0' ? "" : region_copy(&file->region, typed->cells[i].text);
    }
    if (reading->text_bytes > LIST_TEXT_BYTES)
        return workbook_fault_set(reading->fault, WORKBOOK_TOO_LARGE, "text > %zu MB",
                                  LIST_TEXT_BYTES >> 20);
    file->rows = region_grow(&file->region, file->rows, file->row_count, sizeof *file->rows);
    file->rows[file->row_count++] = *typed;
    return true;
}

static void row_type(struct reading *reading, struct typed_row *typed,
                     const struct workbook_cell *cells, size_t count)
{
    for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
        typed->cells[i].text = "";
    for (size_t i = 0; i < count; i++)
        for (size_t column = 0; column < LIST_COLUMN_COUNT; column++)
            if (is_of(&reading->columns, (enum list_column)column, cells[i].column))
                cell_take(&reading->passing, &typed->cells[column], &cells[i]);
}

static bool row_take(void *context, uint32_t row, const struct workbook_cell *cells, size_t count)
{
    struct reading *reading = context;
    struct typed_row typed = {.sheet = reading->sheet, .row = row};
    struct columns headings = {0};
    bool is_kept = true;

    columns_look(&headings, cells, count);
    if (headings.count[LIST_COLUMN_ID] > 0)
        return true;
    row_type(reading, &typed, cells, count);
    /* What stands above the headings, or was sorted there, needs its id. */
    if (is_wanted(&typed) &&
        (row > reading->columns.row || typed.cells[LIST_COLUMN_ID].value != WORKBOOK_VALUE_NONE)) {
        others_take(reading, &typed, cells, count);
        is_kept = row_keep(reading, &typed);
    }
    region_clear(&reading->passing);
    return is_kept;
}

static bool about_take(void *context, uint32_t row, const struct workbook_cell *cells, size_t count)
{
    struct list_file *file = context;
    const struct workbook_cell *name = NULL, *text = NULL;
    enum list_about about;

    (void)row;
    for (size_t i = 0; i < count; i++) {
        name = cells[i].column == 0 ? &cells[i] : name;
        text = cells[i].column == 1 ? &cells[i] : text;
    }
    if (name != NULL && text != NULL && list_about_find(name->text, name->length, &about))
        file->about[about] = remark_clean(&file->region, text->text, text->length);
    return true;
}

static bool columns_are_whole(const struct columns *columns, struct workbook_fault *fault)
{
    static const enum list_column typed[] = {LIST_COLUMN_STATUS, LIST_COLUMN_REMARK,
                                             LIST_COLUMN_NEXT_ON};

    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        if (columns->count[typed[i]] == 0)
            return workbook_fault_set(fault, WORKBOOK_NO_COLUMN, "%s / %s",
                                      list_heading(typed[i], LANGUAGE_TH),
                                      list_heading(typed[i], LANGUAGE_EN));
    return true;
}

static bool sheet_read(struct list_file *file, struct workbook_reader *reader, size_t sheet,
                       bool *has_list, struct workbook_fault *fault)
{
    const char *name = workbook_reader_sheet_name(reader, sheet);
    struct reading reading = {
        .file = file, .fault = fault, .sheet = region_copy(&file->region, name)};

    if (strcmp(name, LIST_ABOUT_SHEET) == 0)
        return workbook_reader_rows(reader, sheet, about_take, file, fault);
    if (!workbook_reader_rows(reader, sheet, headings_find, &reading.columns, fault))
        return false;
    if (reading.columns.row == 0)
        return true;
    *has_list = true;
    file->has_baseline = reading.columns.count[LIST_COLUMN_BASELINE] > 0;
    return columns_are_whole(&reading.columns, fault) &&
           workbook_reader_rows(reader, sheet, others_find, &reading, fault) &&
           workbook_reader_rows(reader, sheet, row_take, &reading, fault) &&
           fault->kind == WORKBOOK_GOOD;
}

bool list_file_read(struct list_file *file, const void *bytes, size_t size,
                    struct workbook_fault *fault)
{
    struct workbook_reader *reader = NULL;
    bool has_list = false, is_good = workbook_reader_open(&reader, bytes, size, fault);

    for (size_t i = 0; i < LIST_ABOUT_COUNT; i++)
        file->about[i] = "";
    for (size_t i = 0; is_good && i < workbook_reader_sheet_count(reader); i++)
        is_good = sheet_read(file, reader, i, &has_list, fault);
    workbook_reader_close(reader);
    return is_good && (has_list || workbook_fault_set(fault, WORKBOOK_NO_LIST, "%s", ""));
}

void list_file_clear(struct list_file *file)
{
    region_clear(&file->region);
}
