/* The header of a table: what is shown of its query, and how. */
#include "config/binder.h"
#include "jobs/catalogue_reading.h"

#include <string.h>

const char *const rule_charts[] = {[TABLE_NO_CHART] = "none", [TABLE_STACKED_BAR] = "stacked_bar",
                                   [TABLE_BAR] = "bar",       [TABLE_COLUMNS] = "column",
                                   [TABLE_LINE] = "line",     [TABLE_PARETO] = "pareto",
                                   [TABLE_CELLS] = "cells",   [TABLE_CELLS + 1] = NULL};
const char *const rule_palettes[] = {[PALETTE_PLAIN] = "plain",
                                     [PALETTE_AGES] = "ages",
                                     [PALETTE_GOOD_BAD] = "good_bad",
                                     [PALETTE_GOOD_BAD + 1] = NULL};

/* What `shares` may say for a whole that is no column. */
static const char *const wholes[] = {
    [WHOLE_COLUMN] = "", [WHOLE_TOTAL] = "total", [WHOLE_RUNNING] = "running"};

static bool complain_at(struct catalogue_reading *reading, const struct rule *rule, int line,
                        const char *what)
{
    complain(&reading->complaints, rule->place.file, line, "%s", what);
    return false;
}

/* `line_count`, or `{line_count: {en: lines, th: รายการ}}`. */
static bool take_column(struct catalogue_reading *reading, const struct rule *rule,
                        const struct node *item, struct table_column *column)
{
    bool is_titled = item->kind == NODE_MAP && item->entry_count == 1;
    const char *name = is_titled ? item->entries[0].key : item->text;
    if (name == NULL || (item->kind != NODE_SCALAR && !is_titled))
        return complain_at(reading, rule, item->line,
                           "a column is its name, or {name: {en: heading, th: heading}}");
    *column = (struct table_column){.name = name, .title = {.text = {"", ""}}};
    if (is_titled)
        column->title = rule_bilingual(item, name);
    return true;
}

static void take_columns(struct catalogue_reading *reading, const struct rule *rule,
                         struct table_plan *plan, const struct node *columns)
{
    struct table_column *made;
    if (columns == NULL || columns->kind != NODE_LIST || columns->entry_count == 0) {
        complain_at(reading, rule, columns == NULL ? 1 : columns->line,
                    "columns must be a list of what the table shows");
        return;
    }
    made = region_allocate(&reading->catalogue->region, (columns->entry_count + 1) * sizeof *made);
    for (size_t i = 0; i < columns->entry_count; i++)
        if (take_column(reading, rule, columns->entries[i].value, &made[plan->column_count]))
            plan->column_count++;
    plan->columns = made;
}

static const char *text_of(const struct node *list, size_t index)
{
    const struct node *item =
        list->kind == NODE_LIST && index < list->entry_count ? list->entries[index].value : NULL;
    return item != NULL && item->kind == NODE_SCALAR ? item->text : NULL;
}

/* `overdue_share: [overdue_count, line_count]` */
static void take_shares(struct catalogue_reading *reading, const struct rule *rule,
                        struct table_plan *plan, const struct node *shares)
{
    size_t count = shares != NULL && shares->kind == NODE_MAP ? shares->entry_count : 0;
    struct table_share *made =
        region_allocate(&reading->catalogue->region, (count + 1) * sizeof *made);
    if (shares != NULL && shares->kind != NODE_MAP)
        complain_at(reading, rule, shares->line, "shares must be a map {name: [part, whole]}");
    for (size_t i = 0; i < count; i++) {
        const struct node *pair = shares->entries[i].value;
        const char *part = text_of(pair, 0), *whole = text_of(pair, 1);
        if (part == NULL || whole == NULL || pair->entry_count != 2) {
            complain_at(reading, rule, shares->entries[i].line, "a share is [part, whole]");
            continue;
        }
        made[plan->share_count] =
            (struct table_share){shares->entries[i].key, part, WHOLE_COLUMN, whole};
        for (size_t word = WHOLE_TOTAL; word <= WHOLE_RUNNING; word++)
            if (strcmp(wholes[word], whole) == 0)
                made[plan->share_count].whole = (enum table_whole)word;
        plan->share_count++;
    }
    plan->shares = made;
}

static void take_targets(struct catalogue_reading *reading, const struct rule *rule,
                         struct table_plan *plan, const struct node *targets)
{
    size_t count = targets != NULL && targets->kind == NODE_MAP ? targets->entry_count : 0;
    struct table_target *made =
        region_allocate(&reading->catalogue->region, (count + 1) * sizeof *made);
    if (targets != NULL && targets->kind != NODE_MAP)
        complain_at(reading, rule, targets->line, "targets must be a map {name: KPI}");
    for (size_t i = 0; i < count; i++) {
        const struct node *kpi = targets->entries[i].value;
        if (kpi->kind != NODE_SCALAR || kpi->text == NULL)
            complain_at(reading, rule, targets->entries[i].line, "a target is that of a KPI");
        else
            made[plan->target_count++] = (struct table_target){targets->entries[i].key, kpi->text};
    }
    plan->targets = made;
}

static void take_chart(struct catalogue_reading *reading, struct table_plan *plan,
                       const struct rule *rule, const struct node *chart)
{
    size_t count;
    plan->series = binder_names(&reading->catalogue->region, chart, "series", &count);
    if (chart == NULL || chart->kind != NODE_MAP)
        return;
    plan->chart = (enum table_chart)binder_choice(chart, "kind", rule_charts, TABLE_NO_CHART);
    plan->palette =
        (enum table_palette)binder_choice(chart, "palette", rule_palettes, PALETTE_PLAIN);
    plan->category = binder_text(chart, "category", "");
    plan->chart_alternative = rule_bilingual(chart, "alt");
    plan->chart_title =
        node_find(chart, "title") != NULL ? rule_bilingual(chart, "title") : rule->title;
}

void rule_table_take(struct catalogue_reading *reading, struct rule *rule, const struct node *root)
{
    struct region *region = &reading->catalogue->region;
    struct table_plan *plan = region_allocate(region, sizeof *plan);
    size_t count;
    *plan = (struct table_plan){
        .note = rule_bilingual(root, "note"),
        .group = binder_names(region, root, "group", &count),
        .largest = binder_text(root, "largest", NULL),
        .top = binder_integer(root, "top", 0),
        .total = binder_names(region, root, "total", &count),
    };
    take_columns(reading, rule, plan, node_find(root, "columns"));
    take_shares(reading, rule, plan, node_find(root, "shares"));
    take_targets(reading, rule, plan, node_find(root, "targets"));
    take_chart(reading, plan, rule, node_find(root, "chart"));
    rule->table = plan;
}

static bool is_shown(const struct table_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->column_count; i++)
        if (strcmp(plan->columns[i].name, name) == 0)
            return true;
    return false;
}

bool table_plan_makes(const struct table_plan *plan, const char *column)
{
    for (size_t i = 0; i < plan->share_count; i++)
        if (strcmp(plan->shares[i].name, column) == 0)
            return true;
    for (size_t i = 0; i < plan->target_count; i++)
        if (strcmp(plan->targets[i].name, column) == 0)
            return true;
    return false;
}

static void check_shown(struct catalogue_reading *reading, const struct rule *rule,
                        const char *what, const char *name)
{
    const struct table_plan *plan = rule->table;
    const char **names =
        region_allocate(&reading->catalogue->region, (plan->column_count + 1) * sizeof *names);
    if (is_shown(plan, name))
        return;
    for (size_t i = 0; i < plan->column_count; i++)
        names[i] = plan->columns[i].name;
    complain_name(&reading->complaints, rule->place.file, rule->id_line, what, name, names,
                  plan->column_count);
}

/* A total is a sum, and what stands for words, dates or ages has none. */
static void check_total(struct catalogue_reading *reading, const struct rule *rule,
                        const char *name)
{
    size_t length = strlen(name);
    enum column_type type = column_type_of(name);
    bool is_sum = type == COLUMN_QUANTITY || type == COLUMN_MONEY ||
                  (length > 6 && strcmp(name + length - 6, "_count") == 0);
    check_shown(reading, rule, "total names a column that isn't shown", name);
    if (!is_sum)
        complain(&reading->complaints, rule->place.file, rule->id_line,
                 "total names \"%s\": counts, quantities and money alone have a sum", name);
}

static void check_target(struct catalogue_reading *reading, const struct rule *rule,
                         const struct table_target *target)
{
    const struct rule *kpi = catalogue_kpi(reading->catalogue, target->kpi);
    if (kpi == NULL || !kpi->has_target || kpi->measures[0].unit != UNIT_PERCENT)
        complain(&reading->complaints, rule->place.file, rule->id_line,
                 "targets: \"%s\" is no KPI in percent with a target", target->kpi);
}

void rule_table_check(struct catalogue_reading *reading, const struct rule *rule)
{
    const struct table_plan *plan = rule->table;
    if (rule->page == PAGE_NONE)
        complain_at(reading, rule, rule->id_line, "page must name the page that shows the table");
    for (size_t i = 0; plan->total[i] != NULL; i++)
        check_total(reading, rule, plan->total[i]);
    for (size_t i = 0; plan->series[i] != NULL; i++)
        check_shown(reading, rule, "the chart's series names a column that isn't shown",
                    plan->series[i]);
    if (plan->chart != TABLE_NO_CHART && plan->chart != TABLE_CELLS)
        check_shown(reading, rule, "the chart's category names a column that isn't shown",
                    plan->category);
    for (size_t i = 0; i < plan->share_count; i++)
        check_shown(reading, rule, "shares makes a column that isn't shown", plan->shares[i].name);
    for (size_t i = 0; i < plan->target_count; i++)
        check_target(reading, rule, &plan->targets[i]);
    for (size_t i = 0; plan->group[i] != NULL; i++)
        if (table_plan_makes(plan, plan->group[i]))
            complain(&reading->complaints, rule->place.file, rule->id_line,
                     "group names \"%s\", which isn't a column of the query", plan->group[i]);
}
