/* The file and its sheets; cells are in workbook_cells.c. See workbook.h. */
#include "reports/workbook.h"

#include "core/text.h"
#include "reports/file.h"
#include "reports/labels.h"
#include "reports/workbook_sheets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PAPER_A4 9
#define NAME_CHARACTERS_MAX 31
#define SPARE_BYTES (1024 * 1024)

void sheet_fail(struct sheet *sheet, enum exit_code code, const char *what)
{
    if (sheet->fault.code != EXIT_CODE_GOOD)
        return;
    error_set(&sheet->fault, code, "%s: sheet \"%s\", row %u: %s", sheet->workbook->path,
              sheet->name, sheet->row + 1, what);
}

/* Header and footer codes begin with `&`; one that is meant is written twice. */
static void copy_for_header(char *to, size_t size, const char *from)
{
    size_t used = 0;
    for (; *from != '\0' && used + 3 < size; from++) {
        to[used++] = *from;
        if (*from == '&')
            to[used++] = '&';
    }
    to[used] = '\0';
    to[text_cut(to, used, used)] = '\0';
}

static void set_headers(struct workbook *workbook, const struct workbook_request *request)
{
    /* 255 characters is Excel's limit for each. */
    char title[120], company[80];
    copy_for_header(title, sizeof title, request->title);
    copy_for_header(company, sizeof company, request->company);
    snprintf(workbook->header, sizeof workbook->header, "&L%s&C&A&R%s", company, title);
    snprintf(workbook->footer, sizeof workbook->footer, "&R%s &P / &N",
             label(LABEL_PAGE, request->language));
}

static bool set_properties(struct workbook *workbook, const struct workbook_request *request)
{
    lxw_doc_properties properties = {
        .title = region_copy(&workbook->region, request->title),
        .company = region_copy(&workbook->region, request->company),
        .author = region_copy(&workbook->region, "khrop"),
        .created = (time_t)request->created_at,
    };
    return workbook_set_properties(workbook->file, &properties) == LXW_NO_ERROR;
}

/* A file that can't be made is told now, not after all rows have been written. Where its temporary
 * folder can't be written, libxlsxwriter would take another without a word. */
static bool can_make(const struct workbook_request *request, struct error *error)
{
    FILE *file;
    if (access(request->temporary_folder, W_OK | X_OK) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s",
                               request->temporary_folder);
    file = file_create(request->path, error);
    return file != NULL && file_finish(file, request->path, error);
}

bool workbook_open(struct workbook **workbook, const struct workbook_request *request,
                   struct error *error)
{
    struct workbook *made;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
    *workbook = NULL;
    if (!can_make(request, error))
        return false;
    made = calloc(1, sizeof *made);
    if (made == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a workbook");
    made->language = request->language;
    made->row_limit = request->row_limit;
    snprintf(made->path, sizeof made->path, "%s", request->path);
    snprintf(made->temporary_folder, sizeof made->temporary_folder, "%s",
             request->temporary_folder);
    options.tmpdir = made->temporary_folder;
    made->file = workbook_new_opt(made->path, &options);
    made->styles = (struct workbook_styles){.file = made->file, .language = request->language};
    if (made->file == NULL || !set_properties(made, request)) {
        workbook_discard(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "%s: out of memory for a workbook",
                         request->path);
    }
    set_headers(made, request);
    *workbook = made;
    return true;
}

enum language workbook_language(const struct workbook *workbook)
{
    return workbook->language;
}

static void release(struct workbook *workbook)
{
    region_clear(&workbook->region);
    free(workbook->text);
    free(workbook);
}

void workbook_discard(struct workbook *workbook)
{
    if (workbook == NULL)
        return;
    for (struct sheet *sheet = workbook->sheets; sheet != NULL; sheet = sheet->next)
        for (size_t i = 0; i < sheet->part_count; i++)
            fclose(sheet->parts[i].worksheet->optimize_tmpfile);
    if (workbook->file != NULL)
        lxw_workbook_free(workbook->file);
    unlink(workbook->path);
    release(workbook);
}

/* The name with what Excel refuses replaced, and room for ` (N)`. */
static void clean_name(const char *name, size_t number, char clean[128])
{
    char end[24] = "";
    size_t length = 0, characters = 0, room;
    if (number > 1)
        snprintf(end, sizeof end, " (%zu)", number);
    room = NAME_CHARACTERS_MAX - strlen(end);
    for (; *name != '\0' && length < 100; name++) {
        bool begins = ((unsigned char)*name & 0xC0) != 0x80;
        if (begins && characters == room)
            break;
        characters += begins;
        clean[length++] = strchr("[]:*?/\\'", *name) != NULL ? '-' : *name;
    }
    length = text_cut(clean, length, length);
    memcpy(clean + length, end, strlen(end) + 1);
}

static void find_name(const struct workbook *workbook, const char *name, char found[128])
{
    size_t number = 1;
    do {
        clean_name(name[0] == '\0' ? "-" : name, number, found);
        number++;
    } while (workbook_validate_sheet_name(workbook->file, found) ==
             LXW_ERROR_SHEETNAME_ALREADY_USED);
}

static void set_page(const struct sheet *sheet, lxw_worksheet *worksheet)
{
    worksheet_set_paper(worksheet, PAPER_A4);
    if (sheet->is_landscape)
        worksheet_set_landscape(worksheet);
    worksheet_fit_to_pages(worksheet, 1, 0);
    worksheet_set_margins(worksheet, 0.4, 0.4, 0.7, 0.6);
    worksheet_gridlines(worksheet, LXW_HIDE_ALL_GRIDLINES);
    /* The + of folded rows stands at the figure above them. */
    worksheet_outline_settings(worksheet, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE);
    if (worksheet_set_header(worksheet, sheet->workbook->header) != LXW_NO_ERROR ||
        worksheet_set_footer(worksheet, sheet->workbook->footer) != LXW_NO_ERROR)
        sheet_fail((struct sheet *)sheet, EXIT_CODE_SOFTWARE, "the page's header was refused");
}

/* Adds the sheet's next worksheet and writes what stands above its rows. */
static bool add_part(struct sheet *sheet, struct error *error)
{
    struct workbook *workbook = sheet->workbook;
    char name[128];
    lxw_worksheet *worksheet;
    find_name(workbook, sheet->name, name);
    worksheet = workbook_add_worksheet(workbook->file, name);
    if (worksheet == NULL)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                               "%s: can't make the sheet \"%s\" with its temporary file in %s",
                               workbook->path, name, workbook->temporary_folder);
    sheet->parts =
        region_grow(&workbook->region, sheet->parts, sheet->part_count, sizeof *sheet->parts);
    sheet->parts[sheet->part_count++] = (struct sheet_part){.worksheet = worksheet};
    sheet->worksheet = worksheet;
    sheet->row = 0;
    set_page(sheet, worksheet);
    if (sheet->headings != NULL)
        sheet->headings(sheet, sheet->context);
    return sheet_is_good(sheet, error);
}

struct sheet *workbook_sheet(struct workbook *workbook, const char *name, bool is_landscape,
                             sheet_headings *headings, const void *context, struct error *error)
{
    struct sheet *sheet = region_allocate(&workbook->region, sizeof *sheet);
    *sheet = (struct sheet){.workbook = workbook,
                            .name = region_copy(&workbook->region, name),
                            .is_landscape = is_landscape,
                            .headings = headings,
                            .context = context};
    if (workbook->last_sheet == NULL)
        workbook->sheets = sheet;
    else
        workbook->last_sheet->next = sheet;
    workbook->last_sheet = sheet;
    return add_part(sheet, error) ? sheet : NULL;
}

const char *sheet_name(const struct sheet *sheet)
{
    return sheet->parts[0].worksheet->name;
}

bool sheet_is_good(const struct sheet *sheet, struct error *error)
{
    if (sheet->fault.code == EXIT_CODE_GOOD)
        return true;
    return error_set(error, sheet->fault.code, "%s", sheet->fault.text);
}

uint32_t sheet_row(const struct sheet *sheet)
{
    return sheet->row;
}

void sheet_skip_row(struct sheet *sheet)
{
    sheet->row++;
}

bool sheet_next_row(struct sheet *sheet, struct error *error)
{
    bool is_full = (int64_t)sheet->row + 1 >= sheet->workbook->row_limit;
    if (!sheet_is_good(sheet, error) || (is_full && !add_part(sheet, error)))
        return false;
    sheet->row++;
    sheet->row_lines = 1;
    sheet->parts[sheet->part_count - 1].last_row = sheet->row;
    return true;
}

/* What was written into the temporary files of the sheets went unchecked: a full disk shows here.
 * *largest and *total get their sizes. */
static bool temporary_files_are_good(const struct workbook *workbook, int64_t *largest,
                                     int64_t *total, struct error *error)
{
    for (const struct sheet *sheet = workbook->sheets; sheet != NULL; sheet = sheet->next)
        for (size_t i = 0; i < sheet->part_count; i++) {
            FILE *file = sheet->parts[i].worksheet->optimize_tmpfile;
            int64_t size = fflush(file) == 0 && !ferror(file) ? (int64_t)ftello(file) : -1;
            if (size < 0)
                return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                                       "%s: can't write its temporary file in %s", workbook->path,
                                       workbook->temporary_folder);
            *total += size;
            *largest = size > *largest ? size : *largest;
        }
    return true;
}

/* libxlsxwriter copies a sheet into a second temporary file and doesn't look whether that went
 * well, so there must be room for it before. */
static bool has_room(const struct workbook *workbook, struct error *error)
{
    int64_t largest = 0, total = 0, wanted;
    struct statvfs space;
    if (!temporary_files_are_good(workbook, &largest, &total, error))
        return false;
    wanted = largest + total / 4 + SPARE_BYTES;
    if (statvfs(workbook->temporary_folder, &space) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s",
                               workbook->temporary_folder);
    if ((int64_t)(space.f_bavail * space.f_frsize) >= wanted)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, ENOSPC,
                           "%s: writing it takes %lld MiB more in %s", workbook->path,
                           (long long)(wanted / SPARE_BYTES), workbook->temporary_folder);
}

/* A zip file ends with its directory's end record; one that was cut doesn't. */
static bool zip_is_whole(const char *path, struct error *error)
{
    static const unsigned char signature[] = {'P', 'K', 5, 6};
    unsigned char end[22];
    FILE *file = fopen(path, "rb");
    bool is_whole = file != NULL && fseek(file, -(long)sizeof end, SEEK_END) == 0 &&
                    fread(end, 1, sizeof end, file) == sizeof end &&
                    memcmp(end, signature, sizeof signature) == 0;
    if (file != NULL)
        fclose(file);
    return is_whole || error_set(error, EXIT_CODE_CANNOT_WRITE,
                                 "%s: was not written whole; is the disk full?", path);
}

static bool sheets_are_good(const struct workbook *workbook, struct error *error)
{
    for (const struct sheet *sheet = workbook->sheets; sheet != NULL; sheet = sheet->next)
        if (!sheet_is_good(sheet, error))
            return false;
    return has_room(workbook, error);
}

bool workbook_finish(struct workbook *workbook, struct error *error)
{
    lxw_error answer;
    bool finished;
    if (!sheets_are_good(workbook, error)) {
        workbook_discard(workbook);
        return false;
    }
    errno = 0;
    answer = workbook_close(workbook->file);
    if (answer != LXW_NO_ERROR)
        error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno == 0 ? EIO : errno, "%s: %s",
                        workbook->path, lxw_strerror(answer));
    finished = answer == LXW_NO_ERROR && zip_is_whole(workbook->path, error) &&
               file_settle(workbook->path, error);
    if (!finished)
        unlink(workbook->path);
    release(workbook);
    return finished;
}
