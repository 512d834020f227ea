/* What a reader must know of the settings though nothing in them is wrong: what they leave open,
 * and what will be missing soon. */
#ifndef KHROP_CONFIG_NOTICES_H
#define KHROP_CONFIG_NOTICES_H

#include "config/settings.h"

/* Days ahead in which a year without holidays is told. */
#define NOTICE_HOLIDAY_DAYS 60

enum notice_kind {
    NOTICE_ASSUMPTION, /* what khrop takes for granted, not having been told */
    NOTICE_WARNING,    /* something to mend */
};

extern const char *const notice_kind_codes[]; /* assumption, warning */

/* Takes one notice; the texts are valid during the call. Returning false ends the telling. */
typedef bool notice_taker(void *context, enum notice_kind kind, const struct bilingual *text);

/* Tells all of them as of a business date, in a fixed order. False when `take` was. */
bool settings_notices(const struct settings *settings, int64_t today, notice_taker *take,
                      void *context);

#endif
