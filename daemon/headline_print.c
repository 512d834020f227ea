/* Prints the headline of a run for the person at the terminal or the reader of the journal. */
#include "core/text.h"
#include "daemon/headline.h"

#include <inttypes.h>
#include <string.h>

#define ID_WIDTH 8
#define COUNT_WIDTH 10
#define VALUE_WIDTH 18

/* Thai marks above and below take no column, so printf's own widths would not line up. */
static void print_padded(FILE *stream, const char *text, size_t width)
{
    size_t taken = text_display_width(text, strlen(text));

    fputs(text, stream);
    for (; taken < width; taken++)
        fputc(' ', stream);
}

static void print_right(FILE *stream, const char *text, size_t width)
{
    size_t taken = text_display_width(text, strlen(text));

    for (; taken < width; taken++)
        fputc(' ', stream);
    fputs(text, stream);
}

static size_t width_of_titles(const struct headline *headline)
{
    size_t width = 0;

    for (size_t i = 0; i < headline->check_count; i++) {
        size_t taken =
            text_display_width(headline->checks[i].title, strlen(headline->checks[i].title));
        width = taken > width ? taken : width;
    }
    for (size_t i = 0; i < headline->kpi_count; i++) {
        size_t taken = text_display_width(headline->kpis[i].title, strlen(headline->kpis[i].title));
        width = taken > width + ID_WIDTH ? taken - ID_WIDTH : width;
    }
    return width;
}

static void check_print(const struct headline_check *check, size_t width, FILE *stream)
{
    const int64_t counts[] = {check->new_count,     check->reopened_count,   check->changed_count,
                              check->open_count,    check->resolved_count,   check->expired_count,
                              check->retired_count, check->not_checked_count};
    char text[32];

    fprintf(stream, "  %-*s", ID_WIDTH, check->id);
    print_padded(stream, check->title, width);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        snprintf(text, sizeof text, "%" PRId64, counts[i]);
        print_right(stream, counts[i] == 0 ? "-" : text, COUNT_WIDTH);
    }
    if (strcmp(check->state, "checked") != 0)
        fprintf(stream, "  %s", check->state);
    fputc('\n', stream);
}

static void check_sum(struct headline_check *sum, const struct headline_check *check)
{
    sum->new_count += check->new_count;
    sum->reopened_count += check->reopened_count;
    sum->changed_count += check->changed_count;
    sum->open_count += check->open_count;
    sum->resolved_count += check->resolved_count;
    sum->expired_count += check->expired_count;
    sum->retired_count += check->retired_count;
    sum->not_checked_count += check->not_checked_count;
}

static void checks_print(const struct headline *headline, size_t width, FILE *stream)
{
    static const char *const heads[] = {"new",      "reopened", "changed", "open",
                                        "resolved", "expired",  "retired", "unchecked"};
    struct headline_check sum = {.id = "", .title = "total", .state = "checked"};

    fprintf(stream, "\n  %-*s%-*s", ID_WIDTH, "check", (int)width, "");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        print_right(stream, heads[i], COUNT_WIDTH);
    fputc('\n', stream);
    for (size_t i = 0; i < headline->check_count; i++) {
        check_print(&headline->checks[i], width, stream);
        check_sum(&sum, &headline->checks[i]);
    }
    check_print(&sum, width, stream);
}

static void kpis_print(const struct headline *headline, size_t width, FILE *stream)
{
    fprintf(stream, "\n  %-*s", (int)width + ID_WIDTH, "KPI, company");
    print_right(stream, "day", VALUE_WIDTH);
    print_right(stream, "month / now", VALUE_WIDTH + 4);
    fputc('\n', stream);
    for (size_t i = 0; i < headline->kpi_count; i++) {
        const struct headline_kpi *kpi = &headline->kpis[i];
        fputs("  ", stream);
        print_padded(stream, kpi->title, width + ID_WIDTH);
        print_right(stream, *kpi->day != '\0' ? kpi->day : "-", VALUE_WIDTH);
        print_right(stream, *kpi->month != '\0' ? kpi->month : "-", VALUE_WIDTH + 4);
        fprintf(stream, *kpi->share != '\0' ? "  (%s)\n" : "%s\n", kpi->share);
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
    size_t width = width_of_titles(headline);

    fprintf(stream, "%s for %s, whole days through %s%s\n", headline->job, headline->business_on,
            headline->last_on,
            headline->is_flows_only
                ? " (a later date is published: the worklist stays as it is, stocks and checks are "
                  "not taken)"
                : "");
    if (headline->check_count > 0 && !headline->is_flows_only)
        checks_print(headline, width, stream);
    if (headline->kpi_count > 0)
        kpis_print(headline, width, stream);
    lines_print("not checked, or only in part", headline->gaps, headline->gap_count, stream);
    lines_print("warnings", headline->warnings, headline->warning_count, stream);
    fprintf(stream, "\n%s: %s\n", is_dry ? "dry run, nothing is published; its files" : "published",
            folder);
}
