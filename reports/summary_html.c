/* summary.html: the day for those without Excel. One file, no script, no network, light and dark,
 * on a phone and on paper. This file has its frame; each part stands in a summary_*.c of its own.
 */
#include "reports/file.h"
#include "reports/summary_page.h"
#include "reports/svg_chart.h"

#include <string.h>

#define FILE_NAME "summary.html"

static bool always(const struct summary_page *page)
{
    (void)page;
    return true;
}

/* A day of the past has no worklist. */
static bool has_worklist(const struct summary_page *page)
{
    return !page->report->slot->is_flows_only;
}

static bool has_kpis(const struct summary_page *page)
{
    return page->report->facts->kpi_count > 0;
}

static bool has_ages(const struct summary_page *page)
{
    return summary_kpi(page, "back_order_age") != NULL;
}

static bool has_pareto(const struct summary_page *page)
{
    return summary_kpi(page, "case_pareto") != NULL;
}

static bool has_gaps(const struct summary_page *page)
{
    return page->report->facts->gap_count > 0;
}

static const struct {
    const char *id;
    enum summary_word own_title; /* or */
    enum label title;            /* as kpi.xlsx has it */
    bool (*is_there)(const struct summary_page *page);
    summary_writer *write;
} parts[] = {
    {"headlines", SUMMARY_WORD_COUNT, LABEL_TILES, has_kpis, summary_tiles_write},
    {"needs", SUMMARY_WORD_COUNT, LABEL_NEEDS_YOU, has_worklist, summary_needs_write},
    {"gaps", SUMMARY_GAPS, LABEL_COUNT, has_gaps, summary_gaps_write},
    {"figures", SUMMARY_KPIS, LABEL_COUNT, has_kpis, summary_kpis_write},
    {"teams", SUMMARY_TEAMS, LABEL_COUNT, has_kpis, summary_teams_write},
    {"ages", SUMMARY_AGES, LABEL_COUNT, has_ages, summary_ages_write},
    {"problems", SUMMARY_PARETO, LABEL_COUNT, has_pareto, summary_pareto_write},
    {"trends", SUMMARY_TRENDS, LABEL_COUNT, has_kpis, summary_trends_write},
    {"definitions", SUMMARY_DEFINITIONS, LABEL_COUNT, has_kpis, summary_definitions_write},
    {"provenance", SUMMARY_PROVENANCE, LABEL_COUNT, always, summary_provenance_write},
};

#define PART_COUNT (sizeof parts / sizeof parts[0])

static const char *title_of(const struct summary_page *page, size_t index)
{
    return parts[index].title == LABEL_COUNT ? summary_says(page, parts[index].own_title)
                                             : summary_label(page, parts[index].title);
}

/* ▲ `sign` for those who see it, its word for those who hear it. */
static void write_sign(const struct summary_page *page, const char *status)
{
    const char *sign = kpi_status_sign(status);
    char spoken[REPORT_LINE_SIZE];
    snprintf(spoken, sizeof spoken, "%s ", word(WORD_STATUS, status, page->report->language));
    fprintf(page->file, ".%s::before{content:\"%s \";content:\"%s \"/",
            summary_status_class(status), sign, sign);
    html_css_string(page->file, spoken);
    fputs("}\n", page->file);
}

static void write_style(const struct summary_page *page)
{
    char line[REPORT_LINE_SIZE];
    fputs("<style>\n", page->file);
    for (const char *const *piece = summary_style; *piece != NULL; piece++)
        fputs(*piece, page->file);
    fputs(svg_chart_style, page->file);
    write_sign(page, "green");
    write_sign(page, "amber");
    write_sign(page, "red");
    report_date_line(page->report, line);
    fputs("@page{size:A4;margin:14mm 12mm 16mm;@bottom-left{font-size:8pt;content:", page->file);
    html_css_string(page->file, line);
    fputs("}@bottom-right{font-size:8pt;content:counter(page) \" / \" counter(pages)}}\n"
          "</style>\n",
          page->file);
}

static void write_head(const struct summary_page *page)
{
    const struct report *report = page->report;
    char line[REPORT_LINE_SIZE], date[DATE_TEXT_SIZE];
    report_title_line(report, summary_label(page, LABEL_KPI_TITLE), line);
    label_date(report->slot->business_on, report->language, date);
    fprintf(page->file,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n",
            report->language == LANGUAGE_TH ? "th" : "en");
    summary_element(page, "<title>", line, " · ");
    summary_element(page, "", date, "</title>\n");
    write_style(page);
    fputs("</head>\n", page->file);
}

static void write_contents(const struct summary_page *page)
{
    summary_element(page, "<nav aria-label=\"", summary_says(page, SUMMARY_CONTENTS),
                    "\"><ul class=\"in\">\n");
    for (size_t i = 0; i < PART_COUNT; i++)
        if (parts[i].is_there(page)) {
            fprintf(page->file, "<li><a href=\"#%s\">", parts[i].id);
            summary_element(page, "", title_of(page, i), "</a></li>\n");
        }
    fputs("</ul></nav>\n", page->file);
}

static bool write_part(struct summary_page *page, size_t index, struct error *error)
{
    if (!parts[index].is_there(page))
        return true;
    fprintf(page->file, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", parts[index].id,
            parts[index].id);
    summary_element(page, "", title_of(page, index), "</h2>\n");
    if (!parts[index].write(page, error))
        return false;
    fputs("</section>\n", page->file);
    return true;
}

static void write_footer(const struct summary_page *page)
{
    char line[REPORT_LINE_SIZE];
    report_date_line(page->report, line);
    summary_element(page, "</main>\n<footer><div class=\"in\"><p>", line, "</p>\n<p>");
    summary_element(page, "", summary_says(page, SUMMARY_BY_KHROP), " " KHROP_VERSION);
    fputs("</p></div></footer>\n</body>\n</html>\n", page->file);
}

static bool write_page(struct summary_page *page, struct error *error)
{
    write_head(page);
    summary_element(page, "<body>\n<a class=\"skip\" href=\"#main\">",
                    summary_says(page, SUMMARY_SKIP), "</a>\n");
    summary_header_write(page);
    write_contents(page);
    fputs("<main class=\"in\" id=\"main\" tabindex=\"-1\">\n", page->file);
    summary_strip_write(page);
    for (size_t i = 0; i < PART_COUNT; i++)
        if (!write_part(page, i, error))
            return false;
    write_footer(page);
    return true;
}

bool summary_html_write(const struct report *report, struct error *error)
{
    struct summary_page page = {.report = report};
    char path[PATH_MAX];
    bool written;
    if (!report_path(report, FILE_NAME, path, error) ||
        (page.file = file_create(path, error)) == NULL)
        return false;
    written = write_page(&page, error);
    written = file_finish(page.file, path, written ? error : NULL) && written;
    region_clear(&page.region);
    if (written)
        report_wrote(report, FILE_NAME, (int64_t)report->facts->check_count);
    return written;
}
