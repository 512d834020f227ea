/* khrop gc: makes room by what [retention] says. */
#include "core/clock.h"
#include "daemon/command.h"
#include "daemon/site.h"
#include "daemon/sweep.h"

static const char about[] =
    "Removes the snapshots and published folders that are older than [retention] of khrop.ini "
    "says,\n"
    "what attempts that crashed have left, and temporary files of commands that were killed. "
    "Never\n"
    "the newest published date, nor a folder that a queued delivery still needs. The history of "
    "KPIs\n"
    "and exceptions stays for ever. Each run does this for its own job at its end.";

static const char more[] =
    "exit codes: 0 good, 1 a job is at work and was left for the next time,\n"
    "  73 something could not be removed";

static enum exit_code collect(const char *configuration, bool is_dry, struct error *error)
{
    struct site site = {0};
    enum exit_code code;

    if (site_open(&site, configuration, error) && clock_now(&site.ledger.run_at, error)) {
        site.ledger.begun_milliseconds = clock_monotonic_milliseconds();
        code = sweep_all(&site.ledger, site.settings, clock_local_day(site.ledger.run_at), is_dry,
                         error);
    } else {
        code = error->code;
    }
    site_close(&site);
    return code;
}

enum exit_code command_gc(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    bool is_dry = false;
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"dry-run", NULL, OPTION_FLAG, &is_dry, "say what would go, remove nothing"},
    };
    const struct command_line line = {
        .usage = "gc [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    struct error error = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    code = collect(configuration, is_dry, &error);
    return error.code != EXIT_CODE_GOOD ? command_failed(&error) : code;
}
