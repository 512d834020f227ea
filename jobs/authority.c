/* From settings to a table; see authority.h. */
#include "jobs/authority.h"

#include "config/settings_table.h"
#include "jobs/statement.h"

bool authority_write(sqlite3 *connection, const struct settings *settings, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool written = statement_execute(
                       connection,
                       "CREATE TABLE authority(document_kind TEXT NOT NULL, grade TEXT NOT NULL, "
                       "ceiling_amount INTEGER, level TEXT NOT NULL, PRIMARY KEY "
                       "(document_kind, grade, level)) WITHOUT ROWID",
                       error) &&
                   statement_prepare(
                       connection, "INSERT INTO authority VALUES (:kind, :grade, :ceiling, :level)",
                       &insert, error);
    for (size_t i = 0; written && i < settings->authority_count; i++) {
        const struct authority_settings *rule = &settings->authority[i];
        sqlite3_clear_bindings(insert);
        statement_bind_text(insert, ":kind", rule->document_kind);
        statement_bind_text(insert, ":grade", rule->grade);
        statement_bind_text(insert, ":level", level_choices[rule->level]);
        if (rule->has_ceiling)
            statement_bind_integer(insert, ":ceiling", rule->ceiling_amount);
        written = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return written;
}
