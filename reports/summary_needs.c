/* What needs somebody, on summary.html: what to do first, what was found by which check, who has
 * most on their list, what was not checked and why. */
#include "core/decimal.h"
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/check_stakes.h"
#include "reports/exception_rows.h"
#include "reports/kpi_units.h"
#include "reports/start_line.h"
#include "reports/summary_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOADS_MOST 10
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static int64_t fresh(const struct fact_check *check)
{
    return check->counts[STATE_NEW] + check->counts[STATE_REOPENED];
}

static int severity_rank(const struct fact_check *check)
{
    static const char *const severities[] = {"high", "medium", "low"};
    int rank = 0;
    while (rank < 3 && strcmp(severities[rank], check->severity) != 0)
        rank++;
    return rank;
}

/* What a check's row tells, and what it stands in order by. */
struct need_row {
    const struct fact_check *check;
    int64_t fresh, listed;
    const struct check_stake *stake; /* NULL: none */
};

/* Most severe first, of these those with most that is new, then with most. */
static int compare_rows(const void *left, const void *right)
{
    const struct need_row *a = left, *b = right;
    if (severity_rank(a->check) != severity_rank(b->check))
        return severity_rank(a->check) < severity_rank(b->check) ? -1 : 1;
    if (a->fresh != b->fresh)
        return a->fresh > b->fresh ? -1 : 1;
    if (a->listed != b->listed)
        return a->listed > b->listed ? -1 : 1;
    return strcmp(a->check->id, b->check->id);
}

static void write_title(const struct summary_page *page, const struct fact_check *check)
{
    enum language language = page->report->language;
    summary_row_begin(page);
    summary_element(page, "<b>", check->id, "</b> ");
    summary_element(page, "", check->title.text[language], "");
    if (!fact_check_is_whole(check))
        summary_element(page, " <span class=\"bad\">✗ ",
                        word(WORD_RULE_STATE, check->state, language), "</span>");
    summary_row_title_end(page);
}

static void write_oldest(const struct summary_page *page, const struct fact_check *check)
{
    char oldest[DATE_TEXT_SIZE * 3] = "-", date[DATE_TEXT_SIZE];
    if (check->has_oldest) {
        label_date(check->oldest_on, page->report->language, date);
        text_format(oldest, sizeof oldest, "%s (%s %lld)", date,
                    summary_says(page, SUMMARY_DAYS_OPEN), (long long)check->oldest_days);
    }
    summary_cell(page, "n", oldest);
}

static void write_stake(const struct summary_page *page, const struct need_row *row)
{
    char text[DECIMAL_TEXT_SIZE];
    if (row->stake == NULL || !row->stake->has_sum) {
        summary_no_cell(page);
        return;
    }
    decimal_format_grouped(row->stake->sum, 2, text);
    summary_cell(page, "n", text);
}

static void write_check(const struct summary_page *page, const struct need_row *row, int64_t most)
{
    write_title(page, row->check);
    summary_cell(page, "", word(WORD_SEVERITY, row->check->severity, page->report->language));
    summary_bar_cell(page, row->listed, most);
    if (fact_check_is_blind(row->check))
        summary_cell(page, "n bad", "?");
    else
        summary_count_cell(page, row->fresh);
    write_oldest(page, row->check);
    write_stake(page, row);
    summary_count_cell(page, row->check->counts[STATE_SUPPRESSED]);
    if (fact_check_is_blind(row->check))
        summary_cell(page, "n bad", "?");
    else
        summary_count_cell(page, row->check->counts[STATE_RESOLVED]);
    summary_row_end(page);
}

static void write_count(const struct summary_page *page, const char *name, int64_t count)
{
    char text[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_COUNT, count, page->report->language, text);
    summary_element(page, "<li><b>", text, "</b> ");
    summary_element(page, "", name, "</li>");
}

/* How many there are in all. */
static void write_counts(const struct summary_page *page)
{
    const struct facts *facts = page->report->facts;
    fputs("<ul class=\"counts\">", page->file);
    write_count(page, summary_label(page, LABEL_ON_LIST), facts_listed(facts, NULL));
    write_count(page, summary_label(page, LABEL_START_FRESH),
                facts_in_state(facts, STATE_NEW) + facts_in_state(facts, STATE_REOPENED));
    write_count(page, summary_label(page, LABEL_SUPPRESSED),
                facts_in_state(facts, STATE_SUPPRESSED));
    write_count(page, summary_label(page, LABEL_RESOLVED), facts_in_state(facts, STATE_RESOLVED));
    fputs("</ul>\n", page->file);
}

/* Of the others the names are enough. */
static bool has_something(const struct need_row *row)
{
    return row->listed > 0 || row->check->counts[STATE_RESOLVED] > 0 ||
           row->check->counts[STATE_SUPPRESSED] > 0 || !fact_check_is_whole(row->check);
}

/* What can't wait; the rest is folded. */
static bool is_pressing(const struct need_row *row)
{
    return severity_rank(row->check) == 0 || row->fresh > 0 || !fact_check_is_whole(row->check);
}

static int64_t most_listed(const struct need_row *rows, size_t count)
{
    int64_t most = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].listed > most)
            most = rows[i].listed;
    return most;
}

static void write_checks(const struct summary_page *page, const struct need_row *rows, size_t count,
                         bool pressing, const char *caption)
{
    const struct summary_heading headings[] = {
        {summary_label(page, LABEL_CHECK), false},     {summary_label(page, LABEL_SEVERITY), false},
        {summary_label(page, LABEL_ON_LIST), true},    {summary_label(page, LABEL_FRESH), true},
        {summary_label(page, LABEL_OLDEST), true},     {summary_label(page, LABEL_STAKE), true},
        {summary_label(page, LABEL_SUPPRESSED), true}, {summary_label(page, LABEL_RESOLVED), true}};
    summary_table_begin(page, TABLE_TALL, caption, false, headings, LENGTH(headings));
    for (size_t i = 0; i < count; i++)
        if (has_something(&rows[i]) && is_pressing(&rows[i]) == pressing)
            write_check(page, &rows[i], most_listed(rows, count));
    summary_table_end(page);
}

static bool has_rows(const struct need_row *rows, size_t count, bool pressing)
{
    for (size_t i = 0; i < count; i++)
        if (has_something(&rows[i]) && is_pressing(&rows[i]) == pressing)
            return true;
    return false;
}

static void write_both(const struct summary_page *page, const struct need_row *rows, size_t count)
{
    if (has_rows(rows, count, true))
        write_checks(page, rows, count, true, summary_says(page, SUMMARY_NEEDS_CAPTION));
    if (!has_rows(rows, count, false))
        return;
    summary_fold_begin(page, "paper", summary_says(page, SUMMARY_NEEDS_OTHERS));
    write_checks(page, rows, count, false, summary_says(page, SUMMARY_NEEDS_OTHERS));
    summary_fold_end(page);
}

static void write_clean(const struct summary_page *page, const struct need_row *rows, size_t count)
{
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        if (has_something(&rows[i]))
            continue;
        if (written++ == 0)
            summary_element(page, "<p class=\"faint\">✓ ", summary_says(page, SUMMARY_CLEAN), ": ");
        summary_element(page, written == 1 ? "" : ", ", rows[i].check->id, "");
    }
    if (written > 0)
        fputs("</p>\n", page->file);
}

/* Of all checks that look at something, in the order of the page. */
static bool rows_of(struct summary_page *page, struct need_row **rows, size_t *count,
                    struct error *error)
{
    const struct facts *facts = page->report->facts;
    struct check_stake *stakes;
    size_t stake_count;
    if (!check_stakes_read(page->report, &page->region, &stakes, &stake_count, error))
        return false;
    *rows = region_allocate(&page->region, (facts->check_count + 1) * sizeof **rows);
    *count = 0;
    for (size_t i = 0; i < facts->check_count; i++) {
        const struct fact_check *check = &facts->checks[i];
        if (strcmp(check->state, "off") != 0)
            (*rows)[(*count)++] = (struct need_row){check, fresh(check), facts_listed(facts, check),
                                                    check_stake(stakes, stake_count, check->id)};
    }
    qsort(*rows, *count, sizeof **rows, compare_rows);
    return true;
}

static const char select_loads[] =
    "SELECT w.list_no, count(*), sum(w.state IN ('new', 'reopened')) FROM results.khrop_worklist"
    " AS w WHERE " EXCEPTION_ROWS_LIVE " AND (:level = 'company' OR w.list_no IN (SELECT staff_no"
    "  FROM results.khrop_staff_places WHERE :today BETWEEN from_on AND to_on"
    "  AND CASE :level WHEN 'team' THEN team ELSE branch END = :level_no))"
    " GROUP BY w.list_no ORDER BY count(*) DESC, w.list_no LIMIT :most";

static void write_load(const struct summary_page *page, sqlite3_stmt *row, int64_t most)
{
    summary_row_begin(page);
    summary_person_write(page, statement_text(row, 0));
    summary_row_title_end(page);
    summary_bar_cell(page, sqlite3_column_int64(row, 1), most);
    summary_count_cell(page, sqlite3_column_int64(row, 2));
    summary_row_end(page);
}

static void begin_loads(const struct summary_page *page)
{
    const struct summary_heading headings[] = {{summary_label(page, LABEL_STAFF), false},
                                               {summary_label(page, LABEL_ON_LIST), true},
                                               {summary_label(page, LABEL_START_FRESH), true}};
    summary_element(page, "<div class=\"loads\"><h3>", summary_label(page, LABEL_OVERLOADED),
                    "</h3>\n");
    summary_table_begin(page, TABLE_TALL, summary_label(page, LABEL_OVERLOADED), true, headings,
                        LENGTH(headings));
}

static bool write_loads(const struct summary_page *page, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    int64_t most = 0;
    error_clear(error);
    if (!summary_level_query(page, select_loads, &rows, error))
        return false;
    statement_bind_integer(rows, ":most", LOADS_MOST);
    while (statement_next(rows, error)) {
        if (most == 0) {
            most = sqlite3_column_int64(rows, 1);
            begin_loads(page);
        }
        write_load(page, rows, most);
    }
    sqlite3_finalize(rows);
    if (most > 0) {
        summary_table_end(page);
        fputs("</div>\n", page->file);
    }
    return error->code == EXIT_CODE_GOOD;
}

bool summary_needs_write(struct summary_page *page, struct error *error)
{
    char line[REPORT_LINE_SIZE];
    size_t count;
    struct need_row *rows;
    if (!rows_of(page, &rows, &count, error))
        return false;
    start_line(page->report, line);
    summary_element(page, "<p><b>", line, "</b></p>\n");
    write_counts(page);
    write_both(page, rows, count);
    write_clean(page, rows, count);
    return write_loads(page, error);
}

bool summary_gaps_write(struct summary_page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    enum language language = page->report->language;
    error_clear(error);
    fputs("<ul>\n", page->file);
    for (size_t i = 0; i < facts->gap_count;) {
        const struct fact_gap *gap = &facts->gaps[i];
        char names[REPORT_LINE_SIZE * 4];
        bool is_rule = strcmp(gap->kind, "check") == 0 || strcmp(gap->kind, "kpi") == 0;
        i += facts_gap_group(facts, i, language, names, sizeof names);
        summary_element(page, "<li class=\"missing\">", names, " · <b class=\"bad\">");
        summary_element(page, "",
                        word(is_rule ? WORD_RULE_STATE : WORD_PULL_STATE, gap->state, language),
                        "</b>");
        if (gap->reason.text[language][0] != '\0')
            fputs(": ", page->file);
        summary_reason(page, &gap->reason);
        fputs("</li>\n", page->file);
    }
    fputs("</ul>\n", page->file);
    return true;
}
