/* The columns that a pull adds to a dataset: what its own columns are compared by. For
 * mirror_writer.c alone. */
#ifndef KHROP_JOBS_MIRROR_IDENTITY_H
#define KHROP_JOBS_MIRROR_IDENTITY_H

#include "core/batch.h"
#include "jobs/catalogue.h"

#include <sqlite3.h>

/* Adds `, "phone_identity" TEXT` to the columns of a CREATE TABLE, and `, ?` to the values of an
 * INSERT. */
void mirror_identity_declare(const struct contract *contract, sqlite3_str *create,
                             sqlite3_str *insert);

/* Binds the columns of one row, behind khrop_row and the schema's own. */
bool mirror_identity_bind(const struct contract *contract, const struct batch *batch, size_t row,
                          struct identity_work *work, sqlite3_stmt *insert, struct error *error);

#endif
