/* The last sheets of kpi.xlsx: how each figure is reckoned, and what it was reckoned from. */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define SHORT_HASH 12

#define USES_SIZE 1024
#define KHROP_TABLES 5

/* Tables of khrop's own that a KPI may need, as readers call them. */
static const struct {
    const char *table;
    enum label name;
} own_tables[KHROP_TABLES] = {{"khrop_pulls", LABEL_SECTION_SOURCES},
                              {"khrop_checks", LABEL_SECTION_EXCEPTIONS},
                              {"khrop_worklist", LABEL_EXCEPTIONS_TITLE},
                              {"khrop_exception_history", LABEL_EXCEPTIONS_TITLE},
                              {"khrop_kpi_values", LABEL_KPI_TITLE}};

/* Whether the rule reads the table, itself or by what it is derived from. No rule needs itself. */
static bool uses(const struct catalogue *catalogue, const struct rule *rule, const char *table)
{
    for (size_t i = 0; i < rule->need_count; i++) {
        const char *need = rule->needs[i].dataset;
        bool is_check = strncmp(need, NEED_CHECK, strlen(NEED_CHECK)) == 0;
        const struct rule *behind = is_check ? catalogue_check(catalogue, need + strlen(NEED_CHECK))
                                             : catalogue_derived(catalogue, need);
        if (strcmp(need, table) == 0 || (behind != NULL && uses(catalogue, behind, table)))
            return true;
    }
    return false;
}

/* The datasets that a figure is reckoned from, by their titles. */
static void uses_text(const struct report *report, const struct rule *rule, char text[USES_SIZE])
{
    const struct catalogue *catalogue = report->catalogue;
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < catalogue->contract_count; i++) {
        const struct contract *contract = &catalogue->contracts[i];
        if (uses(catalogue, rule, contract->name))
            used += text_format(text + used, USES_SIZE - used, "%s%s", used == 0 ? "" : ", ",
                                contract->title.text[report->language]);
    }
    for (size_t i = 0; i < KHROP_TABLES; i++)
        if (uses(catalogue, rule, own_tables[i].table))
            used += text_format(text + used, USES_SIZE - used, "%s%s", used == 0 ? "" : ", ",
                                label(own_tables[i].name, report->language));
}

static void write_definition(const struct report *report, struct sheet *sheet,
                             const struct rule *rule)
{
    enum language language = report->language;
    char target[KPI_TEXT_SIZE], formula[REPORT_LINE_SIZE * 4], version[SHORT_HASH + 1];
    char datasets[USES_SIZE];
    kpi_target_text(rule, language, target);
    kpi_formula_text(rule, language, formula, sizeof formula);
    snprintf(version, sizeof version, "%.*s", SHORT_HASH, rule->sha256);
    sheet_text(sheet, 0, rule->id, CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, rule->title.text[language], CELL_TEXT_WRAPPED, LOOK_STRONG);
    sheet_text(sheet, 2, formula, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    uses_text(report, rule, datasets);
    sheet_text(sheet, 3, datasets, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(sheet, 4, word(WORD_UNIT, kpi_unit_code(rule->measures[0].unit), language),
               CELL_TEXT, LOOK_PLAIN);
    sheet_text(
        sheet, 5,
        word(WORD_DIRECTION, rule->direction == HIGHER_IS_BETTER ? "higher" : "lower", language),
        CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 6, target, CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 7, version, CELL_TEXT, LOOK_PLAIN);
}

/* What the figures take for granted stands with them. */
static bool write_notices(const struct report *report, struct sheet *sheet, struct error *error)
{
    const struct facts *facts = report->facts;
    if (facts->notice_count == 0)
        return true;
    if (!page_section(report, sheet, LABEL_SECTION_NOTICES, error))
        return false;
    for (size_t i = 0; i < facts->notice_count; i++) {
        const struct fact_notice *notice = &facts->notices[i];
        sheet_text(sheet, 0, word(WORD_NOTICE_KIND, notice->kind, report->language), CELL_TEXT,
                   LOOK_AMBER);
        sheet_across(sheet, 1, PAGE_COLUMNS - 1, notice->text.text[report->language], CELL_TEXT,
                     LOOK_PLAIN);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return sheet_next_row(sheet, error);
}

bool kpi_definitions_write(const struct report *report, struct workbook *workbook,
                           struct error *error)
{
    static const struct page_heading headings[] = {
        {LABEL_KPI, false, 0},    {LABEL_TITLE_KPI, false, 0}, {LABEL_FORMULA, false, 0},
        {LABEL_USES, false, 0},   {LABEL_UNIT, false, 0},      {LABEL_DIRECTION, false, 0},
        {LABEL_TARGET, false, 0}, {LABEL_VERSION, false, 0}};
    struct sheet *sheet = workbook_sheet(workbook, label(LABEL_SHEET_DEFINITIONS, report->language),
                                         true, NULL, NULL, error);
    if (sheet == NULL ||
        !page_title(report, sheet, label(LABEL_SHEET_DEFINITIONS, report->language), error))
        return false;
    sheet_wrap(sheet, 1, 30);
    sheet_wrap(sheet, 2, 80);
    sheet_wrap(sheet, 3, 34);
    page_headings(report, sheet, headings, LENGTH(headings));
    sheet_freeze(sheet, 2);
    for (size_t i = 0; i < report->facts->kpi_count; i++) {
        if (!sheet_next_row(sheet, error))
            return false;
        write_definition(report, sheet, report->facts->kpis[i].rule);
    }
    if (!sheet_next_row(sheet, error) || !sheet_next_row(sheet, error) ||
        !page_section(report, sheet, LABEL_SECTION_NOT_MEASURED, error))
        return false;
    sheet_text(sheet, 0, label(LABEL_NOT_MEASURED, report->language), CELL_NOTE, LOOK_PLAIN);
    if (!sheet_next_row(sheet, error) || !sheet_next_row(sheet, error) ||
        !write_notices(report, sheet, error))
        return false;
    sheet_width(sheet, 0, 0, 27);
    sheet_width(sheet, 4, 5, 16);
    sheet_width(sheet, 6, 6, 24);
    sheet_width(sheet, 7, 7, 18);
    return sheet_is_good(sheet, error);
}

/* A dataset that several sources feed names them all, by their names in khrop.ini. */
static const char *source_title(const struct report *report, const char *source)
{
    const struct source_settings *settings = settings_source(report->settings, source);
    return settings == NULL ? source : settings->title.text[report->language];
}

/* What was not read is not known: it is not 0. */
static void write_row_counts(struct sheet *sheet, const struct fact_dataset *dataset)
{
    if (strcmp(dataset->state, "failed") == 0) {
        for (size_t i = 3; i <= 5; i++)
            sheet_text(sheet, i, "-", CELL_MISSING, LOOK_PLAIN);
        return;
    }
    sheet_integer(sheet, 3, dataset->source_row_count, LOOK_PLAIN);
    sheet_integer(sheet, 4, dataset->row_count, LOOK_PLAIN);
    sheet_integer(sheet, 5, dataset->reject_count,
                  dataset->reject_count > 0 ? LOOK_AMBER : LOOK_PLAIN);
}

static bool write_datasets(const struct report *report, struct sheet *sheet, struct error *error)
{
    static const struct page_heading headings[] = {
        {LABEL_DATASET, false, 0},    {LABEL_TITLE_KPI, false, 0},  {LABEL_SOURCE, false, 0},
        {LABEL_SOURCE_ROWS, true, 0}, {LABEL_MIRROR_ROWS, true, 0}, {LABEL_REJECTED, true, 0},
        {LABEL_COMPLETE, false, 0},   {LABEL_NOTE, false, 0}};
    if (!page_section(report, sheet, LABEL_SECTION_DATASETS, error))
        return false;
    page_headings(report, sheet, headings, LENGTH(headings));
    for (size_t i = 0; i < report->facts->dataset_count; i++) {
        const struct fact_dataset *dataset = &report->facts->datasets[i];
        bool is_whole = strcmp(dataset->state, "whole") == 0;
        if (!sheet_next_row(sheet, error))
            return false;
        sheet_text(sheet, 0, dataset->dataset, CELL_TEXT, LOOK_PLAIN);
        sheet_text(sheet, 1, dataset->title.text[report->language], CELL_TEXT, LOOK_PLAIN);
        sheet_text(sheet, 2, source_title(report, dataset->source), CELL_TEXT, LOOK_PLAIN);
        write_row_counts(sheet, dataset);
        sheet_text(sheet, 6, word(WORD_PULL_STATE, dataset->state, report->language), CELL_TEXT,
                   is_whole ? LOOK_GREEN : LOOK_RED);
        sheet_text(sheet, 7, dataset->why.text[report->language], CELL_NOTE, LOOK_PLAIN);
    }
    return sheet_next_row(sheet, error) && sheet_next_row(sheet, error);
}

/* A total is exact text in the slot; as a number where it fits one. */
static void write_total(struct sheet *sheet, size_t column, const char *total)
{
    int64_t scaled;
    if (decimal_parse(total, strlen(total), &scaled) == DECIMAL_GOOD)
        sheet_decimal(sheet, column, scaled, CELL_MONEY, LOOK_PLAIN);
    else
        sheet_text(sheet, column, total, CELL_TEXT, LOOK_PLAIN);
}

static bool write_controls(const struct report *report, struct sheet *sheet, struct error *error)
{
    static const struct page_heading headings[] = {{LABEL_DATASET, false, 0},
                                                   {LABEL_COLUMN, false, 0},
                                                   {LABEL_SOURCE, false, 0},
                                                   {LABEL_SUM, true, 0}};
    if (!page_section(report, sheet, LABEL_SECTION_CONTROLS, error))
        return false;
    page_headings(report, sheet, headings, LENGTH(headings));
    for (size_t i = 0; i < report->facts->control_count; i++) {
        const struct fact_control *control = &report->facts->controls[i];
        if (!sheet_next_row(sheet, error))
            return false;
        sheet_text(sheet, 0, control->dataset, CELL_TEXT, LOOK_PLAIN);
        sheet_text(sheet, 1, column_heading(control->column, report->language), CELL_TEXT,
                   LOOK_PLAIN);
        sheet_text(sheet, 2, source_title(report, control->source), CELL_TEXT, LOOK_PLAIN);
        write_total(sheet, 3, control->total);
    }
    return sheet_next_row(sheet, error) && sheet_next_row(sheet, error);
}

/* The programs that made the book. */
static bool write_versions(const struct report *report, struct sheet *sheet, struct error *error)
{
    const struct {
        const char *name, *version;
    } versions[] = {{"khrop", KHROP_VERSION},
                    {"libxlsxwriter", lxw_version()},
                    {"SQLite", sqlite3_libversion()}};
    if (!page_section(report, sheet, LABEL_SECTION_VERSIONS, error))
        return false;
    for (size_t i = 0; i < LENGTH(versions); i++) {
        sheet_text(sheet, 0, versions[i].name, CELL_TEXT, LOOK_PLAIN);
        sheet_text(sheet, 1, versions[i].version, CELL_TEXT, LOOK_PLAIN);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return true;
}

bool kpi_provenance_write(const struct report *report, struct workbook *workbook,
                          struct error *error)
{
    struct sheet *sheet = workbook_sheet(workbook, label(LABEL_SHEET_PROVENANCE, report->language),
                                         true, NULL, NULL, error);
    if (sheet != NULL)
        sheet_wrap(sheet, 1, 32);
    if (sheet == NULL ||
        !page_title(report, sheet, label(LABEL_SHEET_PROVENANCE, report->language), error) ||
        !page_seal(report, sheet, error) || !page_gaps(report, sheet, error) ||
        !write_notices(report, sheet, error) || !page_sources(report, sheet, error) ||
        !write_datasets(report, sheet, error) || !write_controls(report, sheet, error) ||
        !write_versions(report, sheet, error))
        return false;
    sheet_width(sheet, 0, 0, 24);
    sheet_width(sheet, 2, 6, 19);
    sheet_width(sheet, 7, 7, 50);
    return sheet_is_good(sheet, error);
}
