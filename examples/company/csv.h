/* The small CSV files that the company is made from, read whole. */
#ifndef KHROP_EXAMPLES_COMPANY_CSV_H
#define KHROP_EXAMPLES_COMPANY_CSV_H

#include "core/csv_line.h"
#include "core/error.h"

/* The whole file, ended by NUL; the caller frees it. */
char *file_text(const char *path, struct error *error);

#endif
