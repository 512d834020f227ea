/* khrop check: is the configuration right, and with --live does each source answer to it? */
#include "config/notices.h"
#include "config/settings_table.h"
#include "core/clock.h"
#include "daemon/command.h"
#include "daemon/workers.h"
#include "jobs/catalogue.h"
#include "jobs/live.h"

#include <stdio.h>

#define TRIAL_SECONDS_MAX 60
#define SECONDS_PER_DAY 86400

struct wanted {
    const char *configuration;
    const char *key;
    bool is_live, is_printed, is_documented;
};

static enum exit_code explain(const char *key)
{
    struct error error = {0};

    return settings_explain(stdout, key, &error) ? EXIT_CODE_GOOD : command_failed(&error);
}

static size_t enabled_count(const struct rule *rules, size_t count)
{
    size_t enabled = 0;

    for (size_t i = 0; i < count; i++)
        if (rules[i].is_enabled)
            enabled++;
    return enabled;
}

static bool notice_print(void *context, enum notice_kind kind, const struct bilingual *text)
{
    (void)context;
    printf("  %s: %s\n", notice_kind_codes[kind], text->text[LANGUAGE_EN]);
    return true;
}

static void summary_print(const struct settings *settings, const struct catalogue *catalogue)
{
    printf("%s: good\n  %zu sources, %zu of %zu datasets, %zu checks, %zu KPIs, %zu jobs\n",
           settings->folder, settings->source_count, settings->dataset_count,
           catalogue->contract_count, enabled_count(catalogue->checks, catalogue->check_count),
           enabled_count(catalogue->kpis, catalogue->kpi_count), settings->job_count);
}

/* What a child that tries one source needs. */
struct trial {
    struct settings settings; /* with that source alone */
    const struct catalogue *catalogue;
};

static enum exit_code try_in_child(void *context, struct worker_channel *channel,
                                   struct error *error)
{
    const struct trial *trial = context;
    bool is_good;

    (void)channel;
    is_good = live_check(&trial->settings, trial->catalogue, stdout, error);
    fflush(stdout);
    /* What is wrong has been printed: the parent only counts it. */
    return is_good ? EXIT_CODE_GOOD : EXIT_CODE_INCOMPLETE;
}

static void keep_quiet(void *context, const struct worker *worker, const char *dataset,
                       int64_t rows)
{
    (void)context;
    (void)worker;
    (void)dataset;
    (void)rows;
}

/* A driver is loaded in a child alone, one source after the other so that their lines stay apart.
 */
static bool source_try(const struct settings *settings, const struct catalogue *catalogue,
                       const struct source_settings *source, bool *is_good, struct error *error)
{
    struct trial trial = {.settings = *settings, .catalogue = catalogue};
    struct worker worker = {
        .name = source->name,
        .main = try_in_child,
        .context = &trial,
        .time_limit_seconds = source->time_limit_seconds < TRIAL_SECONDS_MAX
                                  ? source->time_limit_seconds
                                  : TRIAL_SECONDS_MAX,
    };

    trial.settings.sources = source;
    trial.settings.source_count = 1;
    if (!workers_run(&worker, 1, 1, keep_quiet, NULL, error))
        return false;
    *is_good = worker.code == EXIT_CODE_GOOD;
    if (!*is_good && worker.code != EXIT_CODE_INCOMPLETE)
        printf("source %s: %s\n", source->name, worker.error.text);
    return true;
}

static bool sources_try(const struct settings *settings, const struct catalogue *catalogue,
                        struct error *error)
{
    size_t bad_count = 0;

    for (size_t i = 0; i < settings->source_count; i++) {
        bool is_good = false;
        if (!source_try(settings, catalogue, &settings->sources[i], &is_good, error))
            return false;
        bad_count += is_good ? 0 : 1;
    }
    if (bad_count == 0)
        return true;
    return error_set(error, EXIT_CODE_UNAVAILABLE, "%zu of %zu sources have something to mend",
                     bad_count, settings->source_count);
}

static enum exit_code check(const struct wanted *wanted)
{
    struct settings *settings = NULL;
    struct catalogue *catalogue = NULL;
    struct error error = {0};
    int64_t now = 0;
    bool is_good = settings_open(&settings, wanted->configuration, &error) &&
                   clock_set_zone(settings->time_zone, &error) && clock_now(&now, &error) &&
                   catalogue_open(&catalogue, settings, &error);

    if (is_good) {
        summary_print(settings, catalogue);
        settings_notices(settings, (now + clock_offset_seconds(now)) / SECONDS_PER_DAY,
                         notice_print, NULL);
    }
    if (is_good && wanted->is_printed)
        settings_print(stdout, settings);
    if (is_good && wanted->is_live)
        is_good = sources_try(settings, catalogue, &error);
    if (catalogue != NULL)
        catalogue_close(catalogue);
    if (settings != NULL)
        settings_close(settings);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char about[] = "Reads khrop.ini, the YAML files and the catalogue, and tells every "
                            "fault at once with its file,\n"
                            "line and the nearest valid name.";

static const char more[] =
    "examples:\n"
    "  khrop check --config build/demo/etc\n"
    "  khrop check --explain charset          what a key means, and what it may be\n"
    "\n"
    "exit codes: 0 good, 78 something is to be mended, 69 (--live) a source or query is";

enum exit_code command_check(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"explain", "KEY", OPTION_TEXT, &wanted.key, "say what a key means and stop"},
        {"live", NULL, OPTION_FLAG, &wanted.is_live,
         "connect to each source and try each query; says the fix to type"},
        {"print", NULL, OPTION_FLAG, &wanted.is_printed,
         "print every setting in force and where it was written"},
        {"document", NULL, OPTION_FLAG, &wanted.is_documented,
         "print the page that documents every key and stop"},
    };
    const struct command_line line = {
        .usage = "check [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (wanted.key != NULL)
        return explain(wanted.key);
    if (!wanted.is_documented)
        return check(&wanted);
    settings_document(stdout);
    return EXIT_CODE_GOOD;
}
