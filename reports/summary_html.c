/* summary.html: the day for a phone. One file, no script, no network, light and dark, and it
 * prints. */
#include "reports/facts.h"
#include "reports/file.h"
#include "reports/kpi_figures.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/report.h"
#include "reports/start_line.h"

#include <stdio.h>
#include <string.h>

#define FILE_NAME "summary.html"

/* Contrasts are at least 4.5 : 1 on their grounds, in both schemes (WCAG 2.1, 1.4.3). */
static const char style[] =
    ":root{color-scheme:light dark;--ground:#fff;--text:#1b1f23;--faint:#57606a;--line:#d0d7de;"
    "--head:#1f4e5f;--green:#116329;--amber:#7d4e00;--red:#a40e26}\n"
    "@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--faint:#9ea7b3;"
    "--line:#30363d;--head:#9fd3e6;--green:#56d364;--amber:#e3b341;--red:#ff938a}}\n"
    "body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--ground);color:var(--text);"
    "font:1rem/1.5 'TH Sarabun New',Tahoma,'Noto Sans Thai',sans-serif}\n"
    "h1{font-size:1.4rem;color:var(--head);margin:0}\n"
    "h2{font-size:1.1rem;color:var(--head);margin:1.5rem 0 .5rem}\n"
    "p{margin:.25rem 0}\n"
    ".faint{color:var(--faint)}\n.green{color:var(--green)}\n.amber{color:var(--amber)}\n"
    ".red{color:var(--red)}\n"
    ".wide{overflow-x:auto}\ntable{border-collapse:collapse;width:100%}\n"
    "th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:left;"
    "vertical-align:top}\n"
    "thead th{color:var(--faint);font-weight:600;vertical-align:bottom}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\ntd.n{white-space:nowrap}\n"
    ".missing{border-left:.3rem solid var(--red);padding-left:.5rem}\n"
    /* A phone: a row's title above its figures, nothing to push aside. */
    "@media(max-width:36rem){body{padding:.6rem;font-size:.95rem}"
    ".tall tr{display:grid;grid-template-columns:3.4rem repeat(3,minmax(0,1fr));padding:.3rem 0;"
    "border-bottom:1px solid var(--line)}\n"
    ".tall th,.tall td{padding:0 .2rem;border:0}.tall tr>:first-child{grid-column:1/-1;"
    "font-weight:600}.tall td[colspan]{grid-column:1/-1}.tall "
    "td.n{white-space:normal;font-size:.78rem}}\n"
    "tbody th[colspan]{color:var(--head);padding-top:.8rem}\n"
    "@media print{body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid}"
    "tr{break-inside:avoid}@page{size:A4;margin:15mm}}\n";

struct page {
    const struct report *report;
    FILE *file;
    struct region region;
};

static void text(const struct page *page, const char *bytes)
{
    for (; *bytes != '\0'; bytes++)
        switch (*bytes) {
        case '&':
            fputs("&amp;", page->file);
            break;
        case '<':
            fputs("&lt;", page->file);
            break;
        case '>':
            fputs("&gt;", page->file);
            break;
        case '"':
            fputs("&quot;", page->file);
            break;
        default:
            fputc(*bytes, page->file);
        }
}

static void element(const struct page *page, const char *open, const char *bytes, const char *close)
{
    fputs(open, page->file);
    text(page, bytes);
    fputs(close, page->file);
}

static const char *words(const struct page *page, enum label which)
{
    return label(which, page->report->language);
}

static void write_head(const struct page *page)
{
    const struct report *report = page->report;
    char line[REPORT_LINE_SIZE];
    report_title_line(report, words(page, LABEL_KPI_TITLE), line);
    fprintf(page->file,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
            report->language == LANGUAGE_TH ? "th" : "en");
    element(page, "<title>", line, "</title>\n<style>\n");
    fprintf(page->file, "%s</style>\n</head>\n<body>\n<main>\n", style);
    element(page, "<h1>", line, "</h1>\n");
    report_date_line(report, line);
    element(page, "<p class=\"faint\">", line, "</p>\n");
    if (report->slot->is_flows_only)
        element(page, "<p class=\"missing\">", words(page, LABEL_OLDER_SLOT), "</p>\n");
}

static void write_seal(const struct page *page)
{
    const struct facts *facts = page->report->facts;
    bool is_whole = facts->gap_count == 0;
    char line[REPORT_LINE_SIZE];
    report_totals_line(page->report, line);
    element(page, facts->has_unread ? "<p class=\"amber\">" : "<p class=\"green\">", line,
            "</p>\n");
    element(page, is_whole ? "<p class=\"green\">✓ " : "<p class=\"red\">✗ ",
            words(page, is_whole ? LABEL_ALL_CHECKED : LABEL_NOT_ALL_CHECKED), "</p>\n");
    if (page->report->slot->is_flows_only)
        return;
    start_line(page->report, line);
    element(page, "<p><strong>", line, "</strong></p>\n");
}

static void write_gaps(const struct page *page)
{
    const struct facts *facts = page->report->facts;
    enum language language = page->report->language;
    if (facts->gap_count == 0)
        return;
    element(page, "<h2>", words(page, LABEL_SECTION_GAPS), "</h2>\n");
    for (size_t i = 0; i < facts->gap_count;) {
        const struct fact_gap *gap = &facts->gaps[i];
        char names[REPORT_LINE_SIZE * 4];
        bool is_rule = strcmp(gap->kind, "check") == 0 || strcmp(gap->kind, "kpi") == 0;
        i += facts_gap_group(facts, i, language, names, sizeof names);
        element(page, "<p class=\"missing\">", names, " · ");
        element(page, "<strong>",
                word(is_rule ? WORD_RULE_STATE : WORD_PULL_STATE, gap->state, language),
                "</strong>");
        element(page, gap->reason.text[language][0] == '\0' ? "" : ": ", gap->reason.text[language],
                "</p>\n");
    }
}

static void write_figure(const struct page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share)
{
    char value[KPI_TEXT_SIZE];
    bool has = figure->is_there && (is_share ? figure->has_share : figure->has_value);
    const char *status = figure->is_there && figure->status != NULL ? figure->status : "";
    if (!has) {
        fputs("<td class=\"n\">-</td>", page->file);
        return;
    }
    kpi_value_text(is_share ? UNIT_PERCENT : unit, is_share ? figure->share : figure->value,
                   page->report->language, value);
    fprintf(page->file, "<td class=\"n %s\">%s%s", status, kpi_status_sign(status),
            status[0] == '\0' ? "" : " ");
    element(page, "", value, "</td>");
}

/* The total of each measure; a share in place of the value where the target is on it. */
static void write_line(const struct page *page, const struct rule *rule,
                       const struct kpi_line *line)
{
    char title[KPI_TEXT_SIZE * 4], target[KPI_TEXT_SIZE];
    bool is_share = rule->has_target && rule->is_target_on_share && rule->target_split == NULL;
    bool bears =
        rule->has_target && line->measure == &rule->measures[0] && rule->target_split == NULL;
    enum kpi_period main_period = kpi_main_period(rule);
    kpi_title_text(rule, line->measure, page->report->language, title, sizeof title);
    kpi_target_text(rule, page->report->language, target);
    element(page, "<tr><td>", title, "");
    if (is_share)
        element(page, " (", words(page, LABEL_OF_TOTAL), ")");
    element(page, "</td><td class=\"n\">", bears ? target : "", "</td>");
    if (rule->kpi_kind == KPI_STOCK)
        fputs("<td class=\"n\">-</td>", page->file);
    else
        write_figure(page, line->measure->unit, &line->figures[PERIOD_DAY], is_share);
    write_figure(page, line->measure->unit, &line->figures[main_period], is_share);
    if (rule->kpi_kind == KPI_STOCK)
        fputs("<td class=\"n\">-</td>", page->file);
    else
        write_figure(page, line->measure->unit, &line->figures[PERIOD_ROLLING], is_share);
    fputs("</tr>\n", page->file);
}

static bool write_kpi(struct page *page, const struct fact_kpi *kpi, struct error *error)
{
    struct kpi_line *lines;
    size_t count;
    if (strcmp(kpi->state, "checked") != 0 && strcmp(kpi->state, "partial") != 0) {
        element(page, "<tr><td>", kpi->rule->title.text[page->report->language], "</td>");
        element(page, "<td colspan=\"4\" class=\"red\">✗ ",
                word(WORD_RULE_STATE, kpi->state, page->report->language), "</td></tr>\n");
        return true;
    }
    if (!kpi_lines_read(page->report, kpi->rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].split, "*") == 0)
            write_line(page, kpi->rule, &lines[i]);
    return true;
}

static void write_subject(const struct page *page, const struct rule *rule)
{
    element(page, "<tr><th colspan=\"5\" scope=\"rowgroup\">",
            word(WORD_SUBJECT, kpi_subject_code(rule->subject), page->report->language),
            "</th></tr>\n");
}

static bool write_all(struct page *page, struct error *error)
{
    const struct rule *last = NULL;
    for (size_t i = 0; i < page->report->facts->kpi_count; i++) {
        const struct fact_kpi *kpi = &page->report->facts->kpis[i];
        if (kpi->rule == NULL || strcmp(kpi->state, "off") == 0)
            continue;
        if (last == NULL || last->subject != kpi->rule->subject)
            write_subject(page, kpi->rule);
        last = kpi->rule;
        if (!write_kpi(page, kpi, error))
            return false;
    }
    return true;
}

static bool write_kpis(struct page *page, struct error *error)
{
    element(page, "<h2>", words(page, LABEL_SECTION_KPIS),
            "</h2>\n<div class=\"wide\"><table class=\"tall\">\n<thead><tr>");
    element(page, "<th scope=\"col\">", words(page, LABEL_KPI), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_TARGET), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_DAY), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_MONTH), " / ");
    element(page, "", word(WORD_PERIOD, "now", page->report->language), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_ROLLING),
            "</th></tr></thead>\n<tbody>\n");
    if (!write_all(page, error))
        return false;
    fputs("</tbody></table></div>\n", page->file);
    return true;
}

static void write_grouped(const struct page *page, int64_t number)
{
    char text_of[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_COUNT, number, page->report->language, text_of);
    fprintf(page->file, "<td class=\"n\">%s</td>", text_of);
}

static void write_number(const struct page *page, int64_t number)
{
    if (number == 0)
        fputs("<td class=\"n faint\">-</td>", page->file);
    else
        write_grouped(page, number);
}

static void write_check(const struct page *page, const struct fact_check *check)
{
    enum language language = page->report->language;
    char oldest[DATE_TEXT_SIZE] = "-";
    bool was_checked = strcmp(check->state, "checked") == 0;
    element(page, "<tr><td>", check->id, " ");
    element(page, "", check->title.text[language], "");
    if (!was_checked)
        element(page, " <span class=\"red\">✗ ", word(WORD_RULE_STATE, check->state, language),
                "</span>");
    fputs("</td>", page->file);
    write_number(page, facts_listed(page->report->facts, check));
    if (fact_check_is_blind(check)) {
        fputs("<td class=\"n red\">?</td><td class=\"n red\">?</td>", page->file);
    } else {
        write_number(page, check->counts[STATE_NEW] + check->counts[STATE_REOPENED]);
        write_number(page, check->counts[STATE_RESOLVED]);
    }
    if (check->has_oldest)
        label_date(check->oldest_on, language, oldest);
    element(page, "<td class=\"n\">", oldest, "</td></tr>\n");
}

static void write_checks(const struct page *page)
{
    const struct facts *facts = page->report->facts;
    element(page, "<h2>", words(page, LABEL_SECTION_EXCEPTIONS),
            "</h2>\n<div class=\"wide\"><table class=\"tall\">\n<thead><tr>");
    element(page, "<th scope=\"col\">", words(page, LABEL_CHECK), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_ON_LIST), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_START_FRESH), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_RESOLVED), "</th>");
    element(page, "<th scope=\"col\" class=\"n\">", words(page, LABEL_OLDEST),
            "</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < facts->check_count; i++)
        if (strcmp(facts->checks[i].state, "off") != 0)
            write_check(page, &facts->checks[i]);
    element(page, "<tr><th scope=\"row\">", words(page, LABEL_TOTAL), "</th>");
    write_number(page, facts_listed(facts, NULL));
    write_number(page, facts_in_state(facts, STATE_NEW) + facts_in_state(facts, STATE_REOPENED));
    write_number(page, facts_in_state(facts, STATE_RESOLVED));
    fputs("<td></td></tr>\n</tbody></table></div>\n", page->file);
}

static void write_sources(const struct page *page)
{
    const struct facts *facts = page->report->facts;
    enum language language = page->report->language;
    element(page, "<h2>", words(page, LABEL_SECTION_SOURCES),
            "</h2>\n<div class=\"wide\"><table>\n<tbody>\n");
    for (size_t i = 0; i < facts->source_count; i++) {
        const struct fact_source *source = &facts->sources[i];
        bool is_whole = strcmp(source->state, "whole") == 0;
        char moment[DATE_TEXT_SIZE] = "-";
        if (source->has_pulled_at)
            label_moment(source->pulled_at, language, moment);
        element(page, "<tr><td>", source->title.text[language], "</td>");
        element(page, "<td>", moment, "</td>");
        if (strcmp(source->state, "failed") == 0)
            fputs("<td class=\"n\">-</td>", page->file);
        else
            write_grouped(page, source->row_count);
        element(page, is_whole ? "<td class=\"green\">✓ " : "<td class=\"red\">✗ ",
                word(WORD_PULL_STATE, source->state, language), "</td></tr>\n");
    }
    fputs("</tbody></table></div>\n", page->file);
}

static bool write_page(struct page *page, struct error *error)
{
    write_head(page);
    write_seal(page);
    if (!write_kpis(page, error))
        return false;
    write_gaps(page);
    write_checks(page);
    write_sources(page);
    fprintf(page->file, "<p class=\"faint\">khrop %s</p>\n</main>\n</body>\n</html>\n",
            KHROP_VERSION);
    return true;
}

bool summary_html_write(const struct report *report, struct error *error)
{
    struct page page = {.report = report};
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
