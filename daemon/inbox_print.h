/* What came of the inbox, for those who run khrop. */
#ifndef KHROP_DAEMON_INBOX_PRINT_H
#define KHROP_DAEMON_INBOX_PRINT_H

#include "jobs/inbox.h"

/* How lists are named, for a request. */
extern inbox_list_name *const inbox_list_names[];

/* A table of the files, and what is to be known of each below it. */
void inbox_print(const struct inbox_receipt *receipt, const char *folder, bool is_dry, FILE *out);

/* For the beginning of a run: reads the inbox and says on stderr what came of it. That it can't be
 * read is told and does not stop the run: yesterday's remarks are still there, and what was saved
 * stays where it is. False: state.db failed. */
bool inbox_take_and_tell(const struct inbox_request *request, struct error *error);

#endif
