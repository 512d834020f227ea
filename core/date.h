/* Dates are days since 1970-01-01, timestamps are seconds since then, UTC. Proleptic Gregorian
 * calendar; shown in the Buddhist era (year + 543) to Thai readers. */
#ifndef KHROP_CORE_DATE_H
#define KHROP_CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_TEXT_SIZE 64

/* How a source writes its dates as text. */
enum date_order {
    DATE_ORDER_ISO, /* 2026-11-25, also 2026-11-25 08:30:00(.123) and 2026-11-25T08:30:00: the time
                       is passed over */
    DATE_ORDER_DMY, /* 25/11/2026, 25-11-2026, 25.11.2026 */
    DATE_ORDER_COMPACT, /* 20261125 */
};

enum date_era {
    DATE_ERA_COMMON,
    DATE_ERA_BUDDHIST,
};

enum date_status {
    DATE_GOOD,
    DATE_NOT_A_DATE,
    DATE_LOOKS_BUDDHIST, /* era common, but the year is 2400 or later */
    DATE_LOOKS_COMMON,   /* era buddhist, but the year is before 2400 */
};

/* 31/02/2026 is DATE_NOT_A_DATE. An ISO date is read under every order (a driver may hand out a
 * struct as ISO text). */
enum date_status date_parse(const char *bytes, size_t length, enum date_order order,
                            enum date_era era, int64_t *days);

/* An ISO timestamp of a place `offset_seconds` east of UTC; `Z` or `+07:00` at its end goes before
 * the offset. A date alone is its midnight. */
enum date_status timestamp_parse(const char *bytes, size_t length, enum date_era era,
                                 int64_t offset_seconds, int64_t *seconds);

int64_t date_from_civil(int year, int month, int day);
/* Days beyond 700,000,000,000 either way, whose years an int could not hold, are read as that many.
 */
void date_to_civil(int64_t days, int *year, int *month, int *day);
/* 1 Monday .. 7 Sunday (ISO 8601). */
int date_weekday(int64_t days);
int64_t date_first_of_month(int64_t days);

/* The texts of days before 0001-01-01 or after 9999-12-31, which no source can hand in but a query
 * can reckon, are `day 2932897` and `second 253402300800`. */

/* "2026-11-25" */
size_t date_format_iso(int64_t days, char text[DATE_TEXT_SIZE]);
/* "25 Nov 2026" */
size_t date_format_english(int64_t days, char text[DATE_TEXT_SIZE]);
/* "25 พ.ย. 2569" */
size_t date_format_thai(int64_t days, char text[DATE_TEXT_SIZE]);
/* "2026-11-25T08:30:00+07:00" for a place `offset_seconds` east of UTC. */
size_t timestamp_format_iso(int64_t seconds, int64_t offset_seconds, char text[DATE_TEXT_SIZE]);

#endif
