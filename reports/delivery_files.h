/* The files of a written folder, as its manifest lists them, and which of them a delivery takes. */
#ifndef KHROP_REPORTS_DELIVERY_FILES_H
#define KHROP_REPORTS_DELIVERY_FILES_H

#include "core/region.h"
#include "reports/mail_message.h"

struct delivery_files {
    const struct mail_file *files;
    size_t count;
};

/* Reads `folder`/manifest.json into `region`. A file's name is its path's last part. */
bool delivery_files_read(struct delivery_files *files, const char *folder, struct region *region,
                         struct error *error);

/* Those of one report (of an audience's, where `audience` isn't NULL): kpi.xlsx, lists/.. */
struct delivery_files delivery_files_of(const struct delivery_files *all, const char *report,
                                        const char *audience, struct region *region);

/* The list of one person or desk; none (count 0) where there is no list, or where two numbers would
 * have one file's name: a list must not go to another. `numbers` are all that may have a list. */
struct delivery_files delivery_files_of_list(const struct delivery_files *all, const char *list_no,
                                             const char *const *numbers, size_t number_count,
                                             struct region *region);

/* As a line each in the outbox, and back. */
const char *delivery_files_text(const struct delivery_files *files, struct region *region);
struct delivery_files delivery_files_parse(const char *text, struct region *region);

#endif
