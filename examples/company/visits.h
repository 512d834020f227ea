/* Visits to customers: the route plan, what was checked in, and what the CRM was told. */
#ifndef KHROP_EXAMPLES_COMPANY_VISITS_H
#define KHROP_EXAMPLES_COMPANY_VISITS_H

#include "examples/company/raw_table.h"

bool visits_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool crm_visits_generate(const struct company *company, struct row_sink *sink, struct error *error);

#endif
