/* Definitions of KPIs in state.db: what a KPI's figures and colours follow from (its query, the
 * parameters and the target that the site gives it, its units), known by a hash; and what a change
 * of one did to the figures. Titles, formulas in words and comments are no part of it. */
#ifndef KHROP_JOBS_KPI_DEFINITIONS_H
#define KHROP_JOBS_KPI_DEFINITIONS_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Days on which a page says that a definition has changed, from the first. */
#define KPI_CHANGE_DAYS 7

struct kpi_definition {
    int64_t definition_id;
    bool is_changed; /* the KPI was last published under another; never for a slot of the past */
};

/* Finds, or remembers, the definition that `rule` has today. `connection` is state.db's, with the
 * published attempts of the job in temp.published. */
bool kpi_definition_find(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                         struct kpi_definition *definition, struct error *error);

/* Stages under the attempt that the KPI's definition has changed; with its effect where the slot
 * published before still stands: the company's figure that it published, and what the new
 * definition makes of the same data. */
bool kpi_change_stage(sqlite3 *connection, const struct settings *settings,
                      const struct catalogue *catalogue, const struct rule *rule,
                      const struct slot *slot, struct error *error);

/* Writes the changes of the last KPI_CHANGE_DAYS days into results.khrop_kpi_changes. */
bool kpi_changes_show(sqlite3 *connection, const struct slot *slot, struct error *error);

#endif
