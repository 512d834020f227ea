/* The parts of summary.html: what each is given, and what they have in common. Only for the files
 * summary_*.c. */
#ifndef KHROP_REPORTS_SUMMARY_PAGE_H
#define KHROP_REPORTS_SUMMARY_PAGE_H

#include "reports/facts.h"
#include "reports/html.h"
#include "reports/kpi_figures.h"
#include "reports/labels.h"
#include "reports/report.h"
#include "reports/summary_words.h"

/* So many staff members, teams and branches have figures on the page; kpi.xlsx has all. */
#define SUMMARY_STAFF_MOST 60
#define SUMMARY_LEVELS_MOST 16

struct summary_page {
    const struct report *report;
    FILE *file;
    struct region region;
    unsigned chart_count; /* for ids */
};

/* The style of the page without that of the charts, piece by piece, ended by NULL. */
extern const char *const summary_style[];

/* A section: writes what stands below its heading. */
typedef bool summary_writer(struct summary_page *page, struct error *error);
summary_writer summary_tiles_write, summary_needs_write, summary_kpis_write, summary_teams_write,
    summary_trends_write, summary_ages_write, summary_pareto_write, summary_gaps_write,
    summary_definitions_write, summary_provenance_write;

/* Organisation, dates, sources, whether the totals agree. */
void summary_header_write(const struct summary_page *page);
void summary_strip_write(const struct summary_page *page);

/* --- words ------------------------------------------------------------------------------------ */

const char *summary_says(const struct summary_page *page, enum summary_word word);
const char *summary_label(const struct summary_page *page, enum label label);

/* `open`, text that others may have written, `close`. */
void summary_element(const struct summary_page *page, const char *open, const char *text,
                     const char *close);

/* A message that has one wording for all languages (of a driver, of a system) is marked English. */
void summary_reason(const struct summary_page *page, const struct bilingual *reason);

/* --- tables ----------------------------------------------------------------------------------- */

struct summary_heading {
    const char *text;
    bool is_number; /* it stands over numbers */
};

/* How a table behaves where it is wider than its place. In all it can be pushed aside, also by the
 * keyboard. */
enum summary_table {
    TABLE_PLAIN,
    TABLE_TALL,    /* on a phone a row's title stands above its cells, each below its heading */
    TABLE_FIGURES, /* likewise, its columns in line with those of the other tables of its kind */
    TABLE_MATRIX   /* its first column stays in sight; all other columns are numbers */
};

/* Ended by summary_table_end. The caption is heard, and seen where the table has no heading of the
 * page above that says the same (`is_told`). */
void summary_table_begin(const struct summary_page *page, enum summary_table kind,
                         const char *caption, bool is_told, const struct summary_heading *headings,
                         size_t count);
void summary_table_end(const struct summary_page *page);

/* A row begins with its title, or what is written in its place before summary_row_title_end. */
void summary_row_begin(const struct summary_page *page);
void summary_row_title_end(const struct summary_page *page);
void summary_row_title(const struct summary_page *page, const char *title);
void summary_row_end(const struct summary_page *page);

void summary_cell(const struct summary_page *page, const char *class, const char *text);
void summary_count_cell(const struct summary_page *page, int64_t count);
/* Nothing that could stand here: on a phone there is no cell. */
void summary_no_cell(const struct summary_page *page);
/* A number, and a bar for how it is to the most. */
void summary_bar_cell(const struct summary_page *page, int64_t count, int64_t most);

/* Begins a part that is folded; ended by summary_fold_end. `class` `paper`: printed unfolded; other
 * parts are printed as they stand. */
void summary_fold_begin(const struct summary_page *page, const char *class, const char *title);
void summary_fold_end(const struct summary_page *page);

/* --- figures ---------------------------------------------------------------------------------- */

/* The class of a status, whose sign the style adds: "g", "a", "r" or "". */
const char *summary_status_class(const char *status);

/* "94.51 %", or "-" where there is nothing to measure. Gives whether there is. */
bool summary_figure_text(const struct summary_page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share, char *text, size_t size);

/* In a matrix the cell itself has the status; a tall table's cells have words before them. */
void summary_figure_cell(const struct summary_page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share, bool is_in_matrix);

bool summary_is_measured(const struct fact_kpi *kpi);
/* NULL: it is not among those of the report, or was not measured. */
const struct fact_kpi *summary_kpi(const struct summary_page *page, const char *id);

/* The one figure that speaks for a KPI: that which its target is of. */
struct summary_speaker {
    const struct kpi_measure *measure;
    const char *split;
    bool is_share;
};
struct summary_speaker summary_speaker(const struct rule *rule);

/* What a split's figure is where the KPI's total stands and the split has no row: there is none of
 * it. */
struct kpi_figure summary_none_of_split(const struct rule *rule,
                                        const struct summary_speaker *speaker,
                                        const struct kpi_figure *total);

/* The KPI's title, with the measure or split where it is not of all, and "(share)". */
#define SUMMARY_TITLE_SIZE 768
void summary_speaker_title(const struct summary_page *page, const struct rule *rule,
                           const struct summary_speaker *speaker, char title[SUMMARY_TITLE_SIZE]);

/* --- people ----------------------------------------------------------------------------------- */

/* A staff member by their number, or a desk; "unassigned" for "". As text for labels: cut to
 * `size`. */
void summary_person_text(const struct summary_page *page, const char *staff_no, char *text,
                         size_t size);
void summary_person_write(const struct summary_page *page, const char *staff_no);

/* Prepares a query with the report's readers bound (:level, :level_no) and its day (:today). */
bool summary_level_query(const struct summary_page *page, const char *sql, sqlite3_stmt **rows,
                         struct error *error);

/* --- subjects --------------------------------------------------------------------------------- */

/* Runs through the KPIs of the report subject by subject, from *index 0. False at the end. */
struct summary_subject {
    enum kpi_subject subject;
    const struct fact_kpi *kpis;
    size_t count;
};
bool summary_subject_next(const struct summary_page *page, size_t *index,
                          struct summary_subject *subject);
const char *summary_subject_title(const struct summary_page *page,
                                  const struct summary_subject *subject);

#endif
