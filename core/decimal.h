/* Money and quantities: 64-bit integers scaled by 10,000. Exact, or an error; never a
 * floating-point number. */
#ifndef KHROP_CORE_DECIMAL_H
#define KHROP_CORE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_SCALE INT64_C(10000)
#define DECIMAL_TEXT_SIZE 48

enum decimal_status {
    DECIMAL_GOOD,
    DECIMAL_NOT_A_NUMBER,    /* empty, letters, NaN, two points, thousands separators .. */
    DECIMAL_TOO_MANY_PLACES, /* a non-zero digit after the fourth place */
    DECIMAL_OUT_OF_RANGE,    /* beyond 64 bits once scaled */
};

/* Reads `12`, `-12.5`, `+0.0001`, `.5`, `12.`, `1.5E+3` (drivers print doubles so); spaces around
 * it are passed over. */
enum decimal_status decimal_parse(const char *bytes, size_t length, int64_t *scaled);

/* Reads an integer that is not scaled; `5.0` and `5.000` are 5, `5.5` is DECIMAL_TOO_MANY_PLACES.
 */
enum decimal_status integer_parse(const char *bytes, size_t length, int64_t *value);

/* Writes the shortest exact form ("1234.5", "-0.25", "7") and returns its length. */
size_t decimal_format(int64_t scaled, char text[DECIMAL_TEXT_SIZE]);

/* Writes it for people: thousands separated by commas, `places` decimals (0..4), rounded half away
 * from zero. */
size_t decimal_format_grouped(int64_t scaled, int places, char text[DECIMAL_TEXT_SIZE]);

/* a * b / c in 128 bits, rounded half away from zero. False when c is 0 or the result is beyond 64
 * bits. */
bool decimal_multiply_divide(int64_t a, int64_t b, int64_t c, int64_t *result);

#endif
