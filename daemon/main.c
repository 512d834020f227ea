/* khrop: the table of commands. */
#include "core/text.h"
#include "daemon/command.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define TRIM_BYTES (128 * 1024)

static const struct {
    const char *name;
    command_main *main;
    const char *about;
} commands[] = {
    {"run", command_run, "run a job once for a business date"},
    {"check", command_check, "check the configuration, and with --live every source"},
    {"catalogue", command_catalogue, "list the checks and KPIs, or show one in full"},
    {"new", command_new, "begin a check or KPI of your own from a template"},
    {"status", command_status, "what was published last, what runs, what was not checked"},
    {"history", command_history, "every attempt at a job's days, and how each ended"},
    {"deliver", command_deliver, "send what the outbox holds and is due; or send one again"},
    {"outbox", command_outbox, "what was delivered to whom, what waits, and why"},
    {"reissue", command_reissue, "write a published day again, byte for byte, from its snapshot"},
    {"restate", command_restate, "pull and compute a published day anew, and say what changed"},
    {"compare", command_compare, "write a workbook of what differs between two published days"},
    {"worklist", command_worklist, "list exceptions, or show one with its history"},
    {"inbox", command_inbox, "read the lists that staff have saved into the inbox"},
    {"gc", command_gc, "remove what is past its retention, and what crashes have left"},
    {"explain", command_explain, "lead from an exception or a KPI back to the rows of the sources"},
    {"sql", command_sql, "ask the data of a published day"},
    {"holidays", command_holidays, "bring a list of holidays into holidays.yaml"},
    {"demo", command_demo, "write the demonstration company's databases and configuration"},
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(FILE *out)
{
    fprintf(out, "khrop reconciles sales, credit and logistics with the CRM, day by day.\n\n"
                 "usage: khrop COMMAND [options]\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].about);
    fprintf(out, "\n`khrop COMMAND --help` says more of one; man khrop says all. To begin:\n\n"
                 "  khrop demo demo\n"
                 "  khrop run daily --config demo/etc --date 2026-11-17\n");
}

static enum exit_code unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    const char *nearest;
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    nearest = text_nearest(name, names, COMMAND_COUNT);
    fprintf(stderr, "khrop: there is no command \"%s\"", name);
    if (nearest != NULL)
        fprintf(stderr, "; did you mean \"%s\"?\n", nearest);
    else
        fprintf(stderr, "; `khrop --help` lists them\n");
    return EXIT_CODE_USAGE;
}

int main(int argc, char **argv)
{
    /* Must come before any other call of SQLite. Its memory statistics put one lock around every
     * allocation of the two threads of a pull; and its driver's connection is one thread's at a
     * time, so the lock that each call takes for it guards nothing (what threads share asks for
     * FULLMUTEX). */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    /* Else glibc raises its thresholds with each large block that a sorter frees, and keeps what
     * one stage has used until the end. */
    mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
    umask(027);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_CODE_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_CODE_GOOD;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("khrop %s\n", KHROP_VERSION);
        return EXIT_CODE_GOOD;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return (int)commands[i].main(argc - 1, argv + 1);
    return (int)unknown_command(argv[1]);
}
