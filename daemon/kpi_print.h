/* The figure of a KPI on a terminal or as CSV: the rows it is made of, and that they add up to it.
 */
#ifndef KHROP_DAEMON_KPI_PRINT_H
#define KHROP_DAEMON_KPI_PRINT_H

#include "jobs/kpi_rows.h"

/* Prints the KPI's formula and parameters, the figure, and its rows. With `csv_path` the rows go to
 * that file instead, whole or not at all. The mirror has its results attached. */
bool kpi_print(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
               enum language language, const char *csv_path, struct error *error);

#endif
