/* Cuts a CSV line where it stands; see csv_line.h. */
#include "core/csv_line.h"

#include <string.h>

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
