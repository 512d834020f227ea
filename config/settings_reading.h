/* From checked documents to settings: what one file gives, a function each. For settings.c alone.
 */
#ifndef KHROP_CONFIG_SETTINGS_READING_H
#define KHROP_CONFIG_SETTINGS_READING_H

#include "config/document.h"
#include "config/settings.h"

struct reading {
    struct settings *settings;
    struct complaints complaints;
};

/* Remembers a file for settings->files. */
void reading_keep_bytes(struct reading *reading, const char *name, const char *bytes, size_t size);

/* Remembers FOLDER/NAME as it stands, for settings->files; a file that can't be read is none. */
void reading_keep_file(struct reading *reading, const char *name);

/* `root` is NULL where an optional file isn't there: the defaults are taken. */
void reading_take_retention(struct reading *reading, const struct node *root);
void reading_take_ini(struct reading *reading, const struct node *root);
void reading_take_datasets(struct reading *reading, const struct node *root);
void reading_take_jobs(struct reading *reading, const struct node *root);
void reading_take_checks(struct reading *reading, const struct node *root);
void reading_take_kpis(struct reading *reading, const struct node *root);
void reading_take_reports(struct reading *reading, const struct node *root);
/* Of reports.yaml: `audiences`; and the names that a report lists under `key`, each one of `known`
 * (NULL: looked at elsewhere). */
void reading_take_audiences(struct reading *reading, const struct node *root);
struct listed_names reading_listed(struct reading *reading, const struct node *map, const char *key,
                                   const char *what, const char *const *known);
/* Of khrop.ini: the mail server. Of reports.yaml: `deliveries`; what they say of other files is
 * compared once all files are read. */
void reading_take_mail(struct reading *reading, const struct node *root);
void reading_take_deliveries(struct reading *reading, const struct node *root);
void reading_check_deliveries(struct reading *reading);
/* Of khrop.ini: the picture that `logo` names. */
void reading_take_logo(struct reading *reading, const struct node *khrop);
void reading_take_desks(struct reading *reading, const struct node *root);
void reading_take_authority(struct reading *reading, const struct node *root);
void reading_take_holidays(struct reading *reading, const struct node *root);

/* A text in both languages; one stands in for the other. `fallback` where there is none. */
struct bilingual reading_bilingual(struct reading *reading, const struct node *map, const char *key,
                                   const char *fallback);

/* What one file says of another: sources of datasets, reports of jobs. */
void reading_check_references(struct reading *reading);

#endif
