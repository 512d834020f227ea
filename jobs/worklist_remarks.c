/* Joins remarks and assignments to the worklist; see worklist_remarks.h and remarks.h. */
#include "jobs/worklist_remarks.h"

#include "jobs/statement.h"

#include <stddef.h>

static const char make_said[] =
    "DROP TABLE IF EXISTS temp.said;"
    "CREATE TEMP TABLE said (exception_no INTEGER PRIMARY KEY, status TEXT, remark TEXT,"
    " remark_by TEXT, remark_at INTEGER, next_on INTEGER, baseline_no INTEGER, other_status TEXT,"
    " other_remark TEXT, other_by TEXT, other_at INTEGER, other_next_on INTEGER,"
    " is_still_found INTEGER, is_suppressed INTEGER, suppressed_until_on INTEGER,"
    " not_suppressed_why TEXT)";

static const char *const steps[] = {
    "UPDATE temp.listed AS listed SET owner = given.assigned_to FROM assignments AS given"
    " WHERE given.assigned_to <> '' AND given.assignment_no ="
    "  (SELECT max(later.assignment_no) FROM assignments AS later"
    "   WHERE later.exception_no = listed.exception_no)",

    /* The other one: the newest that differs, of those that came after what the current one's
     * writer saw. Who saves a list again has changed their mind. */
    "INSERT INTO temp.said"
    " SELECT listed.exception_no, current.status, current.remark, current.said_by,"
    "  current.said_at, current.next_on, (SELECT max(said.remark_no) FROM remarks AS said"
    "   WHERE said.exception_no = listed.exception_no),"
    "  other.status, other.remark, other.said_by, other.said_at, other.next_on,"
    "  current.status = 'done' AND listed.last_found_on = :today,"
    "  0, min(coalesce(current.next_on, current.business_on + :max_days),"
    "   current.business_on + :max_days),"
    "  CASE WHEN current.status <> 'not_a_problem' THEN ''"
    "   WHEN current.remark = '' THEN 'no_reason'"
    "   WHEN other.remark_no IS NOT NULL THEN 'conflict'"
    "   WHEN current.signature IS NOT listed.signature THEN 'changed'"
    "   WHEN :today > min(coalesce(current.next_on, current.business_on + :max_days),"
    "    current.business_on + :max_days) THEN 'ended' ELSE 'holds' END"
    " FROM temp.listed AS listed"
    " JOIN remarks AS current ON current.remark_no = (SELECT said.remark_no"
    "  FROM remarks AS said WHERE said.exception_no = listed.exception_no"
    "  ORDER BY said.said_at DESC, said.remark_no DESC LIMIT 1)"
    " LEFT JOIN remarks AS other ON other.remark_no = (SELECT said.remark_no"
    "  FROM remarks AS said WHERE said.exception_no = listed.exception_no"
    "   AND said.remark_no > current.baseline_no AND said.remark_no <> current.remark_no"
    "   AND (said.said_by <> current.said_by OR said.source <> current.source)"
    "   AND (said.status <> current.status OR said.remark <> current.remark"
    "    OR said.next_on IS NOT current.next_on)"
    "  ORDER BY said.said_at DESC, said.remark_no DESC LIMIT 1)",

    "UPDATE temp.said SET is_suppressed = 1, not_suppressed_why = ''"
    " WHERE not_suppressed_why = 'holds'",

    "UPDATE temp.said SET suppressed_until_on = NULL WHERE is_suppressed = 0",
};

bool worklist_remarks_make(sqlite3 *connection, int64_t business_on, int64_t suppress_max_days,
                           struct error *error)
{
    if (!statement_execute(connection, make_said, error))
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        sqlite3_stmt *statement = NULL;
        bool has_run;

        if (!statement_prepare(connection, steps[i], &statement, error))
            return false;
        statement_bind_integer(statement, ":today", business_on);
        statement_bind_integer(statement, ":max_days", suppress_max_days);
        has_run = statement_finish(statement, error);
        sqlite3_finalize(statement);
        if (!has_run)
            return error_wrap(error, "remarks");
    }
    return true;
}
