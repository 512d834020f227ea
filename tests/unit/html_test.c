/* Tests reports/html.c: others' words in a page, as they stand. */
#include "reports/html.h"
#include "tests/unit/testing.h"

#include <stdlib.h>

typedef void writer(FILE *file, const char *text);

static void assert_written(writer *write, const char *text, const char *expected)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&bytes, &size);

    assert_non_null(file);
    write(file, text);
    assert_int_equal(fclose(file), 0);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void what_means_something_to_html_is_escaped(void **state)
{
    (void)state;
    assert_written(html_text, "<b>\"R&D's\"</b>", "&lt;b&gt;&quot;R&amp;D&#39;s&quot;&lt;/b&gt;");
    assert_written(html_text, "&amp;", "&amp;amp;");
    assert_written(html_text, "", "");
}

/* ZWSP parts words in Thai, ZWJ joins an emoji: they are the writer's. */
static void thai_emoji_and_characters_without_width_stay(void **state)
{
    (void)state;
    assert_written(html_text, "รวมใจ\u200Bโฮมมาร์ท", "รวมใจ\u200Bโฮมมาร์ท");
    assert_written(html_text, "👩\u200D🔧", "👩\u200D🔧");
}

/* U+0001, U+0085 (a C1 control), U+FFFE and U+1FFFF: errors to a parser. */
static void what_no_page_may_hold_shows(void **state)
{
    (void)state;
    assert_written(html_text,
                   "a\001b\xC2\x85"
                   "c\uFFFEd\U0001FFFFe",
                   "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    assert_written(html_text, "a\xFF\xE0\xB8", "a\uFFFD\uFFFD\uFFFD");
    assert_written(html_text, "tab\tstays", "tab\tstays");
}

static void every_end_of_line_is_one(void **state)
{
    (void)state;
    assert_written(html_text, "a\r\nb\rc\nd", "a\nb\nc\nd");
}

/* U+202E turns what follows from right to left: within its element alone. */
static void a_name_is_isolated(void **state)
{
    (void)state;
    assert_written(html_name, "a\u202E<b", "<bdi>a\u202E&lt;b</bdi>");
}

/* 0x3C is <, 0x22 ", 0x27 ', 0x5C \, 0x26 &. */
static void a_string_cannot_leave_its_style(void **state)
{
    (void)state;
    assert_written(html_css_string, "รายวัน", "'รายวัน'");
    assert_written(html_css_string, "</style>\"'\\&\n",
                   "'\\3c /style\\3e \\22 \\27 \\5c \\26 \\a '");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_means_something_to_html_is_escaped),
        cmocka_unit_test(thai_emoji_and_characters_without_width_stay),
        cmocka_unit_test(what_no_page_may_hold_shows),
        cmocka_unit_test(every_end_of_line_is_one),
        cmocka_unit_test(a_name_is_isolated),
        cmocka_unit_test(a_string_cannot_leave_its_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
