/* The first sheet of kpi.xlsx: the day in ten seconds. */
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_grid.h"
#include "reports/kpi_pages.h"
#include "reports/labels.h"
#include "reports/pages.h"
#include "reports/start_line.h"

#include <string.h>

#define COLUMN_WIDTH 13.3
#define GAP_WIDTH 1.3
#define TITLE_POINTS 27.0
#define LINE_POINTS 15.0
#define COLUMN_PIXELS 98.0
#define POINTS_A_PIXEL 0.75

static void set_widths(struct sheet *sheet)
{
    for (size_t i = 0; i < GRID_COLUMNS; i++)
        sheet_width(sheet, i, i, i % GRID_STEP == GRID_BLOCK_COLUMNS ? GAP_WIDTH : COLUMN_WIDTH);
}

/* At the right edge of the page: in as many columns as its width takes, at most a block. */
static void write_logo(const struct report *report, struct sheet *sheet)
{
    const struct logo_settings *logo = &report->settings->logo;
    char alternative[REPORT_LINE_SIZE];
    double points = TITLE_POINTS, width;
    size_t columns;
    if (logo->bytes == NULL)
        return;
    width = points / POINTS_A_PIXEL * logo->width / logo->height;
    columns = (size_t)(width / COLUMN_PIXELS) + 1;
    text_format(alternative, sizeof alternative, "%s %s", label(LABEL_LOGO, report->language),
                report->settings->organisation.text[report->language]);
    if (columns > GRID_BLOCK_COLUMNS)
        columns = GRID_BLOCK_COLUMNS;
    sheet_logo(sheet, GRID_COLUMNS - columns, logo, points, alternative);
}

static bool write_title(const struct report *report, struct sheet *sheet, struct error *error)
{
    char line[REPORT_LINE_SIZE];
    write_logo(report, sheet);
    report_title_line(report, label(LABEL_KPI_TITLE, report->language), line);
    sheet_text(sheet, 0, line, CELL_TITLE, LOOK_PLAIN);
    sheet_row_height(sheet, TITLE_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    report_date_line(report, line);
    sheet_text(sheet, 0, line, CELL_SUBTITLE, LOOK_PLAIN);
    sheet_freeze(sheet, 0);
    if (!sheet_next_row(sheet, error))
        return false;
    if (!report->slot->is_flows_only)
        return true;
    sheet_across(sheet, 0, GRID_LAST, label(LABEL_OLDER_SLOT, report->language), CELL_MISSING,
                 LOOK_PLAIN);
    return sheet_next_row(sheet, error);
}

/* Do the totals agree, was all of it checked, and what comes first: side by side and below. */
static bool write_seal(const struct report *report, struct sheet *sheet, struct error *error)
{
    const struct facts *facts = report->facts;
    bool is_whole = facts->gap_count == 0;
    char line[REPORT_LINE_SIZE];
    report_totals_line(report, line);
    sheet_across(sheet, 0, GRID_STEP * 3 - 2, line, CELL_TEXT,
                 facts->has_unread ? LOOK_AMBER : LOOK_GREEN);
    text_format(line, sizeof line, "%s %s", is_whole ? "✓" : "✗",
                label(is_whole ? LABEL_ALL_CHECKED : LABEL_NOT_ALL_CHECKED, report->language));
    sheet_across(sheet, GRID_STEP * 3, GRID_LAST, line, CELL_TEXT_WRAPPED,
                 is_whole ? LOOK_GREEN : LOOK_RED);
    sheet_row_height(sheet, is_whole ? LINE_POINTS : 2 * LINE_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    if (!report->slot->is_flows_only) {
        start_line(report, line);
        sheet_across(sheet, 0, GRID_LAST, line, CELL_TEXT, LOOK_STRONG);
        if (!sheet_next_row(sheet, error))
            return false;
    }
    return true;
}

static bool write_first_page(const struct report *report, struct sheet *sheet,
                             const struct kpi_headline *headlines, size_t count, uint32_t *rows,
                             struct error *error)
{
    return write_title(report, sheet, error) && write_seal(report, sheet, error) &&
           kpi_freshness_write(report, sheet, error) &&
           kpi_tiles_write(report, sheet, headlines, count, rows, error) &&
           (report->slot->is_flows_only || kpi_needs_write(report, sheet, error));
}

static bool write_rest(const struct report *report, struct sheet *sheet, struct error *error)
{
    sheet_page_break(sheet);
    if (!kpi_figures_write(report, sheet, error) ||
        !page_gaps_up_to(report, sheet, GRID_LAST, error))
        return false;
    sheet_page_break(sheet);
    return kpi_checks_write(report, sheet, error);
}

static bool write_all(const struct report *report, struct sheet *sheet, struct region *region,
                      struct error *error)
{
    uint32_t rows[KPI_HEADLINES_MAX] = {0}, printed;
    struct kpi_headline *headlines;
    size_t count;
    if (!kpi_headlines_read(report, region, &headlines, &count, error))
        return false;
    set_widths(sheet);
    if (!write_first_page(report, sheet, headlines, count, rows, error) ||
        !write_rest(report, sheet, error))
        return false;
    printed = sheet_row(sheet);
    if (!sheet_next_row(sheet, error) ||
        !kpi_tiles_lines(report, sheet, headlines, count, rows, error))
        return false;
    sheet_print_area(sheet, GRID_COLUMNS, printed,
                     COLUMN_WIDTH * GRID_BLOCKS * GRID_BLOCK_COLUMNS +
                         GAP_WIDTH * (GRID_BLOCKS - 1));
    return sheet_is_good(sheet, error);
}

bool kpi_today_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    struct sheet *sheet = workbook_sheet(workbook, label(LABEL_SHEET_TODAY, report->language), true,
                                         NULL, NULL, error);
    struct region region = {0};
    bool written = sheet != NULL && write_all(report, sheet, &region, error);
    region_clear(&region);
    return written;
}
