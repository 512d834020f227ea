/* Complaints about a configuration; see complaints.h. */
#include "config/complaints.h"

#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 1024
#define ROOM_FOR_COUNT 64
#define NAMES_SHOWN 12

static void add_line(struct complaints *complaints, const char *line)
{
    size_t used = strlen(complaints->text);
    size_t length = strlen(line);
    complaints->count++;
    if (used + length + 2 + ROOM_FOR_COUNT > sizeof complaints->text) {
        complaints->left_out++;
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
    return error_set(error, EXIT_CODE_CONFIGURATION, "%s\nand %zu more", complaints->text,
                     complaints->left_out);
}
