/* Tests core/identity*.c. Pairs are hand-made: two ways in which an office writes one thing, or two
 * things that look alike. */
#include "core/identity.h"
#include "core/text.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

#define ZERO_WIDTH_SPACE "\xE2\x80\x8B"
#define SOFT_HYPHEN "\xC2\xAD"
#define NIKHAHIT "\xE0\xB9\x8D"
#define SARA_AA "\xE0\xB8\xB2"
#define SARA_AM "\xE0\xB8\xB3"
#define SARA_E "\xE0\xB9\x80"
#define MAI_EK "\xE0\xB9\x88"
#define MAI_THO "\xE0\xB9\x89"
#define SARA_II "\xE0\xB8\xB5"

/* The form of `text` in memory of its own. */
static char *form_of(const char *kind, const char *text)
{
    struct identity_work work = {0};
    struct text_view normal;
    const struct identity *identity = identity_find(kind);
    char *copy;
    assert_non_null(identity);
    assert_true(identity_normalise(identity, text, strlen(text), &work, &normal));
    copy = strndup(normal.length > 0 ? normal.bytes : "", normal.length);
    assert_non_null(copy);
    identity_work_clear(&work);
    return copy;
}

static void assert_form(const char *kind, const char *text, const char *expected)
{
    char *form = form_of(kind, text), *again = form_of(kind, form);
    if (strcmp(form, expected) != 0)
        fail_msg("%s \"%s\" gave \"%s\", not \"%s\"", kind, text, form, expected);
    assert_string_equal(again, form);
    free(form);
    free(again);
}

static void assert_same(const char *kind, const char *one, const char *other)
{
    char *form = form_of(kind, one), *other_form = form_of(kind, other);
    if (strcmp(form, other_form) != 0)
        fail_msg("%s \"%s\" (%s) is not \"%s\" (%s)", kind, one, form, other, other_form);
    free(form);
    free(other_form);
}

static void assert_different(const char *kind, const char *one, const char *other)
{
    char *form = form_of(kind, one), *other_form = form_of(kind, other);
    if (strcmp(form, other_form) == 0)
        fail_msg("%s \"%s\" and \"%s\" are both \"%s\"", kind, one, other, form);
    free(form);
    free(other_form);
}

static bool is_valid(const char *kind, const char *text)
{
    char *form = form_of(kind, text);
    bool valid = identity_find(kind)->is_valid(form, strlen(form));
    free(form);
    return valid;
}

static void forms_of_companies_are_left_out(void **state)
{
    (void)state;
    assert_form("name", "บริษัท ภูผาคอนสตรัคชั่น จำกัด", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "บริษัทภูผาคอนสตรัคชั่นจำกัด", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "บริษัท ภูผาคอนสตรัคชั่น จำกัด (มหาชน)", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "บมจ. ภูผาคอนสตรัคชั่น", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "บจก.ภูผาคอนสตรัคชั่น", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "บจ ภูผาคอนสตรัคชั่น", "ภูผาคอนสตรัคชั่น");
    assert_form("name", "ห้างหุ้นส่วนจำกัด ทวีโชคการไฟฟ้า", "ทวีโชคการไฟฟ้า");
    assert_form("name", "ห้างหุ้นส่วน จำกัด ทวีโชคการไฟฟ้า", "ทวีโชคการไฟฟ้า");
    assert_form("name", "ห้างหุ้นส่วนสามัญ ทวีโชคการไฟฟ้า", "ทวีโชคการไฟฟ้า");
    assert_form("name", "หจก. ทวีโชคการไฟฟ้า", "ทวีโชคการไฟฟ้า");
    assert_form("name", "หสน. ทวีโชคการไฟฟ้า", "ทวีโชคการไฟฟ้า");
    assert_form("name", "ร้านชลบุรีโฮมเซ็นเตอร์", "ชลบุรีโฮมเซ็นเตอร์");
}

static void titles_of_people_are_left_out(void **state)
{
    (void)state;
    assert_form("name", "คุณสมชาย ใจดี", "สมชายใจดี");
    assert_form("name", "นาย สมชาย  ใจดี", "สมชายใจดี");
    assert_form("name", "นางสมศรี ใจดี", "สมศรีใจดี");
    assert_form("name", "นางสาวสมศรี ใจดี", "สมศรีใจดี");
    assert_form("name", "น.ส. สมศรี ใจดี", "สมศรีใจดี");
    assert_form("name", "น.ส.สมศรี ใจดี", "สมศรีใจดี");
    assert_form("name", "คุณนายทองคำ", "ทองคำ");
    assert_form("name", "Mr. Somchai Jaidee", "somchaijaidee");
    assert_form("name", "Miss Somsri", "somsri");
    assert_form("name", "M. R. Kukrit", "mrkukrit"); /* a rank, not Mr. */
}

static void english_forms_are_left_out(void **state)
{
    (void)state;
    assert_form("name", "Siam Trading Co., Ltd.", "siamtrading");
    assert_form("name", "SIAM TRADING CO.,LTD", "siamtrading");
    assert_form("name", "Siam Trading Company Limited", "siamtrading");
    assert_form("name", "Siam Trading Public Company Limited", "siamtrading");
    assert_form("name", "Siam Trading PCL", "siamtrading");
    assert_form("name", "Siam Trading Limited Partnership", "siamtrading");
    assert_form("name", "Siam Trading Ltd., Part.", "siamtrading");
}

static void a_form_that_is_part_of_a_name_stays(void **state)
{
    (void)state;
    assert_form("name", "คุณากร การช่าง", "คุณากรการช่าง"); /* the syllable goes on */
    assert_form("name", "นายิกา", "นายิกา");
    assert_form("name", "คุณ", "คุณ"); /* nothing would remain */
    assert_form("name", "ร้าน ก", "ร้านก");
    assert_form("name", "Marco", "marco"); /* ends in co, not in the word Co */
    assert_form("name", "Incline", "incline");
    assert_form("name", "Ltd.", "ltd");
    assert_form("name", "หจกรุ่งเรือง", "หจกรุ่งเรือง"); /* no separator: may be a name */
    assert_form("name", "บริษัท จำกัด", "จำกัด");
    assert_form("name", "โรงเรียนมหาชน", "โรงเรียนมหาชน");
}

static void different_names_stay_different(void **state)
{
    (void)state;
    assert_different("name", "บริษัท ภูผาคอนสตรัคชั่น จำกัด", "บริษัท ภูผาคอนสตรัคชั่น 2560 จำกัด");
    assert_different("name", "สมชาย", "สมชัย");
    assert_different("name", "ขาว", "ข้าว");
    assert_different("name", "ปา", "ป่า");
    assert_different("name", "Siam A", "Siam B");
}

static void spaces_case_and_punctuation_do_not_count(void **state)
{
    (void)state;
    assert_same("name", "ดาวเหนือ โฮม", "ดาวเหนือโฮม");
    assert_same("name", "A.B.C. Home", "abc HOME");
    assert_same("name", "ดาวเหนือ-โฮม (1998)", "ดาวเหนือโฮม 1998");
    assert_same("name", "ABC", "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\xA3"); /* wide letters */
    assert_same("name", "caf\xC3\xA9", "cafe\xCC\x81");
    assert_form("name", " - . / ", "");
    assert_form("name", "", "");
}

static void what_does_not_show_does_not_count(void **state)
{
    (void)state;
    assert_same("name", "ดาว" ZERO_WIDTH_SPACE "เหนือ", "ดาวเหนือ");
    assert_same("name", "ดาว" SOFT_HYPHEN "เหนือ", "ดาวเหนือ");
    assert_same("name", "\xEF\xBB\xBFดาวเหนือ", "ดาวเหนือ");
    assert_same("name", "บริ" ZERO_WIDTH_SPACE "ษัท ดาวเหนือ", "ดาวเหนือ");
    assert_same("tax_id", "0107000000" ZERO_WIDTH_SPACE "014", "0107000000014");
    assert_same("phone", "081" ZERO_WIDTH_SPACE "2345678", "0812345678");
}

static void thai_digits_are_digits(void **state)
{
    (void)state;
    assert_same("name", "ดาวเหนือ ๒๕๖๐", "ดาวเหนือ 2560");
    assert_form("phone", "๐๘๑-๒๓๔-๕๖๗๘", "0812345678");
    assert_form("tax_id", "๐๑๐๗๐๐๐๐๐๐๐๑๔", "0107000000014");
    assert_form("postcode", "๑๐๑๑๐", "10110");
}

static void sara_am_is_one_however_it_is_typed(void **state)
{
    (void)state;
    assert_same("name", "ทองค" NIKHAHIT SARA_AA, "ทองค" SARA_AM);
    /* With a tone: before SARA AM as by the book; behind it; on either side of NIKHAHIT. */
    assert_same("name", "น" SARA_AM MAI_THO, "น" MAI_THO SARA_AM);
    assert_same("name", "น" NIKHAHIT MAI_THO SARA_AA, "น" MAI_THO SARA_AM);
    assert_same("name", "น" MAI_THO NIKHAHIT SARA_AA, "น" MAI_THO SARA_AM);
    assert_form("name", "น้" NIKHAHIT SARA_AA "ทิพย์", "น้ำทิพย์");
    assert_same("name", "ภูผา จ" NIKHAHIT SARA_AA "กัด", "ภูผา");
    assert_different("name", "ทองคา", "ทองคำ");
}

static void marks_go_in_one_order(void **state)
{
    (void)state;
    assert_form("name", "ท" MAI_EK SARA_II "รัก", "ท" SARA_II MAI_EK "รัก");
    assert_same("name", "ปู่เจ้า",
                "ป" MAI_EK "\xE0\xB8\xB9"
                "เจ้า");
    assert_same("name", "ข" SARA_AA MAI_THO "ว", "ข้าว");
    assert_same("name", "ท" SARA_II MAI_EK MAI_EK, "ท" SARA_II MAI_EK); /* typed twice */
    assert_same("name", SARA_E SARA_E "สงทอง", "แสงทอง");
    assert_same("name", "ร" SARA_AA MAI_THO "นดาวเหนือ", "ดาวเหนือ");
}

static void telephone_numbers_are_the_first_ones_digits(void **state)
{
    (void)state;
    assert_form("phone", "0812345678", "0812345678");
    assert_form("phone", "081-234-5678", "0812345678");
    assert_form("phone", "(02) 123 4567", "021234567");
    assert_form("phone", "02.123.4567", "021234567");
    assert_form("phone", "โทร. 02-123-4567", "021234567");
    assert_form("phone", "081-234-5678, 02-123-4567", "0812345678");
    assert_form("phone", "02-123-4567/8", "021234567");
    assert_form("phone", "0-2123-4567-9", "021234567"); /* a range of lines */
    assert_form("phone", "081 234 5678 089 765 4321", "0812345678");
    assert_form("phone", "081-234-5678 หรือ 089-765-4321", "0812345678");
    assert_form("phone", "1234", "1234");
    assert_form("phone", "ไม่มี", "");
    assert_form("phone", "-", "");
}

static void extensions_are_left_out(void **state)
{
    (void)state;
    assert_form("phone", "02-123-4567 ต่อ 12", "021234567");
    assert_form("phone", "02-123-4567ต่อ๑๒", "021234567");
    assert_form("phone", "02-123-4567 ext. 12", "021234567");
    assert_form("phone", "02-123-4567x12", "021234567");
    assert_form("phone", "02-123-4567 #12", "021234567");
}

static void thailand_is_dialled_as_from_within(void **state)
{
    (void)state;
    assert_form("phone", "+66812345678", "0812345678");
    assert_form("phone", "+66 81 234 5678", "0812345678");
    assert_form("phone", "+66 (0)81-234-5678", "0812345678");
    assert_form("phone", "66812345678", "0812345678");
    assert_form("phone", "0066 2 123 4567", "021234567");
    assert_form("phone", "6621234567", "021234567");
    assert_form("phone", "66 (0)81-234-5678", "0812345678");
    assert_form("phone", "66๐๘๑๒๓๔๕๖๗๘", "0812345678");
    assert_form("phone", "66021234567", "021234567");
    assert_form("phone", "+1 415 555 0100", "14155550100"); /* not Thailand */
    assert_form("phone", "0662345678", "0662345678");       /* 66 within a number */
}

static void telephone_numbers_are_judged_by_their_plan(void **state)
{
    (void)state;
    assert_true(is_valid("phone", "021234567"));
    assert_true(is_valid("phone", "053-123-456"));
    assert_true(is_valid("phone", "+66 81 234 5678"));
    assert_true(is_valid("phone", "0612345678"));
    assert_true(is_valid("phone", "1234"));
    assert_false(is_valid("phone", "0212345678")); /* ten digits of Bangkok */
    assert_false(is_valid("phone", "081234567"));
    assert_false(is_valid("phone", "0112345678"));
    assert_false(is_valid("phone", "2345"));
    assert_false(is_valid("phone", "+1 415 555 0100"));
    assert_false(is_valid("phone", "ไม่มี"));
}

static void tax_ids_are_thirteen_digits_that_check(void **state)
{
    (void)state;
    assert_form("tax_id", "0-1070-00000-01-4", "0107000000014");
    assert_form("tax_id", "0 1070 00000 01 4", "0107000000014");
    /* 1x12 + 7x10 = 82, 82 mod 11 = 5, 11 - 5 = 6: the weights are 13, 12, 11, 10 .. */
    assert_true(is_valid("tax_id", "0107000000006"));
    assert_false(is_valid("tax_id", "0107000000007"));
    /* + 1x2 = 84, 84 mod 11 = 7, 11 - 7 = 4 */
    assert_true(is_valid("tax_id", "0-1070-00000-01-4"));
    /* 1x13 + 1x12 + 1x11 + .. + 1x2 = 90, 90 mod 11 = 2, 11 - 2 = 9 */
    assert_true(is_valid("tax_id", "1111111111119"));
    /* 5x2 = 10, 11 - 10 = 1; 6x11 = 66, 66 mod 11 = 0, 11 mod 10 = 1 */
    assert_true(is_valid("tax_id", "0000000000051"));
    assert_true(is_valid("tax_id", "0060000000001"));
    /* 4x3 = 12, 12 mod 11 = 1, 11 - 1 = 10: its last digit, 0 */
    assert_true(is_valid("tax_id", "0000000000400"));
    assert_false(is_valid("tax_id", "107000000014")); /* the first 0 lost in a sheet */
    assert_false(is_valid("tax_id", "01070000000140"));
    assert_false(is_valid("tax_id", "010700000001A"));
    assert_false(is_valid("tax_id", ""));
}

static void branches_of_tax_ids_are_five_digits(void **state)
{
    (void)state;
    assert_form("tax_branch", "00000", "00000");
    assert_form("tax_branch", "0", "00000");
    assert_form("tax_branch", "สำนักงานใหญ่", "00000");
    assert_form("tax_branch", "สนญ.", "00000");
    assert_form("tax_branch", "Head Office", "00000");
    assert_form("tax_branch", "สาขาที่ ๑๒", "00012");
    assert_form("tax_branch", "Branch 3", "00003");
    assert_form("tax_branch", "สาขาบางนา", "สาขาบางนา");
    assert_form("tax_branch", "123456", "123456");
}

static void provinces_are_their_names_alone(void **state)
{
    (void)state;
    assert_form("province", "เชียงใหม่", "เชียงใหม่");
    assert_form("province", "จังหวัดเชียงใหม่", "เชียงใหม่");
    assert_form("province", "จ.เชียงใหม่", "เชียงใหม่");
    assert_form("province", "จ. เชียงใหม่", "เชียงใหม่");
    assert_form("province", "จันทบุรี", "จันทบุรี");
    assert_form("province", "กรุงเทพฯ", "กรุงเทพมหานคร");
    assert_form("province", "กทม.", "กรุงเทพมหานคร");
    assert_form("province", "จังหวัดกรุงเทพมหานคร", "กรุงเทพมหานคร");
    assert_form("province", "Bangkok", "กรุงเทพมหานคร");
    assert_form("province", "ล" NIKHAHIT SARA_AA "ปาง", "ลำปาง");
    assert_form("province", "Chiang Mai", "chiangmai");
}

static void every_normalisation_has_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < identity_count; i++)
        assert_ptr_equal(identity_find(identities[i].name), &identities[i]);
    assert_null(identity_find("nickname"));
}

static void a_form_is_normal_text_and_its_own_form(void **state)
{
    static const char *const texts[] = {
        "บริษัท ภูผา จำกัด (มหาชน)",
        "น.ส. น" NIKHAHIT MAI_THO SARA_AA " ใจดี",
        "+66 (0)81-234-5678 ต่อ 12",
        "เ" SARA_E "สง " SARA_AM SARA_AM MAI_EK,
        "\xE1\xB8\xB9\xE0\xB8\xB8 \xEF\xAC\x81ne",
        "\xCC\x81",
        "จ.จ. จังหวัดจังหวัด",
        "สาขา สาขา 1",
        "006600066",
        "บริ-ษัท คุณ คุณ คุณ ก ข",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (size_t j = 0; j < identity_count; j++) {
            char *form = form_of(identities[j].name, texts[i]);
            const char *start;
            size_t length;
            assert_int_equal(text_look(form, strlen(form), &start, &length), TEXT_GOOD);
            assert_int_equal(length, strlen(form));
            assert_form(identities[j].name, form, form);
            free(form);
        }
}

static void one_memory_serves_short_and_long_texts(void **state)
{
    struct identity_work work = {0};
    struct text_view normal;
    size_t size = 3 * TEXT_MAX_CHARACTERS;
    char *longest = malloc(size);
    (void)state;
    assert_non_null(longest);
    for (size_t i = 0; i < size; i += 3)
        memcpy(longest + i, SARA_AM, 3);
    assert_true(identity_normalise(identity_find("name"), "กข", 6, &work, &normal));
    assert_int_equal(normal.length, 6);
    assert_true(identity_normalise(identity_find("name"), longest, size, &work, &normal));
    assert_int_equal(normal.length, size); /* one SARA AM, then SARA AA */
    assert_true(identity_normalise(identity_find("province"), "bkk", 3, &work, &normal));
    assert_int_equal(normal.length, strlen("กรุงเทพมหานคร"));
    identity_work_clear(&work);
    free(longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_companies_are_left_out),
        cmocka_unit_test(titles_of_people_are_left_out),
        cmocka_unit_test(english_forms_are_left_out),
        cmocka_unit_test(a_form_that_is_part_of_a_name_stays),
        cmocka_unit_test(different_names_stay_different),
        cmocka_unit_test(spaces_case_and_punctuation_do_not_count),
        cmocka_unit_test(what_does_not_show_does_not_count),
        cmocka_unit_test(thai_digits_are_digits),
        cmocka_unit_test(sara_am_is_one_however_it_is_typed),
        cmocka_unit_test(marks_go_in_one_order),
        cmocka_unit_test(telephone_numbers_are_the_first_ones_digits),
        cmocka_unit_test(extensions_are_left_out),
        cmocka_unit_test(thailand_is_dialled_as_from_within),
        cmocka_unit_test(telephone_numbers_are_judged_by_their_plan),
        cmocka_unit_test(tax_ids_are_thirteen_digits_that_check),
        cmocka_unit_test(branches_of_tax_ids_are_five_digits),
        cmocka_unit_test(provinces_are_their_names_alone),
        cmocka_unit_test(every_normalisation_has_its_name),
        cmocka_unit_test(a_form_is_normal_text_and_its_own_form),
        cmocka_unit_test(one_memory_serves_short_and_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
