/* What a table of a page draws; see page_chart.h. */
#include "reports/page_chart.h"

#include "reports/kpi_units.h"
#include "reports/workbook_charts.h"

#include <string.h>

#define UNIT_PIXELS 89
#define CHART_LEAST 5 /* units that a chart beside the rows needs */
#define CHART_GAP 14
#define CHART_HEIGHT 260
#define BAR_HEIGHT 110 /* and so much for each bar */
#define BAR_PIXELS 22
#define BAR_LEAST 80 /* the same where a page leaves less */
#define BAR_PIXELS_LEAST 13
#define CHART_MIN 200
#define CHART_MOST 460
#define SERIES_MAX 8
#define PERCENT_FORMAT "0%"
#define MONEY_FORMAT "#,##0"

/* True where there is something to draw: one number alone stands in its cell. */
bool page_chart_is_there(const struct table *table)
{
    const struct table_plan *plan = table->plan;
    if (plan->chart == TABLE_NO_CHART || plan->chart == TABLE_CELLS || table->rows.row_count < 2)
        return false;
    for (size_t i = 0; plan->series[i] != NULL; i++) {
        size_t field = table_rows_find(&table->rows, plan->series[i]);
        for (size_t row = 0; row < table->rows.row_count; row++)
            if (table_rows_cell(&table->rows, row, field)->number != 0)
                return true;
    }
    return false;
}

bool page_chart_is_beside(const struct table *table)
{
    return PAGE_UNITS - table->units >= CHART_LEAST;
}

static size_t series_count(const struct table_plan *plan)
{
    size_t count = 0;
    while (count < SERIES_MAX && plan->series[count] != NULL)
        count++;
    return count;
}

int page_chart_height(const struct table *table)
{
    size_t rows = table->rows.row_count, bars = rows;
    int height = CHART_HEIGHT, beside;
    if (table->plan->chart == TABLE_BAR)
        bars = rows * (series_count(table->plan) + 1) / 2;
    if (table->plan->chart == TABLE_BAR || table->plan->chart == TABLE_STACKED_BAR)
        height = BAR_HEIGHT + BAR_PIXELS * (int)bars;
    beside = (int)((rows + 2) * ROW_PIXELS);
    if (page_chart_is_beside(table) && height < beside)
        height = beside;
    return height > CHART_MOST ? CHART_MOST : height;
}

static const enum chart_color palettes[][SERIES_MAX] = {
    [PALETTE_PLAIN] = {CHART_BLUE, CHART_ORANGE, CHART_SKY, CHART_DARK, CHART_GREY, CHART_RED,
                       CHART_AGE_2, CHART_AGE_4},
    [PALETTE_AGES] = {CHART_AGE_1, CHART_AGE_2, CHART_AGE_3, CHART_AGE_4, CHART_AGE_5, CHART_GREY,
                      CHART_SKY, CHART_ORANGE},
    [PALETTE_GOOD_BAD] = {CHART_BLUE, CHART_SKY, CHART_ORANGE, CHART_RED, CHART_GREY, CHART_DARK,
                          CHART_AGE_2, CHART_AGE_4},
};

/* Of two, the good one and the bad one. */
static enum chart_color color_of(const struct table_plan *plan, size_t index, size_t count)
{
    if (plan->palette == PALETTE_GOOD_BAD && index + 1 == count)
        return CHART_RED;
    return palettes[plan->palette][index];
}

static bool is_target(const struct table_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->target_count; i++)
        if (strcmp(plan->targets[i].name, name) == 0)
            return true;
    return false;
}

static enum chart_kind chart_kind_of(enum table_chart chart)
{
    switch (chart) {
    case TABLE_STACKED_BAR:
        return CHART_BAR_STACKED;
    case TABLE_BAR:
        return CHART_BAR;
    case TABLE_LINE:
        return CHART_LINE;
    default:
        return CHART_COLUMN;
    }
}

void page_chart_draw(const struct table *table, uint32_t row, size_t column, int height)
{
    const struct table_plan *plan = table->plan;
    size_t category = table_rows_find(&table->rows, plan->category);
    size_t count = series_count(plan);
    struct chart_series series[SERIES_MAX];
    char title[TITLE_SIZE];
    enum language language = table->report->language;
    struct chart_plan drawn = {.kind = chart_kind_of(plan->chart),
                               .title = title,
                               .alternative = plan->chart_alternative.text[language],
                               .series = series,
                               .series_count = count,
                               .row = row,
                               .column = column,
                               .width = (int)(PAGE_UNITS - column) * UNIT_PIXELS - CHART_GAP,
                               .height = height,
                               .x_offset = column == 0 ? 2 : CHART_GAP,
                               .y_offset = 4};
    rule_words(table->rule, plan->chart_title.text[language], language, title, sizeof title);
    for (size_t i = 0; i < count; i++) {
        size_t field = table_rows_find(&table->rows, plan->series[i]);
        enum table_kind kind = table->rows.fields[field].kind;
        series[i] = (struct chart_series){.name = table->rows.fields[field].title,
                                          .sheet = table->sheet,
                                          .first_row = table->first_row,
                                          .last_row = table->last_row,
                                          .categories_column = table->first[category],
                                          .values_column = table->first[field],
                                          .color = color_of(plan, i, count),
                                          .is_target = is_target(plan, plan->series[i])};
        drawn.value_format = kind == KIND_PERCENT ? PERCENT_FORMAT : MONEY_FORMAT;
        if (table->rows.fields[category].kind == KIND_DATE)
            drawn.category_format = language == LANGUAGE_TH ? "[$-107041E]d mmm" : "d mmm";
        if (kind == KIND_PERCENT) {
            drawn.has_least = drawn.has_most = true;
            drawn.most = 1;
        }
    }
    sheet_chart(table->sheet, &drawn);
}

/* A share's are of the whole, whatever the largest is. */
static void draw_bars(const struct table *table, const char *name)
{
    size_t field = table_rows_find(&table->rows, name);
    sheet_data_bars(table->sheet, table->first[field], table->first_row, table->last_row, CHART_SKY,
                    table->rows.fields[field].kind == KIND_PERCENT ? 1 : 0);
}

/* Bars behind the running share of a Pareto, from nothing to all; behind the numbers of a table
 * that has no chart of its own. */
void page_chart_cells(const struct table *table)
{
    const struct table_plan *plan = table->plan;
    for (size_t i = 0; plan->chart == TABLE_CELLS && plan->series[i] != NULL; i++)
        draw_bars(table, plan->series[i]);
    for (size_t i = 0; plan->chart == TABLE_PARETO && i < plan->share_count; i++)
        if (plan->shares[i].whole == WHOLE_RUNNING)
            draw_bars(table, plan->shares[i].name);
}

/* What is left of the page, where that will do; else as high as it likes to be, on the next. */
int page_chart_height_below(const struct table *table, const struct page_place *place)
{
    int height = page_chart_height(table), left = PAGE_PIXELS - (int)place->used - ROW_PIXELS;
    bool is_bar = table->plan->chart == TABLE_BAR || table->plan->chart == TABLE_STACKED_BAR;
    int least = is_bar ? BAR_LEAST + BAR_PIXELS_LEAST * (int)table->rows.row_count : CHART_MIN;
    return left < height && left >= least ? left : height;
}
