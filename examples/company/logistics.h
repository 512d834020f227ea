/* The rows of the logistics system. */
#ifndef KHROP_EXAMPLES_COMPANY_LOGISTICS_H
#define KHROP_EXAMPLES_COMPANY_LOGISTICS_H

#include "examples/company/raw_table.h"

bool deliveries_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool claims_generate(const struct company *company, struct row_sink *sink, struct error *error);

#endif
