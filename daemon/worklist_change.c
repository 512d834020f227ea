/* Notes, dismissals and assignments; see worklist_change.h. */
#include "daemon/worklist_change.h"

#include "core/clock.h"
#include "core/text.h"
#include "daemon/exception_print.h"
#include "jobs/prepare.h"
#include "jobs/remarks.h"
#include "jobs/statement.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DESKS_MAX 64
#define ROLE "role:"
#define NOBODY "-"

static const char *user_of(const struct worklist_change *change)
{
    const struct passwd *user = change->by == NULL ? getpwuid(getuid()) : NULL;

    if (change->by != NULL)
        return change->by;
    return user != NULL ? user->pw_name : "?";
}

/* The newest list that an exception stood on, alive or not: what a remark is said of. */
static bool list_find(const struct site *site, const struct job_settings *job, const char *id,
                      int64_t exception_no, int64_t *business_on, struct error *error)
{
    sqlite3_stmt *newest = NULL;
    bool is_found;

    if (!statement_prepare(state_connection(site->state),
                           "SELECT business_on FROM worklist JOIN counted_attempts USING"
                           " (attempt_id) WHERE exception_no = :exception_no AND job = :job"
                           " ORDER BY business_on DESC LIMIT 1",
                           &newest, error))
        return false;
    statement_bind_integer(newest, ":exception_no", exception_no);
    statement_bind_text(newest, ":job", job->name);
    is_found = statement_next(newest, error);
    if (is_found)
        *business_on = sqlite3_column_int64(newest, 0);
    sqlite3_finalize(newest);
    if (!is_found && error->code == EXIT_CODE_GOOD)
        return error_set(error, EXIT_CODE_USAGE, "%s was never on a published list of %s", id,
                         job->name);
    return is_found;
}

static bool status_take(const char *word, enum remark_status *status, struct error *error)
{
    const char *codes[REMARK_STATUS_COUNT], *nearest;

    if (strcmp(word, "none") == 0) {
        *status = REMARK_NONE;
        return true;
    }
    if (*word != '\0' && remark_status_from_code(word, status))
        return true;
    for (size_t i = 1; i < REMARK_STATUS_COUNT; i++)
        codes[i - 1] = remark_status_code((enum remark_status)i);
    codes[REMARK_STATUS_COUNT - 1] = "none";
    nearest = text_nearest(word, codes, REMARK_STATUS_COUNT);
    return error_set(error, EXIT_CODE_USAGE,
                     "\"%s\" is not a status, did you mean \"%s\"? They are: none, new, working, "
                     "waiting_customer, waiting_supplier, done, not_a_problem",
                     word, nearest != NULL ? nearest : "working");
}

static bool remark_keep(const struct site *site, int64_t exception_no, struct remark *remark,
                        struct error *error)
{
    int64_t remark_no;
    bool is_new;

    return remark_add(site->state, exception_no, remark, &remark_no, &is_new, error);
}

/* As it was last said, by whoever says so now. */
static bool remark_begin(const struct site *site, const struct job_settings *job,
                         const struct worklist_change *change, struct region *region,
                         struct remark *remark, int64_t *exception_no, struct error *error)
{
    struct remark *all = NULL;
    int64_t business_on = 0, now = 0, seen_no = 0;
    bool has_one = false;
    size_t count = 0;

    *remark = (struct remark){.remark = ""};
    if (!exception_find(site, change->exception, exception_no, error) ||
        !list_find(site, job, change->exception, *exception_no, &business_on, error) ||
        !clock_now(&now, error) ||
        !remark_printed(site->state, *exception_no, INT64_MAX, region, remark, &has_one, error) ||
        !remark_history(site->state, *exception_no, region, &all, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        seen_no = all[i].remark_no > seen_no ? all[i].remark_no : seen_no;
    remark->business_on = business_on;
    remark->said_at = remark->taken_at = now;
    remark->said_by = user_of(change);
    remark->source = REMARK_SOURCE_COMMAND;
    remark->file_sha256 = "";
    remark->baseline_no = seen_no;
    return true;
}

bool worklist_note(const struct site *site, const struct job_settings *job,
                   const struct worklist_change *change, struct error *error)
{
    struct region region = {0};
    struct remark remark;
    int64_t exception_no = 0;
    bool is_kept = false;

    if (!remark_begin(site, job, change, &region, &remark, &exception_no, error) ||
        (change->status != NULL && !status_take(change->status, &remark.status, error)))
        goto done;
    if (change->remark != NULL)
        remark.remark = change->remark;
    if (change->next_on != INT64_MIN) {
        remark.has_next = true;
        remark.next_on = change->next_on;
    }
    if (remark.status == REMARK_NOT_A_PROBLEM && *remark.remark == '\0') {
        error_set(error, EXIT_CODE_USAGE, "not_a_problem needs a reason: give it as --remark TEXT");
        goto done;
    }
    is_kept = remark_keep(site, exception_no, &remark, error);
    if (is_kept)
        printf("%s: kept; it stands on the list from the next run on\n", change->exception);
done:
    region_clear(&region);
    return is_kept;
}

bool worklist_dismiss(const struct site *site, const struct job_settings *job,
                      const struct worklist_change *change, struct error *error)
{
    struct region region = {0};
    struct remark remark;
    char until[DATE_TEXT_SIZE];
    int64_t exception_no = 0, most_on;
    bool is_kept = false;

    if (!remark_begin(site, job, change, &region, &remark, &exception_no, error))
        goto done;
    most_on = remark.business_on + site->settings->suppress_max_days;
    remark.status = REMARK_NOT_A_PROBLEM;
    remark.remark = change->remark;
    remark.has_next = true;
    remark.next_on = change->next_on != INT64_MIN ? change->next_on : most_on;
    date_format_iso(most_on, until);
    if (remark.next_on > most_on || remark.next_on <= remark.business_on) {
        error_set(error, EXIT_CODE_USAGE,
                  "--until must be after the newest list and at the latest %s (suppress.max_days "
                  "of khrop.ini)",
                  until);
        goto done;
    }
    is_kept = remark_keep(site, exception_no, &remark, error);
    date_format_iso(remark.next_on, until);
    if (is_kept)
        printf("%s: not a problem until %s, or until what differs changes; it leaves the list with "
               "the next run\n",
               change->exception, until);
done:
    region_clear(&region);
    return is_kept;
}

static bool desk_check(const struct settings *settings, const char *name, struct error *error)
{
    const char *names[DESKS_MAX], *nearest;
    size_t count = 0;

    if (settings_desk(settings, name) != NULL)
        return true;
    for (size_t i = 0; i < settings->desk_count && count < DESKS_MAX; i++)
        names[count++] = settings->desks[i].name;
    nearest = text_nearest(name, names, count);
    return error_set(error, EXIT_CODE_USAGE, "there is no desk \"%s\"%s%s; desks.yaml has them",
                     name, nearest != NULL ? ", did you mean role:" : "",
                     nearest != NULL ? nearest : "");
}

/* Looks for an active staff member in what the newest slot has read. */
static bool staff_ask(sqlite3 *mirror, const char *staff_no, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_there;

    if (!statement_prepare(mirror, "SELECT is_active FROM staff WHERE staff_no = :staff_no",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":staff_no", staff_no);
    is_there = statement_next(statement, error);
    if (error->code == EXIT_CODE_GOOD && !is_there)
        error_set(error, EXIT_CODE_USAGE, "there is no staff member \"%s\"", staff_no);
    else if (is_there && sqlite3_column_int64(statement, 0) == 0)
        error_set(error, EXIT_CODE_USAGE, "%s has left", staff_no);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static bool staff_check(const struct site *site, const struct job_settings *job,
                        const char *staff_no, struct error *error)
{
    struct catalogue *catalogue = NULL;
    sqlite3 *mirror = NULL;
    struct slot slot;
    bool is_there = site_slot(site, job, false, 0, &slot, error) &&
                    catalogue_open(&catalogue, site->settings, error) &&
                    mirror_open(&mirror, site->settings, catalogue, &slot, error) &&
                    staff_ask(mirror, staff_no, error);

    sqlite3_close(mirror);
    if (catalogue != NULL)
        catalogue_close(catalogue);
    return is_there;
}

static bool assignment_add(const struct site *site, int64_t exception_no, const char *to,
                           const char *by, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    int64_t now = 0;
    bool is_added;

    if (!clock_now(&now, error) ||
        !statement_prepare(state_connection(site->state),
                           "INSERT INTO assignments (exception_no, assigned_to, assigned_at,"
                           " assigned_by) VALUES (:exception_no, :to, :at, :by)",
                           &insert, error))
        return false;
    statement_bind_integer(insert, ":exception_no", exception_no);
    statement_bind_text(insert, ":to", to);
    statement_bind_integer(insert, ":at", now);
    statement_bind_text(insert, ":by", by);
    is_added = statement_finish(insert, error);
    sqlite3_finalize(insert);
    return is_added;
}

bool worklist_assign(const struct site *site, const struct job_settings *job,
                     const struct worklist_change *change, struct error *error)
{
    const char *to = change->assigned_to;
    bool is_role = strncmp(to, ROLE, sizeof ROLE - 1) == 0, is_back = strcmp(to, NOBODY) == 0;
    int64_t exception_no = 0;

    if (!exception_find(site, change->exception, &exception_no, error) ||
        (is_role && !desk_check(site->settings, to + sizeof ROLE - 1, error)) ||
        (!is_role && !is_back && !staff_check(site, job, to, error)) ||
        !assignment_add(site, exception_no, is_back ? "" : to, user_of(change), error))
        return false;
    if (is_back)
        printf("%s: back to its own owner from the next run on\n", change->exception);
    else
        printf("%s: on the list of %s from the next run on\n", change->exception, to);
    return true;
}
