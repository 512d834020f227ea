/* The top of summary.html: whose figures, of which day, from which sources, and whether the totals
 * agree. */
#include "core/clock.h"
#include "reports/kpi_units.h"
#include "reports/start_line.h"
#include "reports/summary_page.h"

#include <string.h>

#define LOGO_BYTES_MOST (48 * 1024) /* a page is to stay small */

static void write_base64(FILE *file, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        unsigned block = (unsigned)bytes[i] << 16;
        block |= i + 1 < size ? (unsigned)bytes[i + 1] << 8 : 0;
        block |= i + 2 < size ? bytes[i + 2] : 0;
        fputc(digits[block >> 18], file);
        fputc(digits[block >> 12 & 63], file);
        fputc(i + 1 < size ? digits[block >> 6 & 63] : '=', file);
        fputc(i + 2 < size ? digits[block & 63] : '=', file);
    }
}

/* It says nothing that the organisation's name beside it doesn't: no words for it. */
static void write_logo(const struct summary_page *page)
{
    const struct logo_settings *logo = &page->report->settings->logo;
    if (logo->bytes == NULL || logo->size > LOGO_BYTES_MOST)
        return;
    fputs("<img alt=\"\" src=\"data:image/png;base64,", page->file);
    write_base64(page->file, logo->bytes, logo->size);
    fprintf(page->file, "\" width=\"%d\" height=\"%d\">\n", logo->width, logo->height);
}

static void write_date(const struct summary_page *page, int64_t on)
{
    char machine[DATE_TEXT_SIZE], date[DATE_TEXT_SIZE];
    date_format_iso(on, machine);
    label_date(on, page->report->language, date);
    fprintf(page->file, "<time datetime=\"%s\">", machine);
    summary_element(page, "", date, "</time>");
}

static void write_issued(const struct summary_page *page)
{
    char machine[DATE_TEXT_SIZE], moment[DATE_TEXT_SIZE];
    int64_t at = page->report->slot->run_at;
    timestamp_format_iso(at, clock_offset_seconds(at), machine);
    label_moment(at, page->report->language, moment);
    fprintf(page->file, "<time datetime=\"%s\">", machine);
    summary_element(page, "", moment, "</time>");
}

void summary_header_write(const struct summary_page *page)
{
    const struct report *report = page->report;
    enum language language = report->language;
    fputs("<header class=\"band\"><div class=\"in\">\n", page->file);
    write_logo(page);
    summary_element(page, "<p class=\"org\">", report->settings->organisation.text[language], "");
    if (report->audience != NULL) {
        fputs(" · ", page->file);
        html_name(page->file, report->audience->title.text[language]);
    }
    summary_element(page, "</p>\n<h1>", summary_label(page, LABEL_KPI_TITLE), " · ");
    write_date(page, report->slot->business_on);
    summary_element(page, "</h1>\n<p>", summary_label(page, LABEL_COVERED_TO), " ");
    write_date(page, report->slot->last_on);
    summary_element(page, " · ", summary_label(page, LABEL_ISSUED_AT), " ");
    write_issued(page);
    fputs("</p>\n</div></header>\n", page->file);
}

static void write_source(const struct summary_page *page, const struct fact_source *source)
{
    enum language language = page->report->language;
    bool is_whole = strcmp(source->state, "whole") == 0;
    bool has_failed = strcmp(source->state, "failed") == 0;
    char moment[DATE_TEXT_SIZE] = "-", rows[KPI_TEXT_SIZE] = "-";
    if (source->has_pulled_at)
        label_moment(source->pulled_at, language, moment);
    if (!has_failed)
        kpi_value_text(UNIT_COUNT, source->row_count, language, rows);
    fputs("<li class=\"card\"><b>", page->file);
    html_name(page->file, source->title.text[language]);
    summary_element(page, "</b> ", moment, " · ");
    summary_element(page, "", summary_label(page, LABEL_ROWS), " ");
    summary_element(page, "", rows, "<br>");
    summary_element(page, is_whole ? "<span class=\"ok\">✓ " : "<span class=\"bad\">✗ ",
                    word(WORD_PULL_STATE, source->state, language), "</span></li>\n");
}

static void write_seal(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    bool is_whole = facts->gap_count == 0;
    char line[REPORT_LINE_SIZE];
    report_totals_line(page->report, line);
    summary_element(page, facts->has_unread ? "<p class=\"warn\">" : "<p class=\"ok\">", line,
                    "</p>\n");
    summary_element(page, is_whole ? "<p class=\"ok\">✓ " : "<p class=\"bad\">✗ ",
                    summary_label(page, is_whole ? LABEL_ALL_CHECKED : LABEL_NOT_ALL_CHECKED), "");
    if (!is_whole)
        summary_element(page, " · <a href=\"#gaps\">", summary_says(page, SUMMARY_GAPS), "</a>");
    fputs("</p>\n", page->file);
}

void summary_strip_write(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    summary_element(page, "<section aria-labelledby=\"sources\">\n<h2 class=\"vh\" id=\"sources\">",
                    summary_label(page, LABEL_SECTION_SOURCES), "</h2>\n<ul class=\"strip\">\n");
    for (size_t i = 0; i < facts->source_count; i++)
        write_source(page, &facts->sources[i]);
    fputs("</ul>\n<div class=\"seal\">\n", page->file);
    write_seal(page);
    fputs("</div>\n", page->file);
    if (page->report->slot->is_flows_only)
        summary_element(page, "<p class=\"missing\">", summary_label(page, LABEL_OLDER_SLOT),
                        "</p>\n");
    fputs("</section>\n", page->file);
}
