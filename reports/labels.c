/* The words on the pages; see labels.h. The headings of columns stand in labels_columns.c. */
#include "reports/labels.h"

#include "core/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SECONDS_PER_DAY 86400

static const struct bilingual labels[LABEL_COUNT] = {
    [LABEL_SHEET_TODAY] = {{"Today", "วันนี้"}},
    [LABEL_SHEET_TEAM] = {{"Team", "ทีม"}},
    [LABEL_SHEET_VALUES] = {{"All values", "ค่าทั้งหมด"}},
    [LABEL_SHEET_DEFINITIONS] = {{"Definitions", "นิยามตัวชี้วัด"}},
    [LABEL_SHEET_PROVENANCE] = {{"Provenance", "ที่มาของข้อมูล"}},
    [LABEL_SHEET_COVER] = {{"Cover", "สรุป"}},
    [LABEL_SHEET_ENDED] = {{"Ended", "ปิดแล้ว"}},
    [LABEL_SHEET_SUPPRESSED] = {{"Not a problem", "ไม่ใช่ปัญหา"}},
    [LABEL_SHEET_REJECTS] = {{"Rejected rows", "แถวที่ใช้ไม่ได้"}},
    [LABEL_SHEET_LIST] = {{"To do", "รายการที่ต้องดำเนินการ"}},
    [LABEL_KPI_TITLE] = {{"Key figures", "ตัวชี้วัด"}},
    [LABEL_EXCEPTIONS_TITLE] = {{"Exceptions", "รายการผิดปกติ"}},
    [LABEL_LIST_TITLE] = {{"Exception list", "รายการที่ต้องดำเนินการ"}},
    [LABEL_BUSINESS_DATE] = {{"Business date", "ข้อมูลประจำวันที่"}},
    [LABEL_COVERED_TO] = {{"covers through", "ครอบคลุมถึงวันที่"}},
    [LABEL_ISSUED_AT] = {{"issued", "ออกรายงานเมื่อ"}},
    [LABEL_CLOCK] = {{"", " น."}},
    [LABEL_TOTALS_AGREE] = {{"Totals agree: rows in the sources = rows taken + rows rejected",
                             "ยอดรวมตรงกัน: จำนวนแถวต้นทาง = แถวที่นำเข้า + แถวที่ใช้ไม่ได้"}},
    [LABEL_TOTALS_READ] = {{"Totals agree for every dataset that was read; some were not",
                            "ยอดรวมตรงกันทุกชุดข้อมูลที่อ่านได้ แต่มีบางชุดที่อ่านไม่ได้"}},
    [LABEL_ALL_CHECKED] = {{"Everything was checked", "ตรวจครบทุกรายการ"}},
    [LABEL_NOT_ALL_CHECKED] = {{"Not checked or checked in part; see below",
                                "ไม่ได้ตรวจ หรือตรวจได้บางส่วน (ดูรายละเอียดด้านล่าง)"}},
    [LABEL_START] = {{"Start with", "ทำก่อน"}},
    [LABEL_START_FRESH] = {{"new or reopened", "ใหม่หรือพบซ้ำ"}},
    [LABEL_START_OLDEST] = {{"nothing is new; the oldest is", "ไม่มีรายการใหม่ ที่ค้างนานที่สุดคือ"}},
    [LABEL_START_NONE] = {{"nothing was found", "ไม่พบรายการผิดปกติ"}},
    [LABEL_LIST_GAPS] = {{"This list may not be all; not checked in full today:",
                          "รายการนี้อาจยังไม่ครบ วันนี้ไม่ได้ตรวจหรือตรวจได้บางส่วน:"}},
    [LABEL_OLDER_SLOT] = {{"A day of the past: flows only, balances and checks were not taken",
                           "รายงานย้อนหลัง: มีเฉพาะยอดตามช่วงเวลา ไม่มียอดคงค้างและการตรวจ"}},
    [LABEL_SECTION_KPIS] = {{"Key figures, company", "ตัวชี้วัดทั้งบริษัท"}},
    [LABEL_SECTION_SOURCES] = {{"Where the data came from", "แหล่งข้อมูล"}},
    [LABEL_SECTION_EXCEPTIONS] = {{"Exceptions by check", "รายการผิดปกติตามหัวข้อการตรวจ"}},
    [LABEL_SECTION_GAPS] = {{"Not checked", "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)"}},
    [LABEL_SECTION_DATASETS] = {{"Rows by dataset", "จำนวนแถวตามชุดข้อมูล"}},
    [LABEL_SECTION_CONTROLS] = {{"Control totals", "ยอดรวมควบคุม"}},
    [LABEL_SECTION_VERSIONS] = {{"Version", "รุ่นของโปรแกรม"}},
    [LABEL_SECTION_NOT_MEASURED] = {{"Not measured", "สิ่งที่วัดไม่ได้"}},
    [LABEL_SECTION_NOTICES] = {{"Assumptions and warnings", "ข้อสมมติและข้อควรระวัง"}},
    [LABEL_KPI] = {{"Key figure", "ตัวชี้วัด"}},
    [LABEL_TITLE_KPI] = {{"Name", "ชื่อ"}},
    [LABEL_UNASSIGNED_KIND] = {{"no kind", "ไม่ระบุประเภท"}},
    [LABEL_TARGET] = {{"Target", "เป้าหมาย"}},
    [LABEL_NOW] = {{"Now", "ณ วันที่รายงาน"}},
    [LABEL_DAY] = {{"Day", "ประจำวัน"}},
    [LABEL_MONTH] = {{"Month to date", "สะสมตั้งแต่ต้นเดือน"}},
    [LABEL_ROLLING] = {{"Last 30 days", "30 วันล่าสุด"}},
    [LABEL_ALL] = {{"All", "ทั้งหมด"}},
    [LABEL_SOURCE] = {{"Source", "แหล่งข้อมูล"}},
    [LABEL_DATASET] = {{"Dataset", "ชุดข้อมูล"}},
    [LABEL_PULLED_AT] = {{"Read at", "อ่านเมื่อ"}},
    [LABEL_DATASETS] = {{"Datasets", "ชุดข้อมูล"}},
    [LABEL_ROWS] = {{"Rows", "จำนวนแถว"}},
    [LABEL_SOURCE_ROWS] = {{"Rows in source", "แถวต้นทาง"}},
    [LABEL_MIRROR_ROWS] = {{"Rows taken", "แถวที่นำเข้า"}},
    [LABEL_REJECTED] = {{"Rejected", "แถวที่ใช้ไม่ได้"}},
    [LABEL_COMPLETE] = {{"Complete", "ความครบถ้วน"}},
    [LABEL_NOTE] = {{"Note", "หมายเหตุ"}},
    [LABEL_CHECK] = {{"Check", "รหัสการตรวจ"}},
    [LABEL_TITLE] = {{"What is wrong", "รายการผิดปกติ"}},
    [LABEL_SEVERITY] = {{"Severity", "ความสำคัญ"}},
    [LABEL_NEW] = {{"New", "ใหม่"}},
    [LABEL_REOPENED] = {{"Reopened", "พบซ้ำ"}},
    [LABEL_CHANGED] = {{"Changed", "เปลี่ยนแปลง"}},
    [LABEL_OPEN] = {{"Open", "ค้างอยู่"}},
    [LABEL_NOT_CHECKED] = {{"Not checked", "ไม่ได้ตรวจ"}},
    [LABEL_ON_LIST] = {{"On the list", "รวมที่ต้องดำเนินการ"}},
    [LABEL_RESOLVED] = {{"Resolved", "แก้ไขแล้ว"}},
    [LABEL_EXPIRED] = {{"Expired", "พ้นช่วงติดตาม"}},
    [LABEL_SUPPRESSED] = {{"Not a problem", "ไม่ใช่ปัญหา"}},
    [LABEL_SUPPRESSED_NOTE] = {{"Said not to be a problem: they stay away from the lists until the "
                                "date shown, or until what differs changes",
                                "รายการที่ระบุว่าไม่ใช่ปัญหา จะไม่แสดงในรายการที่ต้องดำเนินการจนถึงวันที่กำหนด "
                                "หรือจนกว่าข้อมูลจะเปลี่ยนแปลง"}},
    [LABEL_OLDEST] = {{"Oldest since", "ค้างตั้งแต่"}},
    [LABEL_STATE] = {{"State", "สถานะ"}},
    [LABEL_TOTAL] = {{"Total", "รวม"}},
    [LABEL_LEVEL] = {{"Level", "ระดับ"}},
    [LABEL_TEAM] = {{"Team", "ทีม"}},
    [LABEL_STAFF] = {{"Staff", "พนักงาน"}},
    [LABEL_STAFF_NO] = {{"No.", "รหัส"}},
    [LABEL_COMPANY] = {{"Company", "ทั้งบริษัท"}},
    [LABEL_UNASSIGNED] = {{"Unassigned", "ยังไม่มีผู้รับผิดชอบ"}},
    [LABEL_NO_TEAM] = {{"No team", "ไม่ระบุทีม"}},
    [LABEL_NO_BRANCH] = {{"No branch", "ไม่ระบุสาขา"}},
    [LABEL_UNIT] = {{"Unit", "หน่วย"}},
    [LABEL_DIRECTION] = {{"Better is", "ทิศทางที่ดี"}},
    [LABEL_FORMULA] = {{"How it is reckoned", "วิธีคำนวณ"}},
    [LABEL_VERSION] = {{"Version of the definition", "รุ่นของนิยาม"}},
    [LABEL_COLUMN] = {{"Column", "คอลัมน์"}},
    [LABEL_SUM] = {{"Sum", "ยอดรวม"}},
    [LABEL_WHY] = {{"What was found", "สิ่งที่พบ"}},
    [LABEL_TODO] = {{"What to do", "สิ่งที่ต้องทำ"}},
    [LABEL_KEY] = {{"Reference", "เลขที่อ้างอิง"}},
    [LABEL_DAY_N] = {{"On day", "ค้างเป็นวันที่"}},
    [LABEL_FOUND_ON] = {{"First found", "พบครั้งแรก"}},
    [LABEL_CUSTOMER_NAME] = {{"Customer", "ชื่อลูกค้า"}},
    [LABEL_PHONE] = {{"Phone", "โทรศัพท์"}},
    [LABEL_WINDOW] = {{"Window", "ช่วงเวลา"}},
    [LABEL_SPLIT] = {{"Split", "แยกตาม"}},
    [LABEL_MEASURE] = {{"Measure", "ค่าที่วัด"}},
    [LABEL_PART] = {{"Part", "ส่วนที่นับ"}},
    [LABEL_WHOLE] = {{"Whole", "ทั้งหมดที่เกี่ยวข้อง"}},
    [LABEL_VALUE] = {{"Value", "ค่า"}},
    [LABEL_SHARE] = {{"Share", "สัดส่วน"}},
    [LABEL_STATUS] = {{"Status", "ผลเทียบเป้าหมาย"}},
    [LABEL_OF_TOTAL] = {{"share", "สัดส่วน"}},
    [LABEL_PAGE] = {{"Page", "หน้า"}},
    [LABEL_NO_REJECTS] = {{"Every row could be used", "ใช้ได้ทุกแถว"}},
    [LABEL_TEAM_NOTE] =
        {{"Month to date; balances as of now. Teams, branches and the company are sums of parts "
          "over sums of wholes, never averages of percentages. \"-\": nothing to measure.",
          "สะสมตั้งแต่ต้นเดือน และยอดคงค้าง ณ วันที่รายงาน · ค่าของทีม สาขา และบริษัทคิดจากผลรวมของแต่ละคน "
          "ไม่ใช่ค่าเฉลี่ยของร้อยละ · \"-\" คือไม่มีรายการให้วัด"}},
    [LABEL_BACK_TO_COVER] = {{"Back to the cover", "กลับหน้าสรุป"}},
    [LABEL_DEFINED_OTHERWISE] = {{"Defined otherwise since", "เปลี่ยนนิยามตั้งแต่วันที่"}},
    [LABEL_BEFORE_CHANGE] = {{"old definition", "ตามนิยามเดิม"}},
    [LABEL_AFTER_CHANGE] = {{"new definition", "ตามนิยามใหม่"}},
    [LABEL_MORE_SPLITS] = {{"the largest; the others stand on \"All values\"",
                            "แสดงเฉพาะรายการที่มากที่สุด ที่เหลือดูในแผ่นงาน \"ค่าทั้งหมด\""}},
    [LABEL_USES] = {{"Datasets it is reckoned from", "คำนวณจากชุดข้อมูล"}},
    [LABEL_SPLITS_NOTE] = {{"What figures consist of stands behind the + at the left edge.",
                            "กดเครื่องหมาย + ที่ขอบซ้ายเพื่อดูตัวชี้วัดแยกตามประเภท"}},
    [LABEL_LEFT_NOTE] = {{"Owner", "ผู้รับผิดชอบเดิม"}},
    [LABEL_NOT_MEASURED] =
        {{"Happiness, loyalty and keenness of staff leave no trace in these systems. The nearest: "
          "attendance at training and meetings (training_attendance), and how long exceptions stay "
          "open (exception_age).",
          "ความสุข ความผูกพัน และความกระตือรือร้นของพนักงานไม่มีข้อมูลในระบบเหล่านี้ "
          "ตัวชี้วัดที่ใกล้เคียงที่สุดคือการเข้าอบรมและประชุม (training_attendance) "
          "และอายุค้างของรายการผิดปกติ (exception_age)"}},

    /* the first page of kpi.xlsx */
    [LABEL_TILES] = {{"Headline figures", "ตัวชี้วัดหลัก"}},
    [LABEL_TILES_NOTE] =
        {{"month to date, balances as of now · change since the working day before "
          "· line: 90 days, dashed: target",
          "สะสมตั้งแต่ต้นเดือน ยอดคงค้าง ณ วันที่รายงาน · เทียบกับวันทำการก่อนหน้า · "
          "เส้นกราฟ 90 วัน เส้นประคือเป้าหมาย"}},
    [LABEL_TILES_NO_LINE] = {{"A line is drawn from the second day on",
                              "จะแสดงเส้นกราฟเมื่อมีข้อมูลตั้งแต่ 2 วัน"}},
    [LABEL_NO_BEFORE] = {{"nothing to compare with yet", "ยังไม่มีค่าก่อนหน้าให้เทียบ"}},
    [LABEL_NEEDS_YOU] = {{"What needs you", "เรื่องที่ต้องจัดการ"}},
    [LABEL_NEEDS_NOTHING] = {{"Nothing is on a list today", "วันนี้ไม่มีรายการที่ต้องดำเนินการ"}},
    [LABEL_OVERLOADED] = {{"Most to do", "ผู้ที่มีรายการค้างมากที่สุด"}},
    [LABEL_ITEMS] = {{"Items", "จำนวนรายการ"}},
    [LABEL_STAKE] = {{"Value, THB", "มูลค่า (บาท)"}},
    [LABEL_FRESH] = {{"New", "ใหม่/พบซ้ำ"}},
    [LABEL_ROWS_OF] = {{"rows", "แถว"}},
    [LABEL_LINE_DATA] = {{"Numbers of the lines", "ข้อมูลของเส้นกราฟ"}},
    [LABEL_PARTIAL] = {{"In part: data is missing", "ข้อมูลไม่ครบ"}},
    [LABEL_LOGO] = {{"Logo of", "ตราของ"}},

    /* trends */
    [LABEL_SHEET_TRENDS] = {{"Trends", "แนวโน้ม"}},
    [LABEL_SHEET_TREND_DATA] = {{"Trend data", "ข้อมูลแนวโน้ม"}},
    [LABEL_TRENDS_NOTE] =
        {{"90 days. Percentages and means: the 30 days up to each day. Counts and amounts: each "
          "day. Balances: each day with a report. Dashed: target. The numbers stand on the hidden "
          "sheet \"Trend data\".",
          "ย้อนหลัง 90 วัน · ร้อยละและค่าเฉลี่ยคิดจาก 30 วันย้อนหลังของแต่ละวัน · จำนวนและมูลค่าเป็นรายวัน · "
          "ยอดคงค้างเป็นของวันที่มีรายงาน · เส้นประคือเป้าหมาย · ตัวเลขอยู่ในแผ่นงาน \"ข้อมูลแนวโน้ม\" ที่ซ่อนไว้"}},
    [LABEL_TREND_ROLLING] = {{"30 days up to the day", "30 วันย้อนหลัง"}},
    [LABEL_TREND_DAY] = {{"each day", "รายวัน"}},
    [LABEL_TREND_NOW] = {{"on the day of the report", "ณ วันที่รายงาน"}},
    [LABEL_NO_TREND] = {{"Without a chart", "ตัวชี้วัดที่ยังไม่มีกราฟ"}},
    [LABEL_TOO_FEW_DAYS] = {{"fewer than two days are known", "มีข้อมูลไม่ถึง 2 วัน"}},
    [LABEL_DATE] = {{"Date", "วันที่"}},
    [LABEL_SHEET_BACK_ORDERS] = {{"Back orders", "สินค้าค้างส่ง"}},
    [LABEL_SHEET_VISITS] = {{"Visits", "การออกเยี่ยมลูกค้า"}},
    [LABEL_SHEET_QUOTATIONS] = {{"Quotations", "ใบเสนอราคา"}},
    [LABEL_SHEET_CREDIT] = {{"Credit", "สินเชื่อ"}},
    [LABEL_SHEET_SERVICE] = {{"Service", "การบริการลูกค้า"}},
    [LABEL_SHEET_TRAINING] = {{"Training", "การอบรมและประชุม"}},
    [LABEL_TABLE_EMPTY] = {{"✓ None today", "✓ ไม่มีรายการในวันนี้"}},
    [LABEL_TABLE_MORE] = {{"The first %zu of %zu", "แสดง %zu จากทั้งหมด %zu รายการ"}},
    [LABEL_TABLE_TOTAL] = {{"Total (%zu)", "รวม (%zu)"}},
    [LABEL_MAIL_NOT_WHOLE] = {{"not all was checked", "ตรวจไม่ครบ"}},
    [LABEL_MAIL_TOP] = {{"To see to first", "รายการที่ควรทำก่อน"}},
    [LABEL_MAIL_AND] = {{"and", "และอีก"}},
    [LABEL_MAIL_MORE] = {{"more", "รายการ"}},
    [LABEL_MAIL_BEFORE] = {{"the working day before", "วันทำการก่อนหน้า"}},
    [LABEL_MAIL_DAY] = {{"day", "วันที่"}},
    [LABEL_MAIL_NOTHING] = {{"There is nothing to do", "ไม่มีรายการที่ต้องดำเนินการ"}},
    [LABEL_MAIL_FOLDER] = {{"All files of this day", "ไฟล์ทั้งหมดของวันนี้"}},
    [LABEL_MAIL_FILES] = {{"Files", "ไฟล์"}},
    [LABEL_MAIL_ATTACHED] = {{"attached", "แนบมาด้วย"}},
    [LABEL_MAIL_TOO_LARGE] = {{"too large to be attached; it is in the folder",
                               "ไฟล์ใหญ่เกินกว่าจะแนบได้ เปิดได้จากโฟลเดอร์"}},
    [LABEL_MAIL_AUTOMATIC] = {{"Sent by khrop, by itself", "ข้อความนี้ส่งโดยระบบ khrop โดยอัตโนมัติ"}},
    [LABEL_MAIL_NO_ANSWER] = {{"nobody reads answers to it", "ไม่มีผู้รับข้อความตอบกลับ"}},
};

static const struct {
    enum word_kind kind;
    const char *code;
    struct bilingual word;
} words[] = {
    {WORD_EXCEPTION_STATE, "new", {{"New", "ใหม่"}}},
    {WORD_EXCEPTION_STATE, "reopened", {{"Reopened", "พบซ้ำ"}}},
    {WORD_EXCEPTION_STATE, "changed", {{"Changed", "เปลี่ยนแปลง"}}},
    {WORD_EXCEPTION_STATE, "open", {{"Open", "ค้างอยู่"}}},
    {WORD_EXCEPTION_STATE, "not_checked", {{"Not checked", "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)"}}},
    {WORD_EXCEPTION_STATE, "suppressed", {{"Not a problem", "ไม่ใช่ปัญหา"}}},
    {WORD_EXCEPTION_STATE, "resolved", {{"Resolved", "แก้ไขแล้ว"}}},
    {WORD_EXCEPTION_STATE, "expired", {{"Expired", "พ้นช่วงติดตาม"}}},
    {WORD_EXCEPTION_STATE, "retired", {{"Retired", "ยกเลิกการตรวจ"}}},
    {WORD_LIST_REASON, "", {{"", ""}}},
    {WORD_LIST_REASON, "inactive", {{"the owner has left", "ผู้รับผิดชอบพ้นสภาพแล้ว"}}},
    {WORD_LIST_REASON,
     "not_in_staff",
     {{"the owner is not in staff", "ไม่มีรหัสผู้รับผิดชอบในทะเบียนพนักงาน"}}},
    {WORD_LIST_REASON, "unassigned", {{"nobody is assigned", "ยังไม่มีผู้รับผิดชอบ"}}},
    {WORD_SEVERITY, "high", {{"High", "สูง"}}},
    {WORD_SEVERITY, "medium", {{"Medium", "ปานกลาง"}}},
    {WORD_SEVERITY, "low", {{"Low", "ต่ำ"}}},
    {WORD_RULE_STATE, "checked", {{"Checked", "ตรวจแล้ว"}}},
    {WORD_RULE_STATE, "partial", {{"Checked in part", "ตรวจได้บางส่วน"}}},
    {WORD_RULE_STATE, "not_checked", {{"Not checked", "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)"}}},
    {WORD_RULE_STATE, "failed", {{"Failed", "ตรวจไม่สำเร็จ"}}},
    {WORD_RULE_STATE, "off", {{"Switched off", "ปิดการตรวจ"}}},
    {WORD_RULE_STATE, "not_taken", {{"Not taken", "ไม่ได้เก็บค่า (รายงานย้อนหลัง)"}}},
    {WORD_PULL_STATE, "whole", {{"Complete", "ครบถ้วน"}}},
    {WORD_PULL_STATE, "partial", {{"In part", "ไม่ครบ"}}},
    {WORD_PULL_STATE, "too_many_rejects", {{"Too many rejected rows", "แถวที่ใช้ไม่ได้มากเกินกำหนด"}}},
    {WORD_PULL_STATE, "failed", {{"Could not be read", "อ่านไม่สำเร็จ"}}},
    {WORD_PULL_STATE, "blocked", {{"Held back: too few rows", "พักไว้: จำนวนแถวน้อยผิดปกติ"}}},
    {WORD_PERIOD, "now", {{"Now", "ณ วันที่รายงาน"}}},
    {WORD_PERIOD, "day", {{"Day", "ประจำวัน"}}},
    {WORD_PERIOD, "month", {{"Month to date", "สะสมตั้งแต่ต้นเดือน"}}},
    {WORD_PERIOD, "rolling", {{"Last 30 days", "30 วันล่าสุด"}}},
    {WORD_PERIOD, "all", {{"All", "ทั้งหมด"}}},
    {WORD_LEVEL, "staff", {{"Staff", "พนักงาน"}}},
    {WORD_LEVEL, "team", {{"Team", "ทีม"}}},
    {WORD_LEVEL, "branch", {{"Branch", "สาขา"}}},
    {WORD_LEVEL, "company", {{"Company", "ทั้งบริษัท"}}},
    {WORD_STATUS, "green", {{"On target", "ได้ตามเป้าหมาย"}}},
    {WORD_STATUS, "amber", {{"Near target", "ใกล้เป้าหมาย"}}},
    {WORD_STATUS, "red", {{"Off target", "ไม่ได้ตามเป้าหมาย"}}},
    {WORD_SPLIT, "normal", {{"Normal", "ปกติ"}}},
    {WORD_SPLIT, "deposit", {{"Deposit", "มัดจำ"}}},
    {WORD_SPLIT, "reserved", {{"Reserved", "สั่งจอง"}}},
    {WORD_SPLIT, "special", {{"Special order", "สั่งพิเศษ"}}},
    {WORD_SPLIT, "drop_ship", {{"Drop ship", "Drop Ship"}}},
    {WORD_SPLIT, "back_order", {{"Back order", "สินค้าค้างส่ง"}}},
    {WORD_SPLIT, "quotation", {{"Quotation", "ใบเสนอราคา"}}},
    {WORD_SPLIT, "0-3", {{"0-3 days", "0-3 วัน"}}},
    {WORD_SPLIT, "4-7", {{"4-7 days", "4-7 วัน"}}},
    {WORD_SPLIT, "8-14", {{"8-14 days", "8-14 วัน"}}},
    {WORD_SPLIT, "15-30", {{"15-30 days", "15-30 วัน"}}},
    {WORD_SPLIT, "31+", {{"31 days or more", "31 วันขึ้นไป"}}},
    {WORD_SPLIT, "case:product", {{"Case: product", "ปัญหาที่ลูกค้าแจ้ง: สินค้า"}}},
    {WORD_SPLIT, "case:service", {{"Case: service", "ปัญหาที่ลูกค้าแจ้ง: บริการ"}}},
    {WORD_SPLIT, "case:delivery", {{"Case: delivery", "ปัญหาที่ลูกค้าแจ้ง: การจัดส่ง"}}},
    {WORD_SPLIT, "case:document", {{"Case: document", "ปัญหาที่ลูกค้าแจ้ง: เอกสาร"}}},
    {WORD_SPLIT, "case:enquiry", {{"Case: enquiry", "ปัญหาที่ลูกค้าแจ้ง: สอบถามข้อมูล"}}},
    {WORD_SPLIT, "case:other", {{"Case: other", "ปัญหาที่ลูกค้าแจ้ง: อื่น ๆ"}}},
    {WORD_SPLIT, "claim:damaged", {{"Claim: damaged", "เคลมสินค้า: ชำรุดเสียหาย"}}},
    {WORD_SPLIT, "claim:wrong_item", {{"Claim: wrong item", "เคลมสินค้า: ส่งผิดรายการ"}}},
    {WORD_SPLIT, "claim:short", {{"Claim: short", "เคลมสินค้า: ส่งไม่ครบจำนวน"}}},
    {WORD_SPLIT, "damaged", {{"Damaged", "ชำรุดเสียหาย"}}},
    {WORD_SPLIT, "wrong_item", {{"Wrong item", "ส่งผิดรายการ"}}},
    {WORD_SPLIT, "short", {{"Short", "ส่งไม่ครบจำนวน"}}},
    {WORD_SPLIT, "training", {{"Training", "การอบรม"}}},
    {WORD_SPLIT, "meeting", {{"Meeting", "การประชุม"}}},
    {WORD_SPLIT, "service_meeting", {{"Service meeting", "การประชุมปัญหางานบริการ"}}},
    {WORD_SPLIT, "sales", {{"Sales", "ระบบขาย"}}},
    {WORD_SPLIT, "crm", {{"CRM", "CRM"}}},
    {WORD_UNIT, "percent", {{"percent", "ร้อยละ"}}},
    {WORD_UNIT, "days", {{"days (mean)", "วัน (เฉลี่ย)"}}},
    {WORD_UNIT, "count", {{"count", "จำนวน"}}},
    {WORD_UNIT, "qty", {{"quantity", "ปริมาณ"}}},
    {WORD_UNIT, "thb", {{"THB", "บาท"}}},
    {WORD_DIRECTION, "higher", {{"higher", "ยิ่งสูงยิ่งดี"}}},
    {WORD_DIRECTION, "lower", {{"lower", "ยิ่งต่ำยิ่งดี"}}},
    {WORD_ROLE, "supervisor", {{"Supervisor", "หัวหน้าลูกค้าสัมพันธ์"}}},
    {WORD_ROLE, "credit", {{"Credit and finance", "สินเชื่อ-การเงิน"}}},
    {WORD_ROLE, "logistics", {{"Logistics", "จัดส่งสินค้า"}}},
    {WORD_ROLE, "goods_inspection", {{"Goods inspection", "ตรวจรับสินค้า"}}},
    {WORD_ROLE, "it", {{"IT", "ระบบคอมพิวเตอร์"}}},
    {WORD_GAP_KIND, "source", {{"Source", "แหล่งข้อมูล"}}},
    {WORD_GAP_KIND, "dataset", {{"Dataset", "ชุดข้อมูล"}}},
    {WORD_GAP_KIND, "check", {{"Check", "การตรวจ"}}},
    {WORD_GAP_KIND, "kpi", {{"Key figure", "ตัวชี้วัด"}}},
    {WORD_NOTICE_KIND, "assumption", {{"Assumption", "ข้อสมมติ"}}},
    {WORD_NOTICE_KIND, "warning", {{"Warning", "ข้อควรระวัง"}}},
    {WORD_SUBJECT, "delivery", {{"Delivery", "การจัดส่งสินค้า"}}},
    {WORD_SUBJECT, "back_orders", {{"Back orders", "สินค้าค้างส่ง"}}},
    {WORD_SUBJECT, "sales", {{"Quotations and orders", "การเสนอราคาและการขาย"}}},
    {WORD_SUBJECT, "documents", {{"Documents and approvals", "เอกสารและการอนุมัติ"}}},
    {WORD_SUBJECT, "service", {{"Customers' problems and claims", "ปัญหาที่ลูกค้าแจ้งและการเคลม"}}},
    {WORD_SUBJECT, "customers", {{"Customers and their CRM records", "ลูกค้าและข้อมูลใน CRM"}}},
    {WORD_SUBJECT, "visits", {{"Visits", "การออกเยี่ยมลูกค้า"}}},
    {WORD_SUBJECT, "credit", {{"Credit", "สินเชื่อ"}}},
    {WORD_SUBJECT, "staff", {{"Staff", "พนักงาน"}}},
    {WORD_SUBJECT, "worklist", {{"Exceptions", "รายการผิดปกติ"}}},
    {WORD_SUBJECT, "data", {{"Data", "ข้อมูล"}}},
    {WORD_SUBJECT, "other", {{"Other", "อื่น ๆ"}}},
    {WORD_CHECK_GROUP, "APP", {{"Approvals", "การอนุมัติ"}}},
    {WORD_CHECK_GROUP, "BO", {{"Back orders", "สินค้าค้างส่ง"}}},
    {WORD_CHECK_GROUP, "CR", {{"Credit", "สินเชื่อ"}}},
    {WORD_CHECK_GROUP, "CRM", {{"CRM records", "ข้อมูลลูกค้าใน CRM"}}},
    {WORD_CHECK_GROUP, "CS", {{"Customers' problems", "ปัญหาที่ลูกค้าแจ้ง"}}},
    {WORD_CHECK_GROUP, "LG", {{"Delivery and claims", "การจัดส่งและการเคลม"}}},
    {WORD_CHECK_GROUP, "ORD", {{"Orders and payments", "คำสั่งขายและการชำระเงิน"}}},
    {WORD_CHECK_GROUP, "QT", {{"Quotations", "ใบเสนอราคา"}}},
    {WORD_CHECK_GROUP, "SRC", {{"Data", "แหล่งข้อมูล"}}},
    {WORD_CHECK_GROUP, "TR", {{"Training and meetings", "การอบรมและประชุม"}}},
    {WORD_CHECK_GROUP, "VIS", {{"Visits", "การออกเยี่ยมลูกค้า"}}},
    {WORD_BOOLEAN, "1", {{"yes", "ใช่"}}},
    {WORD_BOOLEAN, "0", {{"no", "ไม่ใช่"}}},
};

#define WORD_COUNT (sizeof words / sizeof words[0])

const char *label(enum label label, enum language language)
{
    return labels[label].text[language];
}

const char *word(enum word_kind kind, const char *code, enum language language)
{
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (words[i].kind == kind && strcmp(words[i].code, code) == 0)
            return words[i].word.text[language];
    return code;
}

const char *word_next(enum word_kind kind, size_t *index)
{
    while (*index < WORD_COUNT && words[*index].kind != kind)
        (*index)++;
    return *index < WORD_COUNT ? words[(*index)++].code : NULL;
}

size_t label_date(int64_t days, enum language language, char text[DATE_TEXT_SIZE])
{
    return language == LANGUAGE_TH ? date_format_thai(days, text) : date_format_english(days, text);
}

size_t label_moment(int64_t seconds, enum language language, char text[DATE_TEXT_SIZE])
{
    int64_t local = seconds + clock_offset_seconds(seconds);
    int64_t second = ((local % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY;
    size_t length = label_date((local - second) / SECONDS_PER_DAY, language, text);
    return length + (size_t)snprintf(text + length, DATE_TEXT_SIZE - length,
                                     " %02" PRId64 ":%02" PRId64 "%s", second / 3600,
                                     second / 60 % 60, label(LABEL_CLOCK, language));
}
