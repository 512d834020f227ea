/* The words that stand for the codes of a check's columns: `problem` "no_line" is
 * "ไม่มีรายการนี้ในคำสั่งขาย".
 *
 * SQL compares and keeps codes; people read words. A code without words shows as it is.
 */
#ifndef KHROP_JOBS_VALUE_WORDS_H
#define KHROP_JOBS_VALUE_WORDS_H

#include "config/settings.h"

/* The words of a code in a column, or NULL. `length` bytes of `code` count. */
const char *value_word(const char *column, const char *code, size_t length, enum language language);

/* The codes of a column, one by one: begin with *index 0; NULL behind the last. */
const char *value_word_next(const char *column, size_t *index);

#endif
