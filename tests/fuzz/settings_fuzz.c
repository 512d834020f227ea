/* Any bytes as a file of the configuration: it is read, or complained of, and what was taken can be
 * used. The first byte chooses the file. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const struct {
    const char *name;
    void (*take)(struct reading *reading, const struct node *root);
} files[] = {
    {"khrop.ini", reading_take_ini},    {"datasets.yaml", reading_take_datasets},
    {"jobs.yaml", reading_take_jobs},   {"checks.yaml", reading_take_checks},
    {"kpis.yaml", reading_take_kpis},   {"reports.yaml", reading_take_reports},
    {"desks.yaml", reading_take_desks}, {"holidays.yaml", reading_take_holidays},
};

static const struct node *parse(struct reading *reading, const char *file, char *text,
                                size_t length)
{
    struct region *region = &reading->settings->region;
    text = document_text(text, &length, file, &reading->complaints);
    if (text == NULL)
        return NULL;
    if (strcmp(file, "khrop.ini") == 0)
        return document_parse_ini(region, file, text, &reading->complaints);
    return document_parse_yaml(region, file, text, length, 1, &reading->complaints);
}

static void check_found(const struct settings *settings)
{
    for (size_t i = 0; i < settings->source_count; i++)
        must_hold(settings_source(settings, settings->sources[i].name) != NULL,
                  "a source is found");
    for (size_t i = 0; i < settings->dataset_count; i++)
        must_hold(settings_dataset(settings, settings->datasets[i].name) != NULL,
                  "a dataset is found");
    for (size_t i = 0; i < settings->check_count; i++)
        must_hold(settings_check(settings, settings->checks[i].id) != NULL, "a check is found");
    for (size_t i = 0; i < settings->desk_count; i++)
        must_hold(settings_desk(settings, settings->desks[i].name) != NULL, "a desk is found");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct settings settings = {.folder = "/nonexistent"};
    struct reading reading = {.settings = &settings};
    const struct node *root;
    struct error error = {0};
    size_t file;
    char *text;
    if (size == 0)
        return 0;
    file = bytes[0] % (sizeof files / sizeof files[0]);
    text = region_allocate(&settings.region, size);
    memcpy(text, bytes + 1, size - 1);
    root = parse(&reading, files[file].name, text, size - 1);
    must_hold(root != NULL || reading.complaints.count > 0, "what can't be read is complained of");
    binder_check(&settings_table, files[file].name, files[file].name, root, &reading.complaints);
    files[file].take(&reading, root);
    reading_check_references(&reading);
    check_found(&settings);
    must_hold(complaints_none(&reading.complaints, &error) == (reading.complaints.count == 0),
              "complaints are an error");
    must_hold(strlen(error.text) < sizeof error.text, "the error ends");
    region_clear(&settings.region);
    return 0;
}
