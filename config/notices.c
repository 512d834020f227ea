/* Assumptions and warnings; see notices.h. */
#include "config/notices.h"

#include <stdio.h>
#include <string.h>

#define TEXT_SIZE 512

const char *const notice_kind_codes[] = {"assumption", "warning"};

static const struct {
    const char *document_kind;
    struct bilingual name;
} documents[] = {
    {"back_order", {{"back orders", "สินค้าค้างส่ง"}}},
    {"quotation", {{"quotations", "ใบเสนอราคา"}}},
};

static struct bilingual document_name(const char *kind)
{
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
        if (strcmp(documents[i].document_kind, kind) == 0)
            return documents[i].name;
    return (struct bilingual){{kind, kind}};
}

static bool tell_authority(const struct authority_settings *rule, notice_taker *take, void *context)
{
    struct bilingual document = document_name(rule->document_kind);
    char en[TEXT_SIZE], th[TEXT_SIZE];
    snprintf(en, sizeof en,
             "Approval of %s: grade %s decides alone, without a ceiling. This is an assumption: "
             "authority.yaml says nothing of it",
             document.text[LANGUAGE_EN], rule->grade);
    snprintf(th, sizeof th,
             "การอนุมัติ%s: ระดับ %s อนุมัติได้เองโดยไม่จำกัดวงเงิน เป็นข้อสมมติ เนื่องจาก authority.yaml "
             "ไม่ได้กำหนดไว้",
             document.text[LANGUAGE_TH], rule->grade);
    return take(context, NOTICE_ASSUMPTION, &(struct bilingual){{en, th}});
}

static int year_of(int64_t day)
{
    int year, month, day_of_month;
    date_to_civil(day, &year, &month, &day_of_month);
    return year;
}

static bool has_holidays(const struct settings *settings, int year)
{
    for (size_t i = 0; i < settings->holiday_count; i++)
        if (year_of(settings->holidays[i].on) == year)
            return true;
    return false;
}

static bool tell_year(int year, notice_taker *take, void *context)
{
    char en[TEXT_SIZE], th[TEXT_SIZE];
    snprintf(en, sizeof en,
             "holidays.yaml has no holiday of %d: its public holidays count as working days; add "
             "them with khrop holidays import FILE",
             year);
    snprintf(th, sizeof th,
             "holidays.yaml ไม่มีวันหยุดของปี %d วันหยุดนักขัตฤกษ์จึงถูกนับเป็นวันทำการ เพิ่มได้ด้วยคำสั่ง khrop "
             "holidays import FILE",
             year + 543);
    return take(context, NOTICE_WARNING, &(struct bilingual){{en, th}});
}

bool settings_notices(const struct settings *settings, int64_t today, notice_taker *take,
                      void *context)
{
    int last = year_of(today + NOTICE_HOLIDAY_DAYS);
    for (size_t i = 0; i < settings->authority_count; i++)
        if (settings->authority[i].place.line == 0 &&
            !tell_authority(&settings->authority[i], take, context))
            return false;
    for (int year = year_of(today); year <= last; year++)
        if (!has_holidays(settings, year) && !tell_year(year, take, context))
            return false;
    return true;
}
