/* The calendar as the company lives it; site/holidays.yaml says the same to khrop. */
#include "examples/company/workdays.h"

#include "core/date.h"

#include <stddef.h>

/* Public holidays of 2026 on weekdays (vacanza/holidays), as days since 1970. */
static const int64_t holidays[] = {
    20454, /* 1 Jan */
    20455, /* 2 Jan */
    20515, /* 3 Mar */
    20549, /* 6 Apr */
    20556, /* 13 Apr */
    20557, /* 14 Apr */
    20558, /* 15 Apr */
    20574, /* 1 May */
    20577, /* 4 May */
    20605, /* 1 Jun */
    20607, /* 3 Jun */
    20662, /* 28 Jul */
    20663, /* 29 Jul */
    20664, /* 30 Jul */
    20677, /* 12 Aug */
    20739, /* 13 Oct */
    20749, /* 23 Oct */
    20794, /* 7 Dec */
    20797, /* 10 Dec */
    20818, /* 31 Dec */
};

static bool is_holiday(int64_t on)
{
    for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++)
        if (holidays[i] == on)
            return true;
    return false;
}

bool company_is_workday(int64_t on)
{
    return date_weekday(on) <= 5 && !is_holiday(on);
}

int64_t company_workday_from(int64_t on)
{
    while (!company_is_workday(on))
        on++;
    return on;
}

int64_t company_workday_after(int64_t on, int64_t n)
{
    int64_t step = n < 0 ? -1 : 1;

    for (; n != 0; n -= step) {
        do
            on += step;
        while (!company_is_workday(on));
    }
    return on;
}

int64_t company_workdays(int64_t from, int64_t to)
{
    int64_t count = 0;

    for (int64_t on = from + 1; on <= to; on++)
        count += company_is_workday(on);
    return count;
}
