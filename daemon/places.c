/* khrop check --live, of deliveries; see places.h. */
#include "daemon/places.h"

#include "reports/smtp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const securities[] = {[MAIL_STARTTLS] = "connected, encrypted by STARTTLS",
                                         [MAIL_TLS] = "connected, encrypted",
                                         [MAIL_CLEAR] = "connected, not encrypted"};

static bool mail_try(const struct settings *settings)
{
    const struct mail_settings *mail = &settings->mail;
    struct smtp *smtp = NULL;
    struct error error = {0};
    bool is_good = smtp_open(&smtp, settings, &error) && smtp_try(smtp, &error);

    if (is_good)
        printf("mail server %s:%lld: %s%s\n", mail->server, (long long)mail->port,
               securities[mail->security],
               mail->user != NULL ? ", user and password accepted" : "");
    else
        printf("%s\n", error.text);
    smtp_close(smtp);
    return is_good;
}

static bool folder_try(const struct delivery_settings *delivery)
{
    struct stat status;
    const char *fix = "";
    int number = 0;

    if (stat(delivery->folder, &status) != 0)
        number = errno;
    else if (!S_ISDIR(status.st_mode))
        number = ENOTDIR;
    else if (access(delivery->folder, W_OK | X_OK) != 0)
        number = errno;
    if (number == ENOENT)
        fix = "; is the share mounted? khrop does not make this folder";
    else if (number == EACCES || number == EROFS)
        fix = "; give the user that runs khrop write access to it";
    if (number == 0)
        printf("folder %s: can be written\n", delivery->folder);
    else
        printf("folder %s: %s%s (%s:%d)\n", delivery->folder, strerror(number), fix,
               delivery->place.file, delivery->place.line);
    return number == 0;
}

void places_try(const struct settings *settings, size_t *bad_count)
{
    if (settings->mail.server != NULL && !mail_try(settings))
        ++*bad_count;
    for (size_t i = 0; i < settings->delivery_count; i++)
        if (settings->deliveries[i].way == DELIVERY_FOLDER && !folder_try(&settings->deliveries[i]))
            ++*bad_count;
}
