/* Text as it is kept, and what people see of it; see text.h. */
#include "core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Reads one character. Returns its bytes, or 0 when they aren't valid UTF-8 (overlong forms and
 * surrogates included). */
static size_t decode(const unsigned char *at, const unsigned char *end, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = at[0] < 0x80   ? 1
                  : at[0] < 0xC2 ? 0
                  : at[0] < 0xE0 ? 2
                  : at[0] < 0xF0 ? 3
                  : at[0] < 0xF5 ? 4
                                 : 0;
    uint32_t code;
    if (size == 0 || size > (size_t)(end - at))
        return 0;
    if (size == 1) {
        *character = at[0];
        return 1;
    }
    code = at[0] & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3FU);
    }
    if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *character = code;
    return size;
}

static bool is_forbidden(uint32_t character)
{
    if (character < 0x20)
        return character != '\t' && character != '\n' && character != '\r';
    return character == 0xFFFE || character == 0xFFFF;
}

static bool is_space(uint32_t character)
{
    return character == ' ' || (character >= 0x09 && character <= 0x0D) || character == 0xA0 ||
           character == 0x200B || character == 0x3000 || character == 0xFEFF;
}

/* The canonical combining class of Thai marks, without a table look-up (Unicode, UnicodeData.txt).
 */
static int thai_class(uint32_t character)
{
    if (character == 0x0E38 || character == 0x0E39)
        return 103;
    if (character == 0x0E3A)
        return 9;
    return character >= 0x0E48 && character <= 0x0E4B ? 107 : 0;
}

/* True when none of eight bytes is a control character or part of a longer character. */
static bool is_plain_word(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    /* Subtracting 0x20 borrows into the top bit of every byte below it. */
    return ((word | (word - UINT64_C(0x2020202020202020))) & UINT64_C(0x8080808080808080)) == 0;
}

/* The bytes from the start that surely are in NFC and hold no control character: ASCII, and Thai
 * whose marks are in order. */
static size_t plain_length(const unsigned char *bytes, size_t length)
{
    size_t at = 0;
    int previous_class = 0;
    while (at < length) {
        if (bytes[at] >= 0x20 && bytes[at] < 0x80) {
            at += length - at >= 8 && is_plain_word(bytes + at) ? 8 : 1;
            previous_class = 0;
        } else if (length - at >= 3 && bytes[at] == 0xE0 && (bytes[at + 1] & 0xFE) == 0xB8 &&
                   (bytes[at + 2] & 0xC0) == 0x80) {
            int class = thai_class(0x0E00 | (bytes[at + 1] & 1U) << 6 | (bytes[at + 2] & 0x3FU));
            if (class != 0 && class < previous_class)
                break;
            previous_class = class;
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

/* What one look gathers. */
struct look {
    size_t first,
        last; /* bytes from the first to behind the last character that isn't white space */
    bool has_content;
    bool may_change; /* not surely NFC */
    int previous_class;
};

static void look_at(struct look *look, uint32_t character, size_t at, size_t size)
{
    int class = character < 0x300 ? 0 : thai_class(character);
    bool is_plain = character < 0x300 || (character >= 0x0E00 && character <= 0x0E7F);
    if (!is_plain || (class != 0 && class < look->previous_class))
        look->may_change = true;
    look->previous_class = class;
    if (is_space(character))
        return;
    if (!look->has_content)
        look->first = at;
    look->has_content = true;
    look->last = at + size;
}

/* The characters, with two for each beyond U+FFFF. */
static size_t worksheet_length(const char *bytes, size_t length)
{
    size_t units = text_character_count(bytes, length);
    for (size_t i = 0; i < length; i++)
        units += (unsigned char)bytes[i] >= 0xF0;
    return units;
}

static enum text_status judge(const char *bytes, size_t length, bool may_change)
{
    size_t nfc_length = length;
    char *nfc = may_change ? text_to_nfc(bytes, length, &nfc_length) : NULL;
    const char *kept = nfc != NULL ? nfc : bytes;
    enum text_status status = TEXT_GOOD;
    /* Without memory for it here, the caller's own text_to_nfc will say so. */
    if (may_change && (nfc == NULL || nfc_length != length || memcmp(nfc, bytes, length) != 0))
        status = TEXT_CHANGE;
    if (nfc_length > TEXT_MAX_CHARACTERS &&
        worksheet_length(kept, nfc_length) > TEXT_MAX_CHARACTERS)
        status = TEXT_TOO_LONG;
    free(nfc);
    return status;
}

/* Any text, character by character. */
static enum text_status look_closely(const char *bytes, size_t length, const char **start,
                                     size_t *trimmed_length)
{
    const unsigned char *first = (const unsigned char *)bytes;
    struct look look = {0};
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t size = decode(first + at, first + length, &character);
        if (size == 0)
            return TEXT_NOT_UTF8;
        if (character == 0)
            return TEXT_HAS_NUL;
        if (is_forbidden(character))
            return TEXT_HAS_CONTROL;
        look_at(&look, character, at, size);
        at += size;
    }
    *start = bytes + look.first;
    *trimmed_length = look.last - look.first;
    return judge(*start, *trimmed_length, look.may_change);
}

enum text_status text_look(const char *bytes, size_t length, const char **start,
                           size_t *trimmed_length)
{
    if (length > TEXT_MAX_CHARACTERS || plain_length((const unsigned char *)bytes, length) < length)
        return look_closely(bytes, length, start, trimmed_length);
    for (; length > 0 && bytes[0] == ' '; length--)
        bytes++;
    while (length > 0 && bytes[length - 1] == ' ')
        length--;
    *start = bytes;
    *trimmed_length = length;
    return TEXT_GOOD;
}

char *text_to_nfc(const char *bytes, size_t length, size_t *nfc_length)
{
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length,
                                         &nfc, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (size < 0)
        return NULL;
    *nfc_length = (size_t)size;
    return (char *)nfc;
}

size_t text_display_width(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
    size_t width = 0;
    while (at < end) {
        uint32_t character;
        size_t size = decode(at, end, &character);
        if (size == 0) {
            at++;
            width++;
            continue;
        }
        /* utf8proc gives SARA AM one column and the marks above and below none, as a page does. */
        width += (size_t)utf8proc_charwidth((utf8proc_int32_t)character);
        at += size;
    }
    return width;
}

size_t text_cut(const char *bytes, size_t length, size_t limit)
{
    size_t cut = length < limit ? length : limit;
    size_t lead = cut;
    if (cut == 0)
        return 0;
    do
        lead--;
    while (lead > 0 && ((unsigned char)bytes[lead] & 0xC0) == 0x80);
    {
        uint32_t character;
        const unsigned char *at = (const unsigned char *)bytes + lead;
        size_t size = decode(at, (const unsigned char *)bytes + cut, &character);
        return size == cut - lead ? cut : (unsigned char)bytes[lead] < 0x80 ? cut : lead;
    }
}

size_t text_format_list(char *text, size_t size, const char *format, va_list arguments)
{
    int length = vsnprintf(text, size, format, arguments);
    size_t whole = length < 0 ? 0 : (size_t)length;
    if (whole >= size) {
        whole = text_cut(text, size - 1, size - 1);
        text[whole] = '\0';
    }
    return whole;
}

size_t text_format(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    size_t length;
    va_start(arguments, format);
    length = text_format_list(text, size, format, arguments);
    va_end(arguments);
    return length;
}

size_t text_character_count(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

#define NAME_LIMIT 64

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Levenshtein's distance, one row at a time. Names are at most NAME_LIMIT long. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t row[NAME_LIMIT + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
            diagonal = above;
        }
    }
    return row[b_length];
}

const char *text_nearest(const char *name, const char *const *names, size_t count)
{
    size_t length = strlen(name);
    size_t best = length / 3 + 2; /* further than that is another word */
    const char *nearest = NULL;
    if (length > NAME_LIMIT)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = strlen(names[i]);
        size_t distance = other > NAME_LIMIT ? best : edit_distance(name, length, names[i], other);
        if (distance < best) {
            best = distance;
            nearest = names[i];
        }
    }
    return nearest;
}
