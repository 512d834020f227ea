/* Dates as days, timestamps as seconds; see date.h. The civil calendar is reckoned in 400-year eras
 * that begin on 1 March. */
#include "core/date.h"

#include <inttypes.h>
#include <stdio.h>

#define BUDDHIST_OFFSET 543
#define FIRST_BUDDHIST_YEAR 2400
#define SECONDS_PER_DAY INT64_C(86400)
/* 0001-01-01 and 9999-12-31: what is beyond has no usual spelling. */
#define FIRST_SHOWN_DAY INT64_C(-719162)
#define LAST_SHOWN_DAY INT64_C(2932896)
/* Far more days than the years of an int, far fewer than 64 bits: reckoning with them is safe. */
#define MOST_DAYS INT64_C(700000000000)

int64_t date_from_civil(int year, int month, int day)
{
    int64_t shifted = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (int64_t)(month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_to_civil(int64_t days, int *year, int *month, int *day)
{
    int64_t within = days > MOST_DAYS ? MOST_DAYS : days < -MOST_DAYS ? -MOST_DAYS : days;
    int64_t shifted = within + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_index = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * month_index + 2) / 5 + 1);
    *month = (int)(month_index < 10 ? month_index + 3 : month_index - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

int date_weekday(int64_t days)
{
    int64_t from_monday = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

int64_t date_first_of_month(int64_t days)
{
    int year, month, day;
    date_to_civil(days, &year, &month, &day);
    return days - day + 1;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

/* What is left to read. */
struct cursor {
    const char *at, *end;
};

/* Reads `least` to `most` digits; -1 when there are fewer. */
static int take_number(struct cursor *cursor, int least, int most)
{
    int number = 0, count = 0;
    while (count < most && cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        number = number * 10 + (*cursor->at++ - '0');
        count++;
    }
    return count >= least ? number : -1;
}

static bool take_character(struct cursor *cursor, char wanted)
{
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static struct cursor trimmed(const char *bytes, size_t length)
{
    struct cursor cursor = {bytes, bytes + length};
    while (cursor.at < cursor.end && (*cursor.at == ' ' || *cursor.at == '\t'))
        cursor.at++;
    while (cursor.end > cursor.at && (cursor.end[-1] == ' ' || cursor.end[-1] == '\t'))
        cursor.end--;
    return cursor;
}

struct civil {
    int year, month, day;
};

/* Checks the day against its month and brings the year to the common era. */
static enum date_status civil_to_days(struct civil civil, enum date_era era, int64_t *days)
{
    if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1)
        return DATE_NOT_A_DATE;
    if (era == DATE_ERA_COMMON && civil.year >= FIRST_BUDDHIST_YEAR) {
        /* 31/02/2569 is no date in either era: say so before speaking of eras. */
        int common = civil.year - BUDDHIST_OFFSET;
        return civil.day <= days_in_month(common, civil.month) ? DATE_LOOKS_BUDDHIST
                                                               : DATE_NOT_A_DATE;
    }
    if (era == DATE_ERA_BUDDHIST) {
        if (civil.year < FIRST_BUDDHIST_YEAR)
            return civil.day <= days_in_month(civil.year, civil.month) ? DATE_LOOKS_COMMON
                                                                       : DATE_NOT_A_DATE;
        civil.year -= BUDDHIST_OFFSET;
    }
    if (civil.day > days_in_month(civil.year, civil.month))
        return DATE_NOT_A_DATE;
    *days = date_from_civil(civil.year, civil.month, civil.day);
    return DATE_GOOD;
}

static bool take_iso_date(struct cursor *cursor, struct civil *civil)
{
    civil->year = take_number(cursor, 4, 4);
    if (civil->year < 0 || !take_character(cursor, '-'))
        return false;
    civil->month = take_number(cursor, 2, 2);
    if (civil->month < 0 || !take_character(cursor, '-'))
        return false;
    civil->day = take_number(cursor, 2, 2);
    return civil->day >= 0;
}

/* `08:30`, `08:30:15`, `08:30:15.123`; gives the seconds of the day, or -1. */
static int64_t take_time(struct cursor *cursor)
{
    int second = 0;
    int hour = take_number(cursor, 2, 2);
    int minute = take_character(cursor, ':') ? take_number(cursor, 2, 2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    if (take_character(cursor, ':')) {
        second = take_number(cursor, 2, 2);
        if (second < 0 || second > 59)
            return -1;
        if (take_character(cursor, '.') && take_number(cursor, 1, 9) < 0)
            return -1;
    }
    return hour * INT64_C(3600) + minute * INT64_C(60) + second;
}

/* `Z`, `+07`, `+07:00`, `+0700` */
static bool take_offset(struct cursor *cursor, int64_t *offset_seconds)
{
    int hours, minutes = 0;
    bool is_west;
    if (take_character(cursor, 'Z')) {
        *offset_seconds = 0;
        return true;
    }
    if (cursor->at == cursor->end || (*cursor->at != '+' && *cursor->at != '-'))
        return true;
    is_west = *cursor->at++ == '-';
    hours = take_number(cursor, 2, 2);
    if (take_character(cursor, ':') || cursor->at < cursor->end)
        minutes = take_number(cursor, 2, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
        return false;
    *offset_seconds = (is_west ? -1 : 1) * (hours * INT64_C(3600) + minutes * INT64_C(60));
    return true;
}

/* The rest of an ISO timestamp behind its date. Nothing there is midnight. */
static bool take_time_and_offset(struct cursor *cursor, int64_t *second_of_day, int64_t *offset)
{
    *second_of_day = 0;
    if (cursor->at == cursor->end)
        return true;
    if (!take_character(cursor, ' ') && !take_character(cursor, 'T'))
        return false;
    *second_of_day = take_time(cursor);
    return *second_of_day >= 0 && take_offset(cursor, offset) && cursor->at == cursor->end;
}

static bool take_dmy_date(struct cursor *cursor, struct civil *civil)
{
    char separator;
    civil->day = take_number(cursor, 1, 2);
    if (civil->day < 0 || cursor->at == cursor->end)
        return false;
    separator = *cursor->at++;
    if (separator != '/' && separator != '-' && separator != '.')
        return false;
    civil->month = take_number(cursor, 1, 2);
    if (civil->month < 0 || !take_character(cursor, separator))
        return false;
    civil->year = take_number(cursor, 4, 4);
    return civil->year >= 0 && cursor->at == cursor->end;
}

static bool take_compact_date(struct cursor *cursor, struct civil *civil)
{
    civil->year = take_number(cursor, 4, 4);
    civil->month = take_number(cursor, 2, 2);
    civil->day = take_number(cursor, 2, 2);
    return civil->year >= 0 && civil->month >= 0 && civil->day >= 0 && cursor->at == cursor->end;
}

enum date_status date_parse(const char *bytes, size_t length, enum date_order order,
                            enum date_era era, int64_t *days)
{
    struct cursor start = trimmed(bytes, length);
    struct cursor cursor = start;
    struct civil civil;
    int64_t second_of_day, offset;

    if (take_iso_date(&cursor, &civil)) {
        if (!take_time_and_offset(&cursor, &second_of_day, &offset))
            return DATE_NOT_A_DATE;
        return civil_to_days(civil, era, days);
    }
    cursor = start;
    if (order == DATE_ORDER_DMY && take_dmy_date(&cursor, &civil))
        return civil_to_days(civil, era, days);
    if (order == DATE_ORDER_COMPACT && take_compact_date(&cursor, &civil))
        return civil_to_days(civil, era, days);
    return DATE_NOT_A_DATE;
}

enum date_status timestamp_parse(const char *bytes, size_t length, enum date_era era,
                                 int64_t offset_seconds, int64_t *seconds)
{
    struct cursor cursor = trimmed(bytes, length);
    struct civil civil;
    int64_t second_of_day, days;
    enum date_status status;

    if (!take_iso_date(&cursor, &civil) ||
        !take_time_and_offset(&cursor, &second_of_day, &offset_seconds))
        return DATE_NOT_A_DATE;
    status = civil_to_days(civil, era, &days);
    if (status == DATE_GOOD)
        *seconds = days * SECONDS_PER_DAY + second_of_day - offset_seconds;
    return status;
}

static bool is_shown(int64_t days)
{
    return days >= FIRST_SHOWN_DAY && days <= LAST_SHOWN_DAY;
}

/* What a query has reckoned beyond the years that have four digits is told as the number it is. */
static size_t format_number(const char *what, int64_t number, char text[DATE_TEXT_SIZE])
{
    return (size_t)snprintf(text, DATE_TEXT_SIZE, "%s %" PRId64, what, number);
}

/* Writes `number` with as many digits as asked, and returns the place behind them. */
static char *put_digits(char *at, int number, int digits)
{
    for (int i = digits; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + digits;
}

size_t date_format_iso(int64_t days, char text[DATE_TEXT_SIZE])
{
    int year, month, day;
    char *at = text;
    if (!is_shown(days))
        return format_number("day", days, text);
    date_to_civil(days, &year, &month, &day);
    at = put_digits(at, year, 4);
    *at++ = '-';
    at = put_digits(at, month, 2);
    *at++ = '-';
    at = put_digits(at, day, 2);
    *at = '\0';
    return (size_t)(at - text);
}

/* "25 Nov 2026" by the months and the era given. */
static size_t format_spoken(int64_t days, const char *const months[12], int years_more,
                            char text[DATE_TEXT_SIZE])
{
    int year, month, day;
    if (!is_shown(days))
        return format_number("day", days, text);
    date_to_civil(days, &year, &month, &day);
    return (size_t)snprintf(text, DATE_TEXT_SIZE, "%d %s %d", day, months[month - 1],
                            year + years_more);
}

size_t date_format_english(int64_t days, char text[DATE_TEXT_SIZE])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return format_spoken(days, months, 0, text);
}

size_t date_format_thai(int64_t days, char text[DATE_TEXT_SIZE])
{
    static const char *const months[] = {"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                                         "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.",  "พ.ย.", "ธ.ค."};
    return format_spoken(days, months, BUDDHIST_OFFSET, text);
}

size_t timestamp_format_iso(int64_t seconds, int64_t offset_seconds, char text[DATE_TEXT_SIZE])
{
    int64_t east = offset_seconds < 0 ? -offset_seconds : offset_seconds;
    int64_t local, days, second;
    size_t length;
    if (seconds / SECONDS_PER_DAY <= FIRST_SHOWN_DAY || seconds / SECONDS_PER_DAY >= LAST_SHOWN_DAY)
        return format_number("second", seconds, text);
    local = seconds + offset_seconds;
    days = local / SECONDS_PER_DAY - (local % SECONDS_PER_DAY < 0 ? 1 : 0);
    second = local - days * SECONDS_PER_DAY;
    length = date_format_iso(days, text);
    return length + (size_t)snprintf(
                        text + length, DATE_TEXT_SIZE - length, "T%02d:%02d:%02d%c%02d:%02d",
                        (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
                        offset_seconds < 0 ? '-' : '+', (int)(east / 3600), (int)(east / 60 % 60));
}
