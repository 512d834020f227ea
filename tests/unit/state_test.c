/* Tests jobs/state.c: state.db is made, brought up to date, or refused in words. */
#include "jobs/state.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX];

static int folder_begin(void **context)
{
    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-state-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int folder_end(void **context)
{
    static const char *const names[] = {"state.db", "state.db-wal", "state.db-shm"};
    char path[PATH_MAX + 32];

    (void)context;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static int64_t number_of(struct state *state, const char *sql)
{
    struct error error = {0};
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_true(statement_prepare(state_connection(state), sql, &statement, &error));
    assert_true(statement_next(statement, &error));
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static void file_write(const char *name, const char *text)
{
    char path[PATH_MAX + 32];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void a_new_state_has_its_tables_and_is_durable(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    assert_true(state_open(&state, folder, &error));
    assert_int_equal(number_of(state, "SELECT count(*) FROM slots"), 0);
    assert_int_equal(number_of(state, "SELECT count(*) FROM exception_history"), 0);
    assert_int_equal(number_of(state, "PRAGMA synchronous"), 2);
    assert_int_equal(number_of(state, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number_of(state, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    assert_true(number_of(state, "PRAGMA user_version") >= 4);
    assert_int_equal(number_of(state, "SELECT count(*) FROM remarks"), 0);
    state_close(state);
}

static void opening_again_keeps_what_is_there(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    assert_true(state_open(&state, folder, &error));
    assert_true(statement_execute(state_connection(state),
                                  "INSERT INTO slots (job, business_on) VALUES ('daily', 20000)",
                                  &error));
    state_close(state);
    assert_true(state_open(&state, folder, &error));
    assert_int_equal(number_of(state, "SELECT business_on FROM slots"), 20000);
    state_close(state);
}

static void a_newer_version_is_refused_with_the_fix(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    assert_true(state_open(&state, folder, &error));
    assert_true(statement_execute(state_connection(state), "PRAGMA user_version = 99", &error));
    state_close(state);
    assert_false(state_open(&state, folder, &error));
    assert_null(state);
    assert_int_equal(error.code, EXIT_CODE_CONFIGURATION);
    assert_non_null(strstr(error.text, "newer khrop (version 99"));
}

static void a_damaged_file_is_refused_with_the_fix(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    file_write("state.db", "this is no database, but long enough to look like a page of one .. "
                           "this is no database, but long enough to look like a page of one ..");
    assert_false(state_open(&state, folder, &error));
    assert_int_equal(error.code, EXIT_CODE_DATA);
    assert_non_null(strstr(error.text, "state.db"));
    assert_non_null(strstr(error.text, "restore it from a backup"));
}

static void a_half_done_migration_leaves_the_version_as_it_was(void **context)
{
    struct error error = {0};
    struct state *state = NULL;
    sqlite3 *other = NULL;
    char path[PATH_MAX + 32];

    (void)context;
    /* A table of the migration's last statement stands in the way: all of it is taken back. */
    snprintf(path, sizeof path, "%s/state.db", folder);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_true(statement_execute(other, "CREATE TABLE counted_attempts (x)", &error));
    sqlite3_close(other);
    assert_false(state_open(&state, folder, &error));
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_false(statement_execute(other, "SELECT * FROM slots", &error));
    sqlite3_close(other);
}

static void a_folder_that_cannot_be_made_is_told_with_its_path(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    assert_false(state_open(&state, "/proc/khrop-state", &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(error.text, "/proc/khrop-state"));
}

static void an_attempt_of_no_slot_is_refused(void **context)
{
    struct error error = {0};
    struct state *state = NULL;

    (void)context;
    assert_true(state_open(&state, folder, &error));
    assert_false(statement_execute(state_connection(state),
                                   "INSERT INTO attempts (slot_id, attempt_no, state,"
                                   " is_flows_only, started_at, pid)"
                                   " VALUES (77, 1, 'running', 0, 0, 1)",
                                   &error));
    state_close(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_state_has_its_tables_and_is_durable, folder_begin,
                                        folder_end),
        cmocka_unit_test_setup_teardown(opening_again_keeps_what_is_there, folder_begin,
                                        folder_end),
        cmocka_unit_test_setup_teardown(a_newer_version_is_refused_with_the_fix, folder_begin,
                                        folder_end),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_refused_with_the_fix, folder_begin,
                                        folder_end),
        cmocka_unit_test_setup_teardown(a_half_done_migration_leaves_the_version_as_it_was,
                                        folder_begin, folder_end),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_made_is_told_with_its_path,
                                        folder_begin, folder_end),
        cmocka_unit_test_setup_teardown(an_attempt_of_no_slot_is_refused, folder_begin, folder_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
