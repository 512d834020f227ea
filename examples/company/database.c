/* Makes and fills the tables of one database. */
#include "examples/company/database.h"

#include "examples/company/plan.h"
#include "jobs/odbc_connection.h"
#include "jobs/odbc_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATEMENT_SIZE 4096

/* How a brand writes what the tables need. */
struct dialect {
    const char *text; /* its width is put after it */
    const char *integer, *decimal, *date, *timestamp;
    const char *table_end;
};

static const struct dialect dialects[] = {
    [BRAND_SQLITE] = {"VARCHAR", "INTEGER", "DECIMAL(18,4)", "DATE", "TIMESTAMP", ""},
    [BRAND_POSTGRESQL] = {"varchar", "bigint", "numeric(18,4)", "date", "timestamp(0)", ""},
    [BRAND_MARIADB] = {"varchar", "bigint", "decimal(18,4)", "date", "datetime",
                       " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"},
};

enum brand brand_of(const char *connection)
{
    static const struct {
        const char *word;
        enum brand brand;
    } words[] = {
        {"postgres", BRAND_POSTGRESQL}, {"psqlodbc", BRAND_POSTGRESQL}, {"maria", BRAND_MARIADB},
        {"mysql", BRAND_MARIADB},       {"myodbc", BRAND_MARIADB},
    };

    const char *driver = strcasestr(connection, "driver=");
    size_t length = driver == NULL ? 0 : strcspn(driver, ";");

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *found = driver == NULL ? NULL : strcasestr(driver, words[i].word);

        if (found != NULL && found < driver + length)
            return words[i].brand;
    }
    return BRAND_SQLITE;
}

enum charset database_charset(const char *name, enum brand brand)
{
    return brand == BRAND_SQLITE && strcmp(name, "credit") == 0 ? CHARSET_CP874 : CHARSET_UTF8;
}

static void type_write(const struct dialect *dialect, const struct raw_column *column, char *text,
                       size_t size)
{
    switch (column->form) {
    case RAW_INTEGER:
    case RAW_SATANG:
        snprintf(text, size, "%s", dialect->integer);
        break;
    case RAW_DECIMAL:
        snprintf(text, size, "%s", dialect->decimal);
        break;
    case RAW_DATE:
        snprintf(text, size, "%s", dialect->date);
        break;
    case RAW_TIMESTAMP:
        snprintf(text, size, "%s", dialect->timestamp);
        break;
    default:
        snprintf(text, size, "%s(%d)", dialect->text, column->width);
    }
}

static bool table_create(struct odbc_connection *connection, const struct raw_table *table,
                         enum brand brand, struct error *error)
{
    char statement[STATEMENT_SIZE], type[64];
    size_t length;

    length = (size_t)snprintf(statement, sizeof statement, "CREATE TABLE %s (", table->name);
    for (size_t i = 0; i < table->column_count; i++) {
        type_write(&dialects[brand], &table->columns[i], type, sizeof type);
        length += (size_t)snprintf(statement + length, sizeof statement - length, "%s%s %s",
                                   i == 0 ? "" : ", ", table->columns[i].name, type);
    }
    snprintf(statement + length, sizeof statement - length, ")%s", dialects[brand].table_end);
    return odbc_execute(connection, statement, error);
}

static bool table_drop(struct odbc_connection *connection, const struct raw_table *table,
                       struct error *error)
{
    char statement[STATEMENT_SIZE];

    snprintf(statement, sizeof statement, "DROP TABLE IF EXISTS %s", table->name);
    return odbc_execute(connection, statement, error);
}

static bool table_index(struct odbc_connection *connection, const struct raw_table *table,
                        struct error *error)
{
    char statement[STATEMENT_SIZE];

    snprintf(statement, sizeof statement, "CREATE UNIQUE INDEX %s_key ON %s (%s)", table->name,
             table->name, table->index);
    return odbc_execute(connection, statement, error);
}

static bool rows_put(const struct company *company, const struct raw_table *table,
                     struct raw_output *output, struct error *error)
{
    if (table->generate != NULL && !table->generate(company, &output->sink, error))
        return false;
    return planted_put(&company->planted, table->shape, &output->sink, error) &&
           raw_output_finish(output, error);
}

static bool table_fill(const struct company *company, struct odbc_connection *connection,
                       const struct raw_table *table, enum charset charset, struct error *error)
{
    struct odbc_column *columns = calloc(table->column_count, sizeof *columns);
    struct raw_output output = {.company = company};
    struct writer *writer = NULL;
    bool is_filled = false;

    if (columns == NULL) {
        error_set(error, EXIT_CODE_SOFTWARE, "no memory");
        goto done;
    }
    for (size_t i = 0; i < table->column_count; i++)
        columns[i].name = table->columns[i].name;
    is_filled = raw_output_open(&output, company, table, error) &&
                odbc_writer_open(&writer, connection, table->name, &output.schema, columns, charset,
                                 error) &&
                raw_output_start(&output, writer, error) &&
                rows_put(company, table, &output, error) && writer->finish(writer, error);
done:
    if (writer != NULL)
        writer->close(writer);
    raw_output_close(&output);
    free(columns);
    return is_filled;
}

/* On the morning of day 4 the nightly load of logistics broke off: its claims are gone. */
static bool is_missing(const struct company *company, const struct raw_table *table)
{
    return company->day == 4 && strcmp(table->name, "claim") == 0;
}

static bool table_write(const struct company *company, struct odbc_connection *connection,
                        const struct raw_table *table, enum brand brand, struct error *error)
{
    bool is_written;

    if (!table_drop(connection, table, error))
        return error_wrap(error, "table %s", table->name);
    if (is_missing(company, table))
        return true;
    is_written =
        table_create(connection, table, brand, error) &&
        table_fill(company, connection, table, database_charset(table->source, brand), error) &&
        table_index(connection, table, error);
    return is_written || error_wrap(error, "table %s", table->name);
}

bool database_write(const struct company *company, const struct company_source *source,
                    struct error *error)
{
    struct odbc_connection connection;
    bool is_written = true;

    if (!odbc_open(&connection, source->connection, source->user, source->password, ODBC_READ_WRITE,
                   error))
        return error_wrap(error, "source %s", source->name);
    for (size_t i = 0; is_written && i < company_table_count; i++)
        if (strcmp(company_tables[i].source, source->name) == 0)
            is_written = table_write(company, &connection, &company_tables[i],
                                     brand_of(source->connection), error);
    odbc_close(&connection);
    return is_written || error_wrap(error, "source %s", source->name);
}
