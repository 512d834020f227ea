/* What shaped a slot, kept beside its data in SLOT/kept.sqlite: the files of the configuration and
 * of the catalogue as they were, the version of khrop, the manifest that was published, the sizes
 * of the snapshot's files. So that a day can be printed again, and compared, when the settings have
 * long changed. No credential is among it: those stand in files of their own.
 */
#ifndef KHROP_JOBS_KEPT_H
#define KHROP_JOBS_KEPT_H

#include "jobs/slot.h"

#include <stddef.h>

#define KEPT_TEXT_SIZE 80

/* Writes the files and the version into the slot's folder, which must be there. The configuration's
 * are those that settings_open read. */
bool kept_begin(const struct settings *settings, const struct slot *slot, struct error *error);

/* Adds FOLDER/manifest.json and the sizes of the snapshot's files, once all are written. */
bool kept_finish(const struct slot *slot, const char *folder, struct error *error);

/* False, with EXIT_CODE_DATA, when a file of the snapshot is missing, has another size or is
 * damaged. What has no kept.sqlite (an older khrop wrote it) is looked at without sizes. */
bool kept_look(const struct slot *slot, struct error *error);

/* Whether the slot has a kept.sqlite. */
bool kept_is_there(const struct slot *slot);

/* Writes what was kept into FOLDER: configuration/, catalogue/ and, where the site has its own,
 * site/. */
bool kept_unpack(const struct slot *slot, const char *folder, struct error *error);

/* A fact: `khrop` (the version that wrote the slot), `program_sha256`; "" where it isn't known. */
bool kept_fact(const struct slot *slot, const char *name, char text[KEPT_TEXT_SIZE],
               struct error *error);

/* The manifest that was published; the caller frees it. NULL without an error: none was kept. */
char *kept_manifest(const struct slot *slot, struct error *error);

/* The SHA-256 of the program that runs, in hex. */
bool kept_program_sha256(char sha256[KEPT_TEXT_SIZE], struct error *error);

#endif
