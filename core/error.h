/* How a function says why it failed.
 *
 * A text is built from the outside in: the innermost function sets it, each caller that knows more
 * puts it in front: `daily: source credit: dataset invoices: row 1841: due_on: "31/02/2026" is not
 * a date`. No secret ever goes into an error.
 */
#ifndef KHROP_CORE_ERROR_H
#define KHROP_CORE_ERROR_H

#include "core/exit_code.h"

#include <stdbool.h>

#define ERROR_TEXT_SIZE 2048

/* code 0: no error. Start with `struct error error = {0};`. */
struct error {
    enum exit_code code;
    char text[ERROR_TEXT_SIZE];
};

/* Sets code and text (cut at ERROR_TEXT_SIZE, at the end of a UTF-8 character). Always returns
 * false, so that a failing function can end with `return error_set(..)`. `error` may be NULL: then
 * nothing is kept. */
bool error_set(struct error *error, enum exit_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As error_set, with `: ` and the text of `error_number` (an errno value) at the end. */
bool error_set_errno(struct error *error, enum exit_code code, int error_number, const char *format,
                     ...) __attribute__((format(printf, 4, 5)));

/* Puts the formatted text and `: ` in front of the text that is there. Keeps the code. Always
 * returns false. */
bool error_wrap(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Forgets the error. */
void error_clear(struct error *error);

#endif
