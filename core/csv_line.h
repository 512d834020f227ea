/* Lines of a CSV text that is in memory: fields without line ends in them. */
#ifndef KHROP_CORE_CSV_LINE_H
#define KHROP_CORE_CSV_LINE_H

#include <stddef.h>

/* Cuts the line that *cursor stands at into `fields` (in place, quotes taken off) and moves on to
 * the next. Returns how many there were (at most `limit` are kept); 0 at the end of the text. */
size_t csv_line(char **cursor, char **fields, size_t limit);

#endif
