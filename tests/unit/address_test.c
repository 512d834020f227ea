/* Tests core/address.c: what a message can be sent to. */
#include "core/address.h"
#include "tests/unit/testing.h"

#include <string.h>

static void what_people_write_is_good(void **context)
{
    static const char *const good[] = {"somchai.0@ruamjai-home.example",
                                       "a@b.co",
                                       "first+tag@mail.example.co.th",
                                       "o'neil@x.org",
                                       "root@localhost",
                                       "x_y-z@a-b.example"};

    (void)context;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(address_fault(good[i]));
}

static void slips_are_told_apart(void **context)
{
    static const struct {
        const char *address, *words;
    } bad[] = {
        {"nobody", "no @"},
        {"@example.com", "nothing stands before"},
        {".a@example.com", "a dot stands"},
        {"a.@example.com", "a dot stands"},
        {"a..b@example.com", "a dot stands"},
        {"a b@example.com", "only letters"},
        {"a@b@example.com", "only letters"},
        {"สมชาย@example.com", "only letters"},
        {"a\r\nBcc:x@example.com", "only letters"},
        {"<a@example.com", "only letters"},
        {"a@", "not a domain"},
        {"a@-x.com", "not a domain"},
        {"a@x-.com", "not a domain"},
        {"a@example..com", "not a domain"},
        {"a@example.com.", "not a domain"},
        {"a@example.com>", "not a domain"},
        {"a@example", "not whole"},
        {"", "no @"},
    };

    (void)context;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *fault = address_fault(bad[i].address);

        assert_non_null(fault);
        if (strstr(fault, bad[i].words) == NULL)
            fail_msg("%s %s", bad[i].address, fault);
    }
}

/* RFC 5321, 4.5.3.1: 64 octets before the @, 63 a label; 254 in all leave room for < and >. */
static void lengths_are_those_of_the_standard(void **context)
{
    char address[400];

    (void)context;
    memset(address, 'a', sizeof address);
    strcpy(address + 64, "@example.com");
    assert_null(address_fault(address));
    memset(address, 'a', sizeof address);
    strcpy(address + 65, "@example.com");
    assert_non_null(address_fault(address));
    memset(address, 'a', sizeof address);
    memcpy(address, "x@", 2);
    strcpy(address + 2 + 63, ".com");
    assert_null(address_fault(address));
    memset(address, 'a', sizeof address);
    memcpy(address, "x@", 2);
    strcpy(address + 2 + 64, ".com");
    assert_non_null(address_fault(address));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write_is_good),
        cmocka_unit_test(slips_are_told_apart),
        cmocka_unit_test(lengths_are_those_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
