/* Any text in any of the normalisations: what comes out is UTF-8 in NFC without spaces, and coming
 * to it again changes nothing. */
#include "core/identity.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <utf8proc.h>

static bool is_utf8(const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t character;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(size - at), &character);
        if (step <= 0)
            return false;
        at += (size_t)step;
    }
    return true;
}

static char *copy_of(struct text_view text)
{
    char *copy = malloc(text.length + 1);
    must_hold(copy != NULL, "there is memory");
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return copy;
}

static void check_nfc(const char *text, size_t length)
{
    size_t nfc_length;
    char *nfc = text_to_nfc(text, length, &nfc_length);
    must_hold(is_utf8((const uint8_t *)text, length), "a form is UTF-8");
    must_hold(nfc != NULL, "there is memory");
    must_hold(nfc_length == length && memcmp(nfc, text, length) == 0, "a form is NFC");
    free(nfc);
}

static void check(const struct identity *identity, const char *bytes, size_t size,
                  struct identity_work *work)
{
    struct text_view normal, again;
    char *first;
    size_t length;
    must_hold(identity_normalise(identity, bytes, size, work, &normal), "there is memory");
    first = copy_of(normal);
    length = normal.length;
    check_nfc(first, length);
    must_hold(memchr(first, ' ', length) == NULL, "a form has no space");
    must_hold(identity_normalise(identity, first, length, work, &again), "there is memory");
    must_hold(again.length == length && memcmp(again.bytes, first, length) == 0,
              "a form is its own form");
    if (identity->is_valid != NULL)
        (void)identity->is_valid(first, length);
    free(first);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct identity_work work = {0};
    if (!is_utf8(bytes, size))
        return 0;
    for (size_t i = 0; i < identity_count; i++)
        check(&identities[i], (const char *)bytes, size, &work);
    identity_work_clear(&work);
    return 0;
}
