/* Working days by counting: days[i] holds how many there are from the first accepted date through
 * that day. See calendar.h. */
#include "jobs/calendar.h"

#include "jobs/statement.h"

#include <stdlib.h>
#include <string.h>

struct branch_days {
    const char *branch; /* '' for the company; in the settings' memory */
    int32_t *counts;
};

struct calendar {
    const struct settings *settings;
    int64_t from_on, to_on;
    struct branch_days *branches; /* the company first */
    size_t branch_count;
};

static bool is_company_workday(const struct settings *settings, int64_t on)
{
    return !settings->is_weekend[date_weekday(on)];
}

/* Fills 1 or 0 a day: weekends, holidays, then the branch's own days. */
static void mark_days(const struct settings *settings, const struct calendar *calendar,
                      const struct branch_days *days)
{
    for (int64_t on = calendar->from_on; on <= calendar->to_on; on++)
        days->counts[on - calendar->from_on] = is_company_workday(settings, on) ? 1 : 0;
    for (size_t i = 0; i < settings->holiday_count; i++)
        if (!settings->holidays[i].is_working)
            days->counts[settings->holidays[i].on - calendar->from_on] = 0;
    for (size_t i = 0; i < settings->branch_day_count; i++) {
        const struct branch_day_settings *day = &settings->branch_days[i];
        if (strcmp(day->branch, days->branch) == 0)
            days->counts[day->on - calendar->from_on] = day->is_working ? 1 : 0;
    }
}

static bool add_branch(struct calendar *calendar, const char *branch)
{
    size_t size = (size_t)(calendar->to_on - calendar->from_on + 1);
    struct branch_days *days = &calendar->branches[calendar->branch_count];
    for (size_t i = 0; i < calendar->branch_count; i++)
        if (strcmp(calendar->branches[i].branch, branch) == 0)
            return true;
    days->branch = branch;
    days->counts = calloc(size, sizeof *days->counts);
    if (days->counts == NULL)
        return false;
    calendar->branch_count++;
    mark_days(calendar->settings, calendar, days);
    for (size_t i = 1; i < size; i++)
        days->counts[i] += days->counts[i - 1];
    return true;
}

bool calendar_open(struct calendar **calendar, const struct settings *settings, struct error *error)
{
    struct calendar *made = calloc(1, sizeof *made);
    bool good = made != NULL;
    if (good) {
        *made = (struct calendar){.settings = settings,
                                  .from_on = settings->accepted_from_on,
                                  .to_on = settings->accepted_to_on};
        made->branches = calloc(settings->branch_day_count + 1, sizeof *made->branches);
        good = made->branches != NULL && add_branch(made, "");
    }
    for (size_t i = 0; good && i < settings->branch_day_count; i++)
        good = add_branch(made, settings->branch_days[i].branch);
    if (!good) {
        calendar_close(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the calendar");
    }
    *calendar = made;
    return true;
}

void calendar_close(struct calendar *calendar)
{
    if (calendar == NULL)
        return;
    for (size_t i = 0; calendar->branches != NULL && i < calendar->branch_count; i++)
        free(calendar->branches[i].counts);
    free(calendar->branches);
    free(calendar);
}

static const int32_t *counts_of(const struct calendar *calendar, const char *branch)
{
    for (size_t i = 1; i < calendar->branch_count; i++)
        if (strcmp(calendar->branches[i].branch, branch) == 0)
            return calendar->branches[i].counts;
    return calendar->branches[0].counts;
}

static bool is_accepted(const struct calendar *calendar, int64_t on)
{
    return on >= calendar->from_on && on <= calendar->to_on;
}

bool calendar_workdays(const struct calendar *calendar, const char *branch, int64_t from_on,
                       int64_t to_on, int64_t *count)
{
    const int32_t *counts = counts_of(calendar, branch);
    if (!is_accepted(calendar, from_on) || !is_accepted(calendar, to_on))
        return false;
    *count = to_on > from_on
                 ? counts[to_on - calendar->from_on] - counts[from_on - calendar->from_on]
                 : 0;
    return true;
}

bool calendar_workday_after(const struct calendar *calendar, const char *branch, int64_t on,
                            int64_t n, int64_t *day)
{
    const int32_t *counts = counts_of(calendar, branch);
    int64_t low = on + 1, high = calendar->to_on, wanted;
    if (!is_accepted(calendar, on) || n < 1 || n > calendar->to_on - on)
        return false;
    wanted = counts[on - calendar->from_on] + n;
    if (wanted > counts[calendar->to_on - calendar->from_on])
        return false;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (counts[middle - calendar->from_on] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    *day = low;
    return true;
}

bool calendar_is_workday(const struct calendar *calendar, int64_t on)
{
    int64_t count;
    return is_accepted(calendar, on) && on > calendar->from_on &&
           calendar_workdays(calendar, "", on - 1, on, &count) && count == 1;
}

/* The name of what closes a day, in Thai; a branch's own day goes before the company's. */
static const char *holiday_name(const struct settings *settings, const char *branch, int64_t on)
{
    for (size_t i = 0; i < settings->branch_day_count; i++)
        if (settings->branch_days[i].on == on &&
            strcmp(settings->branch_days[i].branch, branch) == 0)
            return settings->branch_days[i].name.text[LANGUAGE_TH];
    for (size_t i = 0; i < settings->holiday_count; i++)
        if (settings->holidays[i].on == on)
            return settings->holidays[i].name.text[LANGUAGE_TH];
    return NULL;
}

static bool write_branch(const struct calendar *calendar, const struct branch_days *days,
                         sqlite3_stmt *insert, struct error *error)
{
    for (int64_t on = calendar->from_on; on <= calendar->to_on; on++) {
        int64_t index = on - calendar->from_on;
        int32_t before = index > 0 ? days->counts[index - 1] : 0;
        statement_bind_text(insert, ":branch", days->branch);
        statement_bind_integer(insert, ":day_on", on);
        statement_bind_integer(insert, ":weekday_no", date_weekday(on));
        statement_bind_integer(insert, ":is_workday", days->counts[index] - before);
        statement_bind_integer(insert, ":workday_count", days->counts[index]);
        statement_bind_text(insert, ":holiday_name",
                            holiday_name(calendar->settings, days->branch, on));
        if (!statement_finish(insert, error))
            return false;
    }
    return true;
}

bool calendar_write(const struct calendar *calendar, sqlite3 *database, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool written = false;
    if (!statement_execute(database,
                           "CREATE TABLE calendar(branch TEXT NOT NULL, day_on INTEGER NOT NULL, "
                           "weekday_no INTEGER NOT NULL, is_workday INTEGER NOT NULL, "
                           "workday_count INTEGER NOT NULL, holiday_name TEXT, "
                           "PRIMARY KEY (branch, day_on)) WITHOUT ROWID",
                           error) ||
        !statement_prepare(
            database,
            "INSERT INTO calendar VALUES (:branch, :day_on, :weekday_no, :is_workday, "
            ":workday_count, :holiday_name)",
            &insert, error))
        goto done;
    written = true;
    for (size_t i = 0; written && i < calendar->branch_count; i++)
        written = write_branch(calendar, &calendar->branches[i], insert, error);
done:
    sqlite3_finalize(insert);
    return written;
}
