/* Gathers notices in the order in which they are told; see notices.h. */
#include "jobs/notices.h"

#include "core/text.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>

#define TEXT_SIZE 512

struct telling {
    sqlite3_stmt *insert;
    int64_t position;
    struct error *error;
};

static bool tell(void *context, enum notice_kind kind, const struct bilingual *text)
{
    struct telling *telling = context;
    statement_bind_integer(telling->insert, ":position", ++telling->position);
    statement_bind_text(telling->insert, ":kind", notice_kind_codes[kind]);
    statement_bind_text(telling->insert, ":en", text->text[LANGUAGE_EN]);
    statement_bind_text(telling->insert, ":th", text->text[LANGUAGE_TH]);
    return statement_finish(telling->insert, telling->error);
}

static bool tell_grade(struct telling *telling, const struct authority_settings *rule)
{
    char en[TEXT_SIZE], th[TEXT_SIZE], place[TEXT_SIZE / 4];
    if (rule->place.line > 0)
        snprintf(place, sizeof place, "%s:%d", rule->place.file, rule->place.line);
    else
        snprintf(place, sizeof place, "%s", rule->place.file);
    text_format(en, sizeof en, "%s: %s: nobody in staff has the grade \"%s\"", place,
                rule->document_kind, rule->grade);
    text_format(th, sizeof th, "%s: %s: ไม่มีพนักงานระดับ \"%s\"", place, rule->document_kind,
                rule->grade);
    return tell(telling, NOTICE_WARNING, &(struct bilingual){{en, th}});
}

static bool is_told(const struct settings *settings, size_t index)
{
    const struct authority_settings *rules = settings->authority;
    for (size_t i = 0; i < index; i++)
        if (strcmp(rules[i].grade, rules[index].grade) == 0 &&
            strcmp(rules[i].document_kind, rules[index].document_kind) == 0)
            return true;
    return false;
}

static bool tell_grades(struct telling *telling, sqlite3 *connection,
                        const struct settings *settings)
{
    sqlite3_stmt *find = NULL;
    bool is_good = statement_prepare(connection, "SELECT 1 FROM staff WHERE grade = :grade LIMIT 1",
                                     &find, telling->error);
    for (size_t i = 0; is_good && i < settings->authority_count; i++) {
        bool is_there;
        statement_bind_text(find, ":grade", settings->authority[i].grade);
        is_there = statement_next(find, telling->error);
        sqlite3_reset(find);
        is_good =
            telling->error->code == EXIT_CODE_GOOD &&
            (is_there || is_told(settings, i) || tell_grade(telling, &settings->authority[i]));
    }
    sqlite3_finalize(find);
    return is_good;
}

static bool tell_branch(struct telling *telling, const struct rule *rule,
                        const struct parameter *parameter)
{
    char en[TEXT_SIZE], th[TEXT_SIZE];
    text_format(en, sizeof en, "%s:%d: %s: %s: nobody in staff is of the branch \"%s\"",
                parameter->place.file, parameter->place.line, rule->id, parameter->name,
                parameter->branch);
    text_format(th, sizeof th, "%s:%d: %s: %s: ไม่มีพนักงานในสาขา \"%s\"", parameter->place.file,
                parameter->place.line, rule->id, parameter->name, parameter->branch);
    return tell(telling, NOTICE_WARNING, &(struct bilingual){{en, th}});
}

static bool tell_audience(struct telling *telling, const struct audience_settings *audience)
{
    bool is_team = audience->team != NULL;
    const char *name = is_team ? audience->team : audience->branch;
    char en[TEXT_SIZE], th[TEXT_SIZE];
    text_format(en, sizeof en, "%s:%d: audience %s: nobody in staff is of the %s \"%s\"",
                audience->place.file, audience->place.line, audience->name,
                is_team ? "team" : "branch", name);
    text_format(th, sizeof th, "%s:%d: ผู้อ่าน %s: ไม่มีพนักงานใน%s \"%s\"", audience->place.file,
                audience->place.line, audience->name, is_team ? "ทีม" : "สาขา", name);
    return tell(telling, NOTICE_WARNING, &(struct bilingual){{en, th}});
}

/* A team that is not there leaves its readers with empty pages. */
static bool tell_audiences(struct telling *telling, sqlite3 *connection,
                           const struct settings *settings)
{
    sqlite3_stmt *find = NULL;
    bool is_good = statement_prepare(
        connection, "SELECT 1 FROM staff WHERE team = :team OR branch = :branch LIMIT 1", &find,
        telling->error);
    for (size_t i = 0; is_good && i < settings->audience_count; i++) {
        const struct audience_settings *audience = &settings->audiences[i];
        bool is_there = audience->team == NULL && audience->branch == NULL;
        if (is_there)
            continue;
        sqlite3_clear_bindings(find);
        statement_bind_text(find, ":team", audience->team);
        statement_bind_text(find, ":branch", audience->branch);
        is_there = statement_next(find, telling->error);
        sqlite3_reset(find);
        is_good = telling->error->code == EXIT_CODE_GOOD &&
                  (is_there || tell_audience(telling, audience));
    }
    sqlite3_finalize(find);
    return is_good;
}

static bool is_for_branch(const struct parameter *parameter)
{
    return parameter->branch[0] != '\0';
}

/* Whether somebody in staff is of the parameter's branch. */
static bool branch_find(sqlite3 *connection, const struct parameter *parameter, bool *is_there,
                        struct error *error)
{
    sqlite3_stmt *find = NULL;
    if (!statement_prepare(connection, "SELECT 1 FROM staff WHERE branch = :branch LIMIT 1", &find,
                           error))
        return false;
    statement_bind_text(find, ":branch", parameter->branch);
    *is_there = statement_next(find, error);
    sqlite3_finalize(find);
    return error->code == EXIT_CODE_GOOD;
}

/* A parameter for a branch that is not there holds for nobody, and is most likely mistyped. */
static bool tell_branches(struct telling *telling, sqlite3 *connection, const struct rule *rules,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < rules[i].parameter_count; j++) {
            const struct parameter *parameter = &rules[i].parameters[j];
            bool is_there = true;
            if (is_for_branch(parameter) &&
                !branch_find(connection, parameter, &is_there, telling->error))
                return false;
            if (!is_there && !tell_branch(telling, &rules[i], parameter))
                return false;
        }
    return true;
}

/* UNION keeps each step once, so that a circle ends where it began. */
static const char circles[] =
    "WITH RECURSIVE line(staff_no, at_no) AS ("
    " SELECT staff_no, supervisor_no FROM staff WHERE supervisor_no IS NOT NULL"
    " UNION"
    " SELECT line.staff_no, above.supervisor_no FROM line JOIN staff AS above"
    "  ON above.staff_no = line.at_no WHERE above.supervisor_no IS NOT NULL)"
    " SELECT staff_no FROM line WHERE at_no = staff_no ORDER BY staff_no";

static bool tell_circles(struct telling *telling, sqlite3 *connection)
{
    sqlite3_stmt *find = NULL;
    char names[TEXT_SIZE / 2] = "", en[TEXT_SIZE], th[TEXT_SIZE];
    size_t used = 0;
    bool is_good = statement_prepare(connection, circles, &find, telling->error);
    while (is_good && statement_next(find, telling->error)) {
        int length = snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "",
                              statement_text(find, 0));
        used += (size_t)length < sizeof names - used ? (size_t)length : sizeof names - used - 1;
    }
    sqlite3_finalize(find);
    if (!is_good || telling->error->code != EXIT_CODE_GOOD)
        return false;
    if (used == 0)
        return true;
    text_format(en, sizeof en,
                "staff: supervisor_no goes round in a circle: %s; correct it, or their exceptions "
                "reach no supervisor",
                names);
    text_format(th, sizeof th,
                "ผู้บังคับบัญชาในทะเบียนพนักงาน (supervisor_no) วนกลับมาที่เดิม: %s กรุณาแก้ไข "
                "มิฉะนั้นรายการจะส่งต่อถึงผู้บังคับบัญชาไม่ได้",
                names);
    return tell(telling, NOTICE_WARNING, &(struct bilingual){{en, th}});
}

/* Whether staff was pulled, with what is looked at here. */
static bool has_staff(sqlite3 *connection, const struct catalogue *catalogue, bool *has,
                      struct error *error)
{
    const struct contract *staff = catalogue_contract(catalogue, "staff");
    sqlite3_stmt *find = NULL;
    *has = false;
    if (staff == NULL || schema_find(&staff->schema, "grade") == staff->schema.column_count ||
        schema_find(&staff->schema, "supervisor_no") == staff->schema.column_count)
        return true;
    if (!statement_prepare(connection,
                           "SELECT 1 FROM main.khrop_pulls WHERE dataset = 'staff' AND state IN "
                           "('whole', 'partial')",
                           &find, error))
        return false;
    *has = statement_next(find, error);
    sqlite3_finalize(find);
    return error->code == EXIT_CODE_GOOD;
}

static bool tell_all(struct telling *telling, sqlite3 *connection, const struct settings *settings,
                     const struct catalogue *catalogue, const struct slot *slot)
{
    bool has = false;
    return settings_notices(settings, slot->business_on, tell, telling) &&
           has_staff(connection, catalogue, &has, telling->error) &&
           (!has ||
            (tell_grades(telling, connection, settings) && tell_circles(telling, connection) &&
             tell_branches(telling, connection, catalogue->checks, catalogue->check_count) &&
             tell_branches(telling, connection, catalogue->kpis, catalogue->kpi_count) &&
             tell_audiences(telling, connection, settings)));
}

bool notices_write(sqlite3 *connection, const struct settings *settings,
                   const struct catalogue *catalogue, const struct slot *slot, struct error *error)
{
    struct telling telling = {.error = error};
    bool written;
    error_clear(error);
    written = statement_execute(connection,
                                "CREATE TABLE main.khrop_notices(position INTEGER PRIMARY KEY, "
                                "kind TEXT NOT NULL, text_en TEXT NOT NULL, text_th TEXT NOT NULL)",
                                error) &&
              statement_prepare(
                  connection, "INSERT INTO main.khrop_notices VALUES (:position, :kind, :en, :th)",
                  &telling.insert, error) &&
              tell_all(&telling, connection, settings, catalogue, slot);
    sqlite3_finalize(telling.insert);
    return written;
}

bool notices_print(FILE *out, const struct slot *slot, struct error *error)
{
    char path[PATH_MAX];
    sqlite3 *connection = NULL;
    sqlite3_stmt *notices = NULL;
    bool printed;
    if (snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", slot->folder);
    if (sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        printed = statement_error(connection, error);
    else
        printed = statement_prepare(connection,
                                    "SELECT text_en FROM khrop_notices WHERE kind = 'warning' "
                                    "ORDER BY position",
                                    &notices, error);
    while (printed && statement_next(notices, error))
        fprintf(out, "khrop: warning: %s\n", statement_text(notices, 0));
    sqlite3_finalize(notices);
    sqlite3_close(connection);
    return printed && error->code == EXIT_CODE_GOOD;
}
