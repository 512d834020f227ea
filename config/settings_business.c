/* The YAML files: what the business owns, but for the holidays. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"

#include <errno.h>
#include <string.h>

struct bilingual reading_bilingual(struct reading *reading, const struct node *map, const char *key,
                                   const char *fallback)
{
    const struct node *value = node_find(map, key);
    const char *en = fallback, *th = fallback;
    (void)reading;
    if (value != NULL && value->kind == NODE_SCALAR && value->text != NULL) {
        en = th = value->text;
    } else if (value != NULL && value->kind == NODE_MAP) {
        const char *given_en = binder_text(value, "en", NULL),
                   *given_th = binder_text(value, "th", NULL);
        en = given_en != NULL ? given_en : given_th != NULL ? given_th : fallback;
        th = given_th != NULL ? given_th : given_en != NULL ? given_en : fallback;
    }
    return (struct bilingual){.text = {[LANGUAGE_EN] = en, [LANGUAGE_TH] = th}};
}

/* The entries of a map; what should be one and is not has been complained of. */
static size_t count_entries(const struct node *node)
{
    return node == NULL || node->kind != NODE_MAP ? 0 : node->entry_count;
}

static const char *read_query_file(struct reading *reading, const struct node *file)
{
    struct settings *settings = reading->settings;
    size_t length;
    char *path = region_format(&settings->region, "%s/%s", settings->folder, file->text);
    char *query = document_read_file(&settings->region, path, &length);
    if (query == NULL) {
        complain(&reading->complaints, "datasets.yaml", file->line, "query_file %s: %s", file->text,
                 strerror(errno));
        return NULL;
    }
    reading_keep_file(reading, file->text);
    return document_text(query, &length, file->text, &reading->complaints);
}

static struct feed_settings take_feed(struct reading *reading, const char *dataset,
                                      const struct node *map)
{
    const struct node *query = node_find(map, "query"), *file = node_find(map, "query_file");
    const struct node *shown = query != NULL ? query : file != NULL ? file : map;
    struct feed_settings feed = {
        .source = binder_text(map, "source", ""),
        .query = binder_text(map, "query", NULL),
        .dates = (enum date_order)binder_choice(map, "dates", dates_choices, DATE_ORDER_ISO),
        .era = (enum date_era)binder_choice(map, "era", era_choices, DATE_ERA_COMMON),
        .page_by = binder_text(map, "page_by", NULL),
        .row_limit = binder_integer(map, "row_limit", 0),
        .place = {"datasets.yaml", shown->line},
    };
    if (feed.query == NULL && file != NULL && file->text != NULL)
        feed.query = read_query_file(reading, file);
    if ((query != NULL) == (file != NULL))
        complain(&reading->complaints, "datasets.yaml", map->line,
                 "dataset %s: give either query or query_file", dataset);
    return feed;
}

static void take_feeds(struct reading *reading, struct dataset_settings *dataset,
                       const struct node *map)
{
    const struct node *feeds = node_find(map, "feeds");
    size_t count = feeds == NULL ? 1 : feeds->kind == NODE_LIST ? feeds->entry_count : 0;
    struct feed_settings *made =
        region_allocate(&reading->settings->region, (count + 1) * sizeof *made);
    if (feeds != NULL && (node_find(map, "source") != NULL || node_find(map, "query") != NULL))
        complain(&reading->complaints, "datasets.yaml", map->line,
                 "dataset %s: source and query stand inside feeds, or without feeds, not both",
                 dataset->name);
    if (feeds == NULL && node_find(map, "source") == NULL)
        complain(&reading->complaints, "datasets.yaml", map->line,
                 "dataset %s: \"source\" is missing", dataset->name);
    for (size_t i = 0; i < count; i++)
        made[i] = take_feed(reading, dataset->name, feeds == NULL ? map : feeds->entries[i].value);
    dataset->feeds = made;
    dataset->feed_count = count;
}

void reading_take_datasets(struct reading *reading, const struct node *root)
{
    const struct node *datasets = node_find(root, "datasets");
    size_t count = count_entries(datasets);
    struct dataset_settings *made =
        region_allocate(&reading->settings->region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        const struct node_entry *entry = &datasets->entries[i];
        made[i].name = entry->key;
        made[i].place = (struct place){"datasets.yaml", entry->line};
        made[i].has_may_be_empty = node_find(entry->value, "may_be_empty") != NULL;
        made[i].may_be_empty = binder_boolean(entry->value, "may_be_empty", false);
        take_feeds(reading, &made[i], entry->value);
    }
    reading->settings->datasets = made;
    reading->settings->dataset_count = count;
}

void reading_take_jobs(struct reading *reading, const struct node *root)
{
    struct region *region = &reading->settings->region;
    const struct node *jobs = node_find(root, "jobs");
    size_t count = count_entries(jobs);
    struct job_settings *made = region_allocate(region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        const struct node_entry *entry = &jobs->entries[i];
        if (strspn(entry->key, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(entry->key) ||
            entry->key[0] == '\0')
            complain(&reading->complaints, "jobs.yaml", entry->line,
                     "job %s: a job's name is a-z, 0-9, _ and -", entry->key);
        made[i].name = entry->key;
        made[i].title = reading_bilingual(reading, entry->value, "title", entry->key);
        made[i].covers = (enum covers)binder_choice(entry->value, "covers", covers_choices,
                                                    COVERS_THROUGH_YESTERDAY);
        made[i].restate_days = binder_integer(entry->value, "restate_days", 35);
        made[i].checks = binder_names(region, entry->value, "checks", &made[i].check_count);
        made[i].kpis = binder_names(region, entry->value, "kpis", &made[i].kpi_count);
        made[i].reports = binder_names(region, entry->value, "reports", &made[i].report_count);
        made[i].place = (struct place){"jobs.yaml", entry->line};
    }
    reading->settings->jobs = made;
    reading->settings->job_count = count;
}

static const char *joined(struct region *region, const struct node *list)
{
    const char *text = "";
    for (size_t i = 0; i < list->entry_count; i++)
        if (list->entries[i].value->text != NULL)
            text = region_format(region, "%s%s%s", text, text[0] == '\0' ? "" : ",",
                                 list->entries[i].value->text);
    return text;
}

/* For which branch and kind a parameter is set; "" for all. */
struct scope {
    const char *branch, *kind;
};

static void add_parameter(struct reading *reading, struct rule_settings *rule, const char *file,
                          const char *name, struct scope scope, const struct node *value)
{
    struct region *region = &reading->settings->region;
    struct parameter_setting *made =
        region_grow(region, (void *)rule->parameters, rule->parameter_count, sizeof *made);
    if (value->kind == NODE_MAP) {
        complain(&reading->complaints, file, value->line, "parameter %s.%s is nested too deep",
                 name, scope.kind);
        return;
    }
    made[rule->parameter_count++] = (struct parameter_setting){
        .name = name,
        .branch = scope.branch,
        .kind = scope.kind,
        .value = value->kind == NODE_LIST ? joined(region, value)
                 : value->text != NULL    ? value->text
                                          : "",
        .place = {file, value->line},
    };
    rule->parameters = made;
}

static void take_parameters(struct reading *reading, struct rule_settings *rule, const char *file,
                            struct scope scope, const struct node *params)
{
    if (params == NULL)
        return;
    if (params->kind != NODE_MAP) {
        complain(&reading->complaints, file, params->line,
                 "\"params\" must be a map {name: value}");
        return;
    }
    for (size_t i = 0; i < params->entry_count; i++) {
        const struct node_entry *entry = &params->entries[i];
        if (entry->value->kind != NODE_MAP) {
            add_parameter(reading, rule, file, entry->key, scope, entry->value);
            continue;
        }
        for (size_t j = 0; j < entry->value->entry_count; j++)
            add_parameter(reading, rule, file, entry->key,
                          (struct scope){scope.branch, entry->value->entries[j].key},
                          entry->value->entries[j].value);
    }
}

static void take_varying(struct reading *reading, struct rule_settings *rule, const char *file,
                         const struct node *list)
{
    for (size_t i = 0; list != NULL && list->kind == NODE_LIST && i < list->entry_count; i++) {
        const struct node *map = list->entries[i].value;
        struct scope scope = {binder_text(map, "branch", ""), binder_text(map, "kind", "")};
        if (scope.branch[0] == '\0' && scope.kind[0] == '\0')
            complain(&reading->complaints, file, list->entries[i].line,
                     "say for which branch or kind these parameters are; those for all stand in "
                     "\"params\"");
        else
            take_parameters(reading, rule, file, scope, node_find(map, "params"));
    }
}

static const struct rule_settings *take_rules(struct reading *reading, const char *file,
                                              const struct node *rules, size_t *count)
{
    size_t room = count_entries(rules);
    struct rule_settings *made =
        region_allocate(&reading->settings->region, (room + 1) * sizeof *made);
    for (size_t i = 0; i < room; i++) {
        const struct node *map = rules->entries[i].value;
        made[i] = (struct rule_settings){
            .id = rules->entries[i].key,
            .is_enabled = binder_boolean(map, "enabled", true),
            .severity = binder_text(map, "severity", NULL),
            .owner = binder_text(map, "owner", NULL),
            .has_target = binder_decimal(map, "target", &made[i].target),
            .has_amber = binder_decimal(map, "amber", &made[i].amber),
            .place = {file, rules->entries[i].line},
        };
        binder_decimal(map, "target", &made[i].target);
        binder_decimal(map, "amber", &made[i].amber);
        take_parameters(reading, &made[i], file, (struct scope){"", ""}, node_find(map, "params"));
        take_varying(reading, &made[i], file, node_find(map, "vary"));
    }
    *count = room;
    return made;
}

void reading_take_checks(struct reading *reading, const struct node *root)
{
    reading->settings->checks = take_rules(reading, "checks.yaml", node_find(root, "checks"),
                                           &reading->settings->check_count);
    reading->settings->derived = take_rules(reading, "checks.yaml", node_find(root, "derived"),
                                            &reading->settings->derived_count);
}

void reading_take_kpis(struct reading *reading, const struct node *root)
{
    reading->settings->kpis =
        take_rules(reading, "kpis.yaml", node_find(root, "kpis"), &reading->settings->kpi_count);
}

static size_t count_names(const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    return count;
}

/* Sheets are those of kpi.xlsx; figures stand in it and on the page. */
static void refuse_lists(struct reading *reading, const char *name, const struct node *map)
{
    const struct node *sheets = node_find(map, "sheets"), *kpis = node_find(map, "kpis");
    bool has_sheets = strcmp(name, "kpi") == 0;
    if (sheets != NULL && !has_sheets)
        complain(&reading->complaints, "reports.yaml", sheets->line,
                 "report %s has no sheets to choose; only kpi has", name);
    if (kpis != NULL && !has_sheets && strcmp(name, "summary") != 0)
        complain(&reading->complaints, "reports.yaml", kpis->line,
                 "report %s has no KPIs to choose; only kpi and summary have", name);
}

/* All reports are written unless the site says no. */
void reading_take_reports(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *reports = node_find(root, "reports");
    size_t count = count_names(report_names);
    struct report_settings *made = region_allocate(&settings->region, count * sizeof *made);
    for (size_t i = 0; i < count_entries(reports); i++) {
        const char *name = reports->entries[i].key;
        bool is_known = false;
        for (size_t j = 0; j < count; j++)
            is_known = is_known || strcmp(report_names[j], name) == 0;
        if (!is_known)
            complain_name(&reading->complaints, "reports.yaml", reports->entries[i].line,
                          "unknown report", name, report_names, count);
    }
    for (size_t i = 0; i < count; i++) {
        const struct node *map = node_find(reports, report_names[i]);
        struct listed_names sheets, kpis;
        refuse_lists(reading, report_names[i], map);
        sheets = reading_listed(reading, map, "sheets", "unknown sheet", sheet_names);
        kpis = reading_listed(reading, map, "kpis", "unknown KPI", NULL);
        made[i] = (struct report_settings){
            .name = report_names[i],
            .is_enabled = binder_boolean(map, "enabled", true),
            .language =
                (enum language)binder_choice(map, "language", language_choices, settings->language),
            .sheets = sheets,
            .kpis = kpis,
            .place = {"reports.yaml", map == NULL ? 0 : map->line},
        };
    }
    settings->reports = made;
    settings->report_count = count;
    reading_take_audiences(reading, root);
    reading_take_deliveries(reading, root);
}

/* The desks of the house. */
static const struct {
    const char *name, *en, *th;
} house_desks[] = {
    {"supervisor", "Customer relations supervisor", "หัวหน้าลูกค้าสัมพันธ์"},
    {"credit", "Credit and finance", "ฝ่ายสินเชื่อและการเงิน"},
    {"logistics", "Logistics", "ฝ่ายจัดส่งสินค้า"},
    {"goods_inspection", "Goods inspection", "ฝ่ายตรวจรับสินค้า"},
    {"it", "Systems department", "ฝ่ายระบบคอมพิวเตอร์"},
};

void reading_take_desks(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *desks = node_find(root, "desks");
    size_t house = sizeof house_desks / sizeof house_desks[0];
    struct desk_settings *made =
        region_allocate(&settings->region, (house + count_entries(desks)) * sizeof *made);
    size_t count = 0;
    for (size_t i = 0; i < house; i++)
        made[count++] = (struct desk_settings){
            .name = house_desks[i].name,
            .title = {
                .text = {[LANGUAGE_EN] = house_desks[i].en, [LANGUAGE_TH] = house_desks[i].th}}};
    for (size_t i = 0; i < count_entries(desks); i++) {
        const struct node_entry *entry = &desks->entries[i];
        size_t index = 0;
        while (index < count && strcmp(made[index].name, entry->key) != 0)
            index++;
        if (index == count)
            made[count++] = (struct desk_settings){.name = entry->key,
                                                   .title = {.text = {entry->key, entry->key}}};
        if (node_find(entry->value, "title") != NULL)
            made[index].title = reading_bilingual(reading, entry->value, "title", entry->key);
        made[index].email = binder_text(entry->value, "email", NULL);
        made[index].place = (struct place){"desks.yaml", entry->line};
    }
    settings->desks = made;
    settings->desk_count = count;
}

static void check_feed_sources(struct reading *reading, const struct dataset_settings *dataset)
{
    const struct settings *settings = reading->settings;
    /* Without any source, khrop.ini has been complained of already. */
    for (size_t i = 0; settings->source_count > 0 && i < dataset->feed_count; i++) {
        const struct feed_settings *feed = &dataset->feeds[i];
        const char **names;
        if (feed->source[0] == '\0' || settings_source(settings, feed->source) != NULL)
            continue;
        names = region_allocate(&reading->settings->region,
                                (settings->source_count + 1) * sizeof *names);
        for (size_t j = 0; j < settings->source_count; j++)
            names[j] = settings->sources[j].name;
        complain_name(&reading->complaints, "datasets.yaml", dataset->place.line,
                      region_format(&reading->settings->region,
                                    "dataset %s: khrop.ini has no [source] named", dataset->name),
                      feed->source, names, settings->source_count);
    }
}

void reading_check_references(struct reading *reading)
{
    const struct settings *settings = reading->settings;
    for (size_t i = 0; i < settings->dataset_count; i++)
        check_feed_sources(reading, &settings->datasets[i]);
    for (size_t i = 0; i < settings->job_count; i++)
        for (size_t j = 0; j < settings->jobs[i].report_count; j++)
            if (settings_report(settings, settings->jobs[i].reports[j]) == NULL)
                complain_name(&reading->complaints, "jobs.yaml", settings->jobs[i].place.line,
                              "unknown report", settings->jobs[i].reports[j], report_names,
                              count_names(report_names));
    reading_check_deliveries(reading);
}
