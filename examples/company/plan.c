/* How large the company is and how its orders fall on days. */
#include "examples/company/plan.h"

#include "config/installation.h"
#include "core/date.h"
#include "examples/company/company.h"
#include "examples/company/credit.h"

#include <stdio.h>
#include <stdlib.h>

#define ORDERS_BEFORE_DAY_ONE 3000
#define CUSTOMERS 400
#define TEAMS 3
#define TEAM 4
#define PATH_SIZE 4096

int64_t company_business_date(int day)
{
    return company_workday_after(date_from_civil(2026, 11, 17), day - 1);
}

/* How busy a day is: a working day, a Saturday, a day of rest. */
static int64_t day_weight(int64_t on)
{
    if (company_is_workday(on))
        return 5;
    return date_weekday(on) == 6 ? 2 : 0;
}

/* The orders before day 1 come to ORDERS_BEFORE_DAY_ONE times the scale exactly. */
static void orders_spread(struct company *company)
{
    int64_t weight_before = 0, weight = 0, on = company->first_on;

    do
        weight_before += day_weight(on++);
    while (on < company->day_one);
    const int64_t before = weight_before > 0 ? weight_before : 1; /* every day weighs something */

    for (int64_t i = 0; i < ORDER_DAYS; i++) {
        weight += day_weight(company->first_on + i);
        company->orders_through[i] = weight * ORDERS_BEFORE_DAY_ONE * company->scale / before;
    }
}

int64_t company_order_day(const struct company *company, int64_t index)
{
    int64_t low = 0, high = ORDER_DAYS - 1;

    while (low < high) {
        int64_t middle = (low + high) / 2;

        if (company->orders_through[middle] > index)
            high = middle;
        else
            low = middle + 1;
    }
    return company->first_on + low;
}

bool company_open(struct company *company, uint64_t seed, int scale, int day,
                  const char *text_folder, struct error *error)
{
    char path[PATH_SIZE];

    *company = (struct company){.seed = seed,
                                .scale = scale,
                                .day = day,
                                .today = company_business_date(day),
                                .day_one = company_business_date(1),
                                .team_count = (int64_t)TEAMS * scale,
                                .branch_count = (int64_t)2 * scale,
                                .staff_count = (int64_t)TEAMS * TEAM * scale,
                                .customer_count = (int64_t)CUSTOMERS * scale};
    company->first_on = company->day_one - 90;
    orders_spread(company);
    if (!installation_find("catalogue/reference/thai_postcodes.csv", path, sizeof path, error) ||
        !places_open(&company->places, path, error))
        return false;
    snprintf(path, sizeof path, "%s/planted", text_folder);
    return planted_open(&company->planted, path, day, error) && credit_reckon(company, error);
}

void company_close(struct company *company)
{
    places_close(&company->places);
    planted_close(&company->planted);
    free(company->credit);
}
