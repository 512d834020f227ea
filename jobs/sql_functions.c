/* workdays() and workday_after() for SQL; see calendar.h. */
#include "jobs/calendar.h"
#include "jobs/statement.h"

#include <stdio.h>

static bool has_null(int count, sqlite3_value **values)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return true;
    return false;
}

static void answer_out_of_range(sqlite3_context *context, const char *function, int64_t on)
{
    char date[DATE_TEXT_SIZE], text[160];
    date_format_iso(on, date);
    snprintf(text, sizeof text, "%s: %s is outside the calendar's dates (holidays.yaml, accepted)",
             function, date);
    sqlite3_result_error(context, text, -1);
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
    if (has_null(count - 1, values + 1)) {
        sqlite3_result_null(context);
        return;
    }
    if (calendar_workdays(calendar, branch_of(values[0]), sqlite3_value_int64(values[1]),
                          sqlite3_value_int64(values[2]), &answer))
        sqlite3_result_int64(context, answer);
    else
        answer_out_of_range(context, "workdays", sqlite3_value_int64(values[1]));
}

static void sql_workday_after(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct calendar *calendar = sqlite3_user_data(context);
    int64_t answer;
    if (has_null(count - 1, values + 1)) {
        sqlite3_result_null(context);
        return;
    }
    if (calendar_workday_after(calendar, branch_of(values[0]), sqlite3_value_int64(values[1]),
                               sqlite3_value_int64(values[2]), &answer))
        sqlite3_result_int64(context, answer);
    else
        answer_out_of_range(context, "workday_after", sqlite3_value_int64(values[1]));
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
