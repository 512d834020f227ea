/* csv/: every exception, every KPI value, every reject and pull, and the rows of each check, with
 * the codes and names of the slot's own tables, for programs and for who pivots. */
#include "core/decimal.h"
#include "jobs/statement.h"
#include "reports/csv.h"
#include "reports/exception_rows.h"
#include "reports/file.h"
#include "reports/kpi_units.h"
#include "reports/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_MODE 0750

static const char *const plain_columns[] = {"rejected_row", NULL};

/* Copies a query into csv/NAME.csv; *row_count gets its rows. */
static bool write_query(const struct report *report, const char *name, char *sql,
                        int64_t *row_count, struct error *error)
{
    char file[NAME_MAX + 16], path[PATH_MAX];
    struct reader *reader;
    struct writer *writer;
    bool written = false;
    snprintf(file, sizeof file, "csv/%s.csv", name);
    if (!report_reader(report, sql, file, plain_columns, &reader, error))
        return false;
    if (report_path(report, file, path, error) &&
        csv_writer_open(&writer, path, reader->schema, error)) {
        written = stream_copy(reader, writer, NULL, NULL, NULL, row_count, error);
        writer->close(writer);
    }
    reader->close(reader);
    if (written)
        report_wrote(report, file, *row_count);
    return written;
}

static bool counts_agree(const char *what, int64_t wanted, int64_t written, struct error *error)
{
    return wanted == written || error_set(error, EXIT_CODE_DATA,
                                          "%s: %lld rows in the results, %lld in the file; "
                                          "nothing is published",
                                          what, (long long)wanted, (long long)written);
}

static bool write_exceptions(const struct report *report, struct error *error)
{
    int64_t written = 0, wanted = facts_listed(report->facts, NULL);
    char *sql = sqlite3_mprintf(
        "SELECT exception_id, check_id, khrop_key AS key, state, day_count, first_found_on, "
        "last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no, list_reason, "
        "customer_no, signature, why_en, why_th, status, remark, remark_by, remark_at, next_on, "
        "assigned_to, is_still_found, is_suppressed, suppressed_until_on "
        "FROM results.khrop_worklist "
        "ORDER BY check_id, khrop_key");
    for (int state = STATE_SUPPRESSED; state < STATE_COUNT; state++)
        wanted += facts_in_state(report->facts, (enum exception_state)state);
    return write_query(report, "exceptions", sql, &written, error) &&
           counts_agree("csv/exceptions.csv", wanted, written, error);
}

static bool write_rejects(const struct report *report, struct error *error)
{
    int64_t written = 0;
    char *sql = sqlite3_mprintf(
        "SELECT source, dataset, row_no AS rejected_row, key_text, column_name, value, reason "
        "FROM main.khrop_rejects ORDER BY source, dataset, rejected_row, column_name");
    return write_query(report, "rejects", sql, &written, error) &&
           counts_agree("csv/rejects.csv", report->facts->reject_rows, written, error);
}

static bool write_pulls(const struct report *report, struct error *error)
{
    int64_t written = 0;
    char *sql = sqlite3_mprintf(
        "SELECT dataset, source, state, source_row_count, row_count, reject_count, "
        "usual_row_count, pulled_at, newest_birth_on, may_be_empty AS is_allowed_empty, "
        "is_accepted, absent_columns, message FROM main.khrop_pulls ORDER BY source, dataset");
    return write_query(report, "pulls", sql, &written, error) &&
           counts_agree("csv/pulls.csv", (int64_t)report->facts->dataset_count, written, error);
}

/* What a check found today, and what is on its list though it was not checked. */
static bool write_check(const struct report *report, const struct fact_check *check,
                        struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    int64_t written = 0;
    bool has_table;
    sqlite3_str_appendall(sql, "SELECT w.exception_id, w.state, w.day_count AS day_count, "
                               "w.first_found_on AS first_found_on, w.severity, w.owner, "
                               "w.list_no AS list_no, w.why_en, w.why_th");
    has_table = exception_rows_columns(report, check->id, false, sql);
    sqlite3_str_appendall(sql, " FROM results.khrop_worklist AS w");
    if (has_table)
        sqlite3_str_appendf(sql, " LEFT JOIN results.\"%w\" AS r ON r.khrop_key = w.khrop_key",
                            check->id);
    sqlite3_str_appendf(sql, " WHERE w.check_id = %Q AND " EXCEPTION_ROWS_LIVE " ORDER BY ",
                        check->id);
    exception_rows_order(sql);
    return write_query(report, check->id, sqlite3_str_finish(sql), &written, error) &&
           counts_agree(check->id, facts_listed(report->facts, check), written, error);
}

static bool write_checks(const struct report *report, struct error *error)
{
    for (size_t i = 0; i < report->facts->check_count; i++)
        if (facts_listed(report->facts, &report->facts->checks[i]) > 0 &&
            !write_check(report, &report->facts->checks[i], error))
            return false;
    return true;
}

static void put_text(FILE *file, sqlite3_stmt *row, int column)
{
    const char *text = statement_text(row, column);
    csv_write_text(file, text, strlen(text));
    putc(',', file);
}

static void put_number(FILE *file, sqlite3_stmt *row, int column, bool is_scaled)
{
    char text[DECIMAL_TEXT_SIZE] = "";
    if (sqlite3_column_type(row, column) != SQLITE_NULL) {
        int64_t number = sqlite3_column_int64(row, column);
        if (is_scaled)
            decimal_format(number, text);
        else
            snprintf(text, sizeof text, "%" PRId64, number);
    }
    fprintf(file, "%s,", text);
}

static void put_date(FILE *file, sqlite3_stmt *row, int column)
{
    char text[DATE_TEXT_SIZE];
    date_format_iso(sqlite3_column_int64(row, column), text);
    fprintf(file, "%s,", text);
}

enum {
    KPI,
    UNIT_PLACE,
    PERIOD,
    FROM,
    TO,
    LEVEL,
    LEVEL_NO,
    SPLIT,
    MEASURE,
    PART,
    WHOLE,
    VALUE,
    SHARE,
    STATUS
};

static const char kpi_values_head[] =
    "\xEF\xBB\xBFkpi_id,period,from_on,to_on,level,level_no,"
    "split,measure,unit,part,whole,value,share_percent,status\r\n";

static const char kpi_values_sql[] =
    "SELECT v.kpi_id, '', v.period, p.from_on, p.to_on, v.level, v.level_no, v.split, v.measure, "
    "v.part, v.whole, v.value, v.share, v.status FROM results.khrop_kpi_values AS v "
    "JOIN results.khrop_periods AS p ON p.period = v.period JOIN results.khrop_kpis AS k ON "
    "k.kpi_id = v.kpi_id ORDER BY k.position, v.kpi_id, v.period, v.level, v.level_no, v.measure, "
    "v.split";

static void put_value(const struct report *report, FILE *file, sqlite3_stmt *row)
{
    const struct rule *rule = catalogue_kpi(report->catalogue, statement_text(row, KPI));
    enum kpi_unit unit = kpi_unit_of(rule, statement_text(row, MEASURE));
    bool is_scaled = kpi_parts_are_scaled(rule, unit);
    const char *status = statement_text(row, STATUS);
    put_text(file, row, KPI);
    put_text(file, row, PERIOD);
    put_date(file, row, FROM);
    put_date(file, row, TO);
    for (int column = LEVEL; column <= MEASURE; column++)
        put_text(file, row, column);
    fprintf(file, "%s,", kpi_unit_code(unit));
    put_number(file, row, PART, is_scaled);
    put_number(file, row, WHOLE, is_scaled);
    put_number(file, row, VALUE, unit != UNIT_COUNT);
    put_number(file, row, SHARE, true);
    fprintf(file, "%s\r\n", status);
}

/* A value's type follows from its KPI's unit, not from the column's name: written row by row. */
static bool write_kpi_values(const struct report *report, struct error *error)
{
    static const char name[] = "csv/kpi_values.csv";
    char path[PATH_MAX];
    sqlite3_stmt *rows = NULL;
    FILE *file = NULL;
    int64_t row_count = 0;
    bool written = false;
    if (!report_path(report, name, path, error) ||
        !statement_prepare(report->mirror, kpi_values_sql, &rows, error))
        return false;
    file = file_create(path, error);
    if (file == NULL)
        goto done;
    fputs(kpi_values_head, file);
    for (; statement_next(rows, error); row_count++)
        put_value(report, file, rows);
    written = file_finish(file, path, error->code == EXIT_CODE_GOOD ? error : NULL) &&
              error->code == EXIT_CODE_GOOD;
done:
    sqlite3_finalize(rows);
    if (written)
        report_wrote(report, name, row_count);
    return written;
}

bool csv_files_write(const struct report *report, struct error *error)
{
    char folder[PATH_MAX];
    error_clear(error);
    if (!report_path(report, "csv", folder, error))
        return false;
    if (mkdir(folder, FOLDER_MODE) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", folder);
    return write_exceptions(report, error) && write_kpi_values(report, error) &&
           write_rejects(report, error) && write_pulls(report, error) &&
           write_checks(report, error);
}
