/* What the parts of summary.html have in common; see summary_page.h. */
#include "reports/summary_page.h"

#include "core/decimal.h"
#include "core/text.h"
#include "jobs/kpi_reckoning.h"
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

static void write_captioned(const struct summary_page *page, const char *caption, bool is_told)
{
    summary_element(page, is_told ? "<caption class=\"vh\">" : "<caption>", caption,
                    "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
}

/* On a phone the style takes what stands above the cells from here. */
static void write_labels(const struct summary_page *page, const struct summary_heading *headings,
                         size_t count)
{
    fputs(" style=\"", page->file);
    for (size_t i = 1; i < count; i++) {
        fprintf(page->file, "--l%zu:", i + 1);
        html_css_string(page->file, headings[i].text);
        fputc(';', page->file);
    }
    fputc('"', page->file);
}

void summary_table_begin(const struct summary_page *page, enum summary_table kind,
                         const char *caption, bool is_told, const struct summary_heading *headings,
                         size_t count)
{
    static const char *const classes[] = {"plain", "tall", "tall figures", "matrix"};
    summary_element(page, "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"",
                    caption, "\">");
    fprintf(page->file, "<table role=\"table\" class=\"%s\"", classes[kind]);
    if (kind == TABLE_TALL || kind == TABLE_FIGURES)
        write_labels(page, headings, count);
    fputc('>', page->file);
    write_captioned(page, caption, is_told);
    for (size_t i = 0; i < count; i++)
        summary_element(page,
                        headings[i].is_number
                            ? "<th scope=\"col\" role=\"columnheader\" class=\"n\">"
                            : "<th scope=\"col\" role=\"columnheader\">",
                        headings[i].text, "</th>");
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", page->file);
}

void summary_table_end(const struct summary_page *page)
{
    fputs("</tbody></table></div>\n", page->file);
}

void summary_row_begin(const struct summary_page *page)
{
    fputs("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">", page->file);
}

void summary_row_title_end(const struct summary_page *page)
{
    fputs("</th>", page->file);
}

void summary_row_title(const struct summary_page *page, const char *title)
{
    summary_row_begin(page);
    summary_element(page, "", title, "");
    summary_row_title_end(page);
}

void summary_row_end(const struct summary_page *page)
{
    fputs("</tr>\n", page->file);
}

static void cell_begin(const struct summary_page *page, const char *class)
{
    fputs("<td role=\"cell\"", page->file);
    if (class[0] != '\0')
        fprintf(page->file, " class=\"%s\"", class);
    fputc('>', page->file);
}

void summary_cell(const struct summary_page *page, const char *class, const char *text)
{
    cell_begin(page, class);
    summary_element(page, "", text, "</td>");
}

void summary_count_cell(const struct summary_page *page, int64_t count)
{
    char text[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_COUNT, count, page->report->language, text);
    summary_cell(page, "n", text);
}

void summary_no_cell(const struct summary_page *page)
{
    summary_cell(page, "none", "");
}

void summary_bar_cell(const struct summary_page *page, int64_t count, int64_t most)
{
    char text[KPI_TEXT_SIZE];
    int64_t percent = 0;
    kpi_value_text(UNIT_COUNT, count, page->report->language, text);
    cell_begin(page, "n barred");
    summary_element(page, "", text, "");
    if (count > 0 && decimal_multiply_divide(count, 100, most, &percent))
        fprintf(page->file, "<i class=\"bar\" style=\"width:%d%%\"></i>", (int)percent);
    fputs("</td>", page->file);
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
                         const struct kpi_figure *figure, bool is_share, bool is_in_matrix)
{
    char text[KPI_TEXT_SIZE];
    bool has = summary_figure_text(page, unit, figure, is_share, text, sizeof text);
    const char *status = has ? summary_status_class(figure->status) : "";
    if (is_in_matrix) {
        fprintf(page->file, status[0] == '\0' ? "<td>" : "<td class=\"%s\">", status);
        summary_element(page, "", text, "</td>");
        return;
    }
    cell_begin(page, "n");
    if (status[0] != '\0')
        fprintf(page->file, "<b class=\"%s\">", status);
    summary_element(page, "", text, status[0] != '\0' ? "</b></td>" : "</td>");
}

struct kpi_figure summary_none_of_split(const struct rule *rule,
                                        const struct summary_speaker *speaker,
                                        const struct kpi_figure *total)
{
    struct kpi_reckoning none = {.unit = speaker->measure->unit};
    if (!total->is_there || !total->has_value)
        return (struct kpi_figure){.status = ""};
    none.total = total->value;
    if (!kpi_reckon(rule, &none))
        return (struct kpi_figure){.status = ""};
    return (struct kpi_figure){
        .is_there = true,
        .has_value = none.has_value,
        .value = none.value,
        .has_share = none.has_share,
        .share = none.share,
        .status = kpi_status(rule, &none, speaker->split, true),
    };
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
