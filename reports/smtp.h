/* Hands messages to the mail server of khrop.ini, one recipient each, by libcurl.
 *
 * Nothing is sent in the clear unless `security = none`: without STARTTLS, or with a certificate
 * that nobody trusts, the connection ends before a name or password went out. The connection is
 * kept for the next message.
 */
#ifndef KHROP_REPORTS_SMTP_H
#define KHROP_REPORTS_SMTP_H

#include "reports/mail_message.h"

#define SMTP_ANSWER_SIZE 512

enum smtp_result {
    SMTP_TAKEN,     /* the server answers for it from here on */
    SMTP_LATER,     /* not this time */
    SMTP_REFUSED,   /* not this message to this recipient, ever */
    SMTP_TOO_LARGE, /* .. because of its size */
    SMTP_UNKNOWN,   /* all of it went out, and no answer came: it may have been taken */
    SMTP_AWAY,      /* the server itself fails, so any other message would too: later */
};

struct smtp_outcome {
    enum smtp_result result;
    int64_t code; /* the server's last, 0: none */
    char answer[SMTP_ANSWER_SIZE];
};

/* Called when nothing but the last line is left to go out. False: it must not. */
typedef bool smtp_handing(void *context);

struct smtp;

/* Reads the password and sets the connection up; nothing is connected yet. */
bool smtp_open(struct smtp **smtp, const struct settings *settings, struct error *error);
void smtp_close(struct smtp *smtp);

/* Sends one message to one recipient. */
void smtp_send(struct smtp *smtp, const char *recipient, struct mail_message *message,
               smtp_handing *handing, void *context, struct smtp_outcome *outcome);

/* Connects, encrypts and gives name and password, and sends nothing. */
bool smtp_try(struct smtp *smtp, struct error *error);

#endif
