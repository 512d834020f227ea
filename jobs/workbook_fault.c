/* The words for each fault; see workbook_fault.h. */
#include "jobs/workbook_fault.h"

#include "core/text.h"

#include <stdarg.h>

#define SAVE_AGAIN                                                                                                                                                       \
    {                                                                                                                                                                    \
        {                                                                                                                                                                \
            "Open it in Excel or LibreOffice, save it again as Excel Workbook (*.xlsx) and put "                                                                         \
            "that into the inbox",                                                                                                                                       \
                "กรุณาเปิดไฟล์ด้วย Excel หรือ LibreOffice บันทึกใหม่เป็น Excel Workbook (*.xlsx) " \
                "แล้วนำไฟล์นั้นมาวางในโฟลเดอร์ inbox อีกครั้ง"                                 \
        }                                                                                                                                                                \
    }
#define COPY_AGAIN                                                                                                                                                                                                                        \
    {                                                                                                                                                                                                                                     \
        {                                                                                                                                                                                                                                 \
            "Copy or save the file to the inbox again, and wait until the copy is done",                                                                                                                                                  \
                "กรุณาคัดลอกหรือบันทึกไฟล์ลงในโฟลเดอร์ inbox ใหม่ และรอจนการคัดลอกเสร็จสมบูรณ์" \
        }                                                                                                                                                                                                                                 \
    }
#define BEGIN_AGAIN                                                                                                                                                                                                                          \
    {                                                                                                                                                                                                                                        \
        {                                                                                                                                                                                                                                    \
            "Type into the newest list that khrop has written and save that into the inbox",                                                                                                                                                 \
                "กรุณากรอกลงในรายการฉบับล่าสุดที่ khrop ออกให้ แล้วบันทึกไฟล์นั้นลงในโฟลเดอร์ inbox" \
        }                                                                                                                                                                                                                                    \
    }

static const struct {
    struct bilingual why, fix;
} words[WORKBOOK_FAULT_KINDS] = {
    [WORKBOOK_GOOD] = {{{"", ""}}, {{"", ""}}},
    [WORKBOOK_EMPTY] = {{{"the file is empty", "ไฟล์ว่างเปล่า"}}, COPY_AGAIN},
    [WORKBOOK_NOT_A_WORKBOOK] = {{{"the file is not an Excel workbook, whatever its name says",
                                   "ไฟล์นี้ไม่ใช่ไฟล์ Excel แม้ชื่อไฟล์จะลงท้ายด้วย .xlsx"}},
                                 SAVE_AGAIN},
    [WORKBOOK_OLD_OR_LOCKED] = {{{"the file is an old Excel file (.xls) or has a password",
                                  "ไฟล์นี้เป็น Excel รุ่นเก่า (.xls) หรือมีการตั้งรหัสผ่านไว้"}},
                                {{"Save it as Excel Workbook (*.xlsx) without a password",
                                  "กรุณาบันทึกเป็น Excel Workbook (*.xlsx) โดยไม่ตั้งรหัสผ่าน"}}},
    [WORKBOOK_OPEN_DOCUMENT] = {{{"the file is an OpenDocument spreadsheet (.ods)",
                                  "ไฟล์นี้เป็นสเปรดชีต OpenDocument (.ods)"}},
                                {{"Choose File > Save As > Excel 2007-365 (.xlsx)",
                                  "กรุณาเลือก แฟ้ม > บันทึกเป็น > Excel 2007-365 (.xlsx)"}}},
    [WORKBOOK_CUT_SHORT] = {{{"the end of the file is missing", "ไฟล์ไม่ครบ ส่วนท้ายของไฟล์หายไป"}},
                            COPY_AGAIN},
    [WORKBOOK_DAMAGED] = {{{"the file is damaged", "ไฟล์เสียหาย"}}, SAVE_AGAIN},
    [WORKBOOK_PART_MISSING] = {{{"a part of the workbook is missing", "ไฟล์ขาดส่วนประกอบที่จำเป็น"}},
                               SAVE_AGAIN},
    [WORKBOOK_NOT_XML] = {{{"a part of the workbook can't be read", "อ่านส่วนประกอบของไฟล์ไม่ได้"}},
                          SAVE_AGAIN},
    [WORKBOOK_HAS_ENTITIES] =
        {{{"the file declares a document type, which no spreadsheet program writes: it is not read",
           "ไฟล์มีการประกาศชนิดเอกสาร ซึ่งโปรแกรมตารางคำนวณไม่เขียน จึงไม่อ่านไฟล์นี้"}},
         BEGIN_AGAIN},
    [WORKBOOK_TOO_LARGE] = {{{"the file holds more than a list can",
                              "ข้อมูลในไฟล์ใหญ่เกินกว่าจะเป็นรายการ"}},
                            BEGIN_AGAIN},
    [WORKBOOK_TOO_MANY] = {{{"the file holds more than a list can",
                             "ข้อมูลในไฟล์มากเกินกว่าจะเป็นรายการ"}},
                           BEGIN_AGAIN},
    [WORKBOOK_TOO_DEEP] = {{{"the file is nested deeper than a workbook is",
                             "โครงสร้างของไฟล์ซ้อนกันลึกเกินกว่าไฟล์ Excel ทั่วไป"}},
                           BEGIN_AGAIN},
    [WORKBOOK_NO_LIST] = {{{"no sheet of the file has khrop's hidden column of exception numbers",
                            "ไม่มีชีตใดในไฟล์ที่มีคอลัมน์เลขที่รายการผิดปกติ (คอลัมน์ที่ซ่อนไว้) ของ khrop"}},
                          BEGIN_AGAIN},
    [WORKBOOK_NO_COLUMN] =
        {{{"a column of the list has lost its heading or was deleted, so that what was typed there "
           "can't be found",
           "คอลัมน์ของรายการถูกลบหรือถูกเปลี่ยนหัวคอลัมน์ จึงหาข้อความที่กรอกไว้ไม่พบ"}},
         {{"Write the heading as khrop wrote it and save the file into the inbox again",
           "กรุณาพิมพ์หัวคอลัมน์ให้ตรงกับต้นฉบับของ khrop แล้วบันทึกไฟล์ลงในโฟลเดอร์ inbox อีกครั้ง"}}},
    [WORKBOOK_NO_MEMORY] =
        {{{"there was not enough memory to read the file", "หน่วยความจำไม่พอสำหรับอ่านไฟล์"}},
         {{"It stays in the inbox for the next run", "ไฟล์ยังอยู่ในโฟลเดอร์ inbox รอการทำงานครั้งถัดไป"}}},
};

bool workbook_fault_set(struct workbook_fault *fault, enum workbook_fault_kind kind,
                        const char *format, ...)
{
    va_list arguments;

    if (fault->kind != WORKBOOK_GOOD)
        return false;
    fault->kind = kind;
    va_start(arguments, format);
    text_format_list(fault->detail, sizeof fault->detail, format, arguments);
    va_end(arguments);
    return false;
}

void workbook_fault_text(const struct workbook_fault *fault, enum language language,
                         char text[WORKBOOK_FAULT_TEXT_SIZE])
{
    const char *why = words[fault->kind].why.text[language];
    const char *fix = words[fault->kind].fix.text[language];
    const char *end = language == LANGUAGE_EN ? "." : "";

    if (*fault->detail == '\0')
        text_format(text, WORKBOOK_FAULT_TEXT_SIZE, "%s%s %s%s", why, end, fix, end);
    else
        text_format(text, WORKBOOK_FAULT_TEXT_SIZE, "%s (%s)%s %s%s", why, fault->detail, end, fix,
                    end);
}
