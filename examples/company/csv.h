/* The small CSV files that the company is made from: fields without line ends, read whole. */
#ifndef KHROP_EXAMPLES_COMPANY_CSV_H
#define KHROP_EXAMPLES_COMPANY_CSV_H

#include "core/error.h"

#include <stddef.h>

/* The whole file, ended by NUL; the caller frees it. */
char *file_text(const char *path, struct error *error);

/* Cuts the line that *cursor stands at into `fields` (in place, quotes taken off) and moves on to
 * the next. Returns how many there were (at most `limit` are kept); 0 at the end of the text. */
size_t csv_line(char **cursor, char **fields, size_t limit);

#endif
