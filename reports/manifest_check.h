/* Compares a folder with its manifest. */
#ifndef KHROP_REPORTS_MANIFEST_CHECK_H
#define KHROP_REPORTS_MANIFEST_CHECK_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* True when manifest.json of the folder has this SHA-256 (hex), and each file in its `files` (an
 * array of objects with `path`, below the folder, and `sha256`) has its own. */
bool manifest_holds(const char *folder, const char *manifest_sha256);

/* Of a file that is not as a manifest says: what is wrong with it. */
enum file_fault { FILE_IS_MISSING, FILE_DIFFERS };
typedef void manifest_fault(void *context, const char *path, enum file_fault fault);

/* Compares the files of a folder with the text of a manifest, in its order; `tell` gets those that
 * are not as it says. `file_count` gets how many it names, `fault_count` how many were told. False
 * when the text is no manifest. */
bool manifest_compare(const char *manifest, const char *folder, manifest_fault *tell, void *context,
                      size_t *file_count, size_t *fault_count, struct error *error);

/* The versions (khrop, libxlsxwriter ..) that two manifests say otherwise, the rules left out:
 * "libxlsxwriter 1.1.4, now 1.1.5". "" where none differs. */
void manifest_versions_differ(const char *manifest, const char *folder, char *text, size_t size);

#endif
