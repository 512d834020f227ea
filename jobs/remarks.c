/* Keeps and finds remarks in state.db; see remarks.h. */
#include "jobs/remarks.h"

#include "core/text.h"
#include "jobs/statement.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const char *const codes[REMARK_STATUS_COUNT] = {
    [REMARK_NONE] = "",
    [REMARK_NEW] = "new",
    [REMARK_WORKING] = "working",
    [REMARK_WAITING_CUSTOMER] = "waiting_customer",
    [REMARK_WAITING_SUPPLIER] = "waiting_supplier",
    [REMARK_DONE] = "done",
    [REMARK_NOT_A_PROBLEM] = "not_a_problem",
};

#define COLUMNS                                                                                    \
    "remark_no, business_on, said_at, taken_at, said_by, status, remark, next_on, source,"         \
    " file_sha256, baseline_no"

const char *remark_status_code(enum remark_status status)
{
    return codes[status];
}

bool remark_status_from_code(const char *code, enum remark_status *status)
{
    for (size_t i = 0; i < REMARK_STATUS_COUNT; i++)
        if (strcmp(codes[i], code) == 0) {
            *status = (enum remark_status)i;
            return true;
        }
    return false;
}

/* Bytes of the character that `bytes` begins with; 0 where it is none. */
static size_t character_length(const char *bytes, size_t length)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &code);

    return size > 0 ? (size_t)size : 0;
}

static bool is_control(const char *bytes, size_t length)
{
    unsigned char byte = (unsigned char)bytes[0];

    return (length == 1 && byte < ' ' && byte != '\n' && byte != '\t') ||
           (length == 3 && memcmp(bytes, "\xEF\xBF", 2) == 0 && (unsigned char)bytes[2] >= 0xBE);
}

/* Everything a text may hold, character by character, into `to`, which has room for three bytes for
 * each. */
static size_t copy_clean(char *to, const char *bytes, size_t length)
{
    size_t used = 0;

    for (size_t i = 0, size; i < length; i += size) {
        size = character_length(bytes + i, length - i);
        if (size == 0) {
            memcpy(to + used, "\xEF\xBF\xBD", 3);
            used += 3, size = 1;
        } else if (bytes[i] == '\r') {
            if (i + 1 == length || bytes[i + 1] != '\n')
                to[used++] = '\n';
        } else if (is_control(bytes + i, size)) {
            to[used++] = ' ';
        } else {
            memcpy(to + used, bytes + i, size);
            used += size;
        }
    }
    return used;
}

char *remark_clean(struct region *region, const char *bytes, size_t length)
{
    char *text = region_allocate(region, 3 * length + 1), *nfc;
    const char *start = text;
    size_t used = copy_clean(text, bytes, length), trimmed;

    text[used] = '\0';
    nfc = text_to_nfc(text, used, &used);
    if (nfc != NULL)
        text = region_copy(region, nfc);
    free(nfc);
    start = text, trimmed = used;
    (void)text_look(text, used, &start, &trimmed);
    return region_format(region, "%.*s", (int)trimmed, start);
}

const char *remark_cell_text(struct region *region, const char *text)
{
    size_t units = 0, room = 0, i = 0, length = strlen(text);

    /* A character of four bytes counts as two. */
    for (size_t size; i < length; i += size) {
        size = character_length(text + i, length - i);
        size = size == 0 ? 1 : size;
        units += size == 4 ? 2 : 1;
        if (units < TEXT_MAX_CHARACTERS)
            room = i + size;
        if (units > TEXT_MAX_CHARACTERS)
            return region_format(region, "%.*s…", (int)room, text);
    }
    return text;
}

/* The first number of a statement, 0 where it has no row; ends the statement. */
static bool number_take(sqlite3_stmt *statement, int64_t *number, struct error *error)
{
    *number = statement_next(statement, error) ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

bool remark_exception(struct state *state, const char *exception_id, int64_t *exception_no,
                      struct error *error)
{
    const char *colon = strchr(exception_id, ':');
    sqlite3_stmt *statement = NULL;

    *exception_no = 0;
    if (colon == NULL)
        return true;
    if (!statement_prepare(state_connection(state),
                           "SELECT exception_no FROM exceptions"
                           " WHERE check_id = substr(:id, 1, instr(:id, ':') - 1)"
                           " AND khrop_key = substr(:id, instr(:id, ':') + 1)",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":id", exception_id);
    return number_take(statement, exception_no, error);
}

static void bind(sqlite3_stmt *statement, int64_t exception_no, const struct remark *remark)
{
    statement_bind_integer(statement, ":exception_no", exception_no);
    statement_bind_integer(statement, ":business_on", remark->business_on);
    statement_bind_integer(statement, ":said_at", remark->said_at);
    statement_bind_integer(statement, ":taken_at", remark->taken_at);
    statement_bind_text(statement, ":said_by", remark->said_by);
    statement_bind_text(statement, ":status", codes[remark->status]);
    statement_bind_text(statement, ":remark", remark->remark);
    if (remark->has_next)
        statement_bind_integer(statement, ":next_on", remark->next_on);
    statement_bind_text(statement, ":source", remark->source);
    statement_bind_text(statement, ":file_sha256", remark->file_sha256);
    statement_bind_integer(statement, ":baseline_no", remark->baseline_no);
}

/* When it counts as said: an answer is never older than what its writer saw, whatever the clock of
 * the machine that saved the file says. */
#define SAID_AT                                                                                    \
    "max(:said_at, coalesce((SELECT max(said_at) FROM remarks WHERE exception_no = :exception_no"  \
    " AND remark_no <= :baseline_no), :said_at))"

static bool same_find(sqlite3 *connection, int64_t exception_no, const struct remark *remark,
                      int64_t *remark_no, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(connection,
                           "SELECT min(remark_no) FROM remarks WHERE exception_no = :exception_no"
                           " AND said_at = " SAID_AT " AND said_by = :said_by AND status = :status"
                           " AND remark = :remark AND next_on IS :next_on AND source = :source"
                           " AND file_sha256 = :file_sha256",
                           &statement, error))
        return false;
    bind(statement, exception_no, remark);
    return number_take(statement, remark_no, error);
}

static bool add_clean(sqlite3 *connection, int64_t exception_no, const struct remark *remark,
                      int64_t *remark_no, bool *is_new, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_added;

    *is_new = false;
    if (!same_find(connection, exception_no, remark, remark_no, error))
        return false;
    if (*remark_no != 0)
        return true;
    /* Its signature is that of the newest list up to the day it was typed into. */
    if (!statement_prepare(
            connection,
            "INSERT INTO remarks (exception_no, business_on, said_at, taken_at, said_by, status,"
            " remark, next_on, source, file_sha256, baseline_no, signature)"
            " VALUES (:exception_no, :business_on, " SAID_AT ", :taken_at, :said_by, :status,"
            " :remark, :next_on, :source, :file_sha256, :baseline_no,"
            " (SELECT worklist.signature FROM worklist"
            "  JOIN counted_attempts AS counted USING (attempt_id)"
            "  WHERE worklist.exception_no = :exception_no AND counted.business_on <= :business_on"
            "  ORDER BY counted.business_on DESC, counted.attempt_id DESC LIMIT 1))",
            &statement, error))
        return false;
    bind(statement, exception_no, remark);
    is_added = statement_finish(statement, error);
    sqlite3_finalize(statement);
    if (!is_added)
        return error_wrap(error, "remark");
    *remark_no = sqlite3_last_insert_rowid(connection);
    *is_new = true;
    return true;
}

bool remark_add(struct state *state, int64_t exception_no, const struct remark *remark,
                int64_t *remark_no, bool *is_new, struct error *error)
{
    struct remark clean = *remark;
    struct region region = {0};
    bool is_added;

    clean.remark = remark_clean(&region, remark->remark, strlen(remark->remark));
    is_added = add_clean(state_connection(state), exception_no, &clean, remark_no, is_new, error);
    region_clear(&region);
    return is_added;
}
static void take(sqlite3_stmt *row, struct region *region, struct remark *remark)
{
    *remark = (struct remark){
        .remark_no = sqlite3_column_int64(row, 0),
        .business_on = sqlite3_column_int64(row, 1),
        .said_at = sqlite3_column_int64(row, 2),
        .taken_at = sqlite3_column_int64(row, 3),
        .said_by = region_copy(region, statement_text(row, 4)),
        .remark = region_copy(region, statement_text(row, 6)),
        .has_next = sqlite3_column_type(row, 7) != SQLITE_NULL,
        .next_on = sqlite3_column_int64(row, 7),
        .source = region_copy(region, statement_text(row, 8)),
        .file_sha256 = region_copy(region, statement_text(row, 9)),
        .baseline_no = sqlite3_column_int64(row, 10),
    };
    (void)remark_status_from_code(statement_text(row, 5), &remark->status);
}

bool remark_printed(struct state *state, int64_t exception_no, int64_t baseline_no,
                    struct region *region, struct remark *found, bool *has_one, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    *has_one = false;
    if (!statement_prepare(state_connection(state),
                           "SELECT " COLUMNS " FROM remarks WHERE exception_no = :exception_no"
                           " AND remark_no <= :baseline_no"
                           " ORDER BY said_at DESC, remark_no DESC LIMIT 1",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":exception_no", exception_no);
    statement_bind_integer(statement, ":baseline_no", baseline_no);
    *has_one = statement_next(statement, error);
    if (*has_one)
        take(statement, region, found);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

bool remark_history(struct state *state, int64_t exception_no, struct region *region,
                    struct remark **remarks, size_t *count, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    *remarks = NULL;
    *count = 0;
    if (!statement_prepare(state_connection(state),
                           "SELECT " COLUMNS " FROM remarks WHERE exception_no = :exception_no"
                           " ORDER BY said_at, remark_no",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":exception_no", exception_no);
    while (statement_next(statement, error)) {
        *remarks = region_grow(region, *remarks, *count, sizeof **remarks);
        take(statement, region, &(*remarks)[(*count)++]);
    }
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

bool remark_differs(const struct remark *printed, const struct remark *typed)
{
    static const struct remark nothing = {.remark = ""};
    struct region region = {0};
    bool is_same_text;

    if (printed == NULL)
        printed = &nothing;
    is_same_text = strcmp(remark_cell_text(&region, printed->remark),
                          remark_clean(&region, typed->remark, strlen(typed->remark))) == 0;
    region_clear(&region);
    return printed->status != typed->status || printed->has_next != typed->has_next ||
           (typed->has_next && printed->next_on != typed->next_on) || !is_same_text;
}
