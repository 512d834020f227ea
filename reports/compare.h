/* compare.xlsx: what differs between two published slots, by KPI and by exception, with the source
 * rows that changed, from their snapshots alone. Memory doesn't grow with the rows. */
#ifndef KHROP_REPORTS_COMPARE_H
#define KHROP_REPORTS_COMPARE_H

#include "jobs/difference.h"
#include "jobs/past.h"

#define COMPARE_LINES_MAX 8
#define COMPARE_LINE_SIZE 512

struct compare_request {
    const struct past *sides[2]; /* A and B */
    enum language language;
    const char *path;             /* of the workbook; replaced when it is there */
    const char *temporary_folder; /* for what libxlsxwriter keeps on disk while it writes */
    int64_t created_at;
};

/* How many rows, by kind, of the KPIs, of the exceptions, or of a dataset. */
struct compare_part {
    const char *name; /* the dataset; "kpis", "exceptions" */
    int64_t counts[DIFFERENCE_KINDS];
};

/* What could not be compared, and why. */
struct compare_gap {
    int what;         /* enum compare_word */
    const char *name; /* of the KPI or dataset; "" */
};

/* A file of the settings or the catalogue that differs. */
struct compare_file {
    const char *path;
    enum difference_kind kind;
};

struct comparison {
    struct region region;
    struct compare_part *parts; /* kpis, exceptions, then each dataset */
    size_t part_count;
    struct compare_gap *gaps;
    size_t gap_count;
    struct compare_file *files;
    size_t file_count;
    bool knows_files;
    /* The first source rows that changed, in words: "orders SO1: promised_on 2026-11-10, now
     * 2026-11-12". */
    char lines[COMPARE_LINES_MAX][COMPARE_LINE_SIZE];
    size_t line_count;
};

/* Writes the workbook, whole or not at all, and fills *comparison; end it with comparison_clear,
 * also after a failure. */
bool compare_write(const struct compare_request *request, struct comparison *comparison,
                   struct error *error);
void comparison_clear(struct comparison *comparison);

/* True when a figure, an exception or a row differs. */
bool comparison_differs(const struct comparison *comparison);
int64_t comparison_count(const struct compare_part *part);

#endif
