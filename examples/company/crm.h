/* The CRM's follow-ups of back orders, its cases and its training sheets. */
#ifndef KHROP_EXAMPLES_COMPANY_CRM_H
#define KHROP_EXAMPLES_COMPANY_CRM_H

#include "examples/company/raw_table.h"

bool follow_ups_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool cases_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool sessions_generate(const struct company *company, struct row_sink *sink, struct error *error);
bool attendances_generate(const struct company *company, struct row_sink *sink,
                          struct error *error);

#endif
