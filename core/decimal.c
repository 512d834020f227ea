/* Exact decimals; see decimal.h. */
#include "core/decimal.h"

#include <string.h>

#define SCALE_PLACES 4
/* Far beyond the length of any text, so that no row of zeros can make up for an exponent cut here.
 */
#define MAX_EXPONENT 100000000
/* Digits that fit 64 bits however they are scaled. */
#define PLAIN_LENGTH 14

/* A number as it is written: digits with leading zeros passed over, and where its point stands. */
struct spelled {
    const char *cursor, *end;
    bool is_negative, has_digits;
    bool is_beyond;  /* more digits than 64 bits hold */
    uint64_t digits; /* the digits that count, without the point */
    int places;      /* how many of them stand behind the point */
    int zeros;       /* zeros read after the last digit that isn't zero, not yet in `digits` */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void push_digit(struct spelled *number, unsigned digit)
{
    if (number->digits > (UINT64_MAX - digit) / 10)
        number->is_beyond = true;
    else
        number->digits = number->digits * 10 + digit;
}

/* Zeros are held back: behind the point they may mean nothing, and must not overflow. */
static void take_digit(struct spelled *number, unsigned digit)
{
    if (digit == 0 && number->digits != 0) {
        number->zeros++;
        return;
    }
    for (; number->zeros > 0 && digit != 0; number->zeros--)
        push_digit(number, 0);
    push_digit(number, digit);
}

static void take_digits(struct spelled *number, bool behind_point)
{
    for (; number->cursor < number->end && is_digit(*number->cursor); number->cursor++) {
        number->has_digits = true;
        take_digit(number, (unsigned)(*number->cursor - '0'));
        if (behind_point)
            number->places++;
    }
}

static bool take_exponent(struct spelled *number)
{
    bool is_negative = false;
    int exponent = 0;
    const char *first;
    if (number->cursor == number->end || (*number->cursor != 'e' && *number->cursor != 'E'))
        return true;
    number->cursor++;
    if (number->cursor < number->end && (*number->cursor == '+' || *number->cursor == '-'))
        is_negative = *number->cursor++ == '-';
    first = number->cursor;
    for (; number->cursor < number->end && is_digit(*number->cursor); number->cursor++)
        if (exponent < MAX_EXPONENT)
            exponent = exponent * 10 + (*number->cursor - '0');
    number->places -= is_negative ? -exponent : exponent;
    return number->cursor > first;
}

static bool spell(const char *bytes, size_t length, struct spelled *number)
{
    *number = (struct spelled){.cursor = bytes, .end = bytes + length};
    while (number->cursor < number->end && is_blank(*number->cursor))
        number->cursor++;
    while (number->end > number->cursor && is_blank(number->end[-1]))
        number->end--;
    if (number->cursor < number->end && (*number->cursor == '-' || *number->cursor == '+'))
        number->is_negative = *number->cursor++ == '-';
    take_digits(number, false);
    if (number->cursor < number->end && *number->cursor == '.') {
        number->cursor++;
        take_digits(number, true);
    }
    if (!number->has_digits || !take_exponent(number) || number->cursor != number->end)
        return false;
    number->places -= number->zeros;
    return true;
}

/* digits * 10^(scale - places), exactly. */
static enum decimal_status scale_to(struct spelled *number, int scale, int64_t *value)
{
    uint64_t limit = (uint64_t)INT64_MAX + (number->is_negative ? 1 : 0);
    uint64_t digits = number->digits;
    *value = 0;
    if (digits == 0 && !number->is_beyond)
        return DECIMAL_GOOD;
    if (number->places > scale)
        return DECIMAL_TOO_MANY_PLACES;
    if (number->is_beyond)
        return DECIMAL_OUT_OF_RANGE;
    for (int shift = scale - number->places; shift > 0; shift--) {
        if (digits > limit / 10)
            return DECIMAL_OUT_OF_RANGE;
        digits *= 10;
    }
    if (digits > limit)
        return DECIMAL_OUT_OF_RANGE;
    *value = number->is_negative ? (int64_t)(UINT64_C(0) - digits) : (int64_t)digits;
    return DECIMAL_GOOD;
}

/* What nearly every value is: an optional sign, few digits, at most `scale` of them behind a point.
 * False for all else, which is for spell to judge. */
static bool read_plain(const char *bytes, size_t length, int scale, int64_t *value)
{
    bool is_negative = length > 0 && bytes[0] == '-';
    size_t i = is_negative ? 1 : 0, point;
    int64_t digits = 0;
    if (length > PLAIN_LENGTH)
        return false;
    for (; i < length && is_digit(bytes[i]); i++)
        digits = digits * 10 + (bytes[i] - '0');
    point = i;
    if (i < length && bytes[i] == '.' && length - i - 1 <= (size_t)scale)
        for (i++; i < length && is_digit(bytes[i]); i++, scale--)
            digits = digits * 10 + (bytes[i] - '0');
    if (i != length || point == (is_negative ? 1 : 0))
        return false;
    for (; scale > 0; scale--)
        digits *= 10;
    *value = is_negative ? -digits : digits;
    return true;
}

enum decimal_status decimal_parse(const char *bytes, size_t length, int64_t *scaled)
{
    struct spelled number;
    if (read_plain(bytes, length, SCALE_PLACES, scaled))
        return DECIMAL_GOOD;
    *scaled = 0;
    if (!spell(bytes, length, &number))
        return DECIMAL_NOT_A_NUMBER;
    return scale_to(&number, SCALE_PLACES, scaled);
}

enum decimal_status integer_parse(const char *bytes, size_t length, int64_t *value)
{
    struct spelled number;
    if (read_plain(bytes, length, 0, value))
        return DECIMAL_GOOD;
    *value = 0;
    if (!spell(bytes, length, &number))
        return DECIMAL_NOT_A_NUMBER;
    return scale_to(&number, 0, value);
}

/* Writes `whole`, its digits in threes when `is_grouped`, and returns the length. */
static size_t format_whole(uint64_t whole, bool is_grouped, char *text)
{
    char reversed[DECIMAL_TEXT_SIZE];
    size_t length = 0, digits = 0;
    do {
        if (is_grouped && digits > 0 && digits % 3 == 0)
            reversed[length++] = ',';
        reversed[length++] = (char)('0' + whole % 10);
        whole /= 10;
        digits++;
    } while (whole > 0);
    for (size_t i = 0; i < length; i++)
        text[i] = reversed[length - 1 - i];
    return length;
}

static uint64_t magnitude_of(int64_t value)
{
    return value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
}

static size_t format_parts(bool is_negative, uint64_t magnitude, int places, bool is_grouped,
                           char text[DECIMAL_TEXT_SIZE])
{
    uint64_t unit = 1;
    uint64_t fraction;
    size_t length = 0;
    for (int i = 0; i < places; i++)
        unit *= 10;
    if (is_negative && magnitude != 0)
        text[length++] = '-';
    length += format_whole(magnitude / unit, is_grouped, text + length);
    fraction = magnitude % unit;
    if (places > 0)
        text[length++] = '.';
    for (int i = places; i > 0; i--) {
        text[length + (size_t)i - 1] = (char)('0' + fraction % 10);
        fraction /= 10;
    }
    length += (size_t)places;
    text[length] = '\0';
    return length;
}

size_t decimal_format(int64_t scaled, char text[DECIMAL_TEXT_SIZE])
{
    size_t length = format_parts(scaled < 0, magnitude_of(scaled), SCALE_PLACES, false, text);
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    text[length] = '\0';
    return length;
}

size_t decimal_format_grouped(int64_t scaled, int places, char text[DECIMAL_TEXT_SIZE])
{
    uint64_t magnitude = magnitude_of(scaled);
    uint64_t unit = 1;
    for (int i = places; i < SCALE_PLACES; i++)
        unit *= 10;
    magnitude = (magnitude + unit / 2) / unit;
    return format_parts(scaled < 0, magnitude, places, true, text);
}

bool decimal_multiply_divide(int64_t a, int64_t b, int64_t c, int64_t *result)
{
    __extension__ typedef __int128 wide;
    wide product, divisor, quotient;
    if (c == 0)
        return false;
    product = (wide)a * b;
    divisor = c;
    if (divisor < 0) {
        divisor = -divisor;
        product = -product;
    }
    quotient =
        product < 0 ? -((-product + divisor / 2) / divisor) : (product + divisor / 2) / divisor;
    if (quotient > INT64_MAX || quotient < INT64_MIN)
        return false;
    *result = (int64_t)quotient;
    return true;
}
