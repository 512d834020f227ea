/* khrop worklist: the exceptions of a published slot, and the life of one of them. */
#include "daemon/command.h"
#include "daemon/exception_print.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "daemon/worklist_change.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *job, *check, *owner, *list, *state;
    int64_t business_on;
};

static const char *const states[] = {"new",        "reopened", "changed", "open",   "not_checked",
                                     "suppressed", "resolved", "expired", "retired"};

#define LIST_COLUMNS 8

#define ENDED "worklist.state IN ('resolved', 'expired', 'retired')"
#define SHOWN_STATE                                                                                \
    "CASE WHEN is_suppressed = 1 AND NOT " ENDED " THEN 'suppressed' ELSE worklist.state END"

/* Without --state: what lives, and is a problem. */
static const char select_list[] =
    "SELECT check_id || ':' || khrop_key, " SHOWN_STATE ", day_count,"
    " date(first_found_on * 86400, 'unixepoch'), severity, owner, list_no,"
    " CASE :language WHEN 'th' THEN why_th ELSE why_en END"
    " FROM worklist JOIN exceptions USING (exception_no)"
    " WHERE attempt_id = :attempt_id AND (:check IS NULL OR check_id = :check)"
    "  AND (:owner IS NULL OR owner = :owner) AND (:list IS NULL OR list_no = :list)"
    "  AND CASE WHEN :state IS NULL THEN is_suppressed = 0 AND NOT " ENDED "   ELSE " SHOWN_STATE
    " = :state END"
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
           exception_print_history(site, job, exception_no, error) &&
           exception_print_remarks(site, exception_no, error) &&
           exception_print_assignments(site, exception_no, error);
}

static bool is_state(const char *name)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(states[i], name) == 0)
            return true;
    return false;
}

/* What is asked for: how many words it takes, and what it does. */
enum action { ACTION_LIST, ACTION_SHOW, ACTION_NOTE, ACTION_ASSIGN, ACTION_CLOSE, ACTION_COUNT };

static const struct {
    const char *name;
    size_t word_count;
} actions[ACTION_COUNT] = {
    [ACTION_LIST] = {"list", 1},     [ACTION_SHOW] = {"show", 2},   [ACTION_NOTE] = {"note", 2},
    [ACTION_ASSIGN] = {"assign", 3}, [ACTION_CLOSE] = {"close", 2},
};

static bool act(const struct site *site, const struct job_settings *job, enum action action,
                const struct wanted *wanted, const struct worklist_change *change,
                struct error *error)
{
    switch (action) {
    case ACTION_SHOW:
        return show(site, job, change->exception, error);
    case ACTION_NOTE:
        return worklist_note(site, job, change, error);
    case ACTION_ASSIGN:
        return worklist_assign(site, job, change, error);
    case ACTION_CLOSE:
        return worklist_dismiss(site, job, change, error);
    default:
        return list(site, job, wanted, error);
    }
}

static enum exit_code worklist(const char *configuration, enum action action,
                               const struct wanted *wanted, const struct worklist_change *change)
{
    const struct job_settings *job = NULL;
    struct error error = {0};
    struct site site = {0};
    bool is_good = site_open(&site, configuration, &error) &&
                   site_job(&site, wanted->job, &job, &error) &&
                   act(&site, job, action, wanted, change, &error);

    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char more[] =
    "states: new, reopened, changed, open, not_checked; suppressed (said to be no problem); and\n"
    "  the ended ones: resolved, expired, retired. Without --state: all that have not ended and\n"
    "  are not suppressed.\n"
    "statuses: none, new, working, waiting_customer, waiting_supplier, done, not_a_problem.\n"
    "\n"
    "What is said counts from the next run on; nothing that was said is ever changed.\n"
    "\n"
    "examples:\n"
    "  khrop worklist list --check BO-04 --state new\n"
    "  khrop worklist list --list E07 --date 2026-11-25\n"
    "  khrop worklist show BO-04:SO2611-0012:2\n"
    "  khrop worklist note BO-04:SO2611-0012:2 --status waiting_supplier --next 2026-12-01 \\\n"
    "      --remark 'goods come on Tuesday'\n"
    "  khrop worklist assign BO-04:SO2611-0012:2 E11          or role:credit, or - to take it "
    "back\n"
    "  khrop worklist close BO-04:SO2611-0012:2 --remark 'agreed with the customer' \\\n"
    "      --until 2026-12-31";

static const char about[] =
    "list: the exceptions of a published slot.\n"
    "show: one exception, every change it has been through, and what was said of it.\n"
    "note: says how things stand, as the staff member's own list would.\n"
    "assign: gives it to a staff member or a desk, whoever its check says it belongs to.\n"
    "close: says that it is not a problem, and why; it leaves the lists until a date.";

/* The action named by the first word; ACTION_COUNT where the words don't fit one. */
static enum action action_of(char **words, size_t word_count)
{
    if (word_count == 0)
        return ACTION_LIST;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (strcmp(words[0], actions[i].name) == 0 && word_count == actions[i].word_count)
            return (enum action)i;
    return ACTION_COUNT;
}

/* What the action can't do without; NULL: nothing is missing. */
static const char *missing(enum action action, const struct worklist_change *change)
{
    if (action == ACTION_NOTE && change->status == NULL && change->remark == NULL &&
        change->next_on == INT64_MIN)
        return "something to note: --status, --remark or --next";
    if (action == ACTION_CLOSE && (change->remark == NULL || *change->remark == '\0'))
        return "the reason: --remark TEXT";
    return NULL;
}

enum exit_code command_worklist(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    struct wanted wanted = {.business_on = INT64_MIN};
    struct worklist_change change = {.next_on = INT64_MIN};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"job", "JOB", OPTION_TEXT, &wanted.job, "which job (not needed where there is one)"},
        {"date", "YYYY-MM-DD", OPTION_DATE, &wanted.business_on,
         "the list of that business date (default the newest)"},
        {"check", "ID", OPTION_TEXT, &wanted.check, "exceptions of this check"},
        {"owner", "NO", OPTION_TEXT, &wanted.owner, "of this owner: a staff number or role:NAME"},
        {"list", "NO", OPTION_TEXT, &wanted.list, "on the list of this person or role"},
        {"state", "STATE", OPTION_TEXT, &wanted.state, "in this state"},
        {"status", "STATUS", OPTION_TEXT, &change.status, "note: how it stands"},
        {"remark", "TEXT", OPTION_TEXT, &change.remark, "note: what there is to say; close: why"},
        {"next", "YYYY-MM-DD", OPTION_DATE, &change.next_on, "note: when to look again"},
        {"until", "YYYY-MM-DD", OPTION_DATE, &change.next_on,
         "close: until when (default and at most suppress.max_days)"},
        {"by", "NAME", OPTION_TEXT, &change.by, "who says so (default: you)"},
    };
    const struct command_line line = {
        .usage = "worklist list | show EXCEPTION | note EXCEPTION | assign EXCEPTION NO | close "
                 "EXCEPTION [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_max = 3,
    };
    enum exit_code code;
    enum action action;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (wanted.state != NULL && !is_state(wanted.state))
        return command_misused(argv[0], "--state \"%s\" is not a state", wanted.state);
    action = action_of(words, word_count);
    if (action == ACTION_COUNT)
        return command_misused(argv[0], "it is worklist list, show EXCEPTION, note EXCEPTION, "
                                        "assign EXCEPTION NO, or close EXCEPTION");
    if (missing(action, &change) != NULL)
        return command_misused(argv[0], "worklist %s needs %s", words[0], missing(action, &change));
    change.exception = word_count > 1 ? words[1] : NULL;
    change.assigned_to = word_count > 2 ? words[2] : NULL;
    return worklist(configuration, action, &wanted, &change);
}
