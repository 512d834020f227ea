/* The words of a message; see mail_contents.h. */
#include "reports/mail_contents.h"

#include "core/decimal.h"
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/exception_rows.h"
#include "reports/facts.h"
#include "reports/kpi_headline.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/letter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_OF_COMPANY 5
#define FIRST_OF_LIST 10
#define OF_A_CHECK 2 /* before a third of one, others that are as grave */
#define CHECKS_MOST 6
#define LINE_SIZE 1024

/* What the readers of the letter see of khrop_worklist (named w). */
#define IS_SEEN                                                                                    \
    " " EXCEPTION_ROWS_LIVE " AND (:list_no IS NULL OR w.list_no = :list_no) AND (:level = "       \
    "'company' OR w.list_no IN (SELECT staff_no FROM results.khrop_staff_places WHERE :today "     \
    "BETWEEN from_on AND to_on AND CASE :level WHEN 'team' THEN team ELSE branch END = "           \
    ":level_no)) "

struct contents {
    const struct report *report;
    const struct mail_contents_request *request;
    enum language language;
    struct letter *letter;
    int64_t count, fresh_count;
};

static void bind_readers(const struct report *report, const char *list_no, sqlite3_stmt *rows)
{
    statement_bind_text(rows, ":list_no", list_no);
    statement_bind_text(rows, ":level", report_level(report));
    statement_bind_text(rows, ":level_no", report_level_no(report));
    statement_bind_integer(rows, ":today", report->slot->business_on);
}

bool mail_contents_count(const struct report *report, const char *list_no, int64_t *count,
                         int64_t *fresh_count, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool is_read;
    if (!statement_prepare(report->mirror,
                           "SELECT count(*), coalesce(sum(w.state IN ('new', 'reopened')), 0)"
                           " FROM results.khrop_worklist AS w WHERE" IS_SEEN,
                           &row, error))
        return false;
    bind_readers(report, list_no, row);
    is_read = statement_next(row, error);
    if (is_read) {
        *count = sqlite3_column_int64(row, 0);
        *fresh_count = sqlite3_column_int64(row, 1);
    }
    sqlite3_finalize(row);
    return is_read;
}

static void grouped(int64_t number, char text[DECIMAL_TEXT_SIZE])
{
    decimal_format_grouped(number * DECIMAL_SCALE, 0, text);
}

static const char *words(const struct contents *contents, enum label which)
{
    return label(which, contents->language);
}

/* "organisation · title · 17 พ.ย. 2569 · 12 (3 new)": what a phone shows before it is opened. */
static char *subject_make(const struct contents *contents)
{
    const struct report *report = contents->report;
    const char *own = contents->request->subject;
    char title[REPORT_LINE_SIZE], date[DATE_TEXT_SIZE], tail[REPORT_LINE_SIZE] = "";
    char line[LINE_SIZE], count[DECIMAL_TEXT_SIZE], fresh[DECIMAL_TEXT_SIZE];
    grouped(contents->count, count);
    grouped(contents->fresh_count, fresh);
    label_date(report->slot->business_on, contents->language, date);
    if (own == NULL)
        report_title_line(report, contents->request->title, title);
    if (contents->count > 0)
        text_format(tail, sizeof tail, " · %s %s (%s %s)", words(contents, LABEL_EXCEPTIONS_TITLE),
                    count, words(contents, LABEL_NEW), fresh);
    text_format(line, sizeof line, "%s · %s%s%s%s", own != NULL ? own : title, date, tail,
                report->facts->gap_count > 0 ? " · " : "",
                report->facts->gap_count > 0 ? words(contents, LABEL_MAIL_NOT_WHOLE) : "");
    return strdup(line);
}

/* The seal: whether totals agree, and whether all was checked. */
static void write_seal(const struct contents *contents)
{
    const struct facts *facts = contents->report->facts;
    bool is_whole = facts->gap_count == 0;
    char line[REPORT_LINE_SIZE], seal[LINE_SIZE];
    report_date_line(contents->report, line);
    letter_line(contents->letter, LETTER_FAINT, line);
    if (contents->report->slot->is_flows_only)
        letter_line(contents->letter, LETTER_RED, words(contents, LABEL_OLDER_SLOT));
    report_totals_line(contents->report, line);
    letter_line(contents->letter, facts->has_unread ? LETTER_AMBER : LETTER_GREEN, line);
    text_format(seal, sizeof seal, "%s %s", is_whole ? "✓" : "✗",
                words(contents, is_whole ? LABEL_ALL_CHECKED : LABEL_NOT_ALL_CHECKED));
    letter_line(contents->letter, is_whole ? LETTER_GREEN : LETTER_RED, seal);
}

static enum letter_look status_look(const char *status)
{
    static const struct {
        const char *status;
        enum letter_look look;
    } looks[] = {{"green", LETTER_GREEN}, {"amber", LETTER_AMBER}, {"red", LETTER_RED}};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
        if (strcmp(looks[i].status, status) == 0)
            return looks[i].look;
    return LETTER_PLAIN;
}

static void headline_title(const struct contents *contents, const struct kpi_headline *headline,
                           char title[LINE_SIZE])
{
    char split[KPI_SPLIT_SIZE] = "";
    if (strcmp(headline->split, "*") != 0)
        kpi_split_text(contents->report, headline->split, split);
    text_format(title, LINE_SIZE, "%s%s%s%s%s%s", headline->rule->title.text[contents->language],
                split[0] == '\0' ? "" : ": ", split, headline->is_share ? " (" : "",
                headline->is_share ? words(contents, LABEL_OF_TOTAL) : "",
                headline->is_share ? ")" : "");
}

/* The period, the target, and what it was before. */
static void headline_below(const struct contents *contents, const struct kpi_headline *headline,
                           char below[LINE_SIZE])
{
    struct rule plain = *headline->rule;
    char target[KPI_TEXT_SIZE], before[KPI_TEXT_SIZE];
    size_t used;
    plain.target_split = NULL; /* the title names it already */
    kpi_target_text(&plain, contents->language, target);
    used = text_format(below, LINE_SIZE, "%s",
                       word(WORD_PERIOD, kpi_period_codes[headline->period], contents->language));
    if (plain.has_target)
        used += text_format(below + used, LINE_SIZE - used, " · %s %s",
                            words(contents, LABEL_TARGET), target);
    if (!headline->has_before || !headline->has_value)
        return;
    kpi_value_text(headline->unit, headline->before, contents->language, before);
    text_format(below + used, LINE_SIZE - used, " · %s %s", words(contents, LABEL_MAIL_BEFORE),
                before);
}

static void write_headline(const struct contents *contents, const struct kpi_headline *headline)
{
    char title[LINE_SIZE], below[LINE_SIZE], value[KPI_TEXT_SIZE], line[LINE_SIZE];
    const char *sign = kpi_status_sign(headline->status);
    const struct bilingual *reason = &headline->kpi->reason;
    headline_title(contents, headline, title);
    if (!headline->is_measured) {
        text_format(line, sizeof line, "✗ %s",
                    word(WORD_RULE_STATE, headline->kpi->state, contents->language));
        letter_value(contents->letter, title, reason->text[contents->language], LETTER_RED, line);
        return;
    }
    if (headline->is_partial) /* its colour isn't known */
        text_format(below, sizeof below, "%s: %s", words(contents, LABEL_PARTIAL),
                    reason->text[contents->language]);
    else
        headline_below(contents, headline, below);
    snprintf(value, sizeof value, "-");
    if (headline->has_value)
        kpi_value_text(headline->unit, headline->value, contents->language, value);
    text_format(line, sizeof line, "%s%s%s", headline->is_partial ? "!" : sign,
                sign[0] == '\0' && !headline->is_partial ? "" : " ", value);
    letter_value(contents->letter, title, below,
                 headline->is_partial ? LETTER_AMBER : status_look(headline->status), line);
}

static bool write_headlines(const struct contents *contents, struct error *error)
{
    struct region region = {0};
    struct kpi_headline *headlines;
    size_t count = 0;
    bool is_read = kpi_headlines_read(contents->report, &region, &headlines, &count, error);
    if (is_read && count > 0)
        letter_section(contents->letter, words(contents, LABEL_KPI_TITLE));
    for (size_t i = 0; is_read && i < count; i++)
        write_headline(contents, &headlines[i]);
    region_clear(&region);
    return is_read;
}

/* Some of what is on the list, the gravest first. */
static char *first_sql(const struct contents *contents, int most)
{
    const struct report *report = contents->report;
    bool has_customers = exception_rows_has(report, "customers");
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendall(sql, ", ranked AS (SELECT w.*, row_number() OVER (PARTITION BY "
                               "w.check_id ORDER BY ");
    exception_rows_order(sql);
    sqlite3_str_appendall(sql, ") AS place FROM results.khrop_worklist AS w WHERE" IS_SEEN ") ");
    sqlite3_str_appendf(sql, "SELECT w.check_id, w.severity, w.why_%s, w.day_count, ",
                        contents->language == LANGUAGE_TH ? "th" : "en");
    exception_rows_words(sql, WORD_EXCEPTION_STATE, "w.state", contents->language);
    sqlite3_str_appendf(sql,
                        ", coalesce(p.name, w.list_no), %s FROM ranked AS w LEFT JOIN khrop_people "
                        "AS p ON p.no = w.list_no ",
                        has_customers ? "c.customer_name" : "w.customer_no");
    if (has_customers)
        sqlite3_str_appendall(sql, "LEFT JOIN customers AS c ON c.customer_no = w.customer_no ");
    sqlite3_str_appendf(sql,
                        "ORDER BY CASE w.severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 "
                        "END, w.place > %d, ",
                        OF_A_CHECK);
    exception_rows_order(sql);
    sqlite3_str_appendf(sql, " LIMIT %d", most);
    return sqlite3_str_finish(sql);
}

/* "ค้างอยู่ (วันที่ 3)" */
static void state_text(const struct contents *contents, sqlite3_stmt *row, char text[LINE_SIZE])
{
    int64_t days = sqlite3_column_int64(row, 3);
    if (days > 1)
        text_format(text, LINE_SIZE, "%s (%s %lld)", statement_text(row, 4),
                    words(contents, LABEL_MAIL_DAY), (long long)days);
    else
        text_format(text, LINE_SIZE, "%s", statement_text(row, 4));
}

static void write_exception(const struct contents *contents, sqlite3_stmt *row)
{
    const char *id = statement_text(row, 0), *severity = statement_text(row, 1);
    const struct rule *rule = catalogue_check(contents->report->catalogue, id);
    const char *owner = contents->request->list_no == NULL ? statement_text(row, 5) : "";
    const char *customer = statement_text(row, 6);
    char title[LINE_SIZE], below[LINE_SIZE], state[LINE_SIZE];
    bool is_high = strcmp(severity, "high") == 0, is_medium = strcmp(severity, "medium") == 0;
    text_format(title, sizeof title, "%s",
                rule == NULL ? id : rule->title.text[contents->language]);
    state_text(contents, row, state);
    text_format(below, sizeof below, "%s%s%s · %s: %s%s%s", customer,
                customer[0] == '\0' ? "" : " · ", state, words(contents, LABEL_SEVERITY),
                word(WORD_SEVERITY, severity, contents->language), owner[0] == '\0' ? "" : " · ",
                owner);
    letter_mark(contents->letter,
                is_high     ? LETTER_RED
                : is_medium ? LETTER_AMBER
                            : LETTER_PLAIN,
                title, statement_text(row, 2), below);
}

static void write_more(const struct contents *contents, int64_t more)
{
    char line[LINE_SIZE], number[DECIMAL_TEXT_SIZE];
    grouped(more, number);
    text_format(line, sizeof line, "%s %s %s", words(contents, LABEL_MAIL_AND), number,
                words(contents, LABEL_MAIL_MORE));
    letter_line(contents->letter, LETTER_FAINT, line);
}

static bool write_first(const struct contents *contents, struct error *error)
{
    int most = contents->request->list_no == NULL ? FIRST_OF_COMPANY : FIRST_OF_LIST;
    sqlite3_stmt *rows = NULL;
    int64_t written = 0;
    char *sql;
    bool is_prepared;
    if (contents->count == 0)
        return true;
    sql = first_sql(contents, most);
    is_prepared = sql == NULL ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query")
                              : statement_prepare(contents->report->mirror, sql, &rows, error);
    sqlite3_free(sql);
    if (!is_prepared)
        return false;
    bind_readers(contents->report, contents->request->list_no, rows);
    letter_section(contents->letter, words(contents, LABEL_MAIL_TOP));
    for (; statement_next(rows, error); written++)
        write_exception(contents, rows);
    sqlite3_finalize(rows);
    if (error->code == EXIT_CODE_GOOD && contents->count > written)
        write_more(contents, contents->count - written);
    return error->code == EXIT_CODE_GOOD;
}

static int64_t fresh_of(const struct fact_check *check)
{
    return check->counts[STATE_NEW] + check->counts[STATE_REOPENED];
}

static void write_check(const struct contents *contents, const struct fact_check *check)
{
    char title[LINE_SIZE], below[LINE_SIZE], count[DECIMAL_TEXT_SIZE], fresh[DECIMAL_TEXT_SIZE];
    char oldest[DATE_TEXT_SIZE] = "-";
    grouped(facts_listed(contents->report->facts, check), count);
    grouped(fresh_of(check), fresh);
    if (check->has_oldest)
        label_date(check->oldest_on, contents->language, oldest);
    text_format(title, sizeof title, "%s", check->title.text[contents->language]);
    text_format(below, sizeof below, "%s · %s %s · %s %s", check->id,
                words(contents, LABEL_START_FRESH), fact_check_is_blind(check) ? "?" : fresh,
                words(contents, LABEL_OLDEST), oldest);
    letter_value(contents->letter, title, below, LETTER_PLAIN, count);
}

/* The fullest first. */
static void write_checks(const struct contents *contents)
{
    const struct facts *facts = contents->report->facts;
    const struct fact_check *last = NULL;
    if (contents->count == 0)
        return;
    letter_section(contents->letter, words(contents, LABEL_SECTION_EXCEPTIONS));
    for (int written = 0; written < CHECKS_MOST; written++) {
        const struct fact_check *next = NULL;
        for (size_t i = 0; i < facts->check_count; i++) {
            const struct fact_check *check = &facts->checks[i];
            int64_t listed = facts_listed(facts, check);
            bool is_behind = last == NULL || listed < facts_listed(facts, last) ||
                             (listed == facts_listed(facts, last) && check > last);
            if (listed > 0 && is_behind && (next == NULL || listed > facts_listed(facts, next)))
                next = check;
        }
        if (next == NULL)
            break;
        write_check(contents, next);
        last = next;
    }
}

static void write_gaps(const struct contents *contents)
{
    const struct facts *facts = contents->report->facts;
    if (facts->gap_count == 0)
        return;
    letter_section(contents->letter, words(contents, LABEL_SECTION_GAPS));
    for (size_t i = 0; i < facts->gap_count;) {
        const struct fact_gap *gap = &facts->gaps[i];
        bool is_rule = strcmp(gap->kind, "check") == 0 || strcmp(gap->kind, "kpi") == 0;
        const char *reason = gap->reason.text[contents->language];
        char names[LINE_SIZE * 2], text[LINE_SIZE * 3];
        i += facts_gap_group(facts, i, contents->language, names, sizeof names);
        text_format(
            text, sizeof text, "%s%s%s",
            word(is_rule ? WORD_RULE_STATE : WORD_PULL_STATE, gap->state, contents->language),
            reason[0] == '\0' ? "" : ": ", reason);
        letter_mark(contents->letter, LETTER_RED, names, text, "");
    }
}

static void write_files(const struct contents *contents)
{
    const struct mail_contents_request *request = contents->request;
    char line[LINE_SIZE];
    letter_section(contents->letter, words(contents, LABEL_MAIL_FILES));
    for (size_t i = 0; i < request->file_count; i++) {
        text_format(line, sizeof line, "%s · %c", request->files[i].name, MAIL_FILE_MARK);
        letter_line(contents->letter, LETTER_PLAIN, line);
    }
    letter_link(contents->letter, words(contents, LABEL_MAIL_FOLDER), request->link);
    text_format(line, sizeof line, "%s%s%s · khrop %s", words(contents, LABEL_MAIL_AUTOMATIC),
                request->has_reply_to ? "" : " · ",
                request->has_reply_to ? "" : words(contents, LABEL_MAIL_NO_ANSWER), KHROP_VERSION);
    letter_line(contents->letter, LETTER_FAINT, line);
}

/* A person's letter is about their list; the company's about its figures, too. */
static bool write_body(const struct contents *contents, struct error *error)
{
    const struct mail_contents_request *request = contents->request;
    char line[LINE_SIZE], count[DECIMAL_TEXT_SIZE], fresh[DECIMAL_TEXT_SIZE];
    write_seal(contents);
    grouped(contents->count, count);
    grouped(contents->fresh_count, fresh);
    text_format(line, sizeof line, "%s %s · %s %s", words(contents, LABEL_ON_LIST), count,
                words(contents, LABEL_START_FRESH), fresh);
    letter_line(contents->letter, LETTER_STRONG,
                request->is_empty ? words(contents, LABEL_MAIL_NOTHING) : line);
    if (request->list_no == NULL && !request->is_empty && !write_headlines(contents, error))
        return false;
    if (!request->is_empty && !write_first(contents, error))
        return false;
    if (request->list_no == NULL && !request->is_empty)
        write_checks(contents);
    write_gaps(contents);
    write_files(contents);
    return true;
}

static void title_make(const struct contents *contents, char title[LINE_SIZE])
{
    char line[REPORT_LINE_SIZE];
    report_title_line(contents->report, contents->request->title, line);
    text_format(title, LINE_SIZE, "%s%s%s", line, contents->request->list_no == NULL ? "" : ": ",
                contents->request->list_no == NULL ? "" : contents->request->list_name);
}

bool mail_contents_write(const struct report *report, const struct mail_contents_request *request,
                         struct mail_contents *contents, struct error *error)
{
    struct contents writing = {.report = report, .request = request, .language = report->language};
    char title[LINE_SIZE];
    *contents = (struct mail_contents){0};
    error_clear(error);
    if (!mail_contents_count(report, request->list_no, &writing.count, &writing.fresh_count, error))
        return false;
    contents->subject = subject_make(&writing);
    if (contents->subject == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
    title_make(&writing, title);
    if (!letter_open(&writing.letter, report->language, title, contents->subject, error))
        return false;
    if (!write_body(&writing, error)) {
        letter_abandon(writing.letter);
        return false;
    }
    return letter_finish(writing.letter, &contents->plain, &contents->html, error);
}

void mail_contents_free(struct mail_contents *contents)
{
    free(contents->subject);
    free(contents->plain);
    free(contents->html);
    *contents = (struct mail_contents){0};
}

char *mail_contents_settle(const char *body, enum language language, bool is_attached)
{
    const char *words = label(is_attached ? LABEL_MAIL_ATTACHED : LABEL_MAIL_TOO_LARGE, language);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return NULL;
    for (; *body != '\0'; body++)
        if (*body == MAIL_FILE_MARK)
            fputs(words, out);
        else
            fputc(*body, out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
