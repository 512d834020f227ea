/* Secrets come from credential files alone. */
#include "config/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool credential_path(const struct settings *settings, const char *credential,
                            char path[PATH_MAX], struct error *error)
{
    const char *folder = settings->credentials_folder != NULL ? settings->credentials_folder
                                                              : getenv("CREDENTIALS_DIRECTORY");
    if (folder == NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "credential %s: no folder of credentials; set [paths] credentials, or "
                         "LoadCredential= in the unit",
                         credential);
    if (strchr(credential, '/') != NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "credential %s: a file's name, without a folder", credential);
    if (snprintf(path, PATH_MAX, "%s/%s", folder, credential) >= PATH_MAX)
        return error_set(error, EXIT_CODE_CONFIGURATION, "credential %s: the path is too long",
                         credential);
    return true;
}

static bool read_secret(int file, const char *path, char *password, size_t size,
                        struct error *error)
{
    ssize_t length = read(file, password, size);
    if (length < 0)
        return error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "credential file %s", path);
    if ((size_t)length == size)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "credential file %s: longer than %zu bytes", path, size - 1);
    if (length > 0 && password[length - 1] == '\n')
        length--;
    if (length > 0 && password[length - 1] == '\r')
        length--;
    if (length == 0)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "credential file %s is empty: write the password into it", path);
    if (memchr(password, '\0', (size_t)length) != NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "credential file %s: holds a NUL character", path);
    password[length] = '\0';
    return true;
}

static bool credential_read(const struct settings *settings, const char *credential, char *password,
                            size_t size, struct error *error)
{
    char path[PATH_MAX];
    struct stat status;
    bool good = false;
    int file;

    password[0] = '\0';
    if (credential == NULL)
        return true;
    if (!credential_path(settings, credential, path, error))
        return false;
    file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return error_set(error, EXIT_CODE_CONFIGURATION, "credential file %s: %s%s", path,
                         strerror(errno),
                         errno == ENOENT ? "; write the password into it and chmod 600 it" : "");
    if (fstat(file, &status) != 0)
        error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "credential file %s", path);
    else if (!S_ISREG(status.st_mode))
        error_set(error, EXIT_CODE_CONFIGURATION, "credential file %s: not a file", path);
    else if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0)
        error_set(error, EXIT_CODE_CONFIGURATION,
                  "credential file %s can be read by others; chmod 600 %s", path, path);
    else
        good = read_secret(file, path, password, size, error);
    close(file);
    if (!good)
        explicit_bzero(password, size);
    return good;
}

bool settings_password(const struct settings *settings, const struct source_settings *source,
                       char *password, size_t size, struct error *error)
{
    return credential_read(settings, source->credential, password, size, error);
}

bool settings_mail_password(const struct settings *settings, char *password, size_t size,
                            struct error *error)
{
    return credential_read(settings, settings->mail.credential, password, size, error);
}
