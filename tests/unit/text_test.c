/* Tests core/text.c. Bytes and NFC forms were checked with Python's unicodedata. */
#include "core/text.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

static enum text_status look(const char *text, size_t length)
{
    const char *start = NULL;
    size_t trimmed = 0;
    return text_look(text, length, &start, &trimmed);
}

static void assert_look(const char *text, enum text_status expected)
{
    enum text_status status = look(text, strlen(text));
    if (status != expected)
        fail_msg("\"%s\" gave status %d, not %d", text, (int)status, (int)expected);
}

static void assert_trimmed(const char *text, const char *expected)
{
    const char *start = NULL;
    size_t length = 0;
    assert_int_equal(text_look(text, strlen(text), &start, &length), TEXT_GOOD);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(start, expected, length);
}

static void assert_nfc(const char *text, const char *expected)
{
    size_t length = 0;
    char *nfc = text_to_nfc(text, strlen(text), &length);
    assert_non_null(nfc);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(nfc, expected, length);
    free(nfc);
}

static void ordinary_texts_are_good_as_they_are(void **state)
{
    (void)state;
    assert_look("", TEXT_GOOD);
    assert_look("SO-0001234", TEXT_GOOD);
    assert_look("the quick brown fox jumps over the lazy dog", TEXT_GOOD);
    assert_look("บริษัท สยามการค้า จำกัด (มหาชน)", TEXT_GOOD);
    assert_look("ที่อยู่ ๑๒/๓ หมู่ ๔ ต.ปู่เจ้าสมิงพราย", TEXT_GOOD);
    assert_look("line one\nline two\ttabbed\r\n", TEXT_GOOD);
    assert_look("caf\xC3\xA9", TEXT_GOOD);
    assert_look("日本語 \xF0\x9F\x98\x80", TEXT_GOOD);
    assert_look("\x7F", TEXT_GOOD); /* DEL: XML takes it */
}

static void white_space_at_the_ends_is_left_out(void **state)
{
    (void)state;
    assert_trimmed("  7 Eleven  ", "7 Eleven");
    assert_trimmed("\t\r\n name \n", "name");
    assert_trimmed("        eight and more blanks before and behind        ",
                   "eight and more blanks before and behind");
    assert_trimmed("\xC2\xA0ชื่อ\xE3\x80\x80", "ชื่อ");       /* U+00A0, U+3000 */
    assert_trimmed("\xEF\xBB\xBFก่อน\xE2\x80\x8B", "ก่อน"); /* U+FEFF, U+200B */
    assert_trimmed("a\xE2\x80\x8B"
                   "b c",
                   "a\xE2\x80\x8B"
                   "b c"); /* within it stays */
    assert_trimmed("   ", "");
    assert_trimmed("\xE2\x80\x8B\xEF\xBB\xBF \xC2\xA0", "");
    assert_trimmed("", "");
}

static void thai_marks_in_order_are_good(void **state)
{
    (void)state;
    assert_look("\xE0\xB8\x97\xE0\xB8\xB5\xE0\xB9\x88", TEXT_GOOD); /* ที่: SARA II has class 0 */
    assert_look("\xE0\xB8\x81\xE0\xB8\xB8\xE0\xB9\x88", TEXT_GOOD); /* SARA U 103, MAI EK 107 */
    assert_look("\xE0\xB8\x81\xE0\xB8\xBA\xE0\xB8\xB8", TEXT_GOOD); /* PHINTHU 9, SARA U 103 */
    assert_look("\xE0\xB8\x81\xE0\xB9\x88\xE0\xB9\x89", TEXT_GOOD); /* two marks of one class */
    /* a mark of class 0 between them is a barrier */
    assert_look("\xE0\xB8\x81\xE0\xB9\x88\xE0\xB8\xB5\xE0\xB8\xB8", TEXT_GOOD);
}

static void thai_marks_out_of_order_are_put_in_order(void **state)
{
    (void)state;
    assert_look("\xE0\xB8\x81\xE0\xB9\x88\xE0\xB8\xB8", TEXT_CHANGE);
    assert_nfc("\xE0\xB8\x81\xE0\xB9\x88\xE0\xB8\xB8", "\xE0\xB8\x81\xE0\xB8\xB8\xE0\xB9\x88");
    assert_look("\xE0\xB8\x81\xE0\xB8\xB8\xE0\xB8\xBA", TEXT_CHANGE);
    assert_nfc("\xE0\xB8\x81\xE0\xB8\xB8\xE0\xB8\xBA", "\xE0\xB8\x81\xE0\xB8\xBA\xE0\xB8\xB8");
    /* also behind other text, and where the mark stands at the very end */
    assert_look("SO-1 \xE0\xB8\x9B\xE0\xB9\x89\xE0\xB8\xB9", TEXT_CHANGE);
}

/* NFC does not take SARA AM apart (that is NFKC), nor make one of NIKHAHIT and SARA AA. */
static void sara_am_stays_as_it_is(void **state)
{
    (void)state;
    assert_look("น้ำ", TEXT_GOOD);
    assert_nfc("น้ำ", "น้ำ");
    assert_look("\xE0\xB8\x99\xE0\xB9\x89\xE0\xB9\x8D\xE0\xB8\xB2", TEXT_GOOD);
    assert_nfc("\xE0\xB8\x99\xE0\xB9\x89\xE0\xB9\x8D\xE0\xB8\xB2",
               "\xE0\xB8\x99\xE0\xB9\x89\xE0\xB9\x8D\xE0\xB8\xB2");
}

static void characters_apart_are_put_together(void **state)
{
    (void)state;
    assert_look("e\xCC\x81", TEXT_CHANGE);
    assert_nfc("e\xCC\x81", "\xC3\xA9");
    assert_look("\xE2\x84\xAB", TEXT_CHANGE); /* ANGSTROM SIGN */
    assert_nfc("\xE2\x84\xAB", "\xC3\x85");
    assert_look("\xE1\x84\x80\xE1\x85\xA1", TEXT_CHANGE);
    assert_nfc("\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80");
}

static void change_gives_the_part_between_white_space(void **state)
{
    const char *text = "  e\xCC\x81 ", *start = NULL;
    size_t length = 0;
    (void)state;
    assert_int_equal(text_look(text, strlen(text), &start, &length), TEXT_CHANGE);
    assert_ptr_equal(start, text + 2);
    assert_int_equal(length, 3);
}

static void bytes_that_are_no_utf8_are_refused(void **state)
{
    static const char *const texts[] = {
        "\x80",                     /* a continuation alone */
        "\xC3",                     /* cut */
        "\xE0\xB8",                 /* cut */
        "ok \xE0\xB8",              /* cut behind text */
        "\xF0\x9F\x98",             /* cut */
        "\xC0\xAF",                 /* '/' in two bytes */
        "\xC1\xBF",                 /* DEL in two bytes */
        "\xE0\x80\xAF",             /* '/' in three */
        "\xE0\x9F\xBF",             /* U+07FF in three */
        "\xF0\x80\x80\xAF",         /* '/' in four */
        "\xF0\x8F\xBF\xBF",         /* U+FFFF in four */
        "\xED\xA0\x80",             /* U+D800 */
        "\xED\xBF\xBF",             /* U+DFFF */
        "\xED\xA0\xBD\xED\xB8\x80", /* an emoji as two surrogates */
        "\xF4\x90\x80\x80",         /* U+110000 */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE0\xB8\x41", /* no continuation */
        "\xE0\x41\x81",
        "\xC3\x28",
        "\xCA\xC7\xD1\xCA", /* สวัส of CP874 */
        "caf\xE9",          /* Latin-1 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_look(texts[i], TEXT_NOT_UTF8);
}

static void limits_of_utf8_are_taken(void **state)
{
    (void)state;
    assert_look("\xC2\x80", TEXT_GOOD);
    assert_look("\xDF\xBF", TEXT_GOOD);
    assert_look("\xE0\xA0\x80", TEXT_GOOD);
    assert_look("\xED\x9F\xBF", TEXT_GOOD); /* U+D7FF */
    assert_look("\xEE\x80\x80", TEXT_GOOD); /* U+E000 */
    assert_look("\xEF\xBF\xBD", TEXT_GOOD);
    assert_look("\xF0\x90\x80\x80", TEXT_GOOD);
    assert_look("\xF4\x8F\xBF\xBF", TEXT_GOOD); /* U+10FFFF */
}

static void nul_within_is_told(void **state)
{
    (void)state;
    assert_int_equal(look("a\0b", 3), TEXT_HAS_NUL);
    assert_int_equal(look("\0", 1), TEXT_HAS_NUL);
    assert_int_equal(look("twelve bytes\0", 13), TEXT_HAS_NUL);
}

static void control_characters_are_told(void **state)
{
    (void)state;
    for (char c = 1; c < 0x20; c++) {
        /* at every place of a word of eight bytes and behind it */
        for (size_t at = 0; at < 11; at++) {
            char text[] = "abcdefghijk";
            bool is_taken = c == '\t' || c == '\n' || c == '\r';
            text[at] = c;
            assert_int_equal(look(text, 11), is_taken ? TEXT_GOOD : TEXT_HAS_CONTROL);
        }
    }
    assert_look("\xEF\xBF\xBE", TEXT_HAS_CONTROL); /* U+FFFE */
    assert_look("\xEF\xBF\xBF", TEXT_HAS_CONTROL); /* U+FFFF */
}

/* `count` times `character` between what may stand around it, looked at. */
static enum text_status look_at_many(const char *before, const char *character, size_t count,
                                     const char *behind)
{
    size_t size = strlen(character), used = strlen(before);
    char *text = malloc(used + count * size + strlen(behind) + 1);
    enum text_status status;
    assert_non_null(text);
    memcpy(text, before, used);
    for (size_t i = 0; i < count; i++, used += size)
        memcpy(text + used, character, size);
    memcpy(text + used, behind, strlen(behind) + 1);
    status = look(text, strlen(text));
    free(text);
    return status;
}

static void text_of_32767_characters_fits_and_one_more_does_not(void **state)
{
    (void)state;
    assert_int_equal(look_at_many("", "a", 32767, ""), TEXT_GOOD);
    assert_int_equal(look_at_many("", "a", 32768, ""), TEXT_TOO_LONG);
    assert_int_equal(look_at_many("", "ก", 32767, ""), TEXT_GOOD);
    assert_int_equal(look_at_many("", "ก", 32768, ""), TEXT_TOO_LONG);
    assert_int_equal(look_at_many("", "ก", 40000, ""), TEXT_TOO_LONG);
}

static void white_space_at_the_ends_does_not_count(void **state)
{
    (void)state;
    assert_int_equal(look_at_many("   ", "a", 32767, " \n"), TEXT_GOOD);
    assert_int_equal(look_at_many("", " ", 40000, ""), TEXT_GOOD);
}

/* A worksheet counts UTF-16. */
static void emoji_counts_as_two(void **state)
{
    (void)state;
    assert_int_equal(look_at_many("", "\xF0\x9F\x98\x80", 16383, "a"), TEXT_GOOD);
    assert_int_equal(look_at_many("", "\xF0\x9F\x98\x80", 16384, ""), TEXT_TOO_LONG);
}

static void length_is_judged_once_it_is_nfc(void **state)
{
    (void)state;
    /* e with its accent apart: 40,000 characters become 20,000 */
    assert_int_equal(look_at_many("", "e\xCC\x81", 20000, ""), TEXT_CHANGE);
    /* U+0958 is taken apart by NFC: 20,000 become 40,000 */
    assert_int_equal(look_at_many("", "\xE0\xA5\x98", 20000, ""), TEXT_TOO_LONG);
}

static void thai_marks_take_no_column_and_wide_characters_two(void **state)
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},     {"abc", 3}, {"ที่", 1}, {"น้ำ", 2},
        {"日本", 4}, {"é", 1},   {"ก์", 1}, {"บริษัท สยามการค้า จำกัด", 19},
        {"\xFF", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(text_display_width(cases[i].text, strlen(cases[i].text)), cases[i].width);
}

static void cut_never_divides_a_character(void **state)
{
    static const char text[] = "aก\xF0\x9F\x98\x80"
                               "b"; /* 1 + 3 + 4 + 1 bytes */
    static const size_t cuts[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9};
    (void)state;
    for (size_t limit = 0; limit < sizeof cuts / sizeof cuts[0]; limit++)
        assert_int_equal(text_cut(text, 9, limit), cuts[limit]);
    assert_int_equal(text_cut("", 0, 10), 0);
}

/* Each Thai letter is three bytes: of five bytes, one letter and the NUL fit. */
static void formatted_text_is_cut_at_the_end_of_a_character(void **state)
{
    char text[6];
    (void)state;
    assert_int_equal(text_format(text, sizeof text, "%s", "กขค"), 3);
    assert_string_equal(text, "ก");
    assert_int_equal(text_format(text, sizeof text, "%s", "abกขค"), 5);
    assert_string_equal(text, "abก");
    assert_int_equal(text_format(text, sizeof text, "%d", 12345), 5);
    assert_string_equal(text, "12345");
    assert_int_equal(text_format(text, sizeof text, "%d", 123456), 5);
    assert_string_equal(text, "12345");
    assert_int_equal(text_format(text, sizeof text, "%s", ""), 0);
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_character_count("", 0), 0);
    assert_int_equal(text_character_count("น้ำ", 9), 3);
    assert_int_equal(text_character_count("a\xF0\x9F\x98\x80", 5), 2);
}

static void nearest_name_is_suggested_when_near_enough(void **state)
{
    static const char *const names[] = {"schedule", "deadline", "covers", "steps"};
    static const char long_name[] =
        "a_name_of_more_than_sixty_four_characters_that_nobody_would_ever_have_typed";
    (void)state;
    assert_string_equal(text_nearest("shedule", names, 4), "schedule");
    assert_string_equal(text_nearest("dead_line", names, 4), "deadline");
    assert_string_equal(text_nearest("cover", names, 4), "covers");
    assert_string_equal(text_nearest("steps", names, 4), "steps");
    assert_null(text_nearest("language", names, 4));
    assert_null(text_nearest("x", names, 4));
    assert_null(text_nearest(long_name, names, 4));
    assert_null(text_nearest("covers", names, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_texts_are_good_as_they_are),
        cmocka_unit_test(white_space_at_the_ends_is_left_out),
        cmocka_unit_test(thai_marks_in_order_are_good),
        cmocka_unit_test(thai_marks_out_of_order_are_put_in_order),
        cmocka_unit_test(sara_am_stays_as_it_is),
        cmocka_unit_test(characters_apart_are_put_together),
        cmocka_unit_test(change_gives_the_part_between_white_space),
        cmocka_unit_test(bytes_that_are_no_utf8_are_refused),
        cmocka_unit_test(limits_of_utf8_are_taken),
        cmocka_unit_test(nul_within_is_told),
        cmocka_unit_test(control_characters_are_told),
        cmocka_unit_test(text_of_32767_characters_fits_and_one_more_does_not),
        cmocka_unit_test(white_space_at_the_ends_does_not_count),
        cmocka_unit_test(emoji_counts_as_two),
        cmocka_unit_test(length_is_judged_once_it_is_nfc),
        cmocka_unit_test(thai_marks_take_no_column_and_wide_characters_two),
        cmocka_unit_test(cut_never_divides_a_character),
        cmocka_unit_test(formatted_text_is_cut_at_the_end_of_a_character),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(nearest_name_is_suggested_when_near_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
