/* khrop deliver: tries what the outbox holds. */
#include "core/clock.h"
#include "daemon/command.h"
#include "daemon/deliver.h"
#include "daemon/site.h"

#include <stdio.h>

struct wanted {
    const char *configuration;
    struct command_list again; /* to be sent again */
    bool is_now;
};

static bool queue_again(const struct site *site, const struct wanted *wanted, struct error *error)
{
    int64_t now = site->ledger.run_at;
    int64_t give_up_at = now + site->settings->mail.give_up_seconds;

    for (size_t i = 0; i < wanted->again.count; i++)
        if (!outbox_resend(site->ledger.state, wanted->again.items[i], now, give_up_at, error))
            return false;
    return true;
}

/* 1 where something of what was tried, or of what still waits, has not arrived. */
static enum exit_code code_of(const struct delivered *delivered,
                              const int64_t counts[OUTBOX_STATE_COUNT])
{
    bool is_whole = deliver_is_whole(delivered->counts) && counts[OUTBOX_QUEUED] == 0;

    return is_whole ? EXIT_CODE_GOOD : EXIT_CODE_INCOMPLETE;
}

static void tell(const struct delivered *delivered, const int64_t counts[OUTBOX_STATE_COUNT])
{
    char text[DELIVER_TEXT_SIZE];

    deliver_counts_text(delivered->counts, text);
    printf("%s", text);
    if (counts[OUTBOX_QUEUED] > delivered->counts[OUTBOX_QUEUED])
        printf("; %lld more wait for their next try (--now tries them)",
               (long long)(counts[OUTBOX_QUEUED] - delivered->counts[OUTBOX_QUEUED]));
    putchar('\n');
}

static enum exit_code deliver(const struct wanted *wanted)
{
    const struct deliver_request request = {.is_eager = wanted->is_now};
    struct delivered delivered = {0};
    int64_t counts[OUTBOX_STATE_COUNT] = {0};
    struct error error = {0};
    struct site site = {0};
    bool is_good =
        site_open(&site, wanted->configuration, &error) && clock_now(&site.ledger.run_at, &error);

    site.ledger.begun_milliseconds = clock_monotonic_milliseconds();
    is_good = is_good && queue_again(&site, wanted, &error) &&
              deliver_due(&site.ledger, site.settings, &request, &delivered, &error) &&
              outbox_count(site.ledger.state, 0, counts, &error);
    if (is_good)
        tell(&delivered, counts);
    site_close(&site);
    return is_good ? code_of(&delivered, counts) : command_failed(&error);
}

static const char about[] =
    "Delivers what the outbox holds and is due: what `khrop run` queued, what failed before and\n"
    "is to be tried again. Run it every few minutes, by a timer. Nothing is sent twice: what may\n"
    "have arrived (khrop was ended before the mail server's answer) waits for --resend.";

static const char more[] =
    "examples:\n"
    "  khrop deliver --config build/demo/etc\n"
    "  khrop deliver --resend 17              sends delivery 17 of `khrop outbox` again, with the\n"
    "                                         same message id\n"
    "\n"
    "exit codes: 0 all is delivered, 1 something is not, 75 another khrop is delivering";

enum exit_code command_deliver(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"resend", "ID", OPTION_LIST, &wanted.again,
         "send this one again, by its number or key, whatever became of it"},
        {"now", NULL, OPTION_FLAG, &wanted.is_now, "also try what waits for its next try"},
    };
    const struct command_line line = {
        .usage = "deliver [options]",
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
    return deliver(&wanted);
}
