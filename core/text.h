/* Text as it is kept: valid UTF-8, NFC, trimmed. And what people see of it: its width, names close
 * to it. */
#ifndef KHROP_CORE_TEXT_H
#define KHROP_CORE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* The most characters a text may have, once it is NFC: a worksheet cell holds no more. Counted as a
 * worksheet does: a character beyond U+FFFF (an emoji) is two. */
#define TEXT_MAX_CHARACTERS 32767

enum text_status {
    TEXT_GOOD,   /* already valid, NFC and trimmed, apart from white space at its ends: *start and
                  *length say which part */
    TEXT_CHANGE, /* valid, but not NFC: text_to_nfc makes it so */
    TEXT_NOT_UTF8,
    TEXT_HAS_NUL,
    TEXT_HAS_CONTROL, /* a control character that no file format here can hold (all of C0 but tab,
                         LF, CR; U+FFFE, U+FFFF) */
    TEXT_TOO_LONG,
};

/* Looks at `length` bytes without copying. On TEXT_GOOD and TEXT_CHANGE, *start and *trimmed_length
 * give the part between white space (also U+00A0, U+3000 and zero-width U+200B, U+FEFF at the
 * ends). The common case, ASCII and Thai in order, costs one pass and no call. */
enum text_status text_look(const char *bytes, size_t length, const char **start,
                           size_t *trimmed_length);

/* The NFC form, allocated with malloc, or NULL when there is no memory. The caller frees it. */
char *text_to_nfc(const char *bytes, size_t length, size_t *nfc_length);

/* Columns a text takes on a page: combining marks (Thai vowels and tones above and below) 0, wide
 * characters 2. */
size_t text_display_width(const char *bytes, size_t length);

/* Bytes of the longest part of `bytes` from its start that has at most `limit` bytes and cuts no
 * character. */
size_t text_cut(const char *bytes, size_t length, size_t limit);

/* As snprintf, for people: what does not fit is cut at the end of a character. Gives the length. */
size_t text_format(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
size_t text_format_list(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* The number of characters (code points). */
size_t text_character_count(const char *bytes, size_t length);

/* The name of `names` closest to `name` by edit distance, or NULL when none is near enough to
 * suggest. */
const char *text_nearest(const char *name, const char *const *names, size_t count);

#endif
