/* Files that are delivered; see delivery_files.h. */
#include "reports/delivery_files.h"

#include "reports/list_names.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_ROOM 32 /* of a line: a number, TABs and the end */

/* What a report's files are called: one file, or all below a folder. */
static const struct {
    const char *report, *path;
} places[] = {
    {"kpi", "kpi.xlsx"}, {"exceptions", "exceptions.xlsx"}, {"lists", "lists/"},
    {"csv", "csv/"},     {"summary", "summary.html"},
};

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static void add_file(struct delivery_files *files, const struct mail_file *file,
                     struct region *region)
{
    struct mail_file *grown =
        region_grow(region, (void *)files->files, files->count, sizeof *grown);
    grown[files->count++] = *file;
    files->files = grown;
}

static bool take_file(struct delivery_files *files, json_t *entry, struct region *region)
{
    const char *path, *sha256;
    json_int_t bytes;
    struct mail_file file;
    if (json_unpack(entry, "{s:s, s:I, s:s}", "path", &path, "bytes", &bytes, "sha256", &sha256) !=
        0)
        return false;
    file.path = region_copy(region, path);
    file.name = last_part(file.path);
    file.size_bytes = bytes;
    file.sha256 = region_copy(region, sha256);
    add_file(files, &file, region);
    return true;
}

bool delivery_files_read(struct delivery_files *files, const char *folder, struct region *region,
                         struct error *error)
{
    char path[PATH_MAX];
    json_error_t fault;
    json_t *manifest, *listed, *entry;
    size_t index;
    bool is_read;
    *files = (struct delivery_files){0};
    if (snprintf(path, sizeof path, "%s/manifest.json", folder) >= PATH_MAX)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", folder);
    manifest = json_load_file(path, 0, &fault);
    listed = json_object_get(manifest, "files");
    is_read = json_is_array(listed);
    json_array_foreach(listed, index, entry) is_read = is_read && take_file(files, entry, region);
    json_decref(manifest);
    return is_read || error_set(error, EXIT_CODE_SOFTWARE, "%s can't be read again", path);
}

struct delivery_files delivery_files_of(const struct delivery_files *all, const char *report,
                                        const char *audience, struct region *region)
{
    struct delivery_files found = {0};
    const char *place = "";
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strcmp(places[i].report, report) == 0)
            place = audience == NULL
                        ? places[i].path
                        : region_format(region, "audiences/%s/%s", audience, places[i].path);
    for (size_t i = 0; i < all->count; i++) {
        size_t length = strlen(place);
        bool is_folder = length > 0 && place[length - 1] == '/';
        if (is_folder ? strncmp(all->files[i].path, place, length) == 0
                      : strcmp(all->files[i].path, place) == 0)
            add_file(&found, &all->files[i], region);
    }
    return found;
}

struct delivery_files delivery_files_of_list(const struct delivery_files *all, const char *list_no,
                                             const char *const *numbers, size_t number_count,
                                             struct region *region)
{
    struct delivery_files found = {0};
    char name[LIST_NAME_SIZE], other[LIST_NAME_SIZE];
    const char *path;
    list_name_make(list_no, name);
    for (size_t i = 0; i < number_count; i++) {
        list_name_make(numbers[i], other);
        if (strcmp(numbers[i], list_no) != 0 && strcmp(name, other) == 0)
            return found;
    }
    path = region_format(region, "lists/%s.xlsx", name);
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->files[i].path, path) == 0)
            add_file(&found, &all->files[i], region);
    return found;
}

const char *delivery_files_text(const struct delivery_files *files, struct region *region)
{
    size_t size = 1, used = 0;
    char *text;
    for (size_t i = 0; i < files->count; i++)
        size += strlen(files->files[i].path) + strlen(files->files[i].sha256) +
                strlen(files->files[i].name) + LINE_ROOM;
    text = region_allocate(region, size);
    for (size_t i = 0; i < files->count; i++)
        used += (size_t)snprintf(text + used, size - used, "%s\t%lld\t%s\t%s\n",
                                 files->files[i].path, (long long)files->files[i].size_bytes,
                                 files->files[i].sha256, files->files[i].name);
    return text;
}

/* The part up to the next TAB or line's end; *rest goes behind it. */
static char *part_take(char **rest)
{
    char *part = *rest;
    size_t length = strcspn(part, "\t\n");
    *rest = part + length + (part[length] != '\0' ? 1 : 0);
    part[length] = '\0';
    return part;
}

struct delivery_files delivery_files_parse(const char *text, struct region *region)
{
    struct delivery_files files = {0};
    char *rest = region_copy(region, text);
    while (*rest != '\0') {
        struct mail_file file = {0};
        file.path = part_take(&rest);
        file.size_bytes = strtoll(part_take(&rest), NULL, 10);
        file.sha256 = part_take(&rest);
        file.name = part_take(&rest);
        add_file(&files, &file, region);
    }
    return files;
}
