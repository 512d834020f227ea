/* Tests core/schema.c against the suffixes that the dataset contracts are written with. */
#include "core/schema.h"
#include "tests/unit/testing.h"

static void name_of_a_column_carries_its_type(void **state)
{
    static const struct {
        const char *name;
        enum column_type type;
    } cases[] = {
        {"order_no", COLUMN_TEXT},        {"customer_name", COLUMN_TEXT},
        {"status", COLUMN_TEXT},          {"kind", COLUMN_TEXT},
        {"tax_id", COLUMN_TEXT},          {"ordered_on", COLUMN_DATE},
        {"updated_at", COLUMN_TIMESTAMP}, {"qty", COLUMN_QUANTITY},
        {"qty_ordered", COLUMN_QUANTITY}, {"owed_qty", COLUMN_QUANTITY},
        {"order_amount", COLUMN_MONEY},   {"amount", COLUMN_MONEY},
        {"credit_limit", COLUMN_MONEY},   {"balance", COLUMN_MONEY},
        {"open_balance", COLUMN_MONEY},   {"price", COLUMN_MONEY},
        {"unit_price", COLUMN_MONEY},     {"term_days", COLUMN_INTEGER},
        {"line_count", COLUMN_INTEGER},   {"score", COLUMN_INTEGER},
        {"is_active", COLUMN_BOOLEAN},    {"has_proof", COLUMN_BOOLEAN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (column_type_of(cases[i].name) != cases[i].type)
            fail_msg("%s is %s", cases[i].name, column_type_name(column_type_of(cases[i].name)));
}

static void part_of_a_word_is_no_suffix(void **state)
{
    static const char *const texts[] = {
        "",      "on",     "at",  "no",      "person", "format", "piano",   "limit",     "days",
        "count", "island", "has", "history", "qtyx",   "xqty",   "on_time", "no_reason", "a"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (column_type_of(texts[i]) != COLUMN_TEXT)
            fail_msg("%s is %s", texts[i], column_type_name(column_type_of(texts[i])));
}

/* What a column holds is told by its end before its beginning. */
static void ending_goes_before_the_beginning(void **state)
{
    (void)state;
    assert_int_equal(column_type_of("is_since_on"), COLUMN_DATE);
    assert_int_equal(column_type_of("qty_checked_on"), COLUMN_DATE);
    assert_int_equal(column_type_of("qty_amount"), COLUMN_QUANTITY);
    assert_int_equal(column_type_of("has_count"), COLUMN_INTEGER);
}

static void types_have_their_words(void **state)
{
    static const char *const names[] = {"text",  "date",    "timestamp", "quantity",
                                        "money", "integer", "boolean"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(column_type_name((enum column_type)i), names[i]);
}

static void all_types_but_text_are_numbers(void **state)
{
    (void)state;
    assert_false(column_type_is_number(COLUMN_TEXT));
    for (int type = COLUMN_DATE; type <= COLUMN_BOOLEAN; type++)
        assert_true(column_type_is_number((enum column_type)type));
}

static void columns_are_found_by_their_whole_name(void **state)
{
    static const struct column columns[] = {
        {.name = "order_no"}, {.name = "line_no"}, {.name = "qty"}};
    static const struct schema schema = {columns, 3}, empty = {columns, 0};
    (void)state;
    assert_int_equal(schema_find(&schema, "order_no"), 0);
    assert_int_equal(schema_find(&schema, "qty"), 2);
    assert_int_equal(schema_find(&schema, "qt"), 3);
    assert_int_equal(schema_find(&schema, "QTY"), 3);
    assert_int_equal(schema_find(&schema, ""), 3);
    assert_int_equal(schema_find(&empty, "qty"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_of_a_column_carries_its_type),
        cmocka_unit_test(part_of_a_word_is_no_suffix),
        cmocka_unit_test(ending_goes_before_the_beginning),
        cmocka_unit_test(types_have_their_words),
        cmocka_unit_test(all_types_but_text_are_numbers),
        cmocka_unit_test(columns_are_found_by_their_whole_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
