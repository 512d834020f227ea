/* What every report is written from and into: the slot, the words' language, the folder. */
#ifndef KHROP_REPORTS_REPORT_H
#define KHROP_REPORTS_REPORT_H

#include "core/region.h"
#include "core/stream.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

struct facts;
struct workbook;

/* A file that was written, for the manifest. */
struct written_file {
    const char *path;  /* below the folder */
    int64_t row_count; /* data rows in it, headings not counted */
};

/* A figure that a first page opens with, as its cell has it, for the manifest. */
struct written_headline {
    const char *path; /* of the workbook, below the folder */
    const char *name; /* of the cell */
    const char *unit; /* percent (1 is 100 %), days, count, qty, thb */
    double value;
};

struct written {
    struct region region;
    struct written_file *files;
    size_t count;
    struct written_headline *headlines;
    size_t headline_count;
};

struct report {
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
    const char *folder; /* that the files go into */
    /* Whom the report is for, NULL: the company; its files stand below audiences/NAME/. */
    const struct audience_settings *audience;
    const struct listed_names *sheets; /* that were asked for; NULL: all */
    sqlite3 *mirror;                   /* of mirror_open, with the results attached */
    const struct facts *facts;
    enum language language;
    struct written *written;
};

/* Writes the files of one report. */
typedef bool report_writer(const struct report *report, struct error *error);

report_writer kpi_workbook_write, exceptions_workbook_write, staff_lists_write, csv_files_write,
    summary_html_write, manifest_write;

/* The level of khrop_kpi_values and khrop_kpi_trends that speaks for the report's readers (`team`,
 * `branch`, `company`), and its number: what pages show first. */
const char *report_level(const struct report *report);
const char *report_level_no(const struct report *report);

/* FOLDER/NAME, of an audience FOLDER/audiences/AUDIENCE/NAME */
bool report_path(const struct report *report, const char *name, char path[PATH_MAX],
                 struct error *error);

/* Whether the company's own output of this name (kpi, exceptions, lists ..) is written beside. */
bool report_is_written(const struct report *report, const char *name);

/* Remembers a file for the manifest. */
void report_wrote(const struct report *report, const char *name, int64_t row_count);

/* Remembers a headline figure of the workbook FILE for the manifest. */
void report_headline(const struct report *report, const char *file, const char *name,
                     const char *unit, double value);

/* Opens FOLDER/NAME as a workbook with the report's language, dates and organisation. */
bool report_workbook(const struct report *report, const char *name, const char *title,
                     struct workbook **workbook, struct error *error);

/* Runs `sql` (freed with sqlite3_free; NULL: no memory) and opens a reader on it. `plain_columns`
 * as query_reader_open's. */
bool report_reader(const struct report *report, char *sql, const char *name,
                   const char *const *plain_columns, struct reader **reader, struct error *error);

/* "ข้อมูลประจำวันที่ 18 พ.ย. 2569 · ครอบคลุมถึงวันที่ 17 พ.ย. 2569 · ออกรายงานเมื่อ 18 พ.ย. 2569 06:00 น." */
#define REPORT_LINE_SIZE 512
void report_date_line(const struct report *report, char line[REPORT_LINE_SIZE]);

/* "✓ ยอดรวมตรงกัน: .. (31,398 = 31,398 + 0)" */
void report_totals_line(const struct report *report, char line[REPORT_LINE_SIZE]);

/* The job's title, after the organisation's name. */
void report_title_line(const struct report *report, const char *title, char line[REPORT_LINE_SIZE]);

#endif
