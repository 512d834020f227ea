/* Names without the forms of companies and the titles of people; see identity.h. */
#include "core/identity_codes.h"

#include <string.h>

#define LETTERS_LEFT 2

/* A word is known wherever it stands; an abbreviation only between separators, for its letters may
 * begin or end any name. A Thai title may be spread: people write `บจ ก.` and `ห.จ.ก.` too; an
 * English one may not: M. R. is not Mr. Spaces in an ending stand for its separators. */
struct form {
    const char *text;
    bool is_abbreviation;
};

/* The longest first: of two that fit, one is the beginning of the other. */
static const struct form titles[] = {
    {"ห้างหุ้นส่วนจำกัด", false},
    {"ห้างหุ้นส่วนสามัญ", false},
    {"บริษัท", false},
    {"นางสาว", false},
    {"ร้าน", false},
    {"คุณ", false},
    {"นาย", false},
    {"นาง", false},
    {"หจก", true},
    {"หสน", true},
    {"บมจ", true},
    {"บจก", true},
    {"บจ", true},
    {"นส", true},
    {"miss", true},
    {"mrs", true},
    {"mr", true},
    {"ms", true},
};

static const struct form endings[] = {
    {"จำกัดมหาชน", false},
    {"จำกัด", false},
    {"มหาชน", true},
    {"public company limited", true},
    {"public co ltd", true},
    {"limited partnership", true},
    {"ltd partnership", true},
    {"ltd part", true},
    {"company limited", true},
    {"corporation", true},
    {"company", true},
    {"limited", true},
    {"corp", true},
    {"inc", true},
    {"llc", true},
    {"ltd", true},
    {"pcl", true},
    {"plc", true},
    {"co", true},
};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* A name under work: the part of the codes that is left. */
struct name {
    int32_t *codes;
    size_t count;
};

static bool has_letters_left(const int32_t *codes, size_t count)
{
    size_t letters = 0;
    for (size_t i = 0; i < count && letters < LETTERS_LEFT; i++)
        letters += code_is_letter(codes[i]);
    return letters == LETTERS_LEFT;
}

static bool is_thai(const struct form *form)
{
    return (unsigned char)form->text[0] >= 0x80;
}

static bool take_title(struct name *name, const struct form *form)
{
    size_t length;
    if (!codes_begin(name->codes, name->count, form->text, is_thai(form), &length))
        return false;
    if (form->is_abbreviation && (length == name->count || name->codes[length] != CODE_SPACE))
        return false;
    while (length < name->count && name->codes[length] == CODE_SPACE)
        length++;
    if (length == name->count || code_is_dependent(name->codes[length]) ||
        !has_letters_left(name->codes + length, name->count - length))
        return false;
    name->codes += length;
    name->count -= length;
    return true;
}

/* True when the form fits from `start` exactly to the end. */
static bool is_ending(const struct name *name, size_t start, const struct form *form)
{
    size_t length;
    return codes_begin(name->codes + start, name->count - start, form->text, !form->is_abbreviation,
                       &length) &&
           length == name->count - start;
}

static bool take_ending(struct name *name, const struct form *form)
{
    /* No form is longer, with a space between any two of its letters. */
    size_t most = 2 * strlen(form->text);
    size_t first = name->count > most ? name->count - most : 1;
    for (size_t start = name->count; start-- > first;) {
        size_t left = start;
        if (name->codes[start] == CODE_SPACE || !is_ending(name, start, form))
            continue;
        if (form->is_abbreviation && name->codes[start - 1] != CODE_SPACE)
            return false;
        while (left > 0 && name->codes[left - 1] == CODE_SPACE)
            left--;
        if (!has_letters_left(name->codes, left))
            return false;
        name->count = left;
        return true;
    }
    return false;
}

static bool take_any(struct name *name)
{
    for (size_t i = 0; i < LENGTH(titles); i++)
        if (take_title(name, &titles[i]))
            return true;
    for (size_t i = 0; i < LENGTH(endings); i++)
        if (take_ending(name, &endings[i]))
            return true;
    return false;
}

static void take_all(struct name *name)
{
    while (take_any(name))
        ;
}

/* Once more without spaces: what stands together then would be taken the next time. */
size_t identity_name(int32_t *codes, size_t count)
{
    struct name name = {codes, codes_separate(codes, count)};
    take_all(&name);
    memmove(codes, name.codes, name.count * sizeof *codes);
    name = (struct name){codes, codes_order(codes, codes_squeeze(codes, name.count))};
    take_all(&name);
    memmove(codes, name.codes, name.count * sizeof *codes);
    return name.count;
}
