/* The contract of every dataset: catalogue/datasets.yaml. */
#include "config/binder.h"
#include "jobs/catalogue_reading.h"

#include <string.h>

#define FILE_NAME "datasets.yaml"

static const struct key_declaration keys[] = {
    {FILE_NAME, "*", KEY_MAP, false, NULL, 0, 0, NULL, "one dataset"},
    {FILE_NAME, "*.title", KEY_BILINGUAL, true, NULL, 0, 0, NULL, "its name for people"},
    {FILE_NAME, "*.key", KEY_NAMES, true, NULL, 0, 0, NULL, "the columns that identify a row"},
    {FILE_NAME, "*.born_on", KEY_TEXT, false, NULL, 0, 0, NULL,
     "rows with a later date are not there yet"},
    {FILE_NAME, "*.ends", KEY_NAMES, false, NULL, 0, 0, NULL,
     "dates that read as null while they lie ahead"},
    {FILE_NAME, "*.columns", KEY_NAMES, true, NULL, 0, 0, NULL,
     "its columns; `?`: may be null, and may be left out"},
    {FILE_NAME, "*.identity", KEY_MAP, false, NULL, 0, 0, NULL,
     "column: how it is normalised for comparing (core/identity.h)"},
    {FILE_NAME, "*.identity.*", KEY_TEXT, false, NULL, 0, 0, NULL, "a normalisation"},
    {FILE_NAME, "*.allowed", KEY_ANY, false, NULL, 0, 0, NULL, "column: [words] that it may hold"},
};
static const struct key_table table = {keys, sizeof keys / sizeof keys[0]};

static bool is_among(const char *const *names, const char *name)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static struct column take_column(struct region *region, const char *written, const char *const *key,
                                 const struct node *allowed)
{
    size_t length = strlen(written), count;
    bool is_nullable = length > 0 && written[length - 1] == '?';
    const char *name =
        region_format(region, "%.*s", (int)(length - (is_nullable ? 1 : 0)), written);
    struct column column = {
        .name = name,
        .type = column_type_of(name),
        .is_key = is_among(key, name),
        .is_nullable = is_nullable,
    };
    if (node_find(allowed, name) != NULL)
        column.allowed = binder_names(region, allowed, name, &count);
    return column;
}

/* Every column that the contract names elsewhere must be one of its own. */
static void check_names(struct catalogue_reading *reading, const struct contract *contract,
                        const char *const *names, const char *what)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (schema_find(&contract->schema, names[i]) == contract->schema.column_count)
            complain(&reading->complaints, FILE_NAME, contract->place.line,
                     "dataset %s: %s names the column \"%s\", which it hasn't", contract->name,
                     what, names[i]);
}

/* A timestamp or a text compared with D would put every row ahead of it. */
static void check_dates(struct catalogue_reading *reading, const struct contract *contract,
                        const char *const *names, const char *what)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (column_type_of(names[i]) != COLUMN_DATE)
            complain(&reading->complaints, FILE_NAME, contract->place.line,
                     "dataset %s: %s names %s, which is not a date (its name must end in _on)",
                     contract->name, what, names[i]);
}

static void complain_of_identity(struct catalogue_reading *reading, const struct node *value)
{
    const char *names[16];
    size_t count = 0;
    for (; count < identity_count && count < sizeof names / sizeof names[0]; count++)
        names[count] = identities[count].name;
    complain_name(&reading->complaints, FILE_NAME, value->line, "unknown normalisation",
                  value->text != NULL ? value->text : "", names, count);
}

/* `phone: phone` gives phone_identity, and is_phone_valid where a normalisation can judge. */
static void take_identity(struct catalogue_reading *reading, struct contract *contract,
                          const struct node_entry *entry, struct identity_column *columns)
{
    struct region *region = &reading->catalogue->region;
    const char *named = entry->value->text != NULL ? entry->value->text : "";
    struct identity_column column = {
        .name = region_format(region, "%s_identity", entry->key),
        .source = schema_find(&contract->schema, entry->key),
        .identity = identity_find(named),
    };
    check_names(reading, contract, (const char *const[]){entry->key, NULL}, "identity");
    column.type = column_type_of(column.name);
    if (column.identity == NULL) {
        complain_of_identity(reading, entry->value);
    } else if (column_type_of(entry->key) != COLUMN_TEXT || column.type != COLUMN_TEXT) {
        complain(&reading->complaints, FILE_NAME, entry->line,
                 "dataset %s: identity names %s, which is not text", contract->name, entry->key);
    } else {
        columns[contract->identity_count++] = column;
        column.name = region_format(region, "is_%s_valid", entry->key);
        column.type = COLUMN_BOOLEAN;
        column.is_judgement = true;
        if (column.identity->is_valid != NULL)
            columns[contract->identity_count++] = column;
    }
}

static void take_identities(struct catalogue_reading *reading, struct contract *contract,
                            const struct node *identity)
{
    size_t count = identity == NULL || identity->kind != NODE_MAP ? 0 : identity->entry_count;
    struct identity_column *columns =
        region_allocate(&reading->catalogue->region, (2 * count + 1) * sizeof *columns);
    for (size_t i = 0; i < count; i++)
        take_identity(reading, contract, &identity->entries[i], columns);
    contract->identities = columns;
}

static void take_contract(struct catalogue_reading *reading, const struct node_entry *entry,
                          struct contract *contract)
{
    struct region *region = &reading->catalogue->region;
    size_t column_count, count;
    const char *const *written = binder_names(region, entry->value, "columns", &column_count);
    const char *const *key = binder_names(region, entry->value, "key", &count);
    struct column *columns = region_allocate(region, (column_count + 1) * sizeof *columns);
    const struct node *title = node_find(entry->value, "title");
    const char *born_on = binder_text(entry->value, "born_on", NULL);

    for (size_t i = 0; i < column_count; i++)
        columns[i] = take_column(region, written[i], key, node_find(entry->value, "allowed"));
    *contract = (struct contract){
        .name = entry->key,
        .title = {.text = {[LANGUAGE_EN] = binder_text(title, "en", entry->key),
                           [LANGUAGE_TH] = binder_text(title, "th", entry->key)}},
        .schema = {columns, column_count},
        .born_on = born_on,
        .ends = binder_names(region, entry->value, "ends", &count),
        .place = {FILE_NAME, entry->line},
    };
    take_identities(reading, contract, node_find(entry->value, "identity"));
    check_names(reading, contract, key, "key");
    check_names(reading, contract, contract->ends, "ends");
    check_dates(reading, contract, contract->ends, "ends");
    if (born_on != NULL) {
        check_names(reading, contract, (const char *const[]){born_on, NULL}, "born_on");
        check_dates(reading, contract, (const char *const[]){born_on, NULL}, "born_on");
    }
    if (node_find(entry->value, "key") != NULL && key[0] == NULL)
        complain(&reading->complaints, FILE_NAME, contract->place.line,
                 "dataset %s: key must name at least one column", contract->name);
}

void contracts_take(struct catalogue_reading *reading, const char *folder)
{
    struct catalogue *catalogue = reading->catalogue;
    const struct node *root =
        document_read_yaml(&catalogue->region, folder, FILE_NAME, true, &reading->complaints);
    struct contract *contracts;
    if (root == NULL || root->kind != NODE_MAP)
        return;
    binder_check(&table, FILE_NAME, FILE_NAME, root, &reading->complaints);
    contracts = region_allocate(&catalogue->region, (root->entry_count + 1) * sizeof *contracts);
    for (size_t i = 0; i < root->entry_count; i++)
        take_contract(reading, &root->entries[i], &contracts[i]);
    catalogue->contracts = contracts;
    catalogue->contract_count = root->entry_count;
}
