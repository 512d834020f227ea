/* How wide text columns are bound, and values that were cut. Drivers describe many columns as
 * endless, so each begins modest and grows when a value didn't fit. See odbc_reader_own.h. */
#include "jobs/odbc_reader_own.h"

/* True for a value that the driver had no room for. */
bool odbc_widths_is_cut(const struct odbc_reader *reader, const struct block *block, size_t column,
                        size_t row)
{
    const struct source_column *source = &reader->columns[column];
    SQLLEN length;
    if (!source->is_bound || source->is_integer || source->contract_column == NO_COLUMN)
        return false;
    length = block->lengths[column][row];
    return length != SQL_NULL_DATA && (length < 0 || (size_t)length >= source->width);
}

/* Notes how wide a text column must be bound for its value in this row. False when it is wide
 * enough, or as wide as any value that could be taken: then the row is a reject. */
static bool note_width(struct odbc_reader *reader, const struct block *block, size_t column,
                       size_t row)
{
    const struct source_column *source = &reader->columns[column];
    SQLLEN length;
    size_t wanted, *noted;
    if (!odbc_widths_is_cut(reader, block, column, row) || source->width >= WIDEST_TEXT ||
        reader->query.contract->schema.columns[source->contract_column].type != COLUMN_TEXT)
        return false;
    length = block->lengths[column][row];
    noted = &reader->query.widths->bytes[source->contract_column];
    wanted = length < 0 ? source->width * 4 : (size_t)length + 1;
    wanted = (wanted + 255) / 256 * 256;
    if (wanted > WIDEST_TEXT)
        wanted = WIDEST_TEXT;
    if (wanted > *noted)
        *noted = wanted;
    return true;
}

bool odbc_widths_note(struct odbc_reader *reader, const struct block *block)
{
    bool is_narrow = false;
    for (size_t column = 0; column < reader->column_count; column++)
        for (size_t row = 0; row < block->row_count; row++)
            if (note_width(reader, block, column, row))
                is_narrow = true;
    return is_narrow;
}
