/* The first page of kpi.xlsx: four blocks of three columns side by side, a narrow column between
 * two of them. What stands on it, from the top. */
#ifndef KHROP_REPORTS_KPI_GRID_H
#define KHROP_REPORTS_KPI_GRID_H

#include "reports/kpi_headline.h"

#define GRID_BLOCKS 4
#define GRID_BLOCK_COLUMNS 3
#define GRID_STEP (GRID_BLOCK_COLUMNS + 1)
#define GRID_COLUMNS (GRID_BLOCKS * GRID_STEP - 1)
#define GRID_LAST (GRID_COLUMNS - 1)

/* Where the numbers behind the tiles' lines stand: below all, where nobody looks. */
#define GRID_DATA_COLUMN (GRID_COLUMNS + 1)

/* Each source: as of when, rows, whether complete. */
bool kpi_freshness_write(const struct report *report, struct sheet *sheet, struct error *error);

/* The tiles. `rows` gets the row of each tile's line. */
bool kpi_tiles_write(const struct report *report, struct sheet *sheet,
                     const struct kpi_headline *headlines, size_t count, uint32_t *rows,
                     struct error *error);
/* The lines in the tiles, and their numbers: after all other rows of the sheet. */
bool kpi_tiles_lines(const struct report *report, struct sheet *sheet,
                     const struct kpi_headline *headlines, size_t count, const uint32_t *rows,
                     struct error *error);

/* Which checks found what must be seen to, and who has most to do. */
bool kpi_needs_write(const struct report *report, struct sheet *sheet, struct error *error);

/* Every figure by subject, with all its periods. */
bool kpi_figures_write(const struct report *report, struct sheet *sheet, struct error *error);

/* All checks with their counts. */
bool kpi_checks_write(const struct report *report, struct sheet *sheet, struct error *error);

#endif
