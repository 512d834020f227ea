/* The plan of a query; see plan.h. */
#include "jobs/plan.h"

#include "jobs/query.h"
#include "jobs/statement.h"

#include <stdlib.h>
#include <string.h>

#define DEEPEST 64

/* What is above a step of the plan: SQLite hands steps out depth first, each with its parent. */
struct level {
    int id;
    bool has_loop;    /* a step below it reads a table already: what follows runs for each row */
    bool is_repeated; /* all below it runs once for each row of another query */
};

struct plan {
    struct level levels[DEEPEST];
    size_t depth;
};

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static struct level *level_of(struct plan *plan, int parent)
{
    while (plan->depth > 1 && plan->levels[plan->depth - 1].id != parent)
        plan->depth--;
    return &plan->levels[plan->depth - 1];
}

/* Whether the step reads a whole table more than once; then enters it as a level of its own. */
static bool step_take(struct plan *plan, int id, int parent, const char *detail)
{
    struct level *above = level_of(plan, parent);
    bool is_scan = begins(detail, "SCAN ") && !begins(detail, "SCAN CONSTANT");
    bool is_slow = is_scan && (above->has_loop || above->is_repeated);
    bool is_repeated = above->is_repeated || begins(detail, "CORRELATED");

    if (is_scan || begins(detail, "SEARCH "))
        above->has_loop = true;
    if (plan->depth < DEEPEST)
        plan->levels[plan->depth++] = (struct level){.id = id, .is_repeated = is_repeated};
    return is_slow;
}

static void step_print(FILE *out, const struct plan *plan, const char *detail, bool is_slow)
{
    fprintf(out, "%*s%s%s\n", (int)(2 * (plan->depth - 1)), "", detail,
            is_slow ? "   <- reads all of it again for each row" : "");
}

bool plan_print(FILE *out, sqlite3 *mirror, const struct rule *rule, const struct slot *slot,
                size_t *warning_count, struct error *error)
{
    struct rule explained = *rule;
    struct plan plan = {.depth = 1};
    sqlite3_stmt *steps = NULL;
    char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", rule->sql);
    bool is_printed = sql != NULL || error_set(error, EXIT_CODE_SOFTWARE, "out of memory");

    explained.sql = sql;
    if (is_printed && query_prepare(mirror, &explained, slot, &steps, error)) {
        fprintf(out, "%s\n", rule->place.file);
        while (statement_next(steps, error)) {
            const char *detail = statement_text(steps, 3);
            bool is_slow = step_take(&plan, sqlite3_column_int(steps, 0),
                                     sqlite3_column_int(steps, 1), detail);
            step_print(out, &plan, detail, is_slow);
            *warning_count += is_slow ? 1 : 0;
        }
    }
    is_printed = is_printed && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(steps);
    sqlite3_free(sql);
    return is_printed;
}
