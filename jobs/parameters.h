/* The table `parameters`: what a query joins instead of binding, because it differs by kind or by
 * branch. For prepare.c. */
#ifndef KHROP_JOBS_PARAMETERS_H
#define KHROP_JOBS_PARAMETERS_H

#include "jobs/catalogue.h"

#include <sqlite3.h>

/* Makes parameters(name, branch, kind, value) in the main database of a connection on which the
 * datasets have their views, and fills it: a map parameter has a row a kind; one that varies has
 * the value that holds for each branch that staff names ('' for nobody's) and each kind ('' where
 * it varies by branch alone), so that a query finds it by equality. */
bool parameters_write(sqlite3 *connection, const struct catalogue *catalogue, struct error *error);

#endif
