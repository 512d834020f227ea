/* What the parts of summary.html have in common; see summary_page.h. */
#include "reports/summary_page.h"

#include "core/text.h"
#include "reports/kpi_units.h"

#include <stdio.h>
#include <string.h>

const char *summary_says(const struct summary_page *page, enum summary_word word)
{
    return summary_word(word, page->report->language);
}

const char *summary_label(const struct summary_page *page, enum label which)
{
    return label(which, page->report->language);
}

void summary_element(const struct summary_page *page, const char *open, const char *text,
                     const char *close)
{
    html_element(page->file, open, text, close);
}

void summary_reason(const struct summary_page *page, const struct bilingual *reason)
{
    enum language language = page->report->language;
    const char *text = reason->text[language];
    bool is_foreign =
        language == LANGUAGE_TH && strcmp(text, reason->text[LANGUAGE_EN]) == 0 && text[0] != '\0';
    summary_element(page, is_foreign ? "<span lang=\"en\">" : "", text,
                    is_foreign ? "</span>" : "");
}

void summary_table_begin(const struct summary_page *page, const char *class, const char *caption)
{
    summary_element(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"",
                    caption, "\">");
    fprintf(page->file, "<table role=\"table\" class=\"%s\">", class);
    summary_element(page, "<caption>", caption,
                    "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
}

void summary_heading(const struct summary_page *page, const char *text, bool is_number)
{
    summary_element(page,
                    is_number ? "<th scope=\"col\" role=\"columnheader\" class=\"n\">"
                              : "<th scope=\"col\" role=\"columnheader\">",
                    text, "</th>");
}

void summary_body_begin(const struct summary_page *page)
{
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", page->file);
}

void summary_table_end(const struct summary_page *page)
{
    fputs("</tbody></table></div>\n", page->file);
}

static void cell_begin(const struct summary_page *page, const char *class, const char *heading)
{
    fputs("<td role=\"cell\"", page->file);
    if (class[0] != '\0')
        fprintf(page->file, " class=\"%s\"", class);
    if (heading != NULL)
        summary_element(page, " data-l=\"", heading, "\"");
    fputc('>', page->file);
}

void summary_cell(const struct summary_page *page, const char *class, const char *heading,
                  const char *text)
{
    cell_begin(page, class, heading);
    summary_element(page, "", text, "</td>");
}

void summary_count_cell(const struct summary_page *page, const char *class, const char *heading,
                        int64_t count)
{
    char text[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_COUNT, count, page->report->language, text);
    summary_cell(page, class, heading, text);
}

void summary_fold_begin(const struct summary_page *page, const char *class, const char *title)
{
    fprintf(page->file, "<details%s%s%s>", class[0] == '\0' ? "" : " class=\"", class,
            class[0] == '\0' ? "" : "\"");
    summary_element(page, "<summary>", title, "</summary>\n");
}

void summary_fold_end(const struct summary_page *page)
{
    fputs("</details>\n", page->file);
}

const char *summary_status_class(const char *status)
{
    static const struct {
        const char *status, *class;
    } classes[] = {{"green", "g"}, {"amber", "a"}, {"red", "r"}};
    for (size_t i = 0; status != NULL && i < sizeof classes / sizeof classes[0]; i++)
        if (strcmp(classes[i].status, status) == 0)
            return classes[i].class;
    return "";
}

bool summary_figure_text(const struct summary_page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share, char *text, size_t size)
{
    char value[KPI_TEXT_SIZE] = "-";
    bool has = figure->is_there && (is_share ? figure->has_share : figure->has_value);
    if (has)
        kpi_value_text(is_share ? UNIT_PERCENT : unit, is_share ? figure->share : figure->value,
                       page->report->language, value);
    text_format(text, size, "%s", value);
    return has;
}

void summary_figure_cell(const struct summary_page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share, const char *heading)
{
    char text[KPI_TEXT_SIZE];
    bool has = summary_figure_text(page, unit, figure, is_share, text, sizeof text);
    const char *status = has ? summary_status_class(figure->status) : "";
    cell_begin(page, "n", heading);
    if (status[0] != '\0')
        fprintf(page->file, "<b class=\"%s\">", status);
    summary_element(page, "", text, status[0] != '\0' ? "</b></td>" : "</td>");
}

bool summary_is_measured(const struct fact_kpi *kpi)
{
    return strcmp(kpi->state, "checked") == 0 || strcmp(kpi->state, "partial") == 0;
}

const struct fact_kpi *summary_kpi(const struct summary_page *page, const char *id)
{
    const struct facts *facts = page->report->facts;
    for (size_t i = 0; i < facts->kpi_count; i++)
        if (strcmp(facts->kpis[i].rule->id, id) == 0)
            return summary_is_measured(&facts->kpis[i]) ? &facts->kpis[i] : NULL;
    return NULL;
}

struct summary_speaker summary_speaker(const struct rule *rule)
{
    bool bears = rule->has_target;
    return (struct summary_speaker){
        .measure = &rule->measures[0],
        .split = bears && rule->target_split != NULL ? rule->target_split : "*",
        .is_share = bears && rule->is_target_on_share,
    };
}

void summary_speaker_title(const struct summary_page *page, const struct rule *rule,
                           const struct summary_speaker *speaker, char title[SUMMARY_TITLE_SIZE])
{
    char whole[KPI_TEXT_SIZE * 4], split[KPI_SPLIT_SIZE] = "";
    bool is_split = strcmp(speaker->split, "*") != 0;
    kpi_title_text(rule, speaker->measure, page->report->language, whole, sizeof whole);
    if (is_split)
        kpi_split_text(page->report, speaker->split, split);
    text_format(title, SUMMARY_TITLE_SIZE, "%s%s%s%s%s%s", whole, is_split ? ": " : "", split,
                speaker->is_share ? " (" : "",
                speaker->is_share ? summary_label(page, LABEL_OF_TOTAL) : "",
                speaker->is_share ? ")" : "");
}

bool summary_subject_next(const struct summary_page *page, size_t *index,
                          struct summary_subject *subject)
{
    const struct facts *facts = page->report->facts;
    size_t first = *index;
    if (first >= facts->kpi_count)
        return false;
    while (*index < facts->kpi_count &&
           facts->kpis[*index].rule->subject == facts->kpis[first].rule->subject)
        (*index)++;
    *subject = (struct summary_subject){facts->kpis[first].rule->subject, &facts->kpis[first],
                                        *index - first};
    return true;
}

const char *summary_subject_title(const struct summary_page *page,
                                  const struct summary_subject *subject)
{
    return word(WORD_SUBJECT, kpi_subject_code(subject->subject), page->report->language);
}
