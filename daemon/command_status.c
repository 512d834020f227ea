/* khrop status: where each job stands. */
#include "daemon/command.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "jobs/statement.h"

#include <string.h>

enum { JOB, PUBLISHED, AT, RESULT, NOW, SINCE, COLUMNS };

/* The newest failure after the newest publication. */
static bool failure_find(const struct site *site, const char *job, char text[512],
                         struct error *error)
{
    sqlite3_stmt *statement = NULL;

    text[0] = '\0';
    if (!statement_prepare(
            state_connection(site->state),
            "SELECT date(business_on * 86400, 'unixepoch') || ': ' || coalesce(why, '')"
            " FROM attempts JOIN slots USING (slot_id)"
            " WHERE job = :job AND state = 'failed' AND coalesce(why, '') <> 'dry run'"
            "  AND attempt_id > coalesce((SELECT max(attempt_id) FROM attempts"
            "   JOIN slots USING (slot_id) WHERE job = :job AND state = 'published'), 0)"
            " ORDER BY attempt_id DESC LIMIT 1",
            &statement, error))
        return false;
    statement_bind_text(statement, ":job", job);
    if (statement_next(statement, error))
        snprintf(text, 512, "%s", statement_text(statement, 0));
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static const char *result_text(int exit_code)
{
    return exit_code == EXIT_CODE_GOOD ? "complete" : "something was not checked";
}

static bool job_row(const struct site *site, const struct job_settings *job, struct table *table,
                    struct error *error)
{
    struct ledger_attempt newest = {0};
    char date[DATE_TEXT_SIZE] = "never", at[SITE_TEXT_SIZE] = "";
    char holder[128] = "", failure[512] = "";
    bool is_found = false, is_running;

    if (!ledger_find_newest(&site->ledger, job->name, &newest, &is_found, error) ||
        !failure_find(site, job->name, failure, error))
        return false;
    if (is_found) {
        date_format_iso(newest.business_on, date);
        site_time(newest.ended_at, at);
    }
    is_running = ledger_is_locked(site->settings, job->name, holder);
    const char *cells[COLUMNS] = {
        [JOB] = job->name,
        [PUBLISHED] = date,
        [AT] = at,
        [RESULT] = is_found ? result_text(newest.exit_code) : "",
        [NOW] = is_running ? holder : "-",
        [SINCE] = *failure != '\0' ? failure : "-",
    };
    table_row(table, cells);
    return true;
}

static enum exit_code status(const char *configuration)
{
    struct table table = {
        .stream = stdout,
        .column_count = COLUMNS,
        .titles = {"job", "newest published", "at", "result", "running now", "failed since"},
    };
    struct error error = {0};
    struct site site = {0};
    bool is_good = site_open(&site, configuration, &error);

    for (size_t i = 0; is_good && i < site.settings->job_count; i++)
        is_good = job_row(&site, &site.settings->jobs[i], &table, &error);
    if (is_good)
        table_end(&table);
    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

enum exit_code command_status(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    const struct command_option options[] = {COMMAND_CONFIG_OPTION(&configuration)};
    const struct command_line line = {
        .usage = "status [options]",
        .about = "Shows for each job the newest published business date and whether it was\n"
                 "complete, the run that is at work now, and what has failed since.",
        .options = options,
        .option_count = 1,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    return status(configuration);
}
