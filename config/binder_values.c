/* Values of a document that binder_check has looked at; see binder.h. */
#include "config/binder.h"
#include "core/decimal.h"

#include <string.h>

bool duration_parse(const char *text, int64_t *seconds)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}};
    size_t length = strlen(text);
    int64_t factor = 1;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (length > 1 && text[length - 1] == units[i].unit) {
            factor = units[i].seconds;
            length--;
            break;
        }
    if (integer_parse(text, length, seconds) != DECIMAL_GOOD || *seconds < 0 ||
        *seconds > INT64_C(100000000))
        return false;
    *seconds *= factor;
    return true;
}

bool boolean_parse(const char *text, bool *value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"yes", true}, {"on", true},   {"1", true},
                 {"false", false}, {"no", false}, {"off", false}, {"0", false}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i].word) == 0) {
            *value = words[i].value;
            return true;
        }
    return false;
}

const char *binder_text(const struct node *map, const char *key, const char *default_text)
{
    const struct node *value = node_find(map, key);
    return value != NULL && value->kind == NODE_SCALAR && value->text != NULL ? value->text
                                                                              : default_text;
}

bool binder_boolean(const struct node *map, const char *key, bool default_value)
{
    const char *text = binder_text(map, key, NULL);
    bool value = default_value;
    if (text != NULL)
        boolean_parse(text, &value);
    return value;
}

int64_t binder_integer(const struct node *map, const char *key, int64_t default_value)
{
    const char *text = binder_text(map, key, NULL);
    int64_t value;
    if (text == NULL || integer_parse(text, strlen(text), &value) != DECIMAL_GOOD)
        return default_value;
    return value;
}

int64_t binder_duration(const struct node *map, const char *key, int64_t default_value)
{
    const char *text = binder_text(map, key, NULL);
    int64_t value;
    return text != NULL && duration_parse(text, &value) ? value : default_value;
}

int64_t binder_date(const struct node *map, const char *key, int64_t default_value)
{
    const char *text = binder_text(map, key, NULL);
    int64_t days;
    if (text == NULL ||
        date_parse(text, strlen(text), DATE_ORDER_ISO, DATE_ERA_COMMON, &days) != DATE_GOOD)
        return default_value;
    return days;
}

size_t binder_choice(const struct node *map, const char *key, const char *const *choices,
                     size_t default_index)
{
    const char *text = binder_text(map, key, NULL);
    for (size_t i = 0; text != NULL && choices[i] != NULL; i++)
        if (strcmp(choices[i], text) == 0)
            return i;
    return default_index;
}

bool binder_decimal(const struct node *map, const char *key, int64_t *scaled)
{
    const char *text = binder_text(map, key, NULL);
    return text != NULL && decimal_parse(text, strlen(text), scaled) == DECIMAL_GOOD;
}

const char *const *binder_names(struct region *region, const struct node *map, const char *key,
                                size_t *count)
{
    const struct node *list = node_find(map, key);
    size_t room = list == NULL ? 0 : list->kind == NODE_LIST ? list->entry_count : 1;
    const char **names = region_allocate(region, (room + 1) * sizeof *names);
    *count = 0;
    if (list != NULL && list->kind == NODE_SCALAR && list->text != NULL)
        names[(*count)++] = list->text;
    for (size_t i = 0; list != NULL && list->kind == NODE_LIST && i < list->entry_count; i++)
        if (list->entries[i].value->text != NULL)
            names[(*count)++] = list->entries[i].value->text;
    return names;
}
