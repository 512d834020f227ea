/* khrop reissue: a published day once more, byte for byte, from its snapshot. */
#include "daemon/command.h"
#include "daemon/reissue.h"

#include <stdio.h>

static const char about[] = "Writes what JOB published for DATE again, from the snapshot that was "
                            "kept with the settings and\n"
                            "rules of that day: every file has the SHA-256 that was published, or "
                            "it is said which has not\n"
                            "and why. Without --to it puts a folder back that was deleted or "
                            "damaged (a damaged one stands\n"
                            "aside as DATE.damaged); one that is whole is left as it is.";

static const char more[] =
    "examples:\n"
    "  khrop reissue daily 2026-11-25                      put the folder back\n"
    "  khrop reissue daily 2026-11-25.2 --to /tmp/again    the second attempt, elsewhere\n"
    "\n"
    "exit codes: 0 equal, 1 files that differ were written (--anyway), 65 the snapshot is damaged\n"
    "  or a file would differ, 69 the snapshot is not kept any more, 73 can't write,\n"
    "  75 a run holds the job";

enum exit_code command_reissue(int argc, char **argv)
{
    struct reissue_request request = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&request.configuration),
        {"to", "FOLDER", OPTION_TEXT, &request.to, "write into FOLDER, which isn't there yet"},
        {"anyway", NULL, OPTION_FLAG, &request.is_anyway,
         "with --to: write the files though some differ"},
    };
    const struct command_line line = {
        .usage = "reissue JOB DATE[.ATTEMPT] [options]",
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
    if (request.is_anyway && request.to == NULL)
        return command_misused(argv[0], "--anyway goes with --to: what differs is never published");
    snprintf(request.name.job, sizeof request.name.job, "%s", words[0]);
    if (!slot_name_date(words[1], &request.name, &error))
        return command_failed(&error);
    code = reissue(&request, &error);
    return error.code != EXIT_CODE_GOOD ? command_failed(&error) : code;
}
