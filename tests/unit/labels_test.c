/* Tests reports/labels*.c: no page shows a hole, in either language. */
#include "core/clock.h"
#include "core/text.h"
#include "reports/labels.h"
#include "tests/unit/testing.h"

#include <string.h>

static bool has_thai(const char *text)
{
    return strstr(text, "\xE0\xB8") != NULL || strstr(text, "\xE0\xB9") != NULL;
}

static void every_label_has_both_languages(void **context)
{
    (void)context;
    for (int i = 0; i < LABEL_COUNT; i++) {
        assert_non_null(label((enum label)i, LANGUAGE_EN));
        assert_non_null(label((enum label)i, LANGUAGE_TH));
        assert_false(has_thai(label((enum label)i, LANGUAGE_EN)));
        assert_int_not_equal(label((enum label)i, LANGUAGE_TH)[0], '\0');
    }
}

static void every_label_is_normal_text(void **context)
{
    (void)context;
    for (int i = 0; i < LABEL_COUNT; i++) {
        const char *text = label((enum label)i, LANGUAGE_TH), *start;
        size_t length;

        assert_int_equal(text_look(text, strlen(text), &start, &length), TEXT_GOOD);
    }
}

static void words_stand_for_codes(void **context)
{
    (void)context;
    assert_string_equal(word(WORD_EXCEPTION_STATE, "reopened", LANGUAGE_TH), "พบซ้ำ");
    assert_string_equal(word(WORD_EXCEPTION_STATE, "expired", LANGUAGE_EN), "Expired");
    assert_string_equal(word(WORD_EXCEPTION_STATE, "not_checked", LANGUAGE_TH),
                        "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)");
}

static void a_code_without_a_word_stands_for_itself(void **context)
{
    (void)context;
    assert_string_equal(word(WORD_SEVERITY, "dire", LANGUAGE_TH), "dire");
}

static void walking_over_a_kind_gives_its_codes_alone(void **context)
{
    static const char *const severities[] = {"high", "medium", "low"};
    size_t index = 0, count = 0;
    const char *code;

    (void)context;
    while ((code = word_next(WORD_SEVERITY, &index)) != NULL) {
        assert_in_range(count, 0, 2);
        assert_string_equal(code, severities[count++]);
    }
    assert_int_equal(count, 3);
}

static void every_heading_is_found(void **context)
{
    (void)context;
    /* The first, the last and one between: the table must be in order. */
    assert_string_equal(column_heading("accepted_qty", LANGUAGE_TH), "จำนวนที่ตรวจรับ");
    assert_string_equal(column_heading("order_no", LANGUAGE_TH), "เลขที่คำสั่งขาย");
    assert_string_equal(column_heading("visited_on", LANGUAGE_EN), "Visited");
    assert_string_equal(column_heading("khrop_why", LANGUAGE_TH), "สิ่งที่พบ");
}

static void a_column_without_a_heading_keeps_its_name(void **context)
{
    (void)context;
    assert_string_equal(column_heading("site_column", LANGUAGE_TH), "site_column");
}

static void moments_are_those_of_the_zone(void **context)
{
    struct error error = {0};
    char text[DATE_TEXT_SIZE];

    (void)context;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    label_moment(INT64_C(1795561200), LANGUAGE_TH, text);
    assert_string_equal(text, "25 พ.ย. 2569 06:00 น.");
    label_moment(INT64_C(1795561200), LANGUAGE_EN, text);
    assert_string_equal(text, "25 Nov 2026 06:00");
    label_moment(-1, LANGUAGE_EN, text);
    assert_string_equal(text, "1 Jan 1970 06:59");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_label_has_both_languages),
        cmocka_unit_test(every_label_is_normal_text),
        cmocka_unit_test(words_stand_for_codes),
        cmocka_unit_test(a_code_without_a_word_stands_for_itself),
        cmocka_unit_test(walking_over_a_kind_gives_its_codes_alone),
        cmocka_unit_test(every_heading_is_found),
        cmocka_unit_test(a_column_without_a_heading_keeps_its_name),
        cmocka_unit_test(moments_are_those_of_the_zone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
