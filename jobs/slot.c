/* The folder of a slot: where it stands, made empty, removed. */
#include "jobs/slot.h"

#include "core/date.h"
#include "jobs/folder.h"

#include <stdio.h>

int64_t slot_last_on(const struct job_settings *job, int64_t business_on)
{
    return job->covers == COVERS_THROUGH_TODAY ? business_on : business_on - 1;
}

bool slot_place(struct slot *slot, const struct settings *settings, struct error *error)
{
    char date[DATE_TEXT_SIZE];
    int length;

    date_format_iso(slot->business_on, date);
    length = snprintf(slot->folder, sizeof slot->folder, "%s/slots/%s/%s.%d",
                      settings->state_folder, slot->job->name, date, slot->attempt);
    if (length < 0 || (size_t)length >= sizeof slot->folder)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long",
                         settings->state_folder);
    return true;
}

bool slot_folder_make(const struct slot *slot, struct error *error)
{
    return slot_folder_remove(slot, error) && folder_make(slot->folder, error);
}

bool slot_folder_remove(const struct slot *slot, struct error *error)
{
    return folder_remove(slot->folder, error);
}
