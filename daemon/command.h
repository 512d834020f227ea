/* The commands of khrop, and how each reads its command line: one table of options a command, from
 * which it is parsed and its --help is printed.
 */
#ifndef KHROP_DAEMON_COMMAND_H
#define KHROP_DAEMON_COMMAND_H

#include "core/error.h"

#include <stddef.h>

/* Every command: argv[0] is its own name. Returns the exit code of the process. */
typedef enum exit_code command_main(int argc, char **argv);

command_main command_run;
command_main command_check;
command_main command_catalogue;
command_main command_new;
command_main command_status;
command_main command_history;
command_main command_deliver;
command_main command_outbox;
command_main command_worklist;
command_main command_reissue;
command_main command_restate;
command_main command_gc;
command_main command_compare;
command_main command_inbox;
command_main command_explain;
command_main command_sql;
command_main command_holidays;
command_main command_demo;

enum option_kind {
    OPTION_FLAG,    /* target: bool */
    OPTION_TEXT,    /* target: const char * */
    OPTION_DATE,    /* target: int64_t, days since 1970-01-01; unchanged when not given */
    OPTION_INTEGER, /* target: int64_t, 0 or more */
    OPTION_LIST,    /* target: struct command_list; the option may be given again and again */
};

#define COMMAND_LIST_MAX 64

/* Texts in the order given; ended by NULL. */
struct command_list {
    const char *items[COMMAND_LIST_MAX + 1];
    size_t count;
};

struct command_option {
    const char *name;     /* without the dashes */
    const char *argument; /* what stands for its value in --help ("DIR"); NULL for a flag */
    enum option_kind kind;
    void *target;
    const char *help;
};

struct command_line {
    const char *usage; /* what follows `khrop `: "run JOB [options]" */
    const char *about; /* what it does, whole sentences, broken into lines */
    const char *more;  /* examples and exit codes for the end of --help; may be NULL */
    const struct command_option *options;
    size_t option_count;
    size_t word_min, word_max; /* how many words there may be besides the options */
};

/* The row that every command's table of options begins with. `target` is a const char * that holds
 * COMMAND_CONFIG_DEFAULT. */
#define COMMAND_CONFIG_DEFAULT "/etc/khrop"
#define COMMAND_CONFIG_OPTION(target)                                                              \
    {                                                                                              \
        "config", "DIR", OPTION_TEXT, (target),                                                    \
            "folder of khrop.ini (default " COMMAND_CONFIG_DEFAULT ")"                             \
    }

/* Reads the options of argv into their targets; the words that are left stand in *words (they are
 * argv's), *word_count many. True: go on. False: end with *code (--help was printed: 0; a fault was
 * told on stderr: EXIT_CODE_USAGE). */
bool command_parse(const struct command_line *line, int argc, char **argv, char ***words,
                   size_t *word_count, enum exit_code *code);

/* Prints `khrop: TEXT` to stderr and returns the error's code. */
enum exit_code command_failed(const struct error *error);

/* Prints what is wrong with the command line and where help is; returns EXIT_CODE_USAGE. */
enum exit_code command_misused(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
