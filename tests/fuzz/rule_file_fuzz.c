/* Any bytes as a SQL file of the catalogue: its header is read, or complained of. The first byte
 * chooses what the file is. */
#include "jobs/catalogue_reading.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_rule(const struct rule *rule, const char *text)
{
    int line = 1;
    must_hold(rule->id != NULL && rule->key != NULL && rule->signature != NULL,
              "a rule has an id, a key and a signature, be they empty");
    must_hold(rule->title.text[LANGUAGE_EN] != NULL && rule->title.text[LANGUAGE_TH] != NULL,
              "a title speaks both languages");
    for (size_t i = 0; i < rule->need_count; i++)
        must_hold(rule->needs[i].columns != NULL, "needs have columns, be they none");
    for (; text < rule->sql; text++)
        line += *text == '\n';
    must_hold(line == rule->place.line || rule->sql[0] == '\0', "the query's line is counted");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct catalogue catalogue = {0};
    struct settings settings = {0};
    struct catalogue_reading reading = {.catalogue = &catalogue, .settings = &settings};
    struct rule rule = {0};
    char *text;
    if (size == 0)
        return 0;
    text = region_allocate(&catalogue.region, size);
    memcpy(text, bytes + 1, size - 1);
    if (rule_text_take(&reading, (enum rule_kind)(bytes[0] % 3), "X-01.sql", text, size - 1, &rule))
        check_rule(&rule, text);
    else
        must_hold(reading.complaints.count > 0, "what can't be read is complained of");
    region_clear(&catalogue.region);
    return 0;
}
