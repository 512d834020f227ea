/* What all reports share; see report.h. */
#include "reports/report.h"

#include "core/decimal.h"
#include "core/text.h"
#include "jobs/query.h"
#include "jobs/statement.h"
#include "reports/facts.h"
#include "reports/labels.h"
#include "reports/workbook.h"

#include <stdio.h>

const char *report_level(const struct report *report)
{
    return audience_level(report->audience);
}

const char *report_level_no(const struct report *report)
{
    return audience_level_no(report->audience);
}

/* Where an audience's files stand below the folder; "" for the company's. */
static void own_place(const struct report *report, char place[PATH_MAX])
{
    place[0] = '\0';
    if (report->audience != NULL)
        snprintf(place, PATH_MAX, "audiences/%s/", report->audience->name);
}

bool report_path(const struct report *report, const char *name, char path[PATH_MAX],
                 struct error *error)
{
    char place[PATH_MAX];
    own_place(report, place);
    if (snprintf(path, PATH_MAX, "%s/%s%s", report->folder, place, name) < PATH_MAX)
        return true;
    return error_set(error, EXIT_CODE_CONFIGURATION, "%s/%s: the path is too long", report->folder,
                     name);
}

void report_wrote(const struct report *report, const char *name, int64_t row_count)
{
    struct written *written = report->written;
    char place[PATH_MAX];
    own_place(report, place);
    written->files =
        region_grow(&written->region, written->files, written->count, sizeof *written->files);
    written->files[written->count++] =
        (struct written_file){region_format(&written->region, "%s%s", place, name), row_count};
}

void report_headline(const struct report *report, const char *file, const char *name,
                     const char *unit, double value)
{
    struct written *written = report->written;
    char place[PATH_MAX];
    own_place(report, place);
    written->headlines = region_grow(&written->region, written->headlines, written->headline_count,
                                     sizeof *written->headlines);
    written->headlines[written->headline_count++] =
        (struct written_headline){region_format(&written->region, "%s%s", place, file),
                                  region_copy(&written->region, name), unit, value};
}

bool report_workbook(const struct report *report, const char *name, const char *title,
                     struct workbook **workbook, struct error *error)
{
    char path[PATH_MAX], line[REPORT_LINE_SIZE], date[DATE_TEXT_SIZE];
    struct workbook_request request = {
        .path = path,
        .temporary_folder = report->slot->folder,
        .title = line,
        .company = report->settings->organisation.text[report->language],
        .created_at = report->slot->run_at,
        .language = report->language,
        .row_limit = WORKBOOK_ROW_LIMIT,
    };
    label_date(report->slot->business_on, report->language, date);
    text_format(line, sizeof line, "%s · %s", title, date);
    return report_path(report, name, path, error) && workbook_open(workbook, &request, error);
}

bool report_reader(const struct report *report, char *sql, const char *name,
                   const char *const *plain_columns, struct reader **reader, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    bool prepared;
    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    prepared = statement_prepare(report->mirror, sql, &rows, error);
    sqlite3_free(sql);
    if (!prepared)
        return error_wrap(error, "%s", name);
    return query_reader_open(reader, rows, name, plain_columns, error);
}

void report_date_line(const struct report *report, char line[REPORT_LINE_SIZE])
{
    enum language language = report->language;
    char business[DATE_TEXT_SIZE], covered[DATE_TEXT_SIZE], issued[DATE_TEXT_SIZE];
    label_date(report->slot->business_on, language, business);
    label_date(report->slot->last_on, language, covered);
    label_moment(report->slot->run_at, language, issued);
    text_format(line, REPORT_LINE_SIZE, "%s %s · %s %s · %s %s",
                label(LABEL_BUSINESS_DATE, language), business, label(LABEL_COVERED_TO, language),
                covered, label(LABEL_ISSUED_AT, language), issued);
}

static void grouped(int64_t count, char text[DECIMAL_TEXT_SIZE])
{
    decimal_format_grouped(count * DECIMAL_SCALE, 0, text);
}

void report_totals_line(const struct report *report, char line[REPORT_LINE_SIZE])
{
    const struct facts *facts = report->facts;
    char source[DECIMAL_TEXT_SIZE], taken[DECIMAL_TEXT_SIZE], rejected[DECIMAL_TEXT_SIZE];
    grouped(facts->source_row_count, source);
    grouped(facts->row_count, taken);
    grouped(facts->reject_count, rejected);
    snprintf(line, REPORT_LINE_SIZE, "%s %s (%s = %s + %s)", facts->has_unread ? "!" : "✓",
             label(facts->has_unread ? LABEL_TOTALS_READ : LABEL_TOTALS_AGREE, report->language),
             source, taken, rejected);
}

void report_title_line(const struct report *report, const char *title, char line[REPORT_LINE_SIZE])
{
    bool is_own = report->audience != NULL;
    text_format(line, REPORT_LINE_SIZE, "%s%s%s · %s",
                report->settings->organisation.text[report->language], is_own ? " · " : "",
                is_own ? report->audience->title.text[report->language] : "", title);
}
