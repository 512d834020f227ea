/* khrop sql: a read-only query against the mirror and results of a published slot. */
#include "daemon/command.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "daemon/value.h"
#include "jobs/prepare.h"
#include "jobs/query.h"
#include "jobs/statement.h"

#include <string.h>

struct question {
    const char *job;
    int64_t business_on;
    const char *query;
};

static bool analysis_prepare(sqlite3 *mirror, const char *query, sqlite3_stmt **statement,
                             struct error *error)
{
    const char *rest = NULL;

    if (sqlite3_prepare_v2(mirror, query, -1, statement, &rest) != SQLITE_OK)
        return error_set(error, EXIT_CODE_USAGE, "%s", sqlite3_errmsg(mirror));
    if (*statement == NULL || sqlite3_column_count(*statement) == 0 ||
        sqlite3_stmt_readonly(*statement) == 0)
        return error_set(error, EXIT_CODE_USAGE, "only a query that reads is run here: SELECT ..");
    if (rest[strspn(rest, " \t\r\n;")] != '\0')
        return error_set(error, EXIT_CODE_USAGE, "one query at a time; this follows it: %s", rest);
    if (sqlite3_column_count(*statement) > TABLE_COLUMNS_MAX)
        return error_set(error, EXIT_CODE_USAGE, "at most %d columns can be shown; name fewer",
                         TABLE_COLUMNS_MAX);
    return true;
}

static bool rows_print(sqlite3_stmt *statement, struct error *error)
{
    struct table table = {.stream = stdout,
                          .column_count = (size_t)sqlite3_column_count(statement)};
    enum column_type types[TABLE_COLUMNS_MAX];
    char texts[TABLE_COLUMNS_MAX][VALUE_TEXT_SIZE];
    const char *cells[TABLE_COLUMNS_MAX] = {NULL};

    for (size_t i = 0; i < table.column_count; i++) {
        table.titles[i] = sqlite3_column_name(statement, (int)i);
        types[i] = column_type_of(table.titles[i]);
        table.is_right[i] =
            types[i] == COLUMN_MONEY || types[i] == COLUMN_QUANTITY || types[i] == COLUMN_INTEGER;
    }
    while (statement_next(statement, error)) {
        for (size_t i = 0; i < table.column_count; i++)
            /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): the loop above sets it */
            cells[i] = value_text(statement, (int)i, types[i], texts[i]);
        table_row(&table, cells);
    }
    table_end(&table);
    return error->code == EXIT_CODE_GOOD;
}

static bool ask(const struct site *site, const struct question *question, struct error *error)
{
    const struct job_settings *job = NULL;
    struct catalogue *catalogue = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3 *mirror = NULL;
    struct slot slot;
    bool is_answered = false;

    if (!site_job(site, question->job, &job, error) ||
        !site_slot(site, job, question->business_on != INT64_MIN, question->business_on, &slot,
                   error) ||
        !catalogue_open(&catalogue, site->settings, error) ||
        !mirror_open(&mirror, site->settings, catalogue, &slot, error))
        goto done;
    if (!analysis_prepare(mirror, question->query, &statement, error))
        goto done;
    query_bind_slot(statement, &slot);
    is_answered = rows_print(statement, error);
done:
    sqlite3_finalize(statement);
    sqlite3_close(mirror);
    if (catalogue != NULL)
        catalogue_close(catalogue);
    return is_answered;
}

static const char more[] =
    "Money and quantities are integers scaled by 10,000 and dates are days since 1970 in SQL; "
    "what\n"
    "is shown follows from the name of a column, so name what you reckon: SUM(..) AS "
    "total_amount.\n"
    "\n"
    "examples:\n"
    "  khrop sql 'SELECT order_no, promised_on, order_amount FROM orders LIMIT 5'\n"
    "  khrop sql 'SELECT * FROM results.khrop_worklist' --date 2026-11-25\n"
    "  khrop sql 'SELECT dataset, state, row_count FROM khrop_pulls'";

enum exit_code command_sql(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    struct question question = {.business_on = INT64_MIN};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"job", "JOB", OPTION_TEXT, &question.job, "which job (not needed where there is one)"},
        {"date", "YYYY-MM-DD", OPTION_DATE, &question.business_on,
         "the slot of that business date (default the newest published)"},
    };
    const struct command_line line = {
        .usage = "sql QUERY [options]",
        .about = "Runs a SELECT over the datasets, derived datasets and results of a published\n"
                 "slot, as of its business date. :today, :last_on and :zone_seconds are bound.\n"
                 "Nothing is changed.",
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 1,
        .word_max = 1,
    };
    struct error error = {0};
    struct site site = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    question.query = words[0];
    if (!site_open(&site, configuration, &error) || !ask(&site, &question, &error))
        code = command_failed(&error);
    site_close(&site);
    return code;
}
