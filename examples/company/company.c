/* Writes the company: folders, databases, configuration and the list of what is planted. */
#include "examples/company/company.h"

#include "config/installation.h"
#include "examples/company/csv.h"
#include "examples/company/database.h"
#include "examples/company/plan.h"
#include "examples/company/site_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define CONNECTION_SIZE (PATH_SIZE + 64)
#define PASSWORD_SIZE 256

static const char *const source_names[] = {"sales", "credit", "logistics", "crm"};
#define SOURCES (sizeof source_names / sizeof *source_names)

/* The four databases: where they are written, and what the configuration says. */
struct databases {
    struct company_source written[SOURCES], configured[SOURCES];
    char connections[SOURCES][CONNECTION_SIZE];
    char settings[SOURCES][CONNECTION_SIZE];
    char passwords[SOURCES][PASSWORD_SIZE];
};

static bool folder_make(const char *path, struct error *error)
{
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
}

static bool folders_make(const char *folder, struct error *error)
{
    static const char *const names[] = {"", "/etc", "/data"};
    char path[PATH_SIZE];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s%s", folder, names[i]);
        if (!folder_make(path, error))
            return false;
    }
    return true;
}

static const struct company_source *override_find(const struct company_request *request,
                                                  const char *name)
{
    for (size_t i = 0; i < request->source_count; i++)
        if (strcmp(request->sources[i].name, name) == 0)
            return &request->sources[i];
    return NULL;
}

static bool overrides_check(const struct company_request *request, struct error *error)
{
    for (size_t i = 0; i < request->source_count; i++) {
        bool is_known = false;

        for (size_t n = 0; n < SOURCES; n++)
            is_known = is_known || strcmp(request->sources[i].name, source_names[n]) == 0;
        if (!is_known)
            return error_set(error, EXIT_CODE_USAGE,
                             "source %s: the company has sales, credit, logistics and crm",
                             request->sources[i].name);
    }
    return true;
}

static bool request_check(const struct company_request *request, struct error *error)
{
    if (request->scale < 1 || request->scale > 300)
        return error_set(error, EXIT_CODE_USAGE, "scale is 1 to 300, not %d", request->scale);
    if (request->days < 1 || request->days > COMPANY_LAST_DAY)
        return error_set(error, EXIT_CODE_USAGE, "days is 1 to %d, not %d", COMPANY_LAST_DAY,
                         request->days);
    if (strlen(request->folder) > PATH_SIZE - 256)
        return error_set(error, EXIT_CODE_USAGE, "the folder's name is too long");
    return overrides_check(request, error);
}

/* Takes `PWD=..;` out of a connection string: the configuration keeps passwords in files. */
static void password_take(const char *connection, char settings[CONNECTION_SIZE],
                          char password[PASSWORD_SIZE])
{
    const char *at = strcasestr(connection, "PWD=");
    size_t length;

    if (at == NULL || (at != connection && at[-1] != ';')) {
        snprintf(settings, CONNECTION_SIZE, "%s", connection);
        return;
    }
    length = at[4] == '{' ? strcspn(at + 4, "}") + 1 : strcspn(at + 4, ";");
    if (at[4] == '{')
        snprintf(password, PASSWORD_SIZE, "%.*s", (int)length - 2, at + 5);
    else
        snprintf(password, PASSWORD_SIZE, "%.*s", (int)length, at + 4);
    snprintf(settings, CONNECTION_SIZE, "%.*s%s", (int)(at - connection), connection,
             at + 4 + length + (at[4 + length] == ';'));
}

static void override_set(const struct company_source *override, size_t index,
                         struct databases *databases)
{
    struct company_source *configured = &databases->configured[index];

    databases->written[index] = *configured = *override;
    password_take(override->connection, databases->settings[index], databases->passwords[index]);
    configured->connection = databases->settings[index];
    if (*databases->passwords[index] != '\0')
        configured->password = databases->passwords[index];
}

static void databases_set(const struct company_request *request, struct databases *databases)
{
    for (size_t i = 0; i < SOURCES; i++) {
        const struct company_source *override = override_find(request, source_names[i]);

        if (override != NULL) {
            override_set(override, i, databases);
            continue;
        }
        snprintf(databases->connections[i], CONNECTION_SIZE,
                 "Driver=SQLite3;Database=%s/data/%s.sqlite;", request->folder, source_names[i]);
        snprintf(databases->settings[i], CONNECTION_SIZE,
                 "Driver=SQLite3;Database=${FOLDER}/../data/%s.sqlite;", source_names[i]);
        databases->written[i] = (struct company_source){.name = source_names[i],
                                                        .connection = databases->connections[i]};
        databases->configured[i] =
            (struct company_source){.name = source_names[i], .connection = databases->settings[i]};
    }
}

/* Yesterday's file goes first, so that what is written doesn't depend on it. */
static bool file_remove(const char *folder, const char *name, struct error *error)
{
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/data/%s.sqlite", folder, name);
    if (unlink(path) != 0 && errno != ENOENT)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    return true;
}

static bool databases_write(const struct company_request *request,
                            const struct databases *databases, const char *text_folder,
                            struct error *error)
{
    struct company company;
    bool is_written =
        company_open(&company, request->seed, request->scale, request->days, text_folder, error);

    for (size_t i = 0; is_written && i < SOURCES; i++)
        is_written = file_remove(request->folder, source_names[i], error) &&
                     database_write(&company, &databases->written[i], error);
    company_close(&company);
    return is_written;
}

static bool planted_list_copy(const char *text_folder, const char *folder, struct error *error)
{
    char path[PATH_SIZE], *text;
    bool is_written;

    snprintf(path, sizeof path, "%s/planted.csv", text_folder);
    text = file_text(path, error);
    if (text == NULL)
        return false;
    snprintf(path, sizeof path, "%s/planted.csv", folder);
    is_written = site_file_write(path, text, strlen(text), 0644, error);
    free(text);
    return is_written;
}

/* The folder of a file that only the company's own has: a build folder has one of the same name. */
static bool text_folder_find(char *folder, size_t size, struct error *error)
{
    if (!installation_find("examples/company/planted.csv", folder, size, error))
        return false;
    *strrchr(folder, '/') = '\0';
    return true;
}

bool company_write(const struct company_request *request, struct error *error)
{
    struct databases *databases = NULL;
    char text_folder[PATH_SIZE - 64], path[PATH_SIZE], site[PATH_SIZE];
    bool is_written = false;

    if (!request_check(request, error) ||
        !text_folder_find(text_folder, sizeof text_folder, error) ||
        !folders_make(request->folder, error))
        return false;
    databases = calloc(1, sizeof *databases);
    if (databases == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    databases_set(request, databases);
    snprintf(path, sizeof path, "%s/etc", request->folder);
    snprintf(site, sizeof site, "%s/site", text_folder);
    is_written = databases_write(request, databases, text_folder, error) &&
                 site_files_write(site, path, databases->configured, SOURCES, error) &&
                 planted_list_copy(text_folder, request->folder, error);
    explicit_bzero(databases->passwords, sizeof databases->passwords);
    free(databases);
    return is_written || error_wrap(error, "demonstration company");
}
