/* The money that each check's exceptions are about, of those on the lists of the report's readers.
 */
#ifndef KHROP_REPORTS_CHECK_STAKES_H
#define KHROP_REPORTS_CHECK_STAKES_H

#include "reports/report.h"

struct check_stake {
    const char *check_id;
    bool has_sum; /* false: no amount is known, or their sum is beyond 64 bits */
    int64_t sum;  /* of the amounts without their signs, scaled by 10,000 */
};

/* Reads them into `region`, in the order of their ids; a check with nothing on a list has none. */
bool check_stakes_read(const struct report *report, struct region *region,
                       struct check_stake **stakes, size_t *count, struct error *error);

/* NULL: nothing of the check is on a list. */
const struct check_stake *check_stake(const struct check_stake *stakes, size_t count,
                                      const char *check_id);

#endif
