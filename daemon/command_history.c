/* khrop history: every attempt at every slot; for one date also its events, pulls and the time that
 * rules took. */
#include "daemon/command.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <string.h>

#define CELLS_MAX 10
#define CELL_SIZE 512

/* A query that is shown as a table. Columns named `at` or `.._at` are timestamps. */
struct view {
    const char *heading; /* NULL: none */
    const char *sql;
};

struct question {
    const char *job; /* NULL: all */
    int64_t business_on;
    int64_t limit;
};

static const struct view attempts_view = {
    NULL,
    "SELECT date(business_on * 86400, 'unixepoch') AS \"business date\", job, attempt_no AS try,"
    " state, started_at, ended_at, exit_code AS exit,"
    " coalesce(why, folder, '') AS \"folder, or why\""
    " FROM attempts JOIN slots USING (slot_id)"
    " WHERE (:job IS NULL OR job = :job) AND (:on IS NULL OR business_on = :on)"
    " ORDER BY attempt_id DESC LIMIT :limit"};

static const struct view date_views[] = {
    {"events",
     "SELECT at, job, attempt_no AS try, slot_events.state, coalesce(slot_events.why, '')"
     " AS why FROM slot_events JOIN attempts USING (attempt_id) JOIN slots USING (slot_id)"
     " WHERE (:job IS NULL OR job = :job) AND business_on = :on ORDER BY event_id"},
    {"pulled",
     "SELECT job, attempt_no AS try, dataset, pulls.source, pulls.state, row_count AS rows,"
     " reject_count AS rejects, usual_row_count AS usual, duration_ms AS ms,"
     " coalesce(message, '') AS message"
     " FROM pulls JOIN attempts USING (attempt_id) JOIN slots USING (slot_id)"
     " WHERE (:job IS NULL OR job = :job) AND business_on = :on AND attempts.state = 'published'"
     " ORDER BY attempt_id, pulls.source, dataset"},
    {"reckoned, the slowest first",
     "SELECT job, attempt_no AS try, rule_id AS rule, kind, (duration_us + 500) / 1000 AS ms,"
     " (processor_us + 500) / 1000 AS \"processor ms\""
     " FROM rule_times JOIN attempts USING (attempt_id) JOIN slots USING (slot_id)"
     " WHERE (:job IS NULL OR job = :job) AND business_on = :on AND attempts.state = 'published'"
     " ORDER BY attempt_id, duration_us DESC, kind, rule_id LIMIT :limit"},
};

static bool is_time(const char *name)
{
    size_t length = strlen(name);

    return strcmp(name, "at") == 0 || (length > 3 && strcmp(name + length - 3, "_at") == 0);
}

static void view_row(struct table *table, sqlite3_stmt *row)
{
    char texts[CELLS_MAX][CELL_SIZE];
    const char *cells[CELLS_MAX] = {NULL};

    for (size_t i = 0; i < table->column_count; i++) {
        if (is_time(table->titles[i]))
            site_time(sqlite3_column_int64(row, (int)i), texts[i]);
        else
            snprintf(texts[i], CELL_SIZE, "%s", statement_text(row, (int)i));
        cells[i] = texts[i];
    }
    table_row(table, cells);
}

static void view_titles(struct table *table, sqlite3_stmt *statement)
{
    table->column_count = (size_t)sqlite3_column_count(statement);
    for (size_t i = 0; i < table->column_count; i++)
        table->titles[i] = sqlite3_column_name(statement, (int)i);
}

static bool view_print(const struct site *site, const struct view *view,
                       const struct question *question, struct error *error)
{
    struct table table = {.stream = stdout};
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(state_connection(site->state), view->sql, &statement, error))
        return false;
    statement_bind_text(statement, ":job", question->job);
    if (question->business_on != INT64_MIN)
        statement_bind_integer(statement, ":on", question->business_on);
    statement_bind_integer(statement, ":limit", question->limit);
    view_titles(&table, statement);
    if (view->heading != NULL)
        printf("\n%s\n", view->heading);
    while (statement_next(statement, error))
        view_row(&table, statement);
    table_end(&table);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static enum exit_code history(const char *configuration, const struct question *question)
{
    const struct job_settings *job;
    struct error error = {0};
    struct site site = {0};
    bool is_good = site_open(&site, configuration, &error) &&
                   (question->job == NULL || site_job(&site, question->job, &job, &error)) &&
                   view_print(&site, &attempts_view, question, &error);

    for (size_t i = 0; is_good && question->business_on != INT64_MIN &&
                       i < sizeof date_views / sizeof date_views[0];
         i++)
        is_good = view_print(&site, &date_views[i], question, &error);
    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

enum exit_code command_history(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    struct question question = {.business_on = INT64_MIN, .limit = 30};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"date", "YYYY-MM-DD", OPTION_DATE, &question.business_on,
         "one business date, with its events and what was pulled"},
        {"limit", "N", OPTION_INTEGER, &question.limit, "the newest N attempts (default 30)"},
    };
    const struct command_line line = {
        .usage = "history [JOB] [options]",
        .about =
            "Lists the attempts at every slot, newest first: when each began and ended, how it\n"
            "ended, and where its folder is. With --date also every change of its state and\n"
            "each dataset that was pulled: rows, rejects, the usual number of rows, and time; and\n"
            "of the slowest N derived datasets, checks and KPIs how long they took.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_max = 1,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    question.job = word_count > 0 ? words[0] : NULL;
    return history(configuration, &question);
}
