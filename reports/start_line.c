/* What to do first; see start_line.h. */
#include "reports/start_line.h"

#include "reports/facts.h"
#include "reports/labels.h"

#include <stdio.h>
#include <string.h>

#define CHECKS_MOST 6

static int64_t fresh(const struct fact_check *check)
{
    return check->counts[STATE_NEW] + check->counts[STATE_REOPENED];
}

/* Names the checks of a severity that found something new; returns how many it named. */
static size_t name_fresh(const struct report *report, const char *severity, char *text, size_t size)
{
    const struct facts *facts = report->facts;
    size_t count = 0, used = 0;
    for (size_t i = 0; i < facts->check_count && used < size; i++) {
        const struct fact_check *check = &facts->checks[i];
        if (fresh(check) == 0 || strcmp(check->severity, severity) != 0)
            continue;
        if (count == CHECKS_MOST) {
            snprintf(text + used, size - used, " · …");
            break;
        }
        used += (size_t)snprintf(text + used, size - used, "%s%s %lld", count == 0 ? "" : " · ",
                                 check->id, (long long)fresh(check));
        count++;
    }
    return count;
}

static const struct fact_check *oldest(const struct facts *facts)
{
    const struct fact_check *found = NULL;
    for (size_t i = 0; i < facts->check_count; i++)
        if (facts->checks[i].has_oldest &&
            (found == NULL || facts->checks[i].oldest_on < found->oldest_on))
            found = &facts->checks[i];
    return found;
}

static void write_oldest(const struct report *report, char line[REPORT_LINE_SIZE])
{
    const struct fact_check *check = oldest(report->facts);
    enum language language = report->language;
    char date[DATE_TEXT_SIZE];
    if (check == NULL) {
        snprintf(line, REPORT_LINE_SIZE, "%s: %s", label(LABEL_START, language),
                 label(LABEL_START_NONE, language));
        return;
    }
    label_date(check->oldest_on, language, date);
    snprintf(line, REPORT_LINE_SIZE, "%s: %s %s, %s %s", label(LABEL_START, language),
             label(LABEL_START_OLDEST, language), check->id, label(LABEL_OLDEST, language), date);
}

void start_line(const struct report *report, char line[REPORT_LINE_SIZE])
{
    static const char *const severities[] = {"high", "medium", "low"};
    enum language language = report->language;
    char names[REPORT_LINE_SIZE / 2];
    for (size_t i = 0; i < sizeof severities / sizeof severities[0]; i++)
        if (name_fresh(report, severities[i], names, sizeof names) > 0) {
            snprintf(line, REPORT_LINE_SIZE, "%s: %s (%s, %s: %s)", label(LABEL_START, language),
                     names, label(LABEL_START_FRESH, language), label(LABEL_SEVERITY, language),
                     word(WORD_SEVERITY, severities[i], language));
            return;
        }
    write_oldest(report, line);
}
