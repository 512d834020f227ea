/* A table row for each; see compare_words.h. */
#include "reports/compare_words.h"

static const struct bilingual words[COMPARE_WORD_COUNT] = {
    [COMPARE_TITLE] = {{"What differs between two reports", "เปรียบเทียบรายงานสองฉบับ"}},
    [COMPARE_SHEET_SUMMARY] = {{"Summary", "สรุป"}},
    [COMPARE_SHEET_KPIS] = {{"Key figures", "ตัวชี้วัด"}},
    [COMPARE_SHEET_EXCEPTIONS] = {{"Exceptions", "รายการผิดปกติ"}},
    [COMPARE_SHEET_ROWS] = {{"Source rows", "แถวต้นทาง"}},
    [COMPARE_NOTHING] = {{"Nothing differs in what was compared", "ไม่พบข้อแตกต่างในส่วนที่เปรียบเทียบ"}},
    [COMPARE_SOMETHING] = {{"They differ", "พบข้อแตกต่าง"}},
    [COMPARE_SIDES] = {{"What was compared", "รายงานที่นำมาเปรียบเทียบ"}},
    [COMPARE_JOB] = {{"Job", "งาน"}},
    [COMPARE_ATTEMPT] = {{"Attempt", "ครั้งที่ออกรายงาน"}},
    [COMPARE_KHROP] = {{"Version of khrop", "รุ่นของ khrop"}},
    [COMPARE_COUNTS] = {{"How much differs", "จำนวนข้อแตกต่าง"}},
    [COMPARE_WHAT] = {{"What", "ส่วนที่เปรียบเทียบ"}},
    [COMPARE_ONLY_A] = {{"Only in A", "มีเฉพาะใน A"}},
    [COMPARE_ONLY_B] = {{"Only in B", "มีเฉพาะใน B"}},
    [COMPARE_CHANGED] = {{"Changed", "ค่าต่างกัน"}},
    [COMPARE_SECTION_KPIS] = {{"Values of key figures", "ค่าตัวชี้วัด"}},
    [COMPARE_SECTION_EXCEPTIONS] = {{"Exceptions on the list", "รายการผิดปกติที่ยังต้องดำเนินการ"}},
    [COMPARE_SECTION_ROWS] = {{"Source rows by dataset", "แถวต้นทางตามชุดข้อมูล"}},
    [COMPARE_SECTION_FILES] = {{"Settings and rules that differ", "ค่าที่ตั้งและกฎที่ต่างกัน"}},
    [COMPARE_SECTION_GAPS] = {{"Not compared", "ส่วนที่เปรียบเทียบไม่ได้"}},
    [COMPARE_SAME_FILES] = {{"Both were made with the same settings and rules",
                             "ทั้งสองฉบับใช้ค่าที่ตั้งและกฎชุดเดียวกัน"}},
    [COMPARE_FILES_UNKNOWN] = {{"Not known: an older khrop kept no settings with one of them",
                                "ไม่ทราบ เพราะฉบับหนึ่งออกด้วย khrop รุ่นเก่าที่ไม่ได้เก็บค่าที่ตั้งไว้"}},
    [COMPARE_FILE_CHANGED] = {{"Other contents", "เนื้อหาต่างกัน"}},
    [COMPARE_GAP_WORKLIST] = {{"Exceptions: one of them is a day of the past, without checks",
                               "รายการผิดปกติ: ฉบับหนึ่งเป็นรายงานย้อนหลังซึ่งไม่มีการตรวจ"}},
    [COMPARE_GAP_KPI] = {{"Key figure without a value in one of them", "ตัวชี้วัดที่ไม่มีค่าในฉบับใดฉบับหนึ่ง"}},
    [COMPARE_GAP_DATASET] = {{"Dataset that one of them lacks", "ชุดข้อมูลที่ไม่มีในฉบับใดฉบับหนึ่ง"}},
    [COMPARE_COLUMN_OWNER] = {{"Whose list", "ผู้รับผิดชอบ"}},
    [COMPARE_COLUMN_SIGNATURE] = {{"Values that disagree", "ค่าที่ไม่ตรงกัน"}},
    [COMPARE_COLUMN_WHY] = {{"What was found", "สิ่งที่พบ"}},
    [COMPARE_VALUE_A] = {{"Value in A", "ค่าใน A"}},
    [COMPARE_VALUE_B] = {{"Value in B", "ค่าใน B"}},
    [COMPARE_DIFFERENCE] = {{"B less A", "ผลต่าง (B − A)"}},
    [COMPARE_PART_A] = {{"Part in A", "ส่วนที่นับใน A"}},
    [COMPARE_PART_B] = {{"Part in B", "ส่วนที่นับใน B"}},
    [COMPARE_WHOLE_A] = {{"Whole in A", "ทั้งหมดใน A"}},
    [COMPARE_WHOLE_B] = {{"Whole in B", "ทั้งหมดใน B"}},
    [COMPARE_WHOLE_ROW] = {{"(whole row)", "(ทั้งแถว)"}},
    [COMPARE_ROWS_NOTE] = {{"Rows as of each business date, compared by their keys",
                            "แถว ณ วันที่ของรายงานแต่ละฉบับ เปรียบเทียบตามเลขที่อ้างอิง"}},
};

const char *compare_word(enum compare_word word, enum language language)
{
    return words[word].text[language];
}
