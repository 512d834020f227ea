/* A value of a query as people read it, by the type that its column's name carries. */
#ifndef KHROP_DAEMON_VALUE_H
#define KHROP_DAEMON_VALUE_H

#include "core/schema.h"

#include <sqlite3.h>

#define VALUE_TEXT_SIZE 64

/* The text of a column of the row: "2026-11-25" for a date, "1,234.50" for money, "yes" for a
 * boolean, "" for a null; as it is where the value isn't of the type. Points into `text` or the
 * row. */
const char *value_text(sqlite3_stmt *row, int column, enum column_type type,
                       char text[VALUE_TEXT_SIZE]);

#endif
