/* Tests jobs/why.c and jobs/value_text.c: the sentence that says why a row is an exception. */
#include "core/clock.h"
#include "jobs/value_text.h"
#include "jobs/why.h"
#include "tests/unit/testing.h"

#include <string.h>

static const struct column columns[] = {
    {.name = "order_no", .type = COLUMN_TEXT},        {.name = "promised_on", .type = COLUMN_DATE},
    {.name = "owed_qty", .type = COLUMN_QUANTITY},    {.name = "balance", .type = COLUMN_MONEY},
    {.name = "late_days", .type = COLUMN_INTEGER},    {.name = "is_open", .type = COLUMN_BOOLEAN},
    {.name = "updated_at", .type = COLUMN_TIMESTAMP},
};
static const struct schema schema = {columns, 7};

/* Two rows: one with values, one of nulls. */
static struct batch two_rows(void)
{
    static const int64_t values[] = {0, 20782, 25000, 12345678900, 3, 1, 1795566600};
    struct batch batch;
    struct error error = {0};

    assert_true(batch_open(&batch, &schema, &error));
    batch.row_count = 2;
    batch.columns[0].texts[0] = (struct text_view){"SO-1 {x}", 8};
    for (size_t i = 1; i < 7; i++)
        batch.columns[i].numbers[0] = values[i];
    for (size_t i = 0; i < 7; i++)
        batch_set_null(&batch, i, 1);
    return batch;
}

static const char *sentence(const char *template_text, enum language language, size_t row)
{
    static char text[WHY_SIZE];
    struct batch batch = two_rows();

    why_write(template_text, language, &batch, NULL, row, text);
    batch_close(&batch);
    return text;
}

static const char all[] = "{order_no} {promised_on} {owed_qty} {balance} {late_days} {is_open}";

static void values_are_written_as_english_readers_write_them(void **state)
{
    (void)state;
    assert_string_equal(sentence(all, LANGUAGE_EN, 0),
                        "SO-1 {x} 25 Nov 2026 2.5 1,234,567.89 3 yes");
}

static void values_are_written_as_thai_readers_write_them(void **state)
{
    (void)state;
    assert_string_equal(sentence(all, LANGUAGE_TH, 0),
                        "SO-1 {x} 25 พ.ย. 2569 2.5 1,234,567.89 3 ใช่");
}

static void null_is_a_dash(void **state)
{
    (void)state;
    assert_string_equal(sentence(all, LANGUAGE_EN, 1), "- - - - - -");
}

/* 1795566600 is 2026-11-25 00:30 UTC: 07:30 in Bangkok. */
static void timestamp_is_told_in_the_zone_of_the_process(void **state)
{
    struct error error = {0};

    (void)state;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    assert_string_equal(sentence("{updated_at}", LANGUAGE_EN, 0), "25 Nov 2026 07:30");
    assert_string_equal(sentence("{updated_at}", LANGUAGE_TH, 0), "25 พ.ย. 2569 07:30");
}

static void text_without_places_stays_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(sentence("ไม่พบใน CRM", LANGUAGE_TH, 0), "ไม่พบใน CRM");
    assert_string_equal(sentence("", LANGUAGE_TH, 0), "");
}

static void long_sentence_is_cut_between_characters(void **state)
{
    static char template_text[3 * 1000 + 1];
    const char *text;

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        memcpy(template_text + 3 * i, "ก", 3);
    text = sentence(template_text, LANGUAGE_TH, 0);
    /* 2,047 bytes hold 682 characters of three bytes. */
    assert_int_equal(strlen(text), 3 * 682);
}

static const char *complaint(const char *template_text)
{
    static struct error error;
    bool is_good;

    error = (struct error){0};
    is_good = why_check(template_text, &schema, &error);
    assert_int_equal(is_good, error.code == 0);
    return error.text;
}

static void place_that_names_no_column_is_an_error(void **state)
{
    (void)state;
    assert_string_equal(complaint(all), "");
    assert_string_equal(complaint("{order_no} of {customer_no}"),
                        "why names {customer_no}, a column that the query does not give");
}

static void brace_without_its_partner_is_an_error(void **state)
{
    (void)state;
    assert_string_equal(complaint("{order_no} {late_days"), "why has a brace without its partner");
    assert_string_equal(complaint("{order_no} late_days}"), "why has a brace without its partner");
}

static void exact_values_can_be_read_back(void **state)
{
    char text[VALUE_TEXT_SIZE];

    (void)state;
    value_format_exact(COLUMN_DATE, 20782, text);
    assert_string_equal(text, "2026-11-25");
    value_format_exact(COLUMN_TIMESTAMP, 1795566600, text);
    assert_string_equal(text, "2026-11-25T00:30:00+00:00");
    value_format_exact(COLUMN_MONEY, -12345, text);
    assert_string_equal(text, "-1.2345");
    value_format_exact(COLUMN_QUANTITY, 70000, text);
    assert_string_equal(text, "7");
    value_format_exact(COLUMN_INTEGER, INT64_MIN, text);
    assert_string_equal(text, "-9223372036854775808");
    value_format_exact(COLUMN_BOOLEAN, 1, text);
    assert_string_equal(text, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_as_english_readers_write_them),
        cmocka_unit_test(values_are_written_as_thai_readers_write_them),
        cmocka_unit_test(null_is_a_dash),
        cmocka_unit_test(timestamp_is_told_in_the_zone_of_the_process),
        cmocka_unit_test(text_without_places_stays_as_it_is),
        cmocka_unit_test(long_sentence_is_cut_between_characters),
        cmocka_unit_test(place_that_names_no_column_is_an_error),
        cmocka_unit_test(brace_without_its_partner_is_an_error),
        cmocka_unit_test(exact_values_can_be_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
