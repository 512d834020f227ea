/* Tests jobs/list_layout.c: the words of a list are found again as people and programs leave them.
 */
#include "jobs/list_layout.h"
#include "tests/unit/testing.h"

#include <string.h>

static void every_status_word_leads_back_to_its_status(void **context)
{
    (void)context;
    for (size_t i = 0; i < REMARK_STATUS_COUNT; i++)
        for (size_t language = 0; language < LANGUAGE_COUNT; language++) {
            const char *word = list_status_word((enum remark_status)i, (enum language)language);
            enum remark_status found = REMARK_STATUS_COUNT;

            assert_true(list_status_find(word, strlen(word), &found));
            assert_int_equal(found, i);
        }
}

static void a_status_is_found_by_code_and_however_it_is_spaced(void **context)
{
    static const struct {
        const char *typed;
        enum remark_status status;
    } cases[] = {
        {"waiting_supplier", REMARK_WAITING_SUPPLIER},
        {" Waiting  For\nSupplier ", REMARK_WAITING_SUPPLIER},
        {"\xC2\xA0รอลูกค้า\xE2\x80\x8B", REMARK_WAITING_CUSTOMER},
        {"ไม่ใช่ปัญหา", REMARK_NOT_A_PROBLEM},
        {"Not a problem", REMARK_NOT_A_PROBLEM},
        {" \t", REMARK_NONE},
    };

    (void)context;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum remark_status found = REMARK_STATUS_COUNT;

        assert_true(list_status_find(cases[i].typed, strlen(cases[i].typed), &found));
        assert_int_equal(found, cases[i].status);
    }
}

static void what_is_no_status_is_none_of_them(void **context)
{
    static const char *const typed[] = {"don", "done!", "เสร็จ", "\xC2", "x"};
    enum remark_status found;

    (void)context;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        assert_false(list_status_find(typed[i], strlen(typed[i]), &found));
}

static void only_so_many_bytes_of_a_word_count(void **context)
{
    enum remark_status found = REMARK_NONE;

    (void)context;
    assert_true(list_status_find("done deal", 4, &found));
    assert_int_equal(found, REMARK_DONE);
}

static void a_heading_is_found_in_either_language(void **context)
{
    enum list_column column = LIST_COLUMN_COUNT;

    (void)context;
    assert_true(list_heading_find("นัด\nครั้งถัดไป", strlen("นัด\nครั้งถัดไป"), &column));
    assert_int_equal(column, LIST_COLUMN_NEXT_ON);
    assert_true(list_heading_find("NEXT DATE", 9, &column));
    assert_int_equal(column, LIST_COLUMN_NEXT_ON);
    assert_true(list_heading_find("khrop_id", 8, &column));
    assert_int_equal(column, LIST_COLUMN_ID);
    assert_false(list_heading_find("khrop_i", 7, &column));
    assert_false(list_heading_find("", 0, &column));
}

static void no_two_columns_have_one_heading(void **context)
{
    (void)context;
    for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
        for (size_t language = 0; language < LANGUAGE_COUNT; language++) {
            const char *heading = list_heading((enum list_column)i, (enum language)language);
            enum list_column column = LIST_COLUMN_COUNT;

            assert_true(list_heading_find(heading, strlen(heading), &column));
            assert_int_equal(column, i);
        }
}

static void what_a_list_says_of_itself_is_found_by_name(void **context)
{
    enum list_about about = LIST_ABOUT_COUNT;

    (void)context;
    assert_true(list_about_find("business_on", 11, &about));
    assert_int_equal(about, LIST_ABOUT_BUSINESS_ON);
    assert_string_equal(list_about_name(LIST_ABOUT_LIST_NO), "list_no");
    assert_false(list_about_find("business", 8, &about));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_word_leads_back_to_its_status),
        cmocka_unit_test(a_status_is_found_by_code_and_however_it_is_spaced),
        cmocka_unit_test(what_is_no_status_is_none_of_them),
        cmocka_unit_test(only_so_many_bytes_of_a_word_count),
        cmocka_unit_test(a_heading_is_found_in_either_language),
        cmocka_unit_test(no_two_columns_have_one_heading),
        cmocka_unit_test(what_a_list_says_of_itself_is_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
