/* The result's columns against the contract; see odbc_reader_own.h. */
#include "core/text.h"
#include "jobs/driver.h"
#include "jobs/odbc_reader_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NUMBER_WIDTH 64
#define SHORT_TEXT 64
#define MODEST_TEXT 256

static void add_name(char names[NAMES_SIZE], const char *name)
{
    size_t used = strlen(names);
    if (used + strlen(name) + 3 < NAMES_SIZE)
        snprintf(names + used, NAMES_SIZE - used, "%s%s,", used == 0 ? "," : "", name);
}

/* Some drivers put the table before each name (`o.order_no`). An expression stays as it is. */
static void strip_table(struct source_column *column)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    const char *point = strrchr(column->name, '.');
    if (point != NULL && point[1] != '\0' && column->name[strspn(column->name, plain)] == '\0')
        memmove(column->name, point + 1, strlen(point + 1) + 1);
}

static bool describe_column(struct odbc_reader *reader, size_t index, struct error *error)
{
    struct source_column *column = &reader->columns[index];
    SQLUSMALLINT number = (SQLUSMALLINT)(index + 1);
    SQLSMALLINT length, decimals, nullable;
    SQLLEN is_unsigned = SQL_FALSE;
    SQLULEN size;
    if (!SQL_SUCCEEDED(SQLDescribeCol(reader->statement, number, (SQLCHAR *)column->name,
                                      sizeof column->name, &length, &column->sql_type, &size,
                                      &decimals, &nullable)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, reader->statement,
                          "the query's columns");
    /* A name that is cut may end inside a character. */
    column->name[text_cut(column->name, strlen(column->name), sizeof column->name - 1)] = '\0';
    strip_table(column);
    column->contract_column = NO_COLUMN;
    if (SQL_SUCCEEDED(SQLColAttribute(reader->statement, number, SQL_DESC_UNSIGNED, NULL, 0, NULL,
                                      &is_unsigned)))
        column->is_unsigned = is_unsigned == SQL_TRUE;
    return true;
}

bool odbc_columns_describe(struct odbc_reader *reader, bool *is_known, struct error *error)
{
    SQLSMALLINT count = 0;
    *is_known = SQL_SUCCEEDED(SQLNumResultCols(reader->statement, &count)) && count > 0;
    if (!*is_known)
        return true;
    reader->columns = calloc((size_t)count, sizeof *reader->columns);
    if (reader->columns == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %d columns", count);
    reader->column_count = (size_t)count;
    for (size_t i = 0; i < reader->column_count; i++)
        if (!describe_column(reader, i, error))
            return false;
    return true;
}

/* The first column of that name from column `first` on. */
static size_t find_source(const struct odbc_reader *reader, size_t first, const char *name)
{
    for (size_t i = first; i < reader->column_count; i++)
        if (strcasecmp(reader->columns[i].name, name) == 0)
            return i;
    return NO_COLUMN;
}

/* Is it a column of the contract? */
static bool is_wanted(const struct odbc_reader *reader, const char *name)
{
    const struct schema *schema = &reader->query.contract->schema;
    for (size_t i = 0; i < schema->column_count; i++)
        if (strcasecmp(schema->columns[i].name, name) == 0)
            return true;
    return false;
}

static bool complain_of_missing(const struct odbc_reader *reader, const char *name,
                                struct error *error)
{
    const char **names = calloc(reader->column_count + 1, sizeof *names);
    char list[NAMES_SIZE] = ",";
    const char *nearest;
    size_t free_count = 0;
    for (size_t i = 0; names != NULL && i < reader->column_count; i++) {
        const char *given = reader->columns[i].name;
        if (!is_wanted(reader, given))
            names[free_count++] = given;
        add_name(list, given);
    }
    list[strlen(list) - 1] = '\0';
    nearest = names == NULL ? NULL : text_nearest(name, names, free_count);
    free(names);
    if (nearest == NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "the query does not give the column %s; it gives %s (write `.. AS %s`)",
                         name, list + 1, name);
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "the query does not give the column %s; it gives %s (write `%s AS %s`?)", name,
                     list + 1, nearest, name);
}

enum odbc_family odbc_family_of(SQLSMALLINT sql_type)
{
    switch (sql_type) {
    case SQL_BIGINT:
    case SQL_INTEGER:
    case SQL_SMALLINT:
    case SQL_TINYINT:
    case SQL_BIT: /* as text some drivers give its byte */
        return FAMILY_INTEGER;
    case SQL_DECIMAL:
    case SQL_NUMERIC:
    case SQL_DOUBLE:
    case SQL_FLOAT:
    case SQL_REAL:
        return FAMILY_DECIMAL;
    case SQL_TYPE_DATE:
    case SQL_DATE:
        return FAMILY_DATE;
    case SQL_TYPE_TIMESTAMP:
    case SQL_TIMESTAMP:
        return FAMILY_TIMESTAMP;
    case SQL_TYPE_TIME:
    case SQL_TIME:
        return FAMILY_TIME;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
        return FAMILY_BINARY;
    default:
        return FAMILY_ANY;
    }
}

/* What can never be right whatever the values are. */
static bool fits(enum column_type type, enum odbc_family family)
{
    if (family == FAMILY_ANY)
        return true;
    if (family == FAMILY_BINARY || family == FAMILY_TIME)
        return false;
    switch (type) {
    case COLUMN_DATE:
        return family != FAMILY_DECIMAL; /* an integer may be 20261125 */
    case COLUMN_TIMESTAMP:
        return family == FAMILY_DATE || family == FAMILY_TIMESTAMP;
    case COLUMN_TEXT:
        return true;
    default:
        return family == FAMILY_INTEGER || family == FAMILY_DECIMAL;
    }
}

static const char *family_name(enum odbc_family family)
{
    static const char *const names[] = {"text",        "an integer",  "a decimal",    "a date",
                                        "a timestamp", "binary data", "a time of day"};
    return names[family];
}

static const char *type_name(enum column_type type)
{
    static const char *const names[] = {
        "text",       "a date",   "a timestamp", "a quantity", "an amount of money",
        "an integer", "a boolean"};
    return names[type];
}

static size_t text_width(const struct odbc_reader *reader, size_t contract_column,
                         const struct source_column *column)
{
    size_t known = reader->query.widths->bytes[contract_column];
    if (known > 0)
        return known < WIDEST_TEXT ? known : WIDEST_TEXT;
    return odbc_family_of(column->sql_type) == FAMILY_ANY ? MODEST_TEXT : SHORT_TEXT;
}

/* Numbers are fetched as such where the column can hold nothing else; all else as text. */
static void choose_binding(struct odbc_reader *reader, size_t index, struct source_column *column)
{
    enum column_type type = reader->query.contract->schema.columns[index].type;
    column->contract_column = index;
    column->is_bound = true;
    column->is_integer = odbc_family_of(column->sql_type) == FAMILY_INTEGER &&
                         reader->query.connection->driver->keeps_types &&
                         !(column->is_unsigned && column->sql_type == SQL_BIGINT) &&
                         type != COLUMN_TEXT && type != COLUMN_DATE;
    column->width = column->is_integer    ? sizeof(SQLBIGINT)
                    : type == COLUMN_TEXT ? text_width(reader, index, column)
                                          : NUMBER_WIDTH;
}

static bool match_column(struct odbc_reader *reader, size_t index, struct error *error)
{
    const struct column *wanted = &reader->query.contract->schema.columns[index];
    size_t source = find_source(reader, 0, wanted->name);
    struct source_column *column;
    enum odbc_family family;
    reader->source_of[index] = source;
    if (source == NO_COLUMN) {
        if (!wanted->is_nullable)
            return complain_of_missing(reader, wanted->name, error);
        add_name(reader->absent, wanted->name);
        return true;
    }
    column = &reader->columns[source];
    if (column->contract_column != NO_COLUMN ||
        find_source(reader, source + 1, wanted->name) != NO_COLUMN)
        return error_set(error, EXIT_CODE_CONFIGURATION, "the query gives the column %s twice",
                         wanted->name);
    family = odbc_family_of(column->sql_type);
    if (!fits(wanted->type, family))
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "column %s must hold %s, and the query gives %s", wanted->name,
                         type_name(wanted->type), family_name(family));
    choose_binding(reader, index, column);
    return true;
}

static void match_page_column(struct odbc_reader *reader)
{
    const char *page_by = reader->query.feed->page_by;
    reader->page_column = page_by == NULL ? NO_COLUMN : find_source(reader, 0, page_by);
    if (reader->page_column == NO_COLUMN || reader->columns[reader->page_column].is_bound)
        return;
    reader->columns[reader->page_column].is_bound = true;
    reader->columns[reader->page_column].width = sizeof reader->after;
}

/* A column that the contract has not, with the one that is left out and may be meant. */
static void add_extra(struct odbc_reader *reader, const char *name)
{
    const struct schema *schema = &reader->query.contract->schema;
    const char **names = calloc(schema->column_count + 1, sizeof *names);
    const char *nearest = NULL;
    char shown[NAMES_SIZE];
    size_t count = 0;
    for (size_t i = 0; names != NULL && i < schema->column_count; i++)
        if (reader->source_of[i] == NO_COLUMN)
            names[count++] = schema->columns[i].name;
    if (names != NULL)
        nearest = text_nearest(name, names, count);
    free(names);
    if (nearest == NULL)
        snprintf(shown, sizeof shown, "%s", name);
    else
        snprintf(shown, sizeof shown, "%s (did you mean %s?)", name, nearest);
    add_name(reader->extra, shown);
}

bool odbc_columns_match(struct odbc_reader *reader, struct error *error)
{
    const struct schema *schema = &reader->query.contract->schema;
    reader->source_of = calloc(schema->column_count + 1, sizeof *reader->source_of);
    if (reader->source_of == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %zu columns",
                         schema->column_count);
    for (size_t i = 0; i < schema->column_count; i++)
        if (!match_column(reader, i, error))
            return false;
    match_page_column(reader);
    if (reader->query.feed->page_by != NULL && reader->page_column == NO_COLUMN)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "page_by names %s, which the query does not give",
                         reader->query.feed->page_by);
    for (size_t i = 0; i < reader->column_count; i++)
        if (reader->columns[i].contract_column == NO_COLUMN && i != reader->page_column)
            add_extra(reader, reader->columns[i].name);
    return true;
}
