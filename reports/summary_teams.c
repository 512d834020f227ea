/* Teams and branches by KPI on summary.html, and below, folded, the staff of each subject. Figures
 * of the KPI's main period; sums of parts over sums of wholes, never averages. */
#include "jobs/statement.h"
#include "reports/kpi_units.h"
#include "reports/summary_page.h"

#include <string.h>

#define HEADINGS_MOST 32 /* of one subject */

struct matrix_column {
    const char *level, *level_no;
    const char *title;
};

struct matrix {
    struct summary_page *page;
    sqlite3_stmt *figure;
    struct matrix_column *columns; /* levels beside one another */
    size_t column_count;
    bool has_more_columns;
    const char **staff;
    size_t staff_count;
    bool has_more_staff;
};

static void add_column(struct matrix *matrix, const char *level, const char *level_no,
                       const char *title)
{
    struct region *region = &matrix->page->region;
    if (matrix->column_count == SUMMARY_LEVELS_MOST) {
        matrix->has_more_columns = true;
        return;
    }
    matrix->columns =
        region_grow(region, matrix->columns, matrix->column_count, sizeof *matrix->columns);
    matrix->columns[matrix->column_count++] =
        (struct matrix_column){level, region_copy(region, level_no), region_copy(region, title)};
}

static bool add_level(struct matrix *matrix, const char *level, enum label unnamed,
                      struct error *error)
{
    sqlite3_stmt *rows = NULL;
    if (!summary_level_query(matrix->page,
                             "SELECT DISTINCT level_no FROM results.khrop_kpi_values WHERE level ="
                             " :which ORDER BY level_no = '', level_no",
                             &rows, error))
        return false;
    statement_bind_text(rows, ":which", level);
    while (statement_next(rows, error)) {
        const char *level_no = statement_text(rows, 0);
        add_column(matrix, level, level_no,
                   level_no[0] != '\0' ? level_no : summary_label(matrix->page, unnamed));
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

/* The company reads all branches and teams; a team or branch itself, and the company beside it. */
static bool add_columns(struct matrix *matrix, struct error *error)
{
    const struct report *report = matrix->page->report;
    if (report->audience != NULL && strcmp(report_level(report), "company") != 0) {
        add_column(matrix, report_level(report), report_level_no(report), report_level_no(report));
        add_column(matrix, "company", "", summary_says(matrix->page, SUMMARY_COMPARED));
        return true;
    }
    add_column(matrix, "company", "", summary_label(matrix->page, LABEL_COMPANY));
    return add_level(matrix, "branch", LABEL_NO_BRANCH, error) &&
           add_level(matrix, "team", LABEL_NO_TEAM, error);
}

static const char select_staff[] =
    "SELECT DISTINCT v.level_no FROM results.khrop_kpi_values AS v"
    " LEFT JOIN results.khrop_staff_places AS s ON s.staff_no = v.level_no"
    "  AND :today BETWEEN s.from_on AND s.to_on WHERE v.level = 'staff' AND (:level = 'company'"
    "  OR CASE :level WHEN 'team' THEN s.team ELSE s.branch END = :level_no)"
    " ORDER BY s.team IS NULL, s.team, v.level_no = '', v.level_no";

static bool add_staff(struct matrix *matrix, struct error *error)
{
    struct region *region = &matrix->page->region;
    sqlite3_stmt *rows = NULL;
    if (!summary_level_query(matrix->page, select_staff, &rows, error))
        return false;
    while (statement_next(rows, error)) {
        if (matrix->staff_count == SUMMARY_STAFF_MOST) {
            matrix->has_more_staff = true;
            break;
        }
        matrix->staff =
            region_grow(region, matrix->staff, matrix->staff_count, sizeof *matrix->staff);
        matrix->staff[matrix->staff_count++] = region_copy(region, statement_text(rows, 0));
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static const char select_figure[] =
    "SELECT value, share, status FROM results.khrop_kpi_values WHERE kpi_id = :kpi AND period ="
    " :period AND level = :level AND level_no = :level_no AND split = :split AND measure ="
    " :measure";

static bool read_figure(const struct matrix *matrix, const struct rule *rule,
                        const struct summary_speaker *speaker, const char *split, const char *level,
                        const char *level_no, struct kpi_figure *figure, struct error *error)
{
    sqlite3_stmt *row = matrix->figure;
    statement_bind_text(row, ":kpi", rule->id);
    statement_bind_text(row, ":period", kpi_period_codes[kpi_main_period(rule)]);
    statement_bind_text(row, ":level", level);
    statement_bind_text(row, ":level_no", level_no);
    statement_bind_text(row, ":split", split);
    statement_bind_text(row, ":measure", speaker->measure->name);
    *figure = (struct kpi_figure){.status = ""};
    if (statement_next(row, error))
        *figure = (struct kpi_figure){
            .is_there = true,
            .has_value = sqlite3_column_type(row, 0) != SQLITE_NULL,
            .value = sqlite3_column_int64(row, 0),
            .has_share = sqlite3_column_type(row, 1) != SQLITE_NULL,
            .share = sqlite3_column_int64(row, 1),
            .status = region_copy(&matrix->page->region, statement_text(row, 2))};
    sqlite3_reset(row);
    return error->code == EXIT_CODE_GOOD;
}

static bool read_spoken(const struct matrix *matrix, const struct rule *rule,
                        const struct summary_speaker *speaker, const char *level,
                        const char *level_no, struct kpi_figure *figure, struct error *error)
{
    struct kpi_figure total;
    if (!read_figure(matrix, rule, speaker, speaker->split, level, level_no, figure, error))
        return false;
    if (figure->is_there || strcmp(speaker->split, "*") == 0)
        return true;
    if (!read_figure(matrix, rule, speaker, "*", level, level_no, &total, error))
        return false;
    *figure = summary_none_of_split(rule, speaker, &total);
    return true;
}

static void write_figure(const struct matrix *matrix, const struct summary_speaker *speaker,
                         const struct kpi_figure *figure)
{
    summary_figure_cell(matrix->page, speaker->measure->unit, figure, speaker->is_share, true);
}

/* The figures that a KPI has in the matrix: the one its target is of, or each measure. */
static size_t speakers_of(const struct rule *rule, size_t index, struct summary_speaker *speaker)
{
    *speaker = summary_speaker(rule);
    if (rule->has_target)
        return 1;
    *speaker = (struct summary_speaker){&rule->measures[index], "*", false};
    return rule->measure_count;
}

static bool write_row(const struct matrix *matrix, const struct rule *rule,
                      const struct summary_speaker *speaker, struct error *error)
{
    const struct summary_page *page = matrix->page;
    char title[SUMMARY_TITLE_SIZE], target[KPI_TEXT_SIZE];
    struct rule of_line = *rule;
    of_line.target_split = NULL;
    summary_speaker_title(page, rule, speaker, title);
    kpi_target_text(&of_line, page->report->language, target);
    summary_element(page, "<tr><th scope=\"row\">", title, "</th>");
    summary_element(page, "<td>", target, "</td>");
    for (size_t i = 0; i < matrix->column_count; i++) {
        struct kpi_figure figure;
        if (!read_spoken(matrix, rule, speaker, matrix->columns[i].level,
                         matrix->columns[i].level_no, &figure, error))
            return false;
        write_figure(matrix, speaker, &figure);
    }
    fputs("</tr>\n", page->file);
    return true;
}

static bool write_levels(const struct matrix *matrix, struct error *error)
{
    const struct summary_page *page = matrix->page;
    const struct facts *facts = page->report->facts;
    struct summary_heading headings[SUMMARY_LEVELS_MOST + 2] = {
        {summary_label(page, LABEL_KPI), false}, {summary_label(page, LABEL_TARGET), true}};
    for (size_t i = 0; i < matrix->column_count; i++)
        headings[i + 2] = (struct summary_heading){matrix->columns[i].title, true};
    summary_table_begin(page, TABLE_MATRIX, summary_says(page, SUMMARY_LEVELS_CAPTION), false,
                        headings, matrix->column_count + 2);
    for (size_t i = 0; i < facts->kpi_count; i++) {
        struct summary_speaker speaker;
        if (!summary_is_measured(&facts->kpis[i]))
            continue;
        for (size_t j = 0; j < speakers_of(facts->kpis[i].rule, j, &speaker); j++)
            if (!write_row(matrix, facts->kpis[i].rule, &speaker, error))
                return false;
    }
    summary_table_end(page);
    if (matrix->has_more_columns)
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_LEVELS_MORE),
                        "</p>\n");
    return true;
}

/* Runs through the figures of a subject; false at the end. */
struct subject_walk {
    size_t kpi, speaker, count;
};

static bool walk(const struct summary_subject *subject, struct subject_walk *at,
                 const struct rule **rule, struct summary_speaker *speaker)
{
    while (at->kpi < subject->count && at->count < HEADINGS_MOST - 1) {
        *rule = subject->kpis[at->kpi].rule;
        if (summary_is_measured(&subject->kpis[at->kpi]) &&
            at->speaker < speakers_of(*rule, at->speaker, speaker)) {
            at->speaker++;
            at->count++;
            return true;
        }
        at->kpi++;
        at->speaker = 0;
    }
    return false;
}

/* Somebody who has no figure in the subject has no row. */
static bool write_person(const struct matrix *matrix, const struct summary_subject *subject,
                         const char *staff_no, struct error *error)
{
    const struct summary_page *page = matrix->page;
    struct summary_speaker speakers[HEADINGS_MOST];
    struct kpi_figure figures[HEADINGS_MOST];
    struct subject_walk at = {0};
    const struct rule *rule;
    size_t count = 0;
    bool has_any = false;
    for (; walk(subject, &at, &rule, &speakers[count]); count++) {
        if (!read_spoken(matrix, rule, &speakers[count], "staff", staff_no, &figures[count], error))
            return false;
        has_any = has_any || (figures[count].is_there &&
                              (figures[count].has_value || figures[count].has_share));
    }
    if (!has_any)
        return true;
    fputs("<tr><th scope=\"row\">", page->file);
    summary_person_write(page, staff_no);
    summary_row_title_end(page);
    for (size_t i = 0; i < count; i++)
        write_figure(matrix, &speakers[i], &figures[i]);
    summary_row_end(page);
    return true;
}

static bool begin_subject(const struct matrix *matrix, const struct summary_subject *subject,
                          const char *title)
{
    struct summary_page *page = matrix->page;
    struct summary_heading headings[HEADINGS_MOST] = {{summary_label(page, LABEL_STAFF), false}};
    struct subject_walk at = {0};
    struct summary_speaker speaker;
    const struct rule *rule;
    size_t count = 1;
    while (walk(subject, &at, &rule, &speaker)) {
        char heading[SUMMARY_TITLE_SIZE];
        summary_speaker_title(page, rule, &speaker, heading);
        headings[count++] = (struct summary_heading){region_copy(&page->region, heading), true};
    }
    if (count == 1)
        return false;
    summary_fold_begin(page, "", title);
    summary_table_begin(page, TABLE_MATRIX, title, true, headings, count);
    return true;
}

static bool write_subject(const struct matrix *matrix, const struct summary_subject *subject,
                          struct error *error)
{
    const struct summary_page *page = matrix->page;
    if (!begin_subject(matrix, subject, summary_subject_title(page, subject)))
        return true;
    for (size_t i = 0; i < matrix->staff_count; i++)
        if (!write_person(matrix, subject, matrix->staff[i], error))
            return false;
    summary_table_end(page);
    summary_fold_end(page);
    return true;
}

static bool write_staff(const struct matrix *matrix, struct error *error)
{
    const struct summary_page *page = matrix->page;
    struct summary_subject subject;
    size_t index = 0;
    if (matrix->staff_count == 0)
        return true;
    summary_element(page, "<div class=\"folds\"><h3>", summary_says(page, SUMMARY_STAFF_FIGURES),
                    "</h3>\n");
    while (summary_subject_next(page, &index, &subject))
        if (!write_subject(matrix, &subject, error))
            return false;
    if (matrix->has_more_staff)
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_STAFF_MORE),
                        "</p>\n");
    fputs("</div>\n", page->file);
    return true;
}

bool summary_teams_write(struct summary_page *page, struct error *error)
{
    struct matrix matrix = {.page = page};
    bool written;
    error_clear(error);
    written = statement_prepare(page->report->mirror, select_figure, &matrix.figure, error) &&
              add_columns(&matrix, error) && add_staff(&matrix, error) &&
              write_levels(&matrix, error) && write_staff(&matrix, error);
    sqlite3_finalize(matrix.figure);
    return written;
}
