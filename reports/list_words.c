/* Words of lists, a row each; see list_words.h. */
#include "reports/list_words.h"

static const struct bilingual words[LIST_WORD_COUNT] = {
    [LIST_SHEET_SUMMARY] = {{"Summary", "สรุปงานวันนี้"}},
    [LIST_SHEET_OFF] = {{"Closed since yesterday", "ปิดแล้วตั้งแต่เมื่อวาน"}},
    [LIST_SHEET_HOW] = {{"How to use", "วิธีใช้"}},
    [LIST_NUMBER] = {{"No.", "ลำดับ"}},
    [LIST_REFERENCE_VALUE] = {{"Reference value", "ค่าอ้างอิง"}},
    [LIST_FOUND_VALUE] = {{"Value found", "ค่าที่พบ"}},
    [LIST_AMOUNT] = {{"Amount (THB)", "มูลค่า (บาท)"}},
    [LIST_AGE] = {{"Age (work. days)", "อายุค้าง (วันทำการ)"}},
    [LIST_PROGRESS] = {{"Last remark by", "บันทึกล่าสุดโดย"}},
    [LIST_COUNT_HEADING] = {{"Items", "จำนวน (รายการ)"}},
    [LIST_OLDEST_AGE] = {{"Oldest (work. days)", "ค้างนานสุด (วันทำการ)"}},
    [LIST_GO] = {{"Go to", "ไปที่รายการ"}},
    [LIST_OFF_STATE] = {{"What became of it", "ผล"}},
    [LIST_FILL_IN] =
        {{"Fill in the yellow columns only: Status, Remark, Next date. What is changed "
          "elsewhere is ignored. Sort and filter as you like.",
          "กรอกเฉพาะช่องสีเหลือง: สถานะงาน หมายเหตุ และนัดครั้งถัดไป "
          "หากแก้ไขช่องอื่น ระบบจะไม่นำไปใช้ · เรียงลำดับและกรองรายการได้ตามต้องการ"}},
    [LIST_STILL_FOUND] = {{"still found", "ยังพบอยู่"}},
    [LIST_DUE_TODAY] = {{"due today or earlier", "ถึงวันนัดแล้ว"}},
    [LIST_OFF_COUNT] = {{"closed since yesterday", "ปิดแล้วตั้งแต่เมื่อวาน"}},
    [LIST_NOTHING_TO_DO] = {{"✓ Nothing to do today", "✓ วันนี้ไม่มีรายการที่ต้องดำเนินการ"}},
    [LIST_SUMMARY_NOTE] = {{"The most urgent first. Click on a check to go to its items.",
                            "เรียงจากเรื่องเร่งด่วนที่สุด คลิกที่รหัสการตรวจเพื่อไปยังรายการ"}},
    [LIST_OFF_NOTE] = {{"What has left this list since the last one, and why. Nothing to fill in.",
                        "รายการที่ออกจากรายการนี้ตั้งแต่ครั้งก่อน พร้อมสาเหตุ (ไม่ต้องกรอกข้อมูล)"}},
    [LIST_OFF_NOTHING] = {{"Nothing has left this list since the last one",
                           "ไม่มีรายการที่ปิดตั้งแต่ครั้งก่อน"}},
    [LIST_OTHER_SAID] = {{"Another answer", "มีบันทึกที่ต่างกัน"}},
    [LIST_NO_REASON] = {{"not a problem, but without a reason: please write why in Remark",
                         "ระบุว่าไม่ใช่ปัญหาแต่ยังไม่มีเหตุผล กรุณาระบุในช่องหมายเหตุ"}},
    [LIST_CHANGED_SINCE] = {{"was not a problem; has changed since",
                             "เคยระบุว่าไม่ใช่ปัญหา แต่ข้อมูลเปลี่ยนแปลงแล้ว"}},
    [LIST_TIME_OVER] = {{"was not a problem; its time is over",
                         "เคยระบุว่าไม่ใช่ปัญหา ครบกำหนดแล้ว กรุณาตรวจสอบอีกครั้ง"}},
    [LIST_UNTIL] = {{"until", "ถึงวันที่"}},
    [LIST_MOVED] = {{"Now on the list of", "ย้ายไปอยู่ในรายการของ"}},
    [LIST_CONFLICT] = {{"Two answers differ; it is on the list of", "มีบันทึกที่ต่างกัน อยู่ในรายการของ"}},
    [LIST_ASSIGNED] = {{"assigned", "มอบหมาย"}},
    [LIST_STATUS_REFUSED] = {{"Choose a status from the list.", "กรุณาเลือกสถานะจากรายการ"}},
    [LIST_DATE_REFUSED] = {{"Type a date, such as 25/11/2026 or 25/11/2569.",
                            "กรุณาพิมพ์วันที่ เช่น 25/11/2569 หรือ 25/11/2026"}},
    [LIST_HEADING_REFUSED] = {{"Headings stay as they are, so that the list can be read back.",
                               "กรุณาอย่าแก้หัวตาราง เพราะระบบใช้อ่านข้อมูลกลับ"}},
    [LIST_REFUSED_TITLE] = {{"Please check", "กรุณาตรวจสอบ"}},
};

static const struct bilingual how[] = {
    {{"# What this list is", "# รายการนี้คืออะไร"}},
    {{"Each morning khrop compares the sales, credit, logistics and CRM systems and puts what does "
      "not agree, and what is late, on the list of whoever has to deal with it.",
      "ทุกเช้าระบบจะเปรียบเทียบข้อมูลจากระบบขาย ระบบสินเชื่อ ระบบจัดส่ง และ CRM "
      "แล้วนำเรื่องที่ไม่ตรงกันหรือล่าช้ามาใส่ในรายการของผู้ที่ต้องดำเนินการ"}},
    {{"Rows stand together by what there is to do; the most urgent come first. The amber or red "
      "cells say what is new, changed or still found.",
      "รายการจัดกลุ่มตามสิ่งที่ต้องทำ เรื่องเร่งด่วนอยู่บนสุด "
      "ช่องสีแดงหรือสีส้มคือรายการใหม่ รายการที่เปลี่ยนแปลง หรือรายการที่ยังพบอยู่"}},
    {{"# What to fill in: three yellow columns", "# กรอกอะไรบ้าง: ช่องสีเหลืองสามช่อง"}},
    {{"Status: choose one. “working”, “waiting for customer” and “waiting for supplier” say where "
      "it stands. Leave it empty where there is nothing to say.",
      "สถานะงาน: เลือกจากรายการ เช่น ดำเนินการอยู่ รอลูกค้า รอซัพพลายเออร์ "
      "หากยังไม่มีความคืบหน้าให้เว้นว่างไว้"}},
    {{"“done”: you have put it right in its system. If the data agrees, the row is gone tomorrow; "
      "if "
      "not, it comes back marked “still found”.",
      "เสร็จแล้ว: แก้ไขข้อมูลในระบบเรียบร้อยแล้ว หากข้อมูลถูกต้อง วันถัดไปรายการจะหายไป "
      "หากยังไม่ถูกต้อง รายการจะกลับมาพร้อมข้อความ \"ยังพบอยู่\""}},
    {{"“not a problem”: write the reason in Remark. The row leaves the list until the next date, "
      "or "
      "for as long as the company allows, or until the data changes. The supervisor sees it.",
      "ไม่ใช่ปัญหา: ต้องระบุเหตุผลในช่องหมายเหตุ รายการจะไม่แสดงจนถึงวันที่ในช่องนัดครั้งถัดไป "
      "(หรือตามระยะเวลาที่บริษัทกำหนด) หรือจนกว่าข้อมูลจะเปลี่ยนแปลง โดยหัวหน้าจะเห็นรายการเหล่านี้"}},
    {{"Remark: what was agreed, with whom. It stands on the next list, with your name and the "
      "date.",
      "หมายเหตุ: ตกลงอะไร กับใคร ข้อความจะอยู่ในรายการครั้งถัดไปพร้อมชื่อและวันที่"}},
    {{"Next date: when to look again. Rows whose date has come are first in their group.",
      "นัดครั้งถัดไป: วันที่จะติดตามอีกครั้ง เมื่อถึงวันนัด รายการจะขึ้นมาอยู่บนสุดของกลุ่ม"}},
    {{"# Sort, filter, print", "# เรียงลำดับ กรอง และพิมพ์"}},
    {{"Use the buttons in the headings. Sorting by No. brings the first order back. Rows may be "
      "deleted; they stay on the next list if they still hold. Hidden columns at the right belong "
      "to the rows: leave them.",
      "ใช้ปุ่มที่หัวตาราง หากต้องการกลับไปลำดับเดิมให้เรียงตามช่อง \"ลำดับ\" "
      "ลบแถวที่ไม่ต้องการได้ รายการที่ยังไม่แก้ไขจะกลับมาในครั้งถัดไป "
      "คอลัมน์ที่ซ่อนอยู่ด้านขวาเป็นรหัสของรายการ กรุณาอย่าลบ"}},
    {{"What is changed outside the three columns is ignored. The list prints on A4, on its side.",
      "ข้อมูลที่แก้ไขนอกเหนือจากสามช่องนี้ ระบบจะไม่นำไปใช้ "
      "สั่งพิมพ์ได้ทันที ตั้งหน้ากระดาษแนวนอนไว้แล้ว"}},
    {{"# Send it back", "# ส่งกลับ"}},
    {{"Save the file into the inbox folder that IT has told you, under any name. The next run "
      "reads "
      "it and moves it away. Nothing that was typed is lost: if two people wrote different things, "
      "both stand on the list.",
      "บันทึกไฟล์ลงในโฟลเดอร์รับกลับที่ฝ่ายไอทีกำหนด ใช้ชื่อไฟล์ใดก็ได้ "
      "ระบบจะอ่านในรอบถัดไปแล้วย้ายไฟล์ออก ข้อความที่พิมพ์ไว้จะไม่สูญหาย "
      "หากมีสองคนบันทึกต่างกัน จะแสดงทั้งสองข้อความ"}},
};

const char *list_word(enum list_word word, enum language language)
{
    return words[word].text[language];
}

const char *list_how(size_t index, enum language language)
{
    return index < sizeof how / sizeof how[0] ? how[index].text[language] : NULL;
}
