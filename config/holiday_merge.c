/* Puts lines among those of a YAML list; see holiday_merge.h. */
#include "config/holiday_merge.h"

#include "config/binder.h"
#include "config/document.h"
#include "core/date.h"

#include <stdio.h>
#include <string.h>

#define FILE_NAME "holidays.yaml"
#define ITEM_INDENT 2

struct merging {
    struct region *region;
    const struct holiday_lines *lines;
    struct holiday_merge *merge;
    const char **old; /* lines of the old text, without their ends */
    size_t old_count;
    size_t indent; /* of the list's items */
    char *text;
    size_t size;
};

static void split(struct merging *merging, const char *text)
{
    size_t line_count = 1;
    for (const char *at = text; *at != '\0'; at++)
        line_count += *at == '\n';
    merging->old = region_allocate(merging->region, line_count * sizeof *merging->old);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        merging->old[merging->old_count++] =
            region_format(merging->region, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void put(struct merging *merging, const char *line)
{
    size_t length = strlen(line);
    memcpy(merging->text + merging->size, line, length);
    merging->text[merging->size + length] = '\n';
    merging->size += length + 1;
    merging->text[merging->size] = '\0';
}

/* In double quotes, as YAML has them. */
static const char *quoted(struct region *region, const char *text)
{
    char *made = region_allocate(region, 2 * strlen(text) + 3);
    size_t length = 0;
    made[length++] = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            made[length++] = '\\';
        made[length++] = *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text;
    }
    made[length++] = '"';
    made[length] = '\0';
    return made;
}

static const char *item_text(struct merging *merging, const struct holiday_line *line)
{
    struct region *region = merging->region;
    const char *comma = *line->name_th != '\0' && *line->name_en != '\0' ? ", " : "";
    const char *th = *line->name_th == '\0'
                         ? ""
                         : region_format(region, "th: %s", quoted(region, line->name_th));
    const char *en = *line->name_en == '\0'
                         ? ""
                         : region_format(region, "en: %s", quoted(region, line->name_en));
    char date[DATE_TEXT_SIZE];
    date_format_iso(line->on, date);
    return region_format(region, "%*s- {date: %s, name: {%s%s%s}%s}", (int)merging->indent, "",
                         date, th, comma, en, line->is_working ? ", working: true" : "");
}

static const char *date_of(const struct node *item)
{
    const struct node *date = node_find(item, "date");
    return date != NULL && date->text != NULL ? date->text : "";
}

/* The day of an item of the file; one that can't be read stands before all others. */
static int64_t day_of(const struct node *item)
{
    const char *text = date_of(item);
    int64_t on;
    return date_parse(text, strlen(text), DATE_ORDER_ISO, DATE_ERA_COMMON, &on) == DATE_GOOD
               ? on
               : INT64_MIN;
}

static void mark_added(struct merging *merging, const struct node *list)
{
    struct holiday_merge *merge = merging->merge;
    merge->is_added = region_allocate(merging->region, merging->lines->count + 1);
    for (size_t i = 0; i < merging->lines->count; i++) {
        merge->is_added[i] = true;
        for (size_t j = 0; list != NULL && j < list->entry_count; j++)
            if (day_of(list->entries[j].value) == merging->lines->lines[i].on)
                merge->is_added[i] = false;
        merge->added_count += merge->is_added[i];
    }
}

static size_t indent_of(const char *line)
{
    return strspn(line, " ");
}

/* Lines can be put only where each item begins a line of its own with `- `. */
static bool is_list_of_lines(const struct merging *merging, const struct node *list)
{
    for (size_t i = 0; i < list->entry_count; i++) {
        int line = list->entries[i].value->line;
        if (line < 1 || (size_t)line > merging->old_count ||
            merging->old[line - 1][indent_of(merging->old[line - 1])] != '-' ||
            (i > 0 && line <= list->entries[i - 1].value->line))
            return false;
    }
    return list->entry_count > 0;
}

/* The line behind the last item and what belongs to it, which stands further in. */
static size_t end_of(const struct merging *merging, const struct node *list)
{
    size_t line = (size_t)list->entries[list->entry_count - 1].value->line;
    while (line < merging->old_count && indent_of(merging->old[line]) > merging->indent &&
           merging->old[line][indent_of(merging->old[line])] != '\0')
        line++;
    return line;
}

/* Puts the holidays that belong before `day`, from *next on. */
static void put_until(struct merging *merging, size_t *next, int64_t day)
{
    for (; *next < merging->lines->count && merging->lines->lines[*next].on < day; (*next)++)
        if (merging->merge->is_added[*next])
            put(merging, item_text(merging, &merging->lines->lines[*next]));
}

static void write_among(struct merging *merging, const struct node *list)
{
    size_t next = 0, item = 0, end = end_of(merging, list);
    for (size_t line = 0; line < merging->old_count; line++) {
        if (line == end)
            put_until(merging, &next, INT64_MAX);
        if (item < list->entry_count && (size_t)list->entries[item].value->line == line + 1)
            put_until(merging, &next, day_of(list->entries[item++].value));
        put(merging, merging->old[line]);
    }
    put_until(merging, &next, INT64_MAX);
}

/* There is no list yet: behind the line of `holidays:`, or at the end under one of its own. */
static void write_first(struct merging *merging, int key_line)
{
    size_t next = 0;
    for (size_t line = 0; line < merging->old_count; line++) {
        put(merging, merging->old[line]);
        if ((int)line + 1 == key_line)
            put_until(merging, &next, INT64_MAX);
    }
    if (key_line == 0 && merging->merge->added_count > 0) {
        put(merging, "holidays:");
        put_until(merging, &next, INT64_MAX);
    }
}

static const struct node_entry *holidays_entry(const struct node *root)
{
    for (size_t i = 0; root->kind == NODE_MAP && i < root->entry_count; i++)
        if (strcmp(root->entries[i].key, "holidays") == 0)
            return &root->entries[i];
    return NULL;
}

/* A holiday outside the accepted dates would be a fault of the configuration from then on. */
static bool check_accepted(const struct merging *merging, const struct node *root,
                           struct complaints *complaints)
{
    const struct node *accepted = node_find(root, "accepted");
    int64_t from = binder_date(accepted, "from", date_from_civil(1990, 1, 1));
    int64_t to = binder_date(accepted, "to", date_from_civil(2069, 12, 31));
    bool are_inside = true;
    for (size_t i = 0; i < merging->lines->count; i++) {
        int64_t on = merging->lines->lines[i].on;
        char date[DATE_TEXT_SIZE];
        if (on >= from && on <= to)
            continue;
        are_inside = false;
        date_format_iso(on, date);
        complain(complaints, FILE_NAME, accepted == NULL ? 0 : accepted->line,
                 "%s is outside the accepted dates; widen accepted: {from: .., to: ..}", date);
    }
    return are_inside;
}

static size_t size_needed(struct merging *merging, const char *old)
{
    size_t size = strlen(old) + 64;
    for (size_t i = 0; i < merging->lines->count; i++)
        size += strlen(item_text(merging, &merging->lines->lines[i])) + 1;
    return size;
}

/* The new text must say the old days and the added ones, and each once. */
static bool is_as_meant(struct merging *merging, size_t before, struct complaints *complaints)
{
    const struct node *root = document_parse_yaml(merging->region, FILE_NAME, merging->text,
                                                  merging->size, 1, complaints);
    const struct node *list = root == NULL ? NULL : node_find(root, "holidays");
    size_t count = list == NULL || list->kind != NODE_LIST ? 0 : list->entry_count;
    size_t found = 0;
    for (size_t i = 0; i < merging->lines->count; i++)
        for (size_t j = 0; j < count; j++)
            found += day_of(list->entries[j].value) == merging->lines->lines[i].on;
    if (count == before + merging->merge->added_count && found >= merging->lines->count)
        return true;
    complain(complaints, FILE_NAME, 0,
             "the holidays can't be put into it; write them in lines of their own, each as "
             "\"  - {date: 2026-12-31, name: ..}\"");
    return false;
}

bool holiday_merge(struct region *region, const char *old, const struct holiday_lines *lines,
                   struct holiday_merge *merge, struct complaints *complaints)
{
    struct merging merging = {
        .region = region, .lines = lines, .merge = merge, .indent = ITEM_INDENT};
    const struct node *root =
        document_parse_yaml(region, FILE_NAME, old, strlen(old), 1, complaints);
    const struct node_entry *entry;
    const struct node *list;
    *merge = (struct holiday_merge){0};
    if (root == NULL)
        return false;
    if (!check_accepted(&merging, root, complaints))
        return false;
    entry = holidays_entry(root);
    list = entry != NULL && entry->value->kind == NODE_LIST ? entry->value : NULL;
    split(&merging, old);
    mark_added(&merging, list);
    if (list != NULL && !is_list_of_lines(&merging, list)) {
        complain(complaints, FILE_NAME, entry->line,
                 "holidays: write the list in lines of their own, each as \"  - {date: "
                 "2026-12-31, name: ..}\", then import");
        return false;
    }
    if (list != NULL)
        merging.indent = indent_of(merging.old[list->entries[0].value->line - 1]);
    merging.text = region_allocate(region, size_needed(&merging, old));
    merging.text[0] = '\0';
    if (list != NULL)
        write_among(&merging, list);
    else
        write_first(&merging, entry == NULL ? 0 : entry->line);
    merge->text = merging.text;
    return is_as_meant(&merging, list == NULL ? 0 : list->entry_count, complaints);
}
