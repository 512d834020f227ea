/* What makes two ways of writing a name, a telephone number or a tax id the same: each is brought
 * to one form once, when it is pulled, so that SQL of any engine compares with `=`.
 *
 * In every form: zero-width characters dropped, compatible characters as one (wide digits and
 * letters), Thai digits as 0-9, letters in lower case, SARA AM and NIKHAHIT with SARA AA as one,
 * marks above and below a Thai letter in one order and none twice, two SARA E as SARA AE. The
 * result is UTF-8 in NFC, and bringing it to its form again changes nothing.
 */
#ifndef KHROP_CORE_IDENTITY_H
#define KHROP_CORE_IDENTITY_H

#include "core/batch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory that normalising works in; it grows to the longest text seen. Start with {0}. */
struct identity_work {
    int32_t *codes;
    size_t capacity; /* of codes */
};

void identity_work_clear(struct identity_work *work);

/* One way of normalising; the contract of a dataset names it.
 *
 *   name         forms and titles (บริษัท, จำกัด, นางสาว, Co., Ltd.), spaces and punctuation dropped;
 *                a form stays where fewer than two letters would remain, or where it is the
 *                beginning of a syllable (คุณากร)
 *   phone        the first number's digits, 0 for +66, without extension
 *   tax_id       without spaces and punctuation; valid: 13 digits, the last of which checks
 *   tax_branch   five digits; 00000 for สำนักงานใหญ่
 *   postcode     without spaces and punctuation
 *   province     without จังหวัด; Bangkok's short names as กรุงเทพมหานคร
 */
struct identity {
    const char *name;
    /* Works on `work->codes` (`count` of them) in place and returns how many remain. */
    size_t (*normalise)(int32_t *codes, size_t count);
    /* Judges a normalised text; NULL where any will do. */
    bool (*is_valid)(const char *bytes, size_t length);
};

extern const struct identity identities[];
extern const size_t identity_count;

/* The row called `name`, or NULL. */
const struct identity *identity_find(const char *name);

/* The form of a text that is valid UTF-8. It stands in `work` until the next call; length 0: there
 * is nothing in it to compare. False when there is no memory. */
bool identity_normalise(const struct identity *identity, const char *bytes, size_t length,
                        struct identity_work *work, struct text_view *normal);

#endif
