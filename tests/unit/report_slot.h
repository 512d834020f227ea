/* A slot by hand, as the stages before the reports leave it: two checks, one KPI, a worklist with
 * every state, texts that would like to be formulas. D is Wednesday 2026-11-25 (day 20782).
 */
#ifndef KHROP_TESTS_REPORT_SLOT_H
#define KHROP_TESTS_REPORT_SLOT_H

#include "core/clock.h"
#include "jobs/folder.h"
#include "jobs/statement.h"
#include "reports/reports.h"
#include "tests/unit/holidays.h"
#include "tests/unit/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TODAY 20782

struct report_slot {
    struct settings settings;
    struct catalogue catalogue;
    struct job_settings job;
    struct slot slot;
    struct report_settings reports[5];
    char output[PATH_MAX];
    struct error error;
};

static const char report_shop_tables[] =
    "CREATE TABLE staff (khrop_row INTEGER, staff_no TEXT, staff_name TEXT, team TEXT,"
    " branch TEXT, supervisor_no TEXT, is_active INTEGER);"
    "INSERT INTO staff VALUES (1, 'E1', 'สมชาย ใจดี', 'ทีม 1', 'B1', NULL, 1),"
    " (2, 'E2', 'สมหญิง รักงาน', 'ทีม 1', 'B1', 'E1', 0);"
    "CREATE TABLE customers (khrop_row INTEGER, customer_no TEXT, customer_name TEXT, phone TEXT);"
    "INSERT INTO customers VALUES (1, 'C1', '=cmd()', '+66812345678'),"
    " (2, 'C2', 'บริษัท รุ่งเรือง จำกัด', NULL);";

static const char report_derived_tables[] =
    "CREATE TABLE calendar (branch TEXT, day_on INTEGER, weekday_no INTEGER, is_workday INTEGER,"
    " workday_count INTEGER, holiday_name TEXT);"
    "INSERT INTO calendar VALUES ('', 20779, 7, 0, 0, NULL), ('', 20780, 1, 1, 1, NULL),"
    " ('', 20781, 2, 1, 2, NULL), ('', 20782, 3, 1, 3, NULL);"
    "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, source TEXT, state TEXT, row_count, "
    "reject_count, source_row_count, usual_row_count INTEGER, pulled_at INTEGER, newest_birth_on "
    "INTEGER, may_be_empty INTEGER, is_accepted INTEGER, absent_columns TEXT, message TEXT);"
    "INSERT INTO khrop_pulls VALUES"
    " ('staff', 'shop', 'whole', 2, 0, 2, NULL, 1795561200, NULL, 0, 0, '', ''),"
    " ('customers', 'shop', 'partial', 2, 1, 3, 3, 1795561200, NULL, 0, 0, '', '1 row rejected'),"
    " ('accounts', 'credit', 'failed', 0, 0, 0, 9, NULL, NULL, 0, 0, '', 'no answer in 5 s');"
    "CREATE TABLE khrop_notices (position INTEGER PRIMARY KEY, kind TEXT, text_en TEXT, "
    "text_th TEXT);"
    "INSERT INTO khrop_notices VALUES (1, 'assumption', 'Taken for granted', 'ถือเอาเอง'),"
    " (2, 'warning', 'Look at this', 'ดูตรงนี้');"
    "CREATE TABLE khrop_sources (source TEXT PRIMARY KEY, state TEXT, pulled_at INTEGER, "
    "dataset_count INTEGER, row_count INTEGER, reject_count INTEGER, message TEXT);"
    "INSERT INTO khrop_sources VALUES ('shop', 'partial', 1795561200, 2, 4, 1, ''),"
    " ('credit', 'failed', NULL, 1, 0, 0, 'no answer in 5 s');"
    "CREATE TABLE khrop_controls (source TEXT, dataset TEXT, column_name TEXT, total TEXT);"
    "INSERT INTO khrop_controls VALUES ('shop', 'customers', 'balance', '1234.5');"
    "CREATE TABLE khrop_rejects (source TEXT, dataset TEXT, row_no INTEGER, key_text TEXT, "
    "column_name TEXT, value TEXT, reason TEXT);"
    "INSERT INTO khrop_rejects VALUES"
    " ('shop', 'customers', 3, 'C3', 'created_on', '31/02/2026', 'is not a date');";

static const char report_results_tables[] =
    "CREATE TABLE khrop_checks (check_id TEXT PRIMARY KEY, position INTEGER, state TEXT,"
    " reason_en TEXT, reason_th TEXT, found_count INTEGER);"
    "INSERT INTO khrop_checks VALUES ('T-01', 0, 'checked', '', '', 3),"
    " ('T-02', 1, 'not_checked', 'dataset accounts is not there', 'ใช้ข้อมูล accounts ไม่ได้', 0);"
    "CREATE TABLE \"T-01\" (khrop_key TEXT PRIMARY KEY, khrop_signature TEXT, khrop_owner TEXT,"
    " khrop_event_on INTEGER, khrop_why_en TEXT, khrop_why_th TEXT, order_no TEXT,"
    " customer_no TEXT, owed_qty INTEGER, balance INTEGER, promise_on INTEGER, is_on_hold INTEGER);"
    "INSERT INTO \"T-01\" VALUES"
    " ('O1', 's', 'E1', NULL, 'w1', 'ว1', 'O1', 'C1', 105000, -10000, 20780, 1),"
    " ('O2', 's', 'E2', NULL, 'w2', 'ว2', 'O2', 'C2', 20000, 12345600, NULL, 0),"
    " ('O3', 's', '', NULL, 'w3', 'ว3', 'O3', NULL, NULL, NULL, 20770, NULL);"
    "CREATE TABLE khrop_kpis (kpi_id TEXT PRIMARY KEY, position INTEGER, state TEXT,"
    " reason_en TEXT, reason_th TEXT);"
    "INSERT INTO khrop_kpis VALUES ('on_time', 0, 'checked', '', '');"
    "CREATE TABLE khrop_kpi_parts (kpi_id TEXT, staff_no TEXT, split TEXT, measure TEXT,"
    " day_on INTEGER, part INTEGER, whole INTEGER);"
    "CREATE TABLE khrop_kpi_values (kpi_id TEXT, period TEXT, level TEXT, level_no TEXT,"
    " split TEXT, measure TEXT, part INTEGER, whole INTEGER, value INTEGER, share INTEGER,"
    " status TEXT);"
    "INSERT INTO khrop_kpi_values VALUES"
    " ('on_time', 'month', 'company', '', '*', '', 772, 809, 954265, NULL, 'green'),"
    " ('on_time', 'day', 'company', '', '*', '', 0, 0, NULL, NULL, ''),"
    " ('on_time', 'month', 'staff', 'E1', '*', '', 772, 809, 954265, NULL, 'green');"
    "CREATE TABLE khrop_staff_places (staff_no TEXT, from_on INTEGER, to_on INTEGER, team TEXT,"
    " branch TEXT);"
    "INSERT INTO khrop_staff_places VALUES ('E1', 0, 99999, 'ทีม 1', 'B1'),"
    " ('E2', 0, 99999, 'ทีม 1', 'B1');"
    "CREATE TABLE khrop_kpi_trends (kpi_id TEXT, measure TEXT, split TEXT, period TEXT, level TEXT,"
    " level_no TEXT, day_on INTEGER, part INTEGER, whole INTEGER, value INTEGER, share INTEGER,"
    " status TEXT);"
    "INSERT INTO khrop_kpi_trends VALUES"
    " ('on_time', '', '*', 'month', 'company', '', 20780, 700, 750, 933333, NULL, 'red'),"
    " ('on_time', '', '*', 'month', 'company', '', 20781, 772, 809, 954265, NULL, 'green'),"
    " ('on_time', '', '*', 'rolling', 'company', '', 20780, 900, 1000, 900000, NULL, 'red'),"
    " ('on_time', '', '*', 'rolling', 'company', '', 20781, 960, 1000, 960000, NULL, 'green');"
    "CREATE TABLE khrop_kpi_changes (kpi_id TEXT, measure TEXT, changed_on INTEGER,"
    " effect_on INTEGER, value_before INTEGER, value_after INTEGER);"
    "CREATE TABLE khrop_periods (period TEXT PRIMARY KEY, from_on INTEGER, to_on INTEGER);"
    "INSERT INTO khrop_periods VALUES ('day', 20781, 20781), ('month', 20758, 20781),"
    " ('rolling', 20752, 20781), ('all', 20000, 20781), ('now', 20782, 20782);";

static const char report_worklist_table[] =
    "CREATE TABLE khrop_worklist (exception_id TEXT PRIMARY KEY, check_id TEXT, khrop_key TEXT,"
    " state TEXT, day_count INTEGER, first_found_on INTEGER, last_found_on INTEGER,"
    " last_checked_on INTEGER, runs_seen_count INTEGER, severity TEXT, owner TEXT, list_no TEXT,"
    " list_reason TEXT, signature TEXT, why_en TEXT, why_th TEXT, customer_no TEXT,"
    " since_on INTEGER, amount INTEGER, status TEXT DEFAULT '', remark TEXT DEFAULT '', remark_by "
    "TEXT,"
    " remark_at INTEGER, next_on INTEGER, baseline_no INTEGER, other_status TEXT,"
    " other_remark TEXT, other_by TEXT, other_at INTEGER, other_next_on INTEGER,"
    " assigned_to TEXT, earlier_list_no TEXT, is_still_found INTEGER NOT NULL DEFAULT 0,"
    " is_suppressed INTEGER NOT NULL DEFAULT 0, suppressed_until_on INTEGER,"
    " not_suppressed_why TEXT DEFAULT '');"
    "INSERT INTO khrop_worklist (exception_id, check_id, khrop_key, state, day_count,"
    " first_found_on, last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no,"
    " list_reason, signature, why_en, why_th, customer_no) VALUES"
    " ('T-01:O1', 'T-01', 'O1', 'open', 3, 20780, 20782, 20782, 3, 'high', 'E1', 'E1', '', 's',"
    "  'w1', 'ว1', 'C1'),"
    " ('T-01:O2', 'T-01', 'O2', 'new', 1, 20782, 20782, 20782, 1, 'high', 'E2', 'E1', 'inactive',"
    "  's', 'w2', 'ว2', 'C2'),"
    " ('T-01:O3', 'T-01', 'O3', 'changed', 9, 20770, 20782, 20782, 9, 'high', '',"
    "  'role:supervisor', 'unassigned', 's', 'w3', 'ว3', NULL),"
    " ('T-01:O9', 'T-01', 'O9', 'resolved', 2, 20781, 20781, 20782, 1, 'high', 'E1', 'E1', '', 's',"
    "  'w9', 'ว9', NULL),"
    " ('T-02:C1', 'T-02', 'C1', 'not_checked', 5, 20776, 20781, 20781, 4, 'low', 'role:credit',"
    "  'role:credit', '', 's', 'w4', 'ว4', 'C1');";

static inline void report_file(const struct report_slot *fixture, const char *name, const char *sql)
{
    char path[PATH_MAX + 32];
    struct error error = {0};
    sqlite3 *file;

    snprintf(path, sizeof path, "%s/%s.sqlite", fixture->slot.folder, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    if (!statement_execute(file, sql, &error))
        fail_msg("%s: %s", name, error.text);
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
}

static inline void report_catalogue(struct catalogue *catalogue)
{
    static const char *const no_names[] = {NULL};
    static const struct column staff[] = {
        {.name = "staff_no", .type = COLUMN_TEXT, .is_key = true},
        {.name = "staff_name", .type = COLUMN_TEXT},
        {.name = "team", .type = COLUMN_TEXT},
        {.name = "branch", .type = COLUMN_TEXT},
        {.name = "supervisor_no", .type = COLUMN_TEXT, .is_nullable = true},
        {.name = "is_active", .type = COLUMN_BOOLEAN},
    };
    static const struct column customers[] = {
        {.name = "customer_no", .type = COLUMN_TEXT, .is_key = true},
        {.name = "customer_name", .type = COLUMN_TEXT},
        {.name = "phone", .type = COLUMN_TEXT, .is_nullable = true},
    };
    static struct contract contracts[] = {
        {.name = "customers", .title = {{"Customers", "ลูกค้า"}}, .schema = {customers, 3}},
        {.name = "staff", .title = {{"Staff", "พนักงาน"}}, .schema = {staff, 6}},
    };
    static struct rule checks[] = {
        {.kind = RULE_CHECK,
         .id = "T-01",
         .title = {{"Still owed", "ยังค้างส่ง"}},
         .todo = {{"Ask", "สอบถาม"}},
         .severity = "high",
         .is_enabled = true,
         .sha256 = "11"},
        {.kind = RULE_CHECK,
         .id = "T-02",
         .title = {{"Over limit", "เกินวงเงิน"}},
         .todo = {{"Ask", "สอบถาม"}},
         .severity = "low",
         .is_enabled = true,
         .sha256 = "22"},
    };
    static const struct kpi_measure measures[] = {{"", {{"", ""}}, UNIT_PERCENT}};
    static struct rule kpis[] = {
        {.kind = RULE_KPI,
         .id = "on_time",
         .title = {{"On time", "ส่งทันกำหนด"}},
         .kpi_kind = KPI_FLOW,
         .measures = measures,
         .measure_count = 1,
         .has_target = true,
         .target = 950000,
         .split_title = {{"", ""}},
         .formula = {{"f", "สูตร"}},
         .is_enabled = true,
         .sha256 = "33"},
    };

    for (size_t i = 0; i < 2; i++)
        contracts[i].ends = no_names;
    *catalogue = (struct catalogue){.contracts = contracts,
                                    .contract_count = 2,
                                    .checks = checks,
                                    .check_count = 2,
                                    .kpis = kpis,
                                    .kpi_count = 1};
}

static inline void report_settings_make(struct report_slot *fixture, enum language language)
{
    static const struct source_settings sources[] = {
        {.name = "shop", .title = {{"Shop", "ระบบขาย"}}},
        {.name = "credit", .title = {{"Credit", "ระบบสินเชื่อ"}}}};
    static const struct feed_settings shop = {.source = "shop"}, credit = {.source = "credit"};
    static const struct dataset_settings datasets[] = {
        {.name = "staff", .feeds = &shop, .feed_count = 1},
        {.name = "customers", .feeds = &shop, .feed_count = 1},
        {.name = "accounts", .feeds = &credit, .feed_count = 1}};
    static const struct desk_settings desks[] = {
        {.name = "credit", .title = {{"Credit desk", "แผนกสินเชื่อ"}}}};
    static const char *const names[] = {"kpi", "exceptions", "lists", "csv", "summary"};

    fixture->settings = holidays_read();
    fixture->settings.organisation = (struct bilingual){{"Test & Co", "บริษัททดสอบ"}};
    fixture->settings.language = language;
    fixture->settings.sources = sources;
    fixture->settings.source_count = 2;
    fixture->settings.datasets = datasets;
    fixture->settings.dataset_count = 3;
    fixture->settings.desks = desks;
    fixture->settings.desk_count = 1;
    for (size_t i = 0; i < 5; i++)
        fixture->reports[i] =
            (struct report_settings){.name = names[i], .is_enabled = true, .language = language};
    fixture->settings.reports = fixture->reports;
    fixture->settings.report_count = 5;
}

/* A new slot in a temporary folder, and an empty folder for the files. Ended by report_close. */
static inline struct report_slot *report_open(enum language language)
{
    struct report_slot *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    assert_true(clock_set_zone("Asia/Bangkok", &fixture->error));
    report_settings_make(fixture, language);
    report_catalogue(&fixture->catalogue);
    fixture->job = (struct job_settings){.name = "daily", .title = {{"Daily", "รายวัน"}}};
    fixture->slot = (struct slot){.job = &fixture->job,
                                  .business_on = TODAY,
                                  .last_on = TODAY - 1,
                                  .run_at = INT64_C(1795561200), /* 06:00 in Bangkok */
                                  .attempt = 1};
    snprintf(fixture->slot.folder, sizeof fixture->slot.folder, "/tmp/khrop_slot_XXXXXX");
    assert_non_null(mkdtemp(fixture->slot.folder));
    snprintf(fixture->output, sizeof fixture->output, "/tmp/khrop_output_XXXXXX");
    assert_non_null(mkdtemp(fixture->output));
    report_file(fixture, "shop", report_shop_tables);
    report_file(fixture, "derived", report_derived_tables);
    report_file(fixture, "results", report_results_tables);
    report_file(fixture, "results", report_worklist_table);
    return fixture;
}

static inline void report_close(struct report_slot *fixture)
{
    assert_true(folder_remove(fixture->slot.folder, &fixture->error));
    assert_true(folder_remove(fixture->output, &fixture->error));
    free(fixture);
}

static inline bool report_write(struct report_slot *fixture, char hash[MANIFEST_HASH_SIZE])
{
    error_clear(&fixture->error);
    return reports_write(&fixture->settings, &fixture->catalogue, &fixture->slot, fixture->output,
                         hash, &fixture->error);
}

static inline void report_path_of(const struct report_slot *fixture, const char *name,
                                  char path[PATH_MAX])
{
    assert_true(snprintf(path, PATH_MAX, "%s/%s", fixture->output, name) < PATH_MAX);
}

#endif
