/* SMTP by libcurl; see smtp.h. */
#include "reports/smtp.h"

#include "core/clock.h"
#include "core/text.h"

#include <curl/curl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PASSWORD_SIZE 1024
#define CONNECT_SECONDS_MAX 30
#define SOCKETS_MAX 8
/* How long what went out may be on its way before the last line follows it. */
#define DRAIN_MILLISECONDS 2000
/* How long a server that does not want the message may take to hang up. */
#define HANG_UP_MILLISECONDS 20

struct smtp {
    CURL *curl;
    const struct mail_settings *settings;
    char curl_text[CURL_ERROR_SIZE];
    /* of the message that is on its way */
    struct mail_message *message;
    smtp_handing *handing;
    void *context;
    bool is_handed, has_answer, was_dropped;
    char line[SMTP_ANSWER_SIZE]; /* the server's last */
    struct error error;
    int sockets[SOCKETS_MAX]; /* that are open; -1: none */
};

/* Every line of the server comes here. */
static size_t line_keep(char *bytes, size_t size, size_t count, void *context)
{
    struct smtp *smtp = context;
    size_t length = size * count, kept = length;
    if (length >= 3 && strncmp(bytes, "221", 3) == 0) /* "bye" is no answer to what was asked */
        return length;
    while (kept > 0 && (bytes[kept - 1] == '\r' || bytes[kept - 1] == '\n'))
        kept--;
    for (size_t i = 0; i < kept && i + 1 < sizeof smtp->line; i++)
        smtp->line[i] = bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?';
    smtp->line[kept < sizeof smtp->line ? kept : sizeof smtp->line - 1] = '\0';
    smtp->has_answer = smtp->is_handed;
    return length;
}

/* libcurl tells a transfer's socket only once it has ended; so what it opens and closes is noted.
 */
static curl_socket_t socket_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct smtp *smtp = context;
    int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    (void)purpose;
    for (size_t i = 0; opened >= 0 && i < SOCKETS_MAX; i++)
        if (smtp->sockets[i] < 0) {
            smtp->sockets[i] = opened;
            break;
        }
    return opened;
}

static int socket_close(void *context, curl_socket_t closed)
{
    struct smtp *smtp = context;
    for (size_t i = 0; i < SOCKETS_MAX; i++)
        if (smtp->sockets[i] == closed)
            smtp->sockets[i] = -1;
    return close(closed);
}

/* The one that is open, or -1. */
static int socket_of(const struct smtp *smtp)
{
    int found = -1;
    for (size_t i = 0; i < SOCKETS_MAX; i++)
        if (smtp->sockets[i] >= 0)
            found = smtp->sockets[i];
    return found;
}

/* Waits until the other side has what went out so far, then looks whether it has hung up: one that
 * does so before the end has not taken the message, and it can be sent again. */
static bool is_hung_up(struct smtp *smtp)
{
    int64_t until = clock_monotonic_milliseconds() + DRAIN_MILLISECONDS;
    struct pollfd look = {.fd = socket_of(smtp), .events = POLLRDHUP};
    int unsent = 1;

    if (look.fd < 0)
        return false;
    while (unsent > 0 && clock_monotonic_milliseconds() < until)
        if (ioctl(look.fd, SIOCOUTQ, &unsent) != 0 || (unsent > 0 && poll(&look, 1, 1) != 0))
            break;
    return poll(&look, 1, HANG_UP_MILLISECONDS) > 0 &&
           (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static size_t message_give(char *buffer, size_t size, size_t count, void *context)
{
    struct smtp *smtp = context;
    size_t length = 0;

    if (mail_message_is_ending(smtp->message) && !smtp->is_handed) {
        smtp->was_dropped = is_hung_up(smtp);
        if (smtp->was_dropped || !smtp->handing(smtp->context))
            return CURL_READFUNC_ABORT;
        smtp->is_handed = true;
        smtp->line[0] = '\0';
    }
    if (!mail_message_read(smtp->message, buffer, size * count, &length, &smtp->error))
        return CURL_READFUNC_ABORT;
    return length;
}

static size_t body_drop(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static void set_security(struct smtp *smtp)
{
    const struct mail_settings *mail = smtp->settings;
    curl_easy_setopt(smtp->curl, CURLOPT_USE_SSL,
                     (long)(mail->security == MAIL_CLEAR ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(smtp->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (mail->ca_file != NULL) {
        curl_easy_setopt(smtp->curl, CURLOPT_CAINFO, mail->ca_file);
        curl_easy_setopt(smtp->curl, CURLOPT_CAPATH, NULL);
    }
}

static void set_connection(struct smtp *smtp)
{
    const struct mail_settings *mail = smtp->settings;
    int64_t connect = mail->time_limit_seconds < CONNECT_SECONDS_MAX ? mail->time_limit_seconds
                                                                     : CONNECT_SECONDS_MAX;
    char url[512];
    snprintf(url, sizeof url, "%s://%s:%lld", mail->security == MAIL_TLS ? "smtps" : "smtp",
             mail->server, (long long)mail->port);
    curl_easy_setopt(smtp->curl, CURLOPT_URL, url);
    curl_easy_setopt(smtp->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(smtp->curl, CURLOPT_PROXY, ""); /* what the environment says is for the web */
    curl_easy_setopt(smtp->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(smtp->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(smtp->curl, CURLOPT_CONNECTTIMEOUT, (long)connect);
    curl_easy_setopt(smtp->curl, CURLOPT_TIMEOUT, (long)mail->time_limit_seconds);
    curl_easy_setopt(smtp->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)mail->time_limit_seconds);
    curl_easy_setopt(smtp->curl, CURLOPT_ERRORBUFFER, smtp->curl_text);
    curl_easy_setopt(smtp->curl, CURLOPT_HEADERFUNCTION, line_keep);
    curl_easy_setopt(smtp->curl, CURLOPT_HEADERDATA, smtp);
    curl_easy_setopt(smtp->curl, CURLOPT_WRITEFUNCTION, body_drop);
    curl_easy_setopt(smtp->curl, CURLOPT_OPENSOCKETFUNCTION, socket_open);
    curl_easy_setopt(smtp->curl, CURLOPT_OPENSOCKETDATA, smtp);
    curl_easy_setopt(smtp->curl, CURLOPT_CLOSESOCKETFUNCTION, socket_close);
    curl_easy_setopt(smtp->curl, CURLOPT_CLOSESOCKETDATA, smtp);
    set_security(smtp);
}

static bool set_user(struct smtp *smtp, const struct settings *settings, struct error *error)
{
    char password[PASSWORD_SIZE];
    bool is_read;
    if (settings->mail.user == NULL)
        return true;
    is_read = settings_mail_password(settings, password, sizeof password, error);
    if (is_read) {
        curl_easy_setopt(smtp->curl, CURLOPT_USERNAME, settings->mail.user);
        curl_easy_setopt(smtp->curl, CURLOPT_PASSWORD, password);
    }
    explicit_bzero(password, sizeof password);
    return is_read || error_wrap(error, "[mail]");
}

bool smtp_open(struct smtp **smtp, const struct settings *settings, struct error *error)
{
    struct smtp *made = calloc(1, sizeof *made);
    *smtp = NULL;
    if (made == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (made->curl = curl_easy_init()) == NULL) {
        free(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the mail server");
    }
    made->settings = &settings->mail;
    for (size_t i = 0; i < SOCKETS_MAX; i++)
        made->sockets[i] = -1;
    set_connection(made);
    if (!set_user(made, settings, error)) {
        smtp_close(made);
        return false;
    }
    *smtp = made;
    return true;
}

void smtp_close(struct smtp *smtp)
{
    if (smtp == NULL)
        return;
    curl_easy_cleanup(smtp->curl);
    free(smtp);
}

/* What failed before any message was spoken of, and what to type. `%s` is the server's name. */
static const struct {
    CURLcode code;
    const char *words;
} server_faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST,
     "has no address; is \"server\" in [mail] right, and does this machine reach a name server?"},
    {CURLE_COULDNT_CONNECT, "does not take connections; are \"server\" and \"port\" in [mail] "
                            "right, and does a firewall let them through?"},
    {CURLE_OPERATION_TIMEDOUT, "did not answer within the time limit"},
    {CURLE_USE_SSL_FAILED, "offers no STARTTLS, so nothing was sent; \"security = tls\" is for "
                           "port 465, \"none\" for a server on this machine alone"},
    {CURLE_SSL_CONNECT_ERROR, "speaks no TLS on this port, or none that is safe; is \"security\" "
                              "in [mail] right for \"port\"?"},
    {CURLE_PEER_FAILED_VERIFICATION,
     "shows a certificate that is not trusted, so nothing was sent; set \"ca_file\" in [mail] to "
     "the authority that signed it, and \"server\" to the name it is for"},
    {CURLE_SSL_CACERT_BADFILE, "can't be verified: \"ca_file\" in [mail] can't be read"},
    {CURLE_LOGIN_DENIED, "does not accept the user and password of [mail]"},
    {CURLE_REMOTE_ACCESS_DENIED, "does not want to speak with this machine"},
    {CURLE_WEIRD_SERVER_REPLY, "does not take messages now, or is no mail server"},
};
#define SERVER_FAULT_COUNT (sizeof server_faults / sizeof server_faults[0])

static void describe(const struct smtp *smtp, CURLcode code, char *text, size_t size)
{
    const struct mail_settings *mail = smtp->settings;
    const char *words = smtp->curl_text[0] != '\0' ? smtp->curl_text : curl_easy_strerror(code);
    bool is_known = false;
    for (size_t i = 0; i < SERVER_FAULT_COUNT; i++)
        if (server_faults[i].code == code) {
            words = server_faults[i].words;
            is_known = true;
        }
    text_format(text, size, "mail server %s:%lld %s%s%s%s%s", mail->server, (long long)mail->port,
                is_known ? "" : "failed: ", words, smtp->line[0] != '\0' ? " (it said: " : "",
                smtp->line, smtp->line[0] != '\0' ? ")" : "");
}

static bool is_server_fault(CURLcode code)
{
    for (size_t i = 0; i < SERVER_FAULT_COUNT; i++)
        if (server_faults[i].code == code)
            return true;
    return false;
}

/* 530 asks for STARTTLS or a password, 421 closes: of the server, not of the message. */
static enum smtp_result judge_answer(int64_t code)
{
    if (code == 552)
        return SMTP_TOO_LARGE;
    if (code == 421 || code == 530)
        return SMTP_AWAY;
    return code >= 500 ? SMTP_REFUSED : SMTP_LATER;
}

static enum smtp_result judge(const struct smtp *smtp, CURLcode code, int64_t answer)
{
    if (code == CURLE_OK)
        return SMTP_TAKEN;
    if (smtp->is_handed)
        return smtp->has_answer && answer >= 400 ? judge_answer(answer) : SMTP_UNKNOWN;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return SMTP_LATER;
    if (is_server_fault(code))
        return SMTP_AWAY;
    return code == CURLE_SEND_ERROR && answer >= 400 ? judge_answer(answer) : SMTP_LATER;
}

/* The server's own words where it said something to the point. */
static void outcome_fill(const struct smtp *smtp, CURLcode code, struct smtp_outcome *outcome)
{
    long answer = 0;
    curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &answer);
    outcome->code = answer;
    outcome->result = judge(smtp, code, answer);
    if (outcome->result == SMTP_UNKNOWN)
        text_format(outcome->answer, sizeof outcome->answer,
                    "the message went out and mail server %s gave no answer: it may have arrived",
                    smtp->settings->server);
    else if (code == CURLE_ABORTED_BY_CALLBACK)
        text_format(outcome->answer, sizeof outcome->answer, "%s",
                    smtp->was_dropped ? "the mail server hung up in the middle of the message"
                                      : smtp->error.text);
    else if (outcome->result == SMTP_AWAY && answer != 421 && answer != 530)
        describe(smtp, code, outcome->answer, sizeof outcome->answer);
    else if (smtp->line[0] != '\0' && (code == CURLE_OK || answer >= 400))
        text_format(outcome->answer, sizeof outcome->answer, "%s", smtp->line);
    else
        describe(smtp, code, outcome->answer, sizeof outcome->answer);
}

static void message_begin(struct smtp *smtp, struct mail_message *message, smtp_handing *handing,
                          void *context)
{
    smtp->message = message;
    smtp->handing = handing;
    smtp->context = context;
    smtp->is_handed = smtp->has_answer = smtp->was_dropped = false;
    smtp->line[0] = smtp->curl_text[0] = '\0';
    error_clear(&smtp->error);
}

void smtp_send(struct smtp *smtp, const char *recipient, struct mail_message *message,
               smtp_handing *handing, void *context, struct smtp_outcome *outcome)
{
    struct curl_slist *to = curl_slist_append(NULL, recipient);
    CURLcode code;

    message_begin(smtp, message, handing, context);
    curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, smtp->settings->from);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail_message_size(message));
    curl_easy_setopt(smtp->curl, CURLOPT_READFUNCTION, message_give);
    curl_easy_setopt(smtp->curl, CURLOPT_READDATA, smtp);
    code = to == NULL ? CURLE_OUT_OF_MEMORY : curl_easy_perform(smtp->curl);
    outcome_fill(smtp, code, outcome);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
    smtp->message = NULL;
}

bool smtp_try(struct smtp *smtp, struct error *error)
{
    CURLcode code;
    char words[ERROR_TEXT_SIZE];

    message_begin(smtp, NULL, NULL, NULL);
    curl_easy_setopt(smtp->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(smtp->curl, CURLOPT_NOBODY, 1L);
    code = curl_easy_perform(smtp->curl);
    if (code == CURLE_OK)
        return true;
    describe(smtp, code, words, sizeof words);
    return error_set(error, EXIT_CODE_UNAVAILABLE, "%s", words);
}
