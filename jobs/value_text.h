/* Values as text: exactly, for keys and signatures; in a reader's language, for sentences. */
#ifndef KHROP_JOBS_VALUE_TEXT_H
#define KHROP_JOBS_VALUE_TEXT_H

#include "config/settings.h"
#include "core/schema.h"

#define VALUE_TEXT_SIZE 96

/* A number (any type but text) so that it can be read back: ISO dates and timestamps (UTC),
 * decimals in their shortest form, booleans 0 and 1. Returns the length. */
size_t value_format_exact(enum column_type type, int64_t number, char text[VALUE_TEXT_SIZE]);

/* A number for people: `25 Nov 2026` or `25 พ.ย. 2569`, money grouped with two decimals,
 * quantities in their shortest form, timestamps in the process's time zone. */
size_t value_format_spoken(enum column_type type, int64_t number, enum language language,
                           char text[VALUE_TEXT_SIZE]);

#endif
