/* Every complaint about a configuration, collected so that all of them show at once. */
#ifndef KHROP_CONFIG_COMPLAINTS_H
#define KHROP_CONFIG_COMPLAINTS_H

#include "core/error.h"

#include <stddef.h>

/* Start with `struct complaints complaints = {0};`. */
struct complaints {
    size_t count;
    char text[ERROR_TEXT_SIZE]; /* one a line, in the order found; what doesn't fit is counted */
    size_t left_out;
};

/* Adds `file:line: what`. line 0: the file as a whole. */
void complain(struct complaints *complaints, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds `file:line: what; did you mean "nearest"?`, or the list of `names` when none is near. */
void complain_name(struct complaints *complaints, const char *file, int line, const char *what,
                   const char *name, const char *const *names, size_t name_count);

/* Adds a line that says its place itself. */
void complain_as_told(struct complaints *complaints, const char *line);

/* Puts all complaints into `error` (EXIT_CODE_CONFIGURATION); returns true when there are none. */
bool complaints_none(const struct complaints *complaints, struct error *error);

#endif
