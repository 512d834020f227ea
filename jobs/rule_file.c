/* One SQL file of the catalogue: a YAML header in its first comment lines, then the query. */
#include "config/binder.h"
#include "jobs/catalogue_reading.h"

#include <errno.h>
#include <sha2.h>
#include <string.h>

static const char *const check_kinds[] = {"state", "event", NULL};
static const char *const kpi_kinds[] = {"flow", "stock", NULL};
static const char *const severities[] = {"high", "medium", "low", NULL};
static const char *const subjects[] = {
    [SUBJECT_DELIVERY] = "delivery", [SUBJECT_BACK_ORDERS] = "back_orders",
    [SUBJECT_SALES] = "sales",       [SUBJECT_DOCUMENTS] = "documents",
    [SUBJECT_SERVICE] = "service",   [SUBJECT_CUSTOMERS] = "customers",
    [SUBJECT_VISITS] = "visits",     [SUBJECT_CREDIT] = "credit",
    [SUBJECT_STAFF] = "staff",       [SUBJECT_WORKLIST] = "worklist",
    [SUBJECT_DATA] = "data",         [SUBJECT_OTHER] = "other",
    [SUBJECT_OTHER + 1] = NULL};
/* As reports.yaml names the sheets. */
static const char *const rule_pages[] = {
    [PAGE_NONE] = "none",         [PAGE_BACK_ORDERS] = "back_orders",
    [PAGE_VISITS] = "visits",     [PAGE_QUOTATIONS] = "quotations",
    [PAGE_CREDIT] = "credit",     [PAGE_SERVICE] = "service",
    [PAGE_TRAINING] = "training", [RULE_PAGES] = NULL,
};
static const char *const directions[] = {"higher", "lower", NULL};
static const char *const units[] = {"percent", "days", "count", "qty", "thb", NULL};
static const char *const part_units[] = {"count", "qty", "thb", NULL};
static const char *const targets[] = {"value", "share", NULL};

static const struct key_declaration keys[] = {
    {"derived", "id", KEY_TEXT, true, NULL, 0, 0, NULL, "its name, the file's own"},
    {"derived", "title", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "what it holds"},
    {"derived", "needs", KEY_ANY, true, NULL, 0, 0, NULL, "datasets it reads"},
    {"derived", "key", KEY_NAMES, true, NULL, 0, 0, NULL, "the columns that identify a row"},
    {"derived", "params", KEY_ANY, false, NULL, 0, 0, NULL, "parameters and their defaults"},
    {"check", "id", KEY_TEXT, true, NULL, 0, 0, NULL, "its id, the file's own name"},
    {"check", "title", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "what is wrong, in a few words"},
    {"check", "why", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "a sentence with {column} places"},
    {"check", "todo", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "what to do about it"},
    {"check", "compares", KEY_NAMES, false, NULL, 0, 0, NULL,
     "two columns of the result: the value that it should be, and the one that was found"},
    {"check", "at_stake", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the column of the result with the amount of money that it is about"},
    {"check", "needs", KEY_ANY, true, NULL, 0, 0, NULL, "datasets it reads"},
    {"check", "may_use", KEY_ANY, false, NULL, 0, 0, NULL,
     "datasets it can do without: {dataset: [columns of its result not known then]}"},
    {"check", "key", KEY_NAMES, true, NULL, 0, 0, NULL,
     "the columns that identify the exception from day to day"},
    {"check", "signature", KEY_NAMES, true, NULL, 0, 0, NULL, "the columns that say what differs"},
    {"check", "kind", KEY_CHOICE, true, NULL, 0, 0, check_kinds,
     "state: can be mended; event: leaves after window_days"},
    {"check", "event_on", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the date column from which window_days counts"},
    {"check", "born_on", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the date column that the site's since_on is held against"},
    {"check", "owner", KEY_TEXT, true, NULL, 0, 0, NULL, "a column of the result, or role:DESK"},
    {"check", "severity", KEY_CHOICE, true, NULL, 0, 0, severities, "how urgent it is"},
    {"check", "params", KEY_ANY, false, NULL, 0, 0, NULL, "parameters and their defaults"},
    {"check", "vary_by", KEY_ANY, false, NULL, 0, 0, NULL,
     "{parameter: [branch, orders.kind]}: what a site may set it by"},
    {"kpi", "id", KEY_TEXT, true, NULL, 0, 0, NULL, "its id, the file's own name"},
    {"kpi", "position", KEY_INTEGER, false, "100", 0, 100000, NULL,
     "where it stands among the KPIs of its subject"},
    {"kpi", "headline", KEY_INTEGER, false, "0", 0, 100, NULL,
     "its place among the tiles of the first page; 0: none"},
    {"kpi", "subject", KEY_CHOICE, false, "other", 0, 0, subjects,
     "what it is about: the heading that it stands under"},
    {"kpi", "title", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "its name"},
    {"kpi", "kind", KEY_CHOICE, true, NULL, 0, 0, kpi_kinds, "flow: by day; stock: as of now"},
    {"kpi", "unit", KEY_ANY, true, NULL, 0, 0, NULL,
     "percent, days, count, qty, thb, or {measure: unit}"},
    {"kpi", "measures", KEY_ANY, false, NULL, 0, 0, NULL, "{measure: title}"},
    {"kpi", "direction", KEY_CHOICE, true, NULL, 0, 0, directions, "which way is better"},
    {"kpi", "target", KEY_DECIMAL, false, NULL, 0, 0, NULL, "at or beyond it is green"},
    {"kpi", "amber", KEY_DECIMAL, false, NULL, 0, 0, NULL, "at or beyond it is amber"},
    {"kpi", "split", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "what `split` divides by"},
    {"kpi", "formula", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "how it is reckoned, in words"},
    {"kpi", "parts", KEY_CHOICE, false, NULL, 0, 0, part_units,
     "what a percentage's or mean's parts and wholes are; default: count"},
    {"kpi", "shows_share", KEY_BOOLEAN, false, "false", 0, 0, NULL, "true: a share is shown too"},
    {"kpi", "target_on", KEY_CHOICE, false, NULL, 0, 0, targets,
     "what the target is of; default: the share where one is shown, else the value"},
    {"kpi", "target_split", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the one split that the target is for"},
    {"kpi", "needs", KEY_ANY, true, NULL, 0, 0, NULL, "datasets it reads"},
    {"kpi", "rows", KEY_NAMES, true, NULL, 0, 0, NULL,
     "the columns that identify the rows behind the figure"},
    {"kpi", "params", KEY_ANY, false, NULL, 0, 0, NULL, "parameters and their defaults"},
    {"kpi", "vary_by", KEY_ANY, false, NULL, 0, 0, NULL, "as a check's"},
    {"kpi", "page", KEY_CHOICE, false, "none", 0, 0, rule_pages,
     "the page of kpi.xlsx that begins with it"},
    {"table", "id", KEY_TEXT, true, NULL, 0, 0, NULL, "its id, the file's own name"},
    {"table", "page", KEY_CHOICE, true, NULL, 0, 0, rule_pages, "the page of kpi.xlsx it is on"},
    {"table", "position", KEY_INTEGER, false, "100", 0, 100000, NULL,
     "where it stands among the tables of its page"},
    {"table", "title", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "what stands above it"},
    {"table", "note", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "what to know to read it"},
    {"table", "needs", KEY_ANY, true, NULL, 0, 0, NULL, "datasets it reads"},
    {"table", "key", KEY_NAMES, true, NULL, 0, 0, NULL, "the columns that identify a row"},
    {"table", "columns", KEY_ANY, true, NULL, 0, 0, NULL,
     "the columns shown, in their order: [name, {name: {en: .., th: ..}}]"},
    {"table", "group", KEY_NAMES, false, NULL, 0, 0, NULL,
     "the columns by which rows are summed, once they are those of its readers"},
    {"table", "largest", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the column of which the largest stand first; default: the order of the query"},
    {"table", "top", KEY_INTEGER, false, "0", 0, 1000, NULL, "the rows shown; 0: all"},
    {"table", "total", KEY_NAMES, false, NULL, 0, 0, NULL, "the columns that the last row sums"},
    {"table", "shares", KEY_ANY, false, NULL, 0, 0, NULL,
     "{name: [part, whole]}; whole: a column, total or running"},
    {"table", "targets", KEY_ANY, false, NULL, 0, 0, NULL,
     "{name: KPI}: a column that holds the KPI's target"},
    {"table", "chart", KEY_MAP, false, NULL, 0, 0, NULL, "what is drawn of it"},
    {"table", "chart.kind", KEY_CHOICE, true, NULL, 0, 0, rule_charts, "how it is drawn"},
    {"table", "chart.category", KEY_TEXT, false, NULL, 0, 0, NULL, "the column of names"},
    {"table", "chart.series", KEY_NAMES, true, NULL, 0, 0, NULL, "the columns of numbers"},
    {"table", "chart.palette", KEY_CHOICE, false, "plain", 0, 0, rule_palettes,
     "ages: darker with age; good_bad: the last is what should not be"},
    {"table", "chart.title", KEY_BILINGUAL, false, NULL, 0, 0, NULL,
     "what stands above it; default: the table's title"},
    {"table", "chart.alt", KEY_BILINGUAL, false, NULL, 0, 0, NULL,
     "what it shows, in a sentence, for those who can't see it"},
    {"table", "params", KEY_ANY, false, NULL, 0, 0, NULL, "parameters and their defaults"},
};
static const struct key_table table = {keys, sizeof keys / sizeof keys[0]};
static const char *const kind_names[] = {"derived", "check", "kpi", "table"};

/* Takes `-- ` off the comment lines a file begins with. `*sql` is what follows, on line
 * `*sql_line`. */
static char *header_text(struct region *region, const char *text, const char **sql, int *sql_line)
{
    char *header = region_allocate(region, strlen(text) + 1);
    size_t used = 0;
    *sql_line = 1;
    while (strncmp(text, "--", 2) == 0) {
        const char *line = text + 2;
        size_t length = strcspn(line, "\n");
        if (length > 0 && *line == ' ') {
            line++;
            length--;
        }
        memcpy(header + used, line, length);
        used += length;
        header[used++] = '\n';
        text = line + length + (line[length] == '\n' ? 1 : 0);
        (*sql_line)++;
    }
    *sql = text;
    return header;
}

struct bilingual rule_bilingual(const struct node *map, const char *key)
{
    const struct node *value = node_find(map, key);
    const char *both =
        value != NULL && value->kind == NODE_SCALAR && value->text != NULL ? value->text : "";
    const char *en = binder_text(value, "en", NULL), *th = binder_text(value, "th", NULL);
    return (struct bilingual){.text = {[LANGUAGE_EN] = en != NULL   ? en
                                                       : th != NULL ? th
                                                                    : both,
                                       [LANGUAGE_TH] = th != NULL   ? th
                                                       : en != NULL ? en
                                                                    : both}};
}

/* `{dataset: [columns], ..}` of the key called `name`. */
static const struct need *take_needs(struct catalogue_reading *reading, const struct rule *rule,
                                     const struct node *root, const char *name, size_t *count)
{
    struct region *region = &reading->catalogue->region;
    const struct node *needs = node_find(root, name);
    struct need *made;
    size_t column_count;
    *count = 0;
    if (needs == NULL || needs->kind != NODE_MAP) {
        complain(&reading->complaints, rule->place.file, needs == NULL ? 1 : needs->line,
                 "%s must be a map {dataset: [columns]}", name);
        return NULL;
    }
    made = region_allocate(region, (needs->entry_count + 1) * sizeof *made);
    for (size_t i = 0; i < needs->entry_count; i++)
        made[i] = (struct need){needs->entries[i].key,
                                binder_names(region, needs, needs->entries[i].key, &column_count)};
    *count = needs->entry_count;
    return made;
}

static bool unit_of(const char *word, enum kpi_unit *unit)
{
    for (size_t i = 0; word != NULL && units[i] != NULL; i++)
        if (strcmp(units[i], word) == 0) {
            *unit = (enum kpi_unit)i;
            return true;
        }
    return false;
}

/* `unit: percent`, or `unit: {orders: count, amount: thb}` with `measures: {orders: {en: .., th:
 * ..}}`. */
static void take_measures(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *root)
{
    struct region *region = &reading->catalogue->region;
    const struct node *unit = node_find(root, "unit");
    size_t count = unit != NULL && unit->kind == NODE_MAP ? unit->entry_count : 1;
    struct kpi_measure *made = region_allocate(region, (count + 1) * sizeof *made);
    for (size_t i = 0; unit != NULL && i < count; i++) {
        bool is_map = unit->kind == NODE_MAP;
        const struct node *word = is_map ? unit->entries[i].value : unit;
        const char *name = is_map ? unit->entries[i].key : "";
        made[i].name = name;
        made[i].title = is_map ? rule_bilingual(node_find(root, "measures"), name) : rule->title;
        if (made[i].title.text[0][0] == '\0')
            made[i].title = (struct bilingual){.text = {name, name}};
        if (!unit_of(word->text, &made[i].unit))
            complain_name(&reading->complaints, rule->place.file, word->line, "unknown unit",
                          word->text != NULL ? word->text : "", units, 5);
    }
    rule->measures = made;
    rule->measure_count = count;
}

const char *rule_page_code(enum rule_page page)
{
    return rule_pages[page];
}

const char *kpi_subject_code(enum kpi_subject subject)
{
    return subjects[subject];
}

static void take_kpi(struct catalogue_reading *reading, struct rule *rule, const struct node *root)
{
    size_t count;
    rule->kpi_kind = (enum kpi_kind)binder_choice(root, "kind", kpi_kinds, KPI_FLOW);
    rule->direction =
        (enum kpi_direction)binder_choice(root, "direction", directions, HIGHER_IS_BETTER);
    rule->has_target = binder_decimal(root, "target", &rule->target);
    rule->has_amber = binder_decimal(root, "amber", &rule->amber);
    rule->split_title = rule_bilingual(root, "split");
    rule->formula = rule_bilingual(root, "formula");
    rule->shows_share = binder_boolean(root, "shows_share", false);
    rule->is_target_on_share = binder_choice(root, "target_on", targets, rule->shows_share) == 1;
    rule->has_scaled_parts = binder_choice(root, "parts", part_units, 0) != 0;
    rule->rows = binder_names(&reading->catalogue->region, root, "rows", &count);
    rule->target_split = binder_text(root, "target_split", NULL);
    rule->subject = (enum kpi_subject)binder_choice(root, "subject", subjects, SUBJECT_OTHER);
    rule->headline = binder_integer(root, "headline", 0);
    take_measures(reading, rule, root);
}

/* Either two columns or none. */
static void take_compared(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *root)
{
    size_t count;
    const char *const *names = binder_names(&reading->catalogue->region, root, "compares", &count);
    if (count == 2)
        rule->compares = names;
    else if (count != 0)
        complain(&reading->complaints, rule->place.file, node_find(root, "compares")->line,
                 "compares must name two columns, the reference first");
}

static void take_check(struct catalogue_reading *reading, struct rule *rule,
                       const struct node *root)
{
    take_compared(reading, rule, root);
    rule->at_stake = binder_text(root, "at_stake", NULL);
    if (node_find(root, "may_use") != NULL)
        rule->may_use = take_needs(reading, rule, root, "may_use", &rule->may_use_count);
    rule->why = rule_bilingual(root, "why");
    rule->todo = rule_bilingual(root, "todo");
    rule->is_event = binder_choice(root, "kind", check_kinds, 0) == 1;
    rule->event_on = binder_text(root, "event_on", NULL);
    rule->born_on = binder_text(root, "born_on", rule->event_on);
    rule->owner = binder_text(root, "owner", "");
    rule->severity = binder_text(root, "severity", "medium");
}

static const char *hash_text(struct region *region, const char *text, size_t length)
{
    char *hash = region_allocate(region, SHA256_DIGEST_STRING_LENGTH);
    return SHA256Data((const uint8_t *)text, length, hash);
}

static int line_of(const struct node *root, const char *key)
{
    const struct node *value = node_find(root, key);
    return value == NULL ? 1 : value->line;
}

bool rule_text_take(struct catalogue_reading *reading, enum rule_kind kind, const char *file,
                    char *text, size_t length, struct rule *rule)
{
    struct region *region = &reading->catalogue->region;
    const char *sql = NULL, *header;
    const struct node *root;
    int sql_line = 1;
    size_t count;

    text = document_text(text, &length, file, &reading->complaints);
    if (text == NULL)
        return false;
    header = header_text(region, text, &sql, &sql_line);
    root = document_parse_yaml(region, file, header, strlen(header), 1, &reading->complaints);
    if (root == NULL)
        return false;
    binder_check(&table, kind_names[kind], file, root, &reading->complaints);
    *rule = (struct rule){
        .kind = kind,
        .id = binder_text(root, "id", ""),
        .title = rule_bilingual(root, "title"),
        .key = binder_names(region, root, "key", &count),
        .signature = binder_names(region, root, "signature", &count),
        .is_enabled = true,
        .page = (enum rule_page)binder_choice(root, "page", rule_pages, PAGE_NONE),
        .position = binder_integer(root, "position", 100),
        .owner = "",
        .severity = "",
        .sql = sql,
        .sha256 = hash_text(region, text, length),
        .place = {file, sql_line},
        .id_line = line_of(root, "id"),
        .needs_line = line_of(root, "needs"),
        .may_use_line = line_of(root, "may_use"),
        .owner_line = line_of(root, "owner"),
    };
    if (node_find(root, "key") != NULL && rule->key[0] == NULL)
        complain(&reading->complaints, file, line_of(root, "key"),
                 "key must name at least one column");
    rule->needs = take_needs(reading, rule, root, "needs", &rule->need_count);
    if (kind == RULE_CHECK)
        take_check(reading, rule, root);
    if (kind == RULE_KPI)
        take_kpi(reading, rule, root);
    if (kind == RULE_TABLE)
        rule_table_take(reading, rule, root);
    rule_parameters_take(reading, rule, node_find(root, "params"));
    rule_variations_take(reading, rule, node_find(root, "vary_by"));
    return true;
}

bool rule_file_read(struct catalogue_reading *reading, enum rule_kind kind, const char *folder,
                    const char *file, struct rule *rule)
{
    struct region *region = &reading->catalogue->region;
    size_t length = 0;
    char *text = document_read_file(region, region_format(region, "%s/%s", folder, file), &length);

    if (text == NULL) {
        complain(&reading->complaints, file, 0, "%s", strerror(errno));
        return false;
    }
    return rule_text_take(reading, kind, region_copy(region, file), text, length, rule);
}
