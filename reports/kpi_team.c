/* Staff by KPI, with the sums of teams, branches and the company. */
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/facts.h"
#include "reports/kpi_figures.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"

#include <stdio.h>
#include <string.h>

#define MOST_COLUMNS 128
#define FIGURE_WIDTH 14.0
#define ROLE "role:" /* a desk's number begins with it */

/* A column of the matrix: one measure of one KPI. */
struct figure_column {
    const struct rule *rule;
    const struct kpi_measure *measure;
    const char *missing; /* why there are no figures; NULL: there are */
};

struct matrix {
    const struct report *report;
    struct sheet *sheet;
    struct figure_column columns[MOST_COLUMNS];
    size_t count;
};

enum { COLUMN_NO, COLUMN_NAME, COLUMN_TEAM, COLUMN_FIRST };

static void add_columns(struct matrix *matrix, const struct fact_kpi *kpi)
{
    enum language language = matrix->report->language;
    bool is_measured = strcmp(kpi->state, "checked") == 0 || strcmp(kpi->state, "partial") == 0;
    /* The words of the state don't fit a column of figures. */
    const char *missing = strcmp(kpi->state, "not_checked") == 0
                              ? label(LABEL_NOT_CHECKED, language)
                              : word(WORD_RULE_STATE, kpi->state, language);
    for (size_t i = 0; i < kpi->rule->measure_count && matrix->count < MOST_COLUMNS; i++)
        matrix->columns[matrix->count++] = (struct figure_column){
            kpi->rule, &kpi->rule->measures[i], is_measured ? NULL : missing};
}

static void find_columns(struct matrix *matrix)
{
    const struct facts *facts = matrix->report->facts;
    for (size_t i = 0; i < facts->kpi_count; i++)
        if (facts->kpis[i].rule != NULL && strcmp(facts->kpis[i].state, "off") != 0)
            add_columns(matrix, &facts->kpis[i]);
}

/* The columns of a subject stand side by side, below its name. */
static void write_subjects(struct matrix *matrix)
{
    size_t first = 0;
    for (size_t i = 1; i <= matrix->count; i++) {
        enum kpi_subject subject = matrix->columns[first].rule->subject;
        if (i < matrix->count && matrix->columns[i].rule->subject == subject)
            continue;
        sheet_across(matrix->sheet, COLUMN_FIRST + first, COLUMN_FIRST + i - 1,
                     word(WORD_SUBJECT, kpi_subject_code(subject), matrix->report->language),
                     CELL_HEADING, LOOK_PLAIN);
        first = i;
    }
}

static void write_headings(struct matrix *matrix)
{
    enum language language = matrix->report->language;
    sheet_text(matrix->sheet, COLUMN_NO, label(LABEL_STAFF_NO, language), CELL_HEADING, LOOK_PLAIN);
    sheet_text(matrix->sheet, COLUMN_NAME, label(LABEL_STAFF, language), CELL_HEADING, LOOK_PLAIN);
    sheet_text(matrix->sheet, COLUMN_TEAM, label(LABEL_TEAM, language), CELL_HEADING, LOOK_PLAIN);
    for (size_t i = 0; i < matrix->count; i++) {
        const struct figure_column *column = &matrix->columns[i];
        char title[KPI_TEXT_SIZE * 4], target[KPI_TEXT_SIZE], heading[KPI_TEXT_SIZE * 6];
        kpi_title_text(column->rule, column->measure, language, title, sizeof title);
        kpi_target_text(column->rule, language, target);
        if (column->rule->has_target && column->measure == &column->rule->measures[0])
            text_format(heading, sizeof heading, "%s\n%s", title, target);
        else
            text_format(heading, sizeof heading, "%s", title);
        sheet_text(matrix->sheet, COLUMN_FIRST + i, heading, CELL_HEADING_NUMBER, LOOK_PLAIN);
    }
    sheet_row_height(matrix->sheet, 64);
    sheet_freeze(matrix->sheet, COLUMN_TEAM);
}

/* One figure of the row: the total over splits in the KPI's main period. */
static bool write_figure(struct matrix *matrix, sqlite3_stmt *figure, size_t index,
                         const char *level, const char *level_no, struct error *error)
{
    const struct figure_column *column = &matrix->columns[index];
    struct kpi_figure shown = {.status = ""};
    struct region region = {0};
    if (column->missing != NULL) {
        sheet_text(matrix->sheet, COLUMN_FIRST + index, column->missing, CELL_MISSING, LOOK_PLAIN);
        return true;
    }
    statement_bind_text(figure, ":kpi", column->rule->id);
    statement_bind_text(figure, ":measure", column->measure->name);
    statement_bind_text(figure, ":period", kpi_period_codes[kpi_main_period(column->rule)]);
    statement_bind_text(figure, ":level", level);
    statement_bind_text(figure, ":level_no", level_no);
    if (statement_next(figure, error))
        shown = (struct kpi_figure){
            .is_there = true,
            .has_value = sqlite3_column_type(figure, 0) != SQLITE_NULL,
            .value = sqlite3_column_int64(figure, 0),
            .status = region_copy(&region, statement_text(figure, 1)),
        };
    sqlite3_reset(figure);
    kpi_figure_cell(matrix->sheet, COLUMN_FIRST + index, column->measure->unit, &shown, false,
                    true);
    region_clear(&region);
    return error->code == EXIT_CODE_GOOD;
}

static bool write_row(struct matrix *matrix, sqlite3_stmt *figure, const char *level,
                      const char *level_no, const char *name, const char *team, enum cell_look look,
                      struct error *error)
{
    bool is_person = strcmp(level, "staff") == 0 && strncmp(level_no, ROLE, strlen(ROLE)) != 0;
    if (!sheet_next_row(matrix->sheet, error))
        return false;
    sheet_text(matrix->sheet, COLUMN_NO, is_person ? level_no : "", CELL_TEXT, look);
    sheet_text(matrix->sheet, COLUMN_NAME, name, CELL_TEXT, look);
    sheet_text(matrix->sheet, COLUMN_TEAM, team, CELL_TEXT, look);
    for (size_t i = 0; i < matrix->count; i++)
        if (!write_figure(matrix, figure, i, level, level_no, error))
            return false;
    return true;
}

/* A desk has no row in staff, and a title of its own. */
static const char *role_title(const struct report *report, const char *level_no)
{
    const char *role = level_no + sizeof ROLE - 1;
    const struct desk_settings *desk = settings_desk(report->settings, role);
    return desk != NULL ? desk->title.text[report->language]
                        : word(WORD_ROLE, role, report->language);
}

static bool has_staff(const struct facts *facts)
{
    for (size_t i = 0; i < facts->dataset_count; i++)
        if (strcmp(facts->datasets[i].dataset, "staff") == 0)
            return strcmp(facts->datasets[i].state, "whole") == 0 ||
                   strcmp(facts->datasets[i].state, "partial") == 0;
    return false;
}

/* How a level's rows look, and what its row without a number is called. */
static const struct {
    const char *level;
    enum label unnamed;
    enum cell_look look;
} levels[] = {{"staff", LABEL_UNASSIGNED, LOOK_PLAIN},
              {"team", LABEL_NO_TEAM, LOOK_STRONG},
              {"branch", LABEL_NO_BRANCH, LOOK_STRONG},
              {"company", LABEL_COMPANY, LOOK_STRONG}};

/* Columns of row: level, level_no, name, team. */
static bool write_found(struct matrix *matrix, sqlite3_stmt *figure, sqlite3_stmt *row,
                        struct error *error)
{
    const char *level_no = statement_text(row, 1), *name = statement_text(row, 2);
    enum language language = matrix->report->language;
    size_t level = 0;
    while (level < 3 && strcmp(levels[level].level, statement_text(row, 0)) != 0)
        level++;
    if (level_no[0] == '\0')
        name = label(levels[level].unnamed, language);
    else if (strncmp(level_no, ROLE, sizeof ROLE - 1) == 0)
        name = role_title(matrix->report, level_no);
    else if (name[0] == '\0')
        name = level_no;
    return write_row(matrix, figure, levels[level].level, level_no, name, statement_text(row, 3),
                     levels[level].look, error);
}

/* People by team, each team's sums below its people, then branches, then the company. Of a team its
 * own people and sums, of a branch likewise; the company's stand below to compare. `%s`: the names
 * of staff, where staff was read. */
static const char select_rows[] =
    "WITH places AS (SELECT staff_no, team, branch FROM results.khrop_staff_places"
    "  WHERE :today BETWEEN from_on AND to_on),"
    " seen AS (SELECT DISTINCT level, level_no FROM results.khrop_kpi_values),"
    " people AS (SELECT level, level_no, %s AS name, coalesce(places.team, '') AS team,"
    "  coalesce(places.branch, '') AS branch, 0 AS rank FROM seen"
    "  LEFT JOIN places ON places.staff_no = level_no %s WHERE level = 'staff'),"
    " sums AS (SELECT level, level_no, level_no AS name, CASE level WHEN 'team' THEN level_no"
    "  ELSE '' END AS team, CASE level WHEN 'branch' THEN level_no ELSE '' END AS branch,"
    "  CASE level WHEN 'team' THEN 1 WHEN 'branch' THEN 2 ELSE 3 END AS rank FROM seen"
    "  WHERE level IN ('team', 'branch') UNION ALL SELECT 'company', '', '', '', '', 3)"
    " SELECT level, level_no, name, CASE rank WHEN 0 THEN team ELSE '' END FROM"
    " (SELECT * FROM people UNION ALL SELECT * FROM sums)"
    " WHERE :level = 'company' OR level = 'company' OR (level = :level AND level_no = :level_no)"
    "  OR (rank = 0 AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no)"
    " ORDER BY rank > 1, rank * (rank > 1), team = '', team, rank, level_no = '', level_no";

static bool write_levels(struct matrix *matrix, sqlite3_stmt *figure, struct error *error)
{
    const struct report *report = matrix->report;
    bool has_names = has_staff(report->facts), written;
    sqlite3_stmt *rows = NULL;
    char *sql = sqlite3_mprintf(select_rows, has_names ? "coalesce(staff.staff_name, '')" : "''",
                                has_names ? "LEFT JOIN staff ON staff.staff_no = level_no" : "");
    written = sql != NULL && statement_prepare(report->mirror, sql, &rows, error);
    sqlite3_free(sql);
    if (written) {
        statement_bind_text(rows, ":level", report_level(report));
        statement_bind_text(rows, ":level_no", report_level_no(report));
        statement_bind_integer(rows, ":today", report->slot->business_on);
    }
    while (written && statement_next(rows, error))
        written = write_found(matrix, figure, rows, error);
    sqlite3_finalize(rows);
    return written && error->code == EXIT_CODE_GOOD;
}

bool kpi_team_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    struct matrix matrix = {.report = report};
    sqlite3_stmt *figure = NULL;
    bool written;
    matrix.sheet = workbook_sheet(workbook, label(LABEL_SHEET_TEAM, report->language), true, NULL,
                                  NULL, error);
    if (matrix.sheet == NULL ||
        !page_title(report, matrix.sheet, label(LABEL_SHEET_TEAM, report->language), error))
        return false;
    sheet_text(matrix.sheet, 0, label(LABEL_TEAM_NOTE, report->language), CELL_NOTE, LOOK_PLAIN);
    if (!sheet_next_row(matrix.sheet, error))
        return false;
    find_columns(&matrix);
    write_subjects(&matrix);
    if (!sheet_next_row(matrix.sheet, error))
        return false;
    write_headings(&matrix);
    error_clear(error);
    written = statement_prepare(
                  report->mirror,
                  "SELECT value, status FROM results.khrop_kpi_values WHERE kpi_id = :kpi AND "
                  "period = :period AND "
                  "level = :level AND level_no = :level_no AND split = '*' AND measure = :measure",
                  &figure, error) &&
              write_levels(&matrix, figure, error);
    sqlite3_finalize(figure);
    sheet_width(matrix.sheet, COLUMN_NO, COLUMN_NO, 9);
    sheet_width(matrix.sheet, COLUMN_NAME, COLUMN_NAME, 26);
    sheet_width(matrix.sheet, COLUMN_TEAM, COLUMN_TEAM, 18);
    sheet_width(matrix.sheet, COLUMN_FIRST, COLUMN_FIRST + MOST_COLUMNS, FIGURE_WIDTH);
    sheet_print_width(matrix.sheet, 9 + 26 + 18 + FIGURE_WIDTH * (double)matrix.count);
    return written && sheet_is_good(matrix.sheet, error);
}
