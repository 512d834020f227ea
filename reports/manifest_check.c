/* Is a folder what its manifest says? */
#include "reports/manifest_check.h"

#include <jansson.h>
#include <limits.h>
#include <sha256.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

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

static void entry_compare(const char *folder, const json_t *entry, manifest_fault *tell,
                          void *context, size_t *fault_count)
{
    const char *name = json_string_value(json_object_get(entry, "path"));
    char path[PATH_MAX];

    if (name == NULL || entry_is_as_said(folder, entry))
        return;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    (*fault_count)++;
    tell(context, name, access(path, F_OK) != 0 ? FILE_IS_MISSING : FILE_DIFFERS);
}

bool manifest_compare(const char *manifest, const char *folder, manifest_fault *tell, void *context,
                      size_t *file_count, size_t *fault_count, struct error *error)
{
    json_t *read = json_loads(manifest, 0, NULL);
    json_t *files = json_object_get(read, "files"), *entry;
    bool is_manifest = json_is_array(files);
    size_t index;

    *file_count = json_array_size(files);
    *fault_count = 0;
    json_array_foreach(files, index, entry)
    {
        entry_compare(folder, entry, tell, context, fault_count);
    }
    json_decref(read);
    return is_manifest ||
           error_set(error, EXIT_CODE_DATA, "the manifest that was kept can't be read");
}

void manifest_versions_differ(const char *manifest, const char *folder, char *text, size_t size)
{
    char path[PATH_MAX];
    json_t *then = json_loads(manifest, 0, NULL), *now, *value;
    const char *name;

    text[0] = '\0';
    if ((size_t)snprintf(path, sizeof path, "%s/manifest.json", folder) >= sizeof path) {
        json_decref(then);
        return;
    }
    now = json_load_file(path, 0, NULL);
    json_object_foreach(json_object_get(then, "versions"), name, value)
    {
        const char *is = json_string_value(json_object_get(json_object_get(now, "versions"), name));
        const char *was = json_string_value(value);
        size_t length = strlen(text);
        if (was != NULL && (is == NULL || strcmp(was, is) != 0))
            snprintf(text + length, size - length, "%s%s %s, now %s", length > 0 ? "; " : "", name,
                     was, is == NULL ? "none" : is);
    }
    json_decref(then);
    json_decref(now);
}
