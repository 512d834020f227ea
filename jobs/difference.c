/* The merge of two ordered results; see difference.h. */
#include "jobs/difference.h"

#include "jobs/statement.h"

#include <string.h>

/* Null, numbers, texts, blobs: SQLite's order of types. */
static int rank(int type)
{
    switch (type) {
    case SQLITE_NULL:
        return 0;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return 1;
    case SQLITE_TEXT:
        return 2;
    default:
        return 3;
    }
}

static int order_numbers(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int64_t left = sqlite3_column_int64(a, column), right = sqlite3_column_int64(b, column);

    if (sqlite3_column_type(a, column) == SQLITE_INTEGER &&
        sqlite3_column_type(b, column) == SQLITE_INTEGER)
        return (left > right) - (left < right);
    return (sqlite3_column_double(a, column) > sqlite3_column_double(b, column)) -
           (sqlite3_column_double(a, column) < sqlite3_column_double(b, column));
}

static int order_bytes(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    const void *left = sqlite3_column_blob(a, column), *right = sqlite3_column_blob(b, column);
    int left_size = sqlite3_column_bytes(a, column), right_size = sqlite3_column_bytes(b, column);
    int least = left_size < right_size ? left_size : right_size;
    int order = least > 0 ? memcmp(left, right, (size_t)least) : 0;

    return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

int difference_order(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int left = rank(sqlite3_column_type(a, column)), right = rank(sqlite3_column_type(b, column));

    if (left != right)
        return left - right;
    if (left == 0)
        return 0;
    return left == 1 ? order_numbers(a, b, column) : order_bytes(a, b, column);
}

bool difference_is_equal(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    return difference_order(a, b, column) == 0;
}

static int order_keys(sqlite3_stmt *a, sqlite3_stmt *b, int key_count)
{
    int order = 0;

    for (int column = 0; column < key_count && order == 0; column++)
        order = difference_order(a, b, column);
    return order;
}

static bool rows_differ(sqlite3_stmt *a, sqlite3_stmt *b, int key_count)
{
    for (int column = key_count; column < sqlite3_column_count(a); column++)
        if (!difference_is_equal(a, b, column))
            return true;
    return false;
}

bool difference_find(sqlite3_stmt *a, sqlite3_stmt *b, int key_count, difference_tell *tell,
                     void *context, struct error *error)
{
    bool has_a = statement_next(a, error);
    bool has_b = error->code == EXIT_CODE_GOOD && statement_next(b, error);

    while (error->code == EXIT_CODE_GOOD && (has_a || has_b)) {
        int order = !has_a ? 1 : !has_b ? -1 : order_keys(a, b, key_count);
        bool is_told = true;
        if (order < 0)
            is_told = tell(context, ONLY_IN_A, a, NULL, error);
        else if (order > 0)
            is_told = tell(context, ONLY_IN_B, NULL, b, error);
        else if (rows_differ(a, b, key_count))
            is_told = tell(context, IS_CHANGED, a, b, error);
        if (!is_told)
            return false;
        if (order <= 0)
            has_a = statement_next(a, error);
        if (order >= 0 && error->code == EXIT_CODE_GOOD)
            has_b = statement_next(b, error);
    }
    return error->code == EXIT_CODE_GOOD;
}
