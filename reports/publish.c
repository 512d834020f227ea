/* Folders that appear whole or not at all. */
#include "reports/publish.h"

#include "core/date.h"
#include "jobs/folder.h"
#include "reports/manifest_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTIAL ".partial"
#define LATEST "latest"
#define LATEST_NEW ".latest.new"
#define DATE_LENGTH 10
#define ASIDE_MAX 100

static bool path_join(char path[PATH_MAX], const char *folder, const char *name,
                      struct error *error)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);

    if (length < 0 || length >= PATH_MAX)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s/%s: path too long", folder, name);
    return true;
}

static bool job_folder(const struct settings *settings, const struct slot *slot,
                       char folder[PATH_MAX], struct error *error)
{
    return path_join(folder, settings->output_folder, slot->job->name, error);
}

/* DATE, or DATE.2 and so on. */
static void slot_name(const struct slot *slot, char name[DATE_TEXT_SIZE + 16])
{
    char date[DATE_TEXT_SIZE];

    date_format_iso(slot->business_on, date);
    if (slot->attempt > 1)
        snprintf(name, DATE_TEXT_SIZE + 16, "%s.%d", date, slot->attempt);
    else
        snprintf(name, DATE_TEXT_SIZE + 16, "%s", date);
}

bool publish_place(const struct settings *settings, const struct slot *slot, char path[PATH_MAX],
                   struct error *error)
{
    char folder[PATH_MAX], name[DATE_TEXT_SIZE + 16];

    slot_name(slot, name);
    return job_folder(settings, slot, folder, error) && path_join(path, folder, name, error);
}

bool publish_begin(const struct settings *settings, const struct slot *slot, char folder[PATH_MAX],
                   struct error *error)
{
    char parent[PATH_MAX], begun[PATH_MAX];

    /* One run of a job at a time: what stands under this name is of a run that has ended. */
    if (!job_folder(settings, slot, parent, error) || !folder_make(parent, error) ||
        !path_join(begun, parent, PARTIAL, error) || !folder_remove(begun, error))
        return error_wrap(error, "output_folder");
    if (mkdir(begun, 0750) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                               "output_folder: %s: can't make this folder; give the user that runs "
                               "khrop write access to the one above it, or make room",
                               begun);
    memcpy(folder, begun, sizeof begun);
    return true;
}

void publish_abandon(const char *folder)
{
    struct error error = {0};

    /* The next run's publish_begin tries again and says why it can't. */
    (void)folder_remove(folder, &error);
}

/* True when `latest` points to a later business date than the slot's. */
static bool latest_is_later(const char *latest, const char *name)
{
    char target[PATH_MAX];
    ssize_t length = readlink(latest, target, sizeof target - 1);

    if (length < DATE_LENGTH)
        return false;
    target[length] = '\0';
    return strncmp(target, name, DATE_LENGTH) > 0;
}

bool publish_latest(const struct settings *settings, const struct slot *slot, struct error *error)
{
    char folder[PATH_MAX], latest[PATH_MAX], renewed[PATH_MAX], name[DATE_TEXT_SIZE + 16];

    slot_name(slot, name);
    if (!job_folder(settings, slot, folder, error) || !path_join(latest, folder, LATEST, error) ||
        !path_join(renewed, folder, LATEST_NEW, error))
        return false;
    if (latest_is_later(latest, name))
        return true;
    if (unlink(renewed) != 0 && errno != ENOENT)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't remove", renewed);
    if (symlink(name, renewed) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't link", renewed);
    if (rename(renewed, latest) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't swap", latest);
    return folder_sync(folder, error);
}

/* rename() would put it over an empty folder without a word. */
static bool place_is_free(const char *path, struct error *error)
{
    struct stat status;

    if (lstat(path, &status) != 0 && errno == ENOENT)
        return true;
    return error_set(error, EXIT_CODE_CANNOT_WRITE,
                     "%s stands there already, but state.db doesn't know it; a published folder is "
                     "never changed: move it away and run again",
                     path);
}

bool publish_commit(const struct settings *settings, const struct slot *slot, const char *folder,
                    char published[PATH_MAX], struct error *error)
{
    char parent[PATH_MAX], path[PATH_MAX];

    if (!job_folder(settings, slot, parent, error) || !publish_place(settings, slot, path, error) ||
        !place_is_free(path, error) || !folder_sync_all(folder, error))
        return false;
    if (rename(folder, path) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be renamed to %s",
                               folder, path);
    memcpy(published, path, sizeof path);
    return folder_sync(parent, error) && publish_latest(settings, slot, error);
}

/* The first name that is free. Nothing that was published is ever removed here. */
static bool aside_find(const char *path, char aside[PATH_MAX], struct error *error)
{
    struct stat status;

    for (int number = 1; number < ASIDE_MAX; number++) {
        int length = number == 1 ? snprintf(aside, PATH_MAX, "%s.damaged", path)
                                 : snprintf(aside, PATH_MAX, "%s.damaged-%d", path, number);
        if (length >= PATH_MAX)
            return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long", path);
        if (lstat(aside, &status) != 0 && errno == ENOENT)
            return true;
    }
    return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: more than %d damaged folders stand beside",
                     path, ASIDE_MAX);
}

/* Both change places at once where the file system can; else the damaged one goes first, and after
 * a crash between the two there is none, which the next reissue mends. */
static bool places_change(const char *folder, const char *path, const char *aside,
                          struct error *error)
{
    if (renameat2(AT_FDCWD, folder, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
        if (rename(folder, aside) == 0)
            return true;
    } else if (rename(path, aside) == 0 && rename(folder, path) == 0) {
        return true;
    }
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be renamed to %s", path,
                           aside);
}

bool publish_again(const struct settings *settings, const struct slot *slot, const char *folder,
                   char published[PATH_MAX], char aside[PATH_MAX], struct error *error)
{
    char parent[PATH_MAX], path[PATH_MAX];
    struct stat status;

    aside[0] = '\0';
    if (!job_folder(settings, slot, parent, error) || !publish_place(settings, slot, path, error) ||
        !folder_sync_all(folder, error))
        return false;
    if (lstat(path, &status) == 0) {
        if (!aside_find(path, aside, error) || !places_change(folder, path, aside, error))
            return false;
    } else if (rename(folder, path) != 0) {
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be renamed to %s",
                               folder, path);
    }
    memcpy(published, path, sizeof path);
    return folder_sync(parent, error);
}

bool publish_is_whole(const struct settings *settings, const struct slot *slot,
                      const char *manifest_sha256)
{
    struct error error = {0};
    char path[PATH_MAX];

    return publish_place(settings, slot, path, &error) && manifest_holds(path, manifest_sha256);
}
