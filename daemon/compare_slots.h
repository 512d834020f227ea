/* Two published slots compared: the workbook written, the short of it printed. */
#ifndef KHROP_DAEMON_COMPARE_SLOTS_H
#define KHROP_DAEMON_COMPARE_SLOTS_H

#include "daemon/site.h"

/* `sides` as slot_name_read takes them; `path` NULL: no workbook is left. EXIT_CODE_GOOD when
 * nothing differs, EXIT_CODE_INCOMPLETE when something does; any other code comes with an error. */
enum exit_code compare_slots(const struct site *site, const char *const sides[2], const char *path,
                             struct error *error);

#endif
