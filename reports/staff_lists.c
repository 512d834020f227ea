/* lists/STAFF.xlsx: what each staff member and desk has to do, most urgent first, and what has left
 * their list since yesterday. */
#include "reports/staff_lists.h"

#include "reports/labels.h"

#include <errno.h>
#include <sys/stat.h>

#define FOLDER_MODE 0750

static bool write_sheets(struct staff_lists *lists, struct staff_list *list,
                         struct workbook *workbook, int64_t *written, struct error *error)
{
    const char *name = "";
    return staff_list_sheet(lists, list, workbook, &name, written, error) &&
           staff_list_summary(lists, list, workbook, name, error) &&
           staff_list_off(lists, list, workbook, error) && staff_list_how(lists, workbook, error) &&
           staff_list_about(lists, list, workbook, error);
}

static bool write_list(struct staff_lists *lists, struct staff_list *list, struct error *error)
{
    const struct report *report = lists->report;
    struct workbook *workbook;
    int64_t written = 0;
    if (!report_workbook(report, list->file, label(LABEL_LIST_TITLE, report->language), &workbook,
                         error))
        return false;
    if (!write_sheets(lists, list, workbook, &written, error)) {
        workbook_discard(workbook);
        return error_wrap(error, "%s", list->file);
    }
    if (!workbook_finish(workbook, error))
        return false;
    report_wrote(report, list->file, written);
    return true;
}

static bool write_all(struct staff_lists *lists, struct error *error)
{
    if (!staff_lists_read(lists, error))
        return false;
    for (size_t i = 0; i < lists->count; i++)
        if (!write_list(lists, &lists->lists[i], error))
            return false;
    return true;
}

bool staff_lists_write(const struct report *report, struct error *error)
{
    struct staff_lists lists = {.report = report};
    char folder[PATH_MAX];
    bool written;
    error_clear(error);
    if (!report_path(report, "lists", folder, error))
        return false;
    if (mkdir(folder, FOLDER_MODE) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", folder);
    written = write_all(&lists, error);
    staff_lists_clear(&lists);
    return written;
}
