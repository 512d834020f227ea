/* What a message says: the day's figures, what to see to first, what was not checked, where the
 * files are. It stands alone on a phone. */
#ifndef KHROP_REPORTS_MAIL_CONTENTS_H
#define KHROP_REPORTS_MAIL_CONTENTS_H

#include "reports/mail_message.h"
#include "reports/report.h"

/* Stands in a body where it says what became of a file, which is known when it is sent: attached,
 * or left behind. A control character, which no text of khrop's holds. */
#define MAIL_FILE_MARK '\x01'

struct mail_contents_request {
    const char *title;     /* the report's */
    const char *subject;   /* NULL: organisation and title */
    const char *list_no;   /* whose list it is; NULL: of the company, or the report's audience */
    const char *list_name; /* their name */
    bool is_empty;         /* nothing was found, and nothing goes along */
    const char *link;      /* where the published folder is found */
    const struct mail_file *files;
    size_t file_count;
    bool has_reply_to;
};

/* The texts are the caller's, to be freed. */
struct mail_contents {
    char *subject, *plain, *html;
};

bool mail_contents_write(const struct report *report, const struct mail_contents_request *request,
                         struct mail_contents *contents, struct error *error);
void mail_contents_free(struct mail_contents *contents);

/* A body as it is sent, with its marks told in words; to be freed. NULL: no memory. */
char *mail_contents_settle(const char *body, enum language language, bool is_attached);

/* How many exceptions are on a list (NULL: on any that the report's readers see), and how many of
 * these are new or reopened. */
bool mail_contents_count(const struct report *report, const char *list_no, int64_t *count,
                         int64_t *fresh_count, struct error *error);

#endif
