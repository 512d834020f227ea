/* Each Monday's meeting on service problems, a meeting of the department at the end of the month,
 * and courses. On the mornings of days 2 and 5 the CRM has lost its attendance sheets; on day 4
 * those of the first weeks were put into the archive. */
#include "core/date.h"
#include "examples/company/crm.h"
#include "examples/company/plan.h"
#include "examples/company/random.h"
#include "examples/company/rows.h"
#include "examples/company/staff.h"

#define WEEKS 14
#define COURSES 4
#define MISSED_PER_MILLE 70
#define ARCHIVED_WEEKS 2

/* The sessions, weekly ones first. A Monday that is a holiday moves the meeting on. */
static void session_make(const struct company *company, int64_t index, struct session_row *row)
{
    static const char *const courses[COURSES] = {"T-101 มาตรฐานการบริการ",
                                                 "T-204 ความรู้กระเบื้องและสุขภัณฑ์",
                                                 "T-310 การเจรจาต่อรอง", "T-118 การใช้ระบบ CRM"};
    int64_t first_monday = company->first_on - 2;

    *row = (struct session_row){.session_no = 701 + index,
                                .session_kind = "service_meeting",
                                .held_on = company_workday_from(first_monday + 7 * index),
                                .is_required = "yes"};
    if (index < WEEKS)
        return;
    row->session_kind = index % 2 == 0 ? "training" : "meeting";
    row->course_no = courses[index - WEEKS];
    row->held_on = company_workday_from(first_monday + 10 + 24 * (index - WEEKS));
    row->is_required = index % 4 == 3 ? "no" : "yes";
}

static bool is_archived(const struct company *company, int64_t session)
{
    return company->day == 4 && session < ARCHIVED_WEEKS;
}

bool sessions_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct session_row row;

    for (int64_t index = 0; index < WEEKS + COURSES; index++) {
        session_make(company, index, &row);
        if (company_knows(company, row.held_on) && !sink->put(sink, &row, error))
            return false;
    }
    return true;
}

/* Who missed one did so further back than the checks look. */
static const char *draw_attended(const struct company *company, int64_t session, int64_t staff,
                                 int64_t held_on)
{
    struct random random =
        random_start(company->seed, RANDOM_TRAINING, (uint64_t)(session * 100000 + staff));

    if (random_chance(&random, 30))
        return NULL;
    return random_chance(&random, MISSED_PER_MILLE) && held_on < company->day_one - 36 ? "no"
                                                                                       : "yes";
}

static bool session_attendances(const struct company *company, int64_t index, struct row_sink *sink,
                                struct error *error)
{
    struct session_row session;
    char staff_no[KEY_SIZE];

    session_make(company, index, &session);
    if (!company_knows(company, session.held_on) || is_archived(company, index))
        return true;
    for (int64_t staff = 0; staff < company->staff_count; staff++) {
        struct attendance_row row = {.session_no = session.session_no,
                                     .staff_no = staff_no,
                                     .has_attended =
                                         draw_attended(company, index, staff, session.held_on)};

        staff_number(staff, staff_no, sizeof staff_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

bool attendances_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    if (company->day == 2 || company->day == 5)
        return true;
    for (int64_t index = 0; index < WEEKS + COURSES; index++)
        if (!session_attendances(company, index, sink, error))
            return false;
    return true;
}
