/* The rows that a rule's query gives, on their way into a table: what derived datasets, checks and
 * tables of pages have in common. For jobs/ alone. */
#ifndef KHROP_JOBS_RULE_ROWS_H
#define KHROP_JOBS_RULE_ROWS_H

#include "core/batch.h"
#include "jobs/catalogue.h"

#include <sqlite3.h>

/* True where the result has the column `name`, which the header names under `what`; else an error
 * that says both. */
bool rule_rows_have(const struct schema *schema, const char *name, const char *what,
                    struct error *error);

/* False, with the row and the column, where a column of the rule's key is null: two rows that
 * nothing tells apart would be one, or one twice. */
bool rule_rows_key_is_whole(const struct rule *rule, const struct batch *batch, size_t row,
                            struct error *error);

/* Binds all columns of a row to the places of `insert` from `first` on (from 1). Texts are not
 * copied: the batch must stay until the statement has run. */
void rule_rows_bind(const struct batch *batch, size_t row, sqlite3_stmt *insert, int first);

#endif
