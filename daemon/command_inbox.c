/* khrop inbox: reads the lists that staff have saved, now instead of with the next run. */
#include "core/clock.h"
#include "daemon/command.h"
#include "daemon/inbox_print.h"
#include "daemon/site.h"

static enum exit_code code_of(const struct inbox_receipt *receipt)
{
    return receipt->outcomes[INBOX_REFUSED] + receipt->outcomes[INBOX_LEFT] > 0
               ? EXIT_CODE_INCOMPLETE
               : EXIT_CODE_GOOD;
}

static enum exit_code inbox(const char *configuration, bool is_dry)
{
    struct inbox_receipt receipt = {0};
    struct error error = {0};
    struct site site = {0};
    enum exit_code code;
    struct inbox_request request = {.is_dry = is_dry, .list_names = inbox_list_names};
    bool is_good = site_open(&site, configuration, &error) && clock_now(&request.run_at, &error);

    if (is_good) {
        request.state = site.state;
        request.settings = site.settings;
        is_good = inbox_take(&request, &receipt, &error);
        if (is_good || receipt.file_count > 0)
            inbox_print(&receipt, site.settings->inbox_folder, is_dry, stdout);
    }
    code = is_good ? code_of(&receipt) : command_failed(&error);
    inbox_receipt_clear(&receipt);
    site_close(&site);
    return code;
}

static const char more[] =
    "Lists are the .xlsx files of paths.inbox of khrop.ini. What was read moves to done/DATE "
    "there,\n"
    "what can't be read to refused, with a text beside it that says why. Every run begins with "
    "the\n"
    "same; the command is for those who can't wait.\n"
    "\n"
    "exit codes: 0 all was read; 1 a file was refused, or left for the next run; 69 the folder\n"
    "  can't be read.";

enum exit_code command_inbox(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    bool is_dry = false;
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&configuration),
        {"dry-run", NULL, OPTION_FLAG, &is_dry, "say what would come of it, keep and move nothing"},
    };
    const struct command_line line = {
        .usage = "inbox [options]",
        .about =
            "Reads the lists that staff have filled in and saved into the inbox, and shows for\n"
            "each file how many rows and remarks it brought, and what to know of them.",
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    return inbox(configuration, is_dry);
}
