/* Who works here. A staff number is 10000 + ten times the team + the seat: 0 the supervisor, 1 to 4
 * the team; seats 5 and 9 of the first team are the one who left and the department's manager. */
#include "examples/company/staff.h"

#include "core/date.h"
#include "examples/company/names.h"
#include "examples/company/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_STAFF 10000
#define SEAT_LEFT 5
#define SEAT_MANAGER 9
#define NAME_SIZE 64

void staff_number(int64_t index, char *text, size_t size)
{
    snprintf(text, size, "%lld",
             (long long)(FIRST_STAFF + index / TEAM_SIZE * 10 + index % TEAM_SIZE + 1));
}

void staff_supervisor(int64_t index, char *text, size_t size)
{
    snprintf(text, size, "%lld", (long long)(FIRST_STAFF + index / TEAM_SIZE * 10));
}

static int64_t team_branch(int64_t team)
{
    return team / 3 * 2 + team % 3 / 2;
}

int64_t staff_branch(int64_t index)
{
    return team_branch(index / TEAM_SIZE);
}

void staff_branch_number(int64_t branch, char *text, size_t size)
{
    snprintf(text, size, "B%03lld", (long long)branch + 1);
}

static bool is_woman(int64_t number)
{
    return number % 3 != 0;
}

static const struct first_name *first_name(int64_t number)
{
    return is_woman(number) ? names_woman(number * 7) : names_man(number * 7);
}

void staff_login(const struct company *company, const char *staff_no, char *text, size_t size)
{
    int64_t number = strtoll(staff_no, NULL, 10) - FIRST_STAFF;

    (void)company;
    if (strcmp(staff_no, STAFF_UNKNOWN_NO) == 0)
        snprintf(text, size, "temp01");
    else
        snprintf(text, size, "%s.%lld", first_name(number)->latin, (long long)number);
}

static bool put_member(struct row_sink *sink, int64_t number, struct error *error)
{
    char staff_no[NAME_SIZE], team[NAME_SIZE], branch[NAME_SIZE], supervisor[NAME_SIZE];
    char login[NAME_SIZE], email[2 * NAME_SIZE];
    int64_t seat = number % 10;
    struct staff_row row = {.staff_no = staff_no,
                            .prefix = !is_woman(number) ? "นาย"
                                      : number % 2      ? "นางสาว"
                                                        : "นาง",
                            .first_name = first_name(number)->thai,
                            .last_name = names_surname(number * 11 + number / 10),
                            .team_no = team,
                            .branch_no = branch,
                            .grade = seat == SEAT_MANAGER ? "G5"
                                     : seat == 0          ? "G4"
                                                          : "G3",
                            .supervisor_no = seat == SEAT_MANAGER ? NULL : supervisor,
                            .email = email,
                            .left_on = ABSENT};

    snprintf(staff_no, sizeof staff_no, "%lld", (long long)(FIRST_STAFF + number));
    snprintf(team, sizeof team, "CR%03lld", (long long)(number / 10 + 1));
    if (seat == SEAT_MANAGER)
        snprintf(team, sizeof team, "CR000");
    staff_branch_number(team_branch(number / 10), branch, sizeof branch);
    snprintf(supervisor, sizeof supervisor, "%s", STAFF_MANAGER_NO);
    if (seat != 0)
        snprintf(supervisor, sizeof supervisor, "%lld",
                 (long long)(FIRST_STAFF + number / 10 * 10));
    staff_login(NULL, staff_no, login, sizeof login);
    snprintf(email, sizeof email, "%s@ruamjai-home.example", login);
    if (seat == SEAT_LEFT)
        row.left_on = date_from_civil(2026, 10, 30);
    return sink->put(sink, &row, error);
}

bool staff_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    if (!put_member(sink, SEAT_MANAGER, error) || !put_member(sink, SEAT_LEFT, error))
        return false;
    for (int64_t team = 0; team < company->team_count; team++)
        for (int64_t seat = 0; seat <= TEAM_SIZE; seat++)
            if (!put_member(sink, team * 10 + seat, error))
                return false;
    return true;
}

bool staff_generate_logins(const struct company *company, struct row_sink *sink,
                           struct error *error)
{
    struct staff_row unknown = {.staff_no = STAFF_UNKNOWN_NO, .left_on = ABSENT};

    return sink->put(sink, &unknown, error) && staff_generate(company, sink, error);
}

static bool put_unit(struct row_sink *sink, const char *unit_no, const char *unit_name,
                     struct error *error)
{
    struct unit_row row = {unit_no, unit_name};

    return sink->put(sink, &row, error);
}

bool staff_generate_teams(const struct company *company, struct row_sink *sink, struct error *error)
{
    char number[NAME_SIZE], name[2 * NAME_SIZE];

    if (!put_unit(sink, "CR000", "ฝ่ายลูกค้าสัมพันธ์", error))
        return false;
    for (int64_t team = 0; team < company->team_count; team++) {
        snprintf(number, sizeof number, "CR%03lld", (long long)team + 1);
        snprintf(name, sizeof name, "ลูกค้าสัมพันธ์ %lld", (long long)team + 1);
        if (!put_unit(sink, number, name, error))
            return false;
    }
    return true;
}

/* Branches beyond the first two are named after districts. */
static void branch_name(const struct company *company, int64_t branch, char *name, size_t size)
{
    if (branch == 0)
        snprintf(name, size, "สำนักงานใหญ่");
    else if (branch == 1)
        snprintf(name, size, "สาขาเชียงใหม่");
    else
        snprintf(name, size, "สาขา%s %lld",
                 company->places.rows[(size_t)branch * 37 % company->places.count].district,
                 (long long)branch + 1);
}

bool staff_generate_branches(const struct company *company, struct row_sink *sink,
                             struct error *error)
{
    char number[NAME_SIZE], name[4 * NAME_SIZE];

    for (int64_t branch = 0; branch < company->branch_count; branch++) {
        staff_branch_number(branch, number, sizeof number);
        branch_name(company, branch, name, sizeof name);
        if (!put_unit(sink, number, name, error))
            return false;
    }
    return true;
}
