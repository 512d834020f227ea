/* One exception; see exception_print.h. */
#include "daemon/exception_print.h"

#include "daemon/table.h"
#include "jobs/statement.h"

#include <string.h>

/* The id of a check has no colon; its key may have many. */
static const char select_exception[] =
    "SELECT exception_no FROM exceptions WHERE check_id = substr(:id, 1, instr(:id, ':') - 1)"
    " AND khrop_key = substr(:id, instr(:id, ':') + 1)";

static const char select_newest[] =
    "SELECT worklist.state, day_count, date(first_found_on * 86400, 'unixepoch'),"
    " date(last_found_on * 86400, 'unixepoch'), date(last_checked_on * 86400, 'unixepoch'),"
    " runs_seen_count, severity, owner, list_no, list_reason, why_en, why_th,"
    " date(business_on * 86400, 'unixepoch')"
    " FROM worklist JOIN counted_attempts USING (attempt_id)"
    " WHERE exception_no = :exception_no AND job = :job ORDER BY business_on DESC LIMIT 1";

static const char select_history[] =
    "SELECT date(history.business_on * 86400, 'unixepoch'), transition, owner,"
    " CASE :language WHEN 'th' THEN why_th ELSE why_en END"
    " FROM exception_history AS history JOIN counted_attempts USING (attempt_id)"
    " WHERE exception_no = :exception_no AND job = :job ORDER BY history.business_on";

static const char select_last_found[] =
    "SELECT max(business_on) FROM worklist JOIN counted_attempts USING (attempt_id)"
    " WHERE exception_no = :exception_no AND job = :job"
    "  AND worklist.state IN ('new', 'open', 'changed', 'reopened')";

bool exception_find(const struct site *site, const char *id, int64_t *exception_no,
                    struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_found;

    if (!statement_prepare(state_connection(site->state), select_exception, &statement, error))
        return false;
    statement_bind_text(statement, ":id", id);
    is_found = statement_next(statement, error);
    if (is_found)
        *exception_no = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (!is_found && error->code == EXIT_CODE_GOOD)
        return error_set(error, EXIT_CODE_USAGE,
                         "there has been no exception \"%s\"; khrop worklist list shows their "
                         "names, such as BO-04:SO1:2",
                         id);
    return is_found;
}

static const char *list_reason_text(const char *reason)
{
    if (strcmp(reason, "inactive") == 0)
        return " (the owner has left)";
    if (strcmp(reason, "not_in_staff") == 0)
        return " (the owner is not in staff)";
    return strcmp(reason, "unassigned") == 0 ? " (no owner)" : "";
}

bool exception_print_newest(const struct site *site, const struct job_settings *job, const char *id,
                            int64_t exception_no, struct error *error)
{
    sqlite3_stmt *row = NULL;

    if (!statement_prepare(state_connection(site->state), select_newest, &row, error))
        return false;
    statement_bind_integer(row, ":exception_no", exception_no);
    statement_bind_text(row, ":job", job->name);
    if (statement_next(row, error)) {
        printf("%s\n  on %s: %s, day %s, severity %s\n", id, statement_text(row, 12),
               statement_text(row, 0), statement_text(row, 1), statement_text(row, 6));
        printf("  first found %s, last found %s, last checked %s, found in %s runs\n",
               statement_text(row, 2), statement_text(row, 3), statement_text(row, 4),
               statement_text(row, 5));
        printf("  owner %s, on the list of %s%s\n",
               *statement_text(row, 7) != '\0' ? statement_text(row, 7) : "-",
               statement_text(row, 8), list_reason_text(statement_text(row, 9)));
        printf("  %s\n  %s\n\n", statement_text(row, 10), statement_text(row, 11));
    } else if (error->code == EXIT_CODE_GOOD) {
        printf("%s was never on a published list of %s\n\n", id, job->name);
    }
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

bool exception_print_history(const struct site *site, const struct job_settings *job,
                             int64_t exception_no, struct error *error)
{
    struct table table = {
        .stream = stdout,
        .column_count = 4,
        .titles = {"business date", "became", "owner", "why"},
    };
    sqlite3_stmt *change = NULL;

    if (!statement_prepare(state_connection(site->state), select_history, &change, error))
        return false;
    statement_bind_integer(change, ":exception_no", exception_no);
    statement_bind_text(change, ":job", job->name);
    statement_bind_text(change, ":language", site->settings->language == LANGUAGE_TH ? "th" : "en");
    while (statement_next(change, error)) {
        const char *cells[TABLE_COLUMNS_MAX] = {NULL};
        for (size_t i = 0; i < table.column_count; i++)
            cells[i] = statement_text(change, (int)i);
        table_row(&table, cells);
    }
    table_end(&table);
    sqlite3_finalize(change);
    return error->code == EXIT_CODE_GOOD;
}

static const char select_remarks[] =
    "SELECT said_at, said_by, status, coalesce(date(next_on * 86400, 'unixepoch'), ''), source,"
    " replace(remark, char(10), ' / ') FROM remarks WHERE exception_no = :exception_no"
    " ORDER BY said_at, remark_no";

static const char select_assignments[] =
    "SELECT assigned_at, assigned_by, CASE assigned_to WHEN '' THEN 'back to its own owner'"
    "  ELSE 'given to ' || assigned_to END FROM assignments WHERE exception_no = :exception_no"
    " ORDER BY assignment_no";

/* Prints the rows of a statement whose first column is a moment, below an empty line. */
static bool moments_print(const struct site *site, const char *sql, int64_t exception_no,
                          struct table *table, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool is_first = true;

    if (!statement_prepare(state_connection(site->state), sql, &row, error))
        return false;
    statement_bind_integer(row, ":exception_no", exception_no);
    while (statement_next(row, error)) {
        const char *cells[TABLE_COLUMNS_MAX] = {NULL};
        char moment[SITE_TEXT_SIZE];
        site_time(sqlite3_column_int64(row, 0), moment);
        cells[0] = moment;
        for (size_t i = 1; i < table->column_count; i++)
            cells[i] = statement_text(row, (int)i);
        if (is_first)
            putchar('\n');
        table_row(table, cells);
        is_first = false;
    }
    if (!is_first)
        table_end(table);
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

bool exception_print_remarks(const struct site *site, int64_t exception_no, struct error *error)
{
    struct table table = {
        .stream = stdout,
        .column_count = 6,
        .titles = {"said at", "by", "status", "next date", "source", "remark"},
    };

    return moments_print(site, select_remarks, exception_no, &table, error);
}

bool exception_print_assignments(const struct site *site, int64_t exception_no, struct error *error)
{
    struct table table = {
        .stream = stdout, .column_count = 3, .titles = {"assigned at", "by", "to whom"}};

    return moments_print(site, select_assignments, exception_no, &table, error);
}

bool exception_last_found(const struct site *site, const struct job_settings *job,
                          int64_t exception_no, int64_t *business_on, struct error *error)
{
    sqlite3_stmt *last = NULL;
    bool is_found;

    if (!statement_prepare(state_connection(site->state), select_last_found, &last, error))
        return false;
    statement_bind_integer(last, ":exception_no", exception_no);
    statement_bind_text(last, ":job", job->name);
    is_found = statement_next(last, error) && sqlite3_column_type(last, 0) != SQLITE_NULL;
    if (is_found)
        *business_on = sqlite3_column_int64(last, 0);
    sqlite3_finalize(last);
    return is_found;
}
