/* The postcodes of Thailand as a table for SQL: catalogue/reference/thai_postcodes.csv. */
#ifndef KHROP_JOBS_POSTCODES_H
#define KHROP_JOBS_POSTCODES_H

#include "core/error.h"

#include <sqlite3.h>

/* Makes postcodes(postcode, province, province_name): a row for each province of a postcode and
 * each way of writing that province (Thai, English), normalised as X_identity of a dataset's
 * province is; province_name is the Thai name to print. */
bool postcodes_write(sqlite3 *connection, struct error *error);

#endif
