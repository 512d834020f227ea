/* khrop restate: a published day pulled and computed anew, with what that changed. */
#include "daemon/command.h"
#include "daemon/compare_slots.h"
#include "daemon/run.h"
#include "daemon/slot_name.h"

#include <limits.h>
#include <stdio.h>

static const char about[] =
    "Pulls and computes anew what JOB published for DATE, when a source has been put right since:\n"
    "a new attempt, published beside the old one as DATE.2. The figures of its days replace those "
    "in\n"
    "the history of KPIs; the old ones stay there, with when and --why they were replaced. Prints\n"
    "what changed. A date before the newest published one gives its daily figures only.";

static const char more[] =
    "examples:\n"
    "  khrop restate daily 2026-11-25 --why \"returns of branch 3 were booked late\"\n"
    "  khrop restate daily 2026-11-25 --why \"...\" --to changes.xlsx   with the workbook of "
    "changes\n"
    "\n"
    "exit codes: as khrop run";

struct restatement {
    struct run_request run;
    const char *to;
    char before[SLOT_NAME_JOB_SIZE + 64], after[SLOT_NAME_JOB_SIZE + 64];
};

/* The newest attempt at the date, as khrop compare is given it. */
static bool name_newest(const char *configuration, const char *job, const char *date,
                        struct slot_name *name, char text[SLOT_NAME_JOB_SIZE + 64],
                        struct error *error)
{
    struct site site = {0};
    struct ledger_attempt attempt;
    bool is_named = site_open(&site, configuration, error);

    *name = (struct slot_name){0};
    if (is_named) {
        snprintf(name->job, sizeof name->job, "%s", job);
        is_named = slot_name_date(date, name, error) &&
                   (name->attempt == 0 ||
                    error_set(error, EXIT_CODE_USAGE,
                              "%s: a date is restated, not one of its attempts", date)) &&
                   slot_name_find(&site, name, &attempt, error);
    }
    if (is_named)
        snprintf(text, SLOT_NAME_JOB_SIZE + 64, "%s/%s.%d", job, date, attempt.attempt);
    site_close(&site);
    return is_named;
}

/* That it can't be told, the old snapshot being gone, takes nothing from the restatement. */
static enum exit_code print_changes(const struct restatement *restatement, struct error *error)
{
    const char *const sides[2] = {restatement->before, restatement->after};
    struct site site = {0};
    struct error own = {0};

    if (!site_open(&site, restatement->run.configuration, error)) {
        site_close(&site);
        return error->code;
    }
    puts("\nwhat the restatement changed (A before, B now):");
    compare_slots(&site, sides, restatement->to, &own);
    site_close(&site);
    if (own.code == EXIT_CODE_UNAVAILABLE || own.code == EXIT_CODE_DATA) {
        printf("  can't be told: %s\n", own.text);
        return EXIT_CODE_GOOD;
    }
    *error = own;
    return own.code;
}

static enum exit_code restate(struct restatement *restatement, const char *date,
                              struct error *error)
{
    struct slot_name name;
    enum exit_code code, told;

    if (!name_newest(restatement->run.configuration, restatement->run.job, date, &name,
                     restatement->before, error))
        return error->code;
    restatement->run.business_on = name.business_on;
    code = run_job(&restatement->run, error);
    if (error->code != EXIT_CODE_GOOD)
        return code;
    if (!name_newest(restatement->run.configuration, restatement->run.job, date, &name,
                     restatement->after, error))
        return error->code;
    told = print_changes(restatement, error);
    return told != EXIT_CODE_GOOD ? told : code;
}

enum exit_code command_restate(int argc, char **argv)
{
    struct command_list accepted = {0};
    struct restatement restatement = {.run = {.configuration = COMMAND_CONFIG_DEFAULT,
                                              .has_date = true,
                                              .is_forced = true,
                                              .accepted = accepted.items}};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&restatement.run.configuration),
        {"why", "TEXT", OPTION_TEXT, &restatement.run.why, "why, kept with the figures; required"},
        {"to", "FILE", OPTION_TEXT, &restatement.to, "write the workbook of what changed, too"},
        {"accept", "DATASET", OPTION_LIST, &accepted,
         "take DATASET though it has shrunk or is empty; may be repeated"},
    };
    const struct command_line line = {
        .usage = "restate JOB DATE --why TEXT [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 2,
        .word_max = 2,
    };
    struct error error = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (restatement.run.why == NULL || *restatement.run.why == '\0')
        return command_misused(argv[0], "say why: khrop restate %s %s --why TEXT", words[0],
                               words[1]);
    restatement.run.job = words[0];
    code = restate(&restatement, words[1], &error);
    return error.code != EXIT_CODE_GOOD ? command_failed(&error) : code;
}
