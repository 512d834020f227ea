/* khrop new: a check, KPI, table or derived dataset of the site's own, begun from a template that
 * runs. */
#include "config/installation.h"
#include "daemon/command.h"
#include "jobs/catalogue.h"
#include "jobs/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PLACEHOLDER "NEW_ID"
#define TEMPLATE_SIZE 8192
#define ID_MAX 60

static const struct kind {
    const char *word, *folder, *example;
} kinds[] = {
    {"check", "checks", "X-01"},
    {"kpi", "kpis", "orders_promised"},
    {"table", "tables", "orders_by_staff"},
    {"derived", "derived", "customer_orders"},
};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static const struct kind *kind_find(const char *word)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return &kinds[i];
    return NULL;
}

/* An id is a file's name, a table's, and a part of every exception's. */
static bool is_id(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t length = strlen(text);

    return length > 0 && length <= ID_MAX && strchr(letters, text[0]) != NULL &&
           strspn(text, others) == length;
}

static bool is_taken(const struct catalogue *catalogue, const char *id, struct error *error)
{
    const struct rule *rule = catalogue_rule(catalogue, id);

    if (rule != NULL) {
        error_set(error, EXIT_CODE_USAGE,
                  "\"%s\" is in the catalogue already (%s); choose another id", id,
                  rule->place.file);
        return true;
    }
    if (catalogue_contract(catalogue, id) == NULL)
        return false;
    error_set(error, EXIT_CODE_USAGE, "\"%s\" is a dataset; choose another id", id);
    return true;
}

static bool template_read(const struct kind *kind, char text[TEMPLATE_SIZE], struct error *error)
{
    char name[64], path[PATH_MAX];
    size_t length;
    FILE *file;

    snprintf(name, sizeof name, "catalogue/templates/%s.sql", kind->word);
    if (!installation_find(name, path, sizeof path, error))
        return false;
    file = fopen(path, "r");
    if (file == NULL)
        return error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "%s", path);
    length = fread(text, 1, TEMPLATE_SIZE - 1, file);
    text[length] = '\0';
    fclose(file);
    return true;
}

/* The template with the id in the placeholder's place. */
static void template_print(FILE *out, const char *text, const char *id)
{
    for (const char *place; (place = strstr(text, PLACEHOLDER)) != NULL;
         text = place + strlen(PLACEHOLDER)) {
        fwrite(text, 1, (size_t)(place - text), out);
        fputs(id, out);
    }
    fputs(text, out);
}

/* A file that is there already is somebody's work: it is never written over. */
static bool file_write(const char *path, const char *text, const char *id, struct error *error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    FILE *out = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool is_written;

    if (out == NULL) {
        error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
        if (descriptor >= 0)
            close(descriptor);
        return false;
    }
    template_print(out, text, id);
    is_written = ferror(out) == 0;
    is_written = fclose(out) == 0 && is_written;
    if (is_written)
        return true;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    unlink(path);
    return false;
}

static bool begin(const struct settings *settings, const struct kind *kind, const char *id,
                  struct error *error)
{
    char folder[PATH_MAX], path[PATH_MAX], text[TEMPLATE_SIZE];

    if (settings->catalogue_folder == NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "%s/khrop.ini: no folder for the site's own catalogue is set; write "
                         "`catalogue = catalogue` into [paths]",
                         settings->folder);
    if (snprintf(folder, sizeof folder, "%s/%s", settings->catalogue_folder, kind->folder) >=
            (int)sizeof folder ||
        snprintf(path, sizeof path, "%s/%s.sql", folder, id) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long",
                         settings->catalogue_folder);
    if (!template_read(kind, text, error) || !folder_make(folder, error) ||
        !file_write(path, text, id, error))
        return false;
    printf("%s\nChange what it says, then try it:\n  khrop check --config %s\n", path,
           settings->folder);
    return true;
}

static enum exit_code rule_begin(const char *configuration, const struct kind *kind, const char *id)
{
    struct settings *settings = NULL;
    struct catalogue *catalogue = NULL;
    struct error error = {0};
    bool is_begun = settings_open(&settings, configuration, &error) &&
                    catalogue_open(&catalogue, settings, &error) &&
                    !is_taken(catalogue, id, &error) && begin(settings, kind, id, &error);

    catalogue_close(catalogue);
    settings_close(settings);
    return is_begun ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char about[] = "Writes a commented SQL file that runs into the site's own catalogue "
                            "folder ([paths] catalogue\n"
                            "of khrop.ini), to be changed into a check, KPI, table or derived "
                            "dataset of your own. A file that is\n"
                            "there is never written over.";

static const char more[] = "examples:\n"
                           "  khrop new check X-01\n"
                           "  khrop new kpi orders_promised\n"
                           "  khrop new table orders_by_staff\n"
                           "  khrop new derived customer_orders";

enum exit_code command_new(int argc, char **argv)
{
    const char *configuration = COMMAND_CONFIG_DEFAULT;
    const struct command_option options[] = {COMMAND_CONFIG_OPTION(&configuration)};
    const struct command_line line = {
        .usage = "new check|kpi|table|derived ID [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = 1,
        .word_min = 2,
        .word_max = 2,
    };
    const struct kind *kind;
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    kind = kind_find(words[0]);
    if (kind == NULL)
        return command_misused(argv[0], "\"%s\": write check, kpi, table or derived", words[0]);
    if (!is_id(words[1]))
        return command_misused(argv[0],
                               "\"%s\" can't be an id: a letter, then letters, digits, - and _, at "
                               "most %d; such as %s",
                               words[1], ID_MAX, kind->example);
    return rule_begin(configuration, kind, words[1]);
}
