/* Staff, supervisors and desks with their addresses; see delivery_people.h. */
#include "reports/delivery_people.h"

#include "core/address.h"
#include "jobs/statement.h"
#include "reports/exception_rows.h"

#include <string.h>

static struct delivery_person *person_add(struct delivery_people *people)
{
    people->people =
        region_grow(&people->region, people->people, people->count, sizeof *people->people);
    people->people[people->count] = (struct delivery_person){.name = ""};
    return &people->people[people->count++];
}

static void judge_address(struct delivery_people *people, struct delivery_person *person)
{
    if (person->address == NULL)
        person->fault = region_format(
            &people->region, "staff %s has no e-mail; give them one in the source of dataset staff",
            person->list_no);
    else if (address_fault(person->address) != NULL)
        person->fault =
            region_format(&people->region,
                          "e-mail %s of staff %s %s; mend it in the source of "
                          "dataset staff",
                          person->address, person->list_no, address_fault(person->address));
}

/* Those at work, of a team's or branch's audience theirs; supervisors: those of them to whom
 * another at work reports. */
static bool read_staff(struct delivery_people *people, const struct report *report,
                       bool is_supervisors, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    if (!statement_prepare(
            report->mirror,
            "SELECT staff_no, staff_name, email FROM staff WHERE is_active = 1"
            " AND (CASE WHEN :supervisors THEN staff_no IN (SELECT supervisor_no FROM staff"
            "  WHERE is_active = 1 AND (:level = 'company' OR CASE :level WHEN 'team' THEN team"
            "   ELSE branch END = :level_no))"
            " ELSE :level = 'company' OR CASE :level WHEN 'team' THEN team ELSE branch END ="
            "  :level_no END) ORDER BY staff_no",
            &rows, error))
        return false;
    statement_bind_integer(rows, ":supervisors", is_supervisors);
    statement_bind_text(rows, ":level", report_level(report));
    statement_bind_text(rows, ":level_no", report_level_no(report));
    while (statement_next(rows, error)) {
        struct delivery_person *person = person_add(people);
        person->list_no = region_copy(&people->region, statement_text(rows, 0));
        person->name = region_copy(&people->region, statement_text(rows, 1));
        if (sqlite3_column_type(rows, 2) != SQLITE_NULL)
            person->address = region_copy(&people->region, statement_text(rows, 2));
        judge_address(people, person);
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static bool add_staff(struct delivery_people *people, const struct report *report,
                      const struct recipient_setting *recipient, struct error *error)
{
    struct delivery_person *nobody;
    if (exception_rows_has(report, "staff"))
        return read_staff(people, report, recipient->kind == RECIPIENT_SUPERVISORS, error);
    nobody = person_add(people);
    nobody->fault = region_format(&people->region,
                                  "dataset staff was not read today, so nobody knows who `%s` are",
                                  recipient->text);
    nobody->name = recipient->text;
    return true;
}

static void add_desk(struct delivery_people *people, const struct report *report,
                     const struct recipient_setting *recipient)
{
    const struct desk_settings *desk = settings_desk(report->settings, recipient->text);
    struct delivery_person *person = person_add(people);
    person->list_no = region_format(&people->region, "role:%s", recipient->text);
    person->name = desk->title.text[report->language];
    person->address = desk->email;
}

bool delivery_people_read(struct delivery_people *people, const struct report *report,
                          const struct delivery_settings *delivery, struct error *error)
{
    error_clear(error);
    for (size_t i = 0; i < delivery->recipient_count; i++) {
        const struct recipient_setting *recipient = &delivery->recipients[i];
        if (recipient->kind == RECIPIENT_ADDRESS)
            person_add(people)->address = recipient->text;
        else if (recipient->kind == RECIPIENT_ROLE)
            add_desk(people, report, recipient);
        else if (!add_staff(people, report, recipient, error))
            return false;
    }
    return true;
}
