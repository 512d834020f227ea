/* Rows of a rule's result; see rule_rows.h. */
#include "jobs/rule_rows.h"

bool rule_rows_have(const struct schema *schema, const char *name, const char *what,
                    struct error *error)
{
    if (schema_find(schema, name) < schema->column_count)
        return true;
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "%s names \"%s\", a column that the query does not give", what, name);
}

bool rule_rows_key_is_whole(const struct rule *rule, const struct batch *batch, size_t row,
                            struct error *error)
{
    for (size_t i = 0; rule->key[i] != NULL; i++)
        if (batch_is_null(batch, schema_find(batch->schema, rule->key[i]), row))
            return error_set(error, EXIT_CODE_CONFIGURATION, "row %lld: the key column %s is null",
                             (long long)batch->row_numbers[row], rule->key[i]);
    return true;
}

void rule_rows_bind(const struct batch *batch, size_t row, sqlite3_stmt *insert, int first)
{
    for (size_t i = 0; i < batch->schema->column_count; i++) {
        const struct batch_column *column = &batch->columns[i];
        int place = (int)i + first;
        if (batch_is_null(batch, i, row))
            sqlite3_bind_null(insert, place);
        else if (column->texts != NULL)
            sqlite3_bind_text(insert, place, column->texts[row].bytes,
                              (int)column->texts[row].length, SQLITE_STATIC);
        else
            sqlite3_bind_int64(insert, place, column->numbers[row]);
    }
}
