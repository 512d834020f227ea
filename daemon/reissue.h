/* Prints a published day again from its snapshot: the same bytes, or a word about each that is not.
 */
#ifndef KHROP_DAEMON_REISSUE_H
#define KHROP_DAEMON_REISSUE_H

#include "daemon/slot_name.h"

struct reissue_request {
    const char *configuration;
    struct slot_name name;
    const char *to; /* a folder that isn't there yet; NULL: where it was published */
    bool is_anyway; /* with `to`: write files that differ too */
};

/* EXIT_CODE_GOOD when every file has the SHA-256 that was published, now or all the time;
 * EXIT_CODE_INCOMPLETE when some differ and were written because of is_anyway. Any other code comes
 * with an error, and nothing was written. */
enum exit_code reissue(const struct reissue_request *request, struct error *error);

#endif
