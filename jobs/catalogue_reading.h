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

/* The parameters of a rule's header. */
void rule_parameters_take(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *params);

/* Puts a site's settings over a rule. */
void rule_override(struct catalogue_reading *reading, struct rule *rule,
                   const struct rule_settings *settings);

/* Complains of what a rule needs and isn't there, and of a name, a window or a query that won't do.
 * All rules must have been read. */
void rule_judge(struct catalogue_reading *reading, const struct rule *rule);

/* Complains of desks, datasets and a job's rules that the settings name and the catalogue lacks, or
 * the other way round. The settings' overrides must have been put over the rules. */
void settings_judge(struct catalogue_reading *reading);

#endif
