/* khrop catalogue: what is checked and measured here, and how. */
#include "daemon/catalogue_page.h"
#include "daemon/command.h"
#include "daemon/table.h"

#include <stdio.h>

enum { ID, KIND, SEVERITY, OWNER, ON, TITLE, COLUMNS };

struct wanted {
    const char *configuration;
    const char *id;
    bool is_document, is_manual;
};

static void list_rules(struct table *table, const struct rule *rules, size_t count,
                       const char *kind, enum language language)
{
    for (size_t i = 0; i < count; i++) {
        const char *cells[COLUMNS] = {[ID] = rules[i].id,
                                      [KIND] = kind,
                                      [SEVERITY] = rules[i].severity,
                                      [OWNER] = rules[i].owner,
                                      [ON] = rules[i].is_enabled ? "on" : "off",
                                      [TITLE] = rules[i].title.text[language]};
        table_row(table, cells);
    }
}

static void list(const struct catalogue *catalogue, enum language language)
{
    struct table table = {
        .stream = stdout,
        .column_count = COLUMNS,
        .titles = {"id", "kind", "severity", "owner", "", "title"},
    };

    list_rules(&table, catalogue->checks, catalogue->check_count, "check", language);
    list_rules(&table, catalogue->kpis, catalogue->kpi_count, "KPI", language);
    list_rules(&table, catalogue->tables, catalogue->table_count, "table", language);
    list_rules(&table, catalogue->derived, catalogue->derived_count, "derived", language);
    table_end(&table);
}

static bool rule_print(const struct catalogue *catalogue, const char *id, struct error *error)
{
    const struct rule *rule = catalogue_rule(catalogue, id);

    if (rule == NULL)
        return error_set(
            error, EXIT_CODE_USAGE,
            "there is no check, KPI, table or derived dataset \"%s\"; `khrop catalogue` "
            "lists them",
            id);
    catalogue_page_rule(stdout, rule);
    return true;
}

/* The pages are of what is shipped: no site's settings are read. */
static enum exit_code page_print(const struct wanted *wanted)
{
    struct catalogue *catalogue;
    struct error error = {0};

    if (!catalogue_open(&catalogue, NULL, &error))
        return command_failed(&error);
    if (wanted->is_document)
        catalogue_page_markdown(stdout, catalogue);
    else
        catalogue_page_manual(stdout, catalogue);
    catalogue_close(catalogue);
    return EXIT_CODE_GOOD;
}

static enum exit_code show(const struct wanted *wanted)
{
    struct settings *settings = NULL;
    struct catalogue *catalogue = NULL;
    struct error error = {0};
    bool is_good = settings_open(&settings, wanted->configuration, &error) &&
                   catalogue_open(&catalogue, settings, &error);

    if (is_good && wanted->id != NULL)
        is_good = rule_print(catalogue, wanted->id, &error);
    else if (is_good)
        list(catalogue, settings->language);
    catalogue_close(catalogue);
    settings_close(settings);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char about[] = "Lists the checks, KPIs, tables of pages and derived datasets of this "
                            "site; with ID, shows one\n"
                            "in full: what it finds or measures, what it reads, and each parameter "
                            "with its value and where that was\n"
                            "set.";

static const char more[] = "examples:\n"
                           "  khrop catalogue\n"
                           "  khrop catalogue BO-04\n"
                           "  khrop catalogue on_time_delivery";

enum exit_code command_catalogue(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"document", NULL, OPTION_FLAG, &wanted.is_document,
         "print the shipped catalogue as a Markdown page and stop"},
        {"manual", NULL, OPTION_FLAG, &wanted.is_manual,
         "print the shipped catalogue as a manual page and stop"},
    };
    const struct command_line line = {
        .usage = "catalogue [ID] [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_max = 1,
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    if (wanted.is_document || wanted.is_manual)
        return page_print(&wanted);
    wanted.id = word_count > 0 ? words[0] : NULL;
    return show(&wanted);
}
