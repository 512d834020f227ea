/* The folder of a slot: where it stands, made empty, removed. */
#include "jobs/slot.h"

#include "core/date.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0750
#define OPEN_FOLDERS_MAX 16

int64_t slot_last_on(const struct job_settings *job, int64_t business_on)
{
    return job->covers == COVERS_THROUGH_TODAY ? business_on : business_on - 1;
}

bool slot_place(struct slot *slot, const struct settings *settings, struct error *error)
{
    char date[DATE_TEXT_SIZE];
    int length;

    date_format_iso(slot->business_on, date);
    length = snprintf(slot->folder, sizeof slot->folder, "%s/slots/%s/%s.%d",
                      settings->state_folder, slot->job->name, date, slot->attempt);
    if (length < 0 || (size_t)length >= sizeof slot->folder)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long",
                         settings->state_folder);
    return true;
}

static bool folder_make_one(const char *path, struct error *error)
{
    if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                           "%s: can't make this folder; give the user that runs khrop write "
                           "access to the one above it, or make room",
                           path);
}

bool folder_make(const char *path, struct error *error)
{
    char part[PATH_MAX];
    size_t length = strlen(path);

    if (length >= sizeof part)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long", path);
    memcpy(part, path, length + 1);
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!folder_make_one(part, error))
            return false;
        *slash = '/';
    }
    return folder_make_one(part, error);
}

bool slot_folder_make(const struct slot *slot, struct error *error)
{
    return slot_folder_remove(slot, error) && folder_make(slot->folder, error);
}

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

bool slot_folder_remove(const struct slot *slot, struct error *error)
{
    if (nftw(slot->folder, entry_remove, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) == 0 ||
        errno == ENOENT)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                           "%s: can't be removed; remove it by hand", slot->folder);
}
