/* Sums of khrop_worklist.amount; see check_stakes.h. SQLite's sum() fails where it overflows, and
 * with it the report: sums are made here. */
#include "reports/check_stakes.h"

#include "jobs/statement.h"
#include "reports/exception_rows.h"

#include <string.h>

static const char select_amounts[] =
    "SELECT w.check_id, w.amount FROM results.khrop_worklist AS w WHERE " EXCEPTION_ROWS_LIVE
    " AND w.amount IS NOT NULL AND (:level = 'company' OR w.list_no IN (SELECT staff_no"
    "  FROM results.khrop_staff_places WHERE :today BETWEEN from_on AND to_on"
    "  AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no))"
    " ORDER BY w.check_id";

static void add(struct check_stake *stake, int64_t amount)
{
    bool is_beyond = amount == INT64_MIN ||
                     __builtin_add_overflow(stake->sum, amount < 0 ? -amount : amount, &stake->sum);
    stake->has_sum = stake->has_sum && !is_beyond;
    if (is_beyond)
        stake->sum = 0;
}

bool check_stakes_read(const struct report *report, struct region *region,
                       struct check_stake **stakes, size_t *count, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    *stakes = NULL;
    *count = 0;
    error_clear(error);
    if (!statement_prepare(report->mirror, select_amounts, &rows, error))
        return false;
    statement_bind_text(rows, ":level", report_level(report));
    statement_bind_text(rows, ":level_no", report_level_no(report));
    statement_bind_integer(rows, ":today", report->slot->business_on);
    while (statement_next(rows, error)) {
        const char *check = statement_text(rows, 0);
        if (*count == 0 || strcmp((*stakes)[*count - 1].check_id, check) != 0) {
            *stakes = region_grow(region, *stakes, *count, sizeof **stakes);
            (*stakes)[(*count)++] = (struct check_stake){region_copy(region, check), true, 0};
        }
        add(&(*stakes)[*count - 1], sqlite3_column_int64(rows, 1));
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

const struct check_stake *check_stake(const struct check_stake *stakes, size_t count,
                                      const char *check_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(stakes[i].check_id, check_id) == 0)
            return &stakes[i];
    return NULL;
}
