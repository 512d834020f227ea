/* YAML documents as trees that know their lines; see document.h. */
#include "config/document.h"

#include "core/text.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#define DEEPEST 32
#define LARGEST_FILE_BYTES (16L * 1024 * 1024)

/* What is needed while a document is read. */
struct parse {
    yaml_parser_t parser;
    struct region *region;
    const char *file;
    int first_line;
    struct complaints *complaints;
    int depth;
};

static const struct node *parse_node(struct parse *parse, const yaml_event_t *event);

static int line_of(const struct parse *parse, const yaml_mark_t *mark)
{
    return parse->first_line + (int)mark->line;
}

/* What libyaml's words most often mean. */
static const char *hint_of(const char *problem)
{
    static const struct {
        const char *problem, *hint;
    } hints[] = {
        {"found character that cannot start any token",
         "; indent with blanks, not tabs, and put a value that begins with @, ` or % into quotes"},
        {"mapping values are not allowed in this context",
         "; indent it as the lines beside it, and put a text that holds `: ` into quotes"},
        {"did not find expected key", "; indent it as the lines beside it"},
        {"could not find expected ':'", "; write `key: value`, or indent what goes on from above"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (strcmp(hints[i].problem, problem) == 0)
            return hints[i].hint;
    return "";
}

static bool next_event(struct parse *parse, yaml_event_t *event)
{
    const yaml_parser_t *parser = &parse->parser;
    const char *problem;
    if (yaml_parser_parse(&parse->parser, event) != 0)
        return true;
    problem = parser->problem != NULL ? parser->problem : "it can't be read";
    complain(parse->complaints, parse->file, line_of(parse, &parser->problem_mark),
             "not valid YAML: %s%s%s%s", parser->context != NULL ? parser->context : "",
             parser->context != NULL ? ", " : "", problem, hint_of(problem));
    return false;
}

static struct node *new_node(struct parse *parse, enum node_kind kind, const yaml_mark_t *mark)
{
    struct node *node = region_allocate(parse->region, sizeof *node);
    node->kind = kind;
    node->line = line_of(parse, mark);
    return node;
}

static bool is_null_text(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    return text[0] == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0;
}

static const struct node *parse_scalar(struct parse *parse, const yaml_event_t *event)
{
    struct node *node = new_node(parse, NODE_SCALAR, &event->start_mark);
    if (event->data.scalar.length != strlen((const char *)event->data.scalar.value)) {
        complain(parse->complaints, parse->file, node->line,
                 "a NUL character can't stand in a value");
        return NULL;
    }
    if (!is_null_text(event))
        node->text = region_copy(parse->region, (const char *)event->data.scalar.value);
    return node;
}

static void add_entry(struct parse *parse, struct node *node, const char *key, int line,
                      const struct node *value)
{
    node->entries =
        region_grow(parse->region, node->entries, node->entry_count, sizeof *node->entries);
    node->entries[node->entry_count++] = (struct node_entry){key, line, value};
}

static const struct node *parse_list(struct parse *parse, const yaml_event_t *start)
{
    struct node *list = new_node(parse, NODE_LIST, &start->start_mark);
    yaml_event_t event;
    while (next_event(parse, &event)) {
        const struct node *item;
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            return list;
        }
        item = parse_node(parse, &event);
        yaml_event_delete(&event);
        if (item == NULL)
            return NULL;
        add_entry(parse, list, NULL, item->line, item);
    }
    return NULL;
}

/* Reads a value and adds it under `key`. */
static bool parse_entry(struct parse *parse, struct node *map, const yaml_event_t *key_event)
{
    int line = line_of(parse, &key_event->start_mark);
    const char *key;
    const struct node *value;
    yaml_event_t event;
    if (key_event->type != YAML_SCALAR_EVENT) {
        complain(parse->complaints, parse->file, line, "a key must be a plain word");
        return false;
    }
    key = region_copy(parse->region, (const char *)key_event->data.scalar.value);
    if (!next_event(parse, &event))
        return false;
    value = parse_node(parse, &event);
    yaml_event_delete(&event);
    if (value == NULL)
        return false;
    for (size_t i = 0; i < map->entry_count; i++)
        if (strcmp(map->entries[i].key, key) == 0) {
            complain(parse->complaints, parse->file, line,
                     "\"%s\" stands here twice (first in line %d)", key, map->entries[i].line);
            return true;
        }
    add_entry(parse, map, key, line, value);
    return true;
}

static const struct node *parse_map(struct parse *parse, const yaml_event_t *start)
{
    struct node *map = new_node(parse, NODE_MAP, &start->start_mark);
    yaml_event_t event;
    while (next_event(parse, &event)) {
        bool is_end = event.type == YAML_MAPPING_END_EVENT;
        bool good = is_end || parse_entry(parse, map, &event);
        yaml_event_delete(&event);
        if (is_end)
            return map;
        if (!good)
            return NULL;
    }
    return NULL;
}

static const struct node *parse_node(struct parse *parse, const yaml_event_t *event)
{
    const struct node *node = NULL;
    if (++parse->depth > DEEPEST) {
        complain(parse->complaints, parse->file, line_of(parse, &event->start_mark),
                 "nested deeper than %d levels", DEEPEST);
        return NULL;
    }
    if (event->type == YAML_SCALAR_EVENT)
        node = parse_scalar(parse, event);
    else if (event->type == YAML_SEQUENCE_START_EVENT)
        node = parse_list(parse, event);
    else if (event->type == YAML_MAPPING_START_EVENT)
        node = parse_map(parse, event);
    else
        complain(parse->complaints, parse->file, line_of(parse, &event->start_mark),
                 "aliases (*name) are not taken here: write the value out");
    parse->depth--;
    return node;
}

/* Passes over the start of stream and document; the first event of the content ends in *event. */
static const struct node *parse_document(struct parse *parse)
{
    yaml_event_t event;
    const struct node *root = NULL;
    while (next_event(parse, &event)) {
        bool is_start =
            event.type == YAML_STREAM_START_EVENT || event.type == YAML_DOCUMENT_START_EVENT;
        if (!is_start) {
            if (event.type == YAML_STREAM_END_EVENT || event.type == YAML_DOCUMENT_END_EVENT)
                root = new_node(parse, NODE_MAP, &event.start_mark);
            else
                root = parse_node(parse, &event);
        }
        yaml_event_delete(&event);
        if (!is_start)
            break;
    }
    return root;
}

/* A second document in one file would be passed over in silence. */
static bool ends_here(struct parse *parse)
{
    yaml_event_t event;
    bool is_end = false;
    while (!is_end && next_event(parse, &event)) {
        bool is_content = event.type == YAML_DOCUMENT_START_EVENT;
        is_end = event.type == YAML_STREAM_END_EVENT;
        if (is_content)
            complain(parse->complaints, parse->file, line_of(parse, &event.start_mark),
                     "a second document (---) in one file is not taken");
        yaml_event_delete(&event);
        if (is_content)
            return false;
    }
    return is_end;
}

/* A file of comments alone is an empty map. */
static const struct node *empty_map(struct region *region)
{
    struct node *map = region_allocate(region, sizeof *map);
    map->kind = NODE_MAP;
    map->line = 1;
    return map;
}

const struct node *document_parse_yaml(struct region *region, const char *file, const char *text,
                                       size_t length, int first_line, struct complaints *complaints)
{
    struct parse parse = {
        .region = region, .file = file, .first_line = first_line, .complaints = complaints};
    const struct node *root;
    if (yaml_parser_initialize(&parse.parser) == 0) {
        complain(complaints, file, 0, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&parse.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parse.parser, (const unsigned char *)text, length);
    root = parse_document(&parse);
    if (root != NULL && root->entry_count > 0 && !ends_here(&parse))
        root = NULL;
    if (root != NULL && root->kind == NODE_SCALAR && root->text == NULL)
        root = empty_map(region);
    yaml_parser_delete(&parse.parser);
    return root;
}

char *document_read_file(struct region *region, const char *path, size_t *length)
{
    FILE *file = fopen(path, "rbe");
    struct stat status;
    char *text = NULL;
    long size;
    if (file == NULL)
        return NULL;
    if (fstat(fileno(file), &status) != 0)
        goto done;
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        goto done;
    }
    if (fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) != 0)
        goto done;
    if (size > LARGEST_FILE_BYTES) {
        errno = EFBIG;
        goto done;
    }
    text = region_allocate(region, (size_t)size + 1);
    *length = fread(text, 1, (size_t)size, file);
    if (ferror(file) != 0)
        text = NULL;
done:
    fclose(file);
    return text;
}

const char *document_way_in(struct region *region, const char *path, const char *mode)
{
    const struct passwd *user = getpwuid(geteuid());
    const struct group *group = getgrgid(getegid());
    if (user == NULL || group == NULL)
        return "";
    return region_format(region, "; user %s must be able to read it: chgrp %s %s && chmod %s %s",
                         user->pw_name, group->gr_name, path, mode, path);
}

static void complain_unreadable(struct region *region, struct complaints *complaints,
                                const char *file, const char *path, int error_number)
{
    complain(complaints, file, 0, "%s: %s%s", path, strerror(error_number),
             error_number == ENOENT   ? "; `khrop demo DIR` writes one to start from"
             : error_number == EACCES ? document_way_in(region, path, "g+r")
                                      : "");
}

static int line_at(const char *text, const char *at)
{
    int line = 1;
    while ((text = memchr(text, '\n', (size_t)(at - text))) != NULL) {
        text++;
        line++;
    }
    return line;
}

/* The first line that is not text; NULL: all are. */
static const char *bad_line(const char *text, size_t length, enum text_status *status)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text)), *start;
        size_t size = (size_t)((stop == NULL ? end : stop) - text), trimmed;
        *status = text_look(text, size, &start, &trimmed);
        if (*status == TEXT_NOT_UTF8 || *status == TEXT_HAS_NUL || *status == TEXT_HAS_CONTROL)
            return text;
        text += size + 1;
    }
    return NULL;
}

char *document_text(char *bytes, size_t *length, const char *file, struct complaints *complaints)
{
    enum text_status status = TEXT_GOOD;
    const char *bad;
    if (*length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        *length -= 3;
    }
    if (*length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        complain(complaints, file, 0, "is UTF-16; save it as UTF-8: iconv -f UTF-16 -t UTF-8 %s",
                 file);
        return NULL;
    }
    bad = bad_line(bytes, *length, &status);
    if (bad == NULL)
        return bytes;
    if (status == TEXT_NOT_UTF8)
        complain(complaints, file, line_at(bytes, bad),
                 "is not UTF-8; if an editor saved it as Windows-874: iconv -f CP874 -t UTF-8 %s",
                 file);
    else
        complain(complaints, file, line_at(bytes, bad), "holds a %s character; take it out",
                 status == TEXT_HAS_NUL ? "NUL" : "control");
    return NULL;
}

char *document_read_text(struct region *region, const char *folder, const char *file,
                         bool is_required, size_t *length, struct complaints *complaints)
{
    char *path = region_format(region, "%s/%s", folder, file);
    char *text = document_read_file(region, path, length);
    if (text != NULL)
        return document_text(text, length, file, complaints);
    if (errno != ENOENT || is_required)
        complain_unreadable(region, complaints, file, path, errno);
    return NULL;
}

const struct node *document_read_yaml(struct region *region, const char *folder, const char *file,
                                      bool is_required, struct complaints *complaints)
{
    size_t length = 0;
    char *text = document_read_text(region, folder, file, is_required, &length, complaints);
    return text == NULL ? NULL : document_parse_yaml(region, file, text, length, 1, complaints);
}

const struct node *node_find(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->entry_count; i++)
        if (strcmp(map->entries[i].key, key) == 0)
            return map->entries[i].value;
    return NULL;
}
