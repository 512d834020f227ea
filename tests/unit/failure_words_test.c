/* Tests jobs/failure_words.c: messages as the drivers and khrop write them, and their Thai kinds.
 */
#include "jobs/failure_words.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <string.h>

static const char *thai(const char *message)
{
    static char text[1024];
    size_t length = failure_text(message, LANGUAGE_TH, text, sizeof text);

    assert_int_equal(length, strlen(text));
    return text;
}

static void each_kind_has_its_sentence(void **state)
{
    /* As psqlodbc 13.02, maodbc 3.1.15, sqliteodbc 0.9998 and khrop's own supervisors say it. */
    static const struct {
        const char *message, *kind;
    } told[] = {
        {"can't connect: PostgreSQL: connection to server at \"127.0.0.1\", port 5432 failed: "
         "FATAL: "
         " password authentication failed for user \"khrop\" [08001]",
         "ชื่อผู้ใช้หรือรหัสผ่านของฐานข้อมูลไม่ถูกต้อง"},
        {"can't connect: MariaDB: [ma-3.1.15]Access denied for user 'khrop'@'localhost' (using "
         "password: YES) [28000]",
         "ชื่อผู้ใช้หรือรหัสผ่านของฐานข้อมูลไม่ถูกต้อง"},
        {"can't connect: PostgreSQL: connection to server at \"10.0.0.9\", port 5432 failed: "
         "Connection timed out [08001]",
         "เชื่อมต่อฐานข้อมูลไม่ได้"},
        {"can't connect: SQLite: [SQLite]connect failed [HY000]; is the file of Database= there, "
         "and "
         "may khrop read it and its folder?",
         "เชื่อมต่อฐานข้อมูลไม่ได้"},
        {"the ODBC driver for FreeTDS is not installed: apt-get install tdsodbc (..)",
         "ยังไม่ได้ติดตั้งไดรเวอร์ ODBC"},
        {"credential file /etc/credit is empty: write the password into it",
         "อ่านไฟล์รหัสผ่านของฐานข้อมูลไม่ได้"},
        {"time limit of 600 s passed; killed", "ใช้เวลาเกินกำหนด"},
        {"datasets.yaml:9: MariaDB: [ma-3.1.15][10.11]Query execution was interrupted "
         "(max_statement_time exceeded) [HY000]",
         "ใช้เวลาเกินกำหนด"},
        {"datasets.yaml:9: the query does not give the column balance; it gives a,b (write `.. AS "
         "balance`)",
         "คำสั่งดึงข้อมูลไม่ได้คอลัมน์ที่ต้องใช้"},
        {"datasets.yaml:9: PostgreSQL: ERROR: column \"x\" does not exist; [42703]",
         "คำสั่งดึงข้อมูลไม่ได้คอลัมน์ที่ต้องใช้"},
        {"datasets.yaml:9: SQLite: [SQLite]no such table: ar_acount (1) [HY000]",
         "ไม่พบตารางในฐานข้อมูล"},
        {"datasets.yaml:9: PostgreSQL: ERROR: permission denied for table bo; [42501]",
         "ไม่มีสิทธิ์อ่านข้อมูลในฐานข้อมูล"},
        {"datasets.yaml:9: SQLite: [SQLite]near \"FORM\": syntax error (1) [HY000]",
         "คำสั่งดึงข้อมูลทำงานไม่สำเร็จ"},
        {"datasets.yaml:9: the query gives more than row_limit = 5 rows",
         "คำสั่งดึงข้อมูลให้แถวเกินจำนวนที่กำหนดไว้"},
        {"killed by signal 11 (Segmentation fault)", "โปรแกรมดึงข้อมูลหยุดทำงานกลางคัน"},
        {"the file of its pull is damaged", "ไฟล์ข้อมูลที่ดึงมาเสียหาย"},
        {"the source left no data", "ไม่ได้รับข้อมูลจากแหล่งข้อมูล"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        char expected[1024];
        snprintf(expected, sizeof expected, "%s (%s)", told[i].kind, told[i].message);
        assert_string_equal(thai(told[i].message), expected);
    }
}

static void english_is_as_it_was_told(void **state)
{
    char text[64];

    (void)state;
    assert_int_equal(failure_text("time limit of 2 s passed", LANGUAGE_EN, text, sizeof text), 24);
    assert_string_equal(text, "time limit of 2 s passed");
}

static void nothing_told_is_nothing_said(void **state)
{
    (void)state;
    assert_string_equal(thai(""), "");
}

/* Cut at the end of a character: the 17 letters of "ใช้เวลาเกินกำหนด" take 48 bytes. */
static void what_does_not_fit_is_cut(void **state)
{
    char text[20];

    (void)state;
    failure_text("time limit of 2 s passed", LANGUAGE_TH, text, sizeof text);
    assert_string_equal(text, "ใช้เวล");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_its_sentence),
        cmocka_unit_test(english_is_as_it_was_told),
        cmocka_unit_test(nothing_told_is_nothing_said),
        cmocka_unit_test(what_does_not_fit_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
