/* One message as it goes over the wire: headers, a plain and an HTML part that say the same, and
 * files, in base64.
 *
 * The same request gives the same bytes: date, message id and boundaries come from what is sent.
 * Headers are RFC 5322, words beyond ASCII in them RFC 2047; a file's name stands as RFC 2231 has
 * it, and in Content-Type in ASCII for readers who don't know that. No line is longer than 78
 * characters. Files are read while the message is, a block at a time.
 */
#ifndef KHROP_REPORTS_MAIL_MESSAGE_H
#define KHROP_REPORTS_MAIL_MESSAGE_H

#include "config/settings.h"

#include <stddef.h>

struct mail_file {
    const char *path;   /* below the folder */
    const char *name;   /* as its reader sees it */
    int64_t size_bytes; /* as published */
    const char *sha256;
};

struct mail_request {
    const char *from, *from_name, *reply_to; /* reply_to NULL: none */
    const char *to, *to_name;
    const char *subject, *plain, *html;
    const char *key;     /* hexadecimal; the message id's first part */
    int64_t business_on; /* its second */
    int64_t date_at;     /* the run clock */
    const char *folder;  /* that was published */
    const struct mail_file *files;
    size_t file_count;
};

struct mail_message;

/* Opens the files, too, and compares them with what was published: one that is another fails. */
bool mail_message_open(struct mail_message **message, const struct mail_request *request,
                       struct error *error);
void mail_message_close(struct mail_message *message);

/* Bytes of the whole. */
int64_t mail_message_size(const struct mail_message *message);

/* The next bytes, at most `size`; *length is 0 at the end. The last line comes in a piece of its
 * own. */
bool mail_message_read(struct mail_message *message, char *buffer, size_t size, size_t *length,
                       struct error *error);

/* True when nothing but the last line is left. */
bool mail_message_is_ending(const struct mail_message *message);

/* What attaching a file of this size adds to a message, about. */
int64_t mail_message_attached_bytes(int64_t size_bytes);

#endif
