/* Asks whether the journal listens; see journal.h. */
#include "daemon/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* systemd names the stream that it gave as DEVICE:INODE: a redirected standard error is another. */
static int is_journal(int descriptor)
{
    const char *stream = getenv("JOURNAL_STREAM");
    uintmax_t device, inode;
    struct stat file;
    return stream != NULL && sscanf(stream, "%ju:%ju", &device, &inode) == 2 &&
           fstat(descriptor, &file) == 0 && file.st_dev == device && file.st_ino == inode;
}

const char *journal_prefix(int descriptor, enum journal_level level)
{
    static const char *const prefixes[JOURNAL_LEVELS] = {"<3>", "<4>", "<6>"};
    return is_journal(descriptor) ? prefixes[level] : "";
}
