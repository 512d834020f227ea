/* Who is meant by a staff number or a desk's, on summary.html. */
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/summary_page.h"

#include <string.h>

#define ROLE "role:" /* a desk's number begins with it */
#define NAME_SIZE 512

static bool has_staff(const struct facts *facts)
{
    for (size_t i = 0; i < facts->dataset_count; i++)
        if (strcmp(facts->datasets[i].dataset, "staff") == 0)
            return strcmp(facts->datasets[i].state, "whole") == 0 ||
                   strcmp(facts->datasets[i].state, "partial") == 0;
    return false;
}

/* A desk has no row in staff, and a title of its own. */
static const char *role_title(const struct report *report, const char *role)
{
    const struct desk_settings *desk = settings_desk(report->settings, role);
    return desk != NULL ? desk->title.text[report->language]
                        : word(WORD_ROLE, role, report->language);
}

static bool staff_name(const struct report *report, const char *staff_no, char *text, size_t size)
{
    sqlite3_stmt *rows = NULL;
    struct error error = {0};
    bool has = false;
    if (has_staff(report->facts) &&
        statement_prepare(report->mirror, "SELECT staff_name FROM staff WHERE staff_no = :no",
                          &rows, &error)) {
        statement_bind_text(rows, ":no", staff_no);
        has = statement_next(rows, &error) && statement_text(rows, 0)[0] != '\0';
        if (has)
            text_format(text, size, "%s", statement_text(rows, 0));
    }
    sqlite3_finalize(rows);
    return has;
}

void summary_person_text(const struct summary_page *page, const char *staff_no, char *text,
                         size_t size)
{
    const struct report *report = page->report;
    if (staff_no[0] == '\0')
        text_format(text, size, "%s", label(LABEL_UNASSIGNED, report->language));
    else if (strncmp(staff_no, ROLE, strlen(ROLE)) == 0)
        text_format(text, size, "%s", role_title(report, staff_no + strlen(ROLE)));
    else if (!staff_name(report, staff_no, text, size))
        text_format(text, size, "%s", staff_no);
}

void summary_person_write(const struct summary_page *page, const char *staff_no)
{
    char name[NAME_SIZE];
    bool has_number = staff_no[0] != '\0' && strncmp(staff_no, ROLE, strlen(ROLE)) != 0;
    summary_person_text(page, staff_no, name, sizeof name);
    html_name(page->file, name);
    if (has_number && strcmp(name, staff_no) != 0) {
        fputs(" <span class=\"faint\">", page->file);
        html_name(page->file, staff_no);
        fputs("</span>", page->file);
    }
}

bool summary_level_query(const struct summary_page *page, const char *sql, sqlite3_stmt **rows,
                         struct error *error)
{
    error_clear(error);
    if (!statement_prepare(page->report->mirror, sql, rows, error))
        return false;
    statement_bind_text(*rows, ":level", report_level(page->report));
    statement_bind_text(*rows, ":level_no", report_level_no(page->report));
    statement_bind_integer(*rows, ":today", page->report->slot->business_on);
    return true;
}
