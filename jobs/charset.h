/* Text of a source in another charset than UTF-8. */
#ifndef KHROP_JOBS_CHARSET_H
#define KHROP_JOBS_CHARSET_H

#include "config/settings.h"

#include <iconv.h>

struct charset_converter {
    iconv_t handle; /* (iconv_t)-1 for UTF-8, which needs none */
};

enum charset_direction { CHARSET_TO_UTF8, CHARSET_FROM_UTF8 };

bool charset_open(struct charset_converter *converter, enum charset charset,
                  enum charset_direction direction, struct error *error);
void charset_close(struct charset_converter *converter);

/* True when bytes pass through unchanged: UTF-8, or ASCII alone. */
bool charset_is_same(const struct charset_converter *converter, const char *bytes, size_t length);

/* Converts into `text` (`size` bytes). False when a byte or character has no place in the other
 * charset, or there is no room. */
bool charset_convert(struct charset_converter *converter, const char *bytes, size_t length,
                     char *text, size_t size, size_t *text_length);

#endif
