/* Tests reports/list_names.c: whose list a file is can be read from its name, on any file system.
 */
#include "reports/list_names.h"
#include "tests/unit/testing.h"

#include <string.h>

static void assert_name(const char *list_no, const char *wanted)
{
    char name[LIST_NAME_SIZE];

    list_name_make(list_no, name);
    assert_string_equal(name, wanted);
}

static void a_staff_number_is_its_own_name(void **context)
{
    (void)context;
    assert_name("10014", "10014");
    assert_name("s-01_a", "s-01_a");
}

static void letters_are_small(void **context)
{
    (void)context;
    assert_name("E014", "e014");
}

static void a_role_has_no_colon(void **context)
{
    (void)context;
    assert_name("role:it", "role-it");
    assert_name("role:goods_inspection", "role-goods_inspection");
}

static void what_a_file_system_may_refuse_is_escaped(void **context)
{
    (void)context;
    assert_name("../x", "%2E%2E%2Fx");
    assert_name("a b", "a%20b");
    assert_name("a%b", "a%25b");
    assert_name("ก", "%E0%B8%81");
}

static void numbers_that_differ_in_case_alone_have_exact_names(void **context)
{
    char name[LIST_NAME_SIZE];

    (void)context;
    list_name_make_exact("E1", name);
    assert_string_equal(name, "%451");
}

static void long_numbers_stay_apart(void **context)
{
    char first[LIST_NAME_SIZE], second[LIST_NAME_SIZE], list_no[400];

    (void)context;
    memset(list_no, 'a', sizeof list_no - 1);
    list_no[sizeof list_no - 1] = '\0';
    list_name_make(list_no, first);
    list_no[sizeof list_no - 2] = 'b';
    list_name_make(list_no, second);
    assert_string_not_equal(first, second);
    assert_int_equal(strlen(first), 137); /* 120, `-`, 16 digits of a hash */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_staff_number_is_its_own_name),
        cmocka_unit_test(letters_are_small),
        cmocka_unit_test(a_role_has_no_colon),
        cmocka_unit_test(what_a_file_system_may_refuse_is_escaped),
        cmocka_unit_test(numbers_that_differ_in_case_alone_have_exact_names),
        cmocka_unit_test(long_numbers_stay_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
