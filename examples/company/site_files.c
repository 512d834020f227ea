/* Copies the configuration and fills in what depends on where the databases are. */
#include "examples/company/site_files.h"

#include "examples/company/csv.h"
#include "examples/company/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define EXPRESSION_SIZE 512

static const char *const file_names[] = {
    "khrop.ini",    "datasets.yaml", "jobs.yaml",     "checks.yaml",    "kpis.yaml",
    "reports.yaml", "desks.yaml",    "holidays.yaml", "authority.yaml",
};

static bool file_write(int file, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

bool site_file_write(const char *path, const char *text, size_t length, unsigned mode,
                     struct error *error)
{
    char temporary[PATH_SIZE];
    bool is_written;
    int file;

    snprintf(temporary, sizeof temporary, "%s.partial", path);
    file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
    if (file < 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", temporary);
    is_written = file_write(file, text, length);
    if (close(file) != 0)
        is_written = false;
    if (is_written && rename(temporary, path) == 0)
        return true;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    unlink(temporary);
    return false;
}

static const struct company_source *source_find(const struct company_source *sources, size_t count,
                                                const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(sources[i].name) == length && strncmp(sources[i].name, name, length) == 0)
            return &sources[i];
    return NULL;
}

/* `a & b` as the brand puts texts together. */
static void join_write(FILE *out, const char *from, const char *to, enum brand brand)
{
    bool is_function = brand == BRAND_MARIADB;

    fputs(is_function ? "concat(" : "", out);
    for (const char *at = from; at < to; at++) {
        if (is_function && *at == ' ' && at + 1 < to && at[1] == '&')
            continue;
        if (*at != '&')
            fputc(*at, out);
        else
            fputs(is_function ? "," : "||", out);
    }
    fputs(is_function ? ")" : "", out);
}

/* A line of datasets.yaml; `source:` lines say whose database the next query is for. */
static bool dataset_line_write(FILE *out, const char *line, size_t length,
                               const struct company_source *sources, size_t count,
                               const struct company_source **current, struct error *error)
{
    static const char source_key[] = "    source: ";
    size_t key_length = sizeof source_key - 1;
    const char *end = line + length, *open, *close;

    if (length > key_length && strncmp(line, source_key, key_length) == 0)
        *current = source_find(sources, count, line + key_length, length - key_length);
    while (*line != '#' && (open = memmem(line, (size_t)(end - line), "{{", 2)) != NULL) {
        close = memmem(open, (size_t)(end - open), "}}", 2);
        if (close == NULL || *current == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "%.*s: no source, or no }}", (int)length,
                             line);
        fwrite(line, 1, (size_t)(open - line), out);
        join_write(out, open + 2, close, brand_of((*current)->connection));
        line = close + 2;
    }
    fwrite(line, 1, (size_t)(end - line), out);
    fputc('\n', out);
    return true;
}

/* What khrop.ini says of a source. */
static void source_write(FILE *out, const struct company_source *source)
{
    enum charset charset = database_charset(source->name, brand_of(source->connection));

    fprintf(out, "connection = %s\n", source->connection);
    fprintf(out, "charset = %s\n", charset == CHARSET_CP874 ? "CP874" : "UTF-8");
    if (source->user != NULL)
        fprintf(out, "user = %s\n", source->user);
    if (source->password != NULL)
        fprintf(out, "credential = %s\n", source->name);
}

static void setting_line_write(FILE *out, const char *line, size_t length,
                               const struct company_source *sources, size_t count)
{
    const struct company_source *source = NULL;

    if (length > 2 && line[0] == '@' && line[length - 1] == '@')
        source = source_find(sources, count, line + 1, length - 2);
    if (source != NULL)
        source_write(out, source);
    else
        fprintf(out, "%.*s\n", (int)length, line);
}

static bool text_write(FILE *out, const char *name, const char *text,
                       const struct company_source *sources, size_t count, struct error *error)
{
    const struct company_source *current = NULL;

    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");

        if (strcmp(name, "datasets.yaml") == 0) {
            if (!dataset_line_write(out, line, length, sources, count, &current, error))
                return false;
        } else {
            setting_line_write(out, line, length, sources, count);
        }
        line += length + (line[length] == '\n');
    }
    return true;
}

static bool site_file_copy(const char *site_folder, const char *folder, const char *name,
                           const struct company_source *sources, size_t count, struct error *error)
{
    char path[PATH_SIZE], *text, *filled = NULL;
    size_t length = 0;
    bool is_written = false;
    FILE *out;

    snprintf(path, sizeof path, "%s/%s", site_folder, name);
    text = file_text(path, error);
    if (text == NULL)
        return false;
    out = open_memstream(&filled, &length);
    if (out == NULL) {
        error_set(error, EXIT_CODE_SOFTWARE, "no memory");
        goto done;
    }
    is_written = text_write(out, name, text, sources, count, error);
    if (fclose(out) != 0)
        is_written = error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    snprintf(path, sizeof path, "%s/%s", folder, name);
    is_written = is_written && site_file_write(path, filled, length, 0644, error);
done:
    free(filled);
    free(text);
    return is_written;
}

/* One file a password, as khrop wants it. */
static bool password_write(const char *folder, const struct company_source *source,
                           struct error *error)
{
    char path[PATH_SIZE];

    if (source->password == NULL)
        return true;
    snprintf(path, sizeof path, "%s/credentials", folder);
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    snprintf(path, sizeof path, "%s/credentials/%s", folder, source->name);
    return site_file_write(path, source->password, strlen(source->password), 0600, error);
}

/* `catalogue` for checks and KPIs of the company's own, of which there are none yet; `../share`,
 * which stands for a share that files are copied to. */
static bool folder_add(const char *folder, const char *name, struct error *error)
{
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    /* As open to readers as the files beside it, whatever the umask. */
    if ((mkdir(path, 0755) == 0 || errno == EEXIST) && chmod(path, 0755) == 0)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
}

bool site_files_write(const char *site_folder, const char *folder,
                      const struct company_source *sources, size_t source_count,
                      struct error *error)
{
    for (size_t i = 0; i < sizeof file_names / sizeof *file_names; i++)
        if (!site_file_copy(site_folder, folder, file_names[i], sources, source_count, error))
            return false;
    for (size_t i = 0; i < source_count; i++)
        if (!password_write(folder, &sources[i], error))
            return false;
    return folder_add(folder, "catalogue", error) && folder_add(folder, "../share", error);
}
