/* Every file of a slot's output folder, written from the slot alone (mirror and results), never
 * from state.db. */
#ifndef KHROP_REPORTS_REPORTS_H
#define KHROP_REPORTS_REPORTS_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#define MANIFEST_HASH_SIZE 65

/* Writes kpi.xlsx, exceptions.xlsx, lists/, csv/, summary.html and at last manifest.json into
 * `folder` (empty, on the file system of the output folder), syncs each, and checks that the rows
 * in the results are the rows in the sheets. `manifest_sha256` gets the manifest's own SHA-256, in
 * hex. The manifest's `files` (an array of objects with `path`, below the folder, and `sha256`) is
 * what recovery compares a folder with. */
bool reports_write(const struct settings *settings, const struct catalogue *catalogue,
                   const struct slot *slot, const char *folder,
                   char manifest_sha256[MANIFEST_HASH_SIZE], struct error *error);

#endif
