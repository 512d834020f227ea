/* CSV as Excel opens it without harm: UTF-8 with a BOM, CRLF, RFC 4180 quotes.
 *
 * A text that begins with = + - @ tab or CR gets a `'` in front, so that no spreadsheet takes it
 * for a formula; numbers are numbers, negative ones too. Dates are ISO, decimals exact, booleans 0
 * and 1, a null is empty.
 */
#ifndef KHROP_REPORTS_CSV_H
#define KHROP_REPORTS_CSV_H

#include "core/stream.h"

#include <stdio.h>

/* The file as a writer of batches; the first line holds the columns' names. Without finish, close
 * removes the file. */
bool csv_writer_open(struct writer **writer, const char *path, const struct schema *schema,
                     struct error *error);

/* One field of a text. */
void csv_write_text(FILE *file, const char *bytes, size_t length);

#endif
