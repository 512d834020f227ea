/* An ini file as the same tree as YAML gives, read by inih line by line. */
#include "config/document.h"

#include <errno.h>
#include <ini.h>
#include <string.h>

struct ini_reading {
    struct region *region;
    const char *file;
    struct complaints *complaints;
    struct node *root;
    const char *text,
        *line_start; /* what inih reads from: its callback doesn't give the line on every build */
    int line;
};

/* inih asks for one line at a time, which is how we know where we are. */
static char *next_line(char *line, int size, void *stream)
{
    struct ini_reading *reading = stream;
    const char *end;
    size_t length;
    if (*reading->line_start == '\0')
        return NULL;
    reading->line++;
    end = strchr(reading->line_start, '\n');
    length = end == NULL ? strlen(reading->line_start) : (size_t)(end - reading->line_start) + 1;
    if (length >= (size_t)size) {
        complain(reading->complaints, reading->file, reading->line,
                 "the line is longer than %d bytes", size - 2);
        reading->line_start += length;
        line[0] = '\0';
        return line;
    }
    memcpy(line, reading->line_start, length);
    line[length] = '\0';
    reading->line_start += length;
    return line;
}

static struct node *child_map(struct ini_reading *reading, struct node *map, const char *key)
{
    struct node *child = (struct node *)node_find(map, key);
    if (child != NULL)
        return child;
    child = region_allocate(reading->region, sizeof *child);
    child->kind = NODE_MAP;
    child->line = reading->line;
    map->entries =
        region_grow(reading->region, map->entries, map->entry_count, sizeof *map->entries);
    map->entries[map->entry_count++] =
        (struct node_entry){region_copy(reading->region, key), reading->line, child};
    return child;
}

/* `[source sales]` is the map `sales` in the map `source`. */
static struct node *section_map(struct ini_reading *reading, const char *section)
{
    const char *space = strchr(section, ' ');
    struct node *outer;
    if (space == NULL)
        return child_map(reading, reading->root, section);
    outer = child_map(reading, reading->root,
                      region_format(reading->region, "%.*s", (int)(space - section), section));
    return child_map(reading, outer, space + strspn(space, " "));
}

static int take_value(void *user, const char *section, const char *name, const char *value)
{
    struct ini_reading *reading = user;
    struct node *map;
    struct node *scalar;
    if (section[0] == '\0') {
        complain(reading->complaints, reading->file, reading->line,
                 "\"%s\" stands before any [section]", name);
        return 1;
    }
    map = section_map(reading, section);
    if (node_find(map, name) != NULL) {
        complain(reading->complaints, reading->file, reading->line,
                 "\"%s\" stands here twice (first in line %d)", name, node_find(map, name)->line);
        return 1;
    }
    scalar = region_allocate(reading->region, sizeof *scalar);
    scalar->line = reading->line;
    scalar->text = value[0] == '\0' ? NULL : region_copy(reading->region, value);
    map->entries =
        region_grow(reading->region, map->entries, map->entry_count, sizeof *map->entries);
    map->entries[map->entry_count++] =
        (struct node_entry){region_copy(reading->region, name), reading->line, scalar};
    return 1;
}

const struct node *document_read_ini(struct region *region, const char *folder, const char *file,
                                     struct complaints *complaints)
{
    char *path = region_format(region, "%s/%s", folder, file);
    size_t length = 0;
    char *text = document_read_file(region, path, &length);
    struct node *root;
    struct ini_reading reading;
    int bad_line;
    if (text == NULL) {
        complain(complaints, file, 0, "%s: %s; `khrop demo DIR` writes one to start from", path,
                 strerror(errno));
        return NULL;
    }
    if (strlen(text) != length) {
        complain(complaints, file, 0, "holds a NUL character: it is not a text file");
        return NULL;
    }
    root = region_allocate(region, sizeof *root);
    root->kind = NODE_MAP;
    root->line = 1;
    reading = (struct ini_reading){region, file, complaints, root, text, text, 0};
    bad_line = ini_parse_stream(next_line, &reading, take_value, &reading);
    if (bad_line > 0)
        complain(complaints, file, bad_line, "is neither `key = value` nor `[section]`");
    return root;
}
