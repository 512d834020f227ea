/* Why something could not be read, for people: a Thai reader gets a sentence by the kind of
 * failure, with the words of the driver or of IT's message in brackets behind it. */
#ifndef KHROP_JOBS_FAILURE_WORDS_H
#define KHROP_JOBS_FAILURE_WORDS_H

#include "config/settings.h"

#include <stddef.h>

/* `message` as it was told, in English: of a source or a dataset. Writes "" for "".
 * Returns the length. */
size_t failure_text(const char *message, enum language language, char *text, size_t size);

#endif
