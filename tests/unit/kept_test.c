/* Tests jobs/kept*.c: what shaped a slot is kept and comes back, and damage is told. */
#include "jobs/folder.h"
#include "jobs/kept.h"
#include "jobs/kept_file.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[PATH_MAX];
static struct slot slot;
static struct settings_file files[] = {{"khrop.ini", "[khrop]\n\0x", 10}, {"empty.yaml", "", 0}};
static struct settings settings = {.files = files, .file_count = 2};

static int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(root, sizeof root, "/tmp/khrop-kept-XXXXXX");
    if (mkdtemp(root) == NULL)
        return 1;
    snprintf(slot.folder, sizeof slot.folder, "%.*s/slot", PATH_MAX - 16, root);
    settings.catalogue_folder = NULL;
    return !folder_make(slot.folder, &error);
}

static int end(void **context)
{
    struct error error = {0};

    (void)context;
    return !folder_remove(root, &error);
}

static void path_of(char path[PATH_MAX + 64], const char *name)
{
    snprintf(path, PATH_MAX + 64, "%s/%s", root, name);
}

static void file_write(const char *name, const char *text)
{
    char path[PATH_MAX + 64], *slash;
    struct error error = {0};
    FILE *file;

    path_of(path, name);
    slash = strrchr(path, '/');
    *slash = '\0';
    assert_true(folder_make(path, &error));
    *slash = '/';
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void database_write(const char *name)
{
    char path[PATH_MAX + 64];
    struct error error = {0};
    sqlite3 *file = NULL;

    path_of(path, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    assert_true(statement_execute(file,
                                  "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x');"
                                  "CREATE INDEX t_a ON t (a);",
                                  &error));
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
}

static void assert_file(const char *name, const char *bytes, size_t size)
{
    char path[PATH_MAX + 64], read[256];
    FILE *file;

    path_of(path, name);
    file = fopen(path, "r");
    if (file == NULL)
        fail_msg("%s is not there", name);
    assert_int_equal(fread(read, 1, sizeof read, file), size);
    assert_memory_equal(read, bytes, size);
    fclose(file);
}

static bool is_there(const char *name)
{
    char path[PATH_MAX + 64];
    struct stat status;

    path_of(path, name);
    return lstat(path, &status) == 0;
}

static void keep(void)
{
    struct error error = {0};

    if (!kept_begin(&settings, &slot, &error))
        fail_msg("%s", error.text);
}

static void unpack(void)
{
    char path[PATH_MAX + 64];
    struct error error = {0};

    path_of(path, "unpacked");
    if (!kept_unpack(&slot, path, &error))
        fail_msg("%s", error.text);
}

static void files_come_back_byte_for_byte(void **context)
{
    char site[PATH_MAX + 64];

    (void)context;
    file_write("site/checks/X-01.sql", "-- id: X-01\n");
    file_write("site/.hidden", "no");
    file_write("site/credentials/sales", "s3cret");
    file_write("site/checks/notes.txt", "s3cret");
    file_write("site/khrop.ini", "[khrop]\n");
    path_of(site, "site");
    settings.catalogue_folder = site;
    keep();
    unpack();
    assert_file("unpacked/configuration/khrop.ini", "[khrop]\n\0x", 10);
    assert_file("unpacked/configuration/empty.yaml", "", 0);
    assert_file("unpacked/site/checks/X-01.sql", "-- id: X-01\n", 12);
    assert_false(is_there("unpacked/site/.hidden"));
    assert_false(is_there("unpacked/site/credentials"));
    assert_false(is_there("unpacked/site/checks/notes.txt"));
    assert_false(is_there("unpacked/site/khrop.ini"));
    assert_true(is_there("unpacked/catalogue/datasets.yaml"));
    assert_true(is_there("unpacked/catalogue/checks/BO-01.sql"));
}

static void facts_are_the_programs(void **context)
{
    char text[KEPT_TEXT_SIZE], program[KEPT_TEXT_SIZE];
    struct error error = {0};

    (void)context;
    keep();
    assert_true(kept_fact(&slot, "khrop", text, &error));
    assert_string_equal(text, KHROP_VERSION);
    assert_true(kept_fact(&slot, "program_sha256", text, &error));
    assert_true(kept_program_sha256(program, &error));
    assert_int_equal(strlen(text), 64);
    assert_string_equal(text, program);
    assert_true(kept_fact(&slot, "nothing", text, &error));
    assert_string_equal(text, "");
}

static void a_name_that_leads_out_of_the_folder_is_not_followed(void **context)
{
    static const char *const names[] = {"../out", "a/../../out", "/tmp/khrop-kept-out", ""};
    struct error error = {0};
    sqlite3 *file = NULL;

    (void)context;
    keep();
    assert_true(kept_open(&file, &slot, false, &error));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(kept_put(file, "configuration", names[i], "x", 1, &error));
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    unpack();
    assert_false(is_there("unpacked/out"));
    assert_false(is_there("out"));
    assert_int_not_equal(access("/tmp/khrop-kept-out", F_OK), 0);
}

/* A whole snapshot of two files, finished with a manifest. */
static void snapshot(void)
{
    char folder[PATH_MAX + 64];
    struct error error = {0};

    database_write("slot/derived.sqlite");
    database_write("slot/results.sqlite");
    file_write("published/manifest.json", "{\"files\": []}");
    path_of(folder, "published");
    keep();
    if (!kept_finish(&slot, folder, &error) || !kept_look(&slot, &error))
        fail_msg("%s", error.text);
}

static void the_manifest_is_kept(void **context)
{
    struct error error = {0};
    char *manifest;

    (void)context;
    assert_null(kept_manifest(&slot, &error));
    assert_int_equal(error.code, EXIT_CODE_GOOD);
    snapshot();
    manifest = kept_manifest(&slot, &error);
    assert_string_equal(manifest, "{\"files\": []}");
    free(manifest);
}

static void assert_refused(const char *said)
{
    struct error error = {0};

    assert_false(kept_look(&slot, &error));
    assert_int_equal(error.code, EXIT_CODE_DATA);
    if (strstr(error.text, said) == NULL)
        fail_msg("\"%s\" is not in: %s", said, error.text);
}

static void a_missing_a_cut_and_a_grown_file_are_told(void **context)
{
    char path[PATH_MAX + 64];
    FILE *file;

    (void)context;
    snapshot();
    path_of(path, "slot/results.sqlite");
    assert_int_equal(truncate(path, 4096), 0);
    assert_refused("results.sqlite: has 4096 bytes and was published with 12288");
    assert_int_equal(unlink(path), 0);
    assert_refused("results.sqlite: is missing");
    database_write("slot/results.sqlite");
    file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs("more", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_refused("results.sqlite: has 12292 bytes");
}

static void bytes_written_over_are_told(void **context)
{
    char path[PATH_MAX + 64], garbage[4096];
    FILE *file;

    (void)context;
    snapshot();
    memset(garbage, 0xee, sizeof garbage);
    path_of(path, "slot/derived.sqlite");
    file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(garbage, 1, sizeof garbage, file), sizeof garbage);
    assert_int_equal(fclose(file), 0);
    assert_refused("derived.sqlite: is damaged");
}

static void one_that_kept_nothing_is_looked_at_all_the_same(void **context)
{
    char path[PATH_MAX + 64];
    struct error error = {0};

    (void)context;
    database_write("slot/derived.sqlite");
    database_write("slot/results.sqlite");
    assert_false(kept_is_there(&slot));
    assert_true(kept_look(&slot, &error));
    path_of(path, "slot/derived.sqlite");
    assert_int_equal(unlink(path), 0);
    assert_refused("derived.sqlite: is missing");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(files_come_back_byte_for_byte),
        CASE(facts_are_the_programs),
        CASE(a_name_that_leads_out_of_the_folder_is_not_followed),
        CASE(the_manifest_is_kept),
        CASE(a_missing_a_cut_and_a_grown_file_are_told),
        CASE(bytes_written_over_are_told),
        CASE(one_that_kept_nothing_is_looked_at_all_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
