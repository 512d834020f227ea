/* Tiles of the first page, and the lines in them; see kpi_grid.h. */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_grid.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"
#include "reports/workbook_charts.h"
#include "reports/workbook_forms.h"

#include <stdio.h>
#include <string.h>

#define TITLE_POINTS 27.0
#define VALUE_POINTS 28.0
#define CAPTION_POINTS 14.0
#define LINE_POINTS 15.0 /* a row of usual height: libxlsxwriter knows no other */
#define GAP_POINTS 6.0
#define STRIP_POINTS 15.0
#define LINE_WIDTH 290
#define LINE_HEIGHT 37
#define TEXT_SIZE 512
#define PERCENT_SCALE 1000000.0
#define ROOM_PARTS 8

static size_t first_column(size_t block)
{
    return block * GRID_STEP;
}

static size_t last_column(size_t block)
{
    return first_column(block) + GRID_BLOCK_COLUMNS - 1;
}

static bool gap_row(struct sheet *sheet, struct error *error)
{
    sheet_row_height(sheet, GAP_POINTS);
    return sheet_next_row(sheet, error);
}

static void source_name(const struct report *report, struct sheet *sheet, size_t block,
                        const struct fact_source *source)
{
    sheet_across(sheet, first_column(block), last_column(block),
                 source->title.text[report->language], CELL_TILE, LOOK_PLAIN);
}

static void source_moment(const struct report *report, struct sheet *sheet, size_t block,
                          const struct fact_source *source)
{
    char moment[DATE_TEXT_SIZE], text[TEXT_SIZE];
    if (!source->has_pulled_at || strcmp(source->state, "failed") == 0) {
        sheet_across(sheet, first_column(block), last_column(block), "-", CELL_MISSING, LOOK_PLAIN);
        return;
    }
    label_moment(source->pulled_at, report->language, moment);
    text_format(text, sizeof text, "%s %s", label(LABEL_PULLED_AT, report->language), moment);
    sheet_across(sheet, first_column(block), last_column(block), text, CELL_CAPTION, LOOK_PLAIN);
}

static void source_rows(const struct report *report, struct sheet *sheet, size_t block,
                        const struct fact_source *source)
{
    bool is_whole = strcmp(source->state, "whole") == 0;
    bool is_known = strcmp(source->state, "failed") != 0;
    char text[TEXT_SIZE], rows[KPI_TEXT_SIZE];
    kpi_value_text(UNIT_COUNT, source->row_count, report->language, rows);
    text_format(text, sizeof text, "%s %s%s%s%s", is_whole ? "✓" : "✗",
                word(WORD_PULL_STATE, source->state, report->language), is_known ? " · " : "",
                is_known ? rows : "", is_known ? " " : "");
    if (is_known)
        text_format(text + strlen(text), sizeof text - strlen(text), "%s",
                    label(LABEL_ROWS_OF, report->language));
    sheet_across(sheet, first_column(block), last_column(block), text, CELL_CAPTION,
                 is_whole ? LOOK_GREEN : LOOK_RED);
}

typedef void source_part(const struct report *report, struct sheet *sheet, size_t block,
                         const struct fact_source *source);

bool kpi_freshness_write(const struct report *report, struct sheet *sheet, struct error *error)
{
    static source_part *const parts[] = {source_name, source_moment, source_rows};
    const struct facts *facts = report->facts;
    for (size_t first = 0; first < facts->source_count; first += GRID_BLOCKS)
        for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
            sheet_row_height(sheet, STRIP_POINTS);
            for (size_t i = 0; i < GRID_BLOCKS && first + i < facts->source_count; i++)
                parts[part](report, sheet, i, &facts->sources[first + i]);
            if (!sheet_next_row(sheet, error))
                return false;
        }
    return gap_row(sheet, error);
}

static void tile_title(const struct report *report, struct sheet *sheet, size_t block,
                       const struct kpi_headline *headline)
{
    char title[KPI_SPLIT_SIZE + TEXT_SIZE], split[KPI_SPLIT_SIZE] = "";
    bool is_total = strcmp(headline->split, "*") == 0;
    if (!is_total)
        kpi_split_text(report, headline->split, split);
    text_format(title, sizeof title, "%s%s%s%s%s%s", headline->rule->title.text[report->language],
                is_total ? "" : ": ", split, headline->is_share ? " (" : "",
                headline->is_share ? label(LABEL_OF_TOTAL, report->language) : "",
                headline->is_share ? ")" : "");
    sheet_across(sheet, first_column(block), last_column(block), title, CELL_TILE, LOOK_PLAIN);
}

static const struct {
    enum cell_kind value, change;
} unit_kinds[] = {
    [UNIT_PERCENT] = {CELL_BIG_PERCENT, CELL_CHANGE_POINTS},
    [UNIT_DAYS] = {CELL_BIG_DAYS, CELL_CHANGE_DAYS},
    [UNIT_COUNT] = {CELL_BIG_COUNT, CELL_CHANGE_COUNT},
    [UNIT_QUANTITY] = {CELL_BIG_MONEY, CELL_CHANGE_MONEY},
    [UNIT_MONEY] = {CELL_BIG_MONEY, CELL_CHANGE_MONEY},
};

static void tile_status(const struct report *report, struct sheet *sheet, size_t column,
                        const struct kpi_headline *headline)
{
    if (headline->is_partial)
        sheet_text(sheet, column, label(LABEL_PARTIAL, report->language), CELL_MISSING, LOOK_PLAIN);
    else
        sheet_text(sheet, column,
                   headline->status[0] == '\0'
                       ? ""
                       : word(WORD_STATUS, headline->status, report->language),
                   CELL_CAPTION, kpi_status_look(headline->status));
}

/* What one of the value comes to in its cell. */
static double unit_scale(enum kpi_unit unit)
{
    if (unit == UNIT_COUNT)
        return 1;
    return unit == UNIT_PERCENT ? PERCENT_SCALE : (double)DECIMAL_SCALE;
}

static void name_value(const struct report *report, struct sheet *sheet, size_t column,
                       const struct kpi_headline *headline)
{
    sheet_define_name(sheet, column, headline->name);
    report_headline(report, KPI_WORKBOOK, headline->name, kpi_unit_code(headline->unit),
                    (double)headline->value / unit_scale(headline->unit));
}

/* A figure that data is missing for has no colour: it isn't known on which side it stands. */
static void tile_value(const struct report *report, struct sheet *sheet, size_t block,
                       const struct kpi_headline *headline)
{
    size_t first = first_column(block), last = last_column(block);
    char why[TEXT_SIZE * 2];
    if (!headline->is_measured) {
        text_format(why, sizeof why, "%s: %s",
                    word(WORD_RULE_STATE, headline->kpi->state, report->language),
                    headline->kpi->reason.text[report->language]);
        sheet_across(sheet, first, last, why, CELL_MISSING, LOOK_PLAIN);
        return;
    }
    if (headline->has_value)
        sheet_number_across(sheet, first, last - 1, headline->value,
                            unit_kinds[headline->unit].value,
                            headline->is_partial ? LOOK_PLAIN : kpi_status_look(headline->status));
    else
        sheet_across(sheet, first, last - 1, "-", CELL_BIG_NOTHING, LOOK_PLAIN);
    if (headline->has_value)
        name_value(report, sheet, first, headline);
    tile_status(report, sheet, last, headline);
}

static void target_text(const struct report *report, const struct kpi_headline *headline,
                        char text[TEXT_SIZE])
{
    struct rule plain = *headline->rule;
    char target[KPI_TEXT_SIZE], company[KPI_TEXT_SIZE];
    plain.target_split = NULL; /* the title names it */
    if (headline->has_company) {
        kpi_value_text(headline->unit, headline->company, report->language, company);
        text_format(text, TEXT_SIZE, "%s %s", label(LABEL_COMPANY, report->language), company);
        return;
    }
    kpi_target_text(&plain, report->language, target);
    text_format(text, TEXT_SIZE, "%s %s", label(LABEL_TARGET, report->language), target);
}

static void tile_caption(const struct report *report, struct sheet *sheet, size_t block,
                         const struct kpi_headline *headline)
{
    size_t first = first_column(block), last = last_column(block);
    int64_t change = headline->value - headline->before;
    char text[TEXT_SIZE];
    if (!headline->is_measured) {
        sheet_across(sheet, first, last, "", CELL_MISSING, LOOK_PLAIN);
        return;
    }
    target_text(report, headline, text);
    sheet_text(sheet, first, text, CELL_CAPTION, LOOK_PLAIN);
    if (headline->is_partial)
        sheet_across(sheet, first + 1, last, "", CELL_MISSING, LOOK_PLAIN);
    else if (headline->has_before && headline->has_value)
        sheet_number_across(sheet, first + 1, last, change, unit_kinds[headline->unit].change,
                            kpi_headline_change(headline));
    else
        sheet_across(sheet, first + 1, last, label(LABEL_NO_BEFORE, report->language), CELL_CAPTION,
                     LOOK_PLAIN);
}

static bool has_line(const struct kpi_headline *headline)
{
    return headline->is_measured && headline->point_count > 1;
}

/* Two rows, that the line is drawn over. */
static void tile_line(const struct report *report, struct sheet *sheet, size_t block,
                      const struct kpi_headline *headline)
{
    bool is_told = headline->is_measured && !has_line(headline);
    sheet_across(sheet, first_column(block), last_column(block),
                 is_told ? label(LABEL_TILES_NO_LINE, report->language) : "",
                 headline->is_measured ? CELL_CAPTION : CELL_MISSING, LOOK_PLAIN);
}

static void tile_line_end(const struct report *report, struct sheet *sheet, size_t block,
                          const struct kpi_headline *headline)
{
    (void)report;
    sheet_across(sheet, first_column(block), last_column(block), "",
                 headline->is_measured ? CELL_CAPTION : CELL_MISSING, LOOK_PLAIN);
}

typedef void tile_part(const struct report *report, struct sheet *sheet, size_t block,
                       const struct kpi_headline *headline);

static const struct {
    tile_part *write;
    double points;
} tile_parts[] = {{tile_title, TITLE_POINTS},
                  {tile_value, VALUE_POINTS},
                  {tile_caption, CAPTION_POINTS},
                  {tile_line, LINE_POINTS},
                  {tile_line_end, LINE_POINTS}};
#define TILE_PARTS (sizeof tile_parts / sizeof tile_parts[0])

bool kpi_tiles_write(const struct report *report, struct sheet *sheet,
                     const struct kpi_headline *headlines, size_t count, uint32_t *rows,
                     struct error *error)
{
    sheet_text(sheet, 0, label(LABEL_TILES, report->language), CELL_SECTION, LOOK_PLAIN);
    sheet_text(sheet, 2, label(LABEL_TILES_NOTE, report->language), CELL_NOTE, LOOK_PLAIN);
    if (!sheet_next_row(sheet, error))
        return false;
    for (size_t first = 0; first < count; first += GRID_BLOCKS) {
        for (size_t part = 0; part < TILE_PARTS; part++) {
            sheet_row_height(sheet, tile_parts[part].points);
            for (size_t i = 0; i < GRID_BLOCKS && first + i < count; i++) {
                tile_parts[part].write(report, sheet, i, &headlines[first + i]);
                if (tile_parts[part].write == tile_line)
                    rows[first + i] = sheet_row(sheet);
            }
            if (!sheet_next_row(sheet, error))
                return false;
        }
        if (!gap_row(sheet, error))
            return false;
    }
    return true;
}

static const struct kpi_point *point_on(const struct kpi_headline *headline, int64_t day)
{
    for (size_t i = 0; i < headline->point_count; i++)
        if (headline->points[i].day_on == day)
            return &headline->points[i];
    return NULL;
}

static int64_t last_day(const struct kpi_headline *headline)
{
    return headline->points[headline->point_count - 1].day_on;
}

/* From the first day that a line has to the last. */
static bool find_days(const struct kpi_headline *headlines, size_t count, int64_t *from_on,
                      int64_t *to_on)
{
    bool has = false;
    for (size_t i = 0; i < count; i++) {
        const struct kpi_headline *headline = &headlines[i];
        if (!has_line(headline))
            continue;
        if (!has || headline->points[0].day_on < *from_on)
            *from_on = headline->points[0].day_on;
        if (!has || last_day(headline) > *to_on)
            *to_on = last_day(headline);
        has = true;
    }
    return has;
}

static size_t value_column(size_t index)
{
    return GRID_DATA_COLUMN + 1 + 2 * index;
}

static void write_day(struct sheet *sheet, const struct kpi_headline *headlines, size_t count,
                      int64_t day)
{
    sheet_row_detail(sheet);
    sheet_date(sheet, GRID_DATA_COLUMN, day, LOOK_PLAIN);
    for (size_t i = 0; i < count; i++) {
        const struct kpi_point *point = point_on(&headlines[i], day);
        if (!has_line(&headlines[i]))
            continue;
        if (point != NULL)
            kpi_number_cell(sheet, value_column(i), headlines[i].unit, point->value, LOOK_PLAIN);
        if (headlines[i].rule->has_target)
            kpi_number_cell(sheet, value_column(i) + 1, headlines[i].unit,
                            headlines[i].unit == UNIT_COUNT
                                ? headlines[i].rule->target / DECIMAL_SCALE
                                : headlines[i].rule->target,
                            LOOK_PLAIN);
    }
}

/* What the line and its target lie between, with a little room. */
static void set_range(const struct kpi_headline *headline, struct chart_plan *plan)
{
    int64_t least = headline->points[0].value, most = least, room;
    int64_t target = headline->rule->target;
    double scale = unit_scale(headline->unit);
    if (headline->unit == UNIT_COUNT)
        target /= DECIMAL_SCALE;
    for (size_t i = 1; i < headline->point_count; i++) {
        least = headline->points[i].value < least ? headline->points[i].value : least;
        most = headline->points[i].value > most ? headline->points[i].value : most;
    }
    if (headline->rule->has_target) {
        least = target < least ? target : least;
        most = target > most ? target : most;
    }
    room = (most - least) / ROOM_PARTS + 1;
    plan->has_least = plan->has_most = true;
    plan->least = (double)(least - room) / scale;
    plan->most = (double)(most + room) / scale;
}

static void draw_line(const struct report *report, struct sheet *sheet,
                      const struct kpi_headline *headline, size_t index, uint32_t row,
                      uint32_t first_row, uint32_t last_row)
{
    const char *title = headline->rule->title.text[report->language];
    char alternative[TEXT_SIZE * 2], last[KPI_TEXT_SIZE], target[KPI_TEXT_SIZE];
    const struct chart_series series[] = {
        {title, sheet, first_row, last_row, GRID_DATA_COLUMN, value_column(index), CHART_BLUE,
         false},
        {label(LABEL_TARGET, report->language), sheet, first_row, last_row, GRID_DATA_COLUMN,
         value_column(index) + 1, CHART_ORANGE, true},
    };
    struct chart_plan plan = {.kind = CHART_LINE,
                              .title = title,
                              .alternative = alternative,
                              .series = series,
                              .series_count = headline->rule->has_target ? 2 : 1,
                              .is_bare = true,
                              .row = row,
                              .column = first_column(index % GRID_BLOCKS),
                              .width = LINE_WIDTH,
                              .height = LINE_HEIGHT,
                              .x_offset = 2,
                              .y_offset = 2};
    set_range(headline, &plan);
    kpi_value_text(headline->unit, headline->points[headline->point_count - 1].value,
                   report->language, last);
    kpi_target_text(headline->rule, report->language, target);
    text_format(alternative, sizeof alternative, "%s: %s, %s %s", title, last,
                label(LABEL_TARGET, report->language), target);
    sheet_chart(sheet, &plan);
}

bool kpi_tiles_lines(const struct report *report, struct sheet *sheet,
                     const struct kpi_headline *headlines, size_t count, const uint32_t *rows,
                     struct error *error)
{
    int64_t from_on = 0, to_on = 0;
    uint32_t first_row;
    if (!find_days(headlines, count, &from_on, &to_on))
        return true;
    sheet_text(sheet, GRID_DATA_COLUMN, label(LABEL_LINE_DATA, report->language), CELL_NOTE,
               LOOK_PLAIN);
    sheet_row_detail(sheet);
    sheet_keep_cells(sheet);
    first_row = sheet_row(sheet) + 1;
    for (int64_t day = from_on; day <= to_on; day++) {
        if (!sheet_next_row(sheet, error))
            return false;
        write_day(sheet, headlines, count, day);
    }
    for (size_t i = 0; i < count; i++)
        if (has_line(&headlines[i]))
            draw_line(report, sheet, &headlines[i], i, rows[i],
                      first_row + (uint32_t)(headlines[i].points[0].day_on - from_on),
                      sheet_row(sheet) - (uint32_t)(to_on - last_day(&headlines[i])));
    sheet_hide_columns(sheet, GRID_DATA_COLUMN, value_column(count));
    return sheet_is_good(sheet, error);
}
