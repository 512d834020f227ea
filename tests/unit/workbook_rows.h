/* What the workbook reader reads of a file in memory, as text. */
#ifndef KHROP_TESTS_UNIT_WORKBOOK_ROWS_H
#define KHROP_TESTS_UNIT_WORKBOOK_ROWS_H

#include "jobs/workbook_reader.h"
#include "tests/unit/workbook_building.h"

/* All rows as text: "sheet!row: column=kind:text[=formula];.." */
struct seen {
    char *text;
    size_t size;
    FILE *stream;
};

static const char kinds[] = {'-', 't', 'n', 'd', 'b', 'e'};

static inline bool row_seen(void *context, uint32_t row, const struct workbook_cell *cells,
                            size_t count)
{
    FILE *stream = context;

    fprintf(stream, "%u:", row);
    for (size_t i = 0; i < count; i++) {
        fprintf(stream, " %u=%c:", cells[i].column, kinds[cells[i].value]);
        fwrite(cells[i].text, 1, cells[i].length, stream);
        if (cells[i].formula != NULL)
            fprintf(stream, "<=%.*s>", (int)cells[i].formula_length, cells[i].formula);
    }
    fputc('\n', stream);
    return true;
}

/* Rows of the first sheet; the caller frees them. NULL: refused, and `fault` says why. */
static inline char *rows_read(const void *bytes, size_t size, struct workbook_fault *fault)
{
    struct workbook_reader *reader = NULL;
    struct seen seen = {0};
    bool is_read;

    if (!workbook_reader_open(&reader, bytes, size, fault))
        return NULL;
    seen.stream = open_memstream(&seen.text, &seen.size);
    assert_non_null(seen.stream);
    is_read = workbook_reader_rows(reader, 0, row_seen, seen.stream, fault);
    fclose(seen.stream);
    workbook_reader_close(reader);
    if (is_read)
        return seen.text;
    free(seen.text);
    return NULL;
}

static inline void expect_refused(struct zip_building *zip, enum workbook_fault_kind kind)
{
    struct workbook_fault fault = {0};
    char *seen = rows_read(zip->bytes, zip->size, &fault);

    if (seen != NULL)
        fail_msg("was read: %s", seen);
    assert_int_equal(fault.kind, kind);
    zip_clear(zip);
}

#endif
