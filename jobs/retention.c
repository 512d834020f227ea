/* Looks at what stands on the disk beside what the ledger says; see retention.h. */
#include "jobs/retention.h"

#include "core/clock.h"
#include "core/date.h"
#include "jobs/folder.h"
#include "jobs/statement.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY "temporary"
#define DOOMED ".doomed"

/* Each published attempt: when, whether it is the newest of its job by date and attempt (a run
 * compares with the newest that counts, too), and whether something of it is still to be delivered.
 */
static const char attempts_sql[] =
    "SELECT attempt_id, business_on, attempt_no, coalesce(ended_at, started_at),"
    " attempt_id = (SELECT newest.attempt_id FROM attempts AS newest JOIN slots AS its USING"
    "  (slot_id) WHERE its.job = :job AND newest.state = 'published'"
    "  ORDER BY its.business_on DESC, newest.attempt_no DESC LIMIT 1)"
    " OR attempt_id = (SELECT attempt_id FROM counted_attempts WHERE job = :job"
    "  ORDER BY business_on DESC, attempt_no DESC LIMIT 1),"
    " EXISTS (SELECT 1 FROM outbox WHERE outbox.attempt_id = attempts.attempt_id"
    "  AND outbox.state IN ('queued', 'sending', 'uncertain'))"
    " FROM attempts JOIN slots USING (slot_id)"
    " WHERE job = :job AND attempts.state = 'published' ORDER BY attempt_id";

struct planning {
    struct retention_plan *plan;
    const struct settings *settings;
    const char *job;
    int64_t today_on;
};

int64_t retention_age_days(int64_t today_on, int64_t business_on, int64_t published_on)
{
    return today_on - (published_on > business_on ? published_on : business_on);
}

bool retention_is_past(int64_t days, int64_t age_days)
{
    return days > 0 && age_days > days;
}

static bool is_there(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0;
}

static void item_add(struct retention_plan *plan, enum retention_kind kind, const char *path,
                     int64_t attempt_id, int64_t age_days)
{
    plan->items = region_grow(&plan->region, plan->items, plan->count, sizeof *plan->items);
    plan->items[plan->count++] = (struct retention_item){.kind = kind,
                                                         .path = path,
                                                         .attempt_id = attempt_id,
                                                         .age_days = age_days,
                                                         .size_bytes = folder_size_bytes(path)};
}

static const char *snapshot_path(const struct planning *planning, int64_t business_on, int attempt)
{
    char date[DATE_TEXT_SIZE];

    date_format_iso(business_on, date);
    return region_format(&planning->plan->region, "%s/slots/%s/%s.%d",
                         planning->settings->state_folder, planning->job, date, attempt);
}

static const char *output_path(const struct planning *planning, int64_t business_on, int attempt)
{
    struct region *region = &planning->plan->region;
    const char *folder = planning->settings->output_folder;
    char date[DATE_TEXT_SIZE];

    date_format_iso(business_on, date);
    return attempt == 1
               ? region_format(region, "%s/%s/%s", folder, planning->job, date)
               : region_format(region, "%s/%s/%s.%d", folder, planning->job, date, attempt);
}

/* With the folder goes what was set aside of it: DATE.damaged, DATE.damaged-2 .. */
static void output_add(const struct planning *planning, const char *path, int64_t attempt_id,
                       int64_t age_days)
{
    struct retention_plan *plan = planning->plan;
    const char *aside = region_format(&plan->region, "%s.damaged", path);

    if (is_there(path))
        item_add(plan, RETENTION_OUTPUT, path, attempt_id, age_days);
    for (int number = 2; is_there(aside); number++) {
        item_add(plan, RETENTION_OUTPUT, aside, 0, age_days);
        aside = region_format(&plan->region, "%s.damaged-%d", path, number);
    }
}

static void attempt_look(const struct planning *planning, sqlite3_stmt *row)
{
    const struct retention_settings *retention = &planning->settings->retention;
    int64_t attempt_id = sqlite3_column_int64(row, 0), business_on = sqlite3_column_int64(row, 1);
    int attempt = sqlite3_column_int(row, 2);
    int64_t age = retention_age_days(planning->today_on, business_on,
                                     clock_local_day(sqlite3_column_int64(row, 3)));
    const char *path;

    if (sqlite3_column_int(row, 4) != 0)
        return;
    path = snapshot_path(planning, business_on, attempt);
    if (retention_is_past(retention->snapshot_days, age) && is_there(path))
        item_add(planning->plan, RETENTION_SNAPSHOT, path, attempt_id, age);
    if (retention_is_past(retention->output_days, age) && sqlite3_column_int(row, 5) == 0)
        output_add(planning, output_path(planning, business_on, attempt), attempt_id, age);
}

static bool attempts_look(const struct planning *planning, const struct ledger *ledger,
                          struct error *error)
{
    sqlite3_stmt *rows = NULL;

    if (!statement_prepare(state_connection(ledger->state), attempts_sql, &rows, error))
        return false;
    statement_bind_text(rows, ":job", planning->job);
    while (statement_next(rows, error))
        attempt_look(planning, rows);
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

/* What the ledger says of a snapshot's folder. */
enum standing {
    STANDING_KNOWN,  /* of an attempt that is published, or that recovery has yet to settle */
    STANDING_FAILED, /* of one that failed: a leftover */
    STANDING_UNKNOWN /* the ledger is older than it (state.db was restored), or people put it here
                      */
};

static bool standing_look(const struct ledger *ledger, const char *job, const char *name,
                          enum standing *standing, struct error *error)
{
    sqlite3_stmt *row = NULL;

    *standing = STANDING_KNOWN;
    if (!statement_prepare(state_connection(ledger->state),
                           "SELECT count(*), coalesce(sum(attempts.state <> 'failed'), 0)"
                           " FROM attempts JOIN slots USING (slot_id) WHERE job = :job AND"
                           " date(business_on * 86400, 'unixepoch') || '.' || attempt_no = :name",
                           &row, error))
        return false;
    statement_bind_text(row, ":job", job);
    statement_bind_text(row, ":name", name);
    if (statement_next(row, error) && sqlite3_column_int(row, 1) == 0)
        *standing = sqlite3_column_int(row, 0) > 0 ? STANDING_FAILED : STANDING_UNKNOWN;
    sqlite3_finalize(row);
    return error->code == EXIT_CODE_GOOD;
}

/* What failed goes at once. Of what nobody knows its own time says how old it is. */
static void leftover_add(const struct planning *planning, const char *path, enum standing standing)
{
    struct stat status;
    int64_t age;

    if (standing == STANDING_FAILED)
        item_add(planning->plan, RETENTION_LEFTOVER, path, 0, 0);
    if (standing != STANDING_UNKNOWN || lstat(path, &status) != 0)
        return;
    age = planning->today_on - clock_local_day(status.st_mtime);
    if (retention_is_past(planning->settings->retention.snapshot_days, age))
        item_add(planning->plan, RETENTION_SNAPSHOT, path, 0, age);
}

static bool leftovers_look(const struct planning *planning, const struct ledger *ledger,
                           struct error *error)
{
    struct region *region = &planning->plan->region;
    const char *path =
        region_format(region, "%s/slots/%s", planning->settings->state_folder, planning->job);
    DIR *folder = opendir(path);
    enum standing standing;
    struct dirent *entry;
    bool is_good = true;

    if (folder == NULL)
        return errno == ENOENT || error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    while (is_good && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        is_good = standing_look(ledger, planning->job, entry->d_name, &standing, error);
        if (is_good)
            leftover_add(planning, region_format(region, "%s/%s", path, entry->d_name), standing);
    }
    closedir(folder);
    return is_good;
}

bool retention_plan_job(struct retention_plan *plan, const struct ledger *ledger,
                        const struct settings *settings, const char *job, int64_t today_on,
                        struct error *error)
{
    struct planning planning = {plan, settings, job, today_on};
    const char *leftovers[] = {
        region_format(&plan->region, "%s/%s/.partial", settings->output_folder, job),
        region_format(&plan->region, "%s/%s/" DOOMED, settings->output_folder, job),
        region_format(&plan->region, "%s/slots/%s/" DOOMED, settings->state_folder, job),
    };

    for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++)
        if (is_there(leftovers[i]))
            item_add(plan, RETENTION_LEFTOVER, leftovers[i], 0, 0);
    return attempts_look(&planning, ledger, error) && leftovers_look(&planning, ledger, error);
}

/* Named after the process that made it: `123-Xy12ab`, `123.xlsx`. */
static bool is_of_the_dead(const char *name)
{
    char *end = NULL;
    long process = strtol(name, &end, 10);

    return end != name && process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

bool retention_plan_temporary(struct retention_plan *plan, const struct settings *settings,
                              struct error *error)
{
    const char *path = region_format(&plan->region, "%s/" TEMPORARY, settings->state_folder);
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (folder == NULL)
        return errno == ENOENT || error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    while ((entry = readdir(folder)) != NULL)
        if (is_of_the_dead(entry->d_name))
            item_add(plan, RETENTION_TEMPORARY,
                     region_format(&plan->region, "%s/%s", path, entry->d_name), 0, 0);
    closedir(folder);
    return true;
}

/* A folder goes under another name at once, so that no half of it is taken for the whole. */
static bool folder_doom(const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    char doomed[PATH_MAX];

    if (snprintf(doomed, sizeof doomed, "%.*s/" DOOMED, (int)(slash - path), path) >=
        (int)sizeof doomed)
        return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: path too long", path);
    if (strcmp(doomed, path) == 0)
        return folder_remove(path, error);
    if (!folder_remove(doomed, error))
        return false;
    if (rename(path, doomed) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be removed", path);
    return folder_remove(doomed, error);
}

/* The note first: what it says may not be done yet after a crash, and is by the next sweep. */
static bool item_remove(const struct retention_item *item, const struct ledger *ledger,
                        const struct settings *settings, struct error *error)
{
    bool is_snapshot = item->kind == RETENTION_SNAPSHOT;
    char why[128];

    snprintf(why, sizeof why, "%lld days old; retention.%s = %lld", (long long)item->age_days,
             is_snapshot ? "snapshots" : "outputs",
             (long long)(is_snapshot ? settings->retention.snapshot_days
                                     : settings->retention.output_days));
    if (item->attempt_id != 0 &&
        !ledger_note(ledger, item->attempt_id, is_snapshot ? "snapshot removed" : "output removed",
                     why, error))
        return false;
    return item->kind == RETENTION_TEMPORARY ? folder_remove(item->path, error)
                                             : folder_doom(item->path, error);
}

bool retention_carry_out(const struct retention_plan *plan, const struct ledger *ledger,
                         const struct settings *settings, struct error *error)
{
    bool is_good = true;

    for (size_t i = 0; i < plan->count; i++) {
        struct error own = {0};
        if (item_remove(&plan->items[i], ledger, settings, &own))
            continue;
        if (is_good)
            *error = own;
        is_good = false;
    }
    return is_good;
}

void retention_clear(struct retention_plan *plan)
{
    region_clear(&plan->region);
    *plan = (struct retention_plan){0};
}
