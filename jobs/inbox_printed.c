/* Finds and reads published lists; see inbox_printed.h. */
#include "jobs/inbox_printed.h"

#include "core/date.h"
#include "jobs/inbox_folder.h"
#include "jobs/statement.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct comparing {
    inbox_list_name *const *list_names;
    const struct list_file *file;
    struct region *region;
    struct list_changes *changes;
    bool *is_compared;
};

/* A published list that can't be read is no reason to refuse what somebody typed. */
static void bytes_compare(const struct comparing *comparing, const unsigned char *bytes,
                          size_t size)
{
    struct workbook_fault fault = {0};
    struct list_file printed = {0};
    struct list_changes changes;

    if (list_file_read(&printed, bytes, size, &fault) &&
        strcmp(printed.about[LIST_ABOUT_LIST_NO], comparing->file->about[LIST_ABOUT_LIST_NO]) ==
            0) {
        list_compare(comparing->file, &printed, comparing->region, &changes);
        if (!*comparing->is_compared || changes.cell_count < comparing->changes->cell_count)
            *comparing->changes = changes;
        *comparing->is_compared = true;
    }
    list_file_clear(&printed);
}

static void file_compare(const struct comparing *comparing, const char *folder, const char *name)
{
    char file_name[INBOX_LIST_NAME_SIZE + 8];
    struct inbox_entry entry = {.name = file_name};
    struct error error = {0};
    unsigned char *bytes = NULL;
    size_t size = 0;
    bool is_same;

    snprintf(file_name, sizeof file_name, "%s.xlsx", name);
    if (inbox_entry_look(folder, &entry) &&
        inbox_file_read(folder, &entry, WORKBOOK_FILE_BYTES, &bytes, &size, &is_same, &error) &&
        bytes != NULL)
        bytes_compare(comparing, bytes, size);
    free(bytes);
}

static void folder_compare(const struct comparing *comparing, const char *published)
{
    char folder[PATH_MAX], name[INBOX_LIST_NAME_SIZE];

    if ((size_t)snprintf(folder, sizeof folder, "%s/lists", published) >= sizeof folder)
        return;
    for (inbox_list_name *const *list_name = comparing->list_names; *list_name != NULL;
         list_name++) {
        (*list_name)(comparing->file->about[LIST_ABOUT_LIST_NO], name);
        file_compare(comparing, folder, name);
    }
}

bool inbox_printed_compare(struct state *state, inbox_list_name *const *list_names,
                           const struct list_file *file, struct region *region,
                           struct list_changes *changes, bool *is_compared, struct error *error)
{
    const struct comparing comparing = {list_names, file, region, changes, is_compared};
    const char *day = file->about[LIST_ABOUT_BUSINESS_ON];
    sqlite3_stmt *statement = NULL;
    int64_t business_on = 0;

    *is_compared = false;
    if (list_names == NULL || *file->about[LIST_ABOUT_LIST_NO] == '\0' ||
        date_parse(day, strlen(day), DATE_ORDER_ISO, DATE_ERA_COMMON, &business_on) != DATE_GOOD)
        return true;
    if (!statement_prepare(state_connection(state),
                           "SELECT folder FROM attempts JOIN slots USING (slot_id)"
                           " WHERE job = :job AND business_on = :business_on"
                           " AND state = 'published' AND folder IS NOT NULL"
                           " ORDER BY attempt_no DESC LIMIT 4",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":job", file->about[LIST_ABOUT_JOB]);
    statement_bind_integer(statement, ":business_on", business_on);
    while (statement_next(statement, error))
        folder_compare(&comparing, statement_text(statement, 0));
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}
