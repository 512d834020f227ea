/* authority.yaml: who may approve which document, up to what amount. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"
#include "core/decimal.h"

#include <stdio.h>
#include <string.h>

#define AUTHORITY "authority.yaml"

static const char *const document_kinds[] = {"back_order", "quotation"};

/* The job description ticks one level for each of the two documents, but its text form does not
 * keep the column: that G3 decides alone, without ceiling, is an assumption. */
#define HOUSE_GRADE "G3"

static void add_rule(struct settings *settings, const struct authority_settings *rule)
{
    struct authority_settings *rules = region_grow(&settings->region, (void *)settings->authority,
                                                   settings->authority_count, sizeof *rules);
    rules[settings->authority_count++] = *rule;
    settings->authority = rules;
}

static void ceiling_text(const struct authority_settings *rule, char text[DECIMAL_TEXT_SIZE])
{
    snprintf(text, DECIMAL_TEXT_SIZE, "any amount");
    if (rule->has_ceiling)
        decimal_format(rule->ceiling_amount, text);
}

/* A level that leaves less to the grade begins where the one before it ends: below, it would never
 * hold, or two levels would hold at once. */
static void check_pair(struct reading *reading, const struct authority_settings *one,
                       const struct authority_settings *other)
{
    const struct authority_settings *nearer = one->level < other->level ? one : other;
    const struct authority_settings *farther = nearer == one ? other : one;
    char nearer_text[DECIMAL_TEXT_SIZE], farther_text[DECIMAL_TEXT_SIZE];
    if (one->level == other->level) {
        complain(&reading->complaints, AUTHORITY, other->place.line,
                 "%s: grade %s has level %s twice (first in line %d)", other->document_kind,
                 other->grade, level_choices[other->level], one->place.line);
        return;
    }
    if (nearer->has_ceiling &&
        (!farther->has_ceiling || farther->ceiling_amount > nearer->ceiling_amount))
        return;
    ceiling_text(nearer, nearer_text);
    ceiling_text(farther, farther_text);
    complain(
        &reading->complaints, AUTHORITY, other->place.line,
        "%s: grade %s: ceilings overlap: %s (line %d) holds up to %s, so %s (line %d) up to %s "
        "never does; the ceiling of %s must be higher",
        other->document_kind, other->grade, level_choices[nearer->level], nearer->place.line,
        nearer_text, level_choices[farther->level], farther->place.line, farther_text,
        level_choices[farther->level]);
}

static void take_rule(struct reading *reading, const char *kind, const struct node *item)
{
    struct settings *settings = reading->settings;
    struct authority_settings rule = {
        .document_kind = kind,
        .grade = binder_text(item, "grade", ""),
        .has_ceiling = node_find(item, "ceiling") != NULL,
        .level =
            (enum authority_level)binder_choice(item, "level", level_choices, AUTHORITY_SUPERIOR),
        .place = {AUTHORITY, item->line},
    };
    if (rule.has_ceiling && binder_decimal(item, "ceiling", &rule.ceiling_amount) &&
        rule.ceiling_amount <= 0)
        complain(&reading->complaints, AUTHORITY, item->line,
                 "%s: the ceiling of grade %s must be above 0; leave it out for none", kind,
                 rule.grade);
    for (size_t i = 0; i < settings->authority_count; i++)
        if (strcmp(settings->authority[i].document_kind, kind) == 0 &&
            strcmp(settings->authority[i].grade, rule.grade) == 0)
            check_pair(reading, &settings->authority[i], &rule);
    add_rule(settings, &rule);
}

static void take_kind(struct reading *reading, const char *kind, const struct node *list)
{
    if (list == NULL) {
        add_rule(reading->settings, &(struct authority_settings){.document_kind = kind,
                                                                 .grade = HOUSE_GRADE,
                                                                 .level = AUTHORITY_OWN,
                                                                 .place = {AUTHORITY, 0}});
        return;
    }
    if (list->kind == NODE_LIST && list->entry_count == 0)
        complain(&reading->complaints, AUTHORITY, list->line,
                 "%s: nobody could approve it; leave the list out for the default", kind);
    for (size_t i = 0; list->kind == NODE_LIST && i < list->entry_count; i++)
        if (list->entries[i].value->kind == NODE_MAP)
            take_rule(reading, kind, list->entries[i].value);
}

void reading_take_authority(struct reading *reading, const struct node *root)
{
    const struct node *authority = node_find(root, "authority");
    for (size_t i = 0; i < sizeof document_kinds / sizeof document_kinds[0]; i++)
        take_kind(reading, document_kinds[i], node_find(authority, document_kinds[i]));
}
