/* An ini file as the same tree as YAML gives, read by inih line by line. */
#include "config/document.h"

#include <ini.h>
#include <string.h>

#define MOST_BAD_LINES 20

struct ini_reading {
    struct region *region;
    const char *file;
    struct complaints *complaints;
    struct node *root;
    char *text;
    const char
        *line_start; /* what inih reads from: its callback doesn't give the line on every build */
    int line, section_line;
    bool is_silent; /* while lines are looked at alone */
};

/* inih takes ` ;` for the start of a comment, which would cut a connection string in silence. */
static void complain_of_cut(struct ini_reading *reading, const char *line)
{
    const char *at = strchr(line, '=');
    if (reading->is_silent || at == NULL || strchr(";#[", line[0]) != NULL)
        return;
    while ((at = strchr(at + 1, ';')) != NULL)
        if (at[-1] == ' ' || at[-1] == '\t') {
            if (strchr(at, '=') != NULL)
                complain(reading->complaints, reading->file, reading->line,
                         "what follows ` ;` would be a comment; take the blank before the "
                         "semicolon out, or give the comment a line of its own");
            return;
        }
}

/* inih asks for one line at a time, which is how we know where we are. It would take an indented
 * line for more of the value above: blanks at the start are passed over. */
static char *next_line(char *line, int size, void *stream)
{
    struct ini_reading *reading = stream;
    const char *end;
    size_t length, blanks;
    if (*reading->line_start == '\0')
        return NULL;
    reading->line++;
    end = strchr(reading->line_start, '\n');
    length = end == NULL ? strlen(reading->line_start) : (size_t)(end - reading->line_start) + 1;
    if (length >= (size_t)size) {
        if (!reading->is_silent)
            complain(reading->complaints, reading->file, reading->line,
                     "the line is longer than %d bytes", size - 2);
        reading->line_start += length;
        line[0] = '\0';
        return line;
    }
    blanks = strspn(reading->line_start, " \t");
    memcpy(line, reading->line_start + blanks, length - blanks);
    line[length - blanks] = '\0';
    reading->line_start += length;
    if (line[0] == '[')
        reading->section_line = reading->line;
    complain_of_cut(reading, line);
    return line;
}

static struct node *child_map(struct ini_reading *reading, struct node *map, const char *key)
{
    struct node *child = (struct node *)node_find(map, key);
    if (child != NULL)
        return child;
    child = region_allocate(reading->region, sizeof *child);
    child->kind = NODE_MAP;
    child->line = reading->section_line;
    map->entries =
        region_grow(reading->region, map->entries, map->entry_count, sizeof *map->entries);
    map->entries[map->entry_count++] =
        (struct node_entry){region_copy(reading->region, key), reading->section_line, child};
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

static int pass_over(void *user, const char *section, const char *name, const char *value)
{
    (void)user;
    (void)section;
    (void)name;
    (void)value;
    return 1;
}

static int read_lines(struct ini_reading *reading, ini_handler take)
{
    reading->line_start = reading->text;
    reading->line = 0;
    return ini_parse_stream(next_line, reading, take, reading);
}

static void make_comment(char *text, int line)
{
    while (--line > 0)
        text = strchr(text, '\n') + 1;
    text += strspn(text, " \t");
    *text = ';';
}

/* inih tells the first bad line alone: each becomes a comment, and the others are looked at again.
 */
static void complain_of_lines(struct ini_reading *reading)
{
    reading->is_silent = true;
    for (int i = 0; i < MOST_BAD_LINES; i++) {
        int line = read_lines(reading, pass_over);
        if (line <= 0)
            break;
        complain(reading->complaints, reading->file, line,
                 "is neither `key = value` nor `[section]`");
        make_comment(reading->text, line);
    }
    reading->is_silent = false;
}

const struct node *document_parse_ini(struct region *region, const char *file, char *text,
                                      struct complaints *complaints)
{
    struct node *root = region_allocate(region, sizeof *root);
    struct ini_reading reading = {
        .region = region, .file = file, .complaints = complaints, .root = root, .text = text};
    root->kind = NODE_MAP;
    root->line = 1;
    complain_of_lines(&reading);
    read_lines(&reading, take_value);
    return root;
}

const struct node *document_read_ini(struct region *region, const char *folder, const char *file,
                                     struct complaints *complaints)
{
    size_t length = 0;
    char *text = document_read_text(region, folder, file, true, &length, complaints);
    return text == NULL ? NULL : document_parse_ini(region, file, text, complaints);
}
