/* From the plan of jobs/retention.h to what is printed and removed; see sweep.h. */
#include "daemon/sweep.h"

#include "daemon/journal.h"
#include "daemon/recover.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JOB_SIZE 128
#define BYTES_PER_MEGABYTE 1048576.0

static const char *const kind_names[RETENTION_KINDS] = {
    [RETENTION_SNAPSHOT] = "snapshot",
    [RETENTION_OUTPUT] = "output",
    [RETENTION_LEFTOVER] = "leftover",
    [RETENTION_TEMPORARY] = "temporary",
};

static double megabytes(int64_t bytes)
{
    return (double)bytes / BYTES_PER_MEGABYTE;
}

/* "3 snapshots, 1 output, 41.5 MB" */
static void print_sum(const struct retention_plan *plan, const char *lead, FILE *out)
{
    size_t counts[RETENTION_KINDS] = {0};
    int64_t size = 0;

    for (size_t i = 0; i < plan->count; i++) {
        counts[plan->items[i].kind]++;
        size += plan->items[i].size_bytes;
    }
    fputs(lead, out);
    for (int kind = 0; kind < RETENTION_KINDS; kind++)
        if (counts[kind] > 0)
            fprintf(out, "%zu %s%s, ", counts[kind], kind_names[kind], counts[kind] > 1 ? "s" : "");
    fprintf(out, "%.1f MB\n", megabytes(size));
}

void sweep_after_run(const struct ledger *ledger, const struct settings *settings, const char *job,
                     int64_t today_on)
{
    struct retention_plan plan = {0};
    struct error error = {0};

    if (!retention_plan_job(&plan, ledger, settings, job, today_on, &error) ||
        !retention_plan_temporary(&plan, settings, &error) ||
        !retention_carry_out(&plan, ledger, settings, &error))
        fprintf(stderr,
                "%skhrop: what is past its retention could not be removed (khrop gc tries "
                "again): %s\n",
                journal_prefix(STDERR_FILENO, JOURNAL_WARNING), error.text);
    else if (plan.count > 0)
        print_sum(&plan, "removed, past retention or left over: ", stdout);
    retention_clear(&plan);
}

/* A crash's attempt is settled first: what it left is a leftover then. */
static bool job_settle(const struct ledger *ledger, const struct settings *settings,
                       const char *name, struct error *error)
{
    const struct job_settings *job = settings_job(settings, name);

    return job == NULL || recover(ledger, settings, job, error);
}

static bool job_plan(struct retention_plan *plan, const struct ledger *ledger,
                     const struct settings *settings, const char *job, int64_t today_on,
                     bool is_dry, struct error *error)
{
    return (is_dry || job_settle(ledger, settings, job, error)) &&
           retention_plan_job(plan, ledger, settings, job, today_on, error);
}

static void print_items(const struct retention_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct retention_item *item = &plan->items[i];
        char age[32] = "";
        if (item->age_days > 0)
            snprintf(age, sizeof age, "%lld days", (long long)item->age_days);
        printf("%-9s %10s %9.1f MB  %s\n", kind_names[item->kind], age, megabytes(item->size_bytes),
               item->path);
    }
}

/* Finds, tells and removes; under the lock all the while. */
static bool sweep(struct retention_plan *plan, const struct ledger *ledger,
                  const struct settings *settings, bool is_dry, size_t *count, struct error *error)
{
    print_items(plan);
    *count += plan->count;
    return is_dry || retention_carry_out(plan, ledger, settings, error);
}

static bool sweep_job(const struct ledger *ledger, const struct settings *settings, const char *job,
                      int64_t today_on, bool is_dry, size_t *count, bool *is_busy,
                      struct error *error)
{
    struct retention_plan plan = {0};
    int lock = ledger_lock(settings, job, ledger->run_at, error);
    bool is_good;

    if (lock < 0 && error->code == EXIT_CODE_TRY_AGAIN) {
        printf("%s is at work, and is left for the next time: %s\n", job, error->text);
        error_clear(error);
        *is_busy = true;
        return true;
    }
    if (lock < 0)
        return false;
    is_good = job_plan(&plan, ledger, settings, job, today_on, is_dry, error) &&
              sweep(&plan, ledger, settings, is_dry, count, error);
    retention_clear(&plan);
    ledger_unlock(lock);
    return is_good;
}

/* The names first: a statement must not stay open while others write. */
static bool jobs_read(const struct ledger *ledger, struct region *region, const char ***jobs,
                      size_t *count, struct error *error)
{
    sqlite3_stmt *rows = NULL;

    *jobs = NULL;
    *count = 0;
    if (!statement_prepare(state_connection(ledger->state),
                           "SELECT DISTINCT job FROM slots ORDER BY job", &rows, error))
        return false;
    while (statement_next(rows, error)) {
        *jobs = region_grow(region, (void *)*jobs, *count, sizeof **jobs);
        (*jobs)[(*count)++] = region_copy(region, statement_text(rows, 0));
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

enum exit_code sweep_all(const struct ledger *ledger, const struct settings *settings,
                         int64_t today_on, bool is_dry, struct error *error)
{
    struct retention_plan temporary = {0};
    struct region region = {0};
    const char **jobs;
    size_t job_count, count = 0;
    bool is_busy = false;
    bool is_good = jobs_read(ledger, &region, &jobs, &job_count, error);

    for (size_t i = 0; i < job_count; i++) {
        struct error own = {0};
        if (sweep_job(ledger, settings, jobs[i], today_on, is_dry, &count, &is_busy, &own))
            continue;
        if (is_good)
            *error = own;
        is_good = false;
    }
    is_good = is_good && retention_plan_temporary(&temporary, settings, error) &&
              sweep(&temporary, ledger, settings, is_dry, &count, error);
    if (is_good)
        printf("%zu folders and files %s\n", count, is_dry ? "would be removed" : "removed");
    retention_clear(&temporary);
    region_clear(&region);
    if (!is_good)
        return error->code;
    return is_busy ? EXIT_CODE_INCOMPLETE : EXIT_CODE_GOOD;
}
