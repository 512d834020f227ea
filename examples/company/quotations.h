/* Quotations: those that became orders, and those that didn't. */
#ifndef KHROP_EXAMPLES_COMPANY_QUOTATIONS_H
#define KHROP_EXAMPLES_COMPANY_QUOTATIONS_H

#include "examples/company/raw_table.h"

bool quotations_generate(const struct company *company, struct row_sink *sink, struct error *error);

#endif
