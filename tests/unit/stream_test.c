/* Tests core/stream.c with a reader that counts and a writer that adds up. */
#include "core/stream.h"
#include "tests/unit/testing.h"

#include <stddef.h>

static const struct column columns[] = {{.name = "qty", .type = COLUMN_QUANTITY}};
static const struct schema schema = {columns, 1};

/* Yields 1, 2, .. `row_count`, `batch_rows` at a time; row `reject_row` goes to the rejects and
 * batch `fail_batch` fails. */
struct counting_reader {
    struct reader reader;
    int64_t row_count, batch_rows, next_row, reject_row, fail_batch, batches;
};

static bool counting_next(struct reader *reader, struct batch *batch, struct rejects *rejects,
                          struct error *error)
{
    struct counting_reader *own = (struct counting_reader *)reader;
    batch_clear(batch);
    if (++own->batches == own->fail_batch)
        return error_set(error, EXIT_CODE_UNAVAILABLE, "the connection is gone");
    while (own->next_row <= own->row_count && (int64_t)batch->row_count < own->batch_rows) {
        int64_t row = own->next_row++;
        if (row == own->reject_row) {
            struct reject reject = {row, "", "qty", "x", "is not a number"};
            rejects->row_count++;
            if (!rejects->add(rejects, &reject, error))
                return false;
            continue;
        }
        batch->row_numbers[batch->row_count] = row;
        batch->columns[0].numbers[batch->row_count++] = row;
    }
    return batch->row_count > 0;
}

struct adding_writer {
    struct writer writer;
    int64_t sum, batches, fail_batch;
    bool finish_fails, is_finished;
};

static bool adding_write(struct writer *writer, const struct batch *batch, struct error *error)
{
    struct adding_writer *own = (struct adding_writer *)writer;
    if (++own->batches == own->fail_batch)
        return error_set(error, EXIT_CODE_CANNOT_WRITE, "the disk is full");
    for (size_t row = 0; row < batch->row_count; row++)
        own->sum += batch->columns[0].numbers[row];
    return true;
}

static bool adding_finish(struct writer *writer, struct error *error)
{
    struct adding_writer *own = (struct adding_writer *)writer;
    own->is_finished = true;
    return !own->finish_fails || error_set(error, EXIT_CODE_CANNOT_WRITE, "the last page is lost");
}

struct counting_rejects {
    struct rejects rejects;
    int64_t last_row;
    bool fails;
};

static bool counting_add(struct rejects *rejects, const struct reject *reject, struct error *error)
{
    struct counting_rejects *own = (struct counting_rejects *)rejects;
    own->last_row = reject->row_number;
    return !own->fails || error_set(error, EXIT_CODE_CANNOT_WRITE, "no room for rejects");
}

/* One copy and all that belongs to it. */
struct copy {
    struct counting_reader reader;
    struct adding_writer writer;
    struct counting_rejects rejects;
    struct error error;
    int64_t row_count;
};

static struct copy copy_of(int64_t row_count, int64_t batch_rows)
{
    return (struct copy){
        .reader = {.reader = {.schema = &schema, .next = counting_next},
                   .row_count = row_count,
                   .batch_rows = batch_rows,
                   .next_row = 1},
        .writer = {.writer = {.write = adding_write, .finish = adding_finish}},
        .rejects = {.rejects = {.add = counting_add}},
        .row_count = -77,
    };
}

static bool run(struct copy *copy, stream_progress *progress, void *context)
{
    return stream_copy(&copy->reader.reader, &copy->writer.writer, &copy->rejects.rejects, progress,
                       context, &copy->row_count, &copy->error);
}

static void every_row_arrives_and_the_writer_is_finished(void **state)
{
    struct copy copy = copy_of(2500, 1000);
    (void)state;
    assert_true(run(&copy, NULL, NULL));
    assert_int_equal(copy.row_count, 2500);
    assert_int_equal(copy.writer.sum, 2500 * 2501 / 2);
    assert_int_equal(copy.writer.batches, 3);
    assert_true(copy.writer.is_finished);
    assert_int_equal(copy.error.code, EXIT_CODE_GOOD);
}

static void no_rows_are_a_whole_copy_too(void **state)
{
    struct copy copy = copy_of(0, 1000);
    (void)state;
    assert_true(run(&copy, NULL, NULL));
    assert_int_equal(copy.row_count, 0);
    assert_true(copy.writer.is_finished);
}

static void rejected_row_is_not_written(void **state)
{
    struct copy copy = copy_of(10, 4);
    (void)state;
    copy.reader.reject_row = 5;
    assert_true(run(&copy, NULL, NULL));
    assert_int_equal(copy.row_count, 9);
    assert_int_equal(copy.rejects.rejects.row_count, 1);
    assert_int_equal(copy.rejects.last_row, 5);
    assert_int_equal(copy.writer.sum, 55 - 5);
}

static void reader_that_fails_leaves_the_writer_unfinished(void **state)
{
    struct copy copy = copy_of(2500, 1000);
    (void)state;
    copy.reader.fail_batch = 2;
    assert_false(run(&copy, NULL, NULL));
    assert_int_equal(copy.error.code, EXIT_CODE_UNAVAILABLE);
    assert_string_equal(copy.error.text, "the connection is gone");
    assert_int_equal(copy.row_count, 1000);
    assert_false(copy.writer.is_finished);
}

static void rejects_that_cannot_be_kept_stop_the_copy(void **state)
{
    struct copy copy = copy_of(10, 4);
    (void)state;
    copy.reader.reject_row = 5;
    copy.rejects.fails = true;
    assert_false(run(&copy, NULL, NULL));
    assert_string_equal(copy.error.text, "no room for rejects");
    assert_false(copy.writer.is_finished);
}

static void writer_that_fails_stops_the_copy(void **state)
{
    struct copy copy = copy_of(2500, 1000);
    (void)state;
    copy.writer.fail_batch = 2;
    assert_false(run(&copy, NULL, NULL));
    assert_int_equal(copy.error.code, EXIT_CODE_CANNOT_WRITE);
    assert_int_equal(copy.row_count, 1000);
    assert_int_equal(copy.reader.batches, 2);
    assert_false(copy.writer.is_finished);
}

static void writer_that_cannot_finish_makes_the_copy_fail(void **state)
{
    struct copy copy = copy_of(10, 1000);
    (void)state;
    copy.writer.finish_fails = true;
    assert_false(run(&copy, NULL, NULL));
    assert_string_equal(copy.error.text, "the last page is lost");
}

static bool note_rows(void *context, int64_t rows_written, struct error *error)
{
    int64_t *noted = context;
    *noted = *noted * 10000 + rows_written;
    return rows_written < 2000 || error_set(error, EXIT_CODE_TRY_AGAIN, "told to stop");
}

static void progress_is_told_after_each_batch_and_can_stop(void **state)
{
    struct copy copy = copy_of(5000, 1000);
    int64_t noted = 0;
    (void)state;
    assert_false(run(&copy, note_rows, &noted));
    assert_int_equal(noted, 10002000); /* 1000, then 2000 */
    assert_string_equal(copy.error.text, "told to stop");
    assert_false(copy.writer.is_finished);
}

static void error_of_before_is_forgotten(void **state)
{
    struct copy copy = copy_of(10, 1000);
    (void)state;
    error_set(&copy.error, EXIT_CODE_DATA, "of before");
    assert_true(run(&copy, NULL, NULL));
    assert_int_equal(copy.error.code, EXIT_CODE_GOOD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_arrives_and_the_writer_is_finished),
        cmocka_unit_test(no_rows_are_a_whole_copy_too),
        cmocka_unit_test(rejected_row_is_not_written),
        cmocka_unit_test(reader_that_fails_leaves_the_writer_unfinished),
        cmocka_unit_test(rejects_that_cannot_be_kept_stop_the_copy),
        cmocka_unit_test(writer_that_fails_stops_the_copy),
        cmocka_unit_test(writer_that_cannot_finish_makes_the_copy_fail),
        cmocka_unit_test(progress_is_told_after_each_batch_and_can_stop),
        cmocka_unit_test(error_of_before_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
