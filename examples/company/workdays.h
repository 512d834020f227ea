/* The company's working days: Monday to Friday without public holidays. */
#ifndef KHROP_EXAMPLES_COMPANY_WORKDAYS_H
#define KHROP_EXAMPLES_COMPANY_WORKDAYS_H

#include <stdbool.h>
#include <stdint.h>

bool company_is_workday(int64_t on);

/* `on` itself when it is a working day, else the next. */
int64_t company_workday_from(int64_t on);

/* The n-th working day after `on` (n >= 1), or before it (n <= -1); n = 0 gives `on`. */
int64_t company_workday_after(int64_t on, int64_t n);

/* Working days in (from, to]; 0 when `to` isn't later. */
int64_t company_workdays(int64_t from, int64_t to);

#endif
