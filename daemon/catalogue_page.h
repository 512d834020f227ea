/* The catalogue as a page: what is checked and measured, told by the SQL files' own headers. */
#ifndef KHROP_DAEMON_CATALOGUE_PAGE_H
#define KHROP_DAEMON_CATALOGUE_PAGE_H

#include "jobs/catalogue.h"

#include <stdio.h>

/* docs/catalogue.md */
void catalogue_page_markdown(FILE *out, const struct catalogue *catalogue);

/* docs/khrop-catalogue.7, in mdoc(7). */
void catalogue_page_manual(FILE *out, const struct catalogue *catalogue);

/* One rule in full for a terminal, with each parameter's value and where it comes from. */
void catalogue_page_rule(FILE *out, const struct rule *rule);

#endif
