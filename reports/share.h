/* Copies published files to a folder on a share.
 *
 * They stand there as JOB/DATE below it, each written under a temporary name, read back and
 * compared, then renamed; last comes NAME.manifest.json, which lists them: where it stands, all of
 * them do. Copying again changes nothing and ends what a crash had begun. Nothing is linked, and no
 * link is followed: shares mostly refuse them, and others can write there.
 */
#ifndef KHROP_REPORTS_SHARE_H
#define KHROP_REPORTS_SHARE_H

#include "reports/mail_message.h"

struct share_request {
    const char *folder; /* on the share; it must be there */
    const char *place;  /* below it: JOB/DATE */
    const char *name;   /* of the delivery */
    const char *report;
    const char *job;
    int64_t business_on;
    const char *published; /* folder that the files are in */
    const struct mail_file *files;
    size_t file_count;
};

bool share_copy(const struct share_request *request, struct error *error);

#endif
