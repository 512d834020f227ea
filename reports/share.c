/* Files onto a share; see share.h. */
#include "reports/share.h"

#include "core/date.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0750
#define FILE_MODE 0640
#define BLOCK_BYTES 65536

/* What to do about it, where that is known. */
static const char *way_out(int number)
{
    switch (number) {
    case ENOENT:
        return "; is the share mounted? khrop does not make this folder";
    case EACCES:
    case EPERM:
    case EROFS:
        return "; give the user that runs khrop write access to it";
    case ENOSPC:
    case EDQUOT:
        return "; make room there";
    case EBUSY:
    case ETXTBSY:
        return "; it is open elsewhere, close it there";
    case ELOOP:
    case ENOTDIR:
        return "; a link or a file stands where a folder must be, take it away";
    default:
        return "";
    }
}

static bool fault(const struct share_request *request, const char *path, int number,
                  struct error *error)
{
    return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s%s%s: %s%s", request->folder,
                     path[0] == '\0' ? "" : "/", path, strerror(number), way_out(number));
}

/* Opens the folder of `path`'s last name below `base`, making those that are missing; no link is
 * followed. *last gets the name. -1 on failure, with errno. */
static int folder_of(int base, const char *path, const char **last)
{
    int folder = fcntl(base, F_DUPFD_CLOEXEC, 0);
    const char *slash;
    *last = path;
    while (folder >= 0 && (slash = strchr(*last, '/')) != NULL) {
        char part[NAME_MAX + 1];
        int below;
        snprintf(part, sizeof part, "%.*s", (int)(slash - *last), *last);
        if (mkdirat(folder, part, FOLDER_MODE) != 0 && errno != EEXIST) {
            int number = errno;
            close(folder);
            errno = number;
            return -1;
        }
        below = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(folder);
        folder = below;
        *last = slash + 1;
    }
    return folder;
}

static bool write_whole(int to, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(to, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool copy_bytes(int from, int to)
{
    char *block = malloc(BLOCK_BYTES);
    ssize_t length = -1;
    while (block != NULL && (length = read(from, block, BLOCK_BYTES)) > 0)
        if (!write_whole(to, block, (size_t)length)) {
            length = -1;
            break;
        }
    free(block);
    return length == 0;
}

/* What stands there, as a reader gets it. "" when it can't be read. */
static void hash_at(int folder, const char *name, char hash[SHA256_DIGEST_STRING_LENGTH])
{
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    char *block = malloc(BLOCK_BYTES);
    ssize_t length = -1;
    SHA2_CTX context;
    SHA256Init(&context);
    hash[0] = '\0';
    if (file >= 0) /* from the share, not from what this machine still remembers of it */
        (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    while (file >= 0 && block != NULL && (length = read(file, block, BLOCK_BYTES)) > 0)
        SHA256Update(&context, (const uint8_t *)block, (size_t)length);
    if (length == 0)
        SHA256End(&context, hash);
    free(block);
    if (file >= 0)
        close(file);
}

/* Brings what `fill` writes to `folder`/`name`, whole. -1, or the errno of what went wrong. */
static int put(int folder, const char *name, int from, const char *text, const char *sha256)
{
    char temporary[NAME_MAX + 1], hash[SHA256_DIGEST_STRING_LENGTH];
    int to, number = 0;
    if (snprintf(temporary, sizeof temporary, ".%s.partial", name) >= (int)sizeof temporary)
        return ENAMETOOLONG;
    if (unlinkat(folder, temporary, 0) != 0 && errno != ENOENT)
        return errno;
    to = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (to < 0)
        return errno;
    if (!(text != NULL ? write_whole(to, text, strlen(text)) : copy_bytes(from, to)) ||
        fsync(to) != 0)
        number = errno;
    if (close(to) != 0 && number == 0)
        number = errno;
    if (number == 0 && sha256 != NULL) {
        hash_at(folder, temporary, hash);
        number = strcmp(hash, sha256) == 0 ? 0 : EILSEQ;
    }
    if (number == 0 && renameat(folder, temporary, folder, name) != 0)
        number = errno;
    if (number != 0)
        (void)unlinkat(folder, temporary, 0);
    else
        (void)fsync(folder);
    return number;
}

static bool put_file(const struct share_request *request, int base, const struct mail_file *file,
                     struct error *error)
{
    char path[PATH_MAX], from[PATH_MAX], hash[SHA256_DIGEST_STRING_LENGTH];
    const char *name = "";
    int folder, source, number;
    if (snprintf(path, sizeof path, "%s/%s", request->place, file->path) >= PATH_MAX ||
        snprintf(from, sizeof from, "%s/%s", request->published, file->path) >= PATH_MAX)
        return fault(request, file->path, ENAMETOOLONG, error);
    source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return error_set_errno(error, EXIT_CODE_DATA, errno, "%s can't be copied", from);
    folder = folder_of(base, path, &name);
    number = folder < 0 ? errno : 0;
    if (number == 0) {
        hash_at(folder, name, hash);
        if (strcmp(hash, file->sha256) != 0)
            number = put(folder, name, source, NULL, file->sha256);
        close(folder);
    }
    close(source);
    if (number == EILSEQ)
        return error_set(error, EXIT_CODE_DATA,
                         "%s/%s: what was read back is not what was published; is the published "
                         "file as its manifest says, and the share sound?",
                         request->folder, path);
    return number == 0 || fault(request, path, number, error);
}

static char *manifest_text(const struct share_request *request)
{
    char date[DATE_TEXT_SIZE];
    json_t *files = json_array(), *manifest;
    char *text;
    date_format_iso(request->business_on, date);
    for (size_t i = 0; i < request->file_count; i++)
        json_array_append_new(files, json_pack("{s:s, s:I, s:s}", "path", request->files[i].path,
                                               "bytes", (json_int_t)request->files[i].size_bytes,
                                               "sha256", request->files[i].sha256));
    manifest = json_pack("{s:s, s:s, s:s, s:s, s:o}", "job", request->job, "business_date", date,
                         "delivery", request->name, "report", request->report, "files", files);
    text = manifest == NULL ? NULL : json_dumps(manifest, JSON_INDENT(2));
    json_decref(manifest);
    return text;
}

static bool put_manifest(const struct share_request *request, int base, struct error *error)
{
    char path[PATH_MAX], hash[SHA256_DIGEST_STRING_LENGTH];
    char *text = manifest_text(request);
    const char *name = "";
    int folder, number;
    if (text == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a manifest");
    SHA256Data((const uint8_t *)text, strlen(text), hash);
    if (snprintf(path, sizeof path, "%s/%s.manifest.json", request->place, request->name) >=
        PATH_MAX) {
        free(text);
        return fault(request, request->name, ENAMETOOLONG, error);
    }
    folder = folder_of(base, path, &name);
    number = folder < 0 ? errno : put(folder, name, -1, text, hash);
    if (folder >= 0)
        close(folder);
    free(text);
    return number == 0 || fault(request, path, number, error);
}

bool share_copy(const struct share_request *request, struct error *error)
{
    int base = open(request->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_copied = base >= 0 || fault(request, "", errno, error);
    for (size_t i = 0; is_copied && i < request->file_count; i++)
        is_copied = put_file(request, base, &request->files[i], error);
    is_copied = is_copied && put_manifest(request, base, error);
    if (base >= 0)
        close(base);
    return is_copied;
}
