/* Tests reports/publish.c: a folder appears whole, `latest` follows, and a crash is seen. */
#include "reports/publish.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MONDAY 20780 /* 2026-11-23 */

static char output[PATH_MAX];
static struct settings settings;
static const struct job_settings job = {.name = "daily"};

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static int begin(void **context)
{
    (void)context;
    snprintf(output, sizeof output, "/tmp/khrop-publish-XXXXXX");
    settings = (struct settings){.output_folder = output};
    return mkdtemp(output) == NULL;
}

static int end(void **context)
{
    (void)context;
    return nftw(output, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static struct slot slot_of(int64_t on, int attempt)
{
    return (struct slot){.job = &job, .business_on = on, .attempt = attempt};
}

static void file_write(const char *folder, const char *name, const char *text)
{
    char path[PATH_MAX + 64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void published(int64_t on, int attempt, char path[PATH_MAX])
{
    struct slot slot = slot_of(on, attempt);
    char folder[PATH_MAX];
    struct error error = {0};

    assert_true(publish_begin(&settings, &slot, folder, &error));
    file_write(folder, "kpi.xlsx", "kpi");
    if (!publish_commit(&settings, &slot, folder, path, &error))
        fail_msg("%s", error.text);
}

static void assert_latest(const char *expected)
{
    char path[PATH_MAX + 32], target[PATH_MAX] = "";

    snprintf(path, sizeof path, "%s/daily/latest", output);
    assert_true(readlink(path, target, sizeof target - 1) > 0);
    assert_string_equal(target, expected);
}

static void a_folder_is_published_under_its_date_and_latest_points_to_it(void **context)
{
    char path[PATH_MAX], expected[PATH_MAX + 64];

    (void)context;
    published(MONDAY, 1, path);
    snprintf(expected, sizeof expected, "%s/daily/2026-11-23", output);
    assert_string_equal(path, expected);
    snprintf(expected, sizeof expected, "%s/daily/latest/kpi.xlsx", output);
    assert_int_equal(access(expected, R_OK), 0);
    assert_latest("2026-11-23");
}

static void a_forced_rerun_stands_beside_the_first(void **context)
{
    char first[PATH_MAX], second[PATH_MAX];

    (void)context;
    published(MONDAY, 1, first);
    published(MONDAY, 2, second);
    assert_int_equal(access(first, R_OK), 0);
    assert_latest("2026-11-23.2");
}

static void an_older_date_does_not_take_latest_back(void **context)
{
    char path[PATH_MAX];

    (void)context;
    published(MONDAY, 1, path);
    published(MONDAY - 3, 1, path);
    assert_latest("2026-11-23");
}

static void a_folder_that_stands_already_is_never_changed(void **context)
{
    struct slot slot = slot_of(MONDAY, 1);
    char path[PATH_MAX], folder[PATH_MAX];
    struct error error = {0};

    (void)context;
    published(MONDAY, 1, path);
    assert_true(publish_begin(&settings, &slot, folder, &error));
    assert_false(publish_commit(&settings, &slot, folder, path, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    publish_abandon(folder);
    assert_int_equal(access(folder, F_OK), -1);
}

static void what_a_crashed_run_left_is_removed(void **context)
{
    struct slot slot = slot_of(MONDAY, 1);
    char folder[PATH_MAX], path[PATH_MAX + 32];
    struct error error = {0};

    (void)context;
    assert_true(publish_begin(&settings, &slot, folder, &error));
    file_write(folder, "half.xlsx", "ha");
    assert_true(publish_begin(&settings, &slot, folder, &error));
    snprintf(path, sizeof path, "%s/half.xlsx", folder);
    assert_int_equal(access(path, F_OK), -1);
}

static void a_folder_is_whole_when_every_file_is_as_the_manifest_says(void **context)
{
    struct slot slot = slot_of(MONDAY, 1);
    char path[PATH_MAX], manifest[256], hash[SHA256_DIGEST_STRING_LENGTH];

    (void)context;
    published(MONDAY, 1, path);
    snprintf(manifest, sizeof manifest, "{\"files\":[{\"path\":\"kpi.xlsx\",\"sha256\":\"%s\"}]}",
             SHA256Data((const uint8_t *)"kpi", 3, hash));
    file_write(path, "manifest.json", manifest);
    SHA256Data((const uint8_t *)manifest, strlen(manifest), hash);
    assert_true(publish_is_whole(&settings, &slot, hash));
    assert_false(publish_is_whole(&settings, &slot, "another"));
    file_write(path, "kpi.xlsx", "kp!");
    assert_false(publish_is_whole(&settings, &slot, hash));
}

static void a_slot_without_a_folder_is_not_whole(void **context)
{
    struct slot slot = slot_of(MONDAY, 1);

    (void)context;
    assert_false(publish_is_whole(&settings, &slot, "any"));
}

static void an_output_folder_that_cannot_be_made_is_told_with_its_path(void **context)
{
    struct settings nowhere = {.output_folder = "/proc/khrop"};
    struct slot slot = slot_of(MONDAY, 1);
    char folder[PATH_MAX];
    struct error error = {0};

    (void)context;
    assert_false(publish_begin(&nowhere, &slot, folder, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(error.text, "/proc/khrop"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_is_published_under_its_date_and_latest_points_to_it),
        TEST(a_forced_rerun_stands_beside_the_first),
        TEST(an_older_date_does_not_take_latest_back),
        TEST(a_folder_that_stands_already_is_never_changed),
        TEST(what_a_crashed_run_left_is_removed),
        TEST(a_folder_is_whole_when_every_file_is_as_the_manifest_says),
        TEST(a_slot_without_a_folder_is_not_whole),
        TEST(an_output_folder_that_cannot_be_made_is_told_with_its_path),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
