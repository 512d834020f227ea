/* Two charts of summary.html: back orders by their age, and the Pareto of problems. */
#include "core/decimal.h"
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/kpi_units.h"
#include "reports/summary_trend.h"

#include <stdio.h>
#include <string.h>

#define CHART_WIDTH 400
#define CHART_HEIGHT 190
#define STAFF_MOST 10
#define KINDS_MOST 14
#define SHARE_WHOLE INT64_C(1000000)
#define LABEL_BYTES 160 /* of a name above its bar */

/* A kind and how many there are of it. */
struct kind {
    char title[KPI_SPLIT_SIZE];
    char count_text[KPI_TEXT_SIZE];
    int64_t count, share, running;
};

static void fill(const struct summary_page *page, struct kind *kind, const char *title,
                 int64_t count)
{
    *kind = (struct kind){.count = count};
    text_format(kind->title, sizeof kind->title, "%s", title);
    kpi_value_text(UNIT_COUNT, count, page->report->language, kind->count_text);
}

/* Share of all, and running share; gives the sum. */
static int64_t add_shares(struct kind *kinds, size_t count)
{
    int64_t sum = 0, running = 0;
    for (size_t i = 0; i < count; i++)
        sum += kinds[i].count;
    for (size_t i = 0; i < count; i++) {
        running += kinds[i].count;
        decimal_multiply_divide(kinds[i].count, SHARE_WHOLE, sum, &kinds[i].share);
        decimal_multiply_divide(running, SHARE_WHOLE, sum, &kinds[i].running);
    }
    return sum;
}

/* "0-3 days: 17, 4-7 days: 10 .." */
static void describe(const struct kind *kinds, size_t count, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += text_format(text + used, size - used, "%s%s: %s", i == 0 ? "" : ", ",
                            kinds[i].title, kinds[i].count_text);
}

static void share_cell(const struct summary_page *page, int64_t share)
{
    char text[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_PERCENT, share, page->report->language, text);
    summary_cell(page, "n", text);
}

/* A Pareto's kinds have their number, which stands below its column, and a running share. */
static void write_kind(const struct summary_page *page, const struct kind *kind, size_t rank)
{
    fputs("<tr><th scope=\"row\">", page->file);
    if (rank > 0)
        fprintf(page->file, "%zu. ", rank);
    summary_element(page, "", kind->title, "</th>");
    summary_cell(page, "n", kind->count_text);
    share_cell(page, kind->share);
    if (rank > 0)
        share_cell(page, kind->running);
    summary_row_end(page);
}

static void write_kinds(const struct summary_page *page, const struct kind *kinds, size_t count,
                        const struct rule *rule, bool is_ranked)
{
    const struct summary_heading headings[] = {
        {rule->split_title.text[page->report->language], false},
        {summary_label(page, LABEL_VALUE), true},
        {summary_label(page, LABEL_SHARE), true},
        {summary_says(page, SUMMARY_RUNNING), true}};
    summary_table_begin(page, TABLE_PLAIN, rule->title.text[page->report->language], true, headings,
                        is_ranked ? 4 : 3);
    for (size_t i = 0; i < count; i++)
        write_kind(page, &kinds[i], is_ranked ? i + 1 : 0);
    summary_table_end(page);
}

static void write_columns(struct summary_page *page, const struct kind *kinds, size_t count,
                          const char *title, bool is_pareto)
{
    struct svg_bar bars[KINDS_MOST + 1];
    int64_t running[KINDS_MOST + 1];
    char id[32], description[REPORT_LINE_SIZE * 4], ranks[KINDS_MOST + 1][8];
    for (size_t i = 0; i < count; i++) {
        snprintf(ranks[i], sizeof ranks[i], "%zu", i + 1);
        bars[i] = (struct svg_bar){is_pareto ? ranks[i] : kinds[i].title,
                                   is_pareto ? "" : kinds[i].count_text, kinds[i].count};
        running[i] = kinds[i].running;
    }
    describe(kinds, count, description, sizeof description);
    summary_chart_id(page, id);
    svg_column_chart(page->file,
                     &(struct svg_head){id, title, description, CHART_WIDTH, CHART_HEIGHT}, bars,
                     count, is_pareto ? running : NULL);
}

static bool read_kinds(struct summary_page *page, const struct rule *rule, struct kind *kinds,
                       size_t most, size_t *count, bool adds_others, struct error *error)
{
    struct kpi_line *lines;
    size_t line_count;
    enum kpi_period period = kpi_main_period(rule);
    int64_t others = 0;
    if (!kpi_lines_read(page->report, rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &line_count, error))
        return false;
    if (adds_others)
        kpi_lines_largest(rule, lines, line_count, 1);
    *count = 0;
    for (size_t i = 0; i < line_count; i++) {
        const struct kpi_figure *figure = &lines[i].figures[period];
        char title[KPI_SPLIT_SIZE];
        if (strcmp(lines[i].split, "*") == 0 || !figure->is_there || figure->value == 0)
            continue;
        kpi_split_text(page->report, lines[i].split, title);
        if (*count < most)
            fill(page, &kinds[(*count)++], title, figure->value);
        else
            others += figure->value;
    }
    if (others > 0)
        fill(page, &kinds[(*count)++], summary_says(page, SUMMARY_OTHERS), others);
    return true;
}

bool summary_pareto_write(struct summary_page *page, struct error *error)
{
    const struct rule *rule = summary_kpi(page, "case_pareto")->rule;
    const char *title = rule->title.text[page->report->language];
    struct kind kinds[KINDS_MOST + 1];
    size_t count;
    if (!read_kinds(page, rule, kinds, KINDS_MOST, &count, true, error))
        return false;
    if (add_shares(kinds, count) == 0) {
        summary_element(page, "<p>", summary_says(page, SUMMARY_NONE), "</p>\n");
        return true;
    }
    summary_element(page, "<p class=\"faint\">", summary_label(page, LABEL_MONTH), " · ");
    summary_element(page, "", summary_says(page, SUMMARY_PARETO_NOTE),
                    "</p>\n<div class=\"two\">\n<figure>");
    write_columns(page, kinds, count, title, true);
    fputs("</figure>\n", page->file);
    write_kinds(page, kinds, count, rule, true);
    fputs("</div>\n", page->file);
    return true;
}

/* Columns: level_no, split, count; those with most first, the splits in their order. */
static const char select_ages[] =
    "WITH ages AS (SELECT v.level_no, v.split, v.value FROM results.khrop_kpi_values AS v"
    "  WHERE v.kpi_id = 'back_order_age' AND v.level = 'staff' AND v.period = 'now'"
    "  AND v.split <> '*' AND (:level = 'company' OR v.level_no IN (SELECT staff_no"
    "   FROM results.khrop_staff_places WHERE :today BETWEEN from_on AND to_on"
    "   AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no))),"
    " people AS (SELECT level_no, sum(value) AS total FROM ages GROUP BY level_no"
    "  ORDER BY total DESC, level_no LIMIT :most)"
    " SELECT level_no, split, value FROM people JOIN ages USING (level_no)"
    " WHERE value > 0 ORDER BY total DESC, level_no, CAST(split AS INTEGER)";

struct person {
    char staff_no[LABEL_BYTES], name[LABEL_BYTES], total_text[KPI_TEXT_SIZE];
    int64_t parts[SVG_STACK_PARTS], total;
};

struct ages {
    const char *splits[SVG_STACK_PARTS];
    size_t split_count;
    struct person people[STAFF_MOST];
    size_t count;
};

static void take_age(const struct summary_page *page, struct ages *ages, sqlite3_stmt *row)
{
    const char *staff_no = statement_text(row, 0);
    struct person *person = ages->count == 0 ? NULL : &ages->people[ages->count - 1];
    if (person == NULL || strcmp(person->staff_no, staff_no) != 0) {
        if (ages->count == STAFF_MOST)
            return;
        person = &ages->people[ages->count++];
        *person = (struct person){0};
        text_format(person->staff_no, sizeof person->staff_no, "%s", staff_no);
        summary_person_text(page, staff_no, person->name, sizeof person->name);
    }
    for (size_t i = 0; i < ages->split_count; i++)
        if (strcmp(ages->splits[i], statement_text(row, 1)) == 0)
            person->parts[i] += sqlite3_column_int64(row, 2);
    person->total += sqlite3_column_int64(row, 2);
    kpi_value_text(UNIT_COUNT, person->total, page->report->language, person->total_text);
}

static bool read_people(const struct summary_page *page, struct ages *ages, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    if (!summary_level_query(page, select_ages, &rows, error))
        return false;
    statement_bind_integer(rows, ":most", STAFF_MOST);
    while (statement_next(rows, error))
        take_age(page, ages, rows);
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static void write_people_table(const struct summary_page *page, const struct ages *ages,
                               const char *const *titles, const char *caption)
{
    struct summary_heading headings[SVG_STACK_PARTS + 2] = {
        {summary_label(page, LABEL_STAFF), false}};
    for (size_t i = 0; i < ages->split_count; i++)
        headings[i + 1] = (struct summary_heading){titles[i], true};
    headings[ages->split_count + 1] =
        (struct summary_heading){summary_label(page, LABEL_TOTAL), true};
    summary_fold_begin(page, "paper", caption);
    summary_table_begin(page, TABLE_PLAIN, caption, true, headings, ages->split_count + 2);
    for (size_t i = 0; i < ages->count; i++) {
        fputs("<tr><th scope=\"row\">", page->file);
        html_name(page->file, ages->people[i].name);
        fputs("</th>", page->file);
        for (size_t j = 0; j < ages->split_count; j++)
            summary_count_cell(page, ages->people[i].parts[j]);
        summary_count_cell(page, ages->people[i].total);
        fputs("</tr>\n", page->file);
    }
    summary_table_end(page);
    summary_fold_end(page);
}

static void write_people(struct summary_page *page, const struct ages *ages)
{
    struct svg_stack stacks[STAFF_MOST] = {0};
    char titles[SVG_STACK_PARTS][KPI_SPLIT_SIZE], id[32];
    const char *names[SVG_STACK_PARTS];
    const char *caption = summary_says(page, SUMMARY_AGES_BY_STAFF);
    for (size_t i = 0; i < ages->split_count; i++) {
        kpi_split_text(page->report, ages->splits[i], titles[i]);
        names[i] = titles[i];
    }
    for (size_t i = 0; i < ages->count; i++) {
        stacks[i].label = ages->people[i].name;
        stacks[i].total_text = ages->people[i].total_text;
        memcpy(stacks[i].parts, ages->people[i].parts, sizeof stacks[i].parts);
    }
    summary_chart_id(page, id);
    summary_element(page, "<figure><figcaption>", caption, "</figcaption>\n");
    svg_stack_legend(page->file, names, ages->split_count);
    svg_stack_chart(page->file,
                    &(struct svg_head){id, caption, "", CHART_WIDTH, svg_stack_height(ages->count)},
                    stacks, ages->count);
    write_people_table(page, ages, names, caption);
    fputs("</figure>\n", page->file);
}

/* The ages stand in the order of the days; one of which there is nothing has its column too. */
static bool read_splits(struct summary_page *page, const struct rule *rule, struct ages *ages,
                        struct error *error)
{
    struct kpi_line *lines;
    size_t count;
    if (!kpi_lines_read(page->report, rule, "company", "", &page->region, &lines, &count, error))
        return false;
    for (size_t i = 0; i < count && ages->split_count < SVG_STACK_PARTS; i++)
        if (strcmp(lines[i].split, "*") != 0)
            ages->splits[ages->split_count++] = lines[i].split;
    return true;
}

bool summary_ages_write(struct summary_page *page, struct error *error)
{
    const struct rule *rule = summary_kpi(page, "back_order_age")->rule;
    const char *title = rule->title.text[page->report->language];
    struct kind kinds[KINDS_MOST + 1];
    struct ages ages = {0};
    size_t count;
    if (!read_kinds(page, rule, kinds, KINDS_MOST, &count, false, error) ||
        !read_splits(page, rule, &ages, error) || !read_people(page, &ages, error))
        return false;
    if (add_shares(kinds, count) == 0) {
        summary_element(page, "<p>", summary_says(page, SUMMARY_NONE), "</p>\n");
        return true;
    }
    summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_AGES_NOTE),
                    "</p>\n<div class=\"two\">\n<figure><figcaption>");
    summary_element(page, "", title, "</figcaption>\n");
    write_columns(page, kinds, count, title, false);
    write_kinds(page, kinds, count, rule, false);
    fputs("</figure>\n", page->file);
    if (ages.count > 0)
        write_people(page, &ages);
    fputs("</div>\n", page->file);
    return true;
}
