/* The inbox as a folder: which files in it are lists, whether one is whole yet, and where it goes
 * when it has been read. Nothing is ever overwritten. */
#ifndef KHROP_JOBS_INBOX_FOLDER_H
#define KHROP_JOBS_INBOX_FOLDER_H

#include "core/error.h"
#include "core/region.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define INBOX_SETTLE_MILLISECONDS 300
#define INBOX_YOUNG_SECONDS 120 /* a file cut short may still be on its way until it is so old */

struct inbox_entry {
    const char *name;
    int64_t size, modified_at, modified_nanoseconds;
    bool is_settled; /* did not change while it was looked at */
    bool is_held;    /* somebody has it open: its lock file stands beside it */
};

/* The spreadsheets of the folder, by name: not hidden ones, lock files (`~$..`) or what programs
 * write before they rename it. Takes INBOX_SETTLE_MILLISECONDS when there are any. */
bool inbox_folder_read(const char *folder, struct region *region, struct inbox_entry **entries,
                       size_t *count, struct error *error);

/* Looks at entry->name; false when it is no regular file. */
bool inbox_entry_look(const char *folder, struct inbox_entry *entry);

/* Reads a regular file of at most `most` bytes whole into *bytes (the caller frees it); *size gets
 * what it has, also when that is more than `most`: then *bytes is NULL and the result true.
 * *is_same: it is the file that was looked at. */
bool inbox_file_read(const char *folder, const struct inbox_entry *entry, size_t most,
                     unsigned char **bytes, size_t *size, bool *is_same, struct error *error);

/* Moves a file to `folder`/`below`/, which is made; a name that is taken there gets (2), (3) ..;
 * `place` gets the path from `folder`. Without a file there (another run was quicker) it is good.
 */
bool inbox_file_move(const char *folder, const char *name, const char *below, char *place,
                     size_t place_size, struct error *error);

/* Puts `text` beside a file that was moved to `place`, as `place`.txt. */
bool inbox_text_write(const char *folder, const char *place, const char *text, struct error *error);

#endif
