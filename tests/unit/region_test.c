/* Tests core/region.c. */
#include "core/exit_code.h"
#include "core/region.h"
#include "tests/unit/testing.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    struct region region = {0};
    unsigned char *earlier = NULL;
    (void)state;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *memory = region_allocate(&region, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xA5, size);
        if (earlier != NULL)
            assert_int_equal(earlier[0], 0xA5);
        earlier = memory;
    }
    region_clear(&region);
}

static void piece_larger_than_a_block_has_its_own(void **state)
{
    struct region region = {0};
    char *small = region_copy(&region, "small");
    char *large = region_allocate(&region, 1000000);
    (void)state;
    memset(large, 'x', 1000000);
    assert_string_equal(small, "small");
    assert_string_equal(region_copy(&region, "after"), "after");
    region_clear(&region);
}

static void nothing_asked_is_not_null(void **state)
{
    struct region region = {0};
    (void)state;
    assert_non_null(region_allocate(&region, 0));
    region_clear(&region);
}

static void copies_are_their_own(void **state)
{
    struct region region = {0};
    char text[] = "daily";
    char *copy = region_copy(&region, text);
    (void)state;
    text[0] = 'x';
    assert_string_equal(copy, "daily");
    assert_null(region_copy(&region, NULL));
    assert_string_equal(region_copy(&region, ""), "");
    region_clear(&region);
}

static void texts_are_formatted_at_any_length(void **state)
{
    struct region region = {0};
    char *text;
    (void)state;
    assert_string_equal(region_format(&region, "%s.%d", "DATE", 2), "DATE.2");
    text = region_format(&region, "%*d", 50000, 7);
    assert_int_equal(strlen(text), 50000);
    assert_int_equal(text[49999], '7');
    region_clear(&region);
}

static void array_grown_item_by_item_keeps_them_all(void **state)
{
    struct region region = {0};
    int64_t *items = NULL;
    (void)state;
    for (size_t count = 0; count < 10000; count++) {
        items = region_grow(&region, items, count, sizeof *items);
        items[count] = (int64_t)count * 3;
    }
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(items[i], (int64_t)i * 3);
    region_clear(&region);
}

static void array_moves_only_when_it_is_full(void **state)
{
    struct region region = {0};
    char *items = NULL, *first;
    (void)state;
    items = first = region_grow(&region, items, 0, 1);
    for (size_t count = 1; count < 4; count++)
        assert_ptr_equal(region_grow(&region, items, count, 1), first);
    assert_ptr_not_equal(region_grow(&region, items, 4, 1), first);
    region_clear(&region);
}

static void cleared_region_can_be_used_again(void **state)
{
    struct region region = {0};
    (void)state;
    region_copy(&region, "once");
    region_clear(&region);
    assert_null(region.newest);
    assert_string_equal(region_copy(&region, "again"), "again");
    region_clear(&region);
    region_clear(&region);
}

static void end_for_want_of_memory(void *(*ask)(struct region *region))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct region region = {0};
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0)
            dup2(nowhere, STDERR_FILENO);
        ask(&region);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_CODE_SOFTWARE);
}

static void *ask_for_all_there_is(struct region *region)
{
    return region_allocate(region, SIZE_MAX);
}

static void *ask_for_half_of_it(struct region *region)
{
    return region_allocate(region, SIZE_MAX / 2 + 1);
}

static void *ask_for_too_many_items(struct region *region)
{
    return region_grow(region, region, (size_t)1 << 61, 16);
}

static void size_beyond_all_memory_ends_the_process_in_words(void **state)
{
    (void)state;
    end_for_want_of_memory(ask_for_all_there_is);
    end_for_want_of_memory(ask_for_half_of_it);
    end_for_want_of_memory(ask_for_too_many_items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(piece_larger_than_a_block_has_its_own),
        cmocka_unit_test(nothing_asked_is_not_null),
        cmocka_unit_test(copies_are_their_own),
        cmocka_unit_test(texts_are_formatted_at_any_length),
        cmocka_unit_test(array_grown_item_by_item_keeps_them_all),
        cmocka_unit_test(array_moves_only_when_it_is_full),
        cmocka_unit_test(cleared_region_can_be_used_again),
        cmocka_unit_test(size_beyond_all_memory_ends_the_process_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
