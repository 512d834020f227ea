/* The normalisations of names, numbers and places; see identity.h. */
#include "core/identity.h"

#include "core/identity_codes.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define TAX_ID_DIGITS 13
#define BRANCH_DIGITS 5

/* What codes_set puts in place of a text must fit where an empty one stood. */
#define LEAST_CAPACITY 64

void identity_work_clear(struct identity_work *work)
{
    free(work->codes);
    *work = (struct identity_work){0};
}

static size_t drop_separators(int32_t *codes, size_t count)
{
    return codes_order(codes, codes_squeeze(codes, codes_separate(codes, count)));
}

/* --- telephone numbers --- */

/* Digits so far are a whole number of Thailand that dialling may not go beyond: what follows in
 * another group is the end of a range (`02-123-4567-9`) or a second number. */
static bool is_whole_number(const int32_t *digits, size_t count)
{
    if (count < 2 || digits[0] != '0')
        return false;
    return strchr("23457", (int)digits[1]) != NULL ? count == 9 : count == 10 && digits[1] > '5';
}

static bool ends_number(int32_t code)
{
    return code_is_letter(code) || (code < 0x80 && strchr("+,;/#*\n", (int)code) != NULL);
}

/* The digits of the first number: up to a letter or a mark that ends a number. */
static size_t first_number(int32_t *codes, size_t count)
{
    size_t kept = 0;
    bool is_after_gap = false;
    for (size_t i = 0; i < count; i++) {
        int32_t code = codes[i];
        if (code_is_digit(code)) {
            if (is_after_gap && is_whole_number(codes, kept))
                break;
            codes[kept++] = code;
            is_after_gap = false;
        } else if (kept > 0 && ends_number(code)) {
            break;
        } else {
            is_after_gap = true;
        }
    }
    return kept;
}

static bool begins(const int32_t *codes, size_t count, const char *digits)
{
    size_t length;
    return codes_begin(codes, count, digits, false, &length);
}

/* Whether 66 in front is Thailand's: with `+` or 00 always, else by the number's length, in which
 * the 0 of a call from within may be. */
static size_t country_length(const int32_t *codes, size_t count, bool has_plus)
{
    if (begins(codes, count, "0066"))
        return 4;
    if (begins(codes, count, "66") && (has_plus || count == 10 || count == 11))
        return 2;
    if (begins(codes, count, "660") && count == 12)
        return 2;
    return 0;
}

static size_t normalise_phone(int32_t *codes, size_t count)
{
    bool has_plus = false;
    size_t country;
    for (size_t i = 0; i < count && !code_is_digit(codes[i]); i++)
        has_plus = has_plus || codes[i] == '+';
    count = first_number(codes, count);
    country = country_length(codes, count, has_plus);
    if (country == 0)
        return count;
    /* `+66 (0)81 ..`: the 0 of a call from within is written too. */
    while (country < count && codes[country] == '0')
        country++;
    memmove(codes + 1, codes + country, (count - country) * sizeof *codes);
    codes[0] = '0';
    return count - country + 1;
}

static bool phone_is_valid(const char *bytes, size_t length)
{
    if (length == 4)
        return bytes[0] == '1';
    if (length < 9 || bytes[0] != '0')
        return false;
    return (length == 9 && bytes[1] >= '2' && bytes[1] <= '7') ||
           (length == 10 && (bytes[1] == '6' || bytes[1] == '8' || bytes[1] == '9'));
}

/* --- tax ids and their branches --- */

/* Revenue Department: the sum of the first twelve digits by weights 13 to 2, taken from 11 modulo
 * 11, ends in the thirteenth. */
static bool tax_id_is_valid(const char *bytes, size_t length)
{
    int sum = 0;
    if (length != TAX_ID_DIGITS)
        return false;
    for (size_t i = 0; i < TAX_ID_DIGITS; i++) {
        if (!code_is_digit(bytes[i]))
            return false;
        if (i + 1 < TAX_ID_DIGITS)
            sum += (bytes[i] - '0') * (int)(TAX_ID_DIGITS - i);
    }
    return (11 - sum % 11) % 10 == bytes[TAX_ID_DIGITS - 1] - '0';
}

static const char *const head_offices[] = {"สำนักงานใหญ่", "สนญ", "headoffice", "ho", "hq"};
static const char *const branch_words[] = {"สาขาที่", "สาขา", "branchno", "branch"};

static bool is_whole_word(const int32_t *codes, size_t count, const char *word)
{
    size_t length;
    return codes_begin(codes, count, word, false, &length) && length == count;
}

static bool are_digits(const int32_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!code_is_digit(codes[i]))
            return false;
    return count > 0;
}

/* Drops `word` from the beginning; true when it was there. */
static bool take_word(int32_t *codes, size_t *count, const char *word)
{
    size_t length;
    if (!codes_begin(codes, *count, word, false, &length))
        return false;
    memmove(codes, codes + length, (*count - length) * sizeof *codes);
    *count -= length;
    return true;
}

/* `สาขาที่ 1` and `1` as 00001. */
static size_t branch_number(int32_t *codes, size_t count)
{
    size_t missing;
    if (!are_digits(codes, count) || count >= BRANCH_DIGITS)
        return count;
    missing = BRANCH_DIGITS - count;
    memmove(codes + missing, codes, count * sizeof *codes);
    for (size_t i = 0; i < missing; i++)
        codes[i] = '0';
    return BRANCH_DIGITS;
}

static size_t normalise_tax_branch(int32_t *codes, size_t count)
{
    count = drop_separators(codes, count);
    for (size_t i = 0; i < LENGTH(head_offices); i++)
        if (is_whole_word(codes, count, head_offices[i]))
            return codes_set(codes, "00000");
    for (size_t i = 0; i < LENGTH(branch_words); i++) {
        size_t length;
        if (codes_begin(codes, count, branch_words[i], false, &length) &&
            are_digits(codes + length, count - length))
            take_word(codes, &count, branch_words[i]);
    }
    return branch_number(codes, count);
}

/* --- places --- */

static const char *const bangkoks[] = {"กรุงเทพมหานคร", "กรุงเทพฯ", "กรุงเทพ",           "กทม",
                                       "bangkok",      "bkk",     "bangkokmetropolis"};

static size_t normalise_province(int32_t *codes, size_t count)
{
    count = codes_separate(codes, count);
    take_word(codes, &count, "จ ");
    count = codes_order(codes, codes_squeeze(codes, count));
    while (take_word(codes, &count, "จังหวัด"))
        ;
    for (size_t i = 0; i < LENGTH(bangkoks); i++)
        if (is_whole_word(codes, count, bangkoks[i]))
            return codes_set(codes, bangkoks[0]);
    return count;
}

/* --- the table --- */

const struct identity identities[] = {
    {"name", identity_name, NULL},
    {"phone", normalise_phone, phone_is_valid},
    {"tax_id", drop_separators, tax_id_is_valid},
    {"tax_branch", normalise_tax_branch, NULL},
    {"postcode", drop_separators, NULL},
    {"province", normalise_province, NULL},
};
const size_t identity_count = LENGTH(identities);

const struct identity *identity_find(const char *name)
{
    for (size_t i = 0; i < identity_count; i++)
        if (strcmp(identities[i].name, name) == 0)
            return &identities[i];
    return NULL;
}

/* The text as decomposed characters, compatible ones as one, in lower case, without those that
 * show nothing. */
static bool decompose(const char *bytes, size_t length, struct identity_work *work, size_t *count)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    for (;;) {
        utf8proc_ssize_t needed =
            utf8proc_decompose((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length,
                               work->codes, (utf8proc_ssize_t)work->capacity, options);
        size_t wanted = needed < 0 ? 0 : (size_t)needed;
        int32_t *larger;
        *count = wanted;
        if (needed < 0)
            return false;
        /* One more for the zero byte that utf8proc_reencode ends with. */
        if (wanted < work->capacity)
            return true;
        wanted = wanted < LEAST_CAPACITY ? LEAST_CAPACITY : wanted + wanted / 2;
        larger = realloc(work->codes, wanted * sizeof *larger);
        if (larger == NULL)
            return false;
        work->codes = larger;
        work->capacity = wanted;
    }
}

bool identity_normalise(const struct identity *identity, const char *bytes, size_t length,
                        struct identity_work *work, struct text_view *normal)
{
    size_t count;
    utf8proc_ssize_t size;
    *normal = (struct text_view){0};
    if (!decompose(bytes, length, work, &count))
        return false;
    count = identity->normalise(work->codes, codes_order(work->codes, count));
    count = codes_compose(work->codes, count);
    size = utf8proc_reencode(work->codes, (utf8proc_ssize_t)count, UTF8PROC_STABLE);
    if (size < 0)
        return false;
    *normal = (struct text_view){(const char *)work->codes, (uint32_t)size};
    return true;
}
