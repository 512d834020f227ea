/* Queries over the worklist and the results; see exception_rows.h. */
#include "reports/exception_rows.h"

#include "jobs/list_layout.h"
#include "jobs/statement.h"
#include "jobs/value_words.h"
#include "reports/labels.h"

#include <string.h>

#define OWN_COLUMNS 6 /* khrop_key .. khrop_why_th stand first in a check's table */

const struct sheet_wrap exception_rows_wraps[] = {{"khrop_state", 12},
                                                  {"khrop_owner", 24},
                                                  {"khrop_list", 24},
                                                  {"khrop_reason", 40},
                                                  {"khrop_remark", 36},
                                                  {"khrop_status", 16},
                                                  {"khrop_said_by", 24},
                                                  {"khrop_why", 48},
                                                  {"item_name", 26},
                                                  {"customer_name", 26},
                                                  {"rejected_value", 30},
                                                  {"rejected_reason", 60},
                                                  {NULL, 0}};

void exception_rows_words(sqlite3_str *sql, int kind, const char *column, enum language language)
{
    size_t index = 0;
    const char *code;
    sqlite3_str_appendf(sql, "CASE %s", column);
    while ((code = word_next((enum word_kind)kind, &index)) != NULL)
        sqlite3_str_appendf(sql, " WHEN %Q THEN %Q", code,
                            word((enum word_kind)kind, code, language));
    sqlite3_str_appendf(sql, " ELSE %s END", column);
}

void exception_rows_order(sqlite3_str *sql)
{
    sqlite3_str_appendall(sql, "CASE w.state");
    for (int i = 0; i < STATE_COUNT; i++)
        sqlite3_str_appendf(sql, " WHEN %Q THEN %d", exception_state_codes[i], i);
    sqlite3_str_appendall(sql, " END, w.first_found_on, w.check_id, w.khrop_key");
}

bool exception_rows_has(const struct report *report, const char *dataset)
{
    sqlite3_stmt *views = NULL;
    bool has = false;
    if (statement_prepare(report->mirror,
                          "SELECT 1 FROM main.khrop_pulls WHERE dataset = :name AND state IN "
                          "('whole', 'partial')",
                          &views, NULL)) {
        struct error error = {0};
        statement_bind_text(views, ":name", dataset);
        has = statement_next(views, &error);
    }
    sqlite3_finalize(views);
    return has;
}

/* A role's title: the desk's, else the word that khrop has for it. */
static void append_roles(const struct report *report, sqlite3_str *sql)
{
    size_t index = 0;
    const char *code;
    for (size_t i = 0; i < report->settings->desk_count; i++) {
        const struct desk_settings *desk = &report->settings->desks[i];
        sqlite3_str_appendf(sql, " UNION ALL SELECT 'role:' || %Q, %Q", desk->name,
                            desk->title.text[report->language]);
    }
    while ((code = word_next(WORD_ROLE, &index)) != NULL)
        if (settings_desk(report->settings, code) == NULL)
            sqlite3_str_appendf(sql, " UNION ALL SELECT 'role:' || %Q, %Q", code,
                                word(WORD_ROLE, code, report->language));
}

void exception_rows_people(const struct report *report, sqlite3_str *sql)
{
    sqlite3_str_appendf(sql, "WITH khrop_people(no, name) AS MATERIALIZED (SELECT '', %Q",
                        label(LABEL_UNASSIGNED, report->language));
    append_roles(report, sql);
    if (exception_rows_has(report, "staff"))
        sqlite3_str_appendall(sql, " UNION ALL SELECT staff_no, coalesce(staff_name || ' (' || "
                                   "staff_no || ')', staff_no) FROM staff");
    sqlite3_str_appendall(sql, ") ");
}

static void append_column(const struct report *report, sqlite3_str *sql, const char *column,
                          bool in_words)
{
    size_t index = 0;
    const char *code = value_word_next(column, &index);
    if (code == NULL || !in_words) {
        sqlite3_str_appendf(sql, ", r.\"%w\"", column);
        return;
    }
    sqlite3_str_appendf(sql, ", CASE r.\"%w\"", column);
    for (; code != NULL; code = value_word_next(column, &index))
        sqlite3_str_appendf(sql, " WHEN %Q THEN %Q", code,
                            value_word(column, code, strlen(code), report->language));
    sqlite3_str_appendf(sql, " ELSE r.\"%w\" END AS \"%w\"", column, column);
}

bool exception_rows_columns(const struct report *report, const char *check_id, bool in_words,
                            sqlite3_str *sql)
{
    char *probe = sqlite3_mprintf("SELECT * FROM results.\"%w\" LIMIT 0", check_id);
    sqlite3_stmt *columns = NULL;
    bool has = probe != NULL && statement_prepare(report->mirror, probe, &columns, NULL);
    for (int i = OWN_COLUMNS; has && i < sqlite3_column_count(columns); i++)
        append_column(report, sql, sqlite3_column_name(columns, i), in_words);
    sqlite3_finalize(columns);
    sqlite3_free(probe);
    return has;
}

/* State, day, owner, list, sentence, when, reference: what every list begins with. */
static void append_first_columns(const struct report *report, sqlite3_str *sql)
{
    enum language language = report->language;
    exception_rows_words(sql, WORD_EXCEPTION_STATE, "w.state", language);
    sqlite3_str_appendall(sql, " AS khrop_state, w.day_count AS day_count, "
                               "coalesce(owners.name, w.owner) AS khrop_owner, "
                               "CASE WHEN w.list_reason <> '' THEN "
                               "coalesce(lists.name, w.list_no) || ': ' || ");
    exception_rows_words(sql, WORD_LIST_REASON, "w.list_reason", language);
    sqlite3_str_appendf(sql,
                        " END AS khrop_list, w.why_%s AS khrop_why, w.first_found_on AS "
                        "first_found_on",
                        language == LANGUAGE_TH ? "th" : "en");
}

static void append_people_joins(sqlite3_str *sql)
{
    sqlite3_str_appendall(sql, " LEFT JOIN khrop_people AS owners ON owners.no = w.owner"
                               " LEFT JOIN khrop_people AS lists ON lists.no = w.list_no");
}

/* True where somebody said something of what the check has found. */
static bool has_remarks(const struct report *report, const char *check_id)
{
    sqlite3_stmt *rows = NULL;
    bool has = false;
    if (statement_prepare(report->mirror,
                          "SELECT 1 FROM results.khrop_worklist WHERE check_id = :check_id"
                          " AND remark_by IS NOT NULL LIMIT 1",
                          &rows, NULL)) {
        struct error error = {0};
        statement_bind_text(rows, ":check_id", check_id);
        has = statement_next(rows, &error);
    }
    sqlite3_finalize(rows);
    return has;
}

/* What was said last: the words of a status are those of the lists. */
static void append_remarks(sqlite3_str *sql, enum language language)
{
    sqlite3_str_appendall(sql, ", CASE w.status");
    for (int i = REMARK_NEW; i < REMARK_STATUS_COUNT; i++)
        sqlite3_str_appendf(sql, " WHEN %Q THEN %Q", remark_status_code((enum remark_status)i),
                            list_status_word((enum remark_status)i, language));
    sqlite3_str_appendall(sql, " END AS khrop_status, substr(w.remark, 1, 1000) AS khrop_remark,"
                               " w.next_on AS next_on");
}

bool exception_rows_of_check(const struct report *report, const char *check_id, bool has_unchecked,
                             struct reader **reader, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    bool has_table;
    exception_rows_people(report, sql);
    sqlite3_str_appendall(sql, "SELECT ");
    append_first_columns(report, sql);
    if (has_remarks(report, check_id))
        append_remarks(sql, report->language);
    /* What was not checked has no row of its own today: its key stands in the reference. */
    if (has_unchecked)
        sqlite3_str_appendall(
            sql, ", w.last_checked_on AS last_checked_on, w.khrop_key AS khrop_reference");
    has_table = exception_rows_columns(report, check_id, true, sql);
    sqlite3_str_appendall(sql, " FROM results.khrop_worklist AS w");
    if (has_table)
        sqlite3_str_appendf(sql, " LEFT JOIN results.\"%w\" AS r ON r.khrop_key = w.khrop_key",
                            check_id);
    append_people_joins(sql);
    sqlite3_str_appendf(sql, " WHERE w.check_id = %Q AND " EXCEPTION_ROWS_LIVE " ORDER BY ",
                        check_id);
    exception_rows_order(sql);
    return report_reader(report, sqlite3_str_finish(sql), check_id, NULL, reader, error);
}

bool exception_rows_ended(const struct report *report, struct reader **reader, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendall(sql, "SELECT w.check_id AS check_id, ");
    append_first_columns(report, sql);
    sqlite3_str_appendall(sql, ", w.khrop_key AS khrop_reference, "
                               "w.last_found_on AS last_found_on FROM results.khrop_worklist AS w");
    append_people_joins(sql);
    sqlite3_str_appendall(sql, " WHERE w.state IN ('resolved', 'expired', 'retired') ORDER BY ");
    exception_rows_order(sql);
    return report_reader(report, sqlite3_str_finish(sql), "khrop_worklist", NULL, reader, error);
}

bool exception_rows_suppressed(const struct report *report, struct reader **reader,
                               struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendf(sql,
                        "SELECT w.check_id AS check_id, w.khrop_key AS khrop_reference, w.why_%s "
                        "AS khrop_why, w.remark AS khrop_reason, coalesce(sayers.name, "
                        "w.remark_by) AS khrop_said_by, w.remark_at AS khrop_said_at, "
                        "w.suppressed_until_on AS suppressed_until_on, coalesce(owners.name, "
                        "w.owner) AS khrop_owner FROM results.khrop_worklist AS w "
                        "LEFT JOIN khrop_people AS sayers ON sayers.no = w.remark_by "
                        "LEFT JOIN khrop_people AS owners ON owners.no = w.owner "
                        "WHERE w.is_suppressed = 1 AND w.state NOT IN ('resolved', 'expired', "
                        "'retired') ORDER BY w.suppressed_until_on, w.check_id, w.khrop_key",
                        report->language == LANGUAGE_TH ? "th" : "en");
    return report_reader(report, sqlite3_str_finish(sql), "khrop_worklist", NULL, reader, error);
}

bool exception_rows_rejected(const struct report *report, struct reader **reader,
                             struct error *error)
{
    char *sql = sqlite3_mprintf(
        "SELECT source, dataset, row_no AS rejected_row_count, key_text, column_name AS "
        "rejected_column, value AS rejected_value, reason AS rejected_reason FROM "
        "main.khrop_rejects "
        "ORDER BY source, dataset, rejected_row_count, rejected_column");
    return report_reader(report, sql, "khrop_rejects", NULL, reader, error);
}

enum cell_look exception_rows_look(const char *text, size_t length, enum language language)
{
    static const struct {
        enum exception_state state;
        enum cell_look look;
    } looks[] = {{STATE_NEW, LOOK_FRESH},      {STATE_REOPENED, LOOK_FRESH},
                 {STATE_CHANGED, LOOK_AMBER},  {STATE_NOT_CHECKED, LOOK_FAINT},
                 {STATE_RESOLVED, LOOK_GREEN}, {STATE_EXPIRED, LOOK_FAINT},
                 {STATE_RETIRED, LOOK_FAINT}};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        const char *state =
            word(WORD_EXCEPTION_STATE, exception_state_codes[looks[i].state], language);
        if (strlen(state) == length && memcmp(state, text, length) == 0)
            return looks[i].look;
    }
    return LOOK_PLAIN;
}
