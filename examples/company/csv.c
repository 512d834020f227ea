/* Reads a file whole. */
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
