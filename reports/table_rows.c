/* Rows of the pages' tables; see table_rows.h. */
#include "reports/table_rows.h"

#include "core/decimal.h"
#include "jobs/statement.h"
#include "jobs/value_words.h"
#include "reports/exception_rows.h"
#include "reports/kpi_figures.h"
#include "reports/labels.h"

#include <string.h>

#define SOURCES_MAX 64
#define STAFF_COLUMN "staff_no"
#define SPLIT_COLUMN "split"
#define SHARE_SCALE INT64_C(1000000)

/* A column of the query that is shown, or that a share is made of. */
struct source {
    const char *name;
    enum column_type type;
    int64_t sum;
};

struct table_reading {
    const struct report *report;
    const struct rule *rule;
    const struct table_plan *plan;
    struct region *region;
    struct source sources[SOURCES_MAX];
    size_t source_count;
    int64_t (*numbers)[SOURCES_MAX]; /* of the rows shown */
    bool (*is_null)[SOURCES_MAX];
    const char *(*texts)[SOURCES_MAX];
    size_t row_count, all_count;
};

static const struct table_share *share_of(const struct table_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->share_count; i++)
        if (strcmp(plan->shares[i].name, name) == 0)
            return &plan->shares[i];
    return NULL;
}

static const struct table_target *target_of(const struct table_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->target_count; i++)
        if (strcmp(plan->targets[i].name, name) == 0)
            return &plan->targets[i];
    return NULL;
}

static size_t source_find(const struct table_reading *reading, const char *name)
{
    size_t found = 0;
    while (found < reading->source_count && strcmp(reading->sources[found].name, name) != 0)
        found++;
    return found;
}

static void source_add(struct table_reading *reading, const char *name)
{
    if (source_find(reading, name) == reading->source_count && reading->source_count < SOURCES_MAX)
        reading->sources[reading->source_count++] =
            (struct source){.name = name, .type = column_type_of(name)};
}

static void find_sources(struct table_reading *reading)
{
    const struct table_plan *plan = reading->plan;
    for (size_t i = 0; i < plan->column_count; i++) {
        const char *name = plan->columns[i].name;
        if (share_of(plan, name) == NULL && target_of(plan, name) == NULL)
            source_add(reading, name);
    }
    for (size_t i = 0; i < plan->share_count; i++) {
        source_add(reading, plan->shares[i].part);
        if (plan->shares[i].whole == WHOLE_COLUMN)
            source_add(reading, plan->shares[i].whole_column);
    }
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);
    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

static bool is_named(const char *const *names, const char *name)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_sum(const struct source *source)
{
    return source->type == COLUMN_QUANTITY || source->type == COLUMN_MONEY ||
           ends_with(source->name, "_count");
}

/* What several rows come to: counts, quantities and money their sum; ages the longest; a date the
 * earliest, or the latest where it is a last one. */
static const char *summed_by(const struct table_reading *reading, const struct source *source)
{
    if (reading->plan->group[0] == NULL || is_named(reading->plan->group, source->name))
        return "";
    if (is_sum(source))
        return "SUM";
    if (source->type == COLUMN_DATE && strncmp(source->name, "last_", 5) != 0)
        return "MIN";
    return "MAX";
}

/* The number of whoever a row belongs to becomes the name; where two have one name, both stand. */
static void append_source(const struct table_reading *reading, sqlite3_str *sql,
                          const struct source *source)
{
    if (strcmp(source->name, STAFF_COLUMN) != 0) {
        sqlite3_str_appendf(sql, ", s.\"%w\"", source->name);
        return;
    }
    sqlite3_str_appendall(sql, ", coalesce(");
    if (exception_rows_has(reading->report, "staff"))
        sqlite3_str_appendall(
            sql, "(SELECT staff_name FROM staff AS one WHERE one.staff_no = s." STAFF_COLUMN
                 " AND NOT EXISTS (SELECT 1 FROM staff AS other WHERE other.staff_name = "
                 "one.staff_name AND other.staff_no <> one.staff_no)), ");
    sqlite3_str_appendall(sql, "(SELECT name FROM khrop_people WHERE no = coalesce(s." STAFF_COLUMN
                               ", '')), s." STAFF_COLUMN ")");
}

static bool has_staff_column(const struct table_reading *reading)
{
    char *probe =
        sqlite3_mprintf("SELECT " STAFF_COLUMN " FROM results.\"%w\" LIMIT 0", reading->rule->id);
    sqlite3_stmt *columns = NULL;
    bool has = probe != NULL &&
               sqlite3_prepare_v2(reading->report->mirror, probe, -1, &columns, NULL) == SQLITE_OK;
    sqlite3_finalize(columns);
    sqlite3_free(probe);
    return has;
}

static bool is_of_some(const struct table_reading *reading)
{
    return strcmp(report_level(reading->report), "company") != 0 && has_staff_column(reading);
}

static void append_summed(const struct table_reading *reading, sqlite3_str *sql)
{
    const struct table_plan *plan = reading->plan;
    bool is_grouped = plan->group[0] != NULL;
    sqlite3_str_appendf(sql, "SELECT %s AS khrop_row",
                        is_grouped ? "MIN(t.khrop_row)" : "t.khrop_row");
    for (size_t i = 0; i < reading->source_count; i++)
        sqlite3_str_appendf(sql, ", %s(t.\"%w\") AS \"%w\"",
                            summed_by(reading, &reading->sources[i]), reading->sources[i].name,
                            reading->sources[i].name);
    if (plan->largest != NULL)
        sqlite3_str_appendf(sql, ", %s(t.\"%w\") AS khrop_largest", is_grouped ? "SUM" : "",
                            plan->largest);
    sqlite3_str_appendf(sql, " FROM results.\"%w\" AS t", reading->rule->id);
    if (is_of_some(reading))
        sqlite3_str_appendall(
            sql, " WHERE t." STAFF_COLUMN " IN (SELECT staff_no FROM results.khrop_staff_places "
                 "WHERE :today BETWEEN from_on AND to_on AND CASE :level WHEN 'team' THEN team "
                 "ELSE branch END = :level_no)");
    for (size_t i = 0; plan->group[i] != NULL; i++)
        sqlite3_str_appendf(sql, "%st.\"%w\"", i == 0 ? " GROUP BY " : ", ", plan->group[i]);
}

static char *query_of(const struct table_reading *reading)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(reading->report, sql);
    sqlite3_str_appendall(sql, "SELECT s.khrop_row");
    for (size_t i = 0; i < reading->source_count; i++)
        append_source(reading, sql, &reading->sources[i]);
    sqlite3_str_appendall(sql, " FROM (");
    append_summed(reading, sql);
    sqlite3_str_appendf(sql, ") AS s ORDER BY %ss.khrop_row",
                        reading->plan->largest != NULL ? "s.khrop_largest DESC, " : "");
    return sqlite3_str_finish(sql);
}

/* A code as people say it. */
static const char *words_of(const struct table_reading *reading, const char *column,
                            const char *code)
{
    char split[KPI_SPLIT_SIZE];
    const char *found = value_word(column, code, strlen(code), reading->report->language);
    if (strcmp(column, SPLIT_COLUMN) == 0) {
        kpi_split_text(reading->report, code, split);
        return region_copy(reading->region, split);
    }
    return found != NULL ? found : region_copy(reading->region, code);
}

static void keep_row(struct table_reading *reading, sqlite3_stmt *row)
{
    struct region *region = reading->region;
    size_t place = reading->row_count;
    reading->numbers = region_grow(region, reading->numbers, place, sizeof *reading->numbers);
    reading->is_null = region_grow(region, reading->is_null, place, sizeof *reading->is_null);
    reading->texts = region_grow(region, (void *)reading->texts, place, sizeof *reading->texts);
    for (size_t i = 0; i < reading->source_count; i++) {
        int column = (int)i + 1;
        const struct source *source = &reading->sources[i];
        reading->is_null[place][i] = sqlite3_column_type(row, column) == SQLITE_NULL;
        reading->numbers[place][i] = sqlite3_column_int64(row, column);
        reading->texts[place][i] = "";
        if (source->type == COLUMN_TEXT)
            reading->texts[place][i] = words_of(reading, source->name, statement_text(row, column));
        if (source->type == COLUMN_BOOLEAN)
            reading->texts[place][i] =
                word(WORD_BOOLEAN, reading->numbers[place][i] != 0 ? "1" : "0",
                     reading->report->language);
    }
    reading->row_count++;
}

static bool add_row(struct table_reading *reading, sqlite3_stmt *row, struct error *error)
{
    int64_t top = reading->plan->top;
    for (size_t i = 0; i < reading->source_count; i++)
        if (is_sum(&reading->sources[i]) &&
            __builtin_add_overflow(reading->sources[i].sum, sqlite3_column_int64(row, (int)i + 1),
                                   &reading->sources[i].sum))
            return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the sum of %s is beyond 64 bits",
                             reading->rule->place.file, reading->sources[i].name);
    reading->all_count++;
    if (top == 0 || reading->row_count < (size_t)top)
        keep_row(reading, row);
    return true;
}

static bool read_rows(struct table_reading *reading, struct error *error)
{
    const struct report *report = reading->report;
    char *sql = query_of(reading);
    sqlite3_stmt *rows = NULL;
    bool is_read = sql != NULL && statement_prepare(report->mirror, sql, &rows, error);
    if (is_read) {
        statement_bind_text(rows, ":level", report_level(report));
        statement_bind_text(rows, ":level_no", report_level_no(report));
        statement_bind_integer(rows, ":today", report->slot->business_on);
    }
    while (is_read && statement_next(rows, error))
        is_read = add_row(reading, rows, error);
    sqlite3_finalize(rows);
    sqlite3_free(sql);
    return is_read && error->code == EXIT_CODE_GOOD;
}

/* Nothing where the whole is nothing. */
static struct table_cell share_cell(int64_t part, int64_t whole)
{
    struct table_cell cell = {.text = ""};
    cell.is_there = whole != 0 && decimal_multiply_divide(part, SHARE_SCALE, whole, &cell.number);
    return cell;
}

static int64_t part_at(const struct table_reading *reading, const struct table_share *share,
                       size_t row)
{
    return reading->numbers[row][source_find(reading, share->part)];
}

static struct table_cell share_at(const struct table_reading *reading,
                                  const struct table_share *share, size_t row)
{
    int64_t total = reading->sources[source_find(reading, share->part)].sum, running = 0;
    if (share->whole == WHOLE_TOTAL)
        return share_cell(part_at(reading, share, row), total);
    if (share->whole == WHOLE_COLUMN)
        return share_cell(part_at(reading, share, row),
                          reading->numbers[row][source_find(reading, share->whole_column)]);
    for (size_t i = 0; i <= row; i++)
        running += part_at(reading, share, i);
    return share_cell(running, total);
}

static struct table_cell target_cell(const struct table_reading *reading,
                                     const struct table_target *target)
{
    const struct rule *kpi = catalogue_kpi(reading->report->catalogue, target->kpi);
    /* A site may have taken the target away. */
    if (kpi == NULL || !kpi->has_target)
        return (struct table_cell){.text = ""};
    return (struct table_cell){.is_there = true, .number = kpi->target, .text = ""};
}

static struct table_cell cell_at(const struct table_reading *reading, const char *name, size_t row)
{
    const struct table_share *share = share_of(reading->plan, name);
    const struct table_target *target = target_of(reading->plan, name);
    size_t source = source_find(reading, name);
    if (share != NULL)
        return share_at(reading, share, row);
    if (target != NULL)
        return target_cell(reading, target);
    return (struct table_cell){.is_there = !reading->is_null[row][source],
                               .number = reading->numbers[row][source],
                               .text = reading->texts[row][source]};
}

/* A running share ends at all, and a share of all is all. */
static void total_field(const struct table_reading *reading, struct table_field *field)
{
    const struct table_share *share = share_of(reading->plan, field->name);
    const struct table_target *target = target_of(reading->plan, field->name);
    size_t source = source_find(reading, field->name);
    if (reading->plan->total[0] == NULL)
        return;
    if (share != NULL && share->whole != WHOLE_RUNNING) {
        int64_t part = reading->sources[source_find(reading, share->part)].sum;
        field->has_total = true;
        field->total =
            share_cell(part, share->whole == WHOLE_TOTAL
                                 ? part
                                 : reading->sources[source_find(reading, share->whole_column)].sum);
    } else if (target != NULL) {
        field->has_total = true;
        field->total = target_cell(reading, target);
    } else if (share == NULL && is_named(reading->plan->total, field->name)) {
        field->has_total = true;
        field->total = (struct table_cell){true, reading->sources[source].sum, ""};
    }
}

static enum table_kind kind_of(const struct table_reading *reading, const char *name)
{
    static const enum table_kind kinds[] = {
        [COLUMN_TEXT] = KIND_TEXT,           [COLUMN_DATE] = KIND_DATE,
        [COLUMN_TIMESTAMP] = KIND_TIMESTAMP, [COLUMN_QUANTITY] = KIND_QUANTITY,
        [COLUMN_MONEY] = KIND_MONEY,         [COLUMN_INTEGER] = KIND_INTEGER,
        [COLUMN_BOOLEAN] = KIND_TEXT,
    };
    if (share_of(reading->plan, name) != NULL || target_of(reading->plan, name) != NULL)
        return KIND_PERCENT;
    return kinds[column_type_of(name)];
}

static const struct table_field *make_fields(const struct table_reading *reading)
{
    const struct table_plan *plan = reading->plan;
    enum language language = reading->report->language;
    struct table_field *fields =
        region_allocate(reading->region, (plan->column_count + 1) * sizeof *fields);
    for (size_t i = 0; i < plan->column_count; i++) {
        const struct table_column *column = &plan->columns[i];
        const char *title = column->title.text[language];
        bool is_staff = strcmp(column->name, STAFF_COLUMN) == 0;
        fields[i] = (struct table_field){
            .name = column->name,
            .title = title[0] != '\0' ? title
                     : is_staff       ? label(LABEL_STAFF, language)
                                      : column_heading(column->name, language),
            .kind = kind_of(reading, column->name),
        };
        total_field(reading, &fields[i]);
    }
    return fields;
}

bool table_rows_read(const struct report *report, const struct rule *rule, struct region *region,
                     struct table_rows *rows, struct error *error)
{
    struct table_reading reading = {
        .report = report, .rule = rule, .plan = rule->table, .region = region};
    struct table_cell *cells;
    size_t field_count = rule->table->column_count;
    error_clear(error);
    find_sources(&reading);
    if (!read_rows(&reading, error))
        return error_wrap(error, "table %s", rule->id);
    cells = region_allocate(region, (reading.row_count * field_count + 1) * sizeof *cells);
    for (size_t row = 0; row < reading.row_count; row++)
        for (size_t i = 0; i < field_count; i++)
            cells[row * field_count + i] = cell_at(&reading, rule->table->columns[i].name, row);
    *rows = (struct table_rows){.fields = make_fields(&reading),
                                .field_count = field_count,
                                .cells = cells,
                                .row_count = reading.row_count,
                                .all_count = reading.all_count};
    return true;
}

const struct table_cell *table_rows_cell(const struct table_rows *rows, size_t row, size_t field)
{
    return &rows->cells[row * rows->field_count + field];
}

size_t table_rows_find(const struct table_rows *rows, const char *name)
{
    size_t found = 0;
    while (found < rows->field_count && strcmp(rows->fields[found].name, name) != 0)
        found++;
    return found;
}
