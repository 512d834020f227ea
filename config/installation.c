/* Finds the files that khrop was installed with; see installation.h. */
#include "config/installation.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The folder above the one that holds the program: /usr for /usr/bin/khrop. */
static bool program_root(char root[PATH_MAX], struct error *error)
{
    ssize_t length = readlink("/proc/self/exe", root, PATH_MAX - 1);
    if (length < 0)
        return error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "/proc/self/exe");
    root[length] = '\0';
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(root, '/');
        if (slash == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "the program's own path is not absolute");
        *slash = '\0';
    }
    return true;
}

static bool try_path(const char *root, const char *below, const char *name, char *path, size_t size)
{
    int length = snprintf(path, size, "%s%s%s", root, below, name);
    return length >= 0 && (size_t)length < size && access(path, R_OK) == 0;
}

bool installation_find(const char *name, char *path, size_t size, struct error *error)
{
    char root[PATH_MAX];
    if (!program_root(root, error))
        return false;
    if (try_path(root, "/share/khrop/", name, path, size))
        return true;
    /* build/khrop and build/tests/x_test, build/sanitize/khrop: look upwards for the source tree.
     */
    for (int level = 0; level < 3; level++) {
        char *slash;
        if (try_path(root, strncmp(name, "catalogue", strlen("catalogue")) == 0 ? "/jobs/" : "/",
                     name, path, size))
            return true;
        slash = strrchr(root, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
    }
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "%s is missing: it is installed as share/khrop/%s beside the program's bin",
                     name, name);
}
