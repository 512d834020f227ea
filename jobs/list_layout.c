/* The words of a list, a table row each; see list_layout.h. */
#include "jobs/list_layout.h"

#include <string.h>

static const struct bilingual headings[LIST_COLUMN_COUNT] = {
    [LIST_COLUMN_ID] = {{"khrop_id", "khrop_id"}},
    [LIST_COLUMN_BASELINE] = {{"khrop_baseline", "khrop_baseline"}},
    [LIST_COLUMN_STATUS] = {{"Status", "สถานะงาน"}},
    [LIST_COLUMN_REMARK] = {{"Remark", "หมายเหตุ"}},
    [LIST_COLUMN_NEXT_ON] = {{"Next date", "นัดครั้งถัดไป"}},
};

static const struct bilingual words[REMARK_STATUS_COUNT] = {
    [REMARK_NONE] = {{"", ""}},
    [REMARK_NEW] = {{"new", "ใหม่"}},
    [REMARK_WORKING] = {{"working", "ดำเนินการอยู่"}},
    [REMARK_WAITING_CUSTOMER] = {{"waiting for customer", "รอลูกค้า"}},
    [REMARK_WAITING_SUPPLIER] = {{"waiting for supplier", "รอซัพพลายเออร์"}},
    [REMARK_DONE] = {{"done", "เสร็จแล้ว"}},
    [REMARK_NOT_A_PROBLEM] = {{"not a problem (say why)", "ไม่ใช่ปัญหา (ระบุเหตุผล)"}},
};

/* As people who type it leave the hint out. */
static const struct bilingual not_a_problem = {{"not a problem", "ไม่ใช่ปัญหา"}};

static const char *const abouts[LIST_ABOUT_COUNT] = {
    [LIST_ABOUT_FORMAT] = "khrop_list",
    [LIST_ABOUT_LIST_NO] = "list_no",
    [LIST_ABOUT_JOB] = "job",
    [LIST_ABOUT_BUSINESS_ON] = "business_on",
};

/* Bytes of white space at the start of a text: also no-break, ideographic and zero-width spaces,
 * which programs leave in cells. */
static size_t space_length(const char *bytes, size_t length)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF"};

    if (length > 0 && strchr(" \t\r\n", bytes[0]) != NULL && bytes[0] != '\0')
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (length >= strlen(wide[i]) && memcmp(bytes, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return 0;
}

static void spaces_skip(const char **bytes, size_t *length)
{
    size_t space;

    while ((space = space_length(*bytes, *length)) > 0) {
        *bytes += space;
        *length -= space;
    }
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_like(const char *typed, size_t length, const char *word)
{
    size_t word_length = strlen(word);

    for (;;) {
        spaces_skip(&typed, &length);
        spaces_skip(&word, &word_length);
        if (length == 0 || word_length == 0)
            return length == word_length;
        if (lower(*typed) != lower(*word))
            return false;
        typed++, word++;
        length--, word_length--;
    }
}

static bool is_either(const char *typed, size_t length, const struct bilingual *word)
{
    return is_like(typed, length, word->text[LANGUAGE_EN]) ||
           is_like(typed, length, word->text[LANGUAGE_TH]);
}

const char *list_heading(enum list_column column, enum language language)
{
    return headings[column].text[language];
}

bool list_heading_find(const char *heading, size_t length, enum list_column *column)
{
    for (size_t i = 0; i < LIST_COLUMN_COUNT; i++)
        if (is_either(heading, length, &headings[i])) {
            *column = (enum list_column)i;
            return true;
        }
    return false;
}

const char *list_status_word(enum remark_status status, enum language language)
{
    return words[status].text[language];
}

bool list_status_find(const char *word, size_t length, enum remark_status *status)
{
    for (size_t i = 0; i < REMARK_STATUS_COUNT; i++)
        if (is_either(word, length, &words[i]) ||
            is_like(word, length, remark_status_code((enum remark_status)i))) {
            *status = (enum remark_status)i;
            return true;
        }
    *status = REMARK_NOT_A_PROBLEM;
    return is_either(word, length, &not_a_problem);
}

const char *list_about_name(enum list_about about)
{
    return abouts[about];
}

bool list_about_find(const char *name, size_t length, enum list_about *about)
{
    for (size_t i = 0; i < LIST_ABOUT_COUNT; i++)
        if (is_like(name, length, abouts[i])) {
            *about = (enum list_about)i;
            return true;
        }
    return false;
}
