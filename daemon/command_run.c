/* khrop run: a job, once, for a business date. */
#include "daemon/command.h"
#include "daemon/run.h"

#include <limits.h>

static const char about[] =
    "Runs JOB (a name of jobs.yaml) once for a business date: pulls every source, runs the checks\n"
    "and KPIs, brings the worklist up to date and publishes workbooks and lists to OUT/JOB/DATE.\n"
    "The business date is the day the report is for; \"overdue\" means promised before it.\n"
    "A date that is published already is left as it is. After a crash, run it again.";

static const char more[] =
    "examples:\n"
    "  khrop run daily                                     today\n"
    "  khrop run daily --date 2026-11-25 --dry-run         look before publishing\n"
    "  khrop run daily --accept orders                     orders really are that few today\n"
    "  khrop run daily --date 2026-11-25 --force           once more, into DATE.2\n"
    "\n"
    "exit codes: 0 published, 1 published but something was not checked, 65 bad data,\n"
    "  69 no source could be pulled, 73 can't write, 75 another run holds the job,\n"
    "  78 configuration";

enum exit_code command_run(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    struct command_list accepted = {0};
    struct run_request request = {.business_on = INT64_MIN, .accepted = accepted.items};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"date", "YYYY-MM-DD", OPTION_DATE, &request.business_on, "business date (default today)"},
        {"dry-run", NULL, OPTION_FLAG, &request.is_dry,
         "write the files to a temporary folder, publish nothing"},
        {"force", NULL, OPTION_FLAG, &request.is_forced, "run a published date again, as DATE.2"},
        {"accept", "DATASET", OPTION_LIST, &accepted,
         "take DATASET though it has shrunk or is empty; may be repeated"},
    };
    const struct command_line line = {
        .usage = "run JOB [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 1,
        .word_max = 1,
    };
    struct error error = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    request.configuration = configuration;
    request.job = words[0];
    request.has_date = request.business_on != INT64_MIN;
    code = run_job(&request, &error);
    return error.code != EXIT_CODE_GOOD ? command_failed(&error) : code;
}
