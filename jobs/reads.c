/* Compares what is read with what is needed; see reads.h. */
#include "jobs/reads.h"

#include "jobs/mirror.h"
#include "jobs/query.h"

#include <string.h>

#define READS_MAX 64

struct reading {
    const struct catalogue *catalogue;
    const struct rule *rule;
    const char *missing[READS_MAX]; /* the catalogue's own names */
    size_t missing_count;
};

static bool is_among(const struct need *needs, size_t count, const char *dataset)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(needs[i].dataset, dataset) == 0)
            return true;
    return false;
}

static bool is_needed(const struct rule *rule, const char *dataset)
{
    return is_among(rule->needs, rule->need_count, dataset) ||
           is_among(rule->may_use, rule->may_use_count, dataset);
}

/* The dataset of that name; NULL for what is none: the calendar, khrop's own tables, a query's
 * WITH.
 */
static const char *dataset_named(const struct catalogue *catalogue, const char *table)
{
    const struct contract *contract = catalogue_contract(catalogue, table);
    const struct rule *derived = catalogue_derived(catalogue, table);

    if (contract != NULL)
        return contract->name;
    return derived != NULL ? derived->id : NULL;
}

static void read_add(struct reading *reading, const char *dataset)
{
    for (size_t i = 0; i < reading->missing_count; i++)
        if (reading->missing[i] == dataset)
            return;
    if (reading->missing_count < READS_MAX)
        reading->missing[reading->missing_count++] = dataset;
}

/* A view of the mirror reads a table of the same name; what WITH names is in no database. */
static int look(void *context, int action, const char *table, const char *column,
                const char *database, const char *view)
{
    struct reading *reading = context;
    const char *dataset = action == SQLITE_READ && table != NULL && database != NULL
                              ? dataset_named(reading->catalogue, table)
                              : NULL;

    (void)column;
    (void)view;
    if (dataset != NULL && !is_needed(reading->rule, dataset))
        read_add(reading, dataset);
    return SQLITE_OK;
}

void reads_check(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                 const struct slot *slot, struct complaints *complaints)
{
    struct reading reading = {.catalogue = catalogue, .rule = rule};
    struct error ignored = {0};
    sqlite3_stmt *query = NULL;

    sqlite3_set_authorizer(mirror, look, &reading);
    query_prepare(mirror, rule, slot, &query, &ignored);
    mirror_guard(mirror, true);
    sqlite3_finalize(query);
    for (size_t i = 0; i < reading.missing_count; i++)
        complain(complaints, rule->place.file, 1,
                 "reads %s, which `needs` does not name; write needs: {%s: [], ..}",
                 reading.missing[i], reading.missing[i]);
}
