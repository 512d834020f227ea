/* Validations, hidden columns, marks; see workbook_forms.h. */
#include "reports/workbook_forms.h"

#include "core/text.h"
#include "jobs/list_layout.h"
#include "reports/workbook_sheets.h"

#include <stdio.h>
#include <string.h>

#define LINE_FILLED 0.93 /* a line ends between words */
#define GROUP_LINE 0x1F4E5F
#define GROUP_FAINT 0x57606A
#define FIRST_YEAR 2000
#define LAST_YEAR 2642 /* of the Buddhist era: 2099 */

static void answer(struct sheet *sheet, lxw_error answer)
{
    if (answer != LXW_NO_ERROR)
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, lxw_strerror(answer));
}

/* Lines that a text takes at a width: every line of its own breaks where it has to. */
static size_t lines_of(const char *text, double width)
{
    size_t lines = 0;
    for (;;) {
        size_t length = strcspn(text, "\n");
        lines += (size_t)((double)text_display_width(text, length) / width) + 1;
        if (text[length] == '\0')
            return lines;
        text += length + 1;
    }
}

void sheet_text_lines(struct sheet *sheet, size_t column, const char *text, enum cell_kind kind,
                      enum cell_look look)
{
    double width = column < SHEET_COLUMNS_MAX ? sheet->wraps[column] : 0;
    if (width <= 0) {
        sheet_text(sheet, column, text, kind, look);
        return;
    }
    /* The room is reckoned here, once. */
    sheet->wraps[column] = 0;
    sheet_text(sheet, column, text, kind, look);
    sheet->wraps[column] = width;
    sheet_row_lines(sheet, lines_of(text, width * LINE_FILLED));
}

void sheet_input_date(struct sheet *sheet, size_t column, int64_t days)
{
    lxw_format *format =
        workbook_style(&sheet->workbook->styles, CELL_INPUT_DATE, LOOK_PLAIN, false);
    char text[DATE_TEXT_SIZE];
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    if (days >= date_from_civil(1900, 3, 1) && days <= date_from_civil(9999, 12, 31)) {
        answer(sheet, worksheet_write_number(sheet->worksheet, sheet->row, (lxw_col_t)column,
                                             (double)(days + LIST_EXCEL_EPOCH_DAYS), format));
        return;
    }
    date_format_iso(days, text);
    sheet_text(sheet, column, text, CELL_INPUT, LOOK_PLAIN);
}

void sheet_link_row(struct sheet *sheet, size_t column, const char *sheet_name, uint32_t row,
                    const char *text)
{
    char target[256];
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    snprintf(target, sizeof target, "internal:'%s'!A%u", sheet_name, row + 1);
    answer(sheet,
           worksheet_write_url_opt(
               sheet->worksheet, sheet->row, (lxw_col_t)column, target,
               workbook_style(&sheet->workbook->styles, CELL_LINK, LOOK_PLAIN, false), text, NULL));
}

static bool has_rows(const struct sheet_part *part)
{
    return part->is_frozen && part->last_row > part->heading_row;
}

static void validate(struct sheet *sheet, size_t column, lxw_data_validation *validation)
{
    for (size_t i = 0; i < sheet->part_count && sheet->fault.code == EXIT_CODE_GOOD; i++) {
        const struct sheet_part *part = &sheet->parts[i];
        if (has_rows(part))
            answer(sheet, worksheet_data_validation_range(part->worksheet, part->heading_row + 1,
                                                          (lxw_col_t)column, part->last_row,
                                                          (lxw_col_t)column, validation));
    }
}

void sheet_choices(struct sheet *sheet, size_t column, const char *range,
                   struct sheet_refusal refusal)
{
    char formula[128];
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                      .value_formula = formula,
                                      .ignore_blank = LXW_VALIDATION_ON,
                                      .show_error = LXW_VALIDATION_ON,
                                      .dropdown = LXW_VALIDATION_ON,
                                      .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
                                      .error_title = (char *)refusal.title,
                                      .error_message = (char *)refusal.message};
    snprintf(formula, sizeof formula, "=%s", range);
    validate(sheet, column, &validation);
}

void sheet_dates(struct sheet *sheet, size_t column, struct sheet_refusal refusal)
{
    lxw_data_validation validation = {
        .validate = LXW_VALIDATION_TYPE_DATE,
        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
        .minimum_datetime = {.year = FIRST_YEAR, .month = 1, .day = 1},
        .maximum_datetime = {.year = LAST_YEAR, .month = 12, .day = 31},
        .ignore_blank = LXW_VALIDATION_ON,
        .show_error = LXW_VALIDATION_ON,
        .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
        .error_title = (char *)refusal.title,
        .error_message = (char *)refusal.message};
    validate(sheet, column, &validation);
}

void sheet_guard_headings(struct sheet *sheet, size_t column_count, struct sheet_refusal refusal)
{
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
                                      .value_formula = "=FALSE",
                                      .ignore_blank = LXW_VALIDATION_OFF,
                                      .show_error = LXW_VALIDATION_ON,
                                      .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
                                      .error_title = (char *)refusal.title,
                                      .error_message = (char *)refusal.message};
    for (size_t i = 0; i < sheet->part_count && sheet->fault.code == EXIT_CODE_GOOD; i++) {
        const struct sheet_part *part = &sheet->parts[i];
        if (part->is_frozen)
            answer(sheet, worksheet_data_validation_range(
                              part->worksheet, part->heading_row, 0, part->heading_row,
                              (lxw_col_t)(column_count - 1), &validation));
    }
}

/* The colours of a group's rows, under a condition on their first column. */
static void mark(struct sheet *sheet, size_t first, size_t last, size_t column,
                 const char *relation, lxw_format *format)
{
    for (size_t i = 0; i < sheet->part_count && sheet->fault.code == EXIT_CODE_GOOD; i++) {
        const struct sheet_part *part = &sheet->parts[i];
        char name[8], formula[64];
        lxw_conditional_format condition = {
            .type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = formula, .format = format};
        lxw_col_to_name(name, (lxw_col_t)column, LXW_TRUE);
        snprintf(formula, sizeof formula, "=%s%u%s%s%u", name, part->heading_row + 2, relation,
                 name, part->heading_row + 1);
        if (has_rows(part))
            answer(sheet, worksheet_conditional_format_range(part->worksheet, part->heading_row + 1,
                                                             (lxw_col_t)first, part->last_row,
                                                             (lxw_col_t)last, &condition));
    }
}

void sheet_mark_groups(struct sheet *sheet, size_t column, size_t column_count)
{
    lxw_format *line = workbook_add_format(sheet->workbook->file);
    lxw_format *first = workbook_add_format(sheet->workbook->file);
    lxw_format *faint = workbook_add_format(sheet->workbook->file);
    if (line == NULL || first == NULL || faint == NULL) {
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, "out of memory for a format");
        return;
    }
    format_set_top(line, LXW_BORDER_THIN);
    format_set_top_color(line, GROUP_LINE);
    format_set_top(first, LXW_BORDER_THIN);
    format_set_top_color(first, GROUP_LINE);
    format_set_bold(first);
    format_set_font_color(first, GROUP_LINE);
    format_set_font_color(faint, GROUP_FAINT);
    /* Some programs take the first condition of a cell that holds, and no other. */
    mark(sheet, column, column, column, "<>", first);
    mark(sheet, 0, column_count - 1, column, "<>", line);
    mark(sheet, column, column, column, "=", faint);
}

void sheet_hide_columns(struct sheet *sheet, size_t first, size_t last)
{
    lxw_row_col_options away = {.hidden = LXW_TRUE};
    for (size_t i = 0; i < sheet->part_count && sheet->fault.code == EXIT_CODE_GOOD; i++)
        answer(sheet, worksheet_set_column_opt(sheet->parts[i].worksheet, (lxw_col_t)first,
                                               (lxw_col_t)last, LXW_DEF_COL_WIDTH, NULL, &away));
}

void sheet_hide(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->part_count; i++)
        worksheet_hide(sheet->parts[i].worksheet);
}

void sheet_zoom(struct sheet *sheet, uint16_t percent)
{
    for (size_t i = 0; i < sheet->part_count; i++)
        worksheet_set_zoom(sheet->parts[i].worksheet, percent);
}
