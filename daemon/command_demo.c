/* khrop demo: writes the demonstration company. */
#include "core/date.h"
#include "daemon/command.h"
#include "examples/company/company.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SCALE_MAX 1000
#define SOURCE_NAME_SIZE 32

struct demo {
    struct company_request request;
    struct company_source sources[COMMAND_LIST_MAX];
    char names[COMMAND_LIST_MAX][SOURCE_NAME_SIZE];
};

/* NAME=CONNECTION; the connection string itself is full of equals signs. */
static bool source_read(struct demo *demo, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t number = demo->request.source_count;
    size_t length = equals != NULL ? (size_t)(equals - text) : 0;

    if (length == 0 || length >= SOURCE_NAME_SIZE || equals[1] == '\0')
        return false;
    memcpy(demo->names[number], text, length);
    demo->names[number][length] = '\0';
    demo->sources[number] =
        (struct company_source){.name = demo->names[number], .connection = equals + 1};
    demo->request.source_count++;
    return true;
}

static void next_print(const struct company_request *request)
{
    char date[DATE_TEXT_SIZE];

    date_format_iso(company_business_date(request->days), date);
    printf("The company stands in %s: etc (configuration), data (databases), planted.csv.\n"
           "Next:\n  khrop check --config %s/etc --live\n"
           "  khrop run daily --config %s/etc --date %s\n",
           request->folder, request->folder, request->folder, date);
}

static enum exit_code demo_write(struct demo *demo, const struct command_list *sources)
{
    struct error error = {0};

    for (size_t i = 0; i < sources->count; i++)
        if (!source_read(demo, sources->items[i]))
            return command_misused("demo",
                                   "--source \"%s\": write it as NAME=CONNECTION, such as "
                                   "sales='Driver={PostgreSQL Unicode};Server=..'",
                                   sources->items[i]);
    demo->request.sources = demo->sources;
    if (!company_write(&demo->request, &error))
        return command_failed(&error);
    next_print(&demo->request);
    return EXIT_CODE_GOOD;
}

static const char about[] =
    "Writes a believable Thai retailer into DIR: four databases with different table names, key\n"
    "formats, encodings and date habits, a configuration that maps them, and planted.csv with the\n"
    "problems that are in them. --days 2 .. 5 moves the company on by as many mornings.";

enum exit_code command_demo(int argc, char **argv)
{
    int64_t scale = 1, days = 1, seed = (int64_t)COMPANY_SEED;
    struct command_list sources = {0};
    struct demo demo = {0};
    const struct command_option options[] = {
        {"scale", "N", OPTION_INTEGER, &scale, "N times as many customers and orders (default 1)"},
        {"days", "N", OPTION_INTEGER, &days, "the state of the company on its Nth morning"},
        {"seed", "N", OPTION_INTEGER, &seed, "another company"},
        {"source", "NAME=CONNECTION", OPTION_LIST, &sources,
         "put a database elsewhere than into a SQLite file, over ODBC"},
    };
    const struct command_line line = {
        .usage = "demo DIR [options]",
        .about = about,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 1,
        .word_max = 1,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (scale < 1 || scale > SCALE_MAX)
        return command_misused(argv[0], "--scale is 1 to %d", SCALE_MAX);
    if (days < 1 || days > COMPANY_LAST_DAY)
        return command_misused(argv[0], "--days is 1 to %d", COMPANY_LAST_DAY);
    demo.request = (struct company_request){
        .folder = words[0], .scale = (int)scale, .days = (int)days, .seed = (uint64_t)seed};
    return demo_write(&demo, &sources);
}
