/* Prints the receipt of the inbox; see inbox_print.h. */
#include "daemon/inbox_print.h"

#include "daemon/journal.h"
#include "daemon/table.h"
#include "reports/list_names.h"

#include <unistd.h>

inbox_list_name *const inbox_list_names[] = {list_name_make, list_name_make_exact, NULL};

enum { FILE_NAME, OUTCOME, LIST, ROWS, EDITS, CONFLICTS, APART, PLACE, COLUMNS };

#define NUMBER_SIZE 24

static void file_row(struct table *table, const struct inbox_receipt_file *file)
{
    const int64_t numbers[] = {file->row_count, file->edit_count, file->conflict_count,
                               file->stray_count};
    char texts[4][NUMBER_SIZE];
    const char *cells[COLUMNS] = {file->name, inbox_outcome_text(file->outcome), file->list_no};

    for (size_t i = 0; i < 4; i++) {
        snprintf(texts[i], sizeof texts[i], "%lld", (long long)numbers[i]);
        cells[ROWS + i] = file->outcome == INBOX_TAKEN ? texts[i] : "";
    }
    cells[PLACE] = file->place;
    table_row(table, cells);
}

static void file_notes(const struct inbox_receipt_file *file, FILE *out)
{
    bool has_why = *file->why.text[LANGUAGE_EN] != '\0';

    if (!has_why && file->notes.count == 0)
        return;
    fprintf(out, "\n%s%s%s\n", file->name, has_why ? ": " : "", file->why.text[LANGUAGE_EN]);
    inbox_notes_print(&file->notes, LANGUAGE_EN, "  ", out);
}

void inbox_print(const struct inbox_receipt *receipt, const char *folder, bool is_dry, FILE *out)
{
    struct table table = {
        .stream = out,
        .column_count = COLUMNS,
        .titles = {"file", "outcome", "list", "rows", "remarks", "conflicts", "kept apart",
                   "now in"},
        .is_right = {[ROWS] = true, [EDITS] = true, [CONFLICTS] = true, [APART] = true},
    };

    if (receipt->file_count == 0) {
        fprintf(out, "the inbox is empty: %s\n", folder);
        return;
    }
    for (size_t i = 0; i < receipt->file_count; i++)
        file_row(&table, &receipt->files[i]);
    table_end(&table);
    for (size_t i = 0; i < receipt->file_count; i++)
        file_notes(&receipt->files[i], out);
    if (is_dry)
        fputs("\ndry run: nothing was kept or moved\n", out);
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void outcomes_tell(const struct inbox_receipt *receipt)
{
    bool is_bad = receipt->outcomes[INBOX_REFUSED] + receipt->outcomes[INBOX_LEFT] > 0;

    fprintf(stderr,
            "%sinbox: %zu file%s, %lld remark%s taken, %lld conflict%s, %zu refused, %zu left\n",
            journal_prefix(STDERR_FILENO, is_bad ? JOURNAL_WARNING : JOURNAL_INFO),
            receipt->file_count, plural((int64_t)receipt->file_count),
            (long long)receipt->edit_count, plural(receipt->edit_count),
            (long long)receipt->conflict_count, plural(receipt->conflict_count),
            receipt->outcomes[INBOX_REFUSED], receipt->outcomes[INBOX_LEFT]);
    for (size_t i = 0; i < receipt->file_count; i++)
        if (receipt->files[i].outcome >= INBOX_REFUSED)
            fprintf(stderr, "%sinbox: %s: %s\n", journal_prefix(STDERR_FILENO, JOURNAL_WARNING),
                    receipt->files[i].name, receipt->files[i].why.text[LANGUAGE_EN]);
}

bool inbox_take_and_tell(const struct inbox_request *request, struct error *error)
{
    struct inbox_receipt receipt = {0};
    bool is_taken = inbox_take(request, &receipt, error);

    if (receipt.file_count > 0)
        outcomes_tell(&receipt);
    inbox_receipt_clear(&receipt);
    if (is_taken || error->code != EXIT_CODE_UNAVAILABLE)
        return is_taken;
    fprintf(stderr, "%skhrop: %s\n", journal_prefix(STDERR_FILENO, JOURNAL_WARNING), error->text);
    error_clear(error);
    return true;
}
