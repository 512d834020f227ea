/* Files that are whole on the disk, or an error; see file.h. */
#include "reports/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE 0640

FILE *file_create(const char *path, struct error *error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (file != NULL)
        return file;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    if (descriptor >= 0)
        close(descriptor);
    return NULL;
}

bool file_finish(FILE *file, const char *path, struct error *error)
{
    bool is_good = !ferror(file) && fflush(file) == 0 && fchmod(fileno(file), FILE_MODE) == 0 &&
                   fsync(fileno(file)) == 0;
    int number = errno;
    if (fclose(file) != 0 && is_good) {
        is_good = false;
        number = errno;
    }
    return is_good || error_set_errno(error, EXIT_CODE_CANNOT_WRITE, number, "%s", path);
}

bool file_settle(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool is_good = descriptor >= 0 && fchmod(descriptor, FILE_MODE) == 0 && fsync(descriptor) == 0;
    int number = errno;
    if (descriptor >= 0)
        close(descriptor);
    return is_good || error_set_errno(error, EXIT_CODE_CANNOT_WRITE, number, "%s", path);
}
