/* khrop worklist: the exceptions of a published slot, and the life of one of them. */
#include "daemon/command.h"
#include "daemon/exception_print.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *job, *check, *owner, *list, *state;
    int64_t business_on;
};

static const char *const states[] = {"new",         "reopened", "changed", "open",
                                     "not_checked", "resolved", "expired", "retired"};

#define LIST_COLUMNS 8

/* Without --state: what lives. */
static const char select_list[] =
    "SELECT check_id || ':' || khrop_key, worklist.state, day_count,"
    " date(first_found_on * 86400, 'unixepoch'), severity, owner, list_no,"
    " CASE :language WHEN 'th' THEN why_th ELSE why_en END"
    " FROM worklist JOIN exceptions USING (exception_no)"
    " WHERE attempt_id = :attempt_id AND (:check IS NULL OR check_id = :check)"
    "  AND (:owner IS NULL OR owner = :owner) AND (:list IS NULL OR list_no = :list)"
    "  AND CASE WHEN :state IS NULL THEN worklist.state NOT IN ('resolved', 'expired', 'retired')"
    "   ELSE worklist.state = :state END"
    " ORDER BY check_id, CASE worklist.state WHEN 'new' THEN 1 WHEN 'reopened' THEN 2"
    "  WHEN 'changed' THEN 3 WHEN 'open' THEN 4 WHEN 'not_checked' THEN 5 WHEN 'resolved' THEN 6"
    "  WHEN 'expired' THEN 7 ELSE 8 END, first_found_on, khrop_key";

static const char *language_of(const struct site *site)
{
    return site->settings->language == LANGUAGE_TH ? "th" : "en";
}

static void row_print(struct table *table, sqlite3_stmt *row)
{
    const char *cells[TABLE_COLUMNS_MAX] = {NULL};

    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = statement_text(row, (int)i);
    table_row(table, cells);
}

/* The newest slot whose worklist counts: one that filled flows only has none. */
static bool slot_find(const struct site *site, const struct job_settings *job,
                      const struct wanted *wanted, int64_t *attempt_id, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_found;

    if (!statement_prepare(state_connection(site->state),
                           "SELECT attempt_id FROM counted_attempts WHERE job = :job"
                           " AND (:on IS NULL OR business_on = :on)"
                           " ORDER BY business_on DESC LIMIT 1",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":job", job->name);
    if (wanted->business_on != INT64_MIN)
        statement_bind_integer(statement, ":on", wanted->business_on);
    is_found = statement_next(statement, error);
    if (is_found)
        *attempt_id = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (!is_found && error->code == EXIT_CODE_GOOD)
        return error_set(error, EXIT_CODE_USAGE,
                         "%s has no published worklist%s; see: khrop history", job->name,
                         wanted->business_on != INT64_MIN ? " for that date" : " yet");
    return is_found;
}

static bool list(const struct site *site, const struct job_settings *job,
                 const struct wanted *wanted, struct error *error)
{
    struct table table = {
        .stream = stdout,
        .column_count = LIST_COLUMNS,
        .titles = {"exception", "state", "day", "first found", "severity", "owner", "list", "why"},
        .is_right = {[2] = true},
    };
    sqlite3_stmt *statement = NULL;
    int64_t attempt_id = 0;

    if (!slot_find(site, job, wanted, &attempt_id, error) ||
        !statement_prepare(state_connection(site->state), select_list, &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    statement_bind_text(statement, ":check", wanted->check);
    statement_bind_text(statement, ":owner", wanted->owner);
    statement_bind_text(statement, ":list", wanted->list);
    statement_bind_text(statement, ":state", wanted->state);
    statement_bind_text(statement, ":language", language_of(site));
    while (statement_next(statement, error))
        row_print(&table, statement);
    table_end(&table);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static bool show(const struct site *site, const struct job_settings *job, const char *id,
                 struct error *error)
{
    int64_t exception_no = 0;

    return exception_find(site, id, &exception_no, error) &&
           exception_print_newest(site, job, id, exception_no, error) &&
           exception_print_history(site, job, exception_no, error);
}

static bool is_state(const char *name)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(states[i], name) == 0)
            return true;
    return false;
}

static enum exit_code worklist(const char *configuration, const struct wanted *wanted,
                               const char *exception)
{
    const struct job_settings *job = NULL;
    struct error error = {0};
    struct site site = {0};
    bool is_good = site_open(&site, configuration, &error) &&
                   site_job(&site, wanted->job, &job, &error) &&
                   (exception != NULL ? show(&site, job, exception, &error)
                                      : list(&site, job, wanted, &error));

    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char more[] =
    "states: new, reopened, changed, open, not_checked; and the ended ones: resolved, expired,\n"
    "  retired. Without --state: all that have not ended.\n"
    "\n"
    "examples:\n"
    "  khrop worklist list --check BO-04 --state new\n"
    "  khrop worklist list --list E07 --date 2026-11-25\n"
    "  khrop worklist show BO-04:SO2611-0012:2";

enum exit_code command_worklist(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    struct wanted wanted = {.business_on = INT64_MIN};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"job", "JOB", OPTION_TEXT, &wanted.job, "which job (not needed where there is one)"},
        {"date", "YYYY-MM-DD", OPTION_DATE, &wanted.business_on,
         "the list of that business date (default the newest)"},
        {"check", "ID", OPTION_TEXT, &wanted.check, "exceptions of this check"},
        {"owner", "NO", OPTION_TEXT, &wanted.owner, "of this owner: a staff number or role:NAME"},
        {"list", "NO", OPTION_TEXT, &wanted.list, "on the list of this person or role"},
        {"state", "STATE", OPTION_TEXT, &wanted.state, "in this state"},
    };
    const struct command_line line = {
        .usage = "worklist list [options] | worklist show EXCEPTION [options]",
        .about = "list: the exceptions of a published slot.\n"
                 "show: one exception, and every change it has been through.",
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_max = 2,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (wanted.state != NULL && !is_state(wanted.state))
        return command_misused(argv[0], "--state \"%s\" is not a state", wanted.state);
    if (word_count == 0 || (word_count == 1 && strcmp(words[0], "list") == 0))
        return worklist(configuration, &wanted, NULL);
    if (word_count == 2 && strcmp(words[0], "show") == 0)
        return worklist(configuration, &wanted, words[1]);
    return command_misused(argv[0], "it is worklist list, or worklist show EXCEPTION");
}
