/* Tests reports/mail_header.c: header lines as RFC 5322, 2047 and 2231 want them. */
#include "core/clock.h"
#include "reports/mail_header.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

static char *written;
static size_t length;

static FILE *begin(void)
{
    free(written);
    written = NULL;
    return open_memstream(&written, &length);
}

static void assert_written(FILE *out, const char *wanted)
{
    fclose(out);
    assert_string_equal(written, wanted);
}

static void short_ascii_stands_as_it_is(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_text(out, "Subject", "Key figures, 17 Nov 2026");
    assert_written(out, "Subject: Key figures, 17 Nov 2026\r\n");
}

/* Encoded by `printf 'ครบ' | base64`. */
static void thai_is_an_encoded_word(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_text(out, "Subject", "ครบ");
    assert_written(out, "Subject: =?UTF-8?B?4LiE4Lij4Lia?=\r\n");
}

/* A reader would take it for an encoded word. */
static void what_looks_encoded_is_encoded(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_text(out, "Subject", "=?x");
    assert_written(out, "Subject: =?UTF-8?B?PT94?=\r\n");
}

/* RFC 2047, 2 and 5: a word at most 75 characters, a line with one at most 76, no letter cut. */
static void long_thai_is_folded_between_letters(void **context)
{
    char subject[400] = "";
    FILE *out = begin();

    (void)context;
    for (int i = 0; i < 40; i++)
        strcat(subject, "ก"); /* 3 bytes, so 4 characters of base64 */
    mail_header_text(out, "Subject", subject);
    fclose(out);
    for (const char *line = written; *line != '\0';) {
        size_t line_length = strcspn(line, "\r");
        const char *word = memmem(line, line_length, "=?UTF-8?B?", 10);

        assert_in_range(line_length, 1, 76);
        assert_non_null(word);
        assert_int_equal((line + line_length - word - 12) % 4, 0);
        assert_memory_equal(line + line_length - 2, "?=", 2);
        assert_memory_equal(line + line_length, "\r\n", 2);
        line += line_length + 2;
    }
}

static void a_line_can_not_be_added(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_text(out, "Subject", "a\r\nBcc: x@example.com");
    fclose(out);
    assert_null(strstr(written, "\nBcc"));
}

static void a_name_with_a_comma_is_quoted(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_address(out, "From", "Homemart, \"R\"", "khrop@example.com");
    assert_written(out, "From: \"Homemart, \\\"R\\\"\"\r\n <khrop@example.com>\r\n");
}

static void an_address_may_stand_alone(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_address(out, "To", "", "a@example.com");
    assert_written(out, "To: a@example.com\r\n");
}

/* 1795388400 is 2026-11-23 06:00 at +07:00, a Monday (`date -d @1795388400`). */
static void the_date_is_of_the_zone(void **context)
{
    struct error error = {0};
    FILE *out = begin();

    (void)context;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    mail_header_date(out, INT64_C(1795388400));
    assert_written(out, "Date: Mon, 23 Nov 2026 06:00:00 +0700\r\n");
    assert_true(clock_set_zone("America/St_Johns", &error));
    out = begin();
    mail_header_date(out, INT64_C(1795388400));
    assert_written(out, "Date: Sun, 22 Nov 2026 19:30:00 -0330\r\n");
}

static void a_plain_file_name_is_quoted(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_parameter(out, "filename", "kpi 2026.xlsx");
    assert_written(out, ";\r\n filename=\"kpi 2026.xlsx\"");
}

/* RFC 2231, 4: charset, two quotes, percent signs. ก is E0 B8 81. */
static void a_thai_file_name_is_extended(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_parameter(out, "filename", "ก 1.xlsx");
    assert_written(out, ";\r\n filename*=UTF-8''%E0%B8%81%201.xlsx");
}

/* RFC 2231, 3 and 4.1: pieces are numbered, the first alone has the charset. */
static void a_long_thai_file_name_comes_in_pieces(void **context)
{
    FILE *out = begin();

    (void)context;
    mail_header_parameter(out, "filename", "กกกกกกกก.xlsx");
    assert_written(out, ";\r\n filename*0*=UTF-8''%E0%B8%81%E0%B8%81%E0%B8%81%E0%B8%81%E0%B8%81"
                        ";\r\n filename*1*=%E0%B8%81%E0%B8%81%E0%B8%81.xlsx");
}

/* RFC 4648, 10. */
static void base64_is_that_of_the_standard(void **context)
{
    static const char *const pairs[][2] = {
        {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
    char line[80];

    (void)context;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        mail_base64((const unsigned char *)pairs[i][0], strlen(pairs[i][0]), line);
        assert_string_equal(line, pairs[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ascii_stands_as_it_is),
        cmocka_unit_test(thai_is_an_encoded_word),
        cmocka_unit_test(what_looks_encoded_is_encoded),
        cmocka_unit_test(long_thai_is_folded_between_letters),
        cmocka_unit_test(a_line_can_not_be_added),
        cmocka_unit_test(a_name_with_a_comma_is_quoted),
        cmocka_unit_test(an_address_may_stand_alone),
        cmocka_unit_test(the_date_is_of_the_zone),
        cmocka_unit_test(a_plain_file_name_is_quoted),
        cmocka_unit_test(a_thai_file_name_is_extended),
        cmocka_unit_test(a_long_thai_file_name_comes_in_pieces),
        cmocka_unit_test(base64_is_that_of_the_standard),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    free(written);
    return failed;
}
