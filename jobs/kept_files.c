/* Puts files and folders into kept.sqlite, and takes them out; see kept.h. */
#include "config/document.h"
#include "jobs/catalogue.h"
#include "jobs/folder.h"
#include "jobs/kept.h"
#include "jobs/kept_file.h"
#include "jobs/statement.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A catalogue's files are a few kilobytes; what is larger was put there by mistake. */
#define FILE_BYTES_MAX (4 * 1024 * 1024)

static const char tables[] =
    "CREATE TABLE kept_files (place TEXT NOT NULL, path TEXT NOT NULL, bytes BLOB NOT NULL,"
    " PRIMARY KEY (place, path)) WITHOUT ROWID;"
    "CREATE TABLE kept_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;";

bool kept_open(sqlite3 **file, const struct slot *slot, bool is_new, struct error *error)
{
    char path[PATH_MAX + 32];
    int flags = is_new ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;

    *file = NULL;
    snprintf(path, sizeof path, "%s/kept.sqlite", slot->folder);
    if (sqlite3_open_v2(path, file, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return statement_error(*file, error);
    return !is_new || statement_execute(*file, tables, error);
}

bool kept_put(sqlite3 *file, const char *place, const char *path, const char *bytes, size_t size,
              struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool is_put;

    if (!statement_prepare(file,
                           "INSERT OR REPLACE INTO kept_files (place, path, bytes)"
                           " VALUES (:place, :path, :bytes)",
                           &insert, error))
        return false;
    statement_bind_text(insert, ":place", place);
    statement_bind_text(insert, ":path", path);
    sqlite3_bind_blob64(insert, 3, size > 0 ? bytes : "", size, SQLITE_STATIC);
    is_put = statement_finish(insert, error);
    sqlite3_finalize(insert);
    return is_put;
}

bool kept_put_fact(sqlite3 *file, const char *name, const char *value, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool is_put;

    if (!statement_prepare(file,
                           "INSERT OR REPLACE INTO kept_facts (name, value) VALUES (:name, :value)",
                           &insert, error))
        return false;
    statement_bind_text(insert, ":name", name);
    statement_bind_text(insert, ":value", value);
    is_put = statement_finish(insert, error);
    sqlite3_finalize(insert);
    return is_put;
}

bool kept_put_file(sqlite3 *file, const char *place, const char *root, const char *path,
                   struct error *error)
{
    struct region region = {0};
    const char *whole = region_format(&region, "%s/%s", root, path);
    size_t size = 0;
    const char *bytes = document_read_file(&region, whole, &size);
    bool is_put = bytes != NULL
                      ? kept_put(file, place, path, bytes, size, error)
                      : error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s", whole);

    region_clear(&region);
    return is_put;
}

static bool put_below(sqlite3 *file, const char *place, const char *root, const char *below,
                      struct error *error);

/* An entry of a catalogue's folder: a file is kept, a folder gone into. */
static bool put_entry(sqlite3 *file, const char *place, const char *root, const char *path,
                      struct error *error)
{
    char whole[PATH_MAX];
    struct stat status;

    if (snprintf(whole, sizeof whole, "%s/%s", root, path) >= (int)sizeof whole ||
        stat(whole, &status) != 0)
        return true;
    if (S_ISDIR(status.st_mode))
        return put_below(file, place, root, path, error);
    if (!S_ISREG(status.st_mode) || status.st_size > FILE_BYTES_MAX)
        return true;
    return kept_put_file(file, place, root, path, error);
}

static bool put_below(sqlite3 *file, const char *place, const char *root, const char *below,
                      struct error *error)
{
    char path[PATH_MAX];
    struct dirent *entry;
    bool is_put = true;
    DIR *folder;

    if (snprintf(path, sizeof path, "%s/%s", root, below) >= (int)sizeof path ||
        (folder = opendir(path)) == NULL)
        return error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s/%s", root, below);
    while (is_put && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(path, sizeof path, "%s%s%s", below, *below != '\0' ? "/" : "", entry->d_name) <
            (int)sizeof path)
            is_put = put_entry(file, place, root, path, error);
    }
    closedir(folder);
    return is_put;
}

bool kept_put_folder(sqlite3 *file, const char *place, const char *root, struct error *error)
{
    return put_below(file, place, root, "", error);
}

static int is_rule_file(const struct dirent *entry)
{
    return catalogue_is_rule_file(entry->d_name);
}

bool kept_put_rules(sqlite3 *file, const char *place, const char *root, const char *folder,
                    struct error *error)
{
    char path[PATH_MAX];
    struct dirent **entries = NULL;
    bool is_put = true;
    int count;

    if (snprintf(path, sizeof path, "%s/%s", root, folder) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s/%s: the path is too long", root,
                         folder);
    count = scandir(path, &entries, is_rule_file, alphasort);
    if (count < 0)
        return errno == ENOENT ||
               error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s", path);
    for (int i = 0; i < count; i++) {
        if (is_put)
            is_put = snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name) >=
                         (int)sizeof path ||
                     put_entry(file, place, root, path, error);
        free(entries[i]);
    }
    free(entries);
    return is_put;
}

/* Never outside the folder, whatever the file says. */
static bool is_below(const char *path)
{
    return path[0] != '\0' && path[0] != '/' && strstr(path, "..") == NULL;
}

static bool file_unpack(const char *folder, sqlite3_stmt *row, struct error *error)
{
    char path[PATH_MAX], *slash;
    const void *bytes = sqlite3_column_blob(row, 2);
    size_t size = (size_t)sqlite3_column_bytes(row, 2);
    FILE *file;
    bool is_written;

    if (!is_below(statement_text(row, 1)) ||
        snprintf(path, sizeof path, "%s/%s/%s", folder, statement_text(row, 0),
                 statement_text(row, 1)) >= (int)sizeof path)
        return true;
    slash = strrchr(path, '/');
    *slash = '\0';
    if (!folder_make(path, error))
        return false;
    *slash = '/';
    file = fopen(path, "wbe");
    if (file == NULL)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    is_written = size == 0 || fwrite(bytes, 1, size, file) == size;
    is_written = fclose(file) == 0 && is_written;
    return is_written || error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: can't be written", path);
}

bool kept_unpack(const struct slot *slot, const char *folder, struct error *error)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *rows = NULL;
    bool is_good = kept_open(&file, slot, false, error) &&
                   statement_prepare(file,
                                     "SELECT place, path, bytes FROM kept_files"
                                     " WHERE place <> 'published' ORDER BY place, path",
                                     &rows, error);

    while (is_good && statement_next(rows, error))
        is_good = file_unpack(folder, rows, error);
    is_good = is_good && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(rows);
    sqlite3_close(file);
    return is_good;
}
