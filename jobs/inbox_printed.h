/* The list that was printed, beside the one that came back: what was changed that nobody reads. */
#ifndef KHROP_JOBS_INBOX_PRINTED_H
#define KHROP_JOBS_INBOX_PRINTED_H

#include "jobs/list_file.h"

/* The file name of someone's list, without its ending. */
#define INBOX_LIST_NAME_SIZE 256
typedef void inbox_list_name(const char *list_no, char name[INBOX_LIST_NAME_SIZE]);

/* Finds the published list of which `file` is a copy, by what it says of itself, under one of the
 * `list_names` (ends with NULL), and compares. Of a date that was published again, the attempt that
 * it is nearest to counts. *is_compared false: none is there any more, or none can be read. */
bool inbox_printed_compare(struct state *state, inbox_list_name *const *list_names,
                           const struct list_file *file, struct region *region,
                           struct list_changes *changes, bool *is_compared, struct error *error);

#endif
