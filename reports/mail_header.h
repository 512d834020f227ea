/* Header lines of a message, with words beyond ASCII, folded. */
#ifndef KHROP_REPORTS_MAIL_HEADER_H
#define KHROP_REPORTS_MAIL_HEADER_H

#include <stdint.h>
#include <stdio.h>

/* `Name: text`, as it stands where that is ASCII and short, else in encoded words (RFC 2047). */
void mail_header_text(FILE *out, const char *name, const char *text);

/* `Name: display <address>`; no display: the address alone. */
void mail_header_address(FILE *out, const char *name, const char *display, const char *address);

/* `Date: Tue, 17 Nov 2026 06:00:00 +0700`, in the process's time zone. */
void mail_header_date(FILE *out, int64_t seconds);

/* `;` and parameter `name` with `text`, in RFC 2231's form and pieces that fit a line where it is
 * not plain ASCII. */
void mail_header_parameter(FILE *out, const char *name, const char *text);

/* Base64 of `length` bytes, in lines of 76 characters that end in CRLF. */
void mail_base64_lines(FILE *out, const unsigned char *bytes, size_t length);

/* Base64 of at most 57 bytes into `line` (77 bytes); gives its length. */
size_t mail_base64(const unsigned char *bytes, size_t length, char *line);

#endif
