/* The words of each note; see inbox_notes.h. */
#include "jobs/inbox_notes.h"

#include "core/text.h"

#include <string.h>

#define DETAIL_BYTES 200

static const struct bilingual words[INBOX_NOTE_KINDS] = {
    [INBOX_NOTE_CONFLICT] =
        {{"somebody else said something else meanwhile: both are kept and both "
          "lists show them",
          "มีผู้อื่นบันทึกไว้ต่างกันในช่วงเดียวกัน: เก็บไว้ทั้งสองข้อความและแสดงในรายการของทั้งสองฝ่าย"}},
    [INBOX_NOTE_RESOLVED] = {{"the exception is no longer on the list: the remark is kept in its "
                              "history",
                              "รายการนี้ไม่อยู่ในรายการที่ต้องดำเนินการแล้ว: เก็บหมายเหตุไว้ในประวัติ"}},
    [INBOX_NOTE_UNKNOWN] = {{"no exception has this number: what was typed is kept apart",
                             "ไม่พบรายการผิดปกติเลขที่นี้: เก็บข้อความที่กรอกไว้แยกต่างหาก"}},
    [INBOX_NOTE_NO_ID] = {{"the row has no exception number: what was typed is kept apart",
                           "แถวนี้ไม่มีเลขที่รายการผิดปกติ: เก็บข้อความที่กรอกไว้แยกต่างหาก"}},
    [INBOX_NOTE_TWICE] = {{"the exception number stands in more than one row: what was typed in "
                           "each is put together in one remark",
                           "เลขที่รายการผิดปกตินี้อยู่มากกว่าหนึ่งแถว: รวมข้อความของทุกแถวไว้ในหมายเหตุเดียวกัน"}},
    [INBOX_NOTE_STATUS_UNREAD] = {{"not a status of the dropdown: kept in the remark",
                                   "ไม่ใช่สถานะที่มีให้เลือก: เก็บไว้ในหมายเหตุ"}},
    [INBOX_NOTE_DATE_UNREAD] = {{"not a date: kept in the remark",
                                 "อ่านเป็นวันที่ไม่ได้: เก็บไว้ในหมายเหตุ"}},
    [INBOX_NOTE_REASON_NEEDED] =
        {{"\"not a problem\" needs its reason in the remark: the exception "
          "stays on the list until there is one",
          "\"ไม่ใช่ปัญหา\" ต้องระบุเหตุผลในหมายเหตุ: รายการจะยังอยู่จนกว่าจะระบุเหตุผล"}},
    [INBOX_NOTE_OTHER_CELLS] = {{"cells outside status, remark and next date were changed: that is "
                                 "ignored",
                                 "มีการแก้ไขช่องอื่นนอกจากสถานะ หมายเหตุ และวันนัด: ไม่นำมาใช้"}},
    [INBOX_NOTE_MIXED] =
        {{"what stands beside the hidden exception number was printed for another "
          "one (were rows sorted or pasted without the hidden columns?): kept "
          "under the number, please look",
          "ข้อมูลในแถวไม่ตรงกับเลขที่รายการผิดปกติที่ซ่อนไว้ (อาจเรียงหรือวางแถวโดยไม่รวมคอลัมน์ที่ซ่อน): "
          "บันทึกตามเลขที่ กรุณาตรวจสอบ"}},
    [INBOX_NOTE_NO_BASELINE] = {{"the hidden column of what the list had printed is gone: rows are "
                                 "compared with what is known today",
                                 "คอลัมน์ที่ซ่อนไว้ซึ่งบอกข้อความเดิมหายไป: เทียบกับข้อมูลล่าสุดแทน"}},
    [INBOX_NOTE_NO_OWNER] = {{"the file doesn't say whose list it is: its rows count as said by "
                              "those whose lists they are on",
                              "ไฟล์ไม่ได้ระบุว่าเป็นรายการของใคร: ถือว่าผู้รับผิดชอบแต่ละรายการเป็นผู้บันทึก"}},
    [INBOX_NOTE_LONG] = {{"longer than a cell can be: all of it is kept, the list shows what fits",
                          "ยาวเกินกว่าหนึ่งช่องจะแสดงได้: เก็บไว้ครบ แต่ในรายการแสดงได้เพียงบางส่วน"}},
    [INBOX_NOTE_HELD] = {{"somebody has the file open: it was read, and stays until it is closed",
                          "มีผู้เปิดไฟล์ค้างอยู่: อ่านแล้ว และจะย้ายเมื่อปิดไฟล์"}},
    [INBOX_NOTE_STAYS] = {{"was read, but can't be moved out of the inbox",
                           "อ่านแล้ว แต่ย้ายออกจากโฟลเดอร์ inbox ไม่ได้"}},
};

void inbox_note_add(struct inbox_notes *notes, struct region *region, struct inbox_note note)
{
    if (notes->count == INBOX_NOTES_MOST) {
        notes->left_out++;
        return;
    }
    note.sheet = region_copy(region, note.sheet);
    note.id = region_copy(region, note.id == NULL ? "" : note.id);
    note.detail = region_copy(region, note.detail == NULL ? "" : note.detail);
    notes->notes = region_grow(region, notes->notes, notes->count, sizeof *notes->notes);
    notes->notes[notes->count++] = note;
}

/* What was typed, on one line, cut to what a reader needs to find it. */
static void detail_print(const char *detail, FILE *out)
{
    size_t length = strlen(detail), cut = text_cut(detail, length, DETAIL_BYTES);

    if (length == 0)
        return;
    fputs(": ", out);
    for (size_t i = 0; i < cut; i++)
        fputc((unsigned char)detail[i] < 0x20 ? ' ' : detail[i], out);
    if (cut < length)
        fputs(" ..", out);
}

static void note_print(const struct inbox_note *note, enum language language, FILE *out)
{
    if (note->sheet != NULL)
        fprintf(out, language == LANGUAGE_TH ? "ชีต %s แถว %u" : "sheet %s row %u", note->sheet,
                note->row);
    if (*note->id != '\0')
        fprintf(out, " (%s)", note->id);
    fprintf(out, "%s%s", note->sheet != NULL || *note->id != '\0' ? ": " : "",
            words[note->kind].text[language]);
    detail_print(note->detail, out);
}

void inbox_notes_print(const struct inbox_notes *notes, enum language language, const char *indent,
                       FILE *out)
{
    for (size_t i = 0; i < notes->count; i++) {
        fputs(indent, out);
        note_print(&notes->notes[i], language, out);
        fputc('\n', out);
    }
    if (notes->left_out > 0)
        fprintf(out, language == LANGUAGE_TH ? "%sและอีก %zu ข้อ\n" : "%sand %zu more\n", indent,
                notes->left_out);
}
