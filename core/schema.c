/* The type of a column follows from its name; see schema.h. */
#include "core/schema.h"

#include <string.h>

enum place_of_word { AT_START, AT_END, WHOLE };

/* The first row that fits decides. */
static const struct {
    const char *word;
    enum place_of_word place;
    enum column_type type;
} suffixes[] = {
    {"_no", AT_END, COLUMN_TEXT},        {"_on", AT_END, COLUMN_DATE},
    {"_at", AT_END, COLUMN_TIMESTAMP},   {"qty", WHOLE, COLUMN_QUANTITY},
    {"qty_", AT_START, COLUMN_QUANTITY}, {"_qty", AT_END, COLUMN_QUANTITY},
    {"amount", AT_END, COLUMN_MONEY},    {"_limit", AT_END, COLUMN_MONEY},
    {"balance", AT_END, COLUMN_MONEY},   {"price", AT_END, COLUMN_MONEY},
    {"_days", AT_END, COLUMN_INTEGER},   {"_count", AT_END, COLUMN_INTEGER},
    {"score", AT_END, COLUMN_INTEGER},   {"is_", AT_START, COLUMN_BOOLEAN},
    {"has_", AT_START, COLUMN_BOOLEAN},
};

enum column_type column_type_of(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t word = strlen(suffixes[i].word);
        const char *start =
            suffixes[i].place == AT_END && length >= word ? name + length - word : name;
        if (length < word || (suffixes[i].place == WHOLE && length != word))
            continue;
        if (strncmp(start, suffixes[i].word, word) == 0)
            return suffixes[i].type;
    }
    return COLUMN_TEXT;
}

const char *column_type_name(enum column_type type)
{
    static const char *const names[] = {"text",  "date",    "timestamp", "quantity",
                                        "money", "integer", "boolean"};
    return names[type];
}

bool column_type_is_number(enum column_type type)
{
    return type != COLUMN_TEXT;
}

size_t schema_find(const struct schema *schema, const char *name)
{
    size_t index = 0;
    while (index < schema->column_count && strcmp(schema->columns[index].name, name) != 0)
        index++;
    return index;
}
