/* The customers, in sales and as the CRM keeps them. */
#ifndef KHROP_EXAMPLES_COMPANY_CUSTOMERS_H
#define KHROP_EXAMPLES_COMPANY_CUSTOMERS_H

#include "examples/company/plan.h"
#include "examples/company/rows.h"

/* The account that cash sales go to. */
#define CUSTOMER_WALK_IN 0

struct customer {
    struct customer_row row;
    char number[KEY_SIZE], staff_no[KEY_SIZE], branch_no[KEY_SIZE];
    char bare_name[192], name[256], tax_id[KEY_SIZE], phone[KEY_SIZE], email[64];
};

/* Makes customer `index` (0 .. customer_count - 1). */
void customer_make(const struct company *company, int64_t index, struct customer *customer);

void customer_number(int64_t index, char *text, size_t size);
bool customer_is_active(int64_t index);
/* Buys on credit; others pay when they get the goods. */
bool customer_has_credit(int64_t index);
/* The credit system knows it, if only with a limit of nothing. */
bool customer_has_account(int64_t index);
int64_t customer_term_days(int64_t index);
/* The first day a customer is there. */
int64_t customer_created_on(const struct company *company, int64_t index);
/* The salesperson who looks after it: an index of staff. */
int64_t customer_staff(const struct company *company, int64_t index);

bool customers_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool customers_generate_crm(const struct company *company, struct row_sink *sink,
                            struct error *error);

#endif
