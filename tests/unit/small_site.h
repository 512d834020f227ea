/* A small site by hand: two sources, three datasets, a slot in a temporary folder. What a test
 * prepares and evaluates stands in SQLite files that it writes itself.
 *
 * D is Wednesday 2026-11-25 (day 20782), the last day covered Tuesday (20781).
 */
#ifndef KHROP_TESTS_SMALL_SITE_H
#define KHROP_TESTS_SMALL_SITE_H

#include "jobs/evaluate.h"
#include "jobs/prepare.h"
#include "tests/unit/holidays.h"
#include "tests/unit/testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define TODAY 20782
#define RULE_LIMIT 8

struct small_site {
    struct settings settings;
    struct catalogue catalogue;
    struct job_settings job;
    struct slot slot;
    struct prepare_request request;
    struct dataset_settings datasets[3];
    struct contract contracts[3];
    struct rule derived[RULE_LIMIT], checks[RULE_LIMIT], kpis[RULE_LIMIT], tables[RULE_LIMIT];
    struct error error;
};

static const char *const no_names[] = {NULL};

/* The tables that every source file has; the test adds its datasets and their rows. */
static const char source_tables[] =
    "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, source TEXT, state TEXT,"
    " row_count INTEGER, reject_count INTEGER, source_row_count INTEGER, pulled_at INTEGER,"
    " message TEXT, absent_columns TEXT, newest_birth_on INTEGER, query_sha256 TEXT);"
    "CREATE TABLE khrop_controls (dataset TEXT, column_name TEXT, total TEXT);"
    "CREATE TABLE khrop_rejects (dataset TEXT, row_no INTEGER, key_text TEXT, column_name TEXT,"
    " value TEXT, reason TEXT);";

/* Three people: S1 and S2 in team A, S3 in team B. */
static const char staff_rows[] =
    "CREATE TABLE staff (khrop_row INTEGER, staff_no TEXT, team TEXT, branch TEXT);"
    "CREATE UNIQUE INDEX staff_key ON staff (staff_no);"
    "INSERT INTO staff VALUES (1, 'S1', 'A', 'B1'), (2, 'S2', 'A', 'B2'), (3, 'S3', 'B', 'B2');"
    "INSERT INTO khrop_pulls VALUES ('staff', 'shop', 'whole', 3, 0, 3, 1000, '', '', NULL, 'x');";

/* Four orders: one is born after D, one ends after D. */
static const char orders_rows[] =
    "CREATE TABLE orders (khrop_row INTEGER, order_no TEXT, staff_no TEXT, ordered_on INTEGER,"
    " closed_on INTEGER, order_amount INTEGER);"
    "CREATE UNIQUE INDEX orders_key ON orders (order_no);"
    "INSERT INTO orders VALUES (1, 'O1', 'S1', 20779, 20781, 1000000),"
    " (2, 'O2', 'S2', 20780, 20783, 2500000), (3, 'O3', NULL, 20781, NULL, 500000),"
    " (4, 'O4', 'S1', 20783, NULL, 10000);"
    "INSERT INTO khrop_pulls VALUES ('orders', 'shop', 'whole', 4, 0, 4, 1001, '', '', 20783, 'x');"
    "INSERT INTO khrop_controls VALUES ('orders', 'order_amount', '401');";

static const char accounts_rows[] =
    "CREATE TABLE accounts (khrop_row INTEGER, customer_no TEXT, balance INTEGER,"
    " credit_limit INTEGER);"
    "CREATE UNIQUE INDEX accounts_key ON accounts (customer_no);"
    "INSERT INTO accounts VALUES (1, 'C1', 150000, 100000), (2, 'C2', 10000, NULL);"
    "INSERT INTO khrop_pulls VALUES ('accounts', 'credit', 'whole', 2, 0, 2, 1002, '', '', NULL,"
    " 'x');";

static inline void site_contracts(struct small_site *site)
{
    static const struct column staff[] = {
        {.name = "staff_no", .type = COLUMN_TEXT, .is_key = true},
        {.name = "team", .type = COLUMN_TEXT},
        {.name = "branch", .type = COLUMN_TEXT},
    };
    static const struct column orders[] = {
        {.name = "order_no", .type = COLUMN_TEXT, .is_key = true},
        {.name = "staff_no", .type = COLUMN_TEXT, .is_nullable = true},
        {.name = "ordered_on", .type = COLUMN_DATE},
        {.name = "closed_on", .type = COLUMN_DATE, .is_nullable = true},
        {.name = "order_amount", .type = COLUMN_MONEY},
    };
    static const struct column accounts[] = {
        {.name = "customer_no", .type = COLUMN_TEXT, .is_key = true},
        {.name = "balance", .type = COLUMN_MONEY},
        {.name = "credit_limit", .type = COLUMN_MONEY, .is_nullable = true},
    };
    static const char *const order_ends[] = {"closed_on", NULL};
    const struct contract contracts[] = {
        {"accounts", {{"Accounts", "บัญชีลูกค้า"}}, {accounts, 3}, NULL, no_names, {"d", 1}, NULL, 0},
        {"orders",
         {{"Orders", "คำสั่งขาย"}},
         {orders, 5},
         "ordered_on",
         order_ends,
         {"d", 2},
         NULL,
         0},
        {"staff", {{"Staff", "พนักงาน"}}, {staff, 3}, NULL, no_names, {"d", 3}, NULL, 0},
    };

    memcpy(site->contracts, contracts, sizeof contracts);
    site->catalogue.contracts = site->contracts;
    site->catalogue.contract_count = 3;
    site->catalogue.derived = site->derived;
    site->catalogue.checks = site->checks;
    site->catalogue.kpis = site->kpis;
    site->catalogue.tables = site->tables;
}

static inline void site_settings(struct small_site *site)
{
    static const struct source_settings sources[] = {{.name = "shop"}, {.name = "credit"}};
    static const struct feed_settings shop = {.source = "shop"}, credit = {.source = "credit"};
    const struct dataset_settings datasets[] = {
        {.name = "staff", .feeds = &shop, .feed_count = 1},
        {.name = "orders", .feeds = &shop, .feed_count = 1},
        {.name = "accounts", .feeds = &credit, .feed_count = 1},
    };

    site->settings = holidays_read();
    memcpy(site->datasets, datasets, sizeof datasets);
    site->settings.sources = sources;
    site->settings.source_count = 2;
    site->settings.datasets = site->datasets;
    site->settings.dataset_count = 3;
    site->settings.parallel = 2;
    site->settings.rejects_max = 10;
    site->settings.shrink_percent = 30;
}

/* A new site with an empty slot folder. The test ends it with site_close. */
static inline struct small_site *site_open(void)
{
    struct small_site *site = calloc(1, sizeof *site);

    assert_non_null(site);
    site_settings(site);
    site_contracts(site);
    site->job.name = "daily";
    site->slot = (struct slot){.job = &site->job,
                               .business_on = TODAY,
                               .last_on = TODAY - 1,
                               .run_at = 1000,
                               .attempt = 1};
    snprintf(site->slot.folder, sizeof site->slot.folder, "/tmp/khrop_test_XXXXXX");
    assert_non_null(mkdtemp(site->slot.folder));
    site->request = (struct prepare_request){.settings = &site->settings,
                                             .catalogue = &site->catalogue,
                                             .slot = &site->slot,
                                             .accepted = no_names};
    return site;
}

static inline void site_remove(const struct small_site *site, const char *name)
{
    char path[PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/%s.sqlite", site->slot.folder, name);
    unlink(path);
}

static inline void site_close(struct small_site *site)
{
    static const char *const files[] = {"shop", "credit", "derived", "merged", "results"};

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        site_remove(site, files[i]);
    assert_int_equal(rmdir(site->slot.folder), 0);
    free(site);
}

/* Runs `sql` in FOLDER/NAME.sqlite, which is made when it isn't there. */
static inline void site_execute(const struct small_site *site, const char *name, const char *sql)
{
    char path[PATH_MAX + 64];
    sqlite3 *connection = NULL;

    snprintf(path, sizeof path, "%s/%s.sqlite", site->slot.folder, name);
    assert_int_equal(sqlite3_open(path, &connection), SQLITE_OK);
    if (sqlite3_exec(connection, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(connection));
    sqlite3_close(connection);
}

/* Both sources, pulled whole. */
static inline void site_pull(const struct small_site *site)
{
    site_execute(site, "shop", source_tables);
    site_execute(site, "shop", staff_rows);
    site_execute(site, "shop", orders_rows);
    site_execute(site, "credit", source_tables);
    site_execute(site, "credit", accounts_rows);
}

static inline void site_prepare(struct small_site *site)
{
    if (!prepare_mirror(&site->request, &site->error))
        fail_msg("%s", site->error.text);
}

static inline void site_evaluate(struct small_site *site)
{
    if (!evaluate(&site->settings, &site->catalogue, &site->slot, NULL, NULL, &site->error) ||
        !evaluate_figures(NULL, &site->settings, &site->catalogue, &site->slot, &site->error))
        fail_msg("%s", site->error.text);
}

/* While a test holds it, no file can grow beyond `bytes`: a full disk for the one process. */
static inline void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Rows of a query over a connection: values joined by "|", rows by "\n", "null" for a null. */
static inline const char *rows_of(sqlite3 *connection, const char *sql)
{
    static char answer[8192];
    sqlite3_stmt *rows = NULL;
    size_t used = 0;

    answer[0] = '\0';
    if (sqlite3_prepare_v2(connection, sql, -1, &rows, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(connection));
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const unsigned char *value = sqlite3_column_text(rows, i);
            used += (size_t)snprintf(answer + used, sizeof answer - used, "%s%s", i > 0 ? "|" : "",
                                     value == NULL ? "null" : (const char *)value);
        }
        used += (size_t)snprintf(answer + used, sizeof answer - used, "\n");
    }
    sqlite3_finalize(rows);
    return answer;
}

/* The same over one of the slot's files. */
static inline const char *site_rows(const struct small_site *site, const char *name,
                                    const char *sql)
{
    char path[PATH_MAX + 64];
    sqlite3 *connection = NULL;
    const char *answer;

    snprintf(path, sizeof path, "%s/%s.sqlite", site->slot.folder, name);
    assert_int_equal(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    answer = rows_of(connection, sql);
    sqlite3_close(connection);
    return answer;
}

static inline sqlite3 *site_mirror(struct small_site *site)
{
    sqlite3 *mirror = NULL;

    if (!mirror_open(&mirror, &site->settings, &site->catalogue, &site->slot, &site->error))
        fail_msg("%s", site->error.text);
    return mirror;
}

/* A check, as its file would give it, that needs nothing; the test changes what it is about. */
static inline struct rule *site_check(struct small_site *site, const char *id, const char *sql)
{
    static const char *const key[] = {"order_no", NULL};
    struct rule *rule = &site->checks[site->catalogue.check_count++];

    *rule = (struct rule){.kind = RULE_CHECK,
                          .id = id,
                          .title = {{id, id}},
                          .why = {{"order {order_no}", "คำสั่งขาย {order_no}"}},
                          .key = key,
                          .signature = no_names,
                          .owner = "role:it",
                          .severity = "high",
                          .is_enabled = true,
                          .sql = sql,
                          .place = {"checks/X.sql", 10}};
    return rule;
}

static inline struct rule *site_derived(struct small_site *site, const char *id, const char *sql,
                                        const char *const *key)
{
    struct rule *rule = &site->derived[site->catalogue.derived_count++];

    *rule = (struct rule){.kind = RULE_DERIVED,
                          .id = id,
                          .title = {{id, id}},
                          .key = key,
                          .signature = no_names,
                          .is_enabled = true,
                          .sql = sql,
                          .place = {"derived/x.sql", 5}};
    return rule;
}

static inline struct rule *site_kpi(struct small_site *site, const char *id, enum kpi_kind kind,
                                    const struct kpi_measure *measure, const char *sql)
{
    struct rule *rule = &site->kpis[site->catalogue.kpi_count++];

    *rule = (struct rule){.kind = RULE_KPI,
                          .id = id,
                          .title = {{id, id}},
                          .key = no_names,
                          .signature = no_names,
                          .is_enabled = true,
                          .kpi_kind = kind,
                          .measures = measure,
                          .measure_count = 1,
                          .rows = no_names,
                          .sha256 = "0",
                          .split_title = {{"", ""}},
                          .sql = sql,
                          .place = {"kpis/x.sql", 5}};
    return rule;
}

/* `plan` with its lists ended; `key` ended by NULL. */
static inline struct rule *site_table(struct small_site *site, const char *id,
                                      const struct table_plan *plan, const char *const *key,
                                      const char *sql)
{
    struct rule *rule = &site->tables[site->catalogue.table_count++];

    *rule = (struct rule){.kind = RULE_TABLE,
                          .id = id,
                          .title = {{id, id}},
                          .key = key,
                          .signature = no_names,
                          .is_enabled = true,
                          .page = PAGE_CREDIT,
                          .rows = no_names,
                          .sha256 = "0",
                          .table = plan,
                          .sql = sql,
                          .place = {"tables/x.sql", 5}};
    return rule;
}

#endif
