/* Puts the company's tables into a database of any brand, through ODBC. */
#ifndef KHROP_EXAMPLES_COMPANY_DATABASE_H
#define KHROP_EXAMPLES_COMPANY_DATABASE_H

#include "config/settings.h"
#include "core/error.h"
#include "examples/company/company.h"
#include "examples/company/raw_table.h"

enum brand { BRAND_SQLITE, BRAND_POSTGRESQL, BRAND_MARIADB };

/* The brand that an ODBC connection string's driver speaks to; SQLite when it isn't known. */
enum brand brand_of(const char *connection);

/* The charset in which the source `name` keeps its texts: CP874 in credit's own SQLite file. */
enum charset database_charset(const char *name, enum brand brand);

/* Makes every table of the source anew and fills it. */
bool database_write(const struct company *company, const struct company_source *source,
                    struct error *error);

#endif
