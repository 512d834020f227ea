/* A site of the catalogue's tests: settings by hand, and a folder for SQL files of its own. */
#ifndef KHROP_TESTS_CATALOGUE_SITE_H
#define KHROP_TESTS_CATALOGUE_SITE_H

#include "jobs/catalogue_reading.h"
#include "tests/unit/testing.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct site {
    struct settings settings;
    struct catalogue *catalogue;
    char folder[PATH_MAX];
    char files[16][256];
    size_t file_count;
    struct error error;
};

static const struct desk_settings desks[] = {
    {.name = "it"}, {.name = "credit"}, {.name = "logistics"}, {.name = "goods_inspection"}};

static inline struct site *site_open(void)
{
    static const char *const folders[] = {"checks", "kpis", "tables", "derived"};
    struct site *site = calloc(1, sizeof *site);
    char path[PATH_MAX + 16];

    assert_non_null(site);
    snprintf(site->folder, sizeof site->folder, "/tmp/khrop_test_XXXXXX");
    assert_non_null(mkdtemp(site->folder));
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", site->folder, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    site->settings.catalogue_folder = site->folder;
    site->settings.desks = desks;
    site->settings.desk_count = sizeof desks / sizeof desks[0];
    return site;
}

static inline void site_write(struct site *site, const char *name, const char *text)
{
    char path[PATH_MAX + 256];
    FILE *file;

    snprintf(site->files[site->file_count++], sizeof site->files[0], "%s", name);
    snprintf(path, sizeof path, "%s/%s", site->folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static inline void site_close(struct site *site)
{
    static const char *const folders[] = {"checks", "kpis", "tables", "derived", ""};
    char path[PATH_MAX + 256];

    catalogue_close(site->catalogue);
    for (size_t i = 0; i < site->file_count; i++) {
        snprintf(path, sizeof path, "%s/%s", site->folder, site->files[i]);
        unlink(path);
    }
    for (size_t i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "%s/%s", site->folder, folders[i]);
        assert_int_equal(rmdir(path), 0);
    }
    free(site);
}

static inline const struct catalogue *open_catalogue(struct site *site)
{
    if (!catalogue_open(&site->catalogue, &site->settings, &site->error))
        fail_msg("%s", site->error.text);
    return site->catalogue;
}

/* Opens the catalogue, expects these complaints and closes the site. */
static inline void expect_complaints(struct site *site, const char *complaints)
{
    assert_false(catalogue_open(&site->catalogue, &site->settings, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_CONFIGURATION);
    assert_string_equal(site->error.text, complaints);
    site_close(site);
}

#define CHECK_TEXTS                                                                                \
    "-- title: {en: Test, th: ทดสอบ}\n"                                                  \
    "-- why: {en: \"{order_no}\", th: \"{order_no}\"}\n"                                           \
    "-- todo: {en: Mend it, th: แก้ไข}\n"
#define CHECK_REST                                                                                 \
    "-- key: [order_no]\n-- signature: []\n-- kind: state\n-- owner: staff_no\n-- severity: "      \
    "high\n"
#define CHECK_SQL "SELECT order_no, staff_no FROM orders\n"
#define KPI_TEXTS                                                                                  \
    "-- title: {en: Test, th: ทดสอบ}\n-- formula: {en: parts, th: ส่วน}\n"       \
    "-- kind: stock\n-- direction: higher\n-- rows: [order_no]\n"

#endif
