/* khrop explain: from an exception, or a figure of a KPI, back to the rows of the sources. */
#include "core/date.h"
#include "daemon/command.h"
#include "daemon/exception_print.h"
#include "daemon/kpi_print.h"
#include "daemon/rule_text.h"
#include "daemon/site.h"
#include "daemon/value.h"
#include "jobs/prepare.h"
#include "jobs/statement.h"
#include "jobs/trace.h"

#include <stdio.h>
#include <string.h>

#define ROWS_SHOWN 20

struct wanted {
    const char *configuration, *job, *id;
    int64_t business_on;
    /* A figure of a KPI; NULL: the company's total of the month, or as of now. */
    const char *period, *staff, *team, *branch, *split, *measure, *csv;
};

/* What is open while an explanation is printed. */
struct explanation {
    const struct wanted *wanted;
    struct site site;
    const struct job_settings *job;
    struct catalogue *catalogue;
    struct slot slot;
    sqlite3 *mirror;
};

static void columns_print(sqlite3_stmt *row, int first)
{
    for (int i = first; i < sqlite3_column_count(row); i++) {
        char text[VALUE_TEXT_SIZE];
        const char *name = sqlite3_column_name(row, i);
        if (strcmp(name, "khrop_row") == 0)
            continue;
        printf("    %-20s %s\n", name,
               sqlite3_column_type(row, i) == SQLITE_NULL
                   ? "-"
                   : value_text(row, i, column_type_of(name), text));
    }
}

/* A source's dataset has the numbers of its rows; what is derived has none. */
static void row_print(sqlite3_stmt *row)
{
    int first = strcmp(sqlite3_column_name(row, 0), "khrop_row") == 0 ? 1 : 0;

    if (first == 1)
        printf("  row %lld of the source's result\n", (long long)sqlite3_column_int64(row, 0));
    columns_print(row, first);
    printf("\n");
}

static void feeds_print(const struct explanation *explanation, const char *dataset)
{
    const struct dataset_settings *settings = settings_dataset(explanation->site.settings, dataset);

    for (size_t i = 0; settings != NULL && i < settings->feed_count; i++) {
        const struct feed_settings *feed = &settings->feeds[i];
        printf("  source %s, %s:%d:\n", feed->source, feed->place.file, feed->place.line);
        for (const char *line = feed->query; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            printf("    | %.*s\n", (int)length, line);
            line += length + (line[length] == '\n' ? 1 : 0);
        }
    }
}

static void parameters_print(const struct rule *rule, const char *indent)
{
    for (size_t i = 0; i < rule->parameter_count; i++) {
        char text[RULE_TEXT_SIZE];
        rule_parameter_text(&rule->parameters[i], text);
        printf("%sparameter %s (%s)\n", indent, text,
               rule->parameters[i].origin != NULL ? rule->parameters[i].origin : "site");
    }
}

/* Where a dataset comes from: a source and when it was read, or the file that derives it. */
static bool origin_print(const struct explanation *explanation, const char *dataset,
                         struct error *error)
{
    const struct rule *derived = catalogue_derived(explanation->catalogue, dataset);
    sqlite3_stmt *pull = NULL;
    char at[SITE_TEXT_SIZE];

    if (derived != NULL) {
        printf("%s: derived by %s\n", dataset, derived->place.file);
        parameters_print(derived, "  ");
        return true;
    }
    if (!statement_prepare(explanation->mirror,
                           "SELECT source, pulled_at, state FROM khrop_pulls WHERE dataset = :d",
                           &pull, error))
        return false;
    statement_bind_text(pull, ":d", dataset);
    if (statement_next(pull, error)) {
        site_time(sqlite3_column_int64(pull, 1), at);
        printf("%s: pulled from %s at %s, %s\n", dataset, statement_text(pull, 0), at,
               statement_text(pull, 2));
        feeds_print(explanation, dataset);
    } else {
        printf("%s: khrop's own\n", dataset);
    }
    sqlite3_finalize(pull);
    return error->code == EXIT_CODE_GOOD;
}

static bool dataset_print(const struct explanation *explanation, struct trace *trace,
                          const char *dataset, struct error *error)
{
    char condition[TRACE_CONDITION_SIZE];
    sqlite3_stmt *rows = NULL;
    size_t count = 0;

    if (!origin_print(explanation, dataset, error) ||
        !trace_rows(trace, dataset, &rows, condition, error))
        return false;
    if (rows == NULL) {
        printf("  has no column in common with the exception; ask it by khrop sql\n\n");
        return true;
    }
    printf("  where %s:\n", condition);
    while (statement_next(rows, error))
        if (count++ < ROWS_SHOWN)
            row_print(rows);
    if (count == 0)
        printf("  no row\n\n");
    else if (count > ROWS_SHOWN)
        printf("  and %zu more rows\n\n", count - ROWS_SHOWN);
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static bool rows_print(const struct explanation *explanation, const struct rule *check,
                       const char *key, struct error *error)
{
    struct trace *trace = NULL;
    bool are_printed = true;
    char date[DATE_TEXT_SIZE];

    if (!trace_open(&trace, explanation->mirror, explanation->catalogue, check, key, error))
        return false;
    date_format_iso(explanation->slot.business_on, date);
    printf("\n%s, as found on %s by %s\n  %s\n", explanation->wanted->id, date, check->place.file,
           check->title.text[explanation->site.settings->language]);
    columns_print(trace_row(trace), trace_first_column());
    parameters_print(check, "  ");
    printf("\nThe rows it rests on\n\n");
    for (const char *const *dataset = trace_datasets(trace); are_printed && *dataset != NULL;
         dataset++)
        are_printed = dataset_print(explanation, trace, *dataset, error);
    trace_close(trace);
    return are_printed;
}

static bool mirror_find(struct explanation *explanation, bool has_date, int64_t business_on,
                        struct error *error)
{
    return site_slot(&explanation->site, explanation->job, has_date, business_on,
                     &explanation->slot, error) &&
           mirror_open(&explanation->mirror, explanation->site.settings, explanation->catalogue,
                       &explanation->slot, error);
}

static bool exception_explain(struct explanation *explanation, const struct rule *check,
                              struct error *error)
{
    const char *id = explanation->wanted->id;
    int64_t business_on = explanation->wanted->business_on, exception_no = 0;

    if (!exception_find(&explanation->site, id, &exception_no, error))
        return false;
    if (business_on == INT64_MIN && !exception_last_found(&explanation->site, explanation->job,
                                                          exception_no, &business_on, error))
        return error->code != EXIT_CODE_GOOD
                   ? false
                   : error_set(error, EXIT_CODE_USAGE, "%s was on no list of %s that still stands",
                               id, explanation->job->name);
    return exception_print_newest(&explanation->site, explanation->job, id, exception_no, error) &&
           exception_print_history(&explanation->site, explanation->job, exception_no, error) &&
           mirror_find(explanation, true, business_on, error) &&
           rows_print(explanation, check, strchr(id, ':') + 1, error);
}

static struct kpi_cell cell_of(const struct wanted *wanted, const struct rule *rule)
{
    const struct {
        const char *level, *level_no;
    } levels[] = {{"staff", wanted->staff}, {"team", wanted->team}, {"branch", wanted->branch}};
    struct kpi_cell cell = {.rule = rule,
                            .period = wanted->period,
                            .level = "company",
                            .level_no = "",
                            .split = wanted->split != NULL ? wanted->split : "*",
                            .measure = wanted->measure};

    if (cell.period == NULL)
        cell.period = rule->kpi_kind == KPI_STOCK ? "now" : "month";
    if (cell.measure == NULL)
        cell.measure = rule->measures[0].name;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (levels[i].level_no != NULL) {
            cell.level = levels[i].level;
            cell.level_no = levels[i].level_no;
        }
    return cell;
}

static bool kpi_explain(struct explanation *explanation, const struct rule *rule,
                        struct error *error)
{
    const struct wanted *wanted = explanation->wanted;
    struct kpi_cell cell = cell_of(wanted, rule);

    return mirror_find(explanation, wanted->business_on != INT64_MIN, wanted->business_on, error) &&
           kpi_print(explanation->mirror, &cell, &explanation->slot,
                     explanation->site.settings->language, wanted->csv, error);
}

/* The id of a check has no colon. */
static const struct rule *check_of(const struct catalogue *catalogue, const char *id)
{
    char check[128];
    const char *colon = strchr(id, ':');

    if (colon == NULL)
        return NULL;
    snprintf(check, sizeof check, "%.*s", (int)(colon - id), id);
    return catalogue_check(catalogue, check);
}

static bool explain(struct explanation *explanation, struct error *error)
{
    const struct wanted *wanted = explanation->wanted;
    const struct rule *check, *kpi;

    if (!site_open(&explanation->site, wanted->configuration, error) ||
        !site_job(&explanation->site, wanted->job, &explanation->job, error) ||
        !catalogue_open(&explanation->catalogue, explanation->site.settings, error))
        return false;
    check = check_of(explanation->catalogue, wanted->id);
    if (check != NULL)
        return exception_explain(explanation, check, error);
    kpi = catalogue_kpi(explanation->catalogue, wanted->id);
    if (kpi != NULL)
        return kpi_explain(explanation, kpi, error);
    return error_set(
        error, EXIT_CODE_USAGE,
        "\"%s\" is no exception and no KPI here; exceptions are written as BO-04:SO1:2 "
        "(khrop worklist list shows them), KPIs by their id (khrop catalogue)",
        wanted->id);
}

static const char about[] =
    "Leads from an exception back to the sources: how it stands and what it has been through, the\n"
    "check with its parameters, and the rows of every dataset it rests on, each with its source,\n"
    "query and the time it was read. Or opens a figure of a KPI: the rows that its part and whole\n"
    "are made of. Without more, the company's total of the month (of a stock: as of now).";

static const char more[] = "examples:\n"
                           "  khrop explain BO-04:SO2611-0012:2\n"
                           "  khrop explain CRM-01:C0007 --date 2026-11-25\n"
                           "  khrop explain on_time_delivery --staff 10002 --period rolling\n"
                           "  khrop explain back_order_age --split 31+ --csv old.csv";

enum exit_code command_explain(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT, .business_on = INT64_MIN};
    struct explanation explanation = {.wanted = &wanted};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"job", "JOB", OPTION_TEXT, &wanted.job, "which job (not needed where there is one)"},
        {"date", "YYYY-MM-DD", OPTION_DATE, &wanted.business_on,
         "as of that business date (default the last that found it, or the newest)"},
        {"period", "PERIOD", OPTION_TEXT, &wanted.period,
         "of a KPI: day, month, rolling, all; of a stock: now"},
        {"staff", "NO", OPTION_TEXT, &wanted.staff, "of a KPI: this member of staff"},
        {"team", "NAME", OPTION_TEXT, &wanted.team, "of a KPI: this team"},
        {"branch", "NAME", OPTION_TEXT, &wanted.branch, "of a KPI: this branch"},
        {"split", "SPLIT", OPTION_TEXT, &wanted.split, "of a KPI: this split (default the total)"},
        {"measure", "MEASURE", OPTION_TEXT, &wanted.measure,
         "of a KPI: this measure (default its first)"},
        {"csv", "FILE", OPTION_TEXT, &wanted.csv, "write the rows of a KPI's figure to FILE"},
    };
    const struct command_line line = {
        .usage = "explain EXCEPTION|KPI [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .word_min = 1,
        .word_max = 1,
    };
    struct error error = {0};
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    wanted.id = words[0];
    code = explain(&explanation, &error) ? EXIT_CODE_GOOD : command_failed(&error);
    sqlite3_close(explanation.mirror);
    catalogue_close(explanation.catalogue);
    site_close(&explanation.site);
    return code;
}
