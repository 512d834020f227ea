/* Windows of days and places of staff; see kpi_frame.h. */
#include "jobs/kpi_frame.h"

#include "jobs/calendar.h"
#include "jobs/statement.h"

#define ROLLING_DAYS 30

static bool insert_period(sqlite3 *connection, const char *period, int64_t from_on, int64_t to_on,
                          struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool inserted = statement_prepare(
        connection, "INSERT INTO khrop_periods VALUES (:period, :from_on, :to_on)", &insert, error);
    if (inserted) {
        statement_bind_text(insert, ":period", period);
        statement_bind_integer(insert, ":from_on", from_on);
        statement_bind_integer(insert, ":to_on", to_on);
        inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return inserted;
}

/* DESIGN: day = from the last working day at or before last_on through last_on; on a Monday that is
 * Friday to Sunday. */
bool kpi_periods_write(struct results *results, const struct settings *settings,
                       const struct slot *slot, struct error *error)
{
    sqlite3 *connection = results->connection;
    struct calendar *calendar;
    int64_t day_from = slot->last_on;
    if (!calendar_open(&calendar, settings, error))
        return false;
    while (day_from > settings->accepted_from_on && !calendar_is_workday(calendar, day_from))
        day_from--;
    calendar_close(calendar);
    return insert_period(connection, "day", day_from, slot->last_on, error) &&
           insert_period(connection, "month", date_first_of_month(slot->last_on), slot->last_on,
                         error) &&
           insert_period(connection, "rolling", slot->last_on - ROLLING_DAYS + 1, slot->last_on,
                         error) &&
           insert_period(connection, "all", settings->accepted_from_on, slot->last_on, error) &&
           insert_period(connection, "now", slot->business_on, slot->business_on, error);
}

bool kpi_places_write(sqlite3 *mirror, struct results *results, struct error *error)
{
    sqlite3_stmt *staff = NULL, *insert = NULL;
    bool copied;
    /* Without staff there are no teams: everything stands under '' there. */
    if (sqlite3_prepare_v2(mirror, "SELECT staff_no, team, branch FROM staff", -1, &staff, NULL) !=
        SQLITE_OK)
        return true;
    copied = statement_prepare(results->connection,
                               "INSERT INTO khrop_staff_places VALUES (:staff_no, :from_on,"
                               " :to_on, :team, :branch)",
                               &insert, error);
    while (copied && statement_next(staff, error)) {
        statement_bind_text(insert, ":staff_no", statement_text(staff, 0));
        statement_bind_integer(insert, ":from_on", PLACE_FROM_ALWAYS);
        statement_bind_integer(insert, ":to_on", PLACE_TO_ALWAYS);
        statement_bind_text(insert, ":team", statement_text(staff, 1));
        statement_bind_text(insert, ":branch", statement_text(staff, 2));
        copied = statement_finish(insert, error);
    }
    copied = copied && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(staff);
    sqlite3_finalize(insert);
    return copied;
}
