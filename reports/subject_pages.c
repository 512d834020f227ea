/* The pages of kpi.xlsx that tell of one subject: its figures on top, then the tables of the
 * catalogue's tables/ that name the page. */
#include "core/text.h"
#include "jobs/statement.h"
#include "reports/facts.h"
#include "reports/kpi_figures.h"
#include "reports/kpi_pages.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/page_table.h"
#include "reports/pages.h"
#include "reports/workbook_charts.h"

#include <string.h>

#define TILES 4 /* side by side */
#define TILE_UNITS (PAGE_UNITS / TILES)
#define TILES_MAX 16
#define TEXT_SIZE 1024
#define TITLE_POINTS 30.0
#define VALUE_POINTS 30.0
#define CAPTION_POINTS 28.0
#define TILE_PIXELS 125

/* A figure: what a KPI comes to for the report's readers. */
struct tile {
    const struct fact_kpi *kpi;
    const struct kpi_measure *measure;
    const char *split;
    bool is_measured, is_partial, is_share;
    enum kpi_unit unit;
    struct kpi_figure figure;
};

struct page {
    const struct report *report;
    struct sheet *sheet;
    enum rule_page page;
    struct region region;
    struct tile tiles[TILES_MAX];
    size_t tile_count;
    struct page_place place;
};

static const struct {
    enum label sheet;
} labels[RULE_PAGES] = {
    [PAGE_BACK_ORDERS] = {LABEL_SHEET_BACK_ORDERS}, [PAGE_VISITS] = {LABEL_SHEET_VISITS},
    [PAGE_QUOTATIONS] = {LABEL_SHEET_QUOTATIONS},   [PAGE_CREDIT] = {LABEL_SHEET_CREDIT},
    [PAGE_SERVICE] = {LABEL_SHEET_SERVICE},         [PAGE_TRAINING] = {LABEL_SHEET_TRAINING},
};

static void add_tile(struct page *page, const struct tile *tile)
{
    if (page->tile_count < TILES_MAX)
        page->tiles[page->tile_count++] = *tile;
}

/* A split that has no row, where others have: none of all. */
static struct kpi_figure none_of(const struct rule *rule, const struct kpi_line *lines,
                                 size_t count)
{
    bool is_good = rule->has_target && rule->direction == LOWER_IS_BETTER;
    struct kpi_figure none = {
        .is_there = true, .has_value = true, .has_share = true, .status = is_good ? "green" : ""};
    for (size_t i = 0; rule->target_split != NULL && i < count; i++)
        if (strcmp(lines[i].split, "*") == 0 && lines[i].figures[kpi_main_period(rule)].is_there)
            return none;
    return (struct kpi_figure){.status = ""};
}

/* The total, or the one split that bears the target. */
static bool find_measure(struct page *page, const struct fact_kpi *kpi, struct error *error)
{
    const struct rule *rule = kpi->rule;
    const char *split = rule->target_split != NULL ? rule->target_split : "*";
    struct kpi_line *lines;
    size_t count;
    if (!kpi_lines_read(page->report, rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &count, error))
        return false;
    for (size_t measure = 0; measure < rule->measure_count; measure++) {
        bool is_share = measure == 0 && rule->has_target && rule->is_target_on_share;
        struct tile tile = {.kpi = kpi,
                            .measure = &rule->measures[measure],
                            .split = split,
                            .is_measured = true,
                            .is_partial = strcmp(kpi->state, "partial") == 0,
                            .is_share = is_share,
                            .unit = is_share ? UNIT_PERCENT : rule->measures[measure].unit,
                            .figure = {.status = ""}};
        for (size_t i = 0; i < count; i++)
            if (lines[i].measure == tile.measure && strcmp(lines[i].split, split) == 0)
                tile.figure = lines[i].figures[kpi_main_period(rule)];
        if (!tile.figure.is_there)
            tile.figure = none_of(rule, lines, count);
        add_tile(page, &tile);
    }
    return true;
}

static bool find_tiles(struct page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    for (size_t i = 0; i < facts->kpi_count; i++) {
        const struct fact_kpi *kpi = &facts->kpis[i];
        if (kpi->rule == NULL || kpi->rule->page != page->page || strcmp(kpi->state, "off") == 0)
            continue;
        if (strcmp(kpi->state, "checked") != 0 && strcmp(kpi->state, "partial") != 0)
            add_tile(page, &(struct tile){.kpi = kpi, .measure = &kpi->rule->measures[0]});
        else if (!find_measure(page, kpi, error))
            return false;
    }
    return true;
}

static void tile_title(const struct page *page, const struct tile *tile, size_t first, size_t last)
{
    enum language language = page->report->language;
    char text[KPI_SPLIT_SIZE + TEXT_SIZE], title[TEXT_SIZE], split[KPI_SPLIT_SIZE] = "";
    bool has_split = tile->split != NULL && strcmp(tile->split, "*") != 0;
    kpi_title_text(tile->kpi->rule, tile->measure, language, title, sizeof title);
    if (has_split)
        kpi_split_text(page->report, tile->split, split);
    text_format(text, sizeof text, "%s%s%s%s%s%s", title, has_split ? ": " : "", split,
                tile->is_share ? " (" : "", tile->is_share ? label(LABEL_OF_TOTAL, language) : "",
                tile->is_share ? ")" : "");
    sheet_across(page->sheet, first, last, text, CELL_TILE, LOOK_PLAIN);
}

static void tile_value(const struct page *page, const struct tile *tile, size_t first, size_t last)
{
    static const enum cell_kind kinds[] = {[UNIT_PERCENT] = CELL_BIG_PERCENT,
                                           [UNIT_DAYS] = CELL_BIG_DAYS,
                                           [UNIT_COUNT] = CELL_BIG_COUNT,
                                           [UNIT_QUANTITY] = CELL_BIG_MONEY,
                                           [UNIT_MONEY] = CELL_BIG_MONEY};
    const struct kpi_figure *figure = &tile->figure;
    bool has = tile->is_share ? figure->has_share : figure->has_value;
    if (!tile->is_measured)
        sheet_across(page->sheet, first, last,
                     word(WORD_RULE_STATE, tile->kpi->state, page->report->language), CELL_MISSING,
                     LOOK_PLAIN);
    else if (!figure->is_there || !has)
        sheet_across(page->sheet, first, last, "-", CELL_BIG_NOTHING, LOOK_PLAIN);
    else
        sheet_number_across(page->sheet, first, last,
                            tile->is_share ? figure->share : figure->value, kinds[tile->unit],
                            tile->is_partial || tile->measure != &tile->kpi->rule->measures[0]
                                ? LOOK_PLAIN
                                : kpi_status_look(figure->status));
}

/* The period, the target, where the figure stands: in words, for those who see no colour. */
static void tile_caption(const struct page *page, const struct tile *tile, size_t first,
                         size_t last)
{
    enum language language = page->report->language;
    struct rule plain = *tile->kpi->rule;
    const char *period = label(plain.kpi_kind == KPI_STOCK ? LABEL_NOW : LABEL_MONTH, language);
    char text[TEXT_SIZE], target[KPI_TEXT_SIZE];
    bool bears = plain.has_target && tile->measure == &tile->kpi->rule->measures[0];
    const char *status = bears && tile->figure.status != NULL ? tile->figure.status : "";
    if (!tile->is_measured || tile->is_partial) {
        text_format(text, sizeof text, "%s%s%s",
                    tile->is_partial ? label(LABEL_PARTIAL, language) : "",
                    tile->is_partial ? ": " : "", tile->kpi->reason.text[language]);
        sheet_across(page->sheet, first, last, text, CELL_MISSING, LOOK_PLAIN);
        return;
    }
    plain.target_split = NULL; /* the title names it */
    kpi_target_text(&plain, language, target);
    if (bears)
        text_format(text, sizeof text, "%s\n%s %s  %s %s", period, label(LABEL_TARGET, language),
                    target, kpi_status_sign(status),
                    status[0] == '\0' ? "" : word(WORD_STATUS, status, language));
    else
        text_format(text, sizeof text, "%s", period);
    sheet_across(page->sheet, first, last, text, CELL_CAPTION, kpi_status_look(status));
}

typedef void tile_part(const struct page *page, const struct tile *tile, size_t first, size_t last);

static const struct {
    tile_part *write;
    double points;
} tile_parts[] = {
    {tile_title, TITLE_POINTS}, {tile_value, VALUE_POINTS}, {tile_caption, CAPTION_POINTS}};

static bool write_tiles(struct page *page, struct error *error)
{
    for (size_t first = 0; first < page->tile_count; first += TILES) {
        for (size_t part = 0; part < sizeof tile_parts / sizeof tile_parts[0]; part++) {
            sheet_row_height(page->sheet, tile_parts[part].points);
            for (size_t i = 0; i < TILES && first + i < page->tile_count; i++)
                tile_parts[part].write(page, &page->tiles[first + i], i * TILE_UNITS,
                                       (i + 1) * TILE_UNITS - 1);
            if (!sheet_next_row(page->sheet, error))
                return false;
        }
        page->place.used += TILE_PIXELS;
    }
    return sheet_next_row(page->sheet, error);
}

/* What became of a table: khrop_tables says it. */
static bool write_table(struct page *page, const struct rule *rule, struct error *error)
{
    enum language language = page->report->language;
    sqlite3_stmt *row = NULL;
    bool is_written =
        statement_prepare(page->report->mirror,
                          "SELECT state, reason_en, reason_th FROM results.khrop_tables "
                          "WHERE table_id = :id",
                          &row, error);
    if (is_written) {
        statement_bind_text(row, ":id", rule->id);
        if (statement_next(row, error) && strcmp(statement_text(row, 0), "off") != 0)
            is_written = page_table_write(
                page->report, page->sheet, &page->place, rule, statement_text(row, 0),
                statement_text(row, language == LANGUAGE_TH ? 2 : 1), error);
    }
    sqlite3_finalize(row);
    return is_written && error->code == EXIT_CODE_GOOD;
}

static bool write_tables(struct page *page, struct error *error)
{
    const struct catalogue *catalogue = page->report->catalogue;
    for (size_t i = 0; i < catalogue->table_count; i++)
        if (catalogue->tables[i].page == page->page &&
            !write_table(page, &catalogue->tables[i], error))
            return error_wrap(error, "table %s", catalogue->tables[i].id);
    return true;
}

static bool write_head(struct page *page, const char *title, struct error *error)
{
    char line[REPORT_LINE_SIZE];
    report_title_line(page->report, title, line);
    sheet_text(page->sheet, 0, line, CELL_TITLE, LOOK_PLAIN);
    sheet_row_height(page->sheet, 26);
    if (!sheet_next_row(page->sheet, error))
        return false;
    report_date_line(page->report, line);
    sheet_text(page->sheet, 0, line, CELL_SUBTITLE, LOOK_PLAIN);
    sheet_row_height(page->sheet, 20);
    /* Title and dates stay in sight, and stand on each printed page. */
    sheet_freeze(page->sheet, 0);
    return sheet_next_row(page->sheet, error) && sheet_next_row(page->sheet, error);
}

static bool write_page(const struct report *report, struct workbook *workbook,
                       enum rule_page subject, struct error *error)
{
    const char *title = label(labels[subject].sheet, report->language);
    struct page page = {
        .report = report, .page = subject, .place = {PAGE_HEAD_PIXELS + CHART_ROW_PIXELS}};
    bool is_written;
    page.sheet = workbook_sheet(workbook, title, true, NULL, NULL, error);
    if (page.sheet == NULL)
        return false;
    error_clear(error);
    sheet_width(page.sheet, 0, PAGE_UNITS - 1, PAGE_UNIT_WIDTH);
    sheet_keep_cells(page.sheet);
    is_written = write_head(&page, title, error) && find_tiles(&page, error) &&
                 write_tiles(&page, error) && write_tables(&page, error);
    region_clear(&page.region);
    if (is_written)
        sheet_print_area(page.sheet, PAGE_UNITS, sheet_row(page.sheet),
                         PAGE_UNITS * PAGE_UNIT_WIDTH);
    return is_written && sheet_is_good(page.sheet, error);
}

bool kpi_back_orders_write(const struct report *report, struct workbook *workbook,
                           struct error *error)
{
    return write_page(report, workbook, PAGE_BACK_ORDERS, error);
}

bool kpi_visits_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    return write_page(report, workbook, PAGE_VISITS, error);
}

bool kpi_quotations_write(const struct report *report, struct workbook *workbook,
                          struct error *error)
{
    return write_page(report, workbook, PAGE_QUOTATIONS, error);
}

bool kpi_credit_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    return write_page(report, workbook, PAGE_CREDIT, error);
}

bool kpi_service_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    return write_page(report, workbook, PAGE_SERVICE, error);
}

bool kpi_training_write(const struct report *report, struct workbook *workbook, struct error *error)
{
    return write_page(report, workbook, PAGE_TRAINING, error);
}
