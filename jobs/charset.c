/* CP874 by iconv; see charset.h. Files labelled TIS-620 hold CP874 as a rule, which has all of
 * TIS-620 and a few signs more. */
#include "jobs/charset.h"

#include <errno.h>

bool charset_open(struct charset_converter *converter, enum charset charset,
                  enum charset_direction direction, struct error *error)
{
    converter->handle = (iconv_t)-1;
    if (charset == CHARSET_UTF8)
        return true;
    converter->handle =
        direction == CHARSET_TO_UTF8 ? iconv_open("UTF-8", "CP874") : iconv_open("CP874", "UTF-8");
    if (converter->handle != (iconv_t)-1)
        return true;
    return error_set_errno(error, EXIT_CODE_CONFIGURATION, errno,
                           "the C library has no converter for CP874 (package libc6)");
}

void charset_close(struct charset_converter *converter)
{
    if (converter->handle != (iconv_t)-1)
        iconv_close(converter->handle);
    converter->handle = (iconv_t)-1;
}

bool charset_is_same(const struct charset_converter *converter, const char *bytes, size_t length)
{
    if (converter->handle == (iconv_t)-1)
        return true;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

bool charset_convert(struct charset_converter *converter, const char *bytes, size_t length,
                     char *text, size_t size, size_t *text_length)
{
    char *from = (char *)bytes; /* iconv(3) takes it without const and leaves it alone */
    char *to = text;
    size_t from_left = length, to_left = size;
    iconv(converter->handle, NULL, NULL, NULL, NULL);
    if (iconv(converter->handle, &from, &from_left, &to, &to_left) != 0 || from_left != 0)
        return false;
    *text_length = size - to_left;
    return true;
}
