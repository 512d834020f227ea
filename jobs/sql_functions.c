/* workdays() and workday_after() for SQL; see calendar.h. */
#include "jobs/calendar.h"
#include "jobs/statement.h"

#include <stdio.h>

/* True when both numbers are there. A null gives null; a text or a floating-point number would be
 * read as a day that nobody meant. */
static bool has_numbers(sqlite3_context *context, sqlite3_value **values)
{
    for (int i = 1; i <= 2; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) {
            sqlite3_result_null(context);
            return false;
        }
    for (int i = 1; i <= 2; i++)
        if (sqlite3_value_type(values[i]) != SQLITE_INTEGER) {
            sqlite3_result_error(context, "workdays and workday_after take days as integers", -1);
            return false;
        }
    return true;
}

/* A date far beyond what a year's digits show would not print. */
static void show_date(int64_t on, char text[DATE_TEXT_SIZE])
{
    if (on > -100000 && on < 1000000)
        date_format_iso(on, text);
    else
        snprintf(text, DATE_TEXT_SIZE, "day %lld", (long long)on);
}

/* An unknown branch (null) has the company's calendar. */
static const char *branch_of(sqlite3_value *value)
{
    const char *branch = (const char *)sqlite3_value_text(value);
    return branch == NULL ? "" : branch;
}

static void sql_workdays(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct calendar *calendar = sqlite3_user_data(context);
    int64_t answer;
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], text[256];
    (void)count;
    if (!has_numbers(context, values))
        return;
    if (calendar_workdays(calendar, branch_of(values[0]), sqlite3_value_int64(values[1]),
                          sqlite3_value_int64(values[2]), &answer)) {
        sqlite3_result_int64(context, answer);
        return;
    }
    show_date(sqlite3_value_int64(values[1]), from);
    show_date(sqlite3_value_int64(values[2]), to);
    snprintf(text, sizeof text,
             "workdays from %s to %s: outside the calendar (holidays.yaml, accepted)", from, to);
    sqlite3_result_error(context, text, -1);
}

static void sql_workday_after(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct calendar *calendar = sqlite3_user_data(context);
    int64_t answer;
    char date[DATE_TEXT_SIZE], text[256];
    (void)count;
    if (!has_numbers(context, values))
        return;
    if (calendar_workday_after(calendar, branch_of(values[0]), sqlite3_value_int64(values[1]),
                               sqlite3_value_int64(values[2]), &answer)) {
        sqlite3_result_int64(context, answer);
        return;
    }
    show_date(sqlite3_value_int64(values[1]), date);
    snprintf(text, sizeof text,
             sqlite3_value_int64(values[2]) < 1
                 ? "workday_after: number %lld after %s: it counts from 1"
                 : "workday_after: number %lld after %s: outside the calendar (holidays.yaml, "
                   "accepted)",
             (long long)sqlite3_value_int64(values[2]), date);
    sqlite3_result_error(context, text, -1);
}

static void close_calendar(void *calendar)
{
    calendar_close(calendar);
}

bool calendar_register(sqlite3 *database, const struct settings *settings, struct error *error)
{
    static const struct {
        const char *name;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"workdays", sql_workdays}, {"workday_after", sql_workday_after}};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        struct calendar *calendar;
        if (!calendar_open(&calendar, settings, error))
            return false;
        /* On failure SQLite calls close_calendar itself. */
        if (sqlite3_create_function_v2(database, functions[i].name, 3,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                       calendar, functions[i].function, NULL, NULL,
                                       close_calendar) != SQLITE_OK)
            return statement_error(database, error);
    }
    return true;
}
