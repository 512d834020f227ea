/* Any bytes as a text: the short look agrees with utf8proc, character by character, on what is
 * UTF-8, what is NFC and what is too long. */
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <utf8proc.h>

/* The first fault of a text as utf8proc sees it; TEXT_GOOD for none, be it NFC or not. */
static enum text_status first_fault(const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t character;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(size - at), &character);
        if (step <= 0)
            return TEXT_NOT_UTF8;
        if (character == 0)
            return TEXT_HAS_NUL;
        if ((character < 0x20 && strchr("\t\n\r", character) == NULL) || character == 0xFFFE ||
            character == 0xFFFF)
            return TEXT_HAS_CONTROL;
        at += (size_t)step;
    }
    return TEXT_GOOD;
}

static void check_nfc(const char *start, size_t length, enum text_status status)
{
    const char *again;
    size_t nfc_length, again_length;
    char *nfc = text_to_nfc(start, length, &nfc_length);
    int is_same;
    must_hold(nfc != NULL, "there is memory");
    is_same = nfc_length == length && memcmp(nfc, start, length) == 0;
    if (status == TEXT_GOOD)
        must_hold(is_same, "a good text is NFC");
    if (status == TEXT_CHANGE) {
        must_hold(!is_same, "a text to change is not NFC");
        must_hold(text_look(nfc, nfc_length, &again, &again_length) == TEXT_GOOD,
                  "once NFC it is good");
    }
    free(nfc);
}

static void check_cuts(const char *bytes, size_t size)
{
    size_t step = size / 64 + 1;
    must_hold(text_character_count(bytes, size) <= size, "no more characters than bytes");
    must_hold(text_display_width(bytes, size) <= 2 * size, "no character is wider than two");
    for (size_t limit = 0; limit <= size + 1; limit += step) {
        size_t cut = text_cut(bytes, size, limit);
        must_hold(cut <= limit && cut <= size, "a cut keeps its limit");
        must_hold(first_fault((const uint8_t *)bytes, cut) != TEXT_NOT_UTF8,
                  "a cut divides no character");
        must_hold(limit > size || limit - cut < 4, "a cut leaves out one character at most");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *text = (const char *)bytes, *start = NULL;
    size_t length = 0;
    enum text_status fault = first_fault(bytes, size);
    enum text_status status = text_look(text, size, &start, &length);
    if (fault != TEXT_GOOD) {
        must_hold(status == fault, "the first fault is told");
        (void)text_cut(text, size, size / 2);
        (void)text_display_width(text, size);
        return 0;
    }
    if (status == TEXT_TOO_LONG)
        return 0;
    must_hold(status == TEXT_GOOD || status == TEXT_CHANGE, "a text without fault is taken");
    must_hold(start >= text && start + length <= text + size, "the part lies within the text");
    check_nfc(start, length, status);
    check_cuts(text, size);
    return 0;
}
