/* Reading by pages, for drivers that keep the whole result: the site's query holds `:after` and
 * `:limit`, and names the column it goes by. See odbc_reader_own.h. */
#include "core/decimal.h"
#include "jobs/driver.h"
#include "jobs/odbc_reader_own.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Which parameter stands at `at`: 0 :limit, 1 :after, 2 none. Casts (`::`) and longer names stay.
 */
static size_t parameter_at(const char *query, const char *at)
{
    static const char *const words[] = {":limit", ":after"};
    size_t word = 0;
    if (at > query && (at[-1] == ':' || is_name_character(at[-1])))
        return 2;
    while (word < 2 && (strncmp(at, words[word], 6) != 0 || is_name_character(at[6])))
        word++;
    return word;
}

char *odbc_pages_sql(struct odbc_reader *reader)
{
    const char *query = reader->query.feed->query;
    char *sql = malloc(strlen(query) + 1);
    size_t used = 0;
    for (const char *at = query; sql != NULL && *at != '\0';) {
        size_t word = parameter_at(query, at);
        if (word < 2 && reader->parameter_count < MOST_PARAMETERS) {
            reader->parameter_is_after[reader->parameter_count++] = word == 1;
            sql[used++] = '?';
            at += 6;
        } else {
            sql[used++] = *at++;
        }
    }
    if (sql != NULL)
        sql[used] = '\0';
    return sql;
}

bool odbc_pages_check(const struct odbc_reader *reader, struct error *error)
{
    size_t after_count = 0;
    for (size_t i = 0; i < reader->parameter_count; i++)
        after_count += reader->parameter_is_after[i] ? 1 : 0;
    if (after_count > 0 && after_count < reader->parameter_count)
        return true;
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "page_by needs :after and :limit in the query (WHERE %s > :after ORDER BY %s "
                     "LIMIT :limit)",
                     reader->query.feed->page_by, reader->query.feed->page_by);
}

static bool bind_parameter(struct odbc_reader *reader, size_t index, struct error *error)
{
    SQLUSMALLINT place = (SQLUSMALLINT)(index + 1);
    SQLRETURN answer;
    if (!reader->parameter_is_after[index])
        answer = SQLBindParameter(reader->statement, place, SQL_PARAM_INPUT, SQL_C_SBIGINT,
                                  SQL_BIGINT, 0, 0, &reader->limit, 0, NULL);
    else if (reader->pages_by_number)
        answer = SQLBindParameter(reader->statement, place, SQL_PARAM_INPUT, SQL_C_SBIGINT,
                                  SQL_BIGINT, 0, 0, &reader->after_number, 0, NULL);
    else
        answer = SQLBindParameter(reader->statement, place, SQL_PARAM_INPUT, SQL_C_CHAR,
                                  SQL_VARCHAR, sizeof reader->after, 0, reader->after,
                                  sizeof reader->after, &reader->after_length);
    return SQL_SUCCEEDED(answer) ||
           odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, reader->statement,
                      reader->query.connection->driver->name);
}

bool odbc_pages_begin(struct odbc_reader *reader, struct error *error)
{
    enum odbc_family family = odbc_family_of(reader->columns[reader->page_column].sql_type);
    reader->limit = PAGE_ROWS;
    /* As a number: brands compare one with a text in floating point, or find no row. */
    reader->pages_by_number = family == FAMILY_INTEGER || family == FAMILY_DECIMAL;
    reader->after_number = INT64_MIN;
    reader->after_length = SQL_NTS;
    snprintf(reader->after, sizeof reader->after, "%s",
             family == FAMILY_DATE || family == FAMILY_TIMESTAMP ? "0001-01-01" : "");
    for (size_t i = 0; i < reader->parameter_count; i++)
        if (!bind_parameter(reader, i, error))
            return false;
    return true;
}

static bool complain(const struct odbc_reader *reader, int64_t row, const char *trouble,
                     struct error *error)
{
    return error_set(error, EXIT_CODE_CONFIGURATION, "page_by = %s: row %" PRId64 " %s",
                     reader->query.feed->page_by, row, trouble);
}

static bool note_number(struct odbc_reader *reader, const char *text, size_t length, int64_t row,
                        struct error *error)
{
    int64_t number;
    if (integer_parse(text, length, &number) != DECIMAL_GOOD)
        return complain(reader, row, "holds no whole number of 64 bits", error);
    if (row > 1 && number == (int64_t)reader->after_number)
        return complain(reader, row,
                        "has the value of the row before; it must be unique, or rows would be lost "
                        "between pages",
                        error);
    if (row > 1 && number < (int64_t)reader->after_number)
        return complain(reader, row,
                        "comes before the row before; write ORDER BY this column, or rows would be "
                        "lost between pages",
                        error);
    reader->after_number = number;
    return true;
}

/* How texts sort is the database's affair: only a repeated one can be seen. */
static bool note_text(struct odbc_reader *reader, const char *text, size_t length, int64_t row,
                      struct error *error)
{
    if (length >= sizeof reader->after)
        return complain(reader, row, "is too long to page by", error);
    if (row > 1 && strlen(reader->after) == length && memcmp(reader->after, text, length) == 0)
        return complain(reader, row,
                        "has the value of the row before; it must be unique, or rows would be lost "
                        "between pages",
                        error);
    memcpy(reader->after, text, length);
    reader->after[length] = '\0';
    return true;
}

bool odbc_pages_note(struct odbc_reader *reader, const struct block *block, struct error *error)
{
    const struct source_column *column = &reader->columns[reader->page_column];
    const SQLLEN *lengths = block->lengths[reader->page_column];
    for (size_t i = 0; i < block->row_count; i++) {
        const char *place = block->values[reader->page_column] + i * column->width;
        int64_t row = reader->paged_count + (int64_t)i + 1;
        char number[32];
        size_t length = (size_t)lengths[i];
        if (lengths[i] == SQL_NULL_DATA)
            return complain(reader, row, "is null", error);
        if (column->is_integer) {
            SQLBIGINT value;
            memcpy(&value, place, sizeof value);
            length = (size_t)snprintf(number, sizeof number, "%" PRId64, (int64_t)value);
            place = number;
        } else if (lengths[i] < 0 || length >= column->width) {
            return complain(reader, row, "is too long to page by", error);
        }
        if (reader->pages_by_number ? !note_number(reader, place, length, row, error)
                                    : !note_text(reader, place, length, row, error))
            return false;
    }
    reader->paged_count += (int64_t)block->row_count;
    return true;
}
