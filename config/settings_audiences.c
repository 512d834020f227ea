/* Who sees what: the audiences of reports.yaml, and the picture at the top of their pages. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "reports.yaml"
#define NAME_BYTES_MAX 64
#define LOGO_BYTES_MAX (1024 * 1024)

static size_t count_names(const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    return count;
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

struct listed_names reading_listed(struct reading *reading, const struct node *map, const char *key,
                                   const char *what, const char *const *known)
{
    const struct node *list = node_find(map, key);
    size_t room = list == NULL || list->kind != NODE_LIST ? 0 : list->entry_count, count = 0;
    struct region *region = &reading->settings->region;
    const char **names = region_allocate(region, (room + 1) * sizeof *names);
    int *lines = region_allocate(region, (room + 1) * sizeof *lines);
    for (size_t i = 0; i < room; i++) {
        const struct node *item = list->entries[i].value;
        if (item->kind != NODE_SCALAR || item->text == NULL)
            continue;
        if (known != NULL && !is_among(known, count_names(known), item->text))
            complain_name(&reading->complaints, FILE_NAME, item->line, what, item->text, known,
                          count_names(known));
        names[count] = item->text;
        lines[count++] = item->line;
    }
    if (list != NULL && list->kind == NODE_LIST && count == 0)
        complain(&reading->complaints, FILE_NAME, list->line,
                 "\"%s\" is empty; leave it out for all of them", key);
    return (struct listed_names){names, lines, count};
}

/* The name becomes a folder's name. */
static bool is_folder_name(const char *name)
{
    return name[0] != '\0' && strlen(name) <= NAME_BYTES_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

static struct audience_settings take_audience(struct reading *reading,
                                              const struct node_entry *entry)
{
    const struct node *map = entry->value;
    struct audience_settings audience = {
        .name = entry->key,
        .title = reading_bilingual(reading, map, "title", entry->key),
        .team = binder_text(map, "team", NULL),
        .branch = binder_text(map, "branch", NULL),
        .language = (enum language)binder_choice(map, "language", language_choices,
                                                 reading->settings->language),
        .place = {FILE_NAME, entry->line},
    };
    audience.sheets = reading_listed(reading, map, "sheets", "unknown sheet", sheet_names);
    audience.kpis = reading_listed(reading, map, "kpis", "unknown KPI", NULL);
    if (!is_folder_name(entry->key))
        complain(&reading->complaints, FILE_NAME, entry->line,
                 "audience \"%s\": its name becomes a folder's; at most %d of a-z, 0-9, _ and - "
                 "are valid",
                 entry->key, NAME_BYTES_MAX);
    if (audience.team != NULL && audience.branch != NULL)
        complain(&reading->complaints, FILE_NAME, entry->line,
                 "audience %s: name a team or a branch, not both", entry->key);
    return audience;
}

void reading_take_audiences(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *audiences = node_find(root, "audiences");
    size_t count = audiences == NULL || audiences->kind != NODE_MAP ? 0 : audiences->entry_count;
    struct audience_settings *made = region_allocate(&settings->region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++)
        made[i] = take_audience(reading, &audiences->entries[i]);
    settings->audiences = made;
    settings->audience_count = count;
}

static int big_endian(const unsigned char *bytes)
{
    return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

/* The signature of a PNG file, then its first chunk, which tells width and height. */
static bool png_size(const unsigned char *bytes, size_t size, int *width, int *height)
{
    static const unsigned char begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                          0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    static const unsigned char end[] = {'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
    if (size < sizeof begin + 8 + sizeof end || memcmp(bytes, begin, sizeof begin) != 0 ||
        memcmp(bytes + size - sizeof end, end, sizeof end) != 0 || (bytes[16] & 0x80) != 0 ||
        (bytes[20] & 0x80) != 0)
        return false;
    *width = big_endian(bytes + 16);
    *height = big_endian(bytes + 20);
    return *width > 0 && *height > 0;
}

/* The picture as a slot has kept it stands beside khrop.ini, wherever the path in it leads. */
#define KEPT_LOGO ".kept-logo.png"

void reading_take_logo(struct reading *reading, const struct node *khrop)
{
    const struct node *logo = node_find(khrop, "logo");
    struct settings *settings = reading->settings;
    struct logo_settings made = {0};
    const char *path;
    if (logo == NULL || logo->text == NULL)
        return;
    path = region_format(&settings->region, "%s/" KEPT_LOGO, settings->folder);
    if (access(path, R_OK) != 0)
        path = logo->text[0] == '/'
                   ? logo->text
                   : region_format(&settings->region, "%s/%s", settings->folder, logo->text);
    made.bytes = (const unsigned char *)document_read_file(&settings->region, path, &made.size);
    if (made.bytes == NULL)
        complain(&reading->complaints, "khrop.ini", logo->line, "logo %s: %s", logo->text,
                 strerror(errno));
    else if (made.size > LOGO_BYTES_MAX)
        complain(&reading->complaints, "khrop.ini", logo->line,
                 "logo %s has more than 1 MiB; make it smaller", logo->text);
    else if (!png_size(made.bytes, made.size, &made.width, &made.height))
        complain(&reading->complaints, "khrop.ini", logo->line,
                 "logo %s is not a whole PNG file; save the picture as PNG", logo->text);
    else
        settings->logo = made;
    if (settings->logo.bytes != NULL)
        reading_keep_bytes(reading, KEPT_LOGO, (const char *)made.bytes, made.size);
}
