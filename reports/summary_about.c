/* The end of summary.html: how each figure is reckoned, and what it was reckoned from. */
#include "core/decimal.h"
#include "reports/kpi_units.h"
#include "reports/summary_page.h"

#include <stdio.h>
#include <string.h>

#define SHORT_HASH 12
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static void write_definition(const struct summary_page *page, const struct rule *rule)
{
    enum language language = page->report->language;
    char target[KPI_TEXT_SIZE], formula[REPORT_LINE_SIZE * 4], version[SHORT_HASH + 1];
    kpi_target_text(rule, language, target);
    kpi_formula_text(rule, language, formula, sizeof formula);
    snprintf(version, sizeof version, "%.*s", SHORT_HASH, rule->sha256);
    summary_element(page, "<dt>", rule->title.text[language], "</dt>\n<dd>");
    summary_element(page, "", formula, "<br><span class=\"faint\">");
    summary_element(page, "", summary_label(page, LABEL_TARGET), " ");
    summary_element(page, "", target, " · ");
    summary_element(
        page, "",
        word(WORD_DIRECTION, rule->direction == HIGHER_IS_BETTER ? "higher" : "lower", language),
        " · <span lang=\"en\">");
    summary_element(page, "", rule->id, " ");
    summary_element(page, "", version, "</span></span></dd>\n");
}

bool summary_definitions_write(struct summary_page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    error_clear(error);
    summary_fold_begin(page, "paper", summary_says(page, SUMMARY_DEFINED));
    fputs("<dl class=\"defined\">\n", page->file);
    for (size_t i = 0; i < facts->kpi_count; i++)
        write_definition(page, facts->kpis[i].rule);
    fputs("</dl>\n", page->file);
    summary_fold_end(page);
    summary_element(page, "<p class=\"faint\">", summary_label(page, LABEL_SECTION_NOT_MEASURED),
                    ": ");
    summary_element(page, "", summary_label(page, LABEL_NOT_MEASURED), "</p>\n");
    return true;
}

static const char *source_title(const struct summary_page *page, const char *source)
{
    const struct source_settings *settings = settings_source(page->report->settings, source);
    return settings == NULL ? source : settings->title.text[page->report->language];
}

static void write_dataset(const struct summary_page *page, const struct fact_dataset *dataset)
{
    enum language language = page->report->language;
    bool is_whole = strcmp(dataset->state, "whole") == 0;
    bool has_failed = strcmp(dataset->state, "failed") == 0;
    const int64_t rows[] = {dataset->source_row_count, dataset->row_count, dataset->reject_count};
    summary_row_title(page, dataset->title.text[language]);
    summary_cell(page, "", source_title(page, dataset->source));
    for (size_t i = 0; i < LENGTH(rows); i++)
        if (has_failed)
            summary_cell(page, "n", "-");
        else
            summary_count_cell(page, rows[i]);
    summary_element(page,
                    is_whole ? "<td role=\"cell\"><span class=\"ok\">✓ "
                             : "<td role=\"cell\"><span class=\"bad\">✗ ",
                    word(WORD_PULL_STATE, dataset->state, language), "</span></td>");
    summary_row_end(page);
}

static void write_datasets(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    const struct summary_heading headings[] = {{summary_label(page, LABEL_DATASET), false},
                                               {summary_label(page, LABEL_SOURCE), false},
                                               {summary_label(page, LABEL_SOURCE_ROWS), true},
                                               {summary_label(page, LABEL_MIRROR_ROWS), true},
                                               {summary_label(page, LABEL_REJECTED), true},
                                               {summary_label(page, LABEL_COMPLETE), false}};
    summary_table_begin(page, TABLE_TALL, summary_says(page, SUMMARY_TOTALS), false, headings,
                        LENGTH(headings));
    for (size_t i = 0; i < facts->dataset_count; i++)
        write_dataset(page, &facts->datasets[i]);
    summary_table_end(page);
}

static const char *dataset_title(const struct summary_page *page, const char *dataset)
{
    const struct contract *contract = catalogue_contract(page->report->catalogue, dataset);
    return contract == NULL ? dataset : contract->title.text[page->report->language];
}

static void write_controls(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    const struct summary_heading headings[] = {{summary_label(page, LABEL_DATASET), false},
                                               {summary_label(page, LABEL_COLUMN), false},
                                               {summary_label(page, LABEL_SUM), true}};
    if (facts->control_count == 0)
        return;
    summary_fold_begin(page, "", summary_label(page, LABEL_SECTION_CONTROLS));
    summary_table_begin(page, TABLE_PLAIN, summary_label(page, LABEL_SECTION_CONTROLS), true,
                        headings, LENGTH(headings));
    for (size_t i = 0; i < facts->control_count; i++) {
        const struct fact_control *control = &facts->controls[i];
        summary_row_title(page, dataset_title(page, control->dataset));
        summary_cell(page, "", column_heading(control->column, page->report->language));
        summary_cell(page, "n", control->total);
        summary_row_end(page);
    }
    summary_table_end(page);
    summary_fold_end(page);
}

static void write_notices(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    enum language language = page->report->language;
    if (facts->notice_count == 0)
        return;
    summary_element(page, "<h3>", summary_label(page, LABEL_SECTION_NOTICES), "</h3>\n<ul>\n");
    for (size_t i = 0; i < facts->notice_count; i++) {
        summary_element(page, "<li><b>", word(WORD_NOTICE_KIND, facts->notices[i].kind, language),
                        ":</b> ");
        summary_element(page, "", facts->notices[i].text.text[language], "</li>\n");
    }
    fputs("</ul>\n", page->file);
}

bool summary_provenance_write(struct summary_page *page, struct error *error)
{
    error_clear(error);
    write_datasets(page);
    write_controls(page);
    write_notices(page);
    return true;
}
