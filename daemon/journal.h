/* Severities for the journal: under systemd a line on standard error begins with `<3>`
 * (sd-daemon(3)), so that `journalctl -p warning` shows what went wrong; elsewhere it doesn't. */
#ifndef KHROP_DAEMON_JOURNAL_H
#define KHROP_DAEMON_JOURNAL_H

enum journal_level { JOURNAL_ERROR, JOURNAL_WARNING, JOURNAL_INFO, JOURNAL_LEVELS };

/* What a line of this severity begins with, printed to the open file `descriptor`: `<3>`, or
 * nothing where the journal doesn't listen. */
const char *journal_prefix(int descriptor, enum journal_level level);

#endif
