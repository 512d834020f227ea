/* What the values of a workbook's XML mean: escaped text, numbers that are dates, shown numbers. */
#ifndef KHROP_JOBS_WORKBOOK_VALUES_H
#define KHROP_JOBS_WORKBOOK_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORKBOOK_NUMBER_TEXT_SIZE 64

/* Undoes `_xHHHH_` in place: what XML can't hold (and CR, which it would turn into LF) is written
 * so, and an underscore that would begin such an escape as `_x005F_`. Surrogates in pairs become
 * their character; other control characters, which no text may hold, half a pair and what is no
 * character stay as written. Gives the length. */
size_t workbook_text_unescape(char *text, size_t length);

/* Is a number of this built-in format shown as a date? (Thai ones, 71 to 81, included.) */
bool workbook_format_is_date(int64_t format_no);

/* .. of this format code, such as `[$-D07041E]d mmm yyyy;@` or `dd/mm/bbbb`? */
bool workbook_code_is_date(const char *code);

/* The number of a cell; false when it is none. */
bool workbook_number_parse(const char *text, double *number);

/* As Excel shows it under General: up to 15 digits. */
size_t workbook_number_format(double number, char text[WORKBOOK_NUMBER_TEXT_SIZE]);

/* The day of a serial number in the 1900 or 1904 system. False where it is none: before the first,
 * after 9999-12-31, and for 1900-02-29, which Lotus 1-2-3 believed in. */
bool workbook_serial_day(double serial, bool is_1904, int64_t *day_on);

/* "2026-11-25", "2026-11-25 13:30", "13:30:05": nothing typed as a date or a time gets lost. */
size_t workbook_serial_format(double serial, bool is_1904, char text[WORKBOOK_NUMBER_TEXT_SIZE]);

#endif
