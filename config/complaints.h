/* Every complaint about a configuration, collected so that all of them show at once. */
#ifndef KHROP_CONFIG_COMPLAINTS_H
#define KHROP_CONFIG_COMPLAINTS_H

#include "core/error.h"

#include <stddef.h>
#include <stdio.h>

/* Start with `struct complaints complaints = {0};`. One list is collected at a time. */
struct complaints {
    size_t count;
    char text[ERROR_TEXT_SIZE]; /* one a line, in the order found, as many as an error holds */
    size_t left_out;            /* kept aside, for complaints_print */
};

/* Adds `file:line: what`. line 0: the file as a whole. */
void complain(struct complaints *complaints, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds `file:line: what; did you mean "nearest"?`, or the list of `names` when none is near. */
void complain_name(struct complaints *complaints, const char *file, int line, const char *what,
                   const char *name, const char *const *names, size_t name_count);

/* Adds a line that says its place itself. */
void complain_as_told(struct complaints *complaints, const char *line);

/* Puts the complaints into `error` (EXIT_CODE_CONFIGURATION), those that it can't hold as a number;
 * returns true when there are none. */
bool complaints_none(const struct complaints *complaints, struct error *error);

/* Prints the text of an error, and where complaints were left out of it, these too: the newest
 * list's, whatever their number (but for COMPLAINTS_ASIDE_MOST bytes of them). No newline behind.
 */
#define COMPLAINTS_ASIDE_MOST ((size_t)8 << 20)
void complaints_print(FILE *out, const struct error *error);

#endif
