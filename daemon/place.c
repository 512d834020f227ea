/* Paths that commands are given; see place.h. */
#include "daemon/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX_SIZE 64 /* room for what temporary names add */

void place_straighten(char path[PATH_MAX])
{
    char *straight = realpath(path, NULL);

    if (straight != NULL)
        snprintf(path, PATH_MAX, "%s", straight);
    free(straight);
}

bool place_split(const char *path, char parent[PATH_MAX], char name[PATH_MAX], struct error *error)
{
    size_t length = strlen(path);
    const char *slash;

    while (length > 1 && path[length - 1] == '/')
        length--;
    if (length + SUFFIX_SIZE >= PATH_MAX)
        return error_set(error, EXIT_CODE_USAGE, "--to %s: path too long", path);
    snprintf(name, PATH_MAX, "%.*s", (int)length, path);
    slash = strrchr(name, '/');
    if (slash == NULL) {
        snprintf(parent, PATH_MAX, ".");
        return true;
    }
    snprintf(parent, PATH_MAX, "%.*s", slash == name ? 1 : (int)(slash - name), name);
    memmove(name, slash + 1, strlen(slash + 1) + 1);
    return true;
}

bool place_is_free_of_output(const struct settings *settings, const char *path, struct error *error)
{
    char parent[PATH_MAX], name[PATH_MAX], *output, *place;
    size_t length;
    bool is_below;

    if (path == NULL)
        return true;
    if (!place_split(path, parent, name, error))
        return false;
    output = realpath(settings->output_folder, NULL);
    place = realpath(parent, NULL);
    length = output != NULL ? strlen(output) : 0;
    is_below = output != NULL && place != NULL && strncmp(place, output, length) == 0 &&
               (place[length] == '/' || place[length] == '\0');
    free(output);
    free(place);
    return !is_below || error_set(error, EXIT_CODE_USAGE,
                                  "--to %s is below the output folder, where published folders "
                                  "stand; name a place elsewhere",
                                  path);
}
