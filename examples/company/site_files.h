/* The company's configuration folder, made from the files of site/. */
#ifndef KHROP_EXAMPLES_COMPANY_SITE_FILES_H
#define KHROP_EXAMPLES_COMPANY_SITE_FILES_H

#include "examples/company/company.h"

/* Writes every file of `site_folder` into `folder`, with what the sources need filled in:
 * `{{a & b}}` in datasets.yaml is text put together by the dataset's own database, `@sales@` in
 * khrop.ini what makes the connection to a source. A password goes into a file of its own that
 * others can't read. `sources` holds all four. */
bool site_files_write(const char *site_folder, const char *folder,
                      const struct company_source *sources, size_t source_count,
                      struct error *error);

/* Writes a whole file: temporary name, then rename. */
bool site_file_write(const char *path, const char *text, size_t length, unsigned mode,
                     struct error *error);

#endif
