/* Tests config/settings_authority.c, config/notices.c, jobs/authority.c and jobs/notices.c: who may
 * approve what, what is taken for granted, and what is warned of. */
#include "core/date.h"
#include "jobs/authority.h"
#include "jobs/notices.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const files[] = {"khrop.ini", "datasets.yaml", "jobs.yaml", "authority.yaml",
                                    "holidays.yaml"};

struct fixture {
    char folder[64];
    struct settings *settings;
    struct error error;
    char told[4096];
};

static void write_file(const struct fixture *fixture, const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/khrop_authority_XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    write_file(fixture, "khrop.ini", "[source sales]\nconnection = Driver=SQLite3\n");
    write_file(fixture, "datasets.yaml", "datasets: {staff: {source: sales, query: SELECT 1}}\n");
    write_file(fixture, "jobs.yaml", "jobs: {daily: {}}\n");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char path[128];

    settings_close(fixture->settings);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", fixture->folder, files[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

static void open_settings(struct fixture *fixture)
{
    if (!settings_open(&fixture->settings, fixture->folder, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

static void expect_complaints(struct fixture *fixture, const char *authority,
                              const char *complaints)
{
    write_file(fixture, "authority.yaml", authority);
    assert_false(settings_open(&fixture->settings, fixture->folder, &fixture->error));
    assert_int_equal(fixture->error.code, EXIT_CODE_CONFIGURATION);
    assert_string_equal(fixture->error.text, complaints);
}

/* `kind grade level ceiling`, a line each, as the table has them. */
static void expect_table(const struct settings *settings, const char *expected)
{
    sqlite3 *connection = NULL;
    sqlite3_stmt *rows = NULL;
    struct error error = {0};
    char seen[1024] = "";

    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    assert_true(authority_write(connection, settings, &error));
    assert_int_equal(sqlite3_prepare_v2(connection,
                                        "SELECT document_kind || ' ' || grade || ' ' || level || "
                                        "' ' || coalesce(ceiling_amount, '-') FROM authority "
                                        "ORDER BY document_kind, grade, level",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        strcat(seen, (const char *)sqlite3_column_text(rows, 0));
        strcat(seen, "\n");
    }
    sqlite3_finalize(rows);
    sqlite3_close(connection);
    assert_string_equal(seen, expected);
}

static bool take(void *context, enum notice_kind kind, const struct bilingual *text)
{
    struct fixture *fixture = context;
    size_t used = strlen(fixture->told);

    assert_non_null(strstr(text->text[LANGUAGE_TH], "\xE0\xB8"));
    snprintf(fixture->told + used, sizeof fixture->told - used, "%s: %s\n", notice_kind_codes[kind],
             text->text[LANGUAGE_EN]);
    return true;
}

static void without_a_file_g3_decides_alone_and_that_is_an_assumption(void **state)
{
    struct fixture *fixture = *state;

    write_file(fixture, "holidays.yaml", "holidays: [{date: 2026-01-01}]\n");
    open_settings(fixture);
    expect_table(fixture->settings, "back_order G3 own -\nquotation G3 own -\n");
    assert_true(settings_notices(fixture->settings, date_from_civil(2026, 6, 1), take, fixture));
    assert_string_equal(fixture->told,
                        "assumption: Approval of back orders: grade G3 decides alone, without a "
                        "ceiling. This is an assumption: authority.yaml says nothing of it\n"
                        "assumption: Approval of quotations: grade G3 decides alone, without a "
                        "ceiling. This is an assumption: authority.yaml says nothing of it\n");
}

static void what_one_document_is_silent_of_is_assumed_for_it_alone(void **state)
{
    struct fixture *fixture = *state;

    write_file(fixture, "holidays.yaml", "holidays: [{date: 2026-01-01}]\n");
    write_file(fixture, "authority.yaml",
               "authority:\n  quotation:\n    - {grade: G4, ceiling: 50000.25, level: own}\n"
               "    - {grade: G4, ceiling: 100000, level: consult}\n"
               "    - {grade: G4, level: superior}\n");
    open_settings(fixture);
    expect_table(fixture->settings, "back_order G3 own -\nquotation G4 consult 1000000000\n"
                                    "quotation G4 own 500002500\nquotation G4 superior -\n");
    assert_true(settings_notices(fixture->settings, date_from_civil(2026, 6, 1), take, fixture));
    assert_non_null(strstr(fixture->told, "Approval of back orders"));
    assert_null(strstr(fixture->told, "Approval of quotations"));
}

static void unknown_documents_and_levels_are_told_with_the_nearest(void **state)
{
    expect_complaints(*state,
                      "authority:\n  quotations:\n    - {grade: G3, level: own}\n"
                      "  back_order:\n    - {grade: G3, level: alone}\n    - {level: own}\n",
                      "authority.yaml:2: unknown key \"quotations\"; did you mean \"quotation\"?\n"
                      "authority.yaml:5: \"level\" can't be \"alone\"; valid here: own, consult, "
                      "superior\n"
                      "authority.yaml:6: \"grade\" is missing (a grade, as staff.grade names it)");
}

static void ceilings_that_overlap_are_told(void **state)
{
    expect_complaints(
        *state,
        "authority:\n  back_order:\n    - {grade: G3, ceiling: 50000, level: own}\n"
        "    - {grade: G3, ceiling: 30000, level: consult}\n"
        "    - {grade: G4, level: own}\n    - {grade: G4, ceiling: 90000, level: consult}\n"
        "    - {grade: G5, ceiling: 10, level: own}\n    - {grade: G5, ceiling: 20, level: own}\n",
        "authority.yaml:4: back_order: grade G3: ceilings overlap: own (line 3) holds up to 50000, "
        "so consult (line 4) up to 30000 never does; the ceiling of consult must be higher\n"
        "authority.yaml:6: back_order: grade G4: ceilings overlap: own (line 5) holds up to any "
        "amount, so consult (line 6) up to 90000 never does; the ceiling of consult must be "
        "higher\n"
        "authority.yaml:8: back_order: grade G5 has level own twice (first in line 7)");
}

static void ceilings_of_two_documents_do_not_meet(void **state)
{
    struct fixture *fixture = *state;

    write_file(fixture, "authority.yaml",
               "authority:\n  back_order: [{grade: G3, ceiling: 50000, level: own}]\n"
               "  quotation: [{grade: G3, ceiling: 30000, level: consult}]\n");
    open_settings(fixture);
}

static void a_ceiling_of_nothing_and_a_list_of_nobody_are_told(void **state)
{
    expect_complaints(*state,
                      "authority:\n  back_order:\n    - {grade: G3, ceiling: 0, level: own}\n"
                      "  quotation: []\n",
                      "authority.yaml:3: back_order: the ceiling of grade G3 must be above 0; "
                      "leave it out for none\n"
                      "authority.yaml:4: quotation: nobody could approve it; leave the list out "
                      "for the default");
}

static void a_year_without_holidays_is_told_sixty_days_before(void **state)
{
    struct fixture *fixture = *state;

    write_file(fixture, "holidays.yaml", "holidays: [{date: 2026-01-01}]\n");
    write_file(fixture, "authority.yaml",
               "authority: {back_order: [{grade: G3, level: own}],"
               " quotation: [{grade: G3, level: own}]}\n");
    open_settings(fixture);
    /* 2026-11-01 + 60 days is 2026-12-31. */
    assert_true(settings_notices(fixture->settings, date_from_civil(2026, 11, 1), take, fixture));
    assert_string_equal(fixture->told, "");
    assert_true(settings_notices(fixture->settings, date_from_civil(2026, 11, 2), take, fixture));
    assert_string_equal(fixture->told,
                        "warning: holidays.yaml has no holiday of 2027: its public holidays count "
                        "as working days; add them with khrop holidays import FILE\n");
}

/* What notices_write leaves of warnings beside a table of staff. */
static void expect_warnings(struct fixture *fixture, const char *staff, const char *expected)
{
    static const struct column columns[] = {{.name = "grade"}, {.name = "supervisor_no"}};
    const struct contract contract = {.name = "staff", .schema = {columns, 2}};
    const struct catalogue catalogue = {.contracts = &contract, .contract_count = 1};
    const struct slot slot = {.business_on = date_from_civil(2026, 6, 1)};
    sqlite3 *connection = NULL;
    sqlite3_stmt *rows = NULL;
    char seen[1024] = "";

    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(connection,
                     "CREATE TABLE khrop_pulls(dataset, state);"
                     "CREATE TABLE staff(staff_no TEXT, grade TEXT, supervisor_no TEXT, "
                     "team TEXT, branch TEXT)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, staff, NULL, NULL, NULL), SQLITE_OK);
    if (!notices_write(connection, fixture->settings, &catalogue, &slot, &fixture->error))
        fail_msg("%s", fixture->error.text);
    assert_int_equal(sqlite3_prepare_v2(connection,
                                        "SELECT text_en FROM khrop_notices WHERE kind = 'warning' "
                                        "ORDER BY position",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        strcat(seen, (const char *)sqlite3_column_text(rows, 0));
        strcat(seen, "\n");
    }
    sqlite3_finalize(rows);
    sqlite3_close(connection);
    assert_string_equal(seen, expected);
}

static void open_with_grades(struct fixture *fixture)
{
    write_file(fixture, "holidays.yaml", "holidays: [{date: 2026-01-01}]\n");
    write_file(fixture, "authority.yaml",
               "authority:\n  quotation:\n    - {grade: G9, ceiling: 10, level: own}\n"
               "    - {grade: G9, level: consult}\n    - {grade: G4, level: own}\n"
               "  back_order:\n    - {grade: G4, level: own}\n");
    open_settings(fixture);
}

static void a_grade_that_nobody_has_is_told_once_with_its_line(void **state)
{
    open_with_grades(*state);
    expect_warnings(*state,
                    "INSERT INTO khrop_pulls VALUES ('staff', 'whole');"
                    "INSERT INTO staff (staff_no, grade, supervisor_no) VALUES ('S1', 'G4', NULL), "
                    "('S2', 'G3', 'S1')",
                    "authority.yaml:3: quotation: nobody in staff has the grade \"G9\"\n");
}

static void supervisors_in_a_circle_are_told_and_end(void **state)
{
    open_with_grades(*state);
    /* S1 and S2 above each other, S3 above itself, S4 under the circle but not in it. */
    expect_warnings(*state,
                    "INSERT INTO khrop_pulls VALUES ('staff', 'partial');"
                    "INSERT INTO staff (staff_no, grade, supervisor_no) VALUES ('S1', 'G4', 'S2'), "
                    "('S2', 'G9', 'S1'),"
                    " ('S3', 'G3', 'S3'), ('S4', 'G3', 'S1'), ('S5', 'G3', 'S99')",
                    "staff: supervisor_no goes round in a circle: S1, S2, S3; correct it, or their "
                    "exceptions reach no supervisor\n");
}

static void without_staff_nothing_is_said_of_grades(void **state)
{
    open_with_grades(*state);
    expect_warnings(*state, "INSERT INTO khrop_pulls VALUES ('staff', 'failed')", "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_file_g3_decides_alone_and_that_is_an_assumption),
        TEST(what_one_document_is_silent_of_is_assumed_for_it_alone),
        TEST(unknown_documents_and_levels_are_told_with_the_nearest),
        TEST(ceilings_that_overlap_are_told),
        TEST(ceilings_of_two_documents_do_not_meet),
        TEST(a_ceiling_of_nothing_and_a_list_of_nobody_are_told),
        TEST(a_year_without_holidays_is_told_sixty_days_before),
        TEST(a_grade_that_nobody_has_is_told_once_with_its_line),
        TEST(supervisors_in_a_circle_are_told_and_end),
        TEST(without_staff_nothing_is_said_of_grades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
