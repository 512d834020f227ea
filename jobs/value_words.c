/* Codes and their words, a row each; see value_words.h. */
#include "jobs/value_words.h"

#include <string.h>

static const struct {
    const char *column, *code;
    struct bilingual words;
} values[] = {
    {"problem", "none", {{"none at all", "ไม่มีเลย"}}},
    {"problem", "closed", {{"already closed", "ปิดไปแล้ว"}}},
    {"problem", "filled", {{"filled", "ส่งครบแล้ว"}}},
    {"problem", "cancelled", {{"cancelled", "ยกเลิกแล้ว"}}},
    {"problem", "delivered", {{"delivered in full", "ส่งมอบครบแล้ว"}}},
    {"problem", "no_line", {{"no such order line", "ไม่มีรายการนี้ในคำสั่งขาย"}}},
    {"problem", "overdue", {{"past its promise", "เกินกำหนดส่ง"}}},
    {"problem", "differs", {{"dates differ", "วันกำหนดส่งไม่ตรงกัน"}}},
    {"problem", "not_ordered", {{"not ordered from the supplier", "ยังไม่ได้สั่งซื้อ"}}},
    {"problem", "late", {{"late at the supplier", "ซัพพลายเออร์ส่งล่าช้า"}}},
    {"problem", "over", {{"more than ordered", "ส่งเกินจำนวนที่สั่ง"}}},
    {"problem", "item", {{"another item", "สินค้าไม่ตรงกับที่สั่ง"}}},
    {"problem", "invalid", {{"invalid", "รูปแบบไม่ถูกต้อง"}}},
    {"problem", "mismatch", {{"doesn't fit the rest", "ไม่สอดคล้องกัน"}}},
    {"problem", "failed", {{"could not be read", "อ่านไม่สำเร็จ"}}},
    {"problem", "empty", {{"empty", "ว่าง"}}},
    {"problem", "shrunk", {{"far fewer rows than usual", "ลดลงผิดปกติ"}}},
    {"problem", "stale", {{"out of date", "ไม่เป็นปัจจุบัน"}}},
    {"reason", "hold", {{"on credit hold", "ถูกระงับเครดิต"}}},
    {"reason", "over_limit", {{"over the credit limit", "เกินวงเงินเครดิต"}}},
    {"document", "quotation", {{"approved quotation", "ใบเสนอราคาที่อนุมัติแล้ว"}}},
    {"document", "purchase_request", {{"purchase request", "ใบเสนอซื้อ (PR)"}}},
    {"document_kind", "quotation", {{"quotation", "ใบเสนอราคา"}}},
    {"document_kind", "back_order", {{"back order", "สินค้าค้างส่ง"}}},
    {"field", "customer_name", {{"name", "ชื่อ"}}},
    {"field", "phone", {{"telephone", "โทรศัพท์"}}},
    {"field", "tax_id", {{"tax id", "เลขประจำตัวผู้เสียภาษี"}}},
    {"field", "email", {{"e-mail", "อีเมล"}}},
    {"field", "province", {{"province", "จังหวัด"}}},
    {"field", "postcode", {{"postcode", "รหัสไปรษณีย์"}}},
    {"field", "staff_no", {{"staff in charge", "พนักงานผู้รับผิดชอบ"}}},
    {"certainty", "certain", {{"certainly one customer", "เป็นรายเดียวกันแน่นอน"}}},
    {"certainty", "likely", {{"likely one customer", "น่าจะเป็นรายเดียวกัน"}}},
    {"maker_level", "own", {{"may decide alone", "อนุมัติได้เอง"}}},
    {"maker_level",
     "consult",
     {{"may decide after asking the superior", "อนุมัติได้หลังปรึกษาผู้บังคับบัญชา"}}},
    {"maker_level", "superior", {{"the superior approves", "ผู้บังคับบัญชาเป็นผู้อนุมัติ"}}},
    {"broken_rule", "not_in_staff", {{"not in staff", "ไม่มีรหัสในทะเบียนพนักงาน"}}},
    {"broken_rule", "no_authority", {{"the grade may not approve it", "ระดับนี้ไม่มีอำนาจอนุมัติ"}}},
    {"broken_rule", "over_ceiling", {{"beyond the ceiling of the grade", "เกินวงเงินที่อนุมัติได้"}}},
    {"match_kind", "customer_no", {{"the same customer no.", "รหัสลูกค้าเดียวกัน"}}},
    {"match_kind", "tax_id", {{"the same tax id", "เลขประจำตัวผู้เสียภาษีเดียวกัน"}}},
    {"match_kind", "phone", {{"the same phone and name", "โทรศัพท์และชื่อเดียวกัน"}}},
    {"kind", "normal", {{"normal", "ปกติ"}}},
    {"kind", "deposit", {{"deposit", "มัดจำ"}}},
    {"kind", "reserved", {{"reserved", "สั่งจอง"}}},
    {"kind", "special", {{"special order", "สั่งพิเศษ"}}},
    {"kind", "drop_ship", {{"drop ship", "Drop Ship"}}},
    {"kind", "invoice", {{"invoice", "ใบแจ้งหนี้"}}},
    {"line_kind", "normal", {{"normal", "ปกติ"}}},
    {"line_kind", "deposit", {{"deposit", "มัดจำ"}}},
    {"line_kind", "reserved", {{"reserved", "สั่งจอง"}}},
    {"line_kind", "special", {{"special order", "สั่งพิเศษ"}}},
    {"line_kind", "drop_ship", {{"drop ship", "Drop Ship"}}},
    {"order_kind", "normal", {{"normal", "ปกติ"}}},
    {"order_kind", "deposit", {{"deposit", "มัดจำ"}}},
    {"order_kind", "reserved", {{"reserved", "สั่งจอง"}}},
    {"order_kind", "special", {{"special order", "สั่งพิเศษ"}}},
    {"order_kind", "drop_ship", {{"drop ship", "Drop Ship"}}},
    {"source", "crm", {{"CRM", "CRM"}}},
    {"source", "log", {{"visit log", "บันทึกการออกเยี่ยม"}}},
    {"slipped_side", "sales", {{"sales", "ระบบขาย"}}},
    {"slipped_side", "crm", {{"CRM", "CRM"}}},
    {"slipped_side", "both", {{"sales and CRM", "ทั้งระบบขายและ CRM"}}},
    {"route", "warehouse", {{"from the warehouse", "ส่งจากคลังสินค้า"}}},
    {"route", "supplier", {{"from the supplier", "ซัพพลายเออร์ส่งตรงถึงลูกค้า"}}},
    {"route", "pickup", {{"customer collects", "ลูกค้ารับเอง"}}},
    {"claim_kind", "damaged", {{"damaged", "สินค้าชำรุดเสียหาย"}}},
    {"claim_kind", "wrong_item", {{"wrong item", "ส่งสินค้าผิดรายการ"}}},
    {"claim_kind", "short", {{"short", "ส่งสินค้าไม่ครบ"}}},
    {"case_kind", "product", {{"product", "สินค้า"}}},
    {"case_kind", "service", {{"service", "การบริการ"}}},
    {"case_kind", "delivery", {{"delivery", "การจัดส่ง"}}},
    {"case_kind", "document", {{"document", "เอกสาร"}}},
    {"case_kind", "enquiry", {{"enquiry", "สอบถามข้อมูล"}}},
    {"case_kind", "other", {{"other", "อื่น ๆ"}}},
    {"contact_kind", "visit", {{"visit", "ออกเยี่ยม"}}},
    {"contact_kind", "call", {{"call", "โทรศัพท์"}}},
    {"session_kind", "training", {{"training", "อบรม"}}},
    {"session_kind", "meeting", {{"meeting", "ประชุม"}}},
    {"session_kind", "service_meeting", {{"service meeting", "ประชุมปัญหางานบริการ"}}},
    {"status", "open", {{"open", "เปิดอยู่"}}},
    {"status", "closed", {{"closed", "ปิดแล้ว"}}},
    {"status", "cancelled", {{"cancelled", "ยกเลิก"}}},
    {"status", "filled", {{"filled", "ส่งครบแล้ว"}}},
    {"status", "ordered", {{"ordered", "สั่งซื้อแล้ว"}}},
    {"status", "received", {{"received", "รับเข้าแล้ว"}}},
    {"status", "won", {{"won", "ปิดการขายได้"}}},
    {"status", "lost", {{"lost", "ปิดการขายไม่ได้"}}},
    {"status", "expired", {{"expired", "หมดอายุ"}}},
    {"stage", "quoted", {{"quoted", "เสนอราคา"}}},
    {"stage", "followed_up", {{"followed up", "ติดตามแล้ว"}}},
    {"stage", "won", {{"won", "ปิดการขายได้"}}},
    {"stage", "ordered", {{"became an order", "เป็นคำสั่งขาย"}}},
    {"side", "sales", {{"sales", "ระบบขาย"}}},
    {"side", "crm", {{"CRM", "CRM"}}},
    {"overdue_bucket", "unknown", {{"due date unknown", "ไม่ทราบวันครบกำหนด"}}},
};

#define VALUE_COUNT (sizeof values / sizeof values[0])

const char *value_word(const char *column, const char *code, size_t length, enum language language)
{
    for (size_t i = 0; i < VALUE_COUNT; i++)
        if (strcmp(values[i].column, column) == 0 && strlen(values[i].code) == length &&
            memcmp(values[i].code, code, length) == 0)
            return values[i].words.text[language];
    return NULL;
}

const char *value_word_next(const char *column, size_t *index)
{
    while (*index < VALUE_COUNT && strcmp(values[*index].column, column) != 0)
        (*index)++;
    return *index < VALUE_COUNT ? values[(*index)++].code : NULL;
}
