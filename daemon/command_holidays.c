/* khrop holidays: brings a list of holidays into holidays.yaml. */
#include "config/document.h"
#include "config/holiday_merge.h"
#include "core/date.h"
#include "daemon/command.h"
#include "jobs/folder.h"
#include "reports/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct import {
    const char *configuration, *file;
    bool is_dry;
    struct region region;
    char path[PATH_MAX]; /* of holidays.yaml, links followed */
    bool is_there;
    struct stat status; /* of the file that was there */
    struct holiday_lines lines;
    struct holiday_merge merge;
    struct complaints complaints;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool path_find(struct import *import, struct error *error)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/holidays.yaml", import->configuration) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long",
                         import->configuration);
    if (access(import->configuration, X_OK) != 0)
        return error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s", import->configuration);
    import->is_there = realpath(path, import->path) != NULL;
    if (!import->is_there)
        snprintf(import->path, sizeof import->path, "%s", path);
    return !import->is_there || stat(import->path, &import->status) == 0 ||
           error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s", import->path);
}

static bool read_whole(struct import *import, const char *path, char **text, struct error *error)
{
    size_t length;

    *text = document_read_file(&import->region, path, &length);
    if (*text == NULL)
        return error_set_errno(error, EXIT_CODE_DATA, errno, "%s", path);
    return strlen(*text) == length ||
           error_set(error, EXIT_CODE_DATA,
                     "%s holds a zero byte: it is no CSV text; save it as \"CSV UTF-8\"", path);
}

static bool import_read(struct import *import, struct error *error)
{
    char *text = NULL, *old = NULL;

    if (!path_find(import, error) || !read_whole(import, import->file, &text, error) ||
        (import->is_there && !read_whole(import, import->path, &old, error)))
        return false;
    holiday_csv_read(&import->region, base_name(import->file), text, &import->lines,
                     &import->complaints);
    if (import->complaints.count == 0)
        holiday_merge(&import->region, old != NULL ? old : "", &import->lines, &import->merge,
                      &import->complaints);
    if (complaints_none(&import->complaints, error))
        return true;
    error->code = EXIT_CODE_DATA;
    return false;
}

/* With the owner and mode of the file that it takes the place of. */
static bool write_beside(const struct import *import, const char *temporary, struct error *error)
{
    FILE *file = file_create(temporary, error);

    if (file == NULL)
        return false;
    fputs(import->merge.text, file);
    if (!file_finish(file, temporary, error))
        return false;
    if (!import->is_there)
        return true;
    if ((geteuid() == 0 && chown(temporary, import->status.st_uid, import->status.st_gid) != 0) ||
        chmod(temporary, import->status.st_mode & 07777) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", temporary);
    return true;
}

static bool import_write(const struct import *import, struct error *error)
{
    char temporary[PATH_MAX], folder[PATH_MAX];
    bool is_written;

    if (snprintf(temporary, sizeof temporary, "%s.new", import->path) >= (int)sizeof temporary)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", import->path);
    is_written = write_beside(import, temporary, error);
    if (is_written && rename(temporary, import->path) != 0)
        is_written = error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", import->path);
    if (!is_written) {
        unlink(temporary);
        return false;
    }
    snprintf(folder, sizeof folder, "%s", import->path);
    *strrchr(folder, '/') = '\0';
    return folder_sync(folder, error);
}

static void import_print(const struct import *import)
{
    size_t added = import->merge.added_count;

    for (size_t i = 0; i < import->lines.count; i++) {
        const struct holiday_line *line = &import->lines.lines[i];
        char date[DATE_TEXT_SIZE];

        date_format_iso(line->on, date);
        printf("%-5s  %s  %-9s  %s%s\n", import->merge.is_added[i] ? "added" : "kept", date,
               holiday_weekday(line->on), *line->name_th != '\0' ? line->name_th : line->name_en,
               line->is_working ? " (working)" : "");
    }
    printf("%s: %zu %s, %zu stood there already and were kept as they are\n", import->path, added,
           import->is_dry ? "would be added" : "added", import->lines.count - added);
}

static enum exit_code import_run(struct import *import)
{
    struct error error = {0};
    bool is_good =
        import_read(import, &error) &&
        (import->is_dry || import->merge.added_count == 0 || import_write(import, &error));

    if (is_good)
        import_print(import);
    region_clear(&import->region);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char about[] =
    "Adds the holidays of a CSV file to holidays.yaml. What stands there stays as it is, comments\n"
    "too; a day that is there already is kept. Nothing is written when a line is wrong.";

static const char more[] =
    "columns of FILE (the first line names them):\n"
    "  holiday_date   2026-12-31, of the common era\n"
    "  name_th, name_en   one of them, or both\n"
    "  category       public, substitution, company: nobody works;\n"
    "                 government, bank: others are closed, the company works\n"
    "  weekday        Thursday, Thu or พฤหัสบดี: compared with the date\n"
    "The last two may be left out. Days of one branch alone stand in holidays.yaml under "
    "branches.\n"
    "\n"
    "examples:\n"
    "  khrop holidays import thai_holidays_2027.csv --dry-run     look first\n"
    "  khrop holidays import thai_holidays_2027.csv\n"
    "\n"
    "exit codes: 0 good, 65 a line of FILE is wrong, 73 can't write, 78 configuration";

enum exit_code command_holidays(int argc, char **argv)
{
    struct import import = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&import.configuration),
        {"dry-run", NULL, OPTION_FLAG, &import.is_dry, "say what would be added, write nothing"},
    };
    const struct command_line line = {
        .usage = "holidays import FILE [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 2,
        .word_max = 2,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (strcmp(words[0], "import") != 0)
        return command_misused("holidays", "\"%s\" is not something to do with holidays: import",
                               words[0]);
    import.file = words[1];
    return import_run(&import);
}
