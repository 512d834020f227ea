/* Sentences from templates; see why.h. */
#include "jobs/why.h"

#include "core/text.h"
#include "jobs/value_text.h"
#include "jobs/value_words.h"

#include <string.h>

#define NAME_SIZE 128

/* Finds the next {name}. Returns where it opens, or NULL; *after is behind its brace. */
static const char *next_place(const char *text, char name[NAME_SIZE], const char **after)
{
    const char *open = strchr(text, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL || (size_t)(close - open) >= NAME_SIZE)
        return NULL;
    memcpy(name, open + 1, (size_t)(close - open) - 1);
    name[close - open - 1] = '\0';
    *after = close + 1;
    return open;
}

bool why_check(const char *template_text, const struct schema *schema, struct error *error)
{
    char name[NAME_SIZE];
    const char *rest = template_text;
    while (next_place(rest, name, &rest) != NULL)
        if (schema_find(schema, name) == schema->column_count)
            return error_set(error, EXIT_CODE_CONFIGURATION,
                             "why names {%s}, a column that the query does not give", name);
    if (strpbrk(rest, "{}") != NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION, "why has a brace without its partner");
    return true;
}

size_t why_value(const struct batch *batch, size_t column, size_t row, enum language language,
                 char *text, size_t size)
{
    char number[VALUE_TEXT_SIZE];
    const char *bytes = "-";
    size_t length = 1;
    if (!batch_is_null(batch, column, row)) {
        const struct batch_column *values = &batch->columns[column];
        if (values->texts != NULL) {
            const char *words =
                value_word(batch->schema->columns[column].name, values->texts[row].bytes,
                           values->texts[row].length, language);
            bytes = words == NULL ? values->texts[row].bytes : words;
            length = words == NULL ? values->texts[row].length : strlen(words);
        } else {
            length = value_format_spoken(batch->schema->columns[column].type, values->numbers[row],
                                         language, number);
            bytes = number;
        }
    }
    length = text_cut(bytes, length, size - 1);
    memcpy(text, bytes, length);
    text[length] = '\0';
    return length;
}

static size_t append(char text[WHY_SIZE], size_t used, const char *bytes, size_t length)
{
    size_t taken = text_cut(bytes, length, WHY_SIZE - 1 - used);
    memcpy(text + used, bytes, taken);
    text[used + taken] = '\0';
    return used + taken;
}

void why_write(const char *template_text, enum language language, const struct batch *batch,
               const bool *unknown, size_t row, char text[WHY_SIZE])
{
    static const char *const not_known[] = {[LANGUAGE_EN] = "not known", [LANGUAGE_TH] = "ไม่ทราบ"};
    const char *rest = template_text, *after, *open;
    char name[NAME_SIZE];
    size_t used = 0;
    text[0] = '\0';
    while ((open = next_place(rest, name, &after)) != NULL) {
        size_t column = schema_find(batch->schema, name);
        used = append(text, used, rest, (size_t)(open - rest));
        if (column < batch->schema->column_count && unknown != NULL && unknown[column])
            used = append(text, used, not_known[language], strlen(not_known[language]));
        else if (column < batch->schema->column_count)
            used += why_value(batch, column, row, language, text + used, WHY_SIZE - used);
        rest = after;
    }
    append(text, used, rest, strlen(rest));
}
