/* Formats the values of a query. */
#include "daemon/value.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/decimal.h"
#include "jobs/statement.h"

#include <stdint.h>
#include <string.h>

_Static_assert(VALUE_TEXT_SIZE >= DATE_TEXT_SIZE && VALUE_TEXT_SIZE >= DECIMAL_TEXT_SIZE,
               "a value's text holds every form");

/* As many places as the value has, and at least `places`. */
static int places_of(int64_t scaled, int places)
{
    static const int64_t units[] = {10000, 1000, 100, 10, 1};

    while (places < 4 && scaled % units[places] != 0)
        places++;
    return places;
}

const char *value_text(sqlite3_stmt *row, int column, enum column_type type,
                       char text[VALUE_TEXT_SIZE])
{
    int64_t value = sqlite3_column_int64(row, column);

    if (sqlite3_column_type(row, column) != SQLITE_INTEGER)
        return statement_text(row, column);
    switch (type) {
    case COLUMN_DATE:
        date_format_iso(value, text);
        return text;
    case COLUMN_TIMESTAMP:
        timestamp_format_iso(value, clock_offset_seconds(value), text);
        return text;
    case COLUMN_MONEY:
        decimal_format_grouped(value, places_of(value, 2), text);
        return text;
    case COLUMN_QUANTITY:
        decimal_format_grouped(value, places_of(value, 0), text);
        return text;
    case COLUMN_BOOLEAN:
        return value == 0 ? "no" : value == 1 ? "yes" : statement_text(row, column);
    case COLUMN_INTEGER:
    case COLUMN_TEXT:
        break;
    }
    return statement_text(row, column);
}
