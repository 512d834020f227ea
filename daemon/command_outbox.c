/* khrop outbox: what was delivered to whom. */
#include "daemon/command.h"
#include "daemon/deliver.h"
#include "daemon/site.h"
#include "daemon/table.h"
#include "jobs/outbox.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *configuration;
    const char *job;
    int64_t business_on;
    const char *receipts; /* of this delivery alone */
    const char *message;
    bool is_all, is_json;
};

#define NO_DATE INT64_MIN

enum { NUMBER, DATE, DELIVERY, TO, STATE, TRIES, NEXT, ANSWERED, ANSWER, COLUMNS };

/* The newest published date of each job, unless others are asked for; what is not delivered shows
 * whatever its date. */
static const char rows_sql[] =
    "SELECT outbox_no, key, outbox.job, outbox.business_on, delivery, report, way, recipient,"
    " recipient_name, outbox.state, tries, next_at, answered_at, answer"
    " FROM outbox JOIN attempts USING (attempt_id) WHERE attempts.state = 'published'"
    " AND (:job IS NULL OR outbox.job = :job)"
    " AND (CASE WHEN :date IS NOT NULL THEN outbox.business_on = :date WHEN :all THEN 1"
    "  ELSE outbox.state IN ('queued', 'sending') OR outbox.business_on = (SELECT"
    "   max(newest.business_on) FROM counted_attempts AS newest WHERE newest.job = outbox.job) END)"
    " ORDER BY outbox_no";

static bool rows_open(const struct site *site, const struct wanted *wanted, sqlite3_stmt **rows,
                      struct error *error)
{
    if (!statement_prepare(state_connection(site->state), rows_sql, rows, error))
        return false;
    statement_bind_text(*rows, ":job", wanted->job);
    statement_bind_integer(*rows, ":all", wanted->is_all);
    if (wanted->business_on != NO_DATE)
        statement_bind_integer(*rows, ":date", wanted->business_on);
    return true;
}

static void row_print(struct table *table, sqlite3_stmt *row)
{
    char number[24], date[DATE_TEXT_SIZE], tries[24], next[SITE_TEXT_SIZE] = "";
    char answered[SITE_TEXT_SIZE];

    snprintf(number, sizeof number, "%" PRId64, (int64_t)sqlite3_column_int64(row, 0));
    date_format_iso(sqlite3_column_int64(row, 3), date);
    snprintf(tries, sizeof tries, "%" PRId64, (int64_t)sqlite3_column_int64(row, 10));
    if (strcmp(statement_text(row, 9), "queued") == 0)
        site_time(sqlite3_column_int64(row, 11), next);
    site_time(sqlite3_column_int64(row, 12), answered);
    const char *cells[COLUMNS] = {
        [NUMBER] = number,
        [DATE] = date,
        [DELIVERY] = statement_text(row, 4),
        [TO] = statement_text(row, 7),
        [STATE] = statement_text(row, 9),
        [TRIES] = tries,
        [NEXT] = *next != '\0' ? next : "-",
        [ANSWERED] = *answered != '\0' ? answered : "-",
        [ANSWER] = statement_text(row, 13),
    };
    table_row(table, cells);
}

static bool table_print(sqlite3_stmt *rows, struct error *error)
{
    struct table table = {
        .stream = stdout,
        .column_count = COLUMNS,
        .titles = {"no.", "date", "delivery", "to", "state", "tries", "next try", "at", "answer"},
        .is_right = {[NUMBER] = true, [TRIES] = true},
    };

    while (statement_next(rows, error))
        row_print(&table, rows);
    table_end(&table);
    return error->code == EXIT_CODE_GOOD;
}

/* A row as an object: texts, and numbers where they are numbers; times as seconds since 1970. */
static json_t *row_object(sqlite3_stmt *row)
{
    json_t *object = json_object();

    for (int i = 0; i < sqlite3_column_count(row); i++) {
        bool is_number = sqlite3_column_type(row, i) == SQLITE_INTEGER;
        json_t *value = sqlite3_column_type(row, i) == SQLITE_NULL ? json_null()
                        : is_number ? json_integer(sqlite3_column_int64(row, i))
                                    : json_string(statement_text(row, i));
        json_object_set_new(object, sqlite3_column_name(row, i), value);
    }
    return object;
}

static bool json_print(sqlite3_stmt *rows, struct error *error)
{
    json_t *all = json_array();

    while (statement_next(rows, error))
        json_array_append_new(all, row_object(rows));
    if (error->code == EXIT_CODE_GOOD) {
        json_dumpf(all, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(all);
    return error->code == EXIT_CODE_GOOD;
}

/* Every answer that came for one delivery. */
static bool receipts_open(const struct site *site, const struct wanted *wanted, sqlite3_stmt **rows,
                          struct error *error)
{
    if (!statement_prepare(state_connection(site->state),
                           "SELECT at, state, code, answer FROM outbox_receipts WHERE outbox_no ="
                           " :no ORDER BY receipt_no",
                           rows, error))
        return false;
    statement_bind_integer(*rows, ":no", strtoll(wanted->receipts, NULL, 10));
    return true;
}

static bool receipts_print(sqlite3_stmt *rows, struct error *error)
{
    struct table table = {.stream = stdout,
                          .column_count = 4,
                          .titles = {"at", "state", "code", "answer"},
                          .is_right = {false, false, true, false}};

    while (statement_next(rows, error)) {
        char at[SITE_TEXT_SIZE], code[24] = "-";
        site_time(sqlite3_column_int64(rows, 0), at);
        if (sqlite3_column_int64(rows, 2) != 0)
            snprintf(code, sizeof code, "%" PRId64, (int64_t)sqlite3_column_int64(rows, 2));
        const char *cells[] = {at, statement_text(rows, 1), code, statement_text(rows, 3)};
        table_row(&table, cells);
    }
    table_end(&table);
    return error->code == EXIT_CODE_GOOD;
}

static enum exit_code message_print(const struct wanted *wanted)
{
    struct error error = {0};
    struct site site = {0};
    bool is_good =
        site_open(&site, wanted->configuration, &error) &&
        deliver_message_write(site.state, site.settings, wanted->message, stdout, &error);

    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static enum exit_code outbox(const struct wanted *wanted)
{
    bool is_receipts = wanted->receipts != NULL;
    sqlite3_stmt *rows = NULL;
    struct error error = {0};
    struct site site = {0};
    bool is_good = site_open(&site, wanted->configuration, &error) &&
                   (is_receipts ? receipts_open(&site, wanted, &rows, &error)
                                : rows_open(&site, wanted, &rows, &error));

    if (is_good && wanted->is_json)
        is_good = json_print(rows, &error);
    else if (is_good)
        is_good = is_receipts ? receipts_print(rows, &error) : table_print(rows, &error);
    sqlite3_finalize(rows);
    site_close(&site);
    return is_good ? EXIT_CODE_GOOD : command_failed(&error);
}

static const char about[] =
    "Shows the deliveries of the newest business date and all that still wait: what, to whom,\n"
    "how it stands, how often it was tried, when it is tried next, and the last answer.";

static const char more[] =
    "states: queued, sending, sent, failed (tried until its time was up), refused (the other side\n"
    "will not have it, or there is no address), uncertain (it may have arrived: see\n"
    "`khrop deliver --help`), superseded (a forced rerun says otherwise)";

enum exit_code command_outbox(int argc, char **argv)
{
    struct wanted wanted = {.configuration = COMMAND_CONFIG_DEFAULT, .business_on = NO_DATE};
    const struct command_option options[] = {
        COMMAND_CONFIG_OPTION(&wanted.configuration),
        {"job", "JOB", OPTION_TEXT, &wanted.job, "of this job alone"},
        {"date", "YYYY-MM-DD", OPTION_DATE, &wanted.business_on, "of this business date"},
        {"all", NULL, OPTION_FLAG, &wanted.is_all, "of every date"},
        {"receipts", "ID", OPTION_TEXT, &wanted.receipts, "every answer that one delivery got"},
        {"message", "ID", OPTION_TEXT, &wanted.message, "one message as it goes out, to look at"},
        {"json", NULL, OPTION_FLAG, &wanted.is_json, "as JSON, with keys; times in seconds"},
    };
    const struct command_line line = {
        .usage = "outbox [options]",
        .about = about,
        .more = more,
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    enum exit_code code;
    char **words;
    size_t word_count;

    if (!command_parse(&line, argc, argv, &words, &word_count, &code))
        return code;
    return wanted.message != NULL ? message_print(&wanted) : outbox(&wanted);
}
