/* The cells of a sheet: every value as what it is. See workbook.h. */
#include "core/clock.h"
#include "core/decimal.h"
#include "core/text.h"
#include "reports/workbook_sheets.h"

#include <stdlib.h>
#include <string.h>

#define EXCEL_EPOCH_DAYS 25569 /* from 1899-12-30, Excel's day 0, to 1970-01-01 */
#define EXCEL_FIRST_DAY 61     /* 1900-03-01: before it Excel counts a day that never was */
#define EXCEL_LAST_DAY 2958465 /* 9999-12-31 */
#define EXCEL_DIGITS_LIMIT INT64_C(999999999999999)
#define PERCENT_SCALE 1000000.0
#define SECONDS_PER_DAY 86400
#define PRINTED_WIDTH 260  /* characters that can be read on one A4 page on its side */
#define DIGIT_PIXELS 7.0   /* of the font that widths are counted in */
#define PADDING_PIXELS 5.0 /* of a column */
#define PAGE_PIXELS 950.0  /* between the margins of A4 on its side, with room to spare */
#define POINTS_A_PIXEL 0.75
#define USUAL_ROW_PIXELS 20
#define HEADING_WORD 14
#define HEADING_SPARE 3
#define LINE_POINTS 15.0
#define LINE_FILLED 0.92
#define LINES_MAX 20
#define DATE_WIDTH 13
#define TIMESTAMP_WIDTH 18

static lxw_format *style(struct sheet *sheet, enum cell_kind kind, enum cell_look look)
{
    return workbook_style(&sheet->workbook->styles, kind, look, false);
}

static void answer(struct sheet *sheet, lxw_error answer)
{
    if (answer != LXW_NO_ERROR)
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, lxw_strerror(answer));
}

/* Headings may break into two lines and sections run over other columns: neither sets a width. */
static void measure(struct sheet *sheet, size_t column, size_t width)
{
    if (column < SHEET_COLUMNS_MAX && width > sheet->widths[column])
        sheet->widths[column] = (uint32_t)width;
}

static bool is_measured(const struct sheet *sheet, enum cell_kind kind)
{
    return sheet->row < SHEET_ROWS_MEASURED && kind > CELL_NOTE_WRAPPED;
}

/* Text that is too wide is cut, a number is not shown at all: every number is looked at, and
 * measured when it is larger than those before it. */
static bool is_widest_number(struct sheet *sheet, size_t column, double value)
{
    double size = value < 0 ? -value : value;
    if (column >= SHEET_COLUMNS_MAX ||
        (sheet->row >= SHEET_ROWS_MEASURED && size <= sheet->largest[column]))
        return false;
    if (size > sheet->largest[column])
        sheet->largest[column] = size;
    return true;
}

/* The width of the longest line: a heading may break where it has a space, and a long one in Thai,
 * which has none, between its words: into two lines. */
static size_t heading_width(const char *text)
{
    size_t widest = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n"), width = text_display_width(text, length);
        if (width > HEADING_WORD && (unsigned char)text[0] >= 0x80)
            width = width / 2 + HEADING_SPARE;
        widest = width > widest ? width : widest;
        text += length + (text[length] != '\0');
    }
    return widest + 3; /* the filter's button */
}

void sheet_row_lines(struct sheet *sheet, size_t lines)
{
    lines = lines > LINES_MAX ? LINES_MAX : lines;
    if (lines <= 1 || lines <= sheet->row_lines)
        return;
    sheet->row_lines = lines;
    sheet_row_height(sheet, (double)lines * LINE_POINTS);
}

/* Words don't fill their lines to the end. */
static void grow_row(struct sheet *sheet, size_t column, struct text_view text)
{
    size_t width;
    if (column >= SHEET_COLUMNS_MAX || sheet->wraps[column] <= 0)
        return;
    width = text_display_width(text.bytes, text.length);
    sheet_row_lines(sheet, (size_t)((double)width / (sheet->wraps[column] * LINE_FILLED)) + 1);
}

/* Room for a text of `length` bytes in which every `_` may have to be escaped. */
static bool make_room(struct sheet *sheet, size_t length)
{
    struct workbook *workbook = sheet->workbook;
    size_t size = length * 7 + 1;
    char *text;
    if (size <= workbook->text_size)
        return true;
    text = realloc(workbook->text, size);
    if (text == NULL) {
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, "out of memory for a cell");
        return false;
    }
    workbook->text = text;
    workbook->text_size = size;
    return true;
}

static bool is_hexadecimal(const char *digits)
{
    return strspn(digits, "0123456789ABCDEFabcdef") >= 4;
}

/* Excel reads `_x0041_` in a cell as the character A; `_x005F_` in front keeps it as it is. */
static void copy_escaped(char *to, const char *from, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (from[i] == '_' && length - i >= 7 && from[i + 1] == 'x' && from[i + 6] == '_' &&
            is_hexadecimal(from + i + 2)) {
            memcpy(to, "_x005F", 6);
            to += 6;
        }
        *to++ = from[i];
    }
    *to = '\0';
}

static void copy_text(char *to, struct text_view text)
{
    if (memmem(text.bytes, text.length, "_x", 2) != NULL) {
        copy_escaped(to, text.bytes, text.length);
        return;
    }
    memcpy(to, text.bytes, text.length);
    to[text.length] = '\0';
}

static const char *fault_of(struct text_view text)
{
    const char *start;
    size_t length;
    switch (text_look(text.bytes, text.length, &start, &length)) {
    case TEXT_NOT_UTF8:
        return "a text is not valid UTF-8";
    case TEXT_HAS_NUL:
    case TEXT_HAS_CONTROL:
        return "a text holds a control character, which no workbook can hold";
    case TEXT_TOO_LONG:
        return "a text has more than the 32,767 characters of a cell";
    case TEXT_GOOD:
    case TEXT_CHANGE:
        break;
    }
    return NULL;
}

/* The common case in one short pass: printable ASCII but `_`, and Thai (U+0E00 to U+0E7F). */
static bool is_plain(struct text_view text)
{
    const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;
    while (at < end) {
        if (*at >= 0x20 && *at < 0x7F && *at != '_')
            at++;
        else if (end - at >= 3 && at[0] == 0xE0 && (at[1] == 0xB8 || at[1] == 0xB9) &&
                 (at[2] & 0xC0) == 0x80)
            at += 3;
        else
            return false;
    }
    return text.length <= TEXT_MAX_CHARACTERS;
}

/* Puts the text, as it is to be written, into the workbook's buffer; false when it can't be. */
static bool take_text(struct sheet *sheet, struct text_view text)
{
    bool plain = is_plain(text);
    const char *fault = plain ? NULL : fault_of(text);
    if (fault != NULL)
        sheet_fail(sheet, EXIT_CODE_DATA, fault);
    if (sheet->fault.code != EXIT_CODE_GOOD || !make_room(sheet, text.length))
        return false;
    if (plain) {
        memcpy(sheet->workbook->text, text.bytes, text.length);
        sheet->workbook->text[text.length] = '\0';
    } else {
        copy_text(sheet->workbook->text, text);
    }
    return true;
}

void sheet_text_view(struct sheet *sheet, size_t column, struct text_view text, enum cell_kind kind,
                     enum cell_look look)
{
    bool is_heading = kind == CELL_HEADING || kind == CELL_HEADING_NUMBER;
    if (!take_text(sheet, text))
        return;
    if (is_measured(sheet, kind))
        measure(sheet, column,
                is_heading ? heading_width(sheet->workbook->text)
                           : text_display_width(text.bytes, text.length) + 2);
    if (kind == CELL_TEXT_WRAPPED || kind == CELL_MISSING || kind == CELL_INPUT)
        grow_row(sheet, column, text);
    sheet_keep_text(sheet, column, sheet->workbook->text);
    answer(sheet, worksheet_write_string(sheet->worksheet, sheet->row, (lxw_col_t)column,
                                         sheet->workbook->text, style(sheet, kind, look)));
}

void sheet_text(struct sheet *sheet, size_t column, const char *text, enum cell_kind kind,
                enum cell_look look)
{
    sheet_text_view(sheet, column, (struct text_view){text, (uint32_t)strlen(text)}, kind, look);
}

static void number(struct sheet *sheet, size_t column, double value, lxw_format *format)
{
    sheet_keep_number(sheet, column, value);
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet, worksheet_write_number(sheet->worksheet, sheet->row, (lxw_col_t)column, value,
                                             format));
}

void sheet_date(struct sheet *sheet, size_t column, int64_t days, enum cell_look look)
{
    int64_t serial = days + EXCEL_EPOCH_DAYS;
    char text[DATE_TEXT_SIZE];
    if (is_measured(sheet, CELL_DATE))
        measure(sheet, column, DATE_WIDTH);
    if (serial >= EXCEL_FIRST_DAY && serial <= EXCEL_LAST_DAY) {
        number(sheet, column, (double)serial, style(sheet, CELL_DATE, look));
        return;
    }
    date_format_iso(days, text);
    sheet_text(sheet, column, text, CELL_TEXT, look);
}

void sheet_timestamp(struct sheet *sheet, size_t column, int64_t seconds, enum cell_look look)
{
    int64_t offset = clock_offset_seconds(seconds);
    double serial = (double)(seconds + offset) / SECONDS_PER_DAY + EXCEL_EPOCH_DAYS;
    char text[DATE_TEXT_SIZE];
    if (is_measured(sheet, CELL_TIMESTAMP))
        measure(sheet, column, TIMESTAMP_WIDTH);
    if (serial >= EXCEL_FIRST_DAY && serial < EXCEL_LAST_DAY + 1) {
        number(sheet, column, serial, style(sheet, CELL_TIMESTAMP, look));
        return;
    }
    timestamp_format_iso(seconds, offset, text);
    sheet_text(sheet, column, text, CELL_TEXT, look);
}

/* As text where Excel would round it. */
static void plain_digits(struct sheet *sheet, size_t column, const char *digits,
                         enum cell_look look)
{
    sheet_text(sheet, column, digits, CELL_NOTHING, look);
}

static void whole_number(struct sheet *sheet, size_t column, int64_t value, enum cell_kind kind,
                         enum cell_look look)
{
    char text[DECIMAL_TEXT_SIZE];
    size_t length = (size_t)snprintf(text, sizeof text, "%lld", (long long)value);
    if (is_widest_number(sheet, column, (double)value))
        measure(sheet, column, length + length / 3 + 3);
    if (value >= -EXCEL_DIGITS_LIMIT && value <= EXCEL_DIGITS_LIMIT)
        number(sheet, column, (double)value, style(sheet, kind, look));
    else
        plain_digits(sheet, column, text, look);
}

void sheet_integer(struct sheet *sheet, size_t column, int64_t value, enum cell_look look)
{
    whole_number(sheet, column, value, CELL_INTEGER, look);
}

void sheet_tally(struct sheet *sheet, size_t column, int64_t value, enum cell_look look)
{
    whole_number(sheet, column, value, CELL_TALLY, look);
}

void sheet_tally_across(struct sheet *sheet, size_t first, size_t last, int64_t value,
                        enum cell_look look)
{
    sheet_across(sheet, first, last, "", CELL_TALLY, look);
    sheet_tally(sheet, first, value, look);
}

void sheet_decimal(struct sheet *sheet, size_t column, int64_t scaled, enum cell_kind kind,
                   enum cell_look look)
{
    char text[DECIMAL_TEXT_SIZE];
    bool is_whole = kind == CELL_QUANTITY && scaled % DECIMAL_SCALE == 0;
    /* Places take the room of three digits more. */
    if (is_widest_number(sheet, column, (double)scaled / (double)DECIMAL_SCALE * 1000))
        measure(sheet, column, decimal_format_grouped(scaled, 2, text) + 3);
    if (scaled >= -EXCEL_DIGITS_LIMIT && scaled <= EXCEL_DIGITS_LIMIT) {
        number(sheet, column, (double)scaled / (double)DECIMAL_SCALE,
               workbook_style(&sheet->workbook->styles, kind, look, is_whole));
        return;
    }
    decimal_format(scaled, text);
    plain_digits(sheet, column, text, look);
}

void sheet_percent(struct sheet *sheet, size_t column, int64_t scaled, enum cell_look look)
{
    if (is_measured(sheet, CELL_PERCENT))
        measure(sheet, column, sizeof "✓ 100.00 %");
    number(sheet, column, (double)scaled / PERCENT_SCALE, style(sheet, CELL_PERCENT, look));
}

void sheet_link(struct sheet *sheet, size_t column, const char *sheet_name, const char *text)
{
    char target[256];
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    snprintf(target, sizeof target, "internal:'%s'!A1", sheet_name);
    if (is_measured(sheet, CELL_LINK))
        measure(sheet, column, text_display_width(text, strlen(text)) + 2);
    answer(sheet, worksheet_write_url_opt(sheet->worksheet, sheet->row, (lxw_col_t)column, target,
                                          style(sheet, CELL_LINK, LOOK_PLAIN), text, NULL));
}

/* As a reference of the web: libxlsxwriter makes backslashes of the slashes in its `external:`
 * links, which Excel alone follows. */
void sheet_link_out(struct sheet *sheet, size_t column, const char *where, const char *text)
{
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet,
               worksheet_write_url_opt(sheet->worksheet, sheet->row, (lxw_col_t)column, where,
                                       style(sheet, CELL_LINK, LOOK_PLAIN), text, NULL));
}

void sheet_blank(struct sheet *sheet, size_t column, enum cell_kind kind, enum cell_look look)
{
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet, worksheet_write_blank(sheet->worksheet, sheet->row, (lxw_col_t)column,
                                            style(sheet, kind, look)));
}

void sheet_across(struct sheet *sheet, size_t first, size_t last, const char *text,
                  enum cell_kind kind, enum cell_look look)
{
    struct text_view view = {text, (uint32_t)strlen(text)};
    if (first == last) {
        sheet_text(sheet, first, text, kind, look);
        return;
    }
    if (!take_text(sheet, view))
        return;
    answer(sheet,
           worksheet_merge_range(sheet->worksheet, sheet->row, (lxw_col_t)first, sheet->row,
                                 (lxw_col_t)last, sheet->workbook->text, style(sheet, kind, look)));
    sheet_keep_text(sheet, first, sheet->workbook->text);
}

/* What one of the number as it is kept comes to in the cell. */
static double scale_of(enum cell_kind kind)
{
    if (kind == CELL_BIG_COUNT || kind == CELL_CHANGE_COUNT)
        return 1;
    return kind == CELL_BIG_PERCENT ? PERCENT_SCALE : (double)DECIMAL_SCALE;
}

void sheet_number_across(struct sheet *sheet, size_t first, size_t last, int64_t scaled,
                         enum cell_kind kind, enum cell_look look)
{
    lxw_format *format = style(sheet, kind, look);
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    /* The merged cells get their borders; the first of them is then written over. */
    if (first < last)
        answer(sheet, worksheet_merge_range(sheet->worksheet, sheet->row, (lxw_col_t)first,
                                            sheet->row, (lxw_col_t)last, "", format));
    number(sheet, first, (double)scaled / scale_of(kind), format);
}

void sheet_row_height(struct sheet *sheet, double points)
{
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet, worksheet_set_row(sheet->worksheet, sheet->row, points, NULL));
}

void sheet_row_detail(struct sheet *sheet)
{
    lxw_row_col_options folded = {.hidden = LXW_TRUE, .level = 1};
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet, worksheet_set_row_opt(sheet->worksheet, sheet->row, LXW_DEF_ROW_HEIGHT, NULL,
                                            &folded));
}

void sheet_wrap(struct sheet *sheet, size_t column, double width)
{
    if (column < SHEET_COLUMNS_MAX)
        sheet->wraps[column] = width;
    sheet_width(sheet, column, column, width);
}

void sheet_width(struct sheet *sheet, size_t first, size_t last, double width)
{
    for (size_t i = 0; i < sheet->part_count && sheet->fault.code == EXIT_CODE_GOOD; i++)
        answer(sheet, worksheet_set_column(sheet->parts[i].worksheet, (lxw_col_t)first,
                                           (lxw_col_t)last, width, NULL));
}

void sheet_print_width(struct sheet *sheet, double width)
{
    uint16_t pages = (uint16_t)(width / PRINTED_WIDTH) + 1;
    for (size_t i = 0; i < sheet->part_count && pages > 1; i++) {
        const struct sheet_part *part = &sheet->parts[i];
        worksheet_fit_to_pages(part->worksheet, pages, 0);
        if (part->frozen_columns > 0)
            answer(sheet, worksheet_repeat_columns(part->worksheet, 0,
                                                   (lxw_col_t)(part->frozen_columns - 1)));
    }
}

void sheet_fit(struct sheet *sheet, size_t column_count, double least, double most)
{
    double total = 0;
    for (size_t i = 0; i < column_count && i < SHEET_COLUMNS_MAX; i++) {
        double width = sheet->widths[i];
        if (sheet->wraps[i] > 0)
            width = sheet->wraps[i];
        else
            width = width < least ? least : width > most ? most : width;
        sheet_width(sheet, i, i, width);
        total += width;
    }
    sheet_print_width(sheet, total);
}

void sheet_print_area(struct sheet *sheet, size_t columns, uint32_t rows, double width)
{
    lxw_worksheet *worksheet = sheet->parts[0].worksheet;
    double pixels = width * DIGIT_PIXELS + (double)columns * PADDING_PIXELS;
    answer(sheet, worksheet_print_area(worksheet, 0, 0, rows - 1, (lxw_col_t)(columns - 1)));
    if (width > 0)
        worksheet_set_print_scale(worksheet, (uint16_t)(100 * PAGE_PIXELS / pixels));
    sheet->breaks[sheet->break_count] = 0;
    if (sheet->break_count > 0)
        answer(sheet, worksheet_set_h_pagebreaks(worksheet, sheet->breaks));
}

void sheet_page_break(struct sheet *sheet)
{
    if (sheet->row > 0 && sheet->break_count + 1 < SHEET_BREAKS_MAX)
        sheet->breaks[sheet->break_count++] = sheet->row;
}

/* libxlsxwriter keeps the edges of a picture, reckoned in rows of usual height: one that is as high
 * as such a row ends with its row, however high that is. */
void sheet_logo(struct sheet *sheet, size_t column, const struct logo_settings *logo, double points,
                const char *alternative)
{
    lxw_image_options options = {.x_scale = points / POINTS_A_PIXEL / logo->height,
                                 .y_scale = (double)USUAL_ROW_PIXELS / logo->height,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = (char *)(uintptr_t)alternative};
    sheet_row_height(sheet, points);
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet,
               worksheet_insert_image_buffer_opt(sheet->worksheet, sheet->row, (lxw_col_t)column,
                                                 logo->bytes, logo->size, &options));
}

void sheet_freeze(struct sheet *sheet, size_t first_columns)
{
    struct sheet_part *part = &sheet->parts[sheet->part_count - 1];
    part->heading_row = sheet->row;
    part->is_frozen = true;
    part->frozen_columns = first_columns;
    worksheet_freeze_panes(part->worksheet, sheet->row + 1, (lxw_col_t)first_columns);
    answer(sheet, worksheet_repeat_rows(part->worksheet, sheet->row, sheet->row));
}

void sheet_filter(struct sheet *sheet, size_t column_count)
{
    for (size_t i = 0; i < sheet->part_count; i++) {
        struct sheet_part *part = &sheet->parts[i];
        if (part->is_frozen && part->last_row > part->heading_row && column_count > 0)
            answer(sheet, worksheet_autofilter(part->worksheet, part->heading_row, 0,
                                               part->last_row, (lxw_col_t)(column_count - 1)));
    }
}
