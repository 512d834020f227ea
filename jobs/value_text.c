/* Values as text, by tables over the column types; see value_text.h. */
#include "jobs/value_text.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/decimal.h"

#include <inttypes.h>
#include <stdio.h>

#define SECONDS_PER_DAY INT64_C(86400)

_Static_assert(VALUE_TEXT_SIZE >= DATE_TEXT_SIZE && VALUE_TEXT_SIZE >= DECIMAL_TEXT_SIZE,
               "dates and decimals are written straight into a value's text");

static size_t format_integer(int64_t number, char text[VALUE_TEXT_SIZE])
{
    int length = snprintf(text, VALUE_TEXT_SIZE, "%" PRId64, number);

    return length < 0 ? 0 : (size_t)length;
}

size_t value_format_exact(enum column_type type, int64_t number, char text[VALUE_TEXT_SIZE])
{
    switch (type) {
    case COLUMN_DATE:
        return date_format_iso(number, text);
    case COLUMN_TIMESTAMP:
        return timestamp_format_iso(number, 0, text);
    case COLUMN_QUANTITY:
    case COLUMN_MONEY:
        return decimal_format(number, text);
    case COLUMN_TEXT:
    case COLUMN_INTEGER:
    case COLUMN_BOOLEAN:
        break;
    }
    return format_integer(number, text);
}

static size_t speak_date(int64_t on, enum language language, char text[VALUE_TEXT_SIZE])
{
    return language == LANGUAGE_TH ? date_format_thai(on, text) : date_format_english(on, text);
}

static size_t speak_timestamp(int64_t at, enum language language, char text[VALUE_TEXT_SIZE])
{
    char date[VALUE_TEXT_SIZE];
    int64_t local = at + clock_offset_seconds(at);
    int64_t second = local % SECONDS_PER_DAY;
    int length;

    if (second < 0)
        second += SECONDS_PER_DAY;
    speak_date((local - second) / SECONDS_PER_DAY, language, date);
    length = snprintf(text, VALUE_TEXT_SIZE, "%.*s %02d:%02d", VALUE_TEXT_SIZE - 8, date,
                      (int)(second / 3600), (int)(second / 60 % 60));
    return length < 0 ? 0 : (size_t)length;
}

static size_t speak_boolean(bool is_true, enum language language, char text[VALUE_TEXT_SIZE])
{
    static const char *const words[LANGUAGE_COUNT][2] = {
        [LANGUAGE_EN] = {"no", "yes"},
        [LANGUAGE_TH] = {"ไม่ใช่", "ใช่"},
    };
    int length = snprintf(text, VALUE_TEXT_SIZE, "%s", words[language][is_true]);

    return length < 0 ? 0 : (size_t)length;
}

size_t value_format_spoken(enum column_type type, int64_t number, enum language language,
                           char text[VALUE_TEXT_SIZE])
{
    switch (type) {
    case COLUMN_DATE:
        return speak_date(number, language, text);
    case COLUMN_TIMESTAMP:
        return speak_timestamp(number, language, text);
    case COLUMN_MONEY:
        return decimal_format_grouped(number, 2, text);
    case COLUMN_BOOLEAN:
        return speak_boolean(number != 0, language, text);
    case COLUMN_QUANTITY:
    case COLUMN_TEXT:
    case COLUMN_INTEGER:
        break;
    }
    return value_format_exact(type, number, text);
}
