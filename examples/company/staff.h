/* Three teams of four in every dozen, each with its supervisor, over two branches. */
#ifndef KHROP_EXAMPLES_COMPANY_STAFF_H
#define KHROP_EXAMPLES_COMPANY_STAFF_H

#include "examples/company/rows.h"

#define TEAM_SIZE 4
#define STAFF_LEFT_NO "10005"    /* left on 2026-10-30 */
#define STAFF_MANAGER_NO "10009" /* of the department */
#define STAFF_UNKNOWN_NO "19999" /* not in staff, yet the CRM has a login for it */

/* The number of salesperson `index` (0 .. staff_count - 1). */
void staff_number(int64_t index, char *text, size_t size);
/* The number of their supervisor. */
void staff_supervisor(int64_t index, char *text, size_t size);
/* The branch of salesperson `index`. */
int64_t staff_branch(int64_t index);
void staff_branch_number(int64_t branch, char *text, size_t size);

/* The CRM login of a staff number. */
void staff_login(const struct company *company, const char *staff_no, char *text, size_t size);

bool staff_generate(const struct company *company, struct row_sink *sink, struct error *error);
/* Also the one that isn't in staff. */
bool staff_generate_logins(const struct company *company, struct row_sink *sink,
                           struct error *error);
bool staff_generate_teams(const struct company *company, struct row_sink *sink,
                          struct error *error);
bool staff_generate_branches(const struct company *company, struct row_sink *sink,
                             struct error *error);

#endif
