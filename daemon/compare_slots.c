/* Opens both sides, has the workbook written, prints the short of it; see compare_slots.h. */
#include "daemon/compare_slots.h"

#include "core/clock.h"
#include "daemon/place.h"
#include "daemon/slot_name.h"
#include "jobs/folder.h"
#include "reports/compare.h"

#include <stdio.h>
#include <unistd.h>

static bool side_open(const struct site *site, const char *text, struct past *past,
                      struct error *error)
{
    struct slot_name name = {0};
    struct ledger_attempt attempt;

    if (!slot_name_read(site, text, &name, &attempt, error))
        return false;
    return past_open(past, site->settings, name.job, &attempt, error) ||
           (error->code == EXIT_CODE_UNAVAILABLE
                ? slot_name_explain_gone(site, &name, &attempt, error)
                : error_wrap(error, "%s", text));
}

static void print_side(char letter, const struct past *past)
{
    char date[DATE_TEXT_SIZE], when[SITE_TEXT_SIZE];

    date_format_iso(past->slot.business_on, date);
    site_time(past->slot.run_at, when);
    printf("%c  %s for %s, attempt %d, issued %s%s\n", letter, past->slot.job->name, date,
           past->slot.attempt, when,
           past->slot.is_flows_only ? " (a day of the past: flows only)" : "");
}

static void print_part(const struct compare_part *part)
{
    if (comparison_count(part) > 0)
        printf("  %-22s %9lld only in A %9lld only in B %9lld changed\n", part->name,
               (long long)part->counts[ONLY_IN_A], (long long)part->counts[ONLY_IN_B],
               (long long)part->counts[IS_CHANGED]);
}

static void compare_print(const struct past *a, const struct past *b,
                          const struct comparison *comparison, const char *path)
{
    print_side('A', a);
    print_side('B', b);
    for (size_t i = 0; i < comparison->part_count; i++)
        print_part(&comparison->parts[i]);
    if (!comparison_differs(comparison))
        puts("  nothing differs in what was compared");
    for (size_t i = 0; i < comparison->line_count; i++)
        printf("  %s\n", comparison->lines[i]);
    for (size_t i = 0; i < comparison->file_count; i++)
        printf("  made with another %s\n", comparison->files[i].path);
    if (comparison->gap_count > 0)
        printf("  %zu parts could not be compared, see the workbook\n", comparison->gap_count);
    if (path != NULL)
        printf("written: %s\n", path);
}

enum exit_code compare_slots(const struct site *site, const char *const sides[2], const char *path,
                             struct error *error)
{
    struct past a = {0}, b = {0};
    struct comparison comparison = {0};
    char temporary[PATH_MAX], unkept[PATH_MAX + 64];
    struct compare_request request = {.sides = {&a, &b},
                                      .language = site->settings->language,
                                      .path = path != NULL ? path : unkept,
                                      .temporary_folder = temporary};
    enum exit_code code = EXIT_CODE_GOOD;

    snprintf(temporary, sizeof temporary, "%s/" PAST_TEMPORARY, site->settings->state_folder);
    snprintf(unkept, sizeof unkept, "%s/%d.xlsx", temporary, (int)getpid());
    if (!side_open(site, sides[0], &a, error) || !side_open(site, sides[1], &b, error) ||
        !folder_make(temporary, error) || !clock_set_zone(site->settings->time_zone, error) ||
        !clock_now(&request.created_at, error) ||
        !place_is_free_of_output(site->settings, path, error) ||
        !compare_write(&request, &comparison, error)) {
        code = error->code != EXIT_CODE_GOOD ? error->code : EXIT_CODE_SOFTWARE;
    } else {
        compare_print(&a, &b, &comparison, path);
        if (comparison_differs(&comparison))
            code = EXIT_CODE_INCOMPLETE;
    }
    if (path == NULL)
        unlink(unkept);
    comparison_clear(&comparison);
    past_close(&a);
    past_close(&b);
    return code;
}
