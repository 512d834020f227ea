/* Dates as people type them; see list_file.h. */
#include "core/date.h"
#include "jobs/list_file.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BUDDHIST_YEARS 543
#define BUDDHIST_FROM 2400 /* as date_parse */
#define DATE_BYTES 96
#define DAYS_BEFORE 400 /* how far from today a year of two digits may lie */
#define DAYS_AFTER 1200

/* The beginnings that tell months apart; `มิ.ย.` and the like without their stops. */
static const struct {
    const char *name;
    int month;
} months[] = {
    {"jan", 1}, {"feb", 2}, {"mar", 3},   {"apr", 4},  {"may", 5},  {"jun", 6},
    {"jul", 7}, {"aug", 8}, {"sep", 9},   {"oct", 10}, {"nov", 11}, {"dec", 12},
    {"มกร", 1}, {"มค", 1},  {"กุมภ", 2},   {"กพ", 2},   {"มีน", 3},   {"มีค", 3},
    {"เมษ", 4}, {"เมย", 4}, {"พฤษภ", 5},  {"พค", 5},   {"มิถ", 6},   {"มิย", 6},
    {"กรก", 7}, {"กค", 7},  {"สิง", 8},    {"สค", 8},   {"กันย", 9},  {"กย", 9},
    {"ตุล", 10}, {"ตค", 10}, {"พฤศจ", 11}, {"พย", 11},  {"ธัน", 12},  {"ธค", 12},
};

/* The text with Thai digits as ours, stops and slashes as blanks; "" when it is too long. */
static void date_plain(const char *text, char plain[DATE_BYTES])
{
    size_t used = 0;

    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (used + 4 > DATE_BYTES) {
            plain[0] = '\0';
            return;
        }
        if (at[0] == 0xE0 && at[1] == 0xB9 && at[2] >= 0x90 && at[2] <= 0x99) {
            plain[used++] = (char)('0' + at[2] - 0x90);
            at += 2;
        } else if (strchr("/-.,", *at) != NULL)
            plain[used++] = ' ';
        else
            plain[used++] = (char)*at;
    }
    plain[used] = '\0';
}

static int month_of(const char *name)
{
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (strncasecmp(name, months[i].name, strlen(months[i].name)) == 0)
            return months[i].month;
    return 0;
}

struct date_read {
    int numbers[3];
    int digits[3];
    int count;
    int month; /* by name; 0: none */
};

/* Takes a run of digits, or a name: what stands between blanks and digits. */
static bool word_take(const char **at, struct date_read *read)
{
    char name[DATE_BYTES];
    size_t length = strspn(*at, "0123456789"), used = 0;

    if (length > 0) {
        if (read->count == 3 || length > 4 || sscanf(*at, "%4d", &read->numbers[read->count]) != 1)
            return false;
        read->digits[read->count++] = (int)length;
        *at += length;
        return true;
    }
    /* `พ.ย.` has become `พ ย `: one letter each. */
    while (**at != '\0' && (**at < '0' || **at > '9')) {
        if (**at != ' ')
            name[used++] = **at;
        (*at)++;
    }
    name[used] = '\0';
    if (read->month != 0)
        return false;
    read->month = month_of(name);
    return read->month != 0;
}

static bool words_take(const char *text, struct date_read *read)
{
    char plain[DATE_BYTES];
    const char *at = plain;

    date_plain(text, plain);
    for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " "))
        if (!word_take(&at, read))
            return false;
    return read->count == (read->month == 0 ? 3 : 2);
}

static bool day_make(int year, int month, int day, int64_t *date_on)
{
    int back_year, back_month, back_day;

    if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *date_on = date_from_civil(year, month, day);
    date_to_civil(*date_on, &back_year, &back_month, &back_day);
    return back_day == day && back_month == month;
}

/* 69 is 2569, that is 2026, and 26 is 2026: the two eras lie 43 years apart within a century. */
static bool day_make_short(int year, int month, int day, int64_t near_on, int64_t *date_on)
{
    const int years[] = {2000 + year, 2500 + year - BUDDHIST_YEARS};

    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++)
        if (day_make(years[i], month, day, date_on) && *date_on >= near_on - DAYS_BEFORE &&
            *date_on <= near_on + DAYS_AFTER)
            return true;
    return false;
}

bool list_date_parse(const char *text, int64_t near_on, int64_t *date_on)
{
    struct date_read read = {0};
    int day, month, year, digits;

    if (!words_take(text, &read))
        return false;
    if (read.month == 0 && read.digits[0] == 4) { /* 2026-11-25 */
        year = read.numbers[0];
        month = read.numbers[1];
        day = read.numbers[2];
        digits = 4;
    } else {
        day = read.numbers[0];
        month = read.month != 0 ? read.month : read.numbers[1];
        year = read.numbers[read.count - 1];
        digits = read.digits[read.count - 1];
    }
    if (digits == 2)
        return day_make_short(year, month, day, near_on, date_on);
    if (digits != 4)
        return false;
    return day_make(year >= BUDDHIST_FROM ? year - BUDDHIST_YEARS : year, month, day, date_on);
}
