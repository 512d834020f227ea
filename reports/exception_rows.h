/* The queries that put the worklist and the checks' own rows together, in the order of a list. */
#ifndef KHROP_REPORTS_EXCEPTION_ROWS_H
#define KHROP_REPORTS_EXCEPTION_ROWS_H

#include "reports/facts.h"
#include "reports/report.h"
#include "reports/sheet_writer.h"

/* Opens a reader on what is on the list of a check, the newest and oldest first: state, day, owner,
 * list, sentence, dates, what was said of them, reference, then the columns of the check's result.
 * has_unchecked: also each one's reference and when it was last checked. */
bool exception_rows_of_check(const struct report *report, const char *check_id, bool has_unchecked,
                             struct reader **reader, struct error *error);

/* What is on a list: of khrop_worklist, named w. */
#define EXCEPTION_ROWS_LIVE                                                                        \
    "w.is_suppressed = 0 AND w.state NOT IN ('resolved', 'expired', 'retired')"

/* .. on what was said to be no problem, over all checks: with the reason, by whom, until when. */
bool exception_rows_suppressed(const struct report *report, struct reader **reader,
                               struct error *error);

/* .. on what has left the list: resolved, expired, retired, over all checks. */
bool exception_rows_ended(const struct report *report, struct reader **reader, struct error *error);

/* .. on the rows that could not be used. */
bool exception_rows_rejected(const struct report *report, struct reader **reader,
                             struct error *error);

/* Appends to `sql` a WITH clause that names people: khrop_people(no, name), staff as far as they
 * were read, desks, and '' for nobody. */
void exception_rows_people(const struct report *report, sqlite3_str *sql);

/* Appends `CASE column WHEN code THEN word .. END` for a kind of words. */
void exception_rows_words(sqlite3_str *sql, int kind, const char *column, enum language language);

/* Appends what puts rows of khrop_worklist (named w) in the order of a list. */
void exception_rows_order(sqlite3_str *sql);

/* Appends `, r."column"` for each column of the check's own result, `in_words` with words for
 * codes; false (and nothing) where the results hold no table of the check. */
bool exception_rows_columns(const struct report *report, const char *check_id, bool in_words,
                            sqlite3_str *sql);

/* True when the dataset may be used today: one that was not read, or is held back, has a view that
 * fails whoever asks it. */
bool exception_rows_has(const struct report *report, const char *dataset);

/* What an exception's state means for its row. */
enum cell_look exception_rows_look(const char *text, size_t length, enum language language);

/* Columns whose text wraps. */
extern const struct sheet_wrap exception_rows_wraps[];

#endif
