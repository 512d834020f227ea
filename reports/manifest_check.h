/* Compares a folder with its manifest. */
#ifndef KHROP_REPORTS_MANIFEST_CHECK_H
#define KHROP_REPORTS_MANIFEST_CHECK_H

#include <stdbool.h>

/* True when manifest.json of the folder has this SHA-256 (hex), and each file in its `files` (an
 * array of objects with `path`, below the folder, and `sha256`) has its own. */
bool manifest_holds(const char *folder, const char *manifest_sha256);

#endif
