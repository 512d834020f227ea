/* Kinds of failure; see failure_words.h. */
#include "jobs/failure_words.h"

#include "core/text.h"

#include <string.h>

#define MARKS_MOST 8

/* What a message of the kind has in it: khrop's own words, or the five letters of an SQLSTATE as
 * odbc_error writes them. The first row that fits tells: a refused password is told by a connection
 * that failed, which may have failed for want of an answer. */
static const struct {
    const char *marks[MARKS_MOST];
    const char *thai;
} kinds[] = {
    {{"password authentication failed", "Access denied", "Login failed", "no password supplied",
      "[28000]", "[28P01]"},
     "ชื่อผู้ใช้หรือรหัสผ่านของฐานข้อมูลไม่ถูกต้อง"},
    {{"credential "}, "อ่านไฟล์รหัสผ่านของฐานข้อมูลไม่ได้"},
    {{"ODBC driver for", "no ODBC driver is installed", "names nothing that is installed"},
     "ยังไม่ได้ติดตั้งไดรเวอร์ ODBC"},
    {{"can't connect", "[08"}, "เชื่อมต่อฐานข้อมูลไม่ได้"},
    {{"time limit of", "timed out", "timeout", "[HYT00]", "[HYT01]", "[57014]",
      "max_statement_time", "cancelled"},
     "ใช้เวลาเกินกำหนด"},
    {{"does not give", "[42S22]", "[42703]", "no such column", "Unknown column"},
     "คำสั่งดึงข้อมูลไม่ได้คอลัมน์ที่ต้องใช้"},
    {{"[42S02]", "[42P01]", "no such table"}, "ไม่พบตารางในฐานข้อมูล"},
    {{"permission denied", "[42501]"}, "ไม่มีสิทธิ์อ่านข้อมูลในฐานข้อมูล"},
    {{"row_limit"}, "คำสั่งดึงข้อมูลให้แถวเกินจำนวนที่กำหนดไว้"},
    {{"must hold", "gives the column"}, "คำสั่งดึงข้อมูลให้คอลัมน์ไม่ตรงตามที่กำหนด"},
    {{"killed by signal", "ended with code"}, "โปรแกรมดึงข้อมูลหยุดทำงานกลางคัน"},
    {{"is damaged"}, "ไฟล์ข้อมูลที่ดึงมาเสียหาย"},
    {{"left no data"}, "ไม่ได้รับข้อมูลจากแหล่งข้อมูล"},
    {{"gives no snapshot", "which the dataset has not"}, "อ่านข้อมูลได้ครบ แต่มีข้อสังเกต"},
};

static const char *kind_of(const char *message)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (size_t j = 0; j < MARKS_MOST && kinds[i].marks[j] != NULL; j++)
            if (strstr(message, kinds[i].marks[j]) != NULL)
                return kinds[i].thai;
    return "คำสั่งดึงข้อมูลทำงานไม่สำเร็จ";
}

size_t failure_text(const char *message, enum language language, char *text, size_t size)
{
    if (language == LANGUAGE_EN || message[0] == '\0')
        return text_format(text, size, "%s", message);
    return text_format(text, size, "%s (%s)", kind_of(message), message);
}
