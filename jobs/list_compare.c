/* What came back against what was printed, beside the columns that are read; see list_file.h. */
#include "jobs/list_file.h"

#include <stdlib.h>
#include <string.h>

/* A printed heading's number in the file that came back; the file may have lost it. */
#define NO_HEADING UINT32_MAX

struct comparing {
    const struct list_file *file, *printed;
    uint32_t *heading_in_file; /* by printed heading */
    bool *is_changed;          /* by printed heading */
};

static const char *id_of(const struct typed_row *row)
{
    return row->cells[LIST_COLUMN_ID].text;
}

static int id_compare(const void *left, const void *right)
{
    const struct typed_row *const *a = left, *const *b = right;

    return strcmp(id_of(*a), id_of(*b));
}

static const struct typed_row **rows_by_id(const struct list_file *file, struct region *region)
{
    const struct typed_row **rows =
        region_allocate(region, (file->row_count + 1) * sizeof(const struct typed_row *));

    for (size_t i = 0; i < file->row_count; i++)
        rows[i] = &file->rows[i];
    qsort(rows, file->row_count, sizeof *rows, id_compare);
    return rows;
}

static void headings_match(struct comparing *comparing, struct region *region)
{
    const struct list_file *file = comparing->file, *printed = comparing->printed;
    size_t room = printed->heading_count + 1;

    comparing->is_changed = region_allocate(region, room * sizeof *comparing->is_changed);
    comparing->heading_in_file = region_allocate(region, room * sizeof *comparing->heading_in_file);
    for (size_t i = 0; i < printed->heading_count; i++) {
        comparing->heading_in_file[i] = NO_HEADING;
        for (size_t k = 0; k < file->heading_count; k++)
            if (strcmp(printed->headings[i], file->headings[k]) == 0)
                comparing->heading_in_file[i] = (uint32_t)k;
    }
}

/* 0: the cell is empty. */
static uint64_t hash_under(const struct typed_row *row, uint32_t heading)
{
    for (size_t i = 0; i < row->other_count; i++)
        if (row->others[i].heading == heading)
            return row->others[i].hash;
    return 0;
}

/* How many cells of a row differ, of how many that both have a column for. */
static size_t row_compare(struct comparing *comparing, const struct typed_row *row,
                          const struct typed_row *printed, size_t *compared)
{
    size_t changed = 0;

    *compared = 0;
    for (size_t i = 0; i < comparing->printed->heading_count; i++) {
        uint32_t heading = comparing->heading_in_file[i];
        uint64_t before = hash_under(printed, (uint32_t)i);
        uint64_t now = heading == NO_HEADING ? before : hash_under(row, heading);
        *compared += before != 0 || now != 0;
        if (before == now)
            continue;
        comparing->is_changed[i] = true;
        changed++;
    }
    return changed;
}

static const char *changed_headings(const struct comparing *comparing, struct region *region)
{
    const char *joined = "";

    for (size_t i = 0; i < comparing->printed->heading_count; i++)
        if (comparing->is_changed[i])
            joined = region_format(region, "%s%s%s", joined, *joined == '\0' ? "" : ", ",
                                   comparing->printed->headings[i]);
    return joined;
}

void list_compare(const struct list_file *file, const struct list_file *printed,
                  struct region *region, struct list_changes *changes)
{
    struct comparing comparing = {.file = file, .printed = printed};
    const struct typed_row **rows = rows_by_id(printed, region);

    *changes = (struct list_changes){0};
    changes->is_mixed = region_allocate(region, file->row_count + 1);
    headings_match(&comparing, region);
    for (size_t i = 0; i < file->row_count; i++) {
        const struct typed_row *row = &file->rows[i];
        const struct typed_row *const *found =
            bsearch(&row, rows, printed->row_count, sizeof(const struct typed_row *), id_compare);
        size_t compared = 0, changed;
        if (*id_of(row) == '\0' || found == NULL)
            continue;
        changed = row_compare(&comparing, row, *found, &compared);
        changes->cell_count += changed;
        changes->row_count += changed > 0;
        changes->is_mixed[i] = changed > 1 && changed * 2 >= compared;
    }
    changes->headings = changed_headings(&comparing, region);
}
