/* What is wrong with a date, in the words of who mends it; see odbc_reader_own.h. */
#include "core/decimal.h"
#include "jobs/odbc_reader_own.h"

#include <stdio.h>

static const char *const orders[] = {"iso", "dmy", "compact"};
static const char *const examples[][2] = {
    {"2026-12-31", "2569-12-31"}, {"31/12/2026", "31/12/2569"}, {"20261231", "25691231"}};

/* What the value may be instead. */
static const char *hint(enum date_order own, const char *bytes, size_t length)
{
    int64_t number;
    if (own != DATE_ORDER_DMY &&
        date_parse(bytes, length, DATE_ORDER_DMY, DATE_ERA_COMMON, &number) != DATE_NOT_A_DATE)
        return "; it looks like `dates: dmy`";
    if (own != DATE_ORDER_COMPACT &&
        date_parse(bytes, length, DATE_ORDER_COMPACT, DATE_ERA_COMMON, &number) != DATE_NOT_A_DATE)
        return "; it looks like `dates: compact`";
    if (integer_parse(bytes, length, &number) == DECIMAL_GOOD)
        return "; it is a number: make a date of it in the site's query";
    return "";
}

/* A day that stands for no date, such as 9999-12-31, is of no era. */
static bool is_sentinel(const struct odbc_query *query, const char *bytes, size_t length)
{
    int64_t days;
    return date_parse(bytes, length, query->feed->dates, DATE_ERA_BUDDHIST, &days) == DATE_GOOD &&
           days > query->accepted_to_on;
}

void odbc_date_reason(const struct odbc_query *query, enum column_type type,
                      enum date_status status, const char *bytes, size_t length,
                      char reason[DATE_REASON_SIZE])
{
    const struct feed_settings *feed = query->feed;
    if (status == DATE_GOOD || (status == DATE_LOOKS_BUDDHIST && is_sentinel(query, bytes, length)))
        snprintf(reason, DATE_REASON_SIZE,
                 "is outside the calendar's dates (holidays.yaml, accepted); if it stands for no "
                 "date, make it null in the site's query");
    else if (status == DATE_LOOKS_BUDDHIST)
        snprintf(reason, DATE_REASON_SIZE,
                 "has a year of the Buddhist era; set `era: buddhist` for the dataset in "
                 "datasets.yaml");
    else if (status == DATE_LOOKS_COMMON)
        snprintf(reason, DATE_REASON_SIZE,
                 "has a year of the common era, and the dataset says `era: buddhist`");
    else if (type == COLUMN_TIMESTAMP)
        snprintf(reason, DATE_REASON_SIZE,
                 "is not a moment of the calendar, written as 2026-12-31 23:59:59; write it so in "
                 "the site's query");
    else
        snprintf(reason, DATE_REASON_SIZE,
                 "is not a day of the calendar, written as %s (`dates: %s` in datasets.yaml)%s",
                 examples[feed->dates][feed->era], orders[feed->dates],
                 hint(feed->dates, bytes, length));
}
