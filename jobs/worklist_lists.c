/* Finds the list of each owner: up the line of supervisors to the first who is still there. */
#include "jobs/worklist_lists.h"

#include "jobs/prepare.h"
#include "jobs/statement.h"

/* Longer lines of supervisors than this are a circle. */
#define LINE_MAX_TEXT "100"

static const char make_staff[] =
    "DROP TABLE IF EXISTS temp.staff_now;"
    "CREATE TEMP TABLE staff_now (staff_no TEXT PRIMARY KEY, supervisor_no TEXT, is_active INTEGER)"
    " WITHOUT ROWID;";

static const char make_routes[] =
    "DROP TABLE IF EXISTS temp.routes;"
    "CREATE TEMP TABLE routes (owner TEXT PRIMARY KEY, list_no TEXT, list_reason TEXT)"
    " WITHOUT ROWID;";

static const char route_roles[] =
    "INSERT INTO temp.routes"
    " SELECT DISTINCT owner, CASE owner WHEN '' THEN 'role:supervisor' ELSE owner END,"
    "  CASE owner WHEN '' THEN 'unassigned' ELSE '' END"
    " FROM temp.listed WHERE owner = '' OR owner LIKE 'role:%'";

static const char route_unknown_staff[] =
    "INSERT OR IGNORE INTO temp.routes SELECT DISTINCT owner, owner, '' FROM temp.listed";

/* The supervisors of someone who has left, nearest first, until one is active. */
static const char route_staff[] =
    "WITH RECURSIVE line (owner, at_no, is_active, supervisor_no, step) AS ("
    " SELECT owner, staff_no, is_active, supervisor_no, 0"
    "  FROM (SELECT DISTINCT owner FROM temp.listed) JOIN temp.staff_now ON staff_no = owner"
    " UNION ALL"
    " SELECT line.owner, above.staff_no, above.is_active, above.supervisor_no, line.step + 1"
    "  FROM line JOIN temp.staff_now AS above ON above.staff_no = line.supervisor_no"
    "  WHERE line.is_active = 0 AND line.step < " LINE_MAX_TEXT ")"
    "INSERT OR IGNORE INTO temp.routes"
    " SELECT owners.owner,"
    "  coalesce((SELECT at_no FROM line WHERE line.owner = owners.owner AND line.is_active <> 0"
    "   ORDER BY step LIMIT 1), 'role:supervisor'),"
    "  CASE WHEN staff_now.staff_no IS NULL THEN 'not_in_staff'"
    "   WHEN staff_now.is_active = 0 THEN 'inactive' ELSE '' END"
    " FROM (SELECT DISTINCT owner FROM temp.listed) AS owners"
    " LEFT JOIN temp.staff_now AS staff_now ON staff_now.staff_no = owners.owner";

static bool staff_is_pulled(sqlite3 *connection, bool *is_pulled, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_good;

    if (!statement_prepare(connection,
                           "SELECT 1 FROM derived.khrop_pulls"
                           " WHERE dataset = 'staff' AND state IN ('whole', 'partial')",
                           &statement, error))
        return false;
    *is_pulled = statement_next(statement, error);
    is_good = error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(statement);
    return is_good;
}

static bool staff_copy(sqlite3 *mirror, sqlite3 *connection, struct error *error)
{
    sqlite3_stmt *select = NULL, *insert = NULL;
    bool is_copied = false;

    if (!statement_prepare(mirror, "SELECT staff_no, supervisor_no, is_active FROM staff", &select,
                           error) ||
        !statement_prepare(connection, "INSERT OR IGNORE INTO temp.staff_now VALUES (?1, ?2, ?3)",
                           &insert, error))
        goto done;
    while (statement_next(select, error)) {
        for (int column = 0; column < 3; column++)
            if (sqlite3_bind_value(insert, column + 1, sqlite3_column_value(select, column)) !=
                SQLITE_OK) {
                statement_error(connection, error);
                goto done;
            }
        if (!statement_finish(insert, error))
            goto done;
    }
    is_copied = error->code == EXIT_CODE_GOOD;
done:
    sqlite3_finalize(select);
    sqlite3_finalize(insert);
    return is_copied;
}

static bool staff_copy_from_mirror(sqlite3 *connection, const struct settings *settings,
                                   const struct catalogue *catalogue, const struct slot *slot,
                                   struct error *error)
{
    sqlite3 *mirror = NULL;
    bool is_copied;

    if (!mirror_open(&mirror, settings, catalogue, slot, error))
        return false;
    is_copied = staff_copy(mirror, connection, error);
    sqlite3_close(mirror);
    return is_copied;
}

bool worklist_staff_gather(sqlite3 *connection, const struct settings *settings,
                           const struct catalogue *catalogue, const struct slot *slot,
                           bool *is_known, struct error *error)
{
    if (!statement_execute(connection, make_staff, error) ||
        !staff_is_pulled(connection, is_known, error))
        return false;
    return !*is_known || staff_copy_from_mirror(connection, settings, catalogue, slot, error) ||
           error_wrap(error, "staff");
}

bool worklist_lists_make(sqlite3 *connection, bool is_staff_known, struct error *error)
{
    return statement_execute(connection, make_routes, error) &&
           statement_execute(connection, route_roles, error) &&
           statement_execute(connection, is_staff_known ? route_staff : route_unknown_staff, error);
}
