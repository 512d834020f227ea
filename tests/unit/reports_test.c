/* Tests reports/reports.c with exceptions.xlsx, the CSV files and the manifest over a
 * slot that was made by hand. */
#include "reports/manifest_check.h"
#include "reports/reports.h"
#include "tests/unit/report_slot.h"
#include "tests/unit/workbook_reading.h"

#include <jansson.h>

static const char *cells_of(struct report_slot *fixture, const char *name)
{
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];

    if (!report_write(fixture, hash))
        fail_msg("%s", fixture->error.text);
    report_path_of(fixture, name, path);
    return workbook_read(path, NULL);
}

static void new_stands_first_then_changed_then_open(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *cells = cells_of(fixture, "exceptions.xlsx");

    (void)context;
    assert_line(cells, "T-01!A4 s สถานะ");
    assert_line(cells, "T-01!A5 s ใหม่");
    assert_line(cells, "T-01!A6 s เปลี่ยนแปลง");
    assert_line(cells, "T-01!A7 s ค้างอยู่");
    assert_line(cells, "T-01!B7 n 3");
    report_close(fixture);
}

static void a_row_has_owner_list_sentence_and_the_columns_of_its_check(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *cells = cells_of(fixture, "exceptions.xlsx");

    (void)context;
    assert_line(cells, "T-01!A1 s T-01  ยังค้างส่ง");
    assert_line(cells, "T-01!A2 s สิ่งที่ต้องทำ: สอบถาม");
    assert_line(cells, "T-01!C5 s สมหญิง รักงาน (E2)");
    assert_line(cells, "T-01!D5 s สมชาย ใจดี (E1): ผู้รับผิดชอบพ้นสภาพแล้ว");
    assert_line(cells, "T-01!E5 s ว2");
    assert_line(cells, "T-01!F5 d 2026-11-25 00:00");
    assert_line(cells, "T-01!G5 s O2");
    assert_line(cells, "T-01!I5 n 2");
    assert_line(cells, "T-01!J5 n 1234.56");
    assert_line(cells, "T-01!L5 s ไม่ใช่");
    assert_line(cells, "T-01!C6 s ยังไม่มีผู้รับผิดชอบ");
    assert_line(cells, "T-01!K7 d 2026-11-23 00:00");
    report_close(fixture);
}

static void what_was_not_checked_keeps_its_row_with_its_reference(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *cells = cells_of(fixture, "exceptions.xlsx");

    (void)context;
    assert_line(cells, "T-02!A3 s ใช้ข้อมูล accounts ไม่ได้");
    assert_line(cells, "T-02!A6 s ไม่ได้ตรวจ (ข้อมูลไม่ครบ)");
    assert_line(cells, "T-02!C6 s แผนกสินเชื่อ");
    assert_line(cells, "T-02!G6 d 2026-11-24 00:00");
    assert_line(cells, "T-02!H6 s C1");
    report_close(fixture);
}

static void the_cover_says_what_is_missing_and_why(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *cells = cells_of(fixture, "exceptions.xlsx");

    (void)context;
    assert_line(cells, "สรุป!A1 s บริษัททดสอบ · รายการผิดปกติ");
    assert_non_null(strstr(cells, "credit  ระบบสินเชื่อ"));
    assert_non_null(strstr(cells, "อ่านไม่สำเร็จ: คำสั่งดึงข้อมูลทำงานไม่สำเร็จ (no answer in 5 s)"));
    assert_non_null(strstr(cells, "ไม่ได้ตรวจ (ข้อมูลไม่ครบ): ใช้ข้อมูล accounts ไม่ได้"));
    report_close(fixture);
}

static void provenance_tells_assumptions_and_warnings(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *cells = cells_of(fixture, "kpi.xlsx");

    (void)context;
    assert_non_null(strstr(cells, "ข้อสมมติและข้อควรระวัง\n"));
    assert_non_null(strstr(cells, "s ข้อสมมติ\n"));
    assert_non_null(strstr(cells, "s ถือเอาเอง\n"));
    assert_non_null(strstr(cells, "s ข้อควรระวัง\n"));
    assert_non_null(strstr(cells, "s ดูตรงนี้\n"));
    report_close(fixture);
}

static void ended_and_rejected_have_sheets(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells = cells_of(fixture, "exceptions.xlsx");

    (void)context;
    assert_line(cells, "Ended!A4 s T-01");
    assert_line(cells, "Ended!B4 s Resolved");
    assert_line(cells, "Rejected rows!C4 n 3");
    assert_line(cells, "Rejected rows!F4 s 31/02/2026");
    report_close(fixture);
}

static void the_cover_says_why_a_dataset_was_held_back(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);

    (void)context;
    report_file(fixture, "derived",
                "UPDATE khrop_pulls SET message = '' WHERE dataset = 'customers'");
    assert_non_null(strstr(cells_of(fixture, "exceptions.xlsx"), "ไม่ครบ: มีแถวที่ใช้ไม่ได้ 1 แถว"));
    report_close(fixture);
    fixture = report_open(LANGUAGE_TH);
    report_file(fixture, "derived",
                "UPDATE khrop_pulls SET state = 'blocked', usual_row_count = 9, message = 'it has "
                "shrunk; if that is right: khrop run daily --accept customers'"
                " WHERE dataset = 'customers'");
    assert_non_null(
        strstr(cells_of(fixture, "exceptions.xlsx"),
               "ลดลงจาก 9 แถวเหลือ 2 แถว หากถูกต้อง ให้สั่ง khrop run daily --accept customers"));
    report_close(fixture);
}

static void the_cover_says_what_to_do_first(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);

    (void)context;
    assert_line(cells_of(fixture, "exceptions.xlsx"),
                "Cover!A5 s Start with: T-01 1 (new or reopened, Severity: High)");
    report_close(fixture);
}

static void on_a_quiet_day_the_oldest_comes_first(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);

    (void)context;
    report_file(fixture, "results", "UPDATE khrop_worklist SET state = 'open' WHERE state = 'new'");
    assert_non_null(strstr(cells_of(fixture, "exceptions.xlsx"),
                           "Cover!A5 s Start with: nothing is new; the oldest is T-0"));
    report_close(fixture);
}

static void read_file(const struct report_slot *fixture, const char *name, char *text, size_t size)
{
    char path[PATH_MAX];
    size_t length;
    FILE *file;

    report_path_of(fixture, name, path);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(text, 1, size - 1, file);
    fclose(file);
    text[length] = '\0';
}

static void kpi_values_are_exact_in_csv(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    char hash[MANIFEST_HASH_SIZE], text[4096];

    (void)context;
    assert_true(report_write(fixture, hash));
    read_file(fixture, "csv/kpi_values.csv", text, sizeof text);
    assert_non_null(strstr(text, "on_time,month,2026-11-01,2026-11-24,company,,*,,percent,772,809,"
                                 "95.4265,,green\r\n"));
    assert_non_null(
        strstr(text, "on_time,day,2026-11-24,2026-11-24,company,,*,,percent,0,0,,,\r\n"));
    report_close(fixture);
}

static void a_percentage_reads_back_from_kpi_xlsx(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);

    (void)context;
    assert_non_null(strstr(cells_of(fixture, "kpi.xlsx"), " n 0.954265\n"));
    report_close(fixture);
}

/* 95.4265 % up to 24 November, 93.3333 % up to the 23rd: 2.0932 points more. */
static void today_opens_with_the_figure_and_what_changed(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells = cells_of(fixture, "kpi.xlsx");

    (void)context;
    assert_line(cells, "Today!A10 s On time");
    assert_line(cells, "Today!A11 n 0.954265");
    assert_line(cells, "Today!C11 s On target");
    assert_line(cells, "Today!A12 s Target ≥ 95 %");
    assert_line(cells, "Today!B12 n 2.0932");
    report_close(fixture);
}

/* Of the tile's change: what the month's figures of the days before are, and which day was the
 * working day before. */
static const char *change_of(enum covers covers, const char *calendar)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells;
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];

    fixture->job.covers = covers;
    report_file(fixture, "results",
                "UPDATE khrop_kpi_trends SET value = 900000"
                " WHERE period = 'month' AND day_on = 20781;"
                "INSERT INTO khrop_kpi_trends VALUES ('on_time', '', '*', 'month', 'company', '',"
                " 20779, 1, 2, 500000, NULL, 'red')");
    report_file(fixture, "derived", calendar);
    if (!report_write(fixture, hash))
        fail_msg("%s", fixture->error.text);
    report_path_of(fixture, "kpi.xlsx", path);
    cells = workbook_read(path, NULL);
    report_close(fixture);
    return cells;
}

static void a_change_is_against_what_the_report_of_the_working_day_before_covered(void **context)
{
    static const char *const usual = "SELECT 1",
                             *const closed =
                                 "UPDATE calendar SET is_workday = 0 WHERE day_on = 20781";

    (void)context;
    assert_line(change_of(COVERS_THROUGH_YESTERDAY, usual), "Today!B12 n 2.0932");
    assert_line(change_of(COVERS_THROUGH_TODAY, usual), "Today!B12 n 5.4265");
    assert_line(change_of(COVERS_THROUGH_YESTERDAY, closed), "Today!B12 n 45.4265");
    assert_line(change_of(COVERS_THROUGH_TODAY, closed), "Today!B12 n 2.0932");
}

static void a_headline_has_a_name_and_stands_in_the_manifest(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];
    json_t *manifest, *headline;

    (void)context;
    assert_true(report_write(fixture, hash));
    report_path_of(fixture, "kpi.xlsx", path);
    assert_line(workbook_read(path, "--charts"), "name kpi_on_time 'Today'!$A$11");
    report_path_of(fixture, "manifest.json", path);
    manifest = json_load_file(path, 0, NULL);
    headline = json_array_get(json_object_get(manifest, "headlines"), 0);
    assert_string_equal(json_string_value(json_object_get(headline, "name")), "kpi_on_time");
    assert_string_equal(json_string_value(json_object_get(headline, "path")), "kpi.xlsx");
    assert_true(json_real_value(json_object_get(headline, "value")) == 0.954265);
    json_decref(manifest);
    report_close(fixture);
}

static const char *today_where(const char *sql)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells;
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];

    report_file(fixture, "results", sql);
    if (!report_write(fixture, hash))
        fail_msg("%s", fixture->error.text);
    report_path_of(fixture, "kpi.xlsx", path);
    cells = workbook_read(path, "--colours");
    report_close(fixture);
    return cells;
}

static void a_headline_that_was_not_measured_is_hatched_with_its_reason(void **context)
{
    const char *cells = today_where("UPDATE khrop_kpis SET state = 'not_checked',"
                                    " reason_en = 'no orders', reason_th = 'no orders'");

    (void)context;
    assert_line(cells, "Today!A11 s Not checked: no orders General lightUp FFB8C0C8");
    assert_no_text(cells, "Today!A11 n ");
}

/* The number stands, without colour or sign, and nothing is said of its change. */
static void a_headline_of_data_with_gaps_is_not_judged(void **context)
{
    const char *cells =
        today_where("UPDATE khrop_kpis SET state = 'partial',"
                    " reason_en = '3 rows rejected', reason_th = '3 rows rejected'");

    (void)context;
    assert_line(cells, "Today!A11 n 0.954265 0.0% None 00000000");
    assert_line(cells, "Today!C11 s In part: data is missing General lightUp FFB8C0C8");
    assert_no_text(cells, "Today!B12 n ");
    assert_non_null(strstr(cells, "s In part: data is missing: 3 rows rejected General lightUp"));
}

/* Of the two on E1's list one is new; what stands with the desks is not the team's. */
static void an_audience_sees_its_teams_exceptions(void **context)
{
    static const struct audience_settings audience = {
        .name = "one", .title = {{"Team one", "ทีมหนึ่ง"}}, .team = "ทีม 1", .language = LANGUAGE_EN};
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells;

    (void)context;
    fixture->settings.audiences = &audience;
    fixture->settings.audience_count = 1;
    cells = cells_of(fixture, "audiences/one/kpi.xlsx");
    assert_line(cells, "Today!A1 s Test & Co · Team one · Key figures");
    assert_line(cells, "Team!B6 s สมชาย ใจดี");
    assert_no_text(cells, "Credit desk");
    assert_non_null(strstr(cells, " s Total\n"));
    report_close(fixture);
}

static void the_manifest_holds(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];
    json_t *manifest;

    (void)context;
    assert_true(report_write(fixture, hash));
    assert_true(manifest_holds(fixture->output, hash));
    report_path_of(fixture, "manifest.json", path);
    manifest = json_load_file(path, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(manifest, "business_date")),
                        "2026-11-25");
    assert_string_equal(json_string_value(json_object_get(manifest, "issued_at")),
                        "2026-11-25T06:00:00+07:00");
    assert_true(json_is_false(json_object_get(manifest, "everything_was_checked")));
    /* kpi, exceptions, 3 lists, exceptions, kpi_values, rejects, pulls, 2 checks, summary */
    assert_int_equal(json_array_size(json_object_get(manifest, "files")), 12);
    json_decref(manifest);
    report_close(fixture);
}

static void the_same_slot_gives_the_same_manifest(void **context)
{
    struct report_slot *first = report_open(LANGUAGE_TH), *second = report_open(LANGUAGE_TH);
    char hash[MANIFEST_HASH_SIZE], other[MANIFEST_HASH_SIZE];

    (void)context;
    assert_true(report_write(first, hash));
    sleep(3);
    assert_true(report_write(second, other));
    assert_string_equal(hash, other);
    report_close(first);
    report_close(second);
}

static void a_report_that_is_off_is_not_written(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];

    (void)context;
    fixture->reports[1].is_enabled = false;
    assert_true(report_write(fixture, hash));
    report_path_of(fixture, "exceptions.xlsx", path);
    assert_int_equal(access(path, F_OK), -1);
    report_close(fixture);
}

static void assert_stops(const char *file, const char *sql, const char *reason)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    char hash[MANIFEST_HASH_SIZE];

    report_file(fixture, file, sql);
    assert_false(report_write(fixture, hash));
    assert_int_equal(fixture->error.code, EXIT_CODE_DATA);
    if (strstr(fixture->error.text, reason) == NULL)
        fail_msg("%s", fixture->error.text);
    report_close(fixture);
}

static void a_row_that_was_lost_on_the_way_stops_publication(void **context)
{
    (void)context;
    assert_stops("results", "DELETE FROM khrop_worklist WHERE khrop_key = 'O3'",
                 "check T-01: 3 rows found, 2 of them");
    assert_stops("results",
                 "UPDATE khrop_worklist SET is_suppressed = 1 WHERE khrop_key = 'O2';"
                 "DELETE FROM khrop_worklist WHERE khrop_key = 'O3'",
                 "1 of them and 0 that were not checked are on the worklist, 1 are no problem");
    assert_stops("shop", "DELETE FROM customers WHERE customer_no = 'C2'",
                 "dataset customers: the mirror holds 1 rows, and 2 were taken");
    assert_stops("derived",
                 "UPDATE khrop_pulls SET source_row_count = 4 WHERE dataset = "
                 "'customers'",
                 "dataset customers: 4 rows in the source, but 2 taken and 1 rejected");
}

static void a_text_that_is_not_utf8_stops_publication(void **context)
{
    (void)context;
    assert_stops("results",
                 "UPDATE \"T-01\" SET order_no = CAST(x'E0B8' AS TEXT)"
                 " WHERE khrop_key = 'O1'",
                 "not valid UTF-8");
}

static void a_folder_that_is_not_there_is_told(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    char hash[MANIFEST_HASH_SIZE], good[PATH_MAX];

    (void)context;
    memcpy(good, fixture->output, sizeof good);
    snprintf(fixture->output, sizeof fixture->output, "/tmp/khrop_none");
    assert_false(report_write(fixture, hash));
    assert_int_equal(fixture->error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(fixture->error.text, "/tmp/khrop_none/kpi.xlsx"));
    memcpy(fixture->output, good, sizeof good);
    report_close(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_stands_first_then_changed_then_open),
        cmocka_unit_test(a_row_has_owner_list_sentence_and_the_columns_of_its_check),
        cmocka_unit_test(what_was_not_checked_keeps_its_row_with_its_reference),
        cmocka_unit_test(the_cover_says_what_is_missing_and_why),
        cmocka_unit_test(provenance_tells_assumptions_and_warnings),
        cmocka_unit_test(ended_and_rejected_have_sheets),
        cmocka_unit_test(the_cover_says_why_a_dataset_was_held_back),
        cmocka_unit_test(the_cover_says_what_to_do_first),
        cmocka_unit_test(on_a_quiet_day_the_oldest_comes_first),
        cmocka_unit_test(kpi_values_are_exact_in_csv),
        cmocka_unit_test(a_percentage_reads_back_from_kpi_xlsx),
        cmocka_unit_test(today_opens_with_the_figure_and_what_changed),
        cmocka_unit_test(a_change_is_against_what_the_report_of_the_working_day_before_covered),
        cmocka_unit_test(a_headline_has_a_name_and_stands_in_the_manifest),
        cmocka_unit_test(a_headline_that_was_not_measured_is_hatched_with_its_reason),
        cmocka_unit_test(a_headline_of_data_with_gaps_is_not_judged),
        cmocka_unit_test(an_audience_sees_its_teams_exceptions),
        cmocka_unit_test(the_manifest_holds),
        cmocka_unit_test(the_same_slot_gives_the_same_manifest),
        cmocka_unit_test(a_report_that_is_off_is_not_written),
        cmocka_unit_test(a_row_that_was_lost_on_the_way_stops_publication),
        cmocka_unit_test(a_text_that_is_not_utf8_stops_publication),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
