/* Folders as a whole. */
#include "jobs/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0750
#define OPEN_FOLDERS_MAX 16

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

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

bool folder_remove(const char *path, struct error *error)
{
    if (nftw(path, entry_remove, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                           "%s: can't be removed; remove it by hand", path);
}

bool folder_sync(const char *path, struct error *error)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced;

    if (folder < 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    /* Some network file systems can't sync a folder and say EINVAL: then there is nothing to do. */
    is_synced = fsync(folder) == 0 || errno == EINVAL ||
                error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't sync", path);
    close(folder);
    return is_synced;
}

static int entry_sync(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    struct error error = {0};

    (void)status;
    (void)where;
    return kind == FTW_DP && !folder_sync(path, &error) ? -1 : 0;
}

bool folder_sync_all(const char *path, struct error *error)
{
    if (nftw(path, entry_sync, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) == 0)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't sync", path);
}

/* nftw hands nothing on to what it calls. */
static _Thread_local int64_t bytes_seen;

static int entry_measure(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)path;
    (void)where;
    if (kind == FTW_F)
        bytes_seen += status->st_size;
    return 0;
}

int64_t folder_size_bytes(const char *path)
{
    bytes_seen = 0;
    (void)nftw(path, entry_measure, OPEN_FOLDERS_MAX, FTW_PHYS);
    return bytes_seen;
}
