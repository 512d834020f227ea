/* Tests core/decimal.c. Expected values were written by hand; those near the limits were reckoned
 * with Python's integers. */
#include "core/decimal.h"
#include "tests/unit/testing.h"

#include <string.h>

struct parse_case {
    const char *text;
    enum decimal_status status;
    int64_t scaled;
};

static void assert_parses(const struct parse_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t scaled = -77;
        enum decimal_status status = decimal_parse(cases[i].text, strlen(cases[i].text), &scaled);
        if (status != cases[i].status || (status == DECIMAL_GOOD && scaled != cases[i].scaled))
            fail_msg("\"%s\" gave status %d and %lld", cases[i].text, (int)status,
                     (long long)scaled);
    }
}

#define ASSERT_PARSES(cases) assert_parses(cases, sizeof(cases) / sizeof(cases)[0])

static void plain_numbers_are_scaled_by_ten_thousand(void **state)
{
    static const struct parse_case cases[] = {
        {"12", DECIMAL_GOOD, 120000},
        {"-12.5", DECIMAL_GOOD, -125000},
        {"+0.0001", DECIMAL_GOOD, 1},
        {".5", DECIMAL_GOOD, 5000},
        {"-.5", DECIMAL_GOOD, -5000},
        {"12.", DECIMAL_GOOD, 120000},
        {"0", DECIMAL_GOOD, 0},
        {"-0", DECIMAL_GOOD, 0},
        {"-0.0000", DECIMAL_GOOD, 0},
        {"007", DECIMAL_GOOD, 70000},
        {"1234.50", DECIMAL_GOOD, 12345000},
        {"0000000000000000000000000001", DECIMAL_GOOD, 10000},
        {"1234567890123", DECIMAL_GOOD, 12345678901230000},
        {"12345678901234", DECIMAL_GOOD, 123456789012340000},
        {"123456789012345", DECIMAL_GOOD, 1234567890123450000},
        {"123456789.1234", DECIMAL_GOOD, 1234567891234},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void blanks_around_a_number_are_passed_over(void **state)
{
    static const struct parse_case cases[] = {
        {"  7 ", DECIMAL_GOOD, 70000},
        {"\t-7\r\n", DECIMAL_GOOD, -70000},
        {"1 2", DECIMAL_NOT_A_NUMBER, 0},
        {"- 1", DECIMAL_NOT_A_NUMBER, 0},
        {"   ", DECIMAL_NOT_A_NUMBER, 0},
        {"\xC2\xA0"
         "1",
         DECIMAL_NOT_A_NUMBER, 0}, /* a no-break space is not a blank */
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void zeros_behind_the_fourth_place_mean_nothing(void **state)
{
    static const struct parse_case cases[] = {
        {"1.00000", DECIMAL_GOOD, 10000},
        {"0.12340000000000000000000000000000000", DECIMAL_GOOD, 1234},
        {"0.00000", DECIMAL_GOOD, 0},
        {"1.00001", DECIMAL_TOO_MANY_PLACES, 0},
        {"0.12345", DECIMAL_TOO_MANY_PLACES, 0},
        {"-0.00001", DECIMAL_TOO_MANY_PLACES, 0},
        {"0.00000000000000000000000000000000001", DECIMAL_TOO_MANY_PLACES, 0},
        {"1.0000000000000000000000000000000000001", DECIMAL_TOO_MANY_PLACES, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void limits_of_64_bits_are_reached_and_not_passed(void **state)
{
    static const struct parse_case cases[] = {
        {"922337203685477.5807", DECIMAL_GOOD, INT64_MAX},
        {"922337203685477.5808", DECIMAL_OUT_OF_RANGE, 0},
        {"-922337203685477.5808", DECIMAL_GOOD, INT64_MIN},
        {"-922337203685477.5809", DECIMAL_OUT_OF_RANGE, 0},
        {"922337203685478", DECIMAL_OUT_OF_RANGE, 0},
        {"1000000000000000", DECIMAL_OUT_OF_RANGE, 0},
        {"18446744073709551616", DECIMAL_OUT_OF_RANGE, 0},
        {"99999999999999999999999999999999", DECIMAL_OUT_OF_RANGE, 0},
        {"100000000000000000000000000000000", DECIMAL_OUT_OF_RANGE, 0},
        {"-100000000000000000000000000000001", DECIMAL_OUT_OF_RANGE, 0},
        {"922337203685477.58070000000000000", DECIMAL_GOOD, INT64_MAX},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void exponents_move_the_point_exactly(void **state)
{
    static const struct parse_case cases[] = {
        {"1e5", DECIMAL_GOOD, 1000000000},
        {"1.5E+3", DECIMAL_GOOD, 15000000},
        {"-1.5e3", DECIMAL_GOOD, -15000000},
        {"12345E-4", DECIMAL_GOOD, 12345},
        {"1e-4", DECIMAL_GOOD, 1},
        {"1e-5", DECIMAL_TOO_MANY_PLACES, 0},
        {"10e-5", DECIMAL_GOOD, 1},
        {"100000000000000000000e-20", DECIMAL_GOOD, 10000},
        {"9223372036854775807e-4", DECIMAL_GOOD, INT64_MAX},
        {"9223372036854775808e-4", DECIMAL_OUT_OF_RANGE, 0},
        {"-9223372036854775808e-4", DECIMAL_GOOD, INT64_MIN},
        {"9.2233720368547758e14", DECIMAL_GOOD, INT64_C(9223372036854775800)},
        {"1e14", DECIMAL_GOOD, INT64_C(1000000000000000000)},
        {"1e15", DECIMAL_OUT_OF_RANGE, 0},
        {"1e308", DECIMAL_OUT_OF_RANGE, 0},
        {"1e99999999999999999999", DECIMAL_OUT_OF_RANGE, 0},
        {"1e-99999999999999999999", DECIMAL_TOO_MANY_PLACES, 0},
        {"0e99999999999999999999", DECIMAL_GOOD, 0},
        {"1e", DECIMAL_NOT_A_NUMBER, 0},
        {"1e+", DECIMAL_NOT_A_NUMBER, 0},
        {"e5", DECIMAL_NOT_A_NUMBER, 0},
        {"1e5.0", DECIMAL_NOT_A_NUMBER, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

/* 0.000..1 (396 places) times 10 to 4001 is far beyond 64 bits, however the exponent is kept. */
static void long_row_of_zeros_does_not_undo_a_large_exponent(void **state)
{
    char text[512];
    int64_t scaled;
    size_t length = 2;
    (void)state;
    memcpy(text, "0.", 2);
    memset(text + length, '0', 395);
    length += 395;
    memcpy(text + length, "1e4001", 6);
    assert_int_equal(decimal_parse(text, length + 6, &scaled), DECIMAL_OUT_OF_RANGE);
    /* times 10 to 396 it is 1 */
    memcpy(text + length, "1e396", 5);
    assert_int_equal(decimal_parse(text, length + 5, &scaled), DECIMAL_GOOD);
    assert_int_equal(scaled, 10000);
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const texts[] = {
        "",         "-",    "+",   ".",        "-.",    "NaN",    "nan",  "inf", "-inf",
        "Infinity", "0x10", "1,5", "1,234.50", "1..",   "1.2.",   "--1",  "+-1", "1-",
        "12a",      "a12",  "๑๒",  "฿100",     "100.-", "(12.5)", "1 000"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t scaled = -77;
        if (decimal_parse(texts[i], strlen(texts[i]), &scaled) != DECIMAL_NOT_A_NUMBER)
            fail_msg("\"%s\" was taken for a number", texts[i]);
    }
}

static void number_ends_where_its_length_says(void **state)
{
    int64_t scaled;
    (void)state;
    assert_int_equal(decimal_parse("12345", 2, &scaled), DECIMAL_GOOD);
    assert_int_equal(scaled, 120000);
    /* a NUL within is no blank */
    assert_int_equal(decimal_parse("1\0", 2, &scaled), DECIMAL_NOT_A_NUMBER);
}

static void integers_are_not_scaled(void **state)
{
    static const struct parse_case cases[] = {
        {"5", DECIMAL_GOOD, 5},
        {"-5", DECIMAL_GOOD, -5},
        {"5.0", DECIMAL_GOOD, 5},
        {"5.000", DECIMAL_GOOD, 5},
        {"5.", DECIMAL_GOOD, 5},
        {"5.5", DECIMAL_TOO_MANY_PLACES, 0},
        {"5e2", DECIMAL_GOOD, 500},
        {"500e-2", DECIMAL_GOOD, 5},
        {"9223372036854775807", DECIMAL_GOOD, INT64_MAX},
        {"9223372036854775808", DECIMAL_OUT_OF_RANGE, 0},
        {"-9223372036854775808", DECIMAL_GOOD, INT64_MIN},
        {"-9223372036854775809", DECIMAL_OUT_OF_RANGE, 0},
        {"18446744073709551615", DECIMAL_OUT_OF_RANGE, 0},
        {"true", DECIMAL_NOT_A_NUMBER, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = -77;
        enum decimal_status status = integer_parse(cases[i].text, strlen(cases[i].text), &value);
        if (status != cases[i].status || (status == DECIMAL_GOOD && value != cases[i].scaled))
            fail_msg("\"%s\" gave status %d and %lld", cases[i].text, (int)status,
                     (long long)value);
    }
}

static void shortest_exact_form_is_written(void **state)
{
    static const struct {
        int64_t scaled;
        const char *text;
    } cases[] = {
        {12345000, "1234.5"},
        {-2500, "-0.25"},
        {70000, "7"},
        {0, "0"},
        {1, "0.0001"},
        {-1, "-0.0001"},
        {100000, "10"},
        {1000000, "100"},
        {INT64_MAX, "922337203685477.5807"},
        {INT64_MIN, "-922337203685477.5808"},
    };
    char text[DECIMAL_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(decimal_format(cases[i].scaled, text), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

static void what_is_written_reads_back_the_same(void **state)
{
    static const int64_t step = INT64_C(18446744073709) * 9973;
    char text[DECIMAL_TEXT_SIZE];
    (void)state;
    for (int64_t value = INT64_MIN, i = 0; i < 100; i++, value += step) {
        int64_t back;
        size_t length = decimal_format(value, text);
        assert_int_equal(decimal_parse(text, length, &back), DECIMAL_GOOD);
        assert_int_equal(back, value);
    }
}

static void people_see_thousands_apart_and_places_rounded_away_from_zero(void **state)
{
    static const struct {
        int64_t scaled;
        int places;
        const char *text;
    } cases[] = {
        {12345678900, 2, "1,234,567.89"},
        {9999999, 2, "1,000.00"},
        {10050, 2, "1.01"},
        {10049, 2, "1.00"},
        {-10050, 2, "-1.01"},
        {-49, 2, "0.00"},
        {-50, 2, "-0.01"},
        {5000, 0, "1"},
        {4999, 0, "0"},
        {-5000, 0, "-1"},
        {1000000, 0, "100"},
        {10000000, 0, "1,000"},
        {1, 4, "0.0001"},
        {INT64_MAX, 4, "922,337,203,685,477.5807"},
        {INT64_MIN, 4, "-922,337,203,685,477.5808"},
        {INT64_MAX, 0, "922,337,203,685,478"},
        {INT64_MIN, 2, "-922,337,203,685,477.58"},
    };
    char text[DECIMAL_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = decimal_format_grouped(cases[i].scaled, cases[i].places, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(length, strlen(text));
    }
}

static void product_and_quotient_are_exact_in_128_bits(void **state)
{
    static const struct {
        int64_t a, b, c, result;
    } cases[] = {
        {3, 5, 2, 8}, /* 7.5, away from zero */
        {-3, 5, 2, -8},
        {3, -5, -2, 8},
        {3, 5, -2, -8},
        {1, 1, 3, 0},
        {2, 1, 3, 1},
        {-1, 1, 3, 0},
        {-2, 1, 3, -1},
        {0, INT64_MAX, 7, 0},
        {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
        {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN},
        {INT64_MIN, 1, 1, INT64_MIN},
        {792, 1000000, 830, 954217}, /* 792 of 830: 95.42168.. % */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t result = -77;
        assert_true(decimal_multiply_divide(cases[i].a, cases[i].b, cases[i].c, &result));
        assert_int_equal(result, cases[i].result);
    }
}

static void quotient_that_does_not_exist_or_fit_is_refused(void **state)
{
    int64_t result = -77;
    (void)state;
    assert_false(decimal_multiply_divide(1, 1, 0, &result));
    assert_false(decimal_multiply_divide(INT64_MAX, 2, 1, &result));
    assert_false(decimal_multiply_divide(INT64_MIN, 1, -1, &result));
    assert_false(decimal_multiply_divide(INT64_MIN, INT64_MIN, 1, &result));
    assert_int_equal(result, -77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_scaled_by_ten_thousand),
        cmocka_unit_test(blanks_around_a_number_are_passed_over),
        cmocka_unit_test(zeros_behind_the_fourth_place_mean_nothing),
        cmocka_unit_test(limits_of_64_bits_are_reached_and_not_passed),
        cmocka_unit_test(exponents_move_the_point_exactly),
        cmocka_unit_test(long_row_of_zeros_does_not_undo_a_large_exponent),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(number_ends_where_its_length_says),
        cmocka_unit_test(integers_are_not_scaled),
        cmocka_unit_test(shortest_exact_form_is_written),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(people_see_thousands_apart_and_places_rounded_away_from_zero),
        cmocka_unit_test(product_and_quotient_are_exact_in_128_bits),
        cmocka_unit_test(quotient_that_does_not_exist_or_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
