/* What the lists are written from: who has one, in which groups, the rows; see staff_lists.h.
 *
 * One query gives the rows of all lists in order, so that the worklist is read once however many
 * lists there are; what has left them comes from a second one in the same order of lists.
 */
#include "jobs/statement.h"
#include "reports/exception_rows.h"
#include "reports/labels.h"
#include "reports/list_names.h"
#include "reports/staff_lists.h"

#include <stdio.h>
#include <string.h>

/* High before medium before low. */
#define SEVERITY_ORDER "CASE w.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END"

/* Within a group: what was said to be done and isn't, what is due, what is new; what waits for its
 * day comes last. */
#define URGENCY                                                                                    \
    "CASE WHEN w.is_still_found = 1 THEN 0 WHEN w.next_on <= :today THEN 1"                        \
    " WHEN w.next_on > :today THEN 7 WHEN w.state IN ('new', 'reopened') THEN 2"                   \
    " WHEN w.state = 'changed' THEN 3 WHEN w.state = 'open' THEN 4 ELSE 5 END"

/* What has left each list since the one before, and why: ended, no problem, gone to another's; and
 * answers that differ, for the one of the two who has it no more. */
static const char off_lists[] =
    "off(list_no, kind, exception_id) AS MATERIALIZED ("
    "SELECT coalesce(earlier_list_no, list_no), state, exception_id FROM results.khrop_worklist"
    " WHERE state IN ('resolved', 'expired', 'retired')"
    " UNION ALL SELECT list_no, 'suppressed', exception_id FROM results.khrop_worklist"
    "  WHERE is_suppressed = 1 AND state NOT IN ('resolved', 'expired', 'retired')"
    " UNION ALL SELECT earlier_list_no, 'moved', exception_id FROM results.khrop_worklist"
    "  WHERE is_suppressed = 0 AND state NOT IN ('resolved', 'expired', 'retired')"
    "   AND earlier_list_no <> list_no"
    " UNION ALL SELECT p.no, 'conflict', exception_id FROM results.khrop_worklist AS w"
    "  JOIN khrop_people AS p ON p.no <> '' AND p.no IN (w.remark_by, w.other_by)"
    "  WHERE w.other_by IS NOT NULL AND p.no <> w.list_no"
    "   AND w.state NOT IN ('resolved', 'expired', 'retired')) ";

static bool prepare(const struct report *report, sqlite3_str *sql, sqlite3_stmt **statement,
                    struct error *error)
{
    char *text = sqlite3_str_finish(sql);
    bool prepared = text == NULL ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query")
                                 : statement_prepare(report->mirror, text, statement, error);
    sqlite3_free(text);
    if (prepared)
        statement_bind_integer(*statement, ":today", report->slot->business_on);
    return prepared;
}

static bool is_taken(const struct staff_lists *lists, const char *file)
{
    for (size_t i = 0; i < lists->count; i++)
        if (strcmp(lists->lists[i].file, file) == 0)
            return true;
    return false;
}

static const char *file_of(struct staff_lists *lists, const char *no)
{
    char name[LIST_NAME_SIZE], file[LIST_NAME_SIZE + 16];
    list_name_make(no, name);
    snprintf(file, sizeof file, "lists/%s.xlsx", name);
    if (is_taken(lists, file)) {
        list_name_make_exact(no, name);
        snprintf(file, sizeof file, "lists/%s.xlsx", name);
    }
    return region_copy(&lists->region, file);
}

/* Who has a list: one with rows, or with something that has left it. */
static bool read_lists(struct staff_lists *lists, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_stmt *rows = NULL;
    exception_rows_people(lists->report, sql);
    sqlite3_str_appendf(sql,
                        ", %s SELECT list_no, coalesce(p.name, list_no), sum(is_off) FROM ("
                        "SELECT w.list_no, 0 AS is_off FROM results.khrop_worklist AS w WHERE %s"
                        " UNION ALL SELECT list_no, 1 FROM off) LEFT JOIN khrop_people AS p"
                        " ON p.no = list_no GROUP BY list_no ORDER BY list_no",
                        off_lists, EXCEPTION_ROWS_LIVE);
    if (!prepare(lists->report, sql, &rows, error))
        return false;
    while (statement_next(rows, error)) {
        struct staff_list list = {.no = region_copy(&lists->region, statement_text(rows, 0)),
                                  .title = region_copy(&lists->region, statement_text(rows, 1)),
                                  .off_count = sqlite3_column_int64(rows, 2)};
        list.file = file_of(lists, list.no);
        lists->lists =
            region_grow(&lists->region, lists->lists, lists->count, sizeof *lists->lists);
        lists->lists[lists->count++] = list;
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

#define SUM_HALVES INT64_C(1000000000)

/* SQLite's sum() fails where it overflows, and with it the report: amounts are summed in two parts.
 * False where there is none, or their sum is beyond 64 bits. */
static bool take_sum(sqlite3_stmt *row, int column, int64_t *sum)
{
    int64_t high = sqlite3_column_int64(row, column), low = sqlite3_column_int64(row, column + 1);
    return sqlite3_column_type(row, column) != SQLITE_NULL &&
           !__builtin_mul_overflow(high, SUM_HALVES, sum) &&
           !__builtin_add_overflow(*sum, low, sum);
}

static void take_group(struct staff_lists *lists, struct staff_list *list, sqlite3_stmt *row)
{
    struct list_group group = {
        .check_id = region_copy(&lists->region, statement_text(row, 1)),
        .severity = region_copy(&lists->region, statement_text(row, 2)),
        .count = sqlite3_column_int64(row, 3),
        .fresh_count = sqlite3_column_int64(row, 4),
        .still_found_count = sqlite3_column_int64(row, 5),
        .oldest_days = sqlite3_column_int64(row, 7) - 1,
    };
    group.has_amount = take_sum(row, 8, &group.amount);
    group.rule = catalogue_check(lists->report->catalogue, group.check_id);
    list->groups =
        region_grow(&lists->region, list->groups, list->group_count, sizeof *list->groups);
    list->groups[list->group_count++] = group;
    list->row_count += group.count;
    list->fresh_count += group.fresh_count;
    list->still_found_count += group.still_found_count;
    list->due_count += sqlite3_column_int64(row, 6);
    list->has_amounts = list->has_amounts || sqlite3_column_type(row, 8) != SQLITE_NULL;
    list->has_words = list->has_words || sqlite3_column_int64(row, 10) > 0;
    list->has_pairs = list->has_pairs || (group.rule != NULL && group.rule->compares != NULL);
}

static bool read_groups(struct staff_lists *lists, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_stmt *rows = NULL;
    size_t at = 0;
    sqlite3_str_appendf(
        sql,
        "SELECT w.list_no, w.check_id, w.severity, count(*), sum(w.state IN ('new', 'reopened')),"
        " sum(w.is_still_found), sum(w.next_on <= :today), max(w.day_count),"
        " sum(w.amount / 1000000000), sum(w.amount %% 1000000000), count(w.remark_by) FROM "
        "results.khrop_worklist AS w WHERE %s"
        " GROUP BY w.list_no, w.severity, w.check_id"
        " ORDER BY w.list_no, " SEVERITY_ORDER ", w.severity, w.check_id",
        EXCEPTION_ROWS_LIVE);
    if (!prepare(lists->report, sql, &rows, error))
        return false;
    while (statement_next(rows, error)) {
        while (at < lists->count && strcmp(lists->lists[at].no, statement_text(rows, 0)) != 0)
            at++;
        if (at < lists->count)
            take_group(lists, &lists->lists[at], rows);
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static void append_customers(const struct report *report, sqlite3_str *sql, bool is_join)
{
    bool has_customers = exception_rows_has(report, "customers");
    if (is_join)
        sqlite3_str_appendall(
            sql, has_customers ? "LEFT JOIN customers AS c ON c.customer_no = w.customer_no " : "");
    else
        sqlite3_str_appendall(sql, has_customers ? ", c.customer_name, c.phone" : ", NULL, NULL");
}

static const char *why_column(const struct report *report)
{
    return report->language == LANGUAGE_TH ? "w.why_th" : "w.why_en";
}

static bool prepare_rows(struct staff_lists *lists, struct error *error)
{
    const struct report *report = lists->report;
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendf(sql,
                        "SELECT w.list_no, w.exception_id, w.check_id, w.severity, w.state,"
                        " w.day_count, %s, w.khrop_key, w.customer_no",
                        why_column(report));
    append_customers(report, sql, false);
    sqlite3_str_appendall(sql, ", w.amount, CASE WHEN w.owner <> '' THEN coalesce(p.name, w.owner)"
                               " ELSE '' END, w.list_reason,"
                               " CASE w.state WHEN 'not_checked' THEN w.last_checked_on END,"
                               " w.status, w.remark, coalesce(s.name, w.remark_by), w.remark_at,"
                               " w.next_on, w.baseline_no, w.other_status, w.other_remark,"
                               " coalesce(o.name, w.other_by), w.other_at, w.is_still_found,"
                               " w.not_suppressed_why, w.assigned_to"
                               " FROM results.khrop_worklist AS w"
                               " LEFT JOIN khrop_people AS p ON p.no = w.owner"
                               " LEFT JOIN khrop_people AS s ON s.no = w.remark_by"
                               " LEFT JOIN khrop_people AS o ON o.no = w.other_by ");
    append_customers(report, sql, true);
    sqlite3_str_appendf(sql,
                        "WHERE %s ORDER BY w.list_no, " SEVERITY_ORDER ", w.severity, w.check_id,"
                        " " URGENCY ", ",
                        EXCEPTION_ROWS_LIVE);
    exception_rows_order(sql);
    if (!prepare(report, sql, &lists->rows, error))
        return false;
    lists->has_row = statement_next(lists->rows, error);
    return error->code == EXIT_CODE_GOOD;
}

static bool prepare_off_rows(struct staff_lists *lists, struct error *error)
{
    const struct report *report = lists->report;
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendf(sql,
                        ", %s SELECT off.list_no, off.kind, w.check_id, %s, w.khrop_key,"
                        " w.customer_no",
                        off_lists, why_column(report));
    append_customers(report, sql, false);
    sqlite3_str_appendall(
        sql, ", w.first_found_on, w.day_count, w.status, w.remark, coalesce(s.name, w.remark_by),"
             " w.remark_at, w.suppressed_until_on, coalesce(n.name, w.list_no), w.other_status,"
             " w.other_remark, coalesce(o.name, w.other_by), w.other_at"
             " FROM off JOIN results.khrop_worklist AS w ON w.exception_id = off.exception_id"
             " LEFT JOIN khrop_people AS s ON s.no = w.remark_by"
             " LEFT JOIN khrop_people AS o ON o.no = w.other_by"
             " LEFT JOIN khrop_people AS n ON n.no = w.list_no ");
    append_customers(report, sql, true);
    sqlite3_str_appendall(sql, "ORDER BY off.list_no, CASE off.kind WHEN 'conflict' THEN 0"
                               " WHEN 'moved' THEN 1 WHEN 'resolved' THEN 2 WHEN 'expired' THEN 3"
                               " WHEN 'retired' THEN 4 ELSE 5 END, w.check_id, w.khrop_key");
    if (!prepare(report, sql, &lists->off_rows, error))
        return false;
    lists->has_off_row = statement_next(lists->off_rows, error);
    return error->code == EXIT_CODE_GOOD;
}

bool staff_lists_read(struct staff_lists *lists, struct error *error)
{
    lists->pairs = region_allocate(&lists->region, (lists->report->catalogue->check_count + 1) *
                                                       sizeof *lists->pairs);
    return read_lists(lists, error) && read_groups(lists, error) && prepare_rows(lists, error) &&
           prepare_off_rows(lists, error);
}

void staff_lists_clear(struct staff_lists *lists)
{
    for (size_t i = 0; lists->pairs != NULL && i < lists->report->catalogue->check_count; i++)
        sqlite3_finalize(lists->pairs[i]);
    sqlite3_finalize(lists->rows);
    sqlite3_finalize(lists->off_rows);
    region_clear(&lists->region);
}

bool staff_lists_pair(struct staff_lists *lists, const struct list_group *group,
                      sqlite3_stmt **values, struct error *error)
{
    sqlite3_stmt **statement;
    const struct rule *rule = group->rule;
    *values = NULL;
    if (rule == NULL || rule->compares == NULL ||
        sqlite3_column_type(lists->rows, ROW_LAST_CHECKED_ON) != SQLITE_NULL)
        return true;
    statement = &lists->pairs[rule - lists->report->catalogue->checks];
    if (*statement == NULL) {
        sqlite3_str *sql = sqlite3_str_new(NULL);
        sqlite3_str_appendf(sql, "SELECT \"%w\", \"%w\" FROM results.\"%w\" WHERE khrop_key = :key",
                            rule->compares[0], rule->compares[1], rule->id);
        if (!prepare(lists->report, sql, statement, error))
            return false;
    }
    sqlite3_reset(*statement);
    statement_bind_text(*statement, ":key", statement_text(lists->rows, ROW_KEY));
    if (statement_next(*statement, error))
        *values = *statement;
    return error->code == EXIT_CODE_GOOD;
}
