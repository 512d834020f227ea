/* khrop compare: what differs between two published slots, as a workbook and in short. */
#include "daemon/command.h"
#include "daemon/compare_slots.h"

static const char about[] =
    "Compares two published days, or two attempts at one, from the snapshots that were kept: the\n"
    "values of KPIs by level, staff and period, the exceptions on the lists, and the source rows "
    "that\n"
    "differ, by dataset, key and column with both values. Writes a workbook and prints how much.\n"
    "A and B are 2026-11-25, 2026-11-25.2 (the second attempt), daily/2026-11-25 where there are\n"
    "several jobs, or the path of a published folder.";

static const char more[] =
    "examples:\n"
    "  khrop compare 2026-11-25 2026-11-25.2          what a restatement has changed\n"
    "  khrop compare daily/2026-11-24 daily/2026-11-25 --to /tmp/days.xlsx\n"
    "\n"
    "exit codes: 0 nothing differs, 1 something does, 65 a snapshot is damaged,\n"
    "  69 a snapshot is not kept any more, 73 can't write";

enum exit_code command_compare(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT, *to = "compare.xlsx";
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"to", "FILE", OPTION_TEXT, &to, "the workbook (default compare.xlsx)"},
    };
    const struct command_line line = {
        .usage = "compare A B [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 2,
        .word_max = 2,
    };
    struct site site = {0};
    struct error error = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (site_open(&site, configuration, &error)) {
        const char *const sides[2] = {words[0], words[1]};
        code = compare_slots(&site, sides, to, &error);
    }
    site_close(&site);
    return error.code != EXIT_CODE_GOOD ? command_failed(&error) : code;
}
