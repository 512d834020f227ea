/* Charts over ranges of cells; see workbook_charts.h. */
#include "reports/workbook_charts.h"

#include "core/decimal.h"
#include "reports/workbook_sheets.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FONT "Tahoma"
#define TITLE_SIZE 11
#define LABEL_SIZE 9
#define COLOR_TEXT 0x24292F
#define COLOR_GRID 0xE3E7EB
#define COLOR_AXIS 0x8C959F
#define FEW_POINTS 31 /* so few that each is marked */
#define DEFAULT_WIDTH 480.0
#define DEFAULT_HEIGHT 288.0
#define SHARE_SCALE INT64_C(1000000)
#define NAME_SIZE 320

static const uint32_t colors[CHART_COLORS] = {
    [CHART_DARK] = 0x1F4E5F,  [CHART_BLUE] = 0x0072B2,  [CHART_ORANGE] = 0xE69F00,
    [CHART_SKY] = 0x56B4E9,   [CHART_RED] = 0xC8401B,   [CHART_GREY] = 0x8C959F,
    [CHART_AGE_1] = 0xCFE3EE, [CHART_AGE_2] = 0x93C3DC, [CHART_AGE_3] = 0x4A98C4,
    [CHART_AGE_4] = 0x1F4E5F, [CHART_AGE_5] = 0xC8401B,
};

static const uint8_t kinds[] = {
    [CHART_COLUMN] = LXW_CHART_COLUMN, [CHART_COLUMN_STACKED] = LXW_CHART_COLUMN_STACKED,
    [CHART_BAR] = LXW_CHART_BAR,       [CHART_BAR_STACKED] = LXW_CHART_BAR_STACKED,
    [CHART_LINE] = LXW_CHART_LINE,
};

static void answer(struct sheet *sheet, lxw_error answer)
{
    if (answer != LXW_NO_ERROR)
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, lxw_strerror(answer));
}

void sheet_keep_cells(struct sheet *sheet)
{
    sheet->keeps_cells = true;
}

static struct kept_cell *keep(struct sheet *sheet, size_t column)
{
    struct kept_cell *cell;
    sheet->kept =
        region_grow(&sheet->workbook->region, sheet->kept, sheet->kept_count, sizeof *sheet->kept);
    cell = &sheet->kept[sheet->kept_count++];
    *cell = (struct kept_cell){.row = sheet->row, .column = column};
    return cell;
}

void sheet_keep_number(struct sheet *sheet, size_t column, double value)
{
    if (sheet->keeps_cells)
        keep(sheet, column)->number = value;
}

void sheet_keep_text(struct sheet *sheet, size_t column, const char *text)
{
    if (sheet->keeps_cells)
        keep(sheet, column)->text = region_copy(&sheet->workbook->region, text);
}

/* Cells were kept row by row, in any order within one. */
static const struct kept_cell *find_kept(const struct sheet *sheet, uint32_t row, size_t column)
{
    size_t first = 0, end = sheet->kept_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (sheet->kept[middle].row < row)
            first = middle + 1;
        else
            end = middle;
    }
    for (; first < sheet->kept_count && sheet->kept[first].row == row; first++)
        if (sheet->kept[first].column == column)
            return &sheet->kept[first];
    return NULL;
}

/* Rows were written through libxlsxwriter's temporary files, where it can't read them again: the
 * numbers that a chart carries along are handed to it here. Returns how many there are. */
static size_t fill_cache(struct sheet *on, lxw_series_range *range, const struct sheet *sheet,
                         const struct chart_series *series, size_t column)
{
    size_t count = 0;
    for (uint32_t row = series->first_row; row <= series->last_row; row++) {
        const struct kept_cell *cell = find_kept(sheet, row, column);
        lxw_series_data_point *point = calloc(1, sizeof *point);
        if (point == NULL) {
            sheet_fail(on, EXIT_CODE_SOFTWARE, "out of memory for a chart");
            return count;
        }
        point->no_data = cell == NULL;
        if (cell != NULL && cell->text != NULL) {
            point->is_string = LXW_TRUE;
            point->string = strdup(cell->text);
            range->has_string_cache = LXW_TRUE;
        } else if (cell != NULL) {
            point->number = cell->number;
            count++;
        }
        STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
        range->num_data_points++;
    }
    return count;
}

static void style_series(lxw_chart_series *made, enum chart_kind kind,
                         const struct chart_series *series, size_t point_count)
{
    lxw_chart_line line = {.color = colors[series->color], .width = 2.25F};
    lxw_chart_fill fill = {.color = colors[series->color]};
    if (kind != CHART_LINE) {
        chart_series_set_fill(made, &fill);
        return;
    }
    if (series->is_target) {
        line.width = 1.5F;
        line.dash_type = LXW_CHART_LINE_DASH_DASH;
    }
    chart_series_set_line(made, &line);
    chart_series_set_marker_type(made, series->is_target || point_count > FEW_POINTS
                                           ? LXW_CHART_MARKER_NONE
                                           : LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(made, 5);
    chart_series_set_marker_fill(made, &fill);
    chart_series_set_marker_line(made, &line);
}

static void add_series(struct sheet *sheet, lxw_chart *chart, const struct chart_plan *plan,
                       const struct chart_series *series)
{
    const char *name = sheet_name(series->sheet);
    lxw_chart_series *made = chart_add_series(chart, NULL, NULL);
    size_t count;
    if (made == NULL) {
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, "out of memory for a chart");
        return;
    }
    chart_series_set_categories(made, name, series->first_row, (lxw_col_t)series->categories_column,
                                series->last_row, (lxw_col_t)series->categories_column);
    chart_series_set_values(made, name, series->first_row, (lxw_col_t)series->values_column,
                            series->last_row, (lxw_col_t)series->values_column);
    chart_series_set_name(made, series->name);
    fill_cache(sheet, made->categories, series->sheet, series, series->categories_column);
    count = fill_cache(sheet, made->values, series->sheet, series, series->values_column);
    style_series(made, plan->kind, series, count);
}

static bool is_bar(enum chart_kind kind)
{
    return kind == CHART_BAR || kind == CHART_BAR_STACKED;
}

/* libxlsxwriter swaps the axes of bars that lie on their side: there, the categories are on y. */
static void style_axes(lxw_chart *chart, const struct chart_plan *plan)
{
    lxw_chart_font font = {
        .name = (char *)(uintptr_t)FONT, .size = LABEL_SIZE, .color = COLOR_TEXT};
    lxw_chart_line grid = {.color = COLOR_GRID, .width = 0.75F};
    lxw_chart_line axis = {.color = COLOR_AXIS, .width = 0.75F}, no_line = {.none = LXW_TRUE};
    lxw_chart_axis *names = is_bar(plan->kind) ? chart->y_axis : chart->x_axis;
    lxw_chart_axis *values = is_bar(plan->kind) ? chart->x_axis : chart->y_axis;
    chart_axis_set_num_font(names, &font);
    chart_axis_set_num_font(values, &font);
    chart_axis_set_line(names, &axis);
    chart_axis_set_line(values, &no_line);
    chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
    chart_axis_major_gridlines_set_visible(names, LXW_FALSE);
    chart_axis_major_gridlines_set_line(values, &grid);
    /* The names stand at the edge, also where numbers are below 0. */
    chart_axis_set_label_position(names, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    if (plan->category_format != NULL)
        chart_axis_set_num_format(names, plan->category_format);
    if (plan->value_format != NULL)
        chart_axis_set_num_format(values, plan->value_format);
    if (plan->has_least)
        chart_axis_set_min(values, plan->least);
    if (plan->has_most)
        chart_axis_set_max(values, plan->most);
    if (is_bar(plan->kind)) {
        chart_axis_set_reverse(names);
        chart_axis_set_crossing_max(names);
    }
}

/* A line in a tile's colour, and nothing else. */
static void style_bare(lxw_chart *chart, const struct chart_plan *plan)
{
    lxw_chart_line no_line = {.none = LXW_TRUE};
    lxw_chart_fill paper = {.color = LXW_COLOR_WHITE};
    chart_title_off(chart);
    chart_axis_off(chart->x_axis);
    chart_axis_off(chart->y_axis);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_chartarea_set_line(chart, &no_line);
    chart_chartarea_set_fill(chart, &paper);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    if (plan->has_least)
        chart_axis_set_min(chart->y_axis, plan->least);
    if (plan->has_most)
        chart_axis_set_max(chart->y_axis, plan->most);
}

static void style_chart(lxw_chart *chart, const struct chart_plan *plan)
{
    lxw_chart_font title = {.name = (char *)(uintptr_t)FONT,
                            .size = TITLE_SIZE,
                            .bold = LXW_TRUE,
                            .color = colors[CHART_DARK]};
    lxw_chart_font font = {
        .name = (char *)(uintptr_t)FONT, .size = LABEL_SIZE, .color = COLOR_TEXT};
    lxw_chart_line border = {.color = COLOR_GRID, .width = 0.75F};
    if (plan->kind == CHART_LINE)
        chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_CONNECTED);
    else
        chart_set_series_gap(chart, 60);
    chart_show_hidden_data(chart);
    if (plan->is_bare) {
        style_bare(chart, plan);
        return;
    }
    chart_title_set_name(chart, plan->title);
    chart_title_set_name_font(chart, &title);
    style_axes(chart, plan);
    chart_chartarea_set_line(chart, &border);
    chart_legend_set_position(chart, plan->has_legend || plan->series_count > 1
                                         ? LXW_CHART_LEGEND_BOTTOM
                                         : LXW_CHART_LEGEND_NONE);
    chart_legend_set_font(chart, &font);
}

void sheet_chart(struct sheet *sheet, const struct chart_plan *plan)
{
    lxw_chart *chart;
    lxw_chart_options options = {.x_offset = plan->x_offset,
                                 .y_offset = plan->y_offset,
                                 .x_scale = plan->width / DEFAULT_WIDTH,
                                 .y_scale = plan->height / DEFAULT_HEIGHT,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = (char *)(uintptr_t)plan->alternative};
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    chart = workbook_add_chart(sheet->workbook->file, kinds[plan->kind]);
    if (chart == NULL) {
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, "out of memory for a chart");
        return;
    }
    for (size_t i = 0; i < plan->series_count; i++)
        add_series(sheet, chart, plan, &plan->series[i]);
    style_chart(chart, plan);
    answer(sheet, worksheet_insert_chart_opt(sheet->worksheet, plan->row, (lxw_col_t)plan->column,
                                             chart, &options));
}

uint32_t chart_rows(int height)
{
    return (uint32_t)(height + CHART_ROW_PIXELS - 1) / CHART_ROW_PIXELS;
}

void sheet_data_bars(struct sheet *sheet, size_t column, uint32_t first_row, uint32_t last_row,
                     enum chart_color color, double most)
{
    lxw_conditional_format bars = {.type = LXW_CONDITIONAL_DATA_BAR,
                                   .data_bar_2010 = LXW_TRUE,
                                   .bar_solid = LXW_TRUE,
                                   .bar_color = colors[color],
                                   .bar_no_border = LXW_TRUE,
                                   .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                   .max_rule_type = most > 0 ? LXW_CONDITIONAL_RULE_TYPE_NUMBER
                                                             : LXW_CONDITIONAL_RULE_TYPE_MAXIMUM,
                                   .max_value = most};
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet,
               worksheet_conditional_format_range(sheet->worksheet, first_row, (lxw_col_t)column,
                                                  last_row, (lxw_col_t)column, &bars));
}

void sheet_color_scale(struct sheet *sheet, size_t column, uint32_t first_row, uint32_t last_row,
                       enum chart_color color)
{
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                    .min_color = LXW_COLOR_WHITE,
                                    .max_color = colors[color]};
    if (sheet->fault.code == EXIT_CODE_GOOD)
        answer(sheet,
               worksheet_conditional_format_range(sheet->worksheet, first_row, (lxw_col_t)column,
                                                  last_row, (lxw_col_t)column, &scale));
}

void sheet_share(struct sheet *sheet, size_t column, int64_t part, int64_t whole,
                 enum cell_look look)
{
    int64_t share;
    if (whole == 0 || !decimal_multiply_divide(part, SHARE_SCALE, whole, &share))
        sheet_text(sheet, column, "-", CELL_NOTHING, look);
    else
        sheet_percent(sheet, column, share, look);
}

/* Excel takes `a1` for a cell; a name with `_` never is one. */
static bool is_good_name(const char *name)
{
    size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return isalpha((unsigned char)name[0]) && strchr(name, '_') != NULL && name[length] == '\0' &&
           length < 128;
}

/* libxlsxwriter takes a name twice, and Excel then finds the file damaged. */
static bool name_is_new(struct workbook *workbook, const char *name)
{
    for (size_t i = 0; i < workbook->name_count; i++)
        if (strcasecmp(workbook->names[i], name) == 0)
            return false;
    workbook->names = region_grow(&workbook->region, workbook->names, workbook->name_count,
                                  sizeof *workbook->names);
    workbook->names[workbook->name_count++] = region_copy(&workbook->region, name);
    return true;
}

void sheet_define_name(struct sheet *sheet, size_t column, const char *name)
{
    char formula[NAME_SIZE], cell[LXW_MAX_CELL_NAME_LENGTH];
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    lxw_rowcol_to_cell_abs(cell, sheet->row, (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
    snprintf(formula, sizeof formula, "='%s'!%s", sheet->worksheet->name, cell);
    if (!is_good_name(name) || !name_is_new(sheet->workbook, name) ||
        workbook_define_name(sheet->workbook->file, name, formula) != LXW_NO_ERROR)
        sheet_fail(sheet, EXIT_CODE_SOFTWARE, "a cell's name is not one, or stands already");
}
