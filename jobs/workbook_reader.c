/* The sheets of a workbook, row by row; see workbook_reader.h.
 *
 * Opening follows the relationships from the package to the workbook, and from there to its styles
 * and shared strings, which are kept; a sheet is parsed when it is asked for.
 */
#include "jobs/workbook_reader.h"

#include "core/text.h"
#include "jobs/workbook_reader_own.h"
#include "jobs/workbook_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 256
#define RELATIONS_MOST 1000
#define FORMATS_MOST 65536 /* numbers of formats, and cell styles: Excel allows 64,000 */

bool workbook_out_of_memory(struct workbook_reader *reader)
{
    return workbook_fault_set(reader->fault, WORKBOOK_NO_MEMORY, "%s", "");
}

bool workbook_too_large(struct workbook_reader *reader, const char *what, size_t most)
{
    return workbook_fault_set(reader->fault, WORKBOOK_TOO_LARGE, "%s > %zu", what, most);
}

bool workbook_gather(struct workbook_reader *reader, struct gathered *text, const char *bytes,
                     size_t length)
{
    if (text->length + length + 1 > text->room) {
        size_t room = (text->length + length + 1) * 2;
        char *grown = realloc(text->bytes, room);
        if (grown == NULL)
            return workbook_out_of_memory(reader);
        text->bytes = grown;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return true;
}

static bool attribute_is_true(const char **attributes, const char *name)
{
    const char *value = part_attribute(attributes, name);

    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

bool workbook_attribute_number(const char **attributes, const char *name, int64_t *number)
{
    const char *value = part_attribute(attributes, name);
    char *end;

    if (value == NULL || *value < '0' || *value > '9')
        return false;
    *number = strtoll(value, &end, 10);
    return *end == '\0';
}

/* ---- relationships ---- */

/* The part that `target` names, seen from the part `base`: "xl/workbook.xml" and "styles.xml" give
 * "xl/styles.xml". `..` above the root stays at the root: there is no part outside the zip. */
static void part_path(const char *base, const char *target, char path[WORKBOOK_PATH_SIZE])
{
    char whole[WORKBOOK_PATH_SIZE * 2];
    size_t used = 0;
    const char *slash = strrchr(base, '/');
    int folder = *target == '/' || slash == NULL ? 0 : (int)(slash - base);

    snprintf(whole, sizeof whole, "%.*s/%s", folder, base, target);
    path[0] = '\0';
    for (char *save, *step = strtok_r(whole, "/", &save); step != NULL;
         step = strtok_r(NULL, "/", &save)) {
        char *last = strrchr(path, '/');
        if (strcmp(step, "..") == 0) {
            used = last == NULL ? 0 : (size_t)(last - path);
            path[used] = '\0';
        } else if (strcmp(step, ".") != 0 && used + strlen(step) + 2 < WORKBOOK_PATH_SIZE)
            used += (size_t)snprintf(path + used, WORKBOOK_PATH_SIZE - used, "%s%s",
                                     used > 0 ? "/" : "", step);
    }
}

static const char *copy_cut(struct workbook_reader *reader, const char *text, size_t limit)
{
    return region_format(&reader->region, "%.*s", (int)text_cut(text, strlen(text), limit), text);
}

static void relation_start(void *context, const char *name, const char **attributes)
{
    struct workbook_reader *reader = context;
    const char *id = part_attribute(attributes, "Id"), *type = part_attribute(attributes, "Type");
    const char *target = part_attribute(attributes, "Target");
    char path[WORKBOOK_PATH_SIZE];

    (void)name;
    if (id == NULL || type == NULL || target == NULL)
        return;
    if (reader->relation_count == RELATIONS_MOST) {
        workbook_fault_set(reader->fault, WORKBOOK_TOO_MANY, "relationships > %d", RELATIONS_MOST);
        return;
    }
    part_path(reader->base, target, path);
    reader->relations = region_grow(&reader->region, reader->relations, reader->relation_count,
                                    sizeof *reader->relations);
    reader->relations[reader->relation_count++] =
        (struct relation){copy_cut(reader, id, NAME_BYTES), copy_cut(reader, type, NAME_BYTES),
                          region_copy(&reader->region, path)};
}

static void nothing(void *context, const char *name)
{
    (void)context;
    (void)name;
}

/* The relations of the part `base`; "" for those of the package. */
static bool relations_read(struct workbook_reader *reader, const char *base)
{
    static const char *const names[] = {"Relationship", NULL};
    const struct part_events events = {relation_start, nothing, NULL, reader, names, NULL};
    const char *slash = strrchr(base, '/');
    int folder = slash == NULL ? 0 : (int)(slash - base) + 1;
    char path[WORKBOOK_PATH_SIZE + 16];

    reader->relations = NULL;
    reader->relation_count = 0;
    snprintf(reader->base, sizeof reader->base, "%s", base);
    snprintf(path, sizeof path, "%.*s_rels/%s.rels", folder, base, base + folder);
    return parts_parse(reader->parts, path, &events, reader->fault);
}

/* The target of the relation of that type (the last word of its address); NULL: none. */
static const char *relation_of_type(const struct workbook_reader *reader, const char *type)
{
    for (size_t i = 0; i < reader->relation_count; i++) {
        const char *slash = strrchr(reader->relations[i].type, '/');
        if (slash != NULL && strcmp(slash + 1, type) == 0)
            return reader->relations[i].target;
    }
    return NULL;
}

const char *workbook_relation_target(const struct workbook_reader *reader, const char *id)
{
    for (size_t i = 0; i < reader->relation_count; i++)
        if (strcmp(reader->relations[i].id, id) == 0)
            return reader->relations[i].target;
    return NULL;
}

/* ---- the workbook: its sheets, its date system ---- */

static void workbook_start(void *context, const char *name, const char **attributes)
{
    struct workbook_reader *reader = context;
    const char *title = part_attribute(attributes, "name");
    const char *id = part_attribute(attributes, "id");

    if (strcmp(name, "workbookPr") == 0)
        reader->is_1904 = attribute_is_true(attributes, "date1904");
    if (strcmp(name, "sheet") != 0 || id == NULL)
        return;
    if (reader->sheet_count == WORKBOOK_SHEETS_MOST) {
        workbook_fault_set(reader->fault, WORKBOOK_TOO_MANY, "sheets > %d", WORKBOOK_SHEETS_MOST);
        return;
    }
    reader->sheets =
        region_grow(&reader->region, reader->sheets, reader->sheet_count, sizeof *reader->sheets);
    reader->sheets[reader->sheet_count++] = (struct sheet_about){
        copy_cut(reader, title == NULL ? "" : title, NAME_BYTES), copy_cut(reader, id, NAME_BYTES)};
}

static bool workbook_read(struct workbook_reader *reader, const char *part)
{
    static const char *const names[] = {"workbookPr", "sheet", NULL};
    const struct part_events events = {workbook_start, nothing, NULL, reader, names, NULL};

    return parts_parse(reader->parts, part, &events, reader->fault) &&
           (reader->sheet_count > 0 ||
            workbook_fault_set(reader->fault, WORKBOOK_PART_MISSING, "%s: sheet", part));
}

/* ---- styles: which cells show dates ---- */

static void style_add(struct workbook_reader *reader, const char **attributes)
{
    int64_t format = 0;

    if (reader->style_count == FORMATS_MOST) {
        workbook_fault_set(reader->fault, WORKBOOK_TOO_MANY, "styles > %d", FORMATS_MOST);
        return;
    }
    workbook_attribute_number(attributes, "numFmtId", &format);
    reader->is_date_style[reader->style_count++] =
        format < FORMATS_MOST &&
        (reader->is_date_format[format] || workbook_format_is_date(format));
}

static void style_start(void *context, const char *name, const char **attributes)
{
    struct workbook_reader *reader = context;
    const char *code = part_attribute(attributes, "formatCode");
    int64_t format = 0;

    if (strcmp(name, "cellXfs") == 0)
        reader->at.in_styles = true;
    else if (strcmp(name, "xf") == 0 && reader->at.in_styles)
        style_add(reader, attributes);
    else if (strcmp(name, "numFmt") == 0 && code != NULL &&
             workbook_attribute_number(attributes, "numFmtId", &format) && format < FORMATS_MOST)
        reader->is_date_format[format] = workbook_code_is_date(code);
}

static void style_end(void *context, const char *name)
{
    struct workbook_reader *reader = context;

    if (strcmp(name, "cellXfs") == 0)
        reader->at.in_styles = false;
}

static bool styles_read(struct workbook_reader *reader, const char *part)
{
    static const char *const names[] = {"cellXfs", "xf", "numFmt", NULL};
    const struct part_events events = {style_start, style_end, NULL, reader, names, NULL};

    reader->is_date_format = calloc(FORMATS_MOST, sizeof *reader->is_date_format);
    reader->is_date_style = calloc(FORMATS_MOST, sizeof *reader->is_date_style);
    if (reader->is_date_format == NULL || reader->is_date_style == NULL)
        return workbook_out_of_memory(reader);
    return part == NULL || parts_parse(reader->parts, part, &events, reader->fault);
}

/* ---- shared strings ---- */

/* Where the text of the string or cell under way begins. */
static size_t string_start(const struct workbook_reader *reader, size_t string)
{
    return string == 0 ? 0 : reader->string_ends[string - 1];
}

static void string_start_element(void *context, const char *name, const char **attributes)
{
    struct workbook_reader *reader = context;

    (void)attributes;
    if (strcmp(name, "si") == 0)
        reader->at.in_item = true;
    else if (strcmp(name, "rPh") == 0)
        reader->at.in_phonetic = true;
    else
        reader->at.in_text = reader->at.in_item && !reader->at.in_phonetic;
}

static bool string_add(struct workbook_reader *reader)
{
    size_t start = string_start(reader, reader->string_count);

    if (reader->string_count == WORKBOOK_STRINGS_MOST)
        return workbook_too_large(reader, "strings", WORKBOOK_STRINGS_MOST);
    if (reader->string_count == reader->string_room) {
        size_t room = reader->string_room == 0 ? 256 : reader->string_room * 2;
        uint32_t *grown = realloc(reader->string_ends, room * sizeof *grown);
        if (grown == NULL)
            return workbook_out_of_memory(reader);
        reader->string_ends = grown;
        reader->string_room = room;
    }
    if (reader->strings.length > start)
        reader->strings.length = start + workbook_text_unescape(reader->strings.bytes + start,
                                                                reader->strings.length - start);
    reader->string_ends[reader->string_count++] = (uint32_t)reader->strings.length;
    return true;
}

static void string_end_element(void *context, const char *name)
{
    struct workbook_reader *reader = context;

    if (strcmp(name, "rPh") == 0)
        reader->at.in_phonetic = false;
    else if (strcmp(name, "t") == 0)
        reader->at.in_text = false;
    else if (strcmp(name, "si") == 0) {
        reader->at.in_item = false;
        string_add(reader);
    }
}

static void string_text(void *context, const char *bytes, size_t length)
{
    struct workbook_reader *reader = context;
    size_t start = string_start(reader, reader->string_count);

    if (!reader->at.in_text)
        return;
    if (reader->strings.length + length > WORKBOOK_STRINGS_BYTES)
        workbook_too_large(reader, "strings (bytes)", WORKBOOK_STRINGS_BYTES);
    else if (reader->strings.length - start + length > WORKBOOK_TEXT_BYTES)
        workbook_too_large(reader, "text (bytes)", WORKBOOK_TEXT_BYTES);
    else
        workbook_gather(reader, &reader->strings, bytes, length);
}

static bool strings_read(struct workbook_reader *reader, const char *part)
{
    static const char *const names[] = {"si", "t", "rPh", NULL};
    const struct part_events events = {
        string_start_element, string_end_element, string_text, reader, names, NULL};

    return part == NULL || parts_parse(reader->parts, part, &events, reader->fault);
}

/* ---- opening ---- */

/* A package without its first relations still has its workbook where every program puts it. */
static bool package_read(struct workbook_reader *reader, char part[WORKBOOK_PATH_SIZE])
{
    const char *target;

    snprintf(part, WORKBOOK_PATH_SIZE, "xl/workbook.xml");
    if (!parts_has(reader->parts, "_rels/.rels"))
        return true;
    if (!relations_read(reader, ""))
        return false;
    target = relation_of_type(reader, "officeDocument");
    if (target != NULL)
        snprintf(part, WORKBOOK_PATH_SIZE, "%s", target);
    return true;
}

static bool reader_read(struct workbook_reader *reader)
{
    char part[WORKBOOK_PATH_SIZE];

    return package_read(reader, part) && workbook_read(reader, part) &&
           relations_read(reader, part) &&
           styles_read(reader, relation_of_type(reader, "styles")) &&
           strings_read(reader, relation_of_type(reader, "sharedStrings"));
}

bool workbook_reader_open(struct workbook_reader **reader, const void *bytes, size_t size,
                          struct workbook_fault *fault)
{
    struct workbook_reader *opened;

    *reader = NULL;
    if (size > WORKBOOK_FILE_BYTES)
        return workbook_fault_set(fault, WORKBOOK_TOO_LARGE, "> %zu MB", WORKBOOK_FILE_BYTES >> 20);
    opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return workbook_fault_set(fault, WORKBOOK_NO_MEMORY, "%s", "");
    opened->fault = fault;
    if (!parts_open(&opened->parts, bytes, size, fault) || !reader_read(opened)) {
        workbook_reader_close(opened);
        return false;
    }
    *reader = opened;
    return true;
}

void workbook_reader_close(struct workbook_reader *reader)
{
    if (reader == NULL)
        return;
    parts_close(reader->parts);
    region_clear(&reader->region);
    free(reader->is_date_format);
    free(reader->is_date_style);
    free(reader->strings.bytes);
    free(reader->string_ends);
    free(reader->texts.bytes);
    free(reader->cells);
    free(reader->formulas.bytes);
    free(reader->places);
    free(reader);
}

size_t workbook_reader_sheet_count(const struct workbook_reader *reader)
{
    return reader->sheet_count;
}

const char *workbook_reader_sheet_name(const struct workbook_reader *reader, size_t sheet)
{
    return reader->sheets[sheet].name;
}
