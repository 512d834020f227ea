/* Checks documents against a table of keys; see binder.h. */
#include "config/binder.h"

#include "core/decimal.h"

#include <stdio.h>
#include <string.h>

#define PATH_SIZE 256
#define MOST_CHILDREN 64

struct check {
    const struct key_table *table;
    const char *file, *display;
    struct complaints *complaints;
};

static void check_value(const struct check *check, const struct key_declaration *key,
                        const char *path, const char *name, int line, const struct node *value);

static bool last_component_is(const char *path, size_t prefix_length, const char *name)
{
    const char *rest = path + prefix_length;
    return strcmp(rest, name) == 0;
}

/* The row for `name` below `prefix` (a path of the table, "" at the top), literal first, then `*`.
 */
static const struct key_declaration *find_child(const struct check *check, const char *prefix,
                                                const char *name)
{
    size_t length = strlen(prefix);
    const struct key_declaration *any = NULL;
    for (size_t i = 0; i < check->table->count; i++) {
        const struct key_declaration *key = &check->table->keys[i];
        size_t offset = length == 0 ? 0 : length + 1;
        if (strcmp(key->file, check->file) != 0 || strncmp(key->path, prefix, length) != 0)
            continue;
        if (length > 0 && key->path[length] != '.')
            continue;
        if (last_component_is(key->path, offset, name))
            return key;
        if (last_component_is(key->path, offset, "*"))
            any = key;
    }
    return any;
}

/* The names that may stand below `prefix`. */
static size_t list_children(const struct check *check, const char *prefix,
                            const char *names[MOST_CHILDREN])
{
    size_t length = strlen(prefix), count = 0;
    for (size_t i = 0; i < check->table->count && count < MOST_CHILDREN; i++) {
        const struct key_declaration *key = &check->table->keys[i];
        const char *rest = key->path + (length == 0 ? 0 : length + 1);
        if (strcmp(key->file, check->file) != 0 || strncmp(key->path, prefix, length) != 0 ||
            (length > 0 && key->path[length] != '.'))
            continue;
        if (strchr(rest, '.') == NULL && strcmp(rest, "*") != 0 && strcmp(rest, "[]") != 0)
            names[count++] = rest;
    }
    return count;
}

static void check_required(const struct check *check, const char *prefix, const struct node *map)
{
    size_t length = strlen(prefix);
    for (size_t i = 0; i < check->table->count; i++) {
        const struct key_declaration *key = &check->table->keys[i];
        const char *rest = key->path + (length == 0 ? 0 : length + 1);
        if (!key->is_required || strcmp(key->file, check->file) != 0 ||
            strncmp(key->path, prefix, length) != 0 || (length > 0 && key->path[length] != '.') ||
            strchr(rest, '.') != NULL)
            continue;
        if (node_find(map, rest) == NULL)
            complain(check->complaints, check->display, map->line, "\"%s\" is missing (%s)", rest,
                     key->help);
    }
}

static void check_map(const struct check *check, const char *prefix, const struct node *map)
{
    for (size_t i = 0; i < map->entry_count; i++) {
        const struct node_entry *entry = &map->entries[i];
        const struct key_declaration *key = find_child(check, prefix, entry->key);
        if (key == NULL) {
            const char *names[MOST_CHILDREN];
            size_t count = list_children(check, prefix, names);
            complain_name(check->complaints, check->display, entry->line, "unknown key", entry->key,
                          names, count);
            continue;
        }
        check_value(check, key, key->path, entry->key, entry->line, entry->value);
    }
    check_required(check, prefix, map);
}

static void check_list_of_maps(const struct check *check, const char *path, const char *name,
                               const struct node *list)
{
    char item_path[PATH_SIZE];
    snprintf(item_path, sizeof item_path, "%s.[]", path);
    for (size_t i = 0; i < list->entry_count; i++) {
        const struct node *item = list->entries[i].value;
        if (item->kind != NODE_MAP)
            complain(check->complaints, check->display, item->line,
                     "an item of \"%s\" must be a map {key: value}", name);
        else
            check_map(check, item_path, item);
    }
}

static void check_names(const struct check *check, const char *name, const struct node *list)
{
    if (list->kind == NODE_SCALAR && list->text != NULL)
        return;
    if (list->kind != NODE_LIST) {
        complain(check->complaints, check->display, list->line, "\"%s\" must be a list [a, b]",
                 name);
        return;
    }
    for (size_t i = 0; i < list->entry_count; i++) {
        const struct node *item = list->entries[i].value;
        if (item->kind != NODE_SCALAR || item->text == NULL) {
            complain(check->complaints, check->display, item->line,
                     "an item of \"%s\" must be a plain word", name);
            continue;
        }
        for (size_t j = 0; j < i; j++)
            if (list->entries[j].value->text != NULL &&
                strcmp(list->entries[j].value->text, item->text) == 0)
                complain(check->complaints, check->display, item->line,
                         "\"%s\" stands twice in \"%s\"", item->text, name);
    }
}

static void check_bilingual(const struct check *check, const char *name, const struct node *value)
{
    if (value->kind == NODE_SCALAR && value->text != NULL)
        return;
    if (value->kind == NODE_MAP) {
        for (size_t i = 0; i < value->entry_count; i++)
            if (strcmp(value->entries[i].key, "en") != 0 &&
                strcmp(value->entries[i].key, "th") != 0)
                complain(check->complaints, check->display, value->entries[i].line,
                         "\"%s\" has a language \"%s\"; valid here: en, th", name,
                         value->entries[i].key);
            else if (value->entries[i].value->kind != NODE_SCALAR ||
                     value->entries[i].value->text == NULL)
                complain(check->complaints, check->display, value->entries[i].line,
                         "\"%s\" must be text", name);
        if (value->entry_count > 0)
            return;
    }
    complain(check->complaints, check->display, value->line,
             "\"%s\" must be a text or {en: .., th: ..}", name);
}

static void check_integer(const struct check *check, const struct key_declaration *key,
                          const char *name, const struct node *value)
{
    int64_t number = 0;
    bool good = key->type == KEY_DURATION
                    ? duration_parse(value->text, &number)
                    : integer_parse(value->text, strlen(value->text), &number) == DECIMAL_GOOD;
    if (!good)
        complain(check->complaints, check->display, value->line, "\"%s\": \"%s\" is not %s", name,
                 value->text,
                 key->type == KEY_DURATION ? "a duration such as 90, 5m or 1h" : "a whole number");
    else if (key->least < key->most && (number < key->least || number > key->most))
        complain(check->complaints, check->display, value->line,
                 "\"%s\": %lld is out of range; %lld to %lld are valid", name, (long long)number,
                 (long long)key->least, (long long)key->most);
}

static void check_date(const struct check *check, const char *name, const struct node *value)
{
    int64_t days;
    enum date_status status =
        date_parse(value->text, strlen(value->text), DATE_ORDER_ISO, DATE_ERA_COMMON, &days);
    if (status == DATE_LOOKS_BUDDHIST)
        complain(check->complaints, check->display, value->line,
                 "\"%s\": \"%s\" has a year of the Buddhist era; write the common era (year - 543)",
                 name, value->text);
    else if (status != DATE_GOOD)
        complain(check->complaints, check->display, value->line,
                 "\"%s\": \"%s\" is not a date such as 2026-12-31", name, value->text);
}

static void check_choice(const struct check *check, const struct key_declaration *key,
                         const char *name, const struct node *value)
{
    size_t count = 0;
    char what[PATH_SIZE];
    while (key->choices[count] != NULL) {
        if (strcmp(key->choices[count], value->text) == 0)
            return;
        count++;
    }
    snprintf(what, sizeof what, "\"%s\" can't be", name);
    complain_name(check->complaints, check->display, value->line, what, value->text, key->choices,
                  count);
}

static void check_scalar(const struct check *check, const struct key_declaration *key,
                         const char *name, const struct node *value)
{
    int64_t number;
    bool truth;
    if (value->kind != NODE_SCALAR || value->text == NULL) {
        complain(check->complaints, check->display, value->line, "\"%s\" must be %s", name,
                 key_type_name(key->type));
        return;
    }
    if (key->type == KEY_INTEGER || key->type == KEY_DURATION)
        check_integer(check, key, name, value);
    else if (key->type == KEY_DATE)
        check_date(check, name, value);
    else if (key->type == KEY_CHOICE)
        check_choice(check, key, name, value);
    else if (key->type == KEY_BOOLEAN && !boolean_parse(value->text, &truth))
        complain(check->complaints, check->display, value->line,
                 "\"%s\": \"%s\" is neither true nor false", name, value->text);
    else if (key->type == KEY_DECIMAL &&
             decimal_parse(value->text, strlen(value->text), &number) != DECIMAL_GOOD)
        complain(check->complaints, check->display, value->line,
                 "\"%s\": \"%s\" is not a number with at most four decimals", name, value->text);
}

static void check_value(const struct check *check, const struct key_declaration *key,
                        const char *path, const char *name, int line, const struct node *value)
{
    switch (key->type) {
    case KEY_ANY:
        return;
    case KEY_MAP:
        if (value->kind == NODE_MAP)
            check_map(check, path, value);
        else
            complain(check->complaints, check->display, line, "\"%s\" must be a map of keys", name);
        return;
    case KEY_LIST:
        if (value->kind == NODE_LIST)
            check_list_of_maps(check, path, name, value);
        else
            complain(check->complaints, check->display, line, "\"%s\" must be a list of maps",
                     name);
        return;
    case KEY_NAMES:
        check_names(check, name, value);
        return;
    case KEY_BILINGUAL:
        check_bilingual(check, name, value);
        return;
    default:
        check_scalar(check, key, name, value);
    }
}

void binder_check(const struct key_table *table, const char *file, const char *display,
                  const struct node *root, struct complaints *complaints)
{
    struct check check = {table, file, display, complaints};
    if (root == NULL)
        return;
    if (root->kind != NODE_MAP) {
        complain(complaints, display, root->line, "the file must be a map of keys");
        return;
    }
    check_map(&check, "", root);
}

const struct key_declaration *binder_find(const struct key_table *table, const char *file,
                                          const char *path)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->keys[i].file, file) == 0 && strcmp(table->keys[i].path, path) == 0)
            return &table->keys[i];
    return NULL;
}

const char *key_type_name(enum key_type type)
{
    static const char *const names[] = {"text",
                                        "a text or {en: .., th: ..}",
                                        "a whole number",
                                        "a number",
                                        "true or false",
                                        "one of a few words",
                                        "a date",
                                        "a duration",
                                        "a list of names",
                                        "a map of keys",
                                        "a list of maps",
                                        "anything"};
    return names[type];
}
