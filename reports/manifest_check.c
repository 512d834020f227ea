/* Is a folder what its manifest says? */
#include "reports/manifest_check.h"

#include <jansson.h>
#include <limits.h>
#include <sha256.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

static bool file_is(const char *path, const char *sha256)
{
    char hash[SHA256_DIGEST_STRING_LENGTH];

    return SHA256File(path, hash) != NULL && strcmp(hash, sha256) == 0;
}

static bool entry_is_as_said(const char *folder, const json_t *entry)
{
    const char *name = json_string_value(json_object_get(entry, "path"));
    const char *sha256 = json_string_value(json_object_get(entry, "sha256"));
    char path[PATH_MAX];
    int length;

    if (name == NULL || sha256 == NULL)
        return false;
    length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length > 0 && (size_t)length < sizeof path && file_is(path, sha256);
}

bool manifest_holds(const char *folder, const char *manifest_sha256)
{
    char path[PATH_MAX];
    json_t *manifest, *files, *entry;
    bool is_whole;
    size_t index;
    int length = snprintf(path, sizeof path, "%s/manifest.json", folder);

    if (length < 0 || (size_t)length >= sizeof path || !file_is(path, manifest_sha256))
        return false;
    manifest = json_load_file(path, 0, NULL);
    files = json_object_get(manifest, "files");
    is_whole = json_is_array(files);
    json_array_foreach(files, index, entry)
    {
        is_whole = is_whole && entry_is_as_said(folder, entry);
    }
    json_decref(manifest);
    return is_whole;
}
