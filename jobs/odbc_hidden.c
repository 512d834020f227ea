/* What a driver hides: sqliteodbc ends a text at its first NUL character and says nothing. So the
 * database is asked along with each row. See odbc_reader_own.h. */
#include "jobs/driver.h"
#include "jobs/odbc_reader_own.h"

#include <stdlib.h>
#include <string.h>

/* A query in the making; the room it needs is there from the start. */
struct made {
    char *text;
    size_t used;
};

static void add_bytes(struct made *made, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        made->text[made->used++] = bytes[i];
    made->text[made->used] = '\0';
}

static void add(struct made *made, const char *text)
{
    add_bytes(made, text, strlen(text));
}

static void add_question(struct made *made, const char *column)
{
    add(made, " WHEN instr(CAST(\"");
    add(made, column);
    add(made, "\" AS BLOB), x'00') THEN '");
    add(made, column);
    add(made, "'");
}

/* Texts of the contract, as the site's query names them. To ask of each date and number too would
 * cost as much as reading them. */
static bool is_asked(const struct odbc_reader *reader, size_t source)
{
    const struct source_column *column = &reader->columns[source];
    return column->contract_column != NO_COLUMN && strchr(column->name, '"') == NULL &&
           reader->query.contract->schema.columns[column->contract_column].type == COLUMN_TEXT;
}

/* The site's query as it stands, with one more column: the name of the first text of the row that
 * holds a NUL. */
static char *make_query(const struct odbc_reader *reader, const char *query)
{
    size_t length = strlen(query);
    /* Each question holds its column's name twice in some 50 characters of its own. */
    struct made made = {
        .text = malloc(length + 256 +
                       reader->column_count * (64 + 2 * sizeof reader->columns[0].name))};
    if (made.text == NULL)
        return NULL;
    while (length > 0 && strchr("; \t\r\n", query[length - 1]) != NULL)
        length--;
    add(&made, "SELECT *, CASE WHEN 0 THEN ''");
    for (size_t i = 0; i < reader->column_count; i++)
        if (is_asked(reader, i))
            add_question(&made, reader->columns[i].name);
    add(&made, " END AS khrop_hidden FROM (");
    add_bytes(&made, query, length);
    /* A comment may end the query. */
    add(&made, "\n)");
    return made.text;
}

static bool add_column(struct odbc_reader *reader)
{
    struct source_column *columns =
        realloc(reader->columns, (reader->column_count + 1) * sizeof *columns);
    if (columns == NULL)
        return false;
    reader->columns = columns;
    reader->hidden_column = reader->column_count++;
    columns[reader->hidden_column] = (struct source_column){.name = "khrop_hidden",
                                                            .sql_type = SQL_VARCHAR,
                                                            .contract_column = NO_COLUMN,
                                                            .is_bound = true,
                                                            .width = sizeof columns->name};
    return true;
}

bool odbc_hidden_ask(struct odbc_reader *reader, struct error *error)
{
    const struct driver *driver = reader->query.connection->driver;
    SQLRETURN answer;
    char *query;
    if (!driver->ends_at_nul || reader->page_column != NO_COLUMN)
        return true;
    query = make_query(reader, reader->query.feed->query);
    if (query == NULL || !add_column(reader)) {
        free(query);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    }
    answer = SQLPrepare(reader->statement, (SQLCHAR *)query, SQL_NTS);
    free(query);
    return SQL_SUCCEEDED(answer) ||
           odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, reader->statement, driver->name);
}
