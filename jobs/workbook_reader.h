/* Reads an .xlsx that people have saved: by Excel, LibreOffice or Google Sheets, with shared or
 * inline strings. The file is never trusted: whatever it holds, memory and time stay within the
 * limits here and in workbook_parts.h, and what can't be read is told in words.
 *
 * Formulas give the value that was saved with them. `_xHHHH_` escapes are undone, rich text is
 * joined, phonetic text is passed over. Text is otherwise as it was typed: not trimmed, not
 * NFC, and not ended by a NUL.
 */
#ifndef KHROP_JOBS_WORKBOOK_READER_H
#define KHROP_JOBS_WORKBOOK_READER_H

#include "jobs/workbook_fault.h"

#include <stdint.h>

#define WORKBOOK_FILE_BYTES ((size_t)64 << 20)
#define WORKBOOK_SHEETS_MOST 200
#define WORKBOOK_CELLS_MOST 8000000 /* of all sheets that are read */
#define WORKBOOK_COLUMNS_MOST 16384
#define WORKBOOK_ROWS_MOST 1048576
#define WORKBOOK_STRINGS_MOST 2000000 /* shared strings: how many, and their bytes in all */
#define WORKBOOK_STRINGS_BYTES ((size_t)128 << 20)
#define WORKBOOK_TEXT_BYTES                                                                        \
    ((size_t)1 << 20) /* one text: a cell of Excel's holds 32,767 characters */
#define WORKBOOK_ROW_BYTES ((size_t)4 << 20)
#define WORKBOOK_READ_BYTES                                                                        \
    ((size_t)256 << 20) /* all texts handed out: one may be shared by many */

enum workbook_value {
    WORKBOOK_VALUE_NONE, /* a formula that was saved without its value */
    WORKBOOK_VALUE_TEXT,
    WORKBOOK_VALUE_NUMBER,
    WORKBOOK_VALUE_DATE, /* a number shown as a date, or an ISO date */
    WORKBOOK_VALUE_BOOLEAN,
    WORKBOOK_VALUE_FAULT, /* #N/A and the like */
};

struct workbook_cell {
    uint32_t column; /* A is 0 */
    enum workbook_value value;
    const char *text; /* as a person reads it: a text, "12.5", "2026-11-25", "TRUE", "#N/A" */
    size_t length;
    const char
        *formula; /* without its `=`; NULL: none. What was typed, where `text` is no answer */
    size_t formula_length;
    int64_t date_on; /* of a date: days since 1970-01-01 */
};

/* A row's cells in the order of the file; those without a value are left out. `row` counts from 1.
 * Everything is valid until the function returns. False ends the reading. */
typedef bool workbook_row(void *context, uint32_t row, const struct workbook_cell *cells,
                          size_t count);

struct workbook_reader;

/* Opens the `size` bytes of a file, which must stay until workbook_reader_close. */
bool workbook_reader_open(struct workbook_reader **reader, const void *bytes, size_t size,
                          struct workbook_fault *fault);
void workbook_reader_close(struct workbook_reader *reader);

/* At least one; sheets are numbered from 0. */
size_t workbook_reader_sheet_count(const struct workbook_reader *reader);
const char *workbook_reader_sheet_name(const struct workbook_reader *reader, size_t sheet);

/* Hands out the rows of a sheet. They count only once it has returned true: that the sheet is
 * damaged may show at its end. When the row function ended it, the rest is not looked at. */
bool workbook_reader_rows(struct workbook_reader *reader, size_t sheet, workbook_row *row,
                          void *context, struct workbook_fault *fault);

#endif
