/* Adds holidays to the text of holidays.yaml and leaves all else in it as it is, comments too. */
#ifndef KHROP_CONFIG_HOLIDAY_MERGE_H
#define KHROP_CONFIG_HOLIDAY_MERGE_H

#include "config/holiday_csv.h"

/* Whether each of `lines` was added, or stood there before. */
struct holiday_merge {
    const char *text; /* of the new file */
    bool *is_added;
    size_t added_count;
};

/* `old`: the file's text, "" where there is none. A day that stands there already stays as it is.
 * False with complaints when holidays.yaml can't be read, or holds its holidays in a form that
 * lines can't be put into. */
bool holiday_merge(struct region *region, const char *old, const struct holiday_lines *lines,
                   struct holiday_merge *merge, struct complaints *complaints);

#endif
