/* The table of every key of khrop.ini and the YAML files beside it: what is read, checked,
 * documented and printed. */
#ifndef KHROP_CONFIG_SETTINGS_TABLE_H
#define KHROP_CONFIG_SETTINGS_TABLE_H

#include "config/binder.h"
#include "config/settings.h"

#include <stdio.h>

extern const struct key_table settings_table;

/* The words of KEY_CHOICE keys, in the order of their enums. */
extern const char *const charset_choices[];  /* UTF-8, CP874, TIS-620 (read as CP874) */
extern const char *const language_choices[]; /* en, th */
extern const char *const covers_choices[];
extern const char *const dates_choices[];
extern const char *const era_choices[];
extern const char *const security_choices[];
extern const char *const way_choices[];
extern const char *const contents_choices[];
extern const char *const empty_choices[];
extern const char *const level_choices[]; /* of authority.yaml: own, consult, superior */
extern const char *const report_names[];  /* kpi, exceptions, lists, csv, summary */
extern const char *const sheet_names[];   /* of kpi.xlsx: today, team, trends .. */

/* Prints what is known of a key: by its path (`source.*.charset`), or by its last word (`charset`).
 * False when there is none; the error names the nearest. */
bool settings_explain(FILE *out, const char *key, struct error *error);

/* Prints every setting in force and where it was written. Never a secret. */
void settings_print(FILE *out, const struct settings *settings);

/* Writes docs/settings.md. */
void settings_document(FILE *out);

#endif
