/* The working days of the company and of its branches. */
#ifndef KHROP_JOBS_CALENDAR_H
#define KHROP_JOBS_CALENDAR_H

#include "config/settings.h"

#include <sqlite3.h>

struct calendar;

/* Makes the calendar of the accepted dates. The caller ends it with calendar_close. */
bool calendar_open(struct calendar **calendar, const struct settings *settings,
                   struct error *error);
void calendar_close(struct calendar *calendar);

/* Working days in (from_on, to_on], never below 0. A branch without days of its own has the
 * company's. False when a date is outside the accepted dates. */
bool calendar_workdays(const struct calendar *calendar, const char *branch, int64_t from_on,
                       int64_t to_on, int64_t *count);

/* The n-th working day after a day (n >= 1). False when it is outside the accepted dates. */
bool calendar_workday_after(const struct calendar *calendar, const char *branch, int64_t on,
                            int64_t n, int64_t *day);

/* True for a working day of the company. */
bool calendar_is_workday(const struct calendar *calendar, int64_t on);

/* Writes the table `calendar` into `database`. */
bool calendar_write(const struct calendar *calendar, sqlite3 *database, struct error *error);

/* Gives a connection the SQL functions workdays(branch, from_on, to_on) and workday_after(branch,
 * on, n). A null argument gives null; a date outside the accepted dates is an SQL error. They keep
 * a calendar of their own. */
bool calendar_register(sqlite3 *database, const struct settings *settings, struct error *error);

#endif
