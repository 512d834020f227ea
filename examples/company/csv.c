/* Cuts CSV lines where they stand. */
#include "examples/company/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *stream_text(FILE *stream)
{
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);

    while (text != NULL) {
        char *larger;

        size += fread(text + size, 1, room - size - 1, stream);
        if (size < room - 1)
            break;
        larger = realloc(text, room *= 2);
        if (larger == NULL)
            free(text);
        text = larger;
    }
    if (text != NULL)
        text[size] = '\0';
    return text;
}

char *file_text(const char *path, struct error *error)
{
    FILE *stream = fopen(path, "rb");
    char *text;

    if (stream == NULL) {
        error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "%s", path);
        return NULL;
    }
    text = stream_text(stream);
    if (text == NULL)
        error_set(error, EXIT_CODE_SOFTWARE, "%s: no memory", path);
    else if (ferror(stream)) {
        error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "%s", path);
        free(text);
        text = NULL;
    }
    fclose(stream);
    return text;
}

/* Takes the quotes off the field at `from`; returns the character after it. */
static char *unquoted(char *from)
{
    char *to = from++;

    for (; *from != '\0'; *to++ = *from++)
        if (*from == '"' && *++from != '"')
            break;
    if (to < from)
        *to = '\0';
    return from;
}

size_t csv_line(char **cursor, char **fields, size_t limit)
{
    char *at = *cursor;
    size_t count = 0;
    char end = ',';

    if (*at == '\0')
        return 0;
    while (end == ',') {
        if (count < limit)
            fields[count] = at;
        count++;
        if (*at == '"')
            at = unquoted(at);
        at += strcspn(at, ",\r\n");
        end = *at;
        if (end == '\r' && at[1] == '\n')
            *at++ = '\0';
        if (*at != '\0')
            *at++ = '\0';
    }
    *cursor = at;
    return count;
}
