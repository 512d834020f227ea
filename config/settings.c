/* Reads the configuration folder; see settings.h. */
#include "config/settings.h"

#include "config/settings_reading.h"
#include "config/settings_table.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Which files there are, and what makes settings of each. */
static const struct {
    const char *file;
    bool is_required;
    void (*take)(struct reading *reading, const struct node *root);
} files[] = {
    {"khrop.ini", true, reading_take_ini},
    {"datasets.yaml", true, reading_take_datasets},
    {"jobs.yaml", true, reading_take_jobs},
    {"checks.yaml", false, reading_take_checks},
    {"kpis.yaml", false, reading_take_kpis},
    {"reports.yaml", false, reading_take_reports},
    {"desks.yaml", false, reading_take_desks},
    {"authority.yaml", false, reading_take_authority},
    {"holidays.yaml", false, reading_take_holidays},
};

void reading_keep_bytes(struct reading *reading, const char *name, const char *bytes, size_t size)
{
    struct settings *settings = reading->settings;
    struct settings_file *kept = (struct settings_file *)settings->files;

    kept = region_grow(&settings->region, kept, settings->file_count, sizeof *kept);
    kept[settings->file_count++] =
        (struct settings_file){region_copy(&settings->region, name), bytes, size};
    settings->files = kept;
}

void reading_keep_file(struct reading *reading, const char *name)
{
    struct region *region = &reading->settings->region;
    const char *path = region_format(region, "%s/%s", reading->settings->folder, name);
    size_t size = 0;
    const char *bytes = document_read_file(region, path, &size);

    if (bytes != NULL)
        reading_keep_bytes(reading, name, bytes, size);
}

static void read_files(struct reading *reading)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *folder = reading->settings->folder;
        const struct node *root =
            i == 0 ? document_read_ini(&reading->settings->region, folder, files[i].file,
                                       &reading->complaints)
                   : document_read_yaml(&reading->settings->region, folder, files[i].file,
                                        files[i].is_required, &reading->complaints);
        reading_keep_file(reading, files[i].file);
        binder_check(&settings_table, files[i].file, files[i].file, root, &reading->complaints);
        /* What is wrong in one file must not hide what is wrong in the next; a tree that could not
         * be read gives the defaults. */
        files[i].take(reading, root);
    }
}

static bool folder_find(struct region *region, const char *folder, char absolute[PATH_MAX],
                        struct error *error)
{
    struct stat status;
    bool is_there = realpath(folder, absolute) != NULL && stat(absolute, &status) == 0;
    if (is_there && S_ISDIR(status.st_mode) && access(absolute, R_OK | X_OK) != 0)
        return error_set(error, EXIT_CODE_CONFIGURATION, "configuration folder %s: %s%s", absolute,
                         strerror(EACCES), document_way_in(region, absolute, "g+rx"));
    if (is_there && S_ISDIR(status.st_mode))
        return true;
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "configuration folder %s: %s; name the folder of khrop.ini with --config DIR, "
                     "or begin with: khrop demo DIR",
                     folder, is_there ? strerror(ENOTDIR) : strerror(errno));
}

bool settings_read(struct settings **settings, const char *folder, struct complaints *complaints,
                   struct error *error)
{
    struct settings *made = calloc(1, sizeof *made);
    struct reading reading = {.settings = made, .complaints = *complaints};
    char absolute[PATH_MAX];

    *settings = NULL;
    if (made == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the settings");
    if (!folder_find(&made->region, folder, absolute, error)) {
        settings_close(made);
        return false;
    }
    made->folder = region_copy(&made->region, absolute);
    read_files(&reading);
    reading_check_references(&reading);
    *complaints = reading.complaints;
    *settings = made;
    return true;
}

bool settings_open(struct settings **settings, const char *folder, struct error *error)
{
    struct complaints complaints = {0};
    if (!settings_read(settings, folder, &complaints, error))
        return false;
    if (complaints_none(&complaints, error))
        return true;
    settings_close(*settings);
    *settings = NULL;
    return false;
}

void settings_close(struct settings *settings)
{
    if (settings == NULL)
        return;
    region_clear(&settings->region);
    free(settings);
}

const struct source_settings *settings_source(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->source_count; i++)
        if (strcmp(settings->sources[i].name, name) == 0)
            return &settings->sources[i];
    return NULL;
}

const struct dataset_settings *settings_dataset(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->dataset_count; i++)
        if (strcmp(settings->datasets[i].name, name) == 0)
            return &settings->datasets[i];
    return NULL;
}

const struct job_settings *settings_job(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->job_count; i++)
        if (strcmp(settings->jobs[i].name, name) == 0)
            return &settings->jobs[i];
    return NULL;
}

static const struct rule_settings *find_rule(const struct rule_settings *rules, size_t count,
                                             const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].id, id) == 0)
            return &rules[i];
    return NULL;
}

const struct rule_settings *settings_check(const struct settings *settings, const char *id)
{
    return find_rule(settings->checks, settings->check_count, id);
}

const struct rule_settings *settings_kpi(const struct settings *settings, const char *id)
{
    return find_rule(settings->kpis, settings->kpi_count, id);
}

const struct desk_settings *settings_desk(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->desk_count; i++)
        if (strcmp(settings->desks[i].name, name) == 0)
            return &settings->desks[i];
    return NULL;
}

const struct report_settings *settings_report(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->report_count; i++)
        if (strcmp(settings->reports[i].name, name) == 0)
            return &settings->reports[i];
    return NULL;
}

const struct audience_settings *settings_audience(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->audience_count; i++)
        if (strcmp(settings->audiences[i].name, name) == 0)
            return &settings->audiences[i];
    return NULL;
}

bool listed_has(const struct listed_names *listed, const char *name)
{
    for (size_t i = 0; i < listed->count; i++)
        if (strcmp(listed->names[i], name) == 0)
            return true;
    return listed->count == 0;
}

const char *audience_level(const struct audience_settings *audience)
{
    if (audience == NULL || (audience->team == NULL && audience->branch == NULL))
        return "company";
    return audience->team != NULL ? "team" : "branch";
}

const char *audience_level_no(const struct audience_settings *audience)
{
    if (audience == NULL || (audience->team == NULL && audience->branch == NULL))
        return "";
    return audience->team != NULL ? audience->team : audience->branch;
}
