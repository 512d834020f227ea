/* Runs a fuzz target over the files of the folders named, in order of their names: any compiler's
 * fuzzing.
 */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <limits.h>

#define MOST_BYTES (1 << 20)

static int replay_file(const char *path)
{
    static uint8_t bytes[MOST_BYTES];
    FILE *file = fopen(path, "rb");
    uint8_t *copy;
    size_t size;
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    /* Memory of its very size, so that a read behind the end is found. */
    copy = malloc(size == 0 ? 1 : size);
    if (copy == NULL)
        return 1;
    for (size_t i = 0; i < size; i++)
        copy[i] = bytes[i];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

static int replay_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    int failed = 0, files = 0;
    if (count < 0) {
        perror(folder);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            failed |= replay_file(path);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    printf("%s: %d files replayed\n", folder, files);
    return failed;
}

int main(int count, char **arguments)
{
    int failed = 0;
    for (int i = 1; i < count; i++)
        failed |= replay_folder(arguments[i]);
    return failed;
}
