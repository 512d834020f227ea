/* What a driver hides: sqliteodbc ends a text at its first NUL character and says nothing. Such a
 * text is looked for before the rows are read. See odbc_reader_own.h. */
#include "jobs/driver.h"
#include "jobs/odbc_reader_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct question {
    char *text;
    size_t size, used;
};

static void add(struct question *question, const char *format, const char *value)
{
    int length = snprintf(question->text + question->used, question->size - question->used, format,
                          value, value);
    question->used += length > 0 ? (size_t)length : 0;
}

/* Texts of the contract, as the site's query names them. To ask of each date and number too would
 * cost as much as reading them. */
static bool is_asked(const struct odbc_reader *reader, size_t source)
{
    const struct source_column *column = &reader->columns[source];
    return column->contract_column != NO_COLUMN && strchr(column->name, '"') == NULL &&
           reader->query.contract->schema.columns[column->contract_column].type == COLUMN_TEXT;
}

/* The name of the first column that holds a NUL in a row, over the site's query as it stands. */
static char *make_question(const struct odbc_reader *reader, const char *query)
{
    size_t length = strlen(query);
    struct question question = {
        .size = length + 512 + reader->column_count * 2 * sizeof reader->columns[0].name * 2};
    question.text = malloc(question.size);
    if (question.text == NULL)
        return NULL;
    while (length > 0 && strchr("; \t\r\n", query[length - 1]) != NULL)
        length--;
    add(&question, "SELECT CASE WHEN 0 THEN ''", "");
    for (size_t i = 0; i < reader->column_count; i++)
        if (is_asked(reader, i))
            add(&question, " WHEN instr(CAST(\"%s\" AS BLOB), x'00') THEN '%s'",
                reader->columns[i].name);
    add(&question, " END AS hidden FROM (", "");
    memcpy(question.text + question.used, query, length);
    question.used += length;
    /* A comment may end the query. */
    add(&question, "\n) WHERE hidden IS NOT NULL LIMIT 1", "");
    return question.text;
}

static bool ask(const struct odbc_connection *connection, SQLHSTMT statement, const char *question,
                struct error *error)
{
    char name[256] = "";
    SQLLEN length = 0;
    SQLRETURN answer = SQLExecDirect(statement, (SQLCHAR *)question, SQL_NTS);
    if (SQL_SUCCEEDED(answer))
        answer = SQLFetch(statement);
    if (answer == SQL_NO_DATA)
        return true;
    if (!SQL_SUCCEEDED(answer) ||
        !SQL_SUCCEEDED(SQLGetData(statement, 1, SQL_C_CHAR, name, sizeof name, &length)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, statement,
                          connection->driver->name);
    return error_set(error, EXIT_CODE_DATA,
                     "column %s holds a NUL character, at which this driver would cut the text; "
                     "mend it in the source, or leave such rows out in the site's query "
                     "(instr(%s, char(0)) = 0)",
                     name, name);
}

bool odbc_hidden_look(const struct odbc_reader *reader, struct error *error)
{
    const struct odbc_connection *connection = reader->query.connection;
    SQLHSTMT statement = SQL_NULL_HSTMT;
    char *question;
    bool good;
    if (!connection->driver->ends_at_nul || reader->page_column != NO_COLUMN)
        return true;
    question = make_question(reader, reader->query.feed->query);
    if (question == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection->handle, &statement))) {
        good = odbc_error(error, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC, connection->handle,
                          connection->driver->name);
    } else {
        odbc_running_set(statement);
        good = ask(connection, statement, question, error);
        odbc_running_set(reader->statement);
        SQLFreeHandle(SQL_HANDLE_STMT, statement);
    }
    free(question);
    return good;
}
