/* Tests reports/mail_message.c: a message read in pieces of any size is the same, and its last line
 * comes alone. */
#include "reports/mail_message.h"
#include "tests/unit/testing.h"

#include <limits.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_SIZE 100003 /* no multiple of a line's bytes or a block's */
#define ROOM (512 * 1024)

static char folder[] = "/tmp/khrop-message-XXXXXX";
static char hash[SHA256_DIGEST_STRING_LENGTH];
static struct mail_file files[2];

static void file_write(const char *name, size_t size)
{
    char path[PATH_MAX];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    for (size_t i = 0; i < size; i++)
        fputc((int)(i * 7 % 251), file);
    fclose(file);
}

static int begin(void **context)
{
    char path[PATH_MAX];

    (void)context;
    strcpy(folder, "/tmp/khrop-message-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    file_write("kpi.xlsx", FILE_SIZE);
    file_write("empty.csv", 0);
    snprintf(path, sizeof path, "%s/kpi.xlsx", folder);
    SHA256File(path, hash);
    files[0] = (struct mail_file){"kpi.xlsx", "ก.xlsx", FILE_SIZE, hash};
    files[1] =
        (struct mail_file){"empty.csv", "empty.csv", 0,
                           /* of nothing: `sha256sum /dev/null` */
                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
    return 0;
}

static int end(void **context)
{
    static const char *const names[] = {"kpi.xlsx", "empty.csv"};
    char path[PATH_MAX];

    (void)context;
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static struct mail_request request_of(size_t file_count)
{
    return (struct mail_request){
        .from = "khrop@example.com",
        .from_name = "khrop",
        .to = "a@example.com",
        .to_name = "",
        .subject = "ครบ",
        .plain = "one\n.\ntwo\n",
        .html = "<p>one</p>\n",
        .key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        .business_on = 20774, /* 2026-11-17 */
        .folder = folder,
        .files = files,
        .file_count = file_count,
    };
}

/* The whole, read `size` bytes at a time; the last line must be announced and come alone. */
static size_t read_whole(size_t file_count, size_t size, char *whole)
{
    struct mail_request request = request_of(file_count);
    struct mail_message *message;
    struct error error = {0};
    size_t used = 0, length = 1;
    char last[128] = "";

    assert_true(mail_message_open(&message, &request, &error));
    while (length > 0) {
        bool is_ending = mail_message_is_ending(message);

        assert_true(mail_message_read(message, whole + used, size, &length, &error));
        if (is_ending)
            strncat(last, whole + used, length);
        used += length;
        assert_in_range(used, 0, ROOM - size);
    }
    assert_int_equal(used, mail_message_size(message));
    assert_string_equal(last, file_count > 0 ? "--=_khrop_0123456789abcdef_m--\r\n"
                                             : "--=_khrop_0123456789abcdef_a--\r\n");
    mail_message_close(message);
    return used;
}

static void pieces_of_any_size_make_the_same_message(void **context)
{
    static const size_t sizes[] = {1, 7, 78, 1000, 4096, 65536, 200000};
    char *whole = calloc(2, ROOM), *other = whole + ROOM;

    (void)context;
    for (size_t file_count = 0; file_count <= 2; file_count++) {
        size_t length = read_whole(file_count, 512, whole);

        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            assert_int_equal(read_whole(file_count, sizes[i], other), length);
            assert_memory_equal(whole, other, length);
        }
    }
    free(whole);
}

static void no_line_is_long_and_all_end_alike(void **context)
{
    char *whole = calloc(1, ROOM);
    size_t length = read_whole(2, 4096, whole);

    (void)context;
    for (size_t i = 0, begun = 0; i < length; i++) {
        if (whole[i] != '\n')
            continue;
        assert_int_equal(whole[i - 1], '\r');
        assert_in_range(i + 1 - begun, 2, 80);
        begun = i + 1;
    }
    free(whole);
}

static void assert_refused(const char *words)
{
    struct mail_request request = request_of(2);
    struct mail_message *message;
    struct error error = {0};

    assert_false(mail_message_open(&message, &request, &error));
    assert_null(message);
    assert_non_null(strstr(error.text, words));
}

static void a_file_that_was_changed_is_not_attached(void **context)
{
    (void)context;
    file_write("kpi.xlsx", FILE_SIZE - 1);
    assert_refused("it is not as it was published");
    files[0].size_bytes--; /* the size alone is not enough */
    assert_refused("it is not as it was published");
}

static void a_file_that_is_gone_is_told(void **context)
{
    char path[PATH_MAX];

    (void)context;
    snprintf(path, sizeof path, "%s/kpi.xlsx", folder);
    unlink(path);
    assert_refused("No such file or directory");
    file_write("kpi.xlsx", FILE_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_of_any_size_make_the_same_message, begin, end),
        cmocka_unit_test_setup_teardown(no_line_is_long_and_all_end_alike, begin, end),
        cmocka_unit_test_setup_teardown(a_file_that_was_changed_is_not_attached, begin, end),
        cmocka_unit_test_setup_teardown(a_file_that_is_gone_is_told, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
