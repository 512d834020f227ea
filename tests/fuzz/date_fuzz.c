/* Any bytes as a date: what is read is a day of the calendar, and what is written reads back the
 * same. The first byte chooses the order and the era. */
#include "core/date.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_date(const char *bytes, size_t size, enum date_order order, enum date_era era)
{
    char text[DATE_TEXT_SIZE];
    int64_t days, back;
    int year, month, day;
    if (date_parse(bytes, size, order, era, &days) != DATE_GOOD)
        return;
    date_to_civil(days, &year, &month, &day);
    must_hold(year >= 1 && year <= 9999, "a year has four digits");
    must_hold(era == DATE_ERA_COMMON ? year < 2400 : year >= 2400 - 543, "the year is of its era");
    must_hold(date_from_civil(year, month, day) == days, "the civil date is that of the day");
    must_hold(date_format_iso(days, text) == 10, "an ISO date has ten characters");
    /* 2400 and later of the common era read as Buddhist: such a day can only come from that era. */
    if (year < 2400)
        must_hold(date_parse(text, 10, order, DATE_ERA_COMMON, &back) == DATE_GOOD && back == days,
                  "a written date reads back the same");
}

static void check_timestamp(const char *bytes, size_t size, enum date_era era, int64_t offset)
{
    char text[DATE_TEXT_SIZE];
    int64_t seconds, back;
    if (timestamp_parse(bytes, size, era, offset, &seconds) != DATE_GOOD)
        return;
    timestamp_format_iso(seconds, offset, text);
    if (strlen(text) == 25 && strncmp(text, "2400", 4) < 0)
        must_hold(timestamp_parse(text, 25, DATE_ERA_COMMON, 0, &back) == DATE_GOOD &&
                      back == seconds,
                  "a written timestamp reads back the same");
}

static void check_any_number(const uint8_t *bytes, size_t size)
{
    char text[DATE_TEXT_SIZE];
    int64_t number;
    if (size < sizeof number)
        return;
    memcpy(&number, bytes, sizeof number);
    must_hold(date_format_iso(number, text) == strlen(text), "any day can be written");
    must_hold(date_format_english(number, text) == strlen(text), "any day can be written");
    must_hold(date_format_thai(number, text) == strlen(text), "any day can be written");
    must_hold(timestamp_format_iso(number, 25200, text) == strlen(text), "any second can be");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int64_t offsets[] = {0, 25200, -34200, 1800};
    const char *text;
    if (size == 0)
        return 0;
    text = (const char *)bytes + 1;
    check_date(text, size - 1, (enum date_order)(bytes[0] % 3), (enum date_era)(bytes[0] / 3 % 2));
    check_timestamp(text, size - 1, (enum date_era)(bytes[0] / 3 % 2), offsets[bytes[0] / 6 % 4]);
    check_any_number(bytes + 1, size - 1);
    return 0;
}
