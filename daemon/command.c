/* Reads a command line by its table of options, and prints the help that the table holds. */
#include "daemon/command.h"

#include "config/complaints.h"
#include "core/date.h"
#include "core/text.h"
#include "daemon/journal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAMES_MAX 32

static void help_option(const char *name, const char *argument, const char *text)
{
    char left[64];

    snprintf(left, sizeof left, "--%s%s%s", name, argument != NULL ? " " : "",
             argument != NULL ? argument : "");
    printf("  %-24s %s\n", left, text);
}

static void help_print(const struct command_line *line)
{
    printf("usage: khrop %s\n\n%s\n\noptions:\n", line->usage, line->about);
    for (size_t i = 0; i < line->option_count; i++)
        help_option(line->options[i].name, line->options[i].argument, line->options[i].help);
    help_option("help", NULL, "show this");
    if (line->more != NULL)
        printf("\n%s\n", line->more);
}

enum exit_code command_misused(const char *command, const char *format, ...)
{
    va_list arguments;

    fputs("khrop: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry: khrop %s%s--help\n", command, *command != '\0' ? " " : "");
    return EXIT_CODE_USAGE;
}

enum exit_code command_failed(const struct error *error)
{
    fprintf(stderr, "%skhrop: ", journal_prefix(STDERR_FILENO, JOURNAL_ERROR));
    complaints_print(stderr, error);
    fputc('\n', stderr);
    return error->code != EXIT_CODE_GOOD ? error->code : EXIT_CODE_SOFTWARE;
}

static const struct command_option *option_find(const struct command_line *line, const char *name,
                                                size_t length)
{
    for (size_t i = 0; i < line->option_count; i++) {
        const struct command_option *option = &line->options[i];
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0)
            return option;
    }
    return NULL;
}

static enum exit_code option_unknown(const struct command_line *line, const char *command,
                                     const char *name)
{
    const char *names[NAMES_MAX] = {"help"};
    const char *nearest;
    size_t count = 1;

    for (size_t i = 0; i < line->option_count && count < NAMES_MAX; i++)
        names[count++] = line->options[i].name;
    nearest = text_nearest(name, names, count);
    if (nearest == NULL)
        return command_misused(command, "unknown option --%s", name);
    return command_misused(command, "unknown option --%s, did you mean --%s?", name, nearest);
}

static bool integer_read(const char *value, int64_t *number)
{
    char *end = NULL;
    long long read;

    errno = 0;
    read = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || read < 0)
        return false;
    *number = read;
    return true;
}

static enum exit_code option_take(const struct command_option *option, const char *command,
                                  const char *value)
{
    struct command_list *list = option->target;

    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)option->target = true;
        break;
    case OPTION_TEXT:
        *(const char **)option->target = value;
        break;
    case OPTION_DATE:
        if (date_parse(value, strlen(value), DATE_ORDER_ISO, DATE_ERA_COMMON, option->target) !=
            DATE_GOOD)
            return command_misused(command, "--%s \"%s\" is not a date: write it as 2026-11-25",
                                   option->name, value);
        break;
    case OPTION_INTEGER:
        if (!integer_read(value, option->target))
            return command_misused(command, "--%s \"%s\" is not a whole number", option->name,
                                   value);
        break;
    case OPTION_LIST:
        if (list->count == COMMAND_LIST_MAX)
            return command_misused(command, "--%s is given more than %d times", option->name,
                                   COMMAND_LIST_MAX);
        list->items[list->count++] = value;
        break;
    }
    return EXIT_CODE_GOOD;
}

/* Takes argv[*at] and, where the option has a separate value, the word after it. */
static enum exit_code option_read(const struct command_line *line, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 2;
    const char *equals = strchr(name, '=');
    const char *value = equals != NULL ? equals + 1 : NULL;
    size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct command_option *option = option_find(line, name, length);

    if (option == NULL)
        return option_unknown(line, argv[0], name);
    if (option->kind == OPTION_FLAG && value != NULL)
        return command_misused(argv[0], "--%s takes no value", option->name);
    if (option->kind != OPTION_FLAG && value == NULL) {
        if (*at + 1 == argc)
            return command_misused(argv[0], "--%s needs a value: --%s %s", option->name,
                                   option->name, option->argument);
        value = argv[++*at];
    }
    return option_take(option, argv[0], value);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

bool command_parse(const struct command_line *line, int argc, char **argv, char ***words,
                   size_t *word_count, enum exit_code *code)
{
    bool options_end = false;

    *words = argv + 1;
    *word_count = 0;
    *code = EXIT_CODE_GOOD;
    for (int at = 1; at < argc && *code == EXIT_CODE_GOOD; at++) {
        if (!options_end && is_help(argv[at])) {
            help_print(line);
            return false;
        }
        if (!options_end && strcmp(argv[at], "--") == 0)
            options_end = true;
        else if (!options_end && strncmp(argv[at], "--", 2) == 0)
            *code = option_read(line, argc, argv, &at);
        else if (!options_end && argv[at][0] == '-' && argv[at][1] != '\0')
            *code = command_misused(argv[0], "unknown option %s", argv[at]);
        else
            (*words)[(*word_count)++] = argv[at];
    }
    if (*code == EXIT_CODE_GOOD && *word_count < line->word_min)
        *code = command_misused(argv[0], "something is missing: khrop %s", line->usage);
    if (*code == EXIT_CODE_GOOD && *word_count > line->word_max)
        *code = command_misused(argv[0], "\"%s\" is too much: khrop %s", (*words)[line->word_max],
                                line->usage);
    return *code == EXIT_CODE_GOOD;
}
