/* Complaints about a configuration; see complaints.h. */
#include "config/complaints.h"

#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 1024
#define ROOM_FOR_COUNT 64
#define NAMES_SHOWN 12
#define LEFT_OUT "\nand %zu more"

/* What an error's text has no room for. Errors are copied and wrapped on their way up to whoever
 * prints them; a list of any length would have to be freed on every one of these ways. */
static struct {
    char *text; /* a newline before each line */
    size_t used, room, count;
    size_t left_out; /* of the list, also what is not here */
} aside;

static void aside_clear(void)
{
    free(aside.text);
    memset(&aside, 0, sizeof aside);
}

static void aside_add(const char *line, size_t length)
{
    size_t needed = aside.used + length + 2;
    aside.left_out++;
    if (needed > COMPLAINTS_ASIDE_MOST)
        return;
    if (needed > aside.room) {
        size_t room = needed * 2;
        char *larger = realloc(aside.text, room);
        if (larger == NULL)
            return;
        aside.text = larger;
        aside.room = room;
    }
    aside.text[aside.used++] = '\n';
    memcpy(aside.text + aside.used, line, length + 1);
    aside.used += length;
    aside.count++;
}

static void add_line(struct complaints *complaints, const char *line)
{
    size_t used = strlen(complaints->text);
    size_t length = strlen(line);
    if (complaints->count == 0)
        aside_clear();
    complaints->count++;
    /* Once one is left out, all are that follow: they stay in the order found. */
    if (complaints->left_out > 0 || used + length + 2 + ROOM_FOR_COUNT > sizeof complaints->text) {
        complaints->left_out++;
        aside_add(line, length);
        return;
    }
    if (used > 0)
        complaints->text[used++] = '\n';
    memcpy(complaints->text + used, line, length + 1);
}

void complain(struct complaints *complaints, const char *file, int line, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;
    int used = line > 0 ? snprintf(text, sizeof text, "%s:%d: ", file, line)
                        : snprintf(text, sizeof text, "%s: ", file);
    if (used < 0 || (size_t)used >= sizeof text)
        return;
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
    va_end(arguments);
    text[text_cut(text, strlen(text), sizeof text - 1)] = '\0';
    add_line(complaints, text);
}

void complain_name(struct complaints *complaints, const char *file, int line, const char *what,
                   const char *name, const char *const *names, size_t name_count)
{
    const char *nearest = text_nearest(name, names, name_count);
    char list[512] = "";
    size_t used = 0;
    if (nearest != NULL) {
        complain(complaints, file, line, "%s \"%s\"; did you mean \"%s\"?", what, name, nearest);
        return;
    }
    for (size_t i = 0; i < name_count && i < NAMES_SHOWN && used + 64 < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.48s", i > 0 ? ", " : "",
                                 names[i]);
    if (name_count == 0)
        complain(complaints, file, line, "%s \"%s\"", what, name);
    else
        complain(complaints, file, line, "%s \"%s\"; valid here: %s%s", what, name, list,
                 name_count > NAMES_SHOWN ? ", .." : "");
}

void complain_as_told(struct complaints *complaints, const char *line)
{
    add_line(complaints, line);
}

bool complaints_none(const struct complaints *complaints, struct error *error)
{
    if (complaints->count == 0)
        return true;
    if (complaints->left_out == 0)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s", complaints->text);
    return error_set(error, EXIT_CODE_CONFIGURATION, "%s" LEFT_OUT, complaints->text,
                     complaints->left_out);
}

/* How many are left out as the error's text ends with it; 0: none. */
static size_t left_out_of(const char *text, size_t *length)
{
    const char *last = strrchr(text, '\n');
    size_t count = 0;
    *length = strlen(text);
    if (last == NULL || sscanf(last, LEFT_OUT, &count) != 1)
        return 0;
    *length = (size_t)(last - text);
    return count;
}

void complaints_print(FILE *out, const struct error *error)
{
    size_t length, count = left_out_of(error->text, &length);
    if (count != aside.left_out || aside.count == 0) {
        fputs(error->text, out);
        return;
    }
    fprintf(out, "%.*s%s", (int)length, error->text, aside.text);
    if (count > aside.count)
        fprintf(out, LEFT_OUT, count - aside.count);
}
