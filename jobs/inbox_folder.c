/* Looks at the inbox, reads and moves its files; see inbox_folder.h. */
#include "jobs/inbox_folder.h"

#include "jobs/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_MODE 0640
#define NAMES_TRIED 10000

static const char *ending_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot == NULL ? "" : dot + 1;
}

/* Others than .xlsx are refused with the reason: left alone, what was typed there would be lost. */
static int is_spreadsheet(const struct dirent *entry)
{
    static const char *const endings[] = {"xlsx", "xlsm", "xls", "xlsb", "ods", "csv"};
    const char *ending = ending_of(entry->d_name);

    if (entry->d_name[0] == '.' || entry->d_name[0] == '~')
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (strcasecmp(ending, endings[i]) == 0)
            return 1;
    return 0;
}

static bool path_of(const char *folder, const char *name, char path[PATH_MAX], struct error *error)
{
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX)
        return true;
    return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s/%s: path too long", folder, name);
}

static void entry_take(struct inbox_entry *entry, const struct stat *status)
{
    entry->size = status->st_size;
    entry->modified_at = status->st_mtim.tv_sec;
    entry->modified_nanoseconds = status->st_mtim.tv_nsec;
}

static bool entry_look(int folder, struct inbox_entry *entry, const char *name)
{
    struct stat status;

    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return false;
    entry_take(entry, &status);
    return true;
}

bool inbox_entry_look(const char *folder, struct inbox_entry *entry)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_there = opened >= 0 && entry_look(opened, entry, entry->name);

    if (opened >= 0)
        close(opened);
    return is_there;
}

static bool is_same(const struct inbox_entry *left, const struct inbox_entry *right)
{
    return left->size == right->size && left->modified_at == right->modified_at &&
           left->modified_nanoseconds == right->modified_nanoseconds;
}

/* Excel's `~$NAME` (of a long name without its first two letters) and LibreOffice's
 * `.~lock.NAME#`. */
static bool is_held(int folder, const char *name)
{
    static const char *const forms[] = {"~$%s", ".~lock.%s#"};
    char lock[NAME_MAX + 16];
    struct stat status;

    snprintf(lock, sizeof lock, forms[0], name);
    if (fstatat(folder, lock, &status, AT_SYMLINK_NOFOLLOW) == 0)
        return true;
    if (strlen(name) > 2) {
        snprintf(lock, sizeof lock, forms[0], name + 2);
        if (fstatat(folder, lock, &status, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    }
    snprintf(lock, sizeof lock, forms[1], name);
    return fstatat(folder, lock, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static void entries_take(int folder, struct dirent **names, int name_count, struct region *region,
                         struct inbox_entry **entries, size_t *count)
{
    for (int i = 0; i < name_count; i++) {
        struct inbox_entry entry = {0};
        if (!entry_look(folder, &entry, names[i]->d_name))
            continue;
        entry.name = region_copy(region, names[i]->d_name);
        entry.is_held = is_held(folder, entry.name);
        *entries = region_grow(region, *entries, *count, sizeof **entries);
        (*entries)[(*count)++] = entry;
    }
}

static void entries_settle(int folder, struct inbox_entry *entries, size_t count)
{
    const struct timespec pause = {0, INBOX_SETTLE_MILLISECONDS * 1000000L};

    if (count > 0)
        nanosleep(&pause, NULL);
    for (size_t i = 0; i < count; i++) {
        struct inbox_entry again = {0};
        entries[i].is_settled =
            entry_look(folder, &again, entries[i].name) && is_same(&entries[i], &again);
    }
}

bool inbox_folder_read(const char *folder, struct region *region, struct inbox_entry **entries,
                       size_t *count, struct error *error)
{
    struct dirent **names = NULL;
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int name_count = opened < 0 ? -1 : scandirat(opened, ".", &names, is_spreadsheet, alphasort);

    *entries = NULL;
    *count = 0;
    if (name_count < 0) {
        error_set_errno(error, EXIT_CODE_UNAVAILABLE, errno,
                        "inbox %s: can't be read; is the share mounted, may the user that runs "
                        "khrop read it, is paths.inbox of khrop.ini right?",
                        folder);
        if (opened >= 0)
            close(opened);
        return false;
    }
    entries_take(opened, names, name_count, region, entries, count);
    entries_settle(opened, *entries, *count);
    for (int i = 0; i < name_count; i++)
        free(names[i]);
    free(names);
    close(opened);
    return true;
}

/* The whole file; false: errno says why. */
static bool bytes_read(int file, unsigned char *bytes, size_t size, size_t *length)
{
    *length = 0;
    while (*length < size) {
        ssize_t got = read(file, bytes + *length, size - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return true;
}

static bool file_open(const char *folder, const struct inbox_entry *entry, int *file,
                      struct error *error)
{
    char path[PATH_MAX];

    if (!path_of(folder, entry->name, path, error))
        return false;
    *file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    return *file >= 0 ||
           error_set_errno(error, EXIT_CODE_UNAVAILABLE, errno, "%s: can't be read", path);
}

static bool is_entry(int file, const struct inbox_entry *entry)
{
    struct stat status;
    struct inbox_entry now = {0};

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    entry_take(&now, &status);
    return is_same(entry, &now);
}

static bool open_file_read(int file, const struct inbox_entry *entry, unsigned char **bytes,
                           size_t *size, struct error *error)
{
    size_t room = *size;

    *bytes = malloc(room + 1);
    if (*bytes == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", entry->name);
    return bytes_read(file, *bytes, room, size) ||
           error_set_errno(error, EXIT_CODE_UNAVAILABLE, errno, "%s: can't be read", entry->name);
}

bool inbox_file_read(const char *folder, const struct inbox_entry *entry, size_t most,
                     unsigned char **bytes, size_t *size, bool *is_same_file, struct error *error)
{
    int file = -1;
    bool is_read = true;

    *bytes = NULL;
    *size = (size_t)entry->size;
    if (!file_open(folder, entry, &file, error))
        return false;
    *is_same_file = is_entry(file, entry);
    if (*size <= most && *is_same_file) {
        is_read = open_file_read(file, entry, bytes, size, error);
        /* Nobody wrote to it meanwhile. */
        *is_same_file = *size == (size_t)entry->size && is_entry(file, entry);
    }
    close(file);
    return is_read;
}

/* rename(), but never over a file that is there: errno is then EEXIST. Shares that can't promise
 * that (CIFS) get an empty file in its place first, which nobody else can have made. */
static bool rename_to_free(const char *from, const char *to)
{
    int file;

    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    file = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (file < 0)
        return false;
    close(file);
    if (rename(from, to) == 0)
        return true;
    file = errno;
    unlink(to);
    errno = file;
    return false;
}

/* The name for the i-th file of that name: "list (2).xlsx". */
static void place_make(const char *below, const char *name, int i, char *place, size_t place_size)
{
    const char *ending = ending_of(name);
    size_t stem = *ending == '\0' ? strlen(name) : (size_t)(ending - name) - 1;

    if (i == 1)
        snprintf(place, place_size, "%s/%s", below, name);
    else
        snprintf(place, place_size, "%s/%.*s (%d)%s", below, (int)stem, name, i, name + stem);
}

/* Staff may write to the inbox: a link that somebody put there in place of a folder must not lead
 * khrop elsewhere. */
static bool below_is_plain(const char *folder, const char *below, struct error *error)
{
    char path[PATH_MAX];
    struct stat status;

    for (size_t end = strcspn(below, "/");; end += 1 + strcspn(below + end + 1, "/")) {
        if ((size_t)snprintf(path, sizeof path, "%s/%.*s", folder, (int)end, below) >= sizeof path)
            return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: path too long", folder);
        if (lstat(path, &status) == 0 && !S_ISDIR(status.st_mode))
            return error_set(error, EXIT_CODE_CANNOT_WRITE,
                             "%s is no folder; move it away, khrop makes it itself", path);
        if (below[end] == '\0')
            return true;
    }
}

bool inbox_file_move(const char *folder, const char *name, const char *below, char *place,
                     size_t place_size, struct error *error)
{
    char from[PATH_MAX], to[PATH_MAX];

    if (!below_is_plain(folder, below, error) || !path_of(folder, name, from, error) ||
        !path_of(folder, below, to, error) || !folder_make(to, error))
        return false;
    for (int i = 1; i <= NAMES_TRIED; i++) {
        place_make(below, name, i, place, place_size);
        if (!path_of(folder, place, to, error))
            return false;
        if (rename_to_free(from, to))
            return folder_sync(folder, error);
        if (errno == ENOENT) /* another run was quicker */
            return true;
        if (errno != EEXIST)
            return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be moved to %s",
                                   from, to);
    }
    return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s/%s: too many files of the name %s", folder,
                     below, name);
}

bool inbox_text_write(const char *folder, const char *place, const char *text, struct error *error)
{
    char path[PATH_MAX], name[PATH_MAX];
    FILE *file;
    bool is_written;

    snprintf(name, sizeof name, "%s.txt", place);
    if (!path_of(folder, name, path, error))
        return false;
    file = fopen(path, "wex");
    if (file == NULL)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    is_written = fputs("\xEF\xBB\xBF", file) >= 0 && fputs(text, file) >= 0;
    if (fclose(file) != 0 || !is_written)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    return true;
}
