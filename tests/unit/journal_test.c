/* Tests daemon/journal.c: severities where the journal listens, and nowhere else. */
#include "daemon/journal.h"
#include "tests/unit/testing.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends[2];

/* Names a descriptor as systemd does: device and inode in decimal (systemd.exec(5)). */
static void listen_to(int descriptor, uintmax_t more)
{
    struct stat file;
    char name[64];

    assert_int_equal(fstat(descriptor, &file), 0);
    snprintf(name, sizeof name, "%ju:%ju", (uintmax_t)file.st_dev, (uintmax_t)file.st_ino + more);
    setenv("JOURNAL_STREAM", name, 1);
}

static int begin(void **state)
{
    (void)state;
    unsetenv("JOURNAL_STREAM");
    return pipe(ends);
}

static int end(void **state)
{
    (void)state;
    close(ends[0]);
    close(ends[1]);
    return 0;
}

/* <3> err, <4> warning, <6> info: syslog(3). */
static void a_line_for_the_journal_begins_with_its_severity(void **state)
{
    (void)state;
    listen_to(ends[1], 0);
    assert_string_equal(journal_prefix(ends[1], JOURNAL_ERROR), "<3>");
    assert_string_equal(journal_prefix(ends[1], JOURNAL_WARNING), "<4>");
    assert_string_equal(journal_prefix(ends[1], JOURNAL_INFO), "<6>");
}

static void without_systemd_there_is_none(void **state)
{
    (void)state;
    assert_string_equal(journal_prefix(ends[1], JOURNAL_ERROR), "");
}

static void a_stream_that_was_redirected_has_none(void **state)
{
    (void)state;
    listen_to(ends[1], 1);
    assert_string_equal(journal_prefix(ends[1], JOURNAL_ERROR), "");
    setenv("JOURNAL_STREAM", "nonsense", 1);
    assert_string_equal(journal_prefix(ends[1], JOURNAL_ERROR), "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_line_for_the_journal_begins_with_its_severity),
        TEST(without_systemd_there_is_none),
        TEST(a_stream_that_was_redirected_has_none),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
