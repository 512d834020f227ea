/* One .xlsx file while it is written: sheets filled row by row, in memory that doesn't grow with
 * them.
 *
 * A sheet keeps its first fault and lets everything after it pass; sheet_next_row and
 * workbook_finish tell it. So a page is written in one go and asked once. Text is always written as
 * text: never a formula, a number or a link. Cells of a row may come in any order, rows may not.
 */
#ifndef KHROP_REPORTS_WORKBOOK_H
#define KHROP_REPORTS_WORKBOOK_H

#include "config/settings.h"
#include "core/batch.h"

/* The rows that a worksheet can hold, headings included. */
#define WORKBOOK_ROW_LIMIT INT64_C(1048576)

/* What a cell shows. */
enum cell_kind {
    CELL_TITLE,
    CELL_SUBTITLE,
    CELL_SECTION,
    CELL_NOTE, /* plain text without borders */
    CELL_NOTE_WRAPPED,
    CELL_HEADING,
    CELL_HEADING_NUMBER, /* stands over numbers, right-aligned */
    CELL_TEXT,
    CELL_TEXT_WRAPPED,
    CELL_INDENTED,
    CELL_DATE,
    CELL_TIMESTAMP,
    CELL_INTEGER,
    CELL_TALLY, /* a count that shows 0 as a dash */
    CELL_MONEY,
    CELL_MONEY_OR_DASH, /* shows 0 as a dash */
    CELL_QUANTITY,      /* with places */
    CELL_PERCENT,
    CELL_DAYS,
    CELL_MISSING, /* hatched: not there, and the text says why */
    CELL_NOTHING, /* "-": nothing to measure */
    CELL_LINK,
    CELL_INPUT, /* to fill in: unlocked, and yellow */
    CELL_INPUT_DATE,
    CELL_PARAGRAPH, /* wrapped text without borders */
    /* tiles: a figure that is read from across the room, and what stands around it */
    CELL_TILE,
    CELL_CAPTION,
    CELL_BIG_PERCENT,
    CELL_BIG_DAYS,
    CELL_BIG_COUNT,
    CELL_BIG_MONEY,
    CELL_BIG_NOTHING,
    /* changes: up or down, with LOOK_BETTER and LOOK_WORSE in words too */
    CELL_CHANGE_POINTS,
    CELL_CHANGE_DAYS,
    CELL_CHANGE_COUNT,
    CELL_CHANGE_MONEY,
    CELL_KINDS
};

/* What a cell's value means: by colour, and for those who see none, by a sign or by its words. */
enum cell_look {
    LOOK_PLAIN,
    LOOK_GREEN,
    LOOK_AMBER,
    LOOK_RED,
    LOOK_FRESH, /* new today */
    LOOK_FAINT,
    LOOK_STRONG, /* totals */
    LOOK_BETTER, /* of changes */
    LOOK_WORSE,
    CELL_LOOKS
};

struct workbook_request {
    const char *path;
    const char *temporary_folder; /* for what libxlsxwriter keeps on disk while it writes */
    const char *title;
    const char *company;
    int64_t created_at; /* the run clock: stands in the file's properties */
    enum language language;
    int64_t row_limit; /* of a worksheet; WORKBOOK_ROW_LIMIT but in tests */
};

struct workbook;
struct sheet;

bool workbook_open(struct workbook **workbook, const struct workbook_request *request,
                   struct error *error);

/* Writes the file and brings it to the disk. Ends the workbook, also on failure (then no file is
 * left). */
bool workbook_finish(struct workbook *workbook, struct error *error);

/* Ends a workbook that won't be finished; NULL is fine. Leaves no file. */
void workbook_discard(struct workbook *workbook);

enum language workbook_language(const struct workbook *workbook);

/* Adds a sheet. A name that Excel wouldn't take is made one that it does: forbidden characters
 * become `-`, it is cut at 31, and a second of a name gets ` (2)`. `headings` is called for each
 * worksheet that the sheet comes to: it writes what stands above the rows; may be NULL. NULL on
 * failure. */
typedef void sheet_headings(struct sheet *sheet, const void *context);
struct sheet *workbook_sheet(struct workbook *workbook, const char *name, bool is_landscape,
                             sheet_headings *headings, const void *context, struct error *error);

/* The name that the sheet (its first worksheet) got: for links. */
const char *sheet_name(const struct sheet *sheet);

/* Goes on to the next row, before its cells are written; when the worksheet is full, to the first
 * below the headings of a next worksheet, named as the sheet with ` (2)`. */
bool sheet_next_row(struct sheet *sheet, struct error *error);
/* The same for what stands above the rows. */
void sheet_skip_row(struct sheet *sheet);
/* The current row, from 0. */
uint32_t sheet_row(const struct sheet *sheet);

/* Cells of the current row. */
void sheet_text(struct sheet *sheet, size_t column, const char *text, enum cell_kind kind,
                enum cell_look look);
void sheet_text_view(struct sheet *sheet, size_t column, struct text_view text, enum cell_kind kind,
                     enum cell_look look);
/* `days` since 1970; a date that Excel has no number for stands as ISO text. */
void sheet_date(struct sheet *sheet, size_t column, int64_t days, enum cell_look look);
void sheet_timestamp(struct sheet *sheet, size_t column, int64_t seconds, enum cell_look look);
void sheet_integer(struct sheet *sheet, size_t column, int64_t value, enum cell_look look);
/* A count whose 0 shows as a dash. */
void sheet_tally(struct sheet *sheet, size_t column, int64_t value, enum cell_look look);
void sheet_tally_across(struct sheet *sheet, size_t first, size_t last, int64_t value,
                        enum cell_look look);
/* Scaled by 10,000. kind: CELL_MONEY, CELL_QUANTITY, CELL_DAYS. More digits than Excel keeps (15)
 * stand as text. */
void sheet_decimal(struct sheet *sheet, size_t column, int64_t scaled, enum cell_kind kind,
                   enum cell_look look);
/* Scaled by 1,000,000: 954265 is 95.43 %, and reads back as 0.954265. */
void sheet_percent(struct sheet *sheet, size_t column, int64_t scaled, enum cell_look look);
/* A link within the workbook. */
void sheet_link(struct sheet *sheet, size_t column, const char *sheet_name, const char *text);
/* A link to another file of the folder: `exceptions.xlsx#'BO-01'!A1`. */
void sheet_link_out(struct sheet *sheet, size_t column, const char *where, const char *text);
/* An empty cell with the kind's borders and colours. */
void sheet_blank(struct sheet *sheet, size_t column, enum cell_kind kind, enum cell_look look);
/* A number over several columns of the current row. `scaled` as the kind's own: CELL_BIG_PERCENT by
 * 1,000,000, CELL_BIG_DAYS and CELL_BIG_MONEY by 10,000, CELL_BIG_COUNT not at all; changes alike,
 * CELL_CHANGE_POINTS by 10,000 of a percentage point. */
void sheet_number_across(struct sheet *sheet, size_t first, size_t last, int64_t scaled,
                         enum cell_kind kind, enum cell_look look);
/* Text over several columns of the current row. */
void sheet_across(struct sheet *sheet, size_t first, size_t last, const char *text,
                  enum cell_kind kind, enum cell_look look);

/* Room for so many lines in the current row; never takes room away. */
void sheet_row_lines(struct sheet *sheet, size_t lines);
/* The current row is a detail of the one above: folded away, it opens by a click on the sheet's
 * edge. */
void sheet_row_detail(struct sheet *sheet);
/* The current row's height in points. */
void sheet_row_height(struct sheet *sheet, double points);
/* From here on texts of CELL_TEXT_WRAPPED and CELL_MISSING in this column break at `width`
 * characters: their rows get the height that takes, since not every program reckons it. Also sets
 * the width. */
void sheet_wrap(struct sheet *sheet, size_t column, double width);
/* Width in characters of the text's font. May come after the rows. */
void sheet_width(struct sheet *sheet, size_t first, size_t last, double width);
/* The columns wide enough for what stood in them, between two limits: counts the texts of the
 * first rows of a sheet, every number and all headings; leaves columns that wrap as they are; call
 * after the rows. */
void sheet_fit(struct sheet *sheet, size_t column_count, double least, double most);

/* A sheet of this width in characters, too wide to be read on one page, is printed over several,
 * with its frozen columns on each: as many as it fills, so that none has a stray column. */
void sheet_print_width(struct sheet *sheet, double width);
/* What is printed: so many columns and rows from the first; the rest stays on the screen. `width`:
 * that of the columns in characters, which then fill an A4 page on its side; 0: as other sheets. */
void sheet_print_area(struct sheet *sheet, size_t columns, uint32_t rows, double width);
/* A printed page ends above the current row: on sheets whose print area has a width alone, since
 * programs that fit a sheet to its pages heed no breaks. */
void sheet_page_break(struct sheet *sheet);
/* A picture that fills the height of the current row, made `points` high, from the left edge of
 * `column` on. */
void sheet_logo(struct sheet *sheet, size_t column, const struct logo_settings *logo, double points,
                const char *alternative);
/* The current row is the headings of a table: frozen, repeated on each printed page. */
void sheet_freeze(struct sheet *sheet, size_t first_columns);
/* Buttons to filter the table from the frozen row down to the current one. */
void sheet_filter(struct sheet *sheet, size_t column_count);

/* Sets `error` to the sheet's first fault. */
bool sheet_is_good(const struct sheet *sheet, struct error *error);

#endif
