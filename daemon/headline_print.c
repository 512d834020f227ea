/* Prints the headline of a run for the person at the terminal or the reader of the journal. */
#include "core/text.h"
#include "daemon/headline.h"

#include <inttypes.h>
#include <string.h>

#define ID_WIDTH 8
#define COUNT_WIDTH 10
#define COUNTS 9
#define VALUE_WIDTH 15
#define MONTH_WIDTH 18
#define SHARE_WIDTH 11

static const char *const heads[COUNTS] = {"new",     "reopened",  "changed",
                                          "open",    "resolved",  "expired",
                                          "retired", "set aside", "unchecked"};

/* Numbers stand in front and titles behind them: a title may be longer than the terminal is wide.
 * Thai marks above and below take no column, so printf's own widths would not line up. */
static void print_right(FILE *stream, const char *text, size_t width)
{
    size_t taken = text_display_width(text, strlen(text));

    for (; taken < width; taken++)
        fputc(' ', stream);
    fputs(text, stream);
}

static void counts_of(const struct headline_check *check, int64_t counts[COUNTS])
{
    const int64_t found[COUNTS] = {
        check->new_count,     check->reopened_count,   check->changed_count,
        check->open_count,    check->resolved_count,   check->expired_count,
        check->retired_count, check->suppressed_count, check->not_checked_count};

    memcpy(counts, found, sizeof found);
}

static bool is_blind(const char *state)
{
    return strcmp(state, "not_checked") == 0 || strcmp(state, "failed") == 0;
}

/* Columns in which no check has anything are left out. What was not looked at is not 0. */
static void check_print(const struct headline_check *check, const int64_t totals[COUNTS],
                        FILE *stream)
{
    int64_t counts[COUNTS];
    char text[32];

    counts_of(check, counts);
    fprintf(stream, "  %-*s", ID_WIDTH, check->id);
    for (size_t i = 0; i < COUNTS; i++) {
        bool is_unknown = is_blind(check->state) && i + 1 < COUNTS && counts[i] == 0;
        if (totals[i] == 0 && i > 0)
            continue;
        snprintf(text, sizeof text, "%" PRId64, counts[i]);
        print_right(stream, is_unknown ? "?" : counts[i] == 0 ? "-" : text, COUNT_WIDTH);
    }
    fprintf(stream, "  %s", check->title);
    if (strcmp(check->state, "checked") != 0)
        fprintf(stream, " (%s)", check->state);
    fputc('\n', stream);
}

/* One that was checked and has nothing on the list, and nothing that left it, needs no line. */
static bool has_something(const struct headline_check *check)
{
    int64_t counts[COUNTS], sum = 0;

    counts_of(check, counts);
    for (size_t i = 0; i < COUNTS; i++)
        sum += counts[i];
    return sum > 0 || strcmp(check->state, "checked") != 0;
}

static void checks_print(const struct headline *headline, FILE *stream)
{
    struct headline_check sum = {.id = "", .title = "total", .state = "checked"};
    int64_t totals[COUNTS] = {0}, counts[COUNTS];
    size_t silent = 0;

    for (size_t i = 0; i < headline->check_count; i++) {
        counts_of(&headline->checks[i], counts);
        for (size_t j = 0; j < COUNTS; j++)
            totals[j] += counts[j];
    }
    fprintf(stream, "\n  %-*s", ID_WIDTH, "check");
    for (size_t i = 0; i < COUNTS; i++)
        if (totals[i] > 0 || i == 0)
            print_right(stream, heads[i], COUNT_WIDTH);
    fputc('\n', stream);
    for (size_t i = 0; i < headline->check_count; i++)
        if (has_something(&headline->checks[i]))
            check_print(&headline->checks[i], totals, stream);
        else
            silent++;
    sum.new_count = totals[0], sum.reopened_count = totals[1], sum.changed_count = totals[2];
    sum.open_count = totals[3], sum.resolved_count = totals[4], sum.expired_count = totals[5];
    sum.retired_count = totals[6], sum.suppressed_count = totals[7];
    sum.not_checked_count = totals[8];
    check_print(&sum, totals, stream);
    if (silent > 0)
        fprintf(stream, "  checked and without exceptions: %zu checks\n", silent);
}

static void kpis_print(const struct headline *headline, FILE *stream)
{
    char share[64];

    fputs("\n  ", stream);
    print_right(stream, "day", VALUE_WIDTH);
    print_right(stream, "month / now", MONTH_WIDTH);
    print_right(stream, "", SHARE_WIDTH);
    fputs("  KPI, company\n", stream);
    for (size_t i = 0; i < headline->kpi_count; i++) {
        const struct headline_kpi *kpi = &headline->kpis[i];
        snprintf(share, sizeof share, *kpi->share != '\0' ? "(%s)" : "%s", kpi->share);
        fputs("  ", stream);
        print_right(stream, *kpi->day != '\0' ? kpi->day : "-", VALUE_WIDTH);
        print_right(stream, *kpi->month != '\0' ? kpi->month : "-", MONTH_WIDTH);
        print_right(stream, share, SHARE_WIDTH);
        fprintf(stream, "  %s\n", kpi->title);
    }
}

static void lines_print(const char *title, const char *const *lines, size_t count, FILE *stream)
{
    if (count > 0)
        fprintf(stream, "\n%s:\n", title);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "  %s\n", lines[i]);
}

void headline_print(const struct headline *headline, FILE *stream, const char *folder, bool is_dry)
{
    fprintf(stream, "%s for %s, whole days through %s%s\n", headline->job, headline->business_on,
            headline->last_on,
            headline->is_flows_only
                ? " (a later date is published: the worklist stays as it is, stocks and checks are "
                  "not taken)"
                : "");
    if (headline->check_count > 0 && !headline->is_flows_only)
        checks_print(headline, stream);
    if (headline->kpi_count > 0)
        kpis_print(headline, stream);
    lines_print("not checked, or only in part", headline->gaps, headline->gap_count, stream);
    lines_print("warnings", headline->warnings, headline->warning_count, stream);
    fprintf(stream, "\n%s: %s\n", is_dry ? "dry run, nothing is published; its files" : "published",
            folder);
}
