/* From files to rules and contracts: what catalogue.c puts together. For the catalogue alone. */
#ifndef KHROP_JOBS_CATALOGUE_READING_H
#define KHROP_JOBS_CATALOGUE_READING_H

#include "config/document.h"
#include "jobs/catalogue.h"

struct catalogue_reading {
    struct catalogue *catalogue;
    const struct settings *settings;
    struct complaints complaints;
};

/* catalogue/datasets.yaml */
void contracts_take(struct catalogue_reading *reading, const char *folder);

/* Reads FOLDER/FILE (`checks/BO-04.sql`) into *rule. False when its header can't be read; the
 * complaints say why. */
bool rule_file_read(struct catalogue_reading *reading, enum rule_kind kind, const char *folder,
                    const char *file, struct rule *rule);

/* The same from memory: `text` ends in a NUL behind its `length` bytes, and stays as long as the
 * rule. */
bool rule_text_take(struct catalogue_reading *reading, enum rule_kind kind, const char *file,
                    char *text, size_t length, struct rule *rule);

/* True for a table that khrop itself writes into the mirror. */
bool need_is_own(const char *dataset);

/* Complains of a need that nothing can meet: an unknown dataset, column or check, or what is there
 * only once the rule has run. */
void need_check(struct catalogue_reading *reading, const struct rule *rule,
                const struct need *need);

/* What `chart.kind` and `chart.palette` of a table may say; ended by NULL. */
extern const char *const rule_charts[], *const rule_palettes[];

/* What the header of a table says beside `id`, `title`, `needs` and `key`. */
void rule_table_take(struct catalogue_reading *reading, struct rule *rule, const struct node *root);

/* Complains of a table that shows what it can't: a series it has no column for, a target of a KPI
 * that isn't there. Once all rules are read. */
void rule_table_check(struct catalogue_reading *reading, const struct rule *rule);

/* Two texts, `{th: .., en: ..}` or one for both; empty where the key is absent. */
struct bilingual rule_bilingual(const struct node *map, const char *key);

/* Complains of what a check says that it can do without, and can't: what is always there, what it
 * needs, and columns by which an exception is known, owned or judged. */
void may_use_check(struct catalogue_reading *reading, const struct rule *rule,
                   const struct need *use);

/* The parameters of a rule's header. */
void rule_parameters_take(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *params);

/* `vary_by: {pr_days: [branch, orders.kind]}` of a rule's header. After the parameters; the
 * contracts must be there. */
void rule_variations_take(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *vary_by);

/* The parameter that the site sets for a branch or a kind, made where it isn't there; NULL after a
 * complaint. */
struct parameter *rule_variation_set(struct catalogue_reading *reading, struct rule *rule,
                                     const struct parameter_setting *setting);

/* Adds a parameter to a rule; returns it. */
struct parameter *rule_parameter_add(struct catalogue_reading *reading, struct rule *rule,
                                     const struct parameter *parameter);

/* Puts a site's settings over a rule. */
void rule_override(struct catalogue_reading *reading, struct rule *rule,
                   const struct rule_settings *settings);

/* Complains of KPIs that reports.yaml lists and that are not there, or are off. After the site's
 * settings were put over the rules. */
void reports_check(struct catalogue_reading *reading);

#endif
