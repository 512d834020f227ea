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

/* A table that may be wider than its place: it can be pushed aside, also by the keyboard. Ended by
 * summary_table_end. `class`: `tall` stands its rows on end on a phone. */
void summary_table_begin(const struct summary_page *page, const char *class, const char *caption);
void summary_heading(const struct summary_page *page, const char *text, bool is_number);
void summary_body_begin(const struct summary_page *page);
void summary_table_end(const struct summary_page *page);

/* A cell that stands on end below `heading` on a phone. NULL: it needs none. */
void summary_cell(const struct summary_page *page, const char *class, const char *heading,
                  const char *text);
void summary_count_cell(const struct summary_page *page, const char *class, const char *heading,
                        int64_t count);

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

void summary_figure_cell(const struct summary_page *page, enum kpi_unit unit,
                         const struct kpi_figure *figure, bool is_share, const char *heading);

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
