/* Tests jobs/odbc_connection.c: what a refusal says to type, and sessions that only read. */
#include "tests/unit/odbc_site.h"

static int set_up(void **state)
{
    struct site *site = calloc(1, sizeof *site);

    if (site == NULL)
        return -1;
    site_open(site, "CREATE TABLE o(order_no TEXT)");
    *state = site;
    return 0;
}

static int tear_down(void **state)
{
    site_close(*state);
    free(*state);
    return 0;
}

static void expect_refusal(const char *connection_string, const char *password, const char *reason,
                           enum exit_code code)
{
    struct odbc_connection connection;
    struct error error = {0};

    assert_false(odbc_open(&connection, connection_string, NULL, password, ODBC_READ_ONLY, &error));
    if (strstr(error.text, reason) == NULL)
        fail_msg("\"%s\" says nothing of \"%s\"", error.text, reason);
    assert_int_equal(error.code, code);
    if (password != NULL)
        assert_null(strstr(error.text, password));
    assert_null(connection.handle);
    assert_null(connection.environment);
}

static void misspelt_driver_names_the_nearest(void **state)
{
    (void)state;
    expect_refusal("Driver={PostgreSQL Unicod};Server=127.0.0.1", NULL,
                   "no ODBC driver is installed as {PostgreSQL Unicod}; did you mean "
                   "Driver={PostgreSQL Unicode}?",
                   EXIT_CODE_UNAVAILABLE);
}

static void missing_driver_names_its_package(void **state)
{
    (void)state;
    expect_refusal("Driver={PostgreSQL of another house};Server=127.0.0.1", NULL,
                   "the ODBC driver for PostgreSQL is not installed: apt-get install "
                   "odbc-postgresql",
                   EXIT_CODE_UNAVAILABLE);
    expect_refusal("Driver={FreeTDS 99};Server=127.0.0.1", NULL, "apt-get install tdsodbc",
                   EXIT_CODE_UNAVAILABLE);
}

static void unknown_driver_says_how_to_list_them(void **state)
{
    (void)state;
    expect_refusal("Driver={Frobnicate};Server=127.0.0.1", NULL,
                   "`odbcinst -q -d` (-s) lists what is", EXIT_CODE_UNAVAILABLE);
}

/* Port 1 of this machine answers nobody. */
static void password_is_never_in_an_error(void **state)
{
    (void)state;
    expect_refusal("Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=1;Database=d;UID=u",
                   "swordfish;9", "can't connect: PostgreSQL", EXIT_CODE_UNAVAILABLE);
    expect_refusal("Driver={MariaDB Unicode};Server=127.0.0.1;Port=1;Database=d;UID=u",
                   "swordfish;9", "can't connect: MariaDB", EXIT_CODE_UNAVAILABLE);
    expect_refusal("Driver={PostgreSQL Unicode};Server=127.0.0.1", "sword}fish",
                   "the user or password holds a `}`", EXIT_CODE_CONFIGURATION);
}

static void database_that_is_not_there_is_not_made(void **state)
{
    const struct site *site = *state;
    char path[160], connection_string[256];

    snprintf(path, sizeof path, "%s/nowhere.db", site->folder);
    snprintf(connection_string, sizeof connection_string, "Driver=SQLite3;Database=%s", path);
    expect_refusal(connection_string, NULL, "can't connect: SQLite", EXIT_CODE_UNAVAILABLE);
    assert_int_equal(access(path, F_OK), -1);
}

static void session_that_reads_cannot_write(void **state)
{
    const struct site *site = *state;
    struct odbc_connection connection;
    struct error error = {0};

    assert_true(odbc_open(&connection, site->connection, NULL, NULL, ODBC_READ_ONLY, &error));
    assert_false(odbc_execute(&connection, "INSERT INTO o VALUES ('SO1')", &error));
    assert_non_null(strstr(error.text, "readonly"));
    odbc_close(&connection);
}

static void session_that_writes_can(void **state)
{
    const struct site *site = *state;
    struct odbc_connection connection;
    struct error error = {0};

    assert_true(odbc_open(&connection, site->connection, NULL, NULL, ODBC_READ_WRITE, &error));
    assert_true(odbc_execute(&connection, "INSERT INTO o VALUES ('SO1')", &error));
    /* A statement that touches no row is no failure. */
    assert_true(odbc_execute(&connection, "DELETE FROM o WHERE order_no = 'none'", &error));
    odbc_close(&connection);
}

static void bad_statement_gives_the_database_words_and_state(void **state)
{
    const struct site *site = *state;
    struct odbc_connection connection;
    struct error error = {0};

    assert_true(odbc_open(&connection, site->connection, NULL, NULL, ODBC_READ_WRITE, &error));
    assert_false(odbc_execute(&connection, "SELECT\n1 FROM nowhere", &error));
    assert_non_null(strstr(error.text, "SQLite: "));
    assert_non_null(strstr(error.text, "no such table: nowhere"));
    assert_null(strchr(error.text, '\n'));
    odbc_close(&connection);
    odbc_close(&connection); /* closing twice does no harm */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(misspelt_driver_names_the_nearest),
        TEST(missing_driver_names_its_package),
        TEST(unknown_driver_says_how_to_list_them),
        TEST(password_is_never_in_an_error),
        TEST(database_that_is_not_there_is_not_made),
        TEST(session_that_reads_cannot_write),
        TEST(session_that_writes_can),
        TEST(bad_statement_gives_the_database_words_and_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
