/* Normalises as rows are written; see mirror_identity.h. */
#include "jobs/mirror_identity.h"

void mirror_identity_declare(const struct contract *contract, sqlite3_str *create,
                             sqlite3_str *insert)
{
    for (size_t i = 0; i < contract->identity_count; i++) {
        sqlite3_str_appendf(create, ", \"%w\" %s", contract->identities[i].name,
                            column_type_is_number(contract->identities[i].type) ? "INTEGER"
                                                                                : "TEXT");
        sqlite3_str_appendall(insert, ", ?");
    }
}

/* Null where there is nothing to compare. SQLite takes a copy: the next column is normalised in the
 * same memory. */
static void bind_normal(const struct identity_column *column, const struct text_view *normal,
                        sqlite3_stmt *insert, int place)
{
    if (column->is_judgement)
        sqlite3_bind_int(insert, place, column->identity->is_valid(normal->bytes, normal->length));
    else if (normal->length == 0)
        sqlite3_bind_null(insert, place);
    else
        sqlite3_bind_text(insert, place, normal->bytes, (int)normal->length, SQLITE_TRANSIENT);
}

bool mirror_identity_bind(const struct contract *contract, const struct batch *batch, size_t row,
                          struct identity_work *work, sqlite3_stmt *insert, struct error *error)
{
    for (size_t i = 0; i < contract->identity_count; i++) {
        const struct identity_column *column = &contract->identities[i];
        int place = (int)(contract->schema.column_count + i) + 2;
        const struct text_view *value = &batch->columns[column->source].texts[row];
        struct text_view normal;
        if (batch_is_null(batch, column->source, row))
            sqlite3_bind_null(insert, place);
        else if (identity_normalise(column->identity, value->bytes, value->length, work, &normal))
            bind_normal(column, &normal, insert, place);
        else
            return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", column->name);
    }
    return true;
}
