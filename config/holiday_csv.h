/* Holidays as a CSV file gives them, read and checked before any of it is used.
 *
 * Its first line names the columns: holiday_date (2026-12-31), name_th or name_en or both, and if
 * it likes category (public, substitution, company: nobody works; government, bank: others are
 * closed, the company works) and weekday (Thursday, Thu, พฤหัสบดี), which is compared with the date.
 */
#ifndef KHROP_CONFIG_HOLIDAY_CSV_H
#define KHROP_CONFIG_HOLIDAY_CSV_H

#include "config/complaints.h"
#include "core/region.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct holiday_line {
    int64_t on;
    bool is_working;               /* a holiday of others */
    const char *name_th, *name_en; /* "" where there is none */
    int line;
};

struct holiday_lines {
    struct holiday_line *lines; /* in order of their dates */
    size_t count;
};

/* Reads `text` (it is cut up). Everything wrong becomes a complaint with the line, the value and
 * the fix; `file` is the file's name in them. Memory is the region's. */
void holiday_csv_read(struct region *region, const char *file, char *text,
                      struct holiday_lines *lines, struct complaints *complaints);

/* "Thursday" */
const char *holiday_weekday(int64_t on);

#endif
