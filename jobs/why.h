/* A check's one sentence, with the row's values in its {column} places. */
#ifndef KHROP_JOBS_WHY_H
#define KHROP_JOBS_WHY_H

#include "config/settings.h"
#include "core/batch.h"

#define WHY_SIZE 2048

/* Every {column} of the template is a column of the schema, and no brace stands alone; else `error`
 * names what is wrong. */
bool why_check(const char *template_text, const struct schema *schema, struct error *error);

/* Writes the sentence: dates as the language's readers write them, money with two places and
 * thousands apart, quantities as short as they are exact, booleans as yes or no, codes as their
 * words, nulls as `-`; what is `unknown` (by column; NULL: nothing is) as "not known". Cut at
 * WHY_SIZE. */
void why_write(const char *template_text, enum language language, const struct batch *batch,
               const bool *unknown, size_t row, char text[WHY_SIZE]);

/* Writes one value so, into at most `size` bytes; returns its length. */
size_t why_value(const struct batch *batch, size_t column, size_t row, enum language language,
                 char *text, size_t size);

#endif
