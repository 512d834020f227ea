/* The rows of the sales system: orders and what follows from them. */
#ifndef KHROP_EXAMPLES_COMPANY_SALES_H
#define KHROP_EXAMPLES_COMPANY_SALES_H

#include "examples/company/raw_table.h"

bool products_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool orders_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool order_lines_generate(const struct company *company, struct row_sink *sink,
                          struct error *error);
bool back_orders_generate(const struct company *company, struct row_sink *sink,
                          struct error *error);
bool requests_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool receipts_generate(const struct company *company, struct row_sink *sink, struct error *error);

#endif
