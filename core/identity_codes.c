/* Characters of a text as code points: Thai marks in order, separators, composition. See
 * identity_codes.h. */
#include "core/identity_codes.h"

#include <string.h>
#include <utf8proc.h>

#define SARA_AA 0x0E32
#define SARA_AM 0x0E33
#define SARA_E 0x0E40
#define SARA_AE 0x0E41
#define NIKHAHIT 0x0E4D
#define THAI_ZERO 0x0E50

bool code_is_letter(int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool code_is_digit(int32_t code)
{
    return code >= '0' && code <= '9';
}

/* Thai vowels and marks above and below; SARA AA stands beside its letter. */
static bool is_thai_mark(int32_t code)
{
    return code == 0x0E31 || (code >= 0x0E34 && code <= 0x0E3A) ||
           (code >= 0x0E47 && code <= 0x0E4E);
}

bool code_is_dependent(int32_t code)
{
    return is_thai_mark(code) || code == 0x0E30 || code == SARA_AA || code == SARA_AM ||
           code == 0x0E45;
}

static int combining_class(int32_t code)
{
    return utf8proc_get_property(code)->combining_class;
}

/* Unicode gives Thai vowels above no place among the marks of a letter: here they go behind those
 * below (103) and before tones (107), as they are typed by the book; what silences a letter is
 * last. */
static int mark_rank(int32_t code)
{
    int class = combining_class(code);
    if (class != 0)
        return class;
    return code == 0x0E4C || code == 0x0E4E ? 256 : 104;
}

static bool goes_before(int32_t one, int32_t other)
{
    int difference = mark_rank(one) - mark_rank(other);
    return difference < 0 ||
           (difference == 0 && is_thai_mark(one) && is_thai_mark(other) && one < other);
}

/* A Thai mark typed twice looks as once. */
static size_t sort_marks(int32_t *marks, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t mark = marks[i];
        size_t place = kept;
        while (place > 0 && goes_before(mark, marks[place - 1]))
            place--;
        if (place > 0 && marks[place - 1] == mark && is_thai_mark(mark))
            continue;
        memmove(marks + place + 1, marks + place, (kept - place) * sizeof *marks);
        marks[place] = mark;
        kept++;
    }
    return kept;
}

/* Sets *had_one when there was one. */
static size_t drop_nikhahit(int32_t *marks, size_t count, bool *had_one)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (marks[i] != NIKHAHIT)
            marks[kept++] = marks[i];
    *had_one = *had_one || kept < count;
    return kept;
}

/* The letter as it is compared. */
static int32_t plain_code(int32_t code)
{
    return code >= THAI_ZERO && code <= THAI_ZERO + 9 ? code - THAI_ZERO + '0' : code;
}

/* Where the next character is read and where the next one is written. */
struct rewrite {
    int32_t *codes;
    size_t count, at, kept;
};

static bool is_mark(int32_t code)
{
    return is_thai_mark(code) || combining_class(code) != 0;
}

static bool ends_syllable(int32_t code)
{
    return is_mark(code) || code == SARA_AA || code == SARA_AM;
}

/* Marks, and SARA AA among them or behind: a tone typed behind SARA AA looks as one before it does.
 * SARA AM is what it stands for, NIKHAHIT and SARA AA. All marks go first, then what is left of
 * them stands with the first SARA AA. */
static void take_syllable_end(struct rewrite *rewrite)
{
    int32_t *marks = rewrite->codes + rewrite->kept;
    size_t mark_count = 0, aa_count = 0;
    bool has_nikhahit = false;
    for (; rewrite->at < rewrite->count && ends_syllable(rewrite->codes[rewrite->at]);
         rewrite->at++) {
        int32_t code = rewrite->codes[rewrite->at];
        has_nikhahit = has_nikhahit || code == SARA_AM;
        if (is_mark(code))
            marks[mark_count++] = code;
        else
            aa_count++;
    }
    mark_count = sort_marks(marks, mark_count);
    if (aa_count > 0)
        mark_count = drop_nikhahit(marks, mark_count, &has_nikhahit);
    rewrite->kept += mark_count;
    for (size_t i = 0; i < aa_count; i++)
        rewrite->codes[rewrite->kept++] = i == 0 && has_nikhahit ? SARA_AM : SARA_AA;
}

static void take_letter(struct rewrite *rewrite)
{
    int32_t *last = rewrite->kept > 0 ? &rewrite->codes[rewrite->kept - 1] : NULL;
    int32_t code = plain_code(rewrite->codes[rewrite->at++]);
    if (code == SARA_E && last != NULL && *last == SARA_E)
        *last = SARA_AE;
    else
        rewrite->codes[rewrite->kept++] = code;
}

size_t codes_order(int32_t *codes, size_t count)
{
    struct rewrite rewrite = {codes, count, 0, 0};
    while (rewrite.at < count)
        if (ends_syllable(codes[rewrite.at]))
            take_syllable_end(&rewrite);
        else
            take_letter(&rewrite);
    return rewrite.kept;
}

/* Private and unassigned characters say nothing that could be compared. */
static bool is_separator(int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_CN || category >= UTF8PROC_CATEGORY_PC;
}

size_t codes_separate(int32_t *codes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (utf8proc_category(codes[i]) == UTF8PROC_CATEGORY_CF)
            continue;
        if (!is_separator(codes[i]))
            codes[kept++] = codes[i];
        else if (kept > 0 && codes[kept - 1] != CODE_SPACE)
            codes[kept++] = CODE_SPACE;
    }
    return kept > 0 && codes[kept - 1] == CODE_SPACE ? kept - 1 : kept;
}

size_t codes_squeeze(int32_t *codes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (codes[i] != CODE_SPACE)
            codes[kept++] = codes[i];
    return kept;
}

size_t codes_compose(int32_t *codes, size_t count)
{
    return (size_t)utf8proc_normalize_utf32(codes, (utf8proc_ssize_t)count,
                                            UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

/* Words are literals of this program: they are valid. */
static size_t next_code(const char *word, int32_t *code)
{
    return (size_t)utf8proc_iterate((const utf8proc_uint8_t *)word, -1, code);
}

bool codes_begin(const int32_t *codes, size_t count, const char *word, bool over_spaces,
                 size_t *length)
{
    size_t at = 0;
    while (*word != '\0') {
        int32_t code;
        word += next_code(word, &code);
        while (over_spaces && at < count && codes[at] == CODE_SPACE)
            at++;
        if (at == count || codes[at] != code)
            return false;
        at++;
    }
    *length = at;
    return true;
}

size_t codes_set(int32_t *codes, const char *word)
{
    size_t count = 0;
    while (*word != '\0')
        word += next_code(word, &codes[count++]);
    return count;
}
