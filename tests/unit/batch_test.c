/* Tests core/batch.c. */
#include "core/batch.h"
#include "tests/unit/testing.h"

#include <string.h>

static const struct column columns[] = {
    {.name = "order_no", .type = COLUMN_TEXT},
    {.name = "ordered_on", .type = COLUMN_DATE},
    {.name = "qty", .type = COLUMN_QUANTITY},
};
static const struct schema schema = {columns, 3};

/* Under AddressSanitizer an allocation beyond all memory gives NULL, as it does without. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static struct batch opened(void)
{
    struct batch batch;
    struct error error = {0};
    assert_true(batch_open(&batch, &schema, &error));
    return batch;
}

static void opened_batch_has_a_place_for_each_value(void **state)
{
    struct batch batch = opened();
    (void)state;
    assert_ptr_equal(batch.schema, &schema);
    assert_int_equal(batch.row_count, 0);
    assert_non_null(batch.columns[0].texts);
    assert_null(batch.columns[0].numbers);
    assert_non_null(batch.columns[1].numbers);
    assert_null(batch.columns[1].texts);
    for (size_t row = 0; row < BATCH_ROWS; row++) {
        batch.columns[0].texts[row] = (struct text_view){"x", 1};
        batch.columns[2].numbers[row] = (int64_t)row;
        batch.row_numbers[row] = (int64_t)row + 1;
    }
    assert_int_equal(batch.columns[2].numbers[999], 999);
    batch_close(&batch);
}

static void nulls_are_set_for_one_row_of_one_column(void **state)
{
    static const size_t rows[] = {0, 63, 64, 127, 999};
    struct batch batch = opened();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        batch_set_null(&batch, 1, rows[i]);
    for (size_t row = 0; row < BATCH_ROWS; row++) {
        bool is_null = row == 0 || row == 63 || row == 64 || row == 127 || row == 999;
        assert_int_equal(batch_is_null(&batch, 1, row), is_null);
        assert_false(batch_is_null(&batch, 0, row));
        assert_false(batch_is_null(&batch, 2, row));
    }
    batch_close(&batch);
}

static void cleared_batch_has_no_rows_and_no_nulls(void **state)
{
    struct batch batch = opened();
    (void)state;
    batch.row_count = 1000;
    for (size_t row = 0; row < BATCH_ROWS; row++)
        batch_set_null(&batch, 0, row);
    batch_clear(&batch);
    assert_int_equal(batch.row_count, 0);
    for (size_t row = 0; row < BATCH_ROWS; row++)
        assert_false(batch_is_null(&batch, 0, row));
    batch_close(&batch);
}

static void kept_texts_stay_where_they_are(void **state)
{
    struct batch batch = opened();
    struct error error = {0};
    char *kept[2000];
    (void)state;
    for (size_t i = 0; i < 2000; i++) {
        char text[200];
        memset(text, (int)('a' + i % 26), sizeof text);
        kept[i] = batch_keep_text(&batch, text, sizeof text, &error);
        assert_non_null(kept[i]);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t j = 0; j < 200; j += 199)
            assert_int_equal(kept[i][j], 'a' + i % 26);
    batch_close(&batch);
}

static void text_longer_than_a_block_is_kept_among_short_ones(void **state)
{
    static char large[131072];
    struct batch batch = opened();
    struct error error = {0};
    char *before, *long_one, *after;
    (void)state;
    memset(large, 'L', sizeof large);
    before = batch_keep_text(&batch, "before", 6, &error);
    long_one = batch_keep_text(&batch, large, sizeof large, &error);
    after = batch_keep_text(&batch, "after", 5, &error);
    assert_memory_equal(before, "before", 6);
    assert_memory_equal(long_one, large, sizeof large);
    assert_memory_equal(after, "after", 5);
    /* the block of the short ones goes on being filled */
    assert_ptr_equal(after, before + 6);
    batch_close(&batch);
}

static void cleared_batch_uses_its_memory_again(void **state)
{
    static char large[100000];
    struct batch batch = opened();
    struct error error = {0};
    char *first = batch_keep_text(&batch, "first", 5, &error);
    char *long_one = batch_keep_text(&batch, large, sizeof large, &error);
    (void)state;
    batch_clear(&batch);
    assert_ptr_equal(batch_keep_text(&batch, "again", 5, &error), first);
    /* a little longer than the one before, and yet in its block */
    assert_ptr_equal(batch_keep_text(&batch, large, sizeof large, &error), long_one);
    batch_close(&batch);
}

static void empty_text_can_be_kept(void **state)
{
    struct batch batch = opened();
    struct error error = {0};
    (void)state;
    assert_non_null(batch_keep_text(&batch, "", 0, &error));
    batch_close(&batch);
}

static void text_beyond_all_memory_is_an_error(void **state)
{
    struct batch batch = opened();
    struct error error = {0};
    (void)state;
    assert_null(batch_keep_text(&batch, "x", SIZE_MAX / 2 + 1, &error));
    assert_int_equal(error.code, EXIT_CODE_SOFTWARE);
    assert_string_equal(error.text, "out of memory for a text of 9223372036854775808 bytes");
    /* and costs nothing else */
    error_clear(&error);
    assert_non_null(batch_keep_text(&batch, "x", 1, &error));
    batch_close(&batch);
}

static void schema_beyond_all_memory_is_an_error(void **state)
{
    static const struct schema endless = {columns, SIZE_MAX / 4};
    struct batch batch;
    struct error error = {0};
    (void)state;
    assert_false(batch_open(&batch, &endless, &error));
    assert_int_equal(error.code, EXIT_CODE_SOFTWARE);
    assert_string_equal(error.text, "out of memory for a batch of 4611686018427387903 columns");
    assert_null(batch.columns);
}

static void schema_without_columns_makes_an_empty_batch(void **state)
{
    static const struct schema empty = {columns, 0};
    struct batch batch;
    struct error error = {0};
    (void)state;
    assert_true(batch_open(&batch, &empty, &error));
    batch_clear(&batch);
    batch_close(&batch);
}

static void closed_batch_is_empty_and_can_be_closed_again(void **state)
{
    struct batch batch = opened();
    (void)state;
    batch_close(&batch);
    assert_null(batch.columns);
    assert_null(batch.arena);
    batch_close(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opened_batch_has_a_place_for_each_value),
        cmocka_unit_test(nulls_are_set_for_one_row_of_one_column),
        cmocka_unit_test(cleared_batch_has_no_rows_and_no_nulls),
        cmocka_unit_test(kept_texts_stay_where_they_are),
        cmocka_unit_test(text_longer_than_a_block_is_kept_among_short_ones),
        cmocka_unit_test(cleared_batch_uses_its_memory_again),
        cmocka_unit_test(empty_text_can_be_kept),
        cmocka_unit_test(text_beyond_all_memory_is_an_error),
        cmocka_unit_test(schema_beyond_all_memory_is_an_error),
        cmocka_unit_test(schema_without_columns_makes_an_empty_batch),
        cmocka_unit_test(closed_batch_is_empty_and_can_be_closed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
