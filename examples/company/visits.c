/* Each customer is to be visited every 45 days. Most visits are made on the day or soon after; one
 * in eight is missed, made far too late, or needless because someone was there days before. What
 * was missed lies further back than the checks look, and no late visit is still to come on the
 * first business date: nothing here is an exception on any of the five days. */
#include "examples/company/visits.h"

#include "core/date.h"
#include "examples/company/customers.h"
#include "examples/company/orders.h"
#include "examples/company/staff.h"

#define CYCLE_DAYS 45
#define CYCLES 3
#define VISIT_NUMBERS (CYCLES * 2) /* for each customer: the planned ones, then those between */

enum visit_outcome { VISIT_MADE, VISIT_LATE, VISIT_REPLACED, VISIT_MISSED, VISIT_CANCELLED };

struct visit {
    int64_t customer, cycle;
    int64_t planned_on, visited_on; /* visited_on ABSENT: never */
    int64_t between_on;             /* of the visit that replaced it; ABSENT: none */
    enum visit_outcome outcome;
    struct random random; /* for what the CRM is told */
    char customer_no[KEY_SIZE], staff_no[KEY_SIZE];
};

static enum visit_outcome draw_outcome(struct random *random)
{
    static const struct {
        enum visit_outcome outcome;
        int per_mille;
    } chances[] = {
        {VISIT_LATE, 50}, {VISIT_REPLACED, 35}, {VISIT_MISSED, 60}, {VISIT_CANCELLED, 40}};
    int64_t drawn = random_below(random, 1000);

    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        if (drawn < chances[i].per_mille)
            return chances[i].outcome;
        drawn -= chances[i].per_mille;
    }
    return VISIT_MADE;
}

/* What is drawn must be over before the first business date, or it would be an exception. */
static void outcome_apply(const struct company *company, struct visit *visit)
{
    int64_t last_before = company->day_one - 1;

    visit->visited_on = ABSENT;
    if (visit->outcome == VISIT_MISSED && visit->planned_on < company->day_one - 36)
        return;
    if (visit->outcome == VISIT_CANCELLED)
        return;
    if (visit->outcome == VISIT_REPLACED) {
        visit->between_on = company_workday_after(visit->planned_on, -3);
        return;
    }
    visit->visited_on = company_workday_after(
        visit->planned_on, visit->outcome == VISIT_LATE ? 7 : random_below(&visit->random, 3));
    if (visit->visited_on > last_before)
        visit->visited_on = visit->planned_on;
}

/* False when there is no such visit. */
static bool visit_make(const struct company *company, int64_t customer, int64_t cycle,
                       struct visit *visit)
{
    int64_t first_on = company->first_on - 23;

    *visit = (struct visit){
        .customer = customer,
        .cycle = cycle,
        .between_on = ABSENT,
        .random = random_start(company->seed, RANDOM_VISIT, (uint64_t)(customer * CYCLES + cycle))};
    visit->planned_on =
        company_workday_from(first_on + customer * 7 % CYCLE_DAYS + cycle * CYCLE_DAYS);
    if (!customer_is_active(customer) ||
        customer_created_on(company, customer) > visit->planned_on - 7)
        return false;
    visit->outcome = draw_outcome(&visit->random);
    outcome_apply(company, visit);
    customer_number(customer, visit->customer_no, sizeof visit->customer_no);
    staff_number(customer_staff(company, customer), visit->staff_no, sizeof visit->staff_no);
    return true;
}

typedef bool visit_rows(const struct company *company, struct visit *visit, struct row_sink *sink,
                        struct error *error);

static bool for_each_visit(const struct company *company, visit_rows *rows, struct row_sink *sink,
                           struct error *error)
{
    struct visit visit;

    for (int64_t customer = 1; customer < company->customer_count; customer++)
        for (int64_t cycle = 0; cycle < CYCLES; cycle++)
            if (visit_make(company, customer, cycle, &visit) && !rows(company, &visit, sink, error))
                return false;
    return true;
}

static void visit_number(const struct visit *visit, bool is_between, char *text, size_t size)
{
    document_number("V",
                    visit->customer * VISIT_NUMBERS + visit->cycle + (is_between ? CYCLES : 0) + 1,
                    text, size);
}

/* Plans are made known ten days ahead. */
static bool log_put(const struct company *company, struct visit *visit, struct row_sink *sink,
                    struct error *error)
{
    char number[KEY_SIZE];
    struct visit_row row = {.visit_no = number,
                            .customer_no = visit->customer_no,
                            .staff_no = visit->staff_no,
                            .planned_on = visit->planned_on,
                            .visited_on = company_seen(company, visit->visited_on),
                            .is_cancelled = visit->outcome == VISIT_CANCELLED ? "yes" : "no"};

    visit_number(visit, false, number, sizeof number);
    if (visit->planned_on < company->today + 10 && !sink->put(sink, &row, error))
        return false;
    if (!company_knows(company, visit->between_on))
        return true;
    visit_number(visit, true, number, sizeof number);
    row.planned_on = ABSENT;
    row.visited_on = visit->between_on;
    return sink->put(sink, &row, error);
}

bool visits_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_visit(company, log_put, sink, error);
}

static const char *draw_result(struct random *random)
{
    static const char *const results[] = {
        "สั่งซื้อเพิ่ม",         "ขอใบเสนอราคา", "ติดตามโครงการ",  "แนะนำสินค้าใหม่",
        "ติดตามการชำระเงิน", "ไม่พบผู้มีอำนาจ",  "เยี่ยมตามรอบปกติ",
    };

    return results[random_below(random, sizeof results / sizeof *results)];
}

/* The CRM is told on the day or the working day after; the date may be off by one, and the log's
 * number may be left out. */
static bool crm_visit_put(const struct company *company, struct visit *visit, bool is_between,
                          struct row_sink *sink, struct error *error)
{
    struct random *random = &visit->random;
    int64_t visited_on = is_between ? visit->between_on : visit->visited_on;
    bool is_off = random_chance(random, 60), is_late = random_chance(random, 200);
    bool is_linked = !random_chance(random, 120);
    int64_t entered_on = is_off || is_late ? company_workday_after(visited_on, 1) : visited_on;
    char number[KEY_SIZE];
    struct crm_visit_row row = {.crm_visit_no = visit->customer * VISIT_NUMBERS + visit->cycle +
                                                (is_between ? CYCLES : 0) + 1,
                                .visit_no = is_linked ? number : NULL,
                                .customer_no = visit->customer_no,
                                .staff_no = visit->staff_no,
                                .visited_on = is_off ? visited_on + 1 : visited_on,
                                .contact_kind = random_chance(random, 900) ? "visit" : NULL,
                                .outcome = draw_result(random),
                                .next_visit_on =
                                    random_chance(random, 500) ? visited_on + CYCLE_DAYS : ABSENT};

    visit_number(visit, is_between, number, sizeof number);
    return !company_knows(company, entered_on) || sink->put(sink, &row, error);
}

/* Between visits somebody rings. */
static bool call_put(const struct company *company, const struct visit *visit,
                     struct row_sink *sink, struct error *error)
{
    struct crm_visit_row row = {.crm_visit_no =
                                    4000001 + visit->customer * VISIT_NUMBERS + visit->cycle,
                                .customer_no = visit->customer_no,
                                .staff_no = visit->staff_no,
                                .visited_on = company_workday_after(visit->planned_on, 14),
                                .contact_kind = "call",
                                .outcome = "โทรติดตาม",
                                .next_visit_on = ABSENT};

    if (visit->customer % 3 != 0 || !company_knows(company, row.visited_on))
        return true;
    return sink->put(sink, &row, error);
}

static bool crm_put(const struct company *company, struct visit *visit, struct row_sink *sink,
                    struct error *error)
{
    if (company_knows(company, visit->visited_on) &&
        !crm_visit_put(company, visit, false, sink, error))
        return false;
    if (company_knows(company, visit->between_on) &&
        !crm_visit_put(company, visit, true, sink, error))
        return false;
    return call_put(company, visit, sink, error);
}

bool crm_visits_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_visit(company, crm_put, sink, error);
}
