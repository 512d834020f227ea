/* Tests jobs/value_words.c: codes as people read them, in cells and in sentences. */
#include "jobs/value_words.h"
#include "jobs/why.h"
#include "tests/unit/testing.h"

#include <string.h>

static void a_code_has_a_word_in_each_language(void **state)
{
    (void)state;
    assert_string_equal(value_word("reason", "over_limit", 10, LANGUAGE_TH), "เกินวงเงินเครดิต");
    assert_string_equal(value_word("reason", "over_limit", 10, LANGUAGE_EN),
                        "over the credit limit");
}

static void a_code_belongs_to_its_column(void **state)
{
    (void)state;
    assert_string_equal(value_word("status", "cancelled", 9, LANGUAGE_TH), "ยกเลิก");
    assert_string_equal(value_word("problem", "cancelled", 9, LANGUAGE_TH), "ยกเลิกแล้ว");
    assert_null(value_word("order_no", "cancelled", 9, LANGUAGE_TH));
}

static void a_code_without_words_has_none(void **state)
{
    (void)state;
    assert_null(value_word("problem", "unheard_of", 10, LANGUAGE_EN));
    assert_null(value_word("problem", "fill", 4, LANGUAGE_EN));
    assert_null(value_word("problem", "filled up", 9, LANGUAGE_EN));
}

/* The contract of deliveries: warehouse, supplier, pickup. */
static void codes_of_a_column_come_one_by_one(void **state)
{
    size_t index = 0;

    (void)state;
    assert_string_equal(value_word_next("route", &index), "warehouse");
    assert_string_equal(value_word_next("route", &index), "supplier");
    assert_string_equal(value_word_next("route", &index), "pickup");
    assert_null(value_word_next("route", &index));
}

static void a_sentence_has_the_word(void **state)
{
    static const struct column columns[] = {{.name = "problem", .type = COLUMN_TEXT}};
    static const struct schema schema = {columns, 1};
    struct batch batch;
    struct error error = {0};
    char text[WHY_SIZE];

    (void)state;
    assert_true(batch_open(&batch, &schema, &error));
    batch.row_count = 1;
    batch.columns[0].texts[0] = (struct text_view){"stale", 5};
    why_write("claims: {problem}", LANGUAGE_TH, &batch, NULL, 0, text);
    assert_string_equal(text, "claims: ไม่เป็นปัจจุบัน");
    batch_close(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_a_word_in_each_language),
        cmocka_unit_test(a_code_belongs_to_its_column),
        cmocka_unit_test(a_code_without_words_has_none),
        cmocka_unit_test(codes_of_a_column_come_one_by_one),
        cmocka_unit_test(a_sentence_has_the_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
