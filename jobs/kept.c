/* Keeps what shaped a slot, and says whether its snapshot is as it was; see kept.h. */
#include "jobs/kept.h"

#include "config/installation.h"
#include "jobs/catalogue.h"
#include "jobs/kept_file.h"
#include "jobs/statement.h"

#include <dirent.h>
#include <errno.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_FACT "size:"

bool kept_program_sha256(char sha256[KEPT_TEXT_SIZE], struct error *error)
{
    return SHA256File("/proc/self/exe", sha256) != NULL ||
           error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "/proc/self/exe");
}

static bool put_rules_of_site(sqlite3 *file, const char *root, struct error *error)
{
    for (int kind = 0; kind < RULE_KINDS; kind++)
        if (!kept_put_rules(file, "site", root, catalogue_folder((enum rule_kind)kind), error))
            return false;
    return true;
}

static bool put_all(sqlite3 *file, const struct settings *settings, struct error *error)
{
    char shipped[PATH_MAX], program[KEPT_TEXT_SIZE];

    for (size_t i = 0; i < settings->file_count; i++)
        if (!kept_put(file, "configuration", settings->files[i].name, settings->files[i].bytes,
                      settings->files[i].size, error))
            return false;
    return installation_find("catalogue", shipped, sizeof shipped, error) &&
           kept_put_folder(file, "catalogue", shipped, error) &&
           (settings->catalogue_folder == NULL ||
            put_rules_of_site(file, settings->catalogue_folder, error)) &&
           kept_program_sha256(program, error) &&
           kept_put_fact(file, "khrop", KHROP_VERSION, error) &&
           kept_put_fact(file, "program_sha256", program, error);
}

/* Commits what is good; a file that isn't is left to whoever takes the slot's folder away. */
static bool finish(sqlite3 *file, bool is_good, struct error *error)
{
    is_good = is_good && statement_execute(file, "COMMIT", error);
    sqlite3_close(file);
    return is_good || error_wrap(error, "kept.sqlite");
}

bool kept_begin(const struct settings *settings, const struct slot *slot, struct error *error)
{
    sqlite3 *file = NULL;
    bool is_good = kept_open(&file, slot, true, error) && statement_execute(file, "BEGIN", error) &&
                   put_all(file, settings, error);

    return finish(file, is_good, error);
}

static bool is_snapshot_file(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL && strcmp(dot, ".sqlite") == 0 && strcmp(name, "kept.sqlite") != 0;
}

static bool put_sizes(sqlite3 *file, const struct slot *slot, struct error *error)
{
    DIR *folder = opendir(slot->folder);
    struct dirent *entry;
    bool is_good = true;

    if (folder == NULL)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", slot->folder);
    while (is_good && (entry = readdir(folder)) != NULL) {
        char name[512], size[32];
        struct stat status;
        if (!is_snapshot_file(entry->d_name) ||
            fstatat(dirfd(folder), entry->d_name, &status, 0) != 0)
            continue;
        snprintf(name, sizeof name, SIZE_FACT "%s", entry->d_name);
        snprintf(size, sizeof size, "%lld", (long long)status.st_size);
        is_good = kept_put_fact(file, name, size, error);
    }
    closedir(folder);
    return is_good;
}

bool kept_finish(const struct slot *slot, const char *folder, struct error *error)
{
    sqlite3 *file = NULL;
    bool is_good = kept_open(&file, slot, false, error) &&
                   statement_execute(file, "BEGIN", error) &&
                   kept_put_file(file, "published", folder, "manifest.json", error) &&
                   put_sizes(file, slot, error);

    return finish(file, is_good, error);
}

bool kept_is_there(const struct slot *slot)
{
    char path[PATH_MAX + 32];

    snprintf(path, sizeof path, "%s/kept.sqlite", slot->folder);
    return access(path, F_OK) == 0;
}

static bool damaged(struct error *error, const struct slot *slot, const char *name,
                    const char *what)
{
    return error_set(error, EXIT_CODE_DATA,
                     "%s/%s: %s; the snapshot of this date can't be used any more, restore the "
                     "folder from a backup or compute the date anew with khrop restate",
                     slot->folder, name, what);
}

/* SQLite finds what doesn't hang together; one that is cut is told by its size before. */
static bool file_look(const struct slot *slot, const char *name, struct error *error)
{
    char path[PATH_MAX + 512], found[160] = "";
    struct error own = {0};
    sqlite3 *file = NULL;
    sqlite3_stmt *check = NULL;
    bool is_whole = false;

    snprintf(path, sizeof path, "%s/%s", slot->folder, name);
    if (access(path, F_OK) != 0)
        return damaged(error, slot, name, "is missing");
    if (sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ==
            SQLITE_OK &&
        statement_prepare(file, "PRAGMA quick_check(1)", &check, &own) &&
        statement_next(check, &own)) {
        is_whole = strcmp(statement_text(check, 0), "ok") == 0;
        snprintf(found, sizeof found, "%s", statement_text(check, 0));
    }
    sqlite3_finalize(check);
    sqlite3_close(file);
    if (is_whole)
        return true;
    snprintf(path, sizeof path, "is damaged (%.120s)", *found != '\0' ? found : own.text);
    return damaged(error, slot, name, path);
}

static bool size_look(const struct slot *slot, const char *name, long long size,
                      struct error *error)
{
    char path[PATH_MAX + 512], what[120];
    struct stat status;

    snprintf(path, sizeof path, "%s/%s", slot->folder, name);
    if (stat(path, &status) != 0)
        return damaged(error, slot, name, "is missing");
    if (status.st_size == size)
        return file_look(slot, name, error);
    snprintf(what, sizeof what, "has %lld bytes and was published with %lld",
             (long long)status.st_size, size);
    return damaged(error, slot, name, what);
}

static bool sizes_look(const struct slot *slot, struct error *error)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *rows = NULL;
    bool is_good = kept_open(&file, slot, false, error) &&
                   statement_prepare(file,
                                     "SELECT substr(name, 6), value FROM kept_facts"
                                     " WHERE substr(name, 1, 5) = '" SIZE_FACT "' ORDER BY name",
                                     &rows, error);

    while (is_good && statement_next(rows, error))
        is_good = size_look(slot, statement_text(rows, 0), sqlite3_column_int64(rows, 1), error);
    is_good = is_good && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(rows);
    sqlite3_close(file);
    return is_good;
}

bool kept_look(const struct slot *slot, struct error *error)
{
    if (kept_is_there(slot))
        return file_look(slot, "kept.sqlite", error) && sizes_look(slot, error);
    return file_look(slot, "derived.sqlite", error) && file_look(slot, "results.sqlite", error);
}

bool kept_fact(const struct slot *slot, const char *name, char text[KEPT_TEXT_SIZE],
               struct error *error)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *row = NULL;
    bool is_good =
        kept_open(&file, slot, false, error) &&
        statement_prepare(file, "SELECT value FROM kept_facts WHERE name = :name", &row, error);

    text[0] = '\0';
    if (is_good) {
        statement_bind_text(row, ":name", name);
        if (statement_next(row, error))
            snprintf(text, KEPT_TEXT_SIZE, "%s", statement_text(row, 0));
        is_good = error->code == EXIT_CODE_GOOD;
    }
    sqlite3_finalize(row);
    sqlite3_close(file);
    return is_good;
}

char *kept_manifest(const struct slot *slot, struct error *error)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *row = NULL;
    char *text = NULL;

    if (kept_is_there(slot) && kept_open(&file, slot, false, error) &&
        statement_prepare(file, "SELECT bytes FROM kept_files WHERE place = 'published'", &row,
                          error) &&
        statement_next(row, error)) {
        text = strdup(statement_text(row, 0));
        if (text == NULL)
            error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a manifest");
    }
    sqlite3_finalize(row);
    sqlite3_close(file);
    return text;
}
