/* The columns of a dataset, a query result or a batch. A column's type follows from its name,
 * everywhere.
 *
 * Suffixes: `_no` text key, `_on` date (days since 1970-01-01), `_at` timestamp (seconds, UTC),
 * `qty` or `qty_…` or `…_qty` quantity, `…amount`, `…_limit`, `…balance`, `price` money in THB
 * (quantity and money: 64-bit integers scaled by 10,000),
 * `_days`, `_count`, `score` integer, `is_…`, `has_…` boolean (0 or 1), anything else text.
 */
#ifndef KHROP_CORE_SCHEMA_H
#define KHROP_CORE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

enum column_type {
    COLUMN_TEXT,
    COLUMN_DATE,
    COLUMN_TIMESTAMP,
    COLUMN_QUANTITY,
    COLUMN_MONEY,
    COLUMN_INTEGER,
    COLUMN_BOOLEAN,
};

struct column {
    const char *name;
    enum column_type type;
    bool is_key;
    bool is_nullable;           /* may be null, and may be left out by a site's query */
    const char *const *allowed; /* NULL, or the allowed texts, ended by NULL; others are rejected */
};

struct schema {
    const struct column *columns;
    size_t column_count;
};

/* The type that the name of a column carries. */
enum column_type column_type_of(const char *name);

/* The word for a type in messages: "text", "date", "timestamp", "quantity", "money", "integer",
 * "boolean". */
const char *column_type_name(enum column_type type);

/* True for every type but text: its values stand in `numbers`. */
bool column_type_is_number(enum column_type type);

/* The index of the column `name`, or column_count when there is none. */
size_t schema_find(const struct schema *schema, const char *name);

#endif
