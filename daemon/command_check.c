/* khrop check: is the configuration right, does every query run, and with --live does each source
 * answer to it? */
#include "config/notices.h"
#include "config/settings_table.h"
#include "core/clock.h"
#include "daemon/command.h"
#include "daemon/places.h"
#include "daemon/workers.h"
#include "jobs/catalogue.h"
#include "jobs/live.h"
#include "jobs/plan.h"
#include "jobs/rehearsal.h"

#include <stdio.h>
#include <string.h>

#define TRIAL_SECONDS_MAX 60
#define SECONDS_PER_DAY 86400

struct wanted {
    const char *configuration;
    const char *key;
    bool is_live, is_printed, is_documented, is_planned;
    char **rules; /* whose plans are printed; none: all */
    size_t rule_count;
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
    printf("%s: good\n  %zu sources, %zu of %zu datasets, %zu checks, %zu KPIs, %zu tables, "
           "%zu jobs\n",
           settings->folder, settings->source_count, settings->dataset_count,
           catalogue->contract_count, enabled_count(catalogue->checks, catalogue->check_count),
           enabled_count(catalogue->kpis, catalogue->kpi_count),
           enabled_count(catalogue->tables, catalogue->table_count), settings->job_count);
}

static bool is_wanted(const struct wanted *wanted, const char *id)
{
    for (size_t i = 0; i < wanted->rule_count; i++)
        if (strcmp(wanted->rules[i], id) == 0)
            return true;
    return wanted->rule_count == 0;
}

static bool plans_print(const struct wanted *wanted, struct rehearsal *rehearsal, sqlite3 *mirror,
                        const struct rule *rules, size_t count, size_t *warning_count,
                        struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (is_wanted(wanted, rules[i].id) &&
            !plan_print(stdout, mirror, &rules[i], &rehearsal->slot, warning_count, error))
            return false;
    return true;
}

static bool all_plans_print(const struct wanted *wanted, struct rehearsal *rehearsal,
                            struct error *error)
{
    const struct catalogue *catalogue = rehearsal->catalogue;
    size_t warning_count = 0;
    sqlite3 *mirror = NULL;
    bool are_printed = rehearsal_mirror(rehearsal, &mirror, error) &&
                       plans_print(wanted, rehearsal, mirror, catalogue->derived,
                                   catalogue->derived_count, &warning_count, error) &&
                       plans_print(wanted, rehearsal, mirror, catalogue->checks,
                                   catalogue->check_count, &warning_count, error) &&
                       plans_print(wanted, rehearsal, mirror, catalogue->kpis, catalogue->kpi_count,
                                   &warning_count, error) &&
                       plans_print(wanted, rehearsal, mirror, catalogue->tables,
                                   catalogue->table_count, &warning_count, error);

    sqlite3_close(mirror);
    if (are_printed)
        printf("%zu steps read a whole table again and again\n", warning_count);
    return are_printed;
}

/* A word that is no rule's id would print nothing, as if all were well. */
static bool rules_exist(const struct wanted *wanted, const struct catalogue *catalogue,
                        struct error *error)
{
    for (size_t i = 0; i < wanted->rule_count; i++)
        if (catalogue_rule(catalogue, wanted->rules[i]) == NULL)
            return error_set(
                error, EXIT_CODE_USAGE,
                "there is no check, KPI, table or derived dataset \"%s\"; `khrop catalogue` "
                "lists them",
                wanted->rules[i]);
    return true;
}

static bool queries_try(const struct wanted *wanted, const struct settings *settings,
                        const struct catalogue *catalogue, struct error *error)
{
    struct rehearsal rehearsal = {0};
    bool are_good = rules_exist(wanted, catalogue, error) &&
                    rehearsal_open(&rehearsal, settings, catalogue, error) &&
                    rehearsal_is_good(&rehearsal, error) &&
                    (!wanted->is_planned || all_plans_print(wanted, &rehearsal, error));

    rehearsal_close(&rehearsal);
    return are_good;
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
    size_t bad_count = 0, bad_place_count = 0;

    for (size_t i = 0; i < settings->source_count; i++) {
        bool is_good = false;
        if (!source_try(settings, catalogue, &settings->sources[i], &is_good, error))
            return false;
        bad_count += is_good ? 0 : 1;
    }
    fflush(stdout);
    places_try(settings, &bad_place_count);
    if (bad_count == 0 && bad_place_count == 0)
        return true;
    if (bad_count == 0)
        return error_set(error, EXIT_CODE_UNAVAILABLE,
                         "%zu of the places that deliveries go to have something to mend",
                         bad_place_count);
    return error_set(error, EXIT_CODE_UNAVAILABLE, "%zu of %zu sources have something to mend",
                     bad_count, settings->source_count);
}

static enum exit_code check(const struct wanted *wanted)
{
    struct settings *settings = NULL;
    struct catalogue *catalogue = NULL;
    struct error error = {0};
    int64_t now = 0;
    bool is_good =
        catalogue_open_with_settings(&catalogue, &settings, wanted->configuration, &error) &&
        clock_set_zone(settings->time_zone, &error) && clock_now(&now, &error) &&
        queries_try(wanted, settings, catalogue, &error);

    if (is_good && !wanted->is_planned) {
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

static const char about[] =
    "Reads khrop.ini, the YAML files and the catalogue, and tells every fault at once with its "
    "file,\n"
    "line and the nearest valid name; then runs every query over empty tables. With --plan, RULE\n"
    "names the checks, KPIs or derived datasets (default all).";

static const char more[] =
    "examples:\n"
    "  khrop check --config build/demo/etc\n"
    "  khrop check --explain charset          what a key means, and what it may be\n"
    "  khrop check --plan BO-04               how its query is run\n"
    "\n"
    "exit codes: 0 good, 78 something is to be mended, 69 (--live) a source or query is";

enum exit_code command_check(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"explain", "KEY", OPTION_TEXT, &wanted.key, "say what a key means and stop"},
        {"live", NULL, OPTION_FLAG, &wanted.is_live,
         "try each source and query, the mail server and shared folders; says the fix to type"},
        {"plan", NULL, OPTION_FLAG, &wanted.is_planned,
         "print how each query is run, and warn of whole tables read again and again"},
        {"print", NULL, OPTION_FLAG, &wanted.is_printed,
         "print every setting in force and where it was written"},
        {"document", NULL, OPTION_FLAG, &wanted.is_documented,
         "print the page that documents every key and stop"},
    };
    const struct command_line line = {
        .usage = "check [RULE ..] [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_max = COMMAND_LIST_MAX,
    };
    enum exit_code code;

    if (!command_parse(&line, argc, argv, &wanted.rules, &wanted.rule_count, &code))
        return code;
    if (wanted.rule_count > 0 && !wanted.is_planned)
        return command_misused(argv[0], "%s: a rule is named with --plan alone", wanted.rules[0]);
    if (wanted.key != NULL)
        return explain(wanted.key);
    if (!wanted.is_documented)
        return check(&wanted);
    settings_document(stdout);
    return EXIT_CODE_GOOD;
}
