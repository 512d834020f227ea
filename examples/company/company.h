/* The demonstration company: a Thai retailer in four databases, with known problems and near misses
 * planted in it. The same seed, scale and day give the same rows, whatever the databases' brand. */
#ifndef KHROP_EXAMPLES_COMPANY_COMPANY_H
#define KHROP_EXAMPLES_COMPANY_COMPANY_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMPANY_SEED UINT64_C(2569)
#define COMPANY_LAST_DAY 5

/* Puts one of the four databases elsewhere than into a SQLite file of the folder. */
struct company_source {
    const char *name;       /* sales, credit, logistics or crm */
    const char *connection; /* ODBC connection string; its database exists, khrop's tables in it are
                               replaced */
    const char *user;       /* NULL: as in the connection string */
    const char *password;   /* NULL: none; never written into the configuration */
};

struct company_request {
    const char
        *folder; /* made if it isn't there; what stands in it is replaced, its state is kept */
    int scale;   /* customers, orders and all else times this, from 1 */
    int days;    /* the morning to show, 1 .. COMPANY_LAST_DAY */
    uint64_t seed;
    const struct company_source *sources;
    size_t source_count;
};

/* Writes folder/etc (configuration), folder/data (databases) and folder/planted.csv. Nothing of the
 * request is kept. */
bool company_write(const struct company_request *request, struct error *error);

/* The business date of a day: days since 1970. 1 is 2026-11-17. */
int64_t company_business_date(int day);

#endif
