/* A KPI's figure opened; see kpi_print.h. */
#include "daemon/kpi_print.h"

#include "core/decimal.h"
#include "core/stream.h"
#include "daemon/rule_text.h"
#include "daemon/table.h"
#include "daemon/value.h"
#include "jobs/query.h"
#include "jobs/statement.h"
#include "reports/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_scaled(const struct kpi_cell *cell)
{
    for (size_t i = 0; i < cell->rule->measure_count; i++)
        if (strcmp(cell->rule->measures[i].name, cell->measure) == 0)
            return cell->rule->has_scaled_parts || cell->rule->measures[i].unit == UNIT_QUANTITY ||
                   cell->rule->measures[i].unit == UNIT_MONEY;
    return cell->rule->has_scaled_parts;
}

/* "412 of 431", or a count or an amount alone. */
static void sums_text(const struct kpi_cell *cell, const struct kpi_sums *sums, char text[128])
{
    char part[DECIMAL_TEXT_SIZE], whole[DECIMAL_TEXT_SIZE];
    int64_t scale = is_scaled(cell) ? 1 : DECIMAL_SCALE;

    decimal_format_grouped(sums->part * scale, is_scaled(cell) ? 2 : 0, part);
    decimal_format_grouped(sums->whole * scale, is_scaled(cell) ? 2 : 0, whole);
    snprintf(text, 128, "%s%s%s", part, sums->has_whole ? " of " : "",
             sums->has_whole ? whole : "");
}

static void figure_print(const struct kpi_cell *cell, enum language language,
                         const struct kpi_sums *figure)
{
    char parameters[RULE_TEXT_SIZE], sums[128];

    printf("%s: %s\n  %s\n", cell->rule->id, cell->rule->title.text[language],
           cell->rule->formula.text[language]);
    rule_parameters_text(cell->rule, parameters);
    if (parameters[0] != '\0')
        printf("  parameters: %s\n", parameters);
    sums_text(cell, figure, sums);
    printf("  period %s, %s%s%s, split %s%s%s: %s\n\n", cell->period, cell->level,
           cell->level_no[0] != '\0' ? " " : "", cell->level_no, cell->split,
           cell->measure[0] != '\0' ? ", measure " : "", cell->measure, sums);
}

static bool rows_print(sqlite3_stmt *rows, struct error *error)
{
    struct table table = {.stream = stdout, .column_count = (size_t)sqlite3_column_count(rows)};
    enum column_type types[TABLE_COLUMNS_MAX];
    char texts[TABLE_COLUMNS_MAX][VALUE_TEXT_SIZE];
    const char *cells[TABLE_COLUMNS_MAX] = {NULL};

    for (size_t i = 0; i < table.column_count; i++) {
        table.titles[i] = sqlite3_column_name(rows, (int)i);
        types[i] = column_type_of(table.titles[i]);
        table.is_right[i] =
            types[i] == COLUMN_INTEGER || types[i] == COLUMN_QUANTITY || types[i] == COLUMN_MONEY;
    }
    while (statement_next(rows, error)) {
        for (size_t i = 0; i < table.column_count; i++)
            /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): the loop above sets it */
            cells[i] = value_text(rows, (int)i, types[i], texts[i]);
        table_row(&table, cells);
    }
    table_end(&table);
    return error->code == EXIT_CODE_GOOD;
}

/* Takes the statement over. */
static bool rows_write(sqlite3_stmt *rows, const char *path, struct error *error)
{
    struct reader *reader = NULL;
    struct writer *writer = NULL;
    int64_t row_count;
    bool is_written = query_reader_open(&reader, rows, path, NULL, error) &&
                      csv_writer_open(&writer, path, reader->schema, error) &&
                      stream_copy(reader, writer, NULL, NULL, NULL, &row_count, error);

    if (writer != NULL)
        writer->close(writer);
    if (reader != NULL)
        reader->close(reader);
    if (is_written)
        printf("%" PRId64 " rows: %s\n", row_count, path);
    return is_written;
}

/* What a history keeps and the sources no longer show has no row. */
static void agreement_print(const struct kpi_cell *cell, const struct kpi_sums *figure,
                            const struct kpi_sums *sums)
{
    bool agree = figure->part == sums->part && figure->whole == sums->whole;
    struct kpi_sums rest = {.part = figure->part - sums->part,
                            .whole = figure->whole - sums->whole,
                            .has_whole = figure->has_whole};
    char added[128], kept[128];

    sums_text(cell, sums, added);
    sums_text(cell, &rest, kept);
    printf("\n%" PRId64 " rows add up to %s", sums->row_count, added);
    if (agree)
        printf(": the figure\n");
    else
        printf("; the other %s are of days as they were published then (khrop keeps the history of "
               "a KPI by day)\n",
               kept);
}

bool kpi_print(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
               enum language language, const char *csv_path, struct error *error)
{
    struct kpi_sums figure, sums;
    sqlite3_stmt *rows = NULL;
    int64_t value;
    bool has_value, are_printed;

    if (!kpi_rows_figure(mirror, cell, &figure, &value, &has_value, error) ||
        !kpi_rows_sum(mirror, cell, slot, &sums, error) ||
        !kpi_rows_prepare(mirror, cell, slot, &rows, error))
        return false;
    figure_print(cell, language, &figure);
    if (csv_path != NULL)
        are_printed = rows_write(rows, csv_path, error);
    else {
        are_printed = rows_print(rows, error);
        sqlite3_finalize(rows);
    }
    if (are_printed)
        agreement_print(cell, &figure, &sums);
    return are_printed;
}
