/* Prints the catalogue; see catalogue_page.h. */
#include "daemon/catalogue_page.h"

#include "daemon/rule_text.h"

#include <string.h>

/* One line of what a rule says of itself; none is printed where it says nothing. */
struct line {
    const char *title;
    const char *text;
};
#define LINES_MAX 16

struct lines {
    struct line items[LINES_MAX];
    size_t count;
    char key[RULE_TEXT_SIZE], signature[RULE_TEXT_SIZE], needs[RULE_TEXT_SIZE],
        may_use[RULE_TEXT_SIZE], parameters[RULE_TEXT_SIZE], variations[RULE_TEXT_SIZE],
        units[RULE_TEXT_SIZE], target[RULE_TEXT_SIZE], columns[RULE_TEXT_SIZE],
        group[RULE_TEXT_SIZE], top[RULE_TEXT_SIZE];
};

static void add(struct lines *lines, const char *title, const char *text)
{
    if (text != NULL && text[0] != '\0' && lines->count < LINES_MAX)
        lines->items[lines->count++] = (struct line){title, text};
}

static void add_bilingual(struct lines *lines, const char *const titles[LANGUAGE_COUNT],
                          const struct bilingual *text)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        add(lines, titles[i], text->text[i]);
}

static void add_check(struct lines *lines, const struct rule *rule)
{
    static const char *const why[] = {"Why", "เหตุผล"}, *const todo[] = {"What to do", "สิ่งที่ต้องทำ"};

    add_bilingual(lines, why, &rule->why);
    add_bilingual(lines, todo, &rule->todo);
    add(lines, "Kind", rule->is_event ? "event: it leaves the list as expired" : "state");
    add(lines, "Severity", rule->severity);
    add(lines, "Owner", rule->owner);
    add(lines, "Signature", lines->signature);
}

static void add_kpi(struct lines *lines, const struct rule *rule)
{
    static const char *const formula[] = {"Formula", "วิธีคำนวณ"}, *const split[] = {"Split",
                                                                                   "แยกตาม"};

    add_bilingual(lines, formula, &rule->formula);
    add(lines, "Kind", rule->kpi_kind == KPI_FLOW ? "flow: counted by day" : "stock: as of now");
    add(lines, "Unit", lines->units);
    add(lines, "Better", rule->direction == HIGHER_IS_BETTER ? "higher" : "lower");
    add(lines, "Target", lines->target);
    add_bilingual(lines, split, &rule->split_title);
}

static void add_table(struct lines *lines, const struct rule *rule)
{
    static const char *const note[] = {"Note", "คำอธิบาย"};

    add(lines, "Page", rule_page_code(rule->page));
    add_bilingual(lines, note, &rule->table->note);
    add(lines, "Columns", lines->columns);
    add(lines, "Summed by", lines->group);
    add(lines, "Rows", lines->top);
}

/* What a rule says of itself, for every form of the page. */
static void lines_of(struct lines *lines, const struct rule *rule)
{
    lines->count = 0;
    rule_names_text(rule->key, lines->key);
    rule_names_text(rule->signature, lines->signature);
    rule_needs_text(rule, lines->needs);
    rule_may_use_text(rule, lines->may_use);
    rule_parameters_text(rule, lines->parameters);
    rule_variations_text(rule, lines->variations);
    rule_units_text(rule, lines->units);
    rule_target_text(rule, lines->target);
    if (rule->kind == RULE_CHECK)
        add_check(lines, rule);
    if (rule->kind == RULE_KPI)
        add_kpi(lines, rule);
    if (rule->kind == RULE_TABLE) {
        rule_table_text(rule, lines->columns, lines->group, lines->top);
        add_table(lines, rule);
    }
    add(lines, "Key", lines->key);
    add(lines, "Reads", lines->needs);
    add(lines, "Uses where it is there", lines->may_use);
    add(lines, "Parameters", lines->parameters);
    add(lines, "Varying", lines->variations);
}

/* The groups of rules, in the order of the page. */
struct group {
    const char *title, *about;
    const struct rule *rules;
    size_t count;
};
#define GROUP_COUNT 4

static void groups_of(const struct catalogue *catalogue, struct group groups[GROUP_COUNT])
{
    groups[0] = (struct group){"Checks", "Each row that a check finds is an exception.",
                               catalogue->checks, catalogue->check_count};
    groups[1] = (struct group){"KPIs", "Summed by staff member, team, branch and company.",
                               catalogue->kpis, catalogue->kpi_count};
    groups[2] = (struct group){"Tables", "On the pages of kpi.xlsx, one for each subject.",
                               catalogue->tables, catalogue->table_count};
    groups[3] = (struct group){"Derived datasets", "What many rules share, computed once.",
                               catalogue->derived, catalogue->derived_count};
}

/* A dataset's columns: `*` marks the key, `?` what a site's query may leave out. */
static void columns_print(FILE *out, const struct schema *schema)
{
    for (size_t i = 0; i < schema->column_count; i++)
        fprintf(out, "%s%s%s", i > 0 ? ", " : "", schema->columns[i].name,
                schema->columns[i].is_key        ? "*"
                : schema->columns[i].is_nullable ? "?"
                                                 : "");
}

static void rule_markdown(FILE *out, const struct rule *rule)
{
    struct lines lines;

    lines_of(&lines, rule);
    fprintf(out, "\n### %s: %s\n\n%s\n\n", rule->id, rule->title.text[LANGUAGE_EN],
            rule->title.text[LANGUAGE_TH]);
    for (size_t i = 0; i < lines.count; i++)
        fprintf(out, "- %s: %s\n", lines.items[i].title, lines.items[i].text);
}

void catalogue_page_markdown(FILE *out, const struct catalogue *catalogue)
{
    struct group groups[GROUP_COUNT];

    groups_of(catalogue, groups);
    fprintf(out,
            "# The catalogue: what is checked and measured\n\n"
            "Made by `make documentation` from the headers of the files in `jobs/catalogue/`. "
            "Parameters show the\nshipped defaults; `khrop catalogue ID` shows a site's own.\n");
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        fprintf(out, "\n## %s\n\n%s\n", groups[i].title, groups[i].about);
        for (size_t j = 0; j < groups[i].count; j++)
            rule_markdown(out, &groups[i].rules[j]);
    }
    fprintf(out, "\n## Datasets\n\nWhat a site maps with one query each: `*` key, `?` may be null "
                 "or left out.\n");
    for (size_t i = 0; i < catalogue->contract_count; i++) {
        const struct contract *contract = &catalogue->contracts[i];
        fprintf(out, "\n### %s: %s\n\n%s\n\n", contract->name, contract->title.text[LANGUAGE_EN],
                contract->title.text[LANGUAGE_TH]);
        columns_print(out, &contract->schema);
        fputc('\n', out);
    }
}

/* A text of the manual page: a line that begins with a point or a quote would be a command, and a
 * backslash an escape. */
static void manual_text(FILE *out, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        fputs("\\&", out);
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else
            fputc(*text, out);
    }
}

static void rule_manual(FILE *out, const struct rule *rule)
{
    struct lines lines;

    lines_of(&lines, rule);
    fprintf(out, ".It Sy %s\n", rule->id);
    manual_text(out, rule->title.text[LANGUAGE_EN]);
    fprintf(out, ".\n");
    if (lines.parameters[0] == '\0')
        return;
    fprintf(out, ".br\nParameters: ");
    manual_text(out, lines.parameters);
    fprintf(out, ".\n");
}

void catalogue_page_manual(FILE *out, const struct catalogue *catalogue)
{
    struct group groups[GROUP_COUNT];

    groups_of(catalogue, groups);
    fprintf(out, ".\\\" Made by `make documentation` from the headers of jobs/catalogue/.\n"
                 ".Dd November 25, 2026\n.Dt KHROP-CATALOGUE 7\n.Os\n.Sh NAME\n"
                 ".Nm khrop-catalogue\n.Nd the checks and KPIs of khrop\n.Sh DESCRIPTION\n"
                 "What\n.Xr khrop 1\nchecks and measures, with the shipped defaults of all "
                 "parameters.\n.Ql khrop catalogue ID\nshows one in full, as a site has set it.\n");
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        fprintf(out, ".Ss %s\n%s\n.Bl -tag -width Ds\n", groups[i].title, groups[i].about);
        for (size_t j = 0; j < groups[i].count; j++)
            rule_manual(out, &groups[i].rules[j]);
        fprintf(out, ".El\n");
    }
    fprintf(out, ".Sh SEE ALSO\n.Xr khrop 1\n");
}

void catalogue_page_rule(FILE *out, const struct rule *rule)
{
    struct lines lines;

    lines_of(&lines, rule);
    fprintf(out, "%s: %s\n  %s\n\n", rule->id, rule->title.text[LANGUAGE_EN],
            rule->title.text[LANGUAGE_TH]);
    for (size_t i = 0; i < lines.count; i++)
        if (strcmp(lines.items[i].title, "Parameters") != 0)
            fprintf(out, "%s: %s\n", lines.items[i].title, lines.items[i].text);
    for (size_t i = 0; i < rule->parameter_count; i++) {
        char text[RULE_TEXT_SIZE];
        rule_parameter_text(&rule->parameters[i], text);
        fprintf(out, "%s%s (%s)\n", i == 0 ? "Parameters:\n  " : "  ", text,
                rule->parameters[i].origin != NULL ? rule->parameters[i].origin : "site");
    }
    fprintf(out, "File: %s, sha256 %.12s..%s\n", rule->place.file, rule->sha256,
            rule->is_enabled ? "" : "\nSwitched off in the settings.");
}
