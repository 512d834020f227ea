/* What was pulled for a slot, kept in the ledger: how much, how long, and so how much is usual; and
 * how long rules took. */
#include "jobs/ledger.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool derived_attach(sqlite3 *connection, const struct slot *slot, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char path[PATH_MAX + 32];
    bool is_attached;

    snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder);
    if (!statement_prepare(connection, "ATTACH :path AS derived", &statement, error))
        return false;
    statement_bind_text(statement, ":path", path);
    is_attached = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_attached;
}

static bool rows_copy(sqlite3 *connection, const char *sql, int64_t attempt_id, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_copied;

    if (!statement_prepare(connection, sql, &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    is_copied = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_copied;
}

/* A dataset that several sources feed takes as long as all of them. */
static bool durations_write(sqlite3 *connection, int64_t attempt_id,
                            const struct pull_duration *durations, size_t count,
                            struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_written = true;

    if (!statement_prepare(connection,
                           "UPDATE pulls SET duration_ms = coalesce(duration_ms, 0) + :ms"
                           " WHERE attempt_id = :attempt_id AND dataset = :dataset",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    for (size_t i = 0; i < count && is_written; i++) {
        statement_bind_text(statement, ":dataset", durations[i].dataset);
        statement_bind_integer(statement, ":ms", durations[i].milliseconds);
        is_written = statement_finish(statement, error);
    }
    sqlite3_finalize(statement);
    return is_written;
}

static const char copy_pulls[] =
    "INSERT INTO pulls (attempt_id, dataset, source, state, row_count, reject_count,"
    "  source_row_count, usual_row_count, pulled_at, newest_birth_on, may_be_empty, is_accepted,"
    "  absent_columns, message)"
    " SELECT :attempt_id, dataset, source, state, row_count, reject_count, source_row_count,"
    "  usual_row_count, pulled_at, newest_birth_on, may_be_empty, is_accepted, absent_columns,"
    "  message FROM derived.khrop_pulls";

static const char copy_controls[] =
    "INSERT INTO controls (attempt_id, source, dataset, column_name, total)"
    " SELECT :attempt_id, source, dataset, column_name, total FROM derived.khrop_controls";

bool ledger_record_pulls(const struct ledger *ledger, const struct slot *slot,
                         const struct pull_duration *durations, size_t duration_count,
                         struct error *error)
{
    sqlite3 *connection = state_connection(ledger->state);
    bool is_recorded = false;

    if (!derived_attach(connection, slot, error))
        return false;
    if (!statement_execute(connection, "BEGIN IMMEDIATE", error))
        goto done;
    is_recorded = rows_copy(connection, copy_pulls, slot->attempt_id, error) &&
                  rows_copy(connection, copy_controls, slot->attempt_id, error) &&
                  durations_write(connection, slot->attempt_id, durations, duration_count, error) &&
                  statement_execute(connection, "COMMIT", error);
    if (!is_recorded)
        (void)sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
done:
    (void)sqlite3_exec(connection, "DETACH derived", NULL, NULL, NULL);
    return is_recorded;
}

static bool rule_time_insert(sqlite3_stmt *insert, const struct rule_time *time,
                             struct error *error)
{
    static const char *const kinds[] = {[RULE_DERIVED] = "derived",
                                        [RULE_CHECK] = "check",
                                        [RULE_KPI] = "kpi",
                                        [RULE_TABLE] = "table"};

    statement_bind_text(insert, ":rule_id", time->rule->id);
    statement_bind_text(insert, ":kind", kinds[time->rule->kind]);
    statement_bind_integer(insert, ":begun_us", time->begun_us);
    statement_bind_integer(insert, ":duration_us", time->duration_us);
    statement_bind_integer(insert, ":processor_us", time->processor_us);
    return statement_finish(insert, error);
}

bool ledger_record_rule_times(const struct ledger *ledger, const struct slot *slot,
                              const struct rule_times *times, struct error *error)
{
    sqlite3 *connection = state_connection(ledger->state);
    sqlite3_stmt *insert = NULL;
    bool is_recorded =
        statement_execute(connection, "BEGIN IMMEDIATE", error) &&
        statement_prepare(connection,
                          "INSERT OR REPLACE INTO rule_times VALUES (:attempt_id, :rule_id, :kind,"
                          " :begun_us, :duration_us, :processor_us)",
                          &insert, error);

    if (is_recorded)
        statement_bind_integer(insert, ":attempt_id", slot->attempt_id);
    for (size_t i = 0; i < times->count && is_recorded; i++)
        is_recorded = rule_time_insert(insert, &times->times[i], error);
    sqlite3_finalize(insert);
    is_recorded = is_recorded && statement_execute(connection, "COMMIT", error);
    if (!is_recorded)
        (void)sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
    return is_recorded;
}

void ledger_volumes_free(struct usual_volume *volumes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free((char *)volumes[i].dataset);
    free(volumes);
}

static bool volume_add(struct usual_volume **volumes, size_t *count, sqlite3_stmt *row,
                       struct error *error)
{
    struct usual_volume *grown = realloc(*volumes, (*count + 1) * sizeof *grown);
    char *dataset = strdup(statement_text(row, 0));

    if (grown != NULL)
        *volumes = grown;
    if (grown == NULL || dataset == NULL) {
        free(dataset);
        return error_set(error, EXIT_CODE_SOFTWARE, "usual volumes: no memory");
    }
    grown[(*count)++] = (struct usual_volume){dataset, sqlite3_column_int64(row, 1)};
    /* cppcheck-suppress memleak ; the volume keeps it */
    return true;
}

bool ledger_usual_volumes(const struct ledger *ledger, const char *job,
                          struct usual_volume **volumes, size_t *count, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_read = false;

    *volumes = NULL;
    *count = 0;
    /* With max() in SQLite, the other columns are those of the row that holds the maximum. */
    if (!statement_prepare(
            state_connection(ledger->state),
            "SELECT dataset, row_count, max(business_on * 1000 + attempt_no)"
            " FROM counted_attempts JOIN pulls USING (attempt_id)"
            " WHERE job = :job AND state IN ('whole', 'partial') GROUP BY dataset ORDER BY dataset",
            &statement, error))
        return false;
    statement_bind_text(statement, ":job", job);
    while (statement_next(statement, error))
        if (!volume_add(volumes, count, statement, error))
            break;
    is_read = error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(statement);
    if (!is_read) {
        ledger_volumes_free(*volumes, *count);
        *volumes = NULL;
        *count = 0;
    }
    return is_read;
}
