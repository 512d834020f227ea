/* Any bytes as a number: what is read is what a second reader (strtold) sees, and what is written
 * reads back the same. */
#include "core/decimal.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <string.h>

/* A long double holds 64 bits: a few units in the last place are its own error, not the reader's.
 */
#define TOLERANCE 4.0L

static void compare_with_strtold(const uint8_t *bytes, size_t size, enum decimal_status status,
                                 int64_t value, long double scale)
{
    char text[256];
    char *end;
    long double seen;
    if (size >= sizeof text || memchr(bytes, 0, size) != NULL)
        return;
    memcpy(text, bytes, size);
    text[size] = '\0';
    seen = strtold(text, &end) * scale;
    if (status == DECIMAL_GOOD) {
        must_hold(end != text, "strtold sees a number too");
        must_hold(fabsl(seen - (long double)value) <= TOLERANCE, "strtold sees the same number");
    }
    if (status == DECIMAL_OUT_OF_RANGE)
        must_hold(fabsl(seen) >= 9223372036854775807.0L - TOLERANCE, "it is out of range");
}

static void write_and_read_back(int64_t value)
{
    char text[DECIMAL_TEXT_SIZE];
    int64_t back;
    size_t length = decimal_format(value, text);
    must_hold(length == strlen(text), "the length is that of the text");
    must_hold(decimal_parse(text, length, &back) == DECIMAL_GOOD && back == value,
              "a written number reads back the same");
    for (int places = 0; places <= 4; places++)
        must_hold(decimal_format_grouped(value, places, text) == strlen(text),
                  "the length is that of the grouped text");
}

static void multiply_and_divide(const uint8_t *bytes, size_t size)
{
    int64_t numbers[3], result;
    if (size < sizeof numbers)
        return;
    memcpy(numbers, bytes, sizeof numbers);
    write_and_read_back(numbers[0]);
    if (decimal_multiply_divide(numbers[0], numbers[1], numbers[2], &result))
        must_hold(
            fabsl((long double)numbers[0] * (long double)numbers[1] / (long double)numbers[2] -
                  (long double)result) <= TOLERANCE,
            "the quotient is near");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    int64_t value = 0;
    enum decimal_status status = decimal_parse((const char *)bytes, size, &value);
    compare_with_strtold(bytes, size, status, value, 10000.0L);
    if (status == DECIMAL_GOOD)
        write_and_read_back(value);
    status = integer_parse((const char *)bytes, size, &value);
    compare_with_strtold(bytes, size, status, value, 1.0L);
    multiply_and_divide(bytes, size);
    return 0;
}
