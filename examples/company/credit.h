/* The rows of the credit system, and what each customer owes. */
#ifndef KHROP_EXAMPLES_COMPANY_CREDIT_H
#define KHROP_EXAMPLES_COMPANY_CREDIT_H

#include "examples/company/raw_table.h"

/* Fills company->credit. */
bool credit_reckon(struct company *company, struct error *error);

/* What a customer with credit may owe: always more than they do. ABSENT: no limit set. */
int64_t credit_limit(const struct company *company, int64_t customer);

bool accounts_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool invoices_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool payments_generate(const struct company *company, struct row_sink *sink, struct error *error);

#endif
