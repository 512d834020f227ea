/* Finds the slot that a command line names; see slot_name.h. */
#include "daemon/slot_name.h"

#include "jobs/statement.h"

#include <errno.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATE_LENGTH 10

bool slot_name_date(const char *text, struct slot_name *name, struct error *error)
{
    size_t length = strlen(text);
    long attempt = 0;
    char *end = NULL;

    if (length >= DATE_LENGTH && date_parse(text, DATE_LENGTH, DATE_ORDER_ISO, DATE_ERA_COMMON,
                                            &name->business_on) == DATE_GOOD) {
        if (length == DATE_LENGTH)
            return true;
        if (text[DATE_LENGTH] == '.')
            attempt = strtol(text + DATE_LENGTH + 1, &end, 10);
        if (attempt > 0 && attempt < 100000 && *end == '\0') {
            name->attempt = (int)attempt;
            return true;
        }
    }
    return error_set(error, EXIT_CODE_USAGE,
                     "\"%s\" is not a date: write it as 2026-11-25, a later attempt as "
                     "2026-11-25.2",
                     text);
}

/* A job that is no longer in jobs.yaml has its past all the same. */
static bool job_find(const struct site *site, struct slot_name *name, struct error *error)
{
    const struct job_settings *job;
    struct ledger_attempt attempt;
    bool is_found = false;

    if (*name->job != '\0' &&
        !ledger_find_newest(&site->ledger, name->job, &attempt, &is_found, error))
        return false;
    if (is_found)
        return true;
    if (!site_job(site, name->job, &job, error))
        return false;
    snprintf(name->job, sizeof name->job, "%s", job->name);
    return true;
}

bool slot_name_find(const struct site *site, struct slot_name *name, struct ledger_attempt *attempt,
                    struct error *error)
{
    char date[DATE_TEXT_SIZE];
    bool is_found = false;

    if (!job_find(site, name, error))
        return false;
    if (name->attempt == 0 ? !ledger_find_published(&site->ledger, name->job, name->business_on,
                                                    attempt, &is_found, error)
                           : !ledger_find_attempt(&site->ledger, name->job, name->business_on,
                                                  name->attempt, attempt, &is_found, error))
        return false;
    if (is_found)
        return true;
    date_format_iso(name->business_on, date);
    if (name->attempt == 0)
        return error_set(error, EXIT_CODE_USAGE,
                         "%s has published nothing for %s; see: khrop "
                         "history %s",
                         name->job, date, name->job);
    return error_set(error, EXIT_CODE_USAGE,
                     "%s has no attempt %d for %s that was published; see: khrop history %s "
                     "--date %s",
                     name->job, name->attempt, date, name->job, date);
}

/* The hash of its manifest says what a folder is, wherever it has been copied to. */
static bool folder_find(const struct site *site, const char *folder, struct slot_name *name,
                        struct error *error)
{
    char path[PATH_MAX], hash[SHA256_DIGEST_STRING_LENGTH];
    sqlite3_stmt *row = NULL;
    bool is_found = false;

    if (snprintf(path, sizeof path, "%s/manifest.json", folder) >= (int)sizeof path ||
        SHA256File(path, hash) == NULL)
        return error_set_errno(error, EXIT_CODE_USAGE, errno, "%s is not a published folder",
                               folder);
    if (!statement_prepare(state_connection(site->state),
                           "SELECT job, business_on, attempt_no FROM attempts"
                           " JOIN slots USING (slot_id)"
                           " WHERE state = 'published' AND manifest_sha256 = :hash"
                           " ORDER BY attempt_id DESC LIMIT 1",
                           &row, error))
        return false;
    statement_bind_text(row, ":hash", hash);
    is_found = statement_next(row, error);
    if (is_found) {
        snprintf(name->job, sizeof name->job, "%s", statement_text(row, 0));
        name->business_on = sqlite3_column_int64(row, 1);
        name->attempt = sqlite3_column_int(row, 2);
    }
    sqlite3_finalize(row);
    return is_found || error->code != EXIT_CODE_GOOD ||
           error_set(error, EXIT_CODE_USAGE,
                     "%s: its manifest.json is of no published attempt that state.db knows",
                     folder);
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool slot_name_read(const struct site *site, const char *text, struct slot_name *name,
                    struct ledger_attempt *attempt, struct error *error)
{
    const char *slash = strchr(text, '/');
    struct error own = {0};

    *name = (struct slot_name){0};
    if (slash == NULL && slot_name_date(text, name, &own))
        return slot_name_find(site, name, attempt, error);
    if (slash != NULL && slash > text && slot_name_date(slash + 1, name, &own)) {
        snprintf(name->job, sizeof name->job, "%.*s", (int)(slash - text), text);
        return slot_name_find(site, name, attempt, error);
    }
    if (is_folder(text))
        return folder_find(site, text, name, error) && slot_name_find(site, name, attempt, error);
    return error_set(error, EXIT_CODE_USAGE,
                     "\"%s\" is neither a date (2026-11-25, 2026-11-25.2), nor JOB/DATE "
                     "(daily/2026-11-25), nor a published folder",
                     text);
}

bool slot_name_explain_gone(const struct site *site, const struct slot_name *name,
                            const struct ledger_attempt *attempt, struct error *error)
{
    char date[DATE_TEXT_SIZE], when[SITE_TEXT_SIZE] = "", why[256] = "";
    bool stands = is_folder(attempt->folder);
    sqlite3_stmt *row = NULL;
    struct error own = {0};

    if (statement_prepare(state_connection(site->state),
                          "SELECT at, why FROM slot_events WHERE attempt_id = :attempt_id"
                          " AND state = 'snapshot removed' ORDER BY event_id DESC LIMIT 1",
                          &row, &own)) {
        statement_bind_integer(row, ":attempt_id", attempt->attempt_id);
        if (statement_next(row, &own)) {
            site_time(sqlite3_column_int64(row, 0), when);
            snprintf(why, sizeof why, " on %.19s (%.200s)", when, statement_text(row, 1));
        }
    }
    sqlite3_finalize(row);
    date_format_iso(name->business_on, date);
    return error_set(error, EXIT_CODE_UNAVAILABLE,
                     "the snapshot of %s for %s is not kept any more%s%s. What is left: %s%s; the "
                     "figures in the history of KPIs and exceptions. To pull and compute the date "
                     "anew: khrop restate %s %s --why TEXT",
                     name->job, date, *why != '\0' ? ": it was removed" : "", why,
                     stands ? "the published folder " : "no published folder",
                     stands ? attempt->folder : "", name->job, date);
}
