/* Tests reports/kpi_figures.c and reports/kpi_changes.c: what the KPI pages say of splits, and of
 * definitions that have changed. */
#include "reports/kpi_changes.h"
#include "reports/kpi_figures.h"
#include "tests/unit/testing.h"

#include <stdio.h>

static const struct kpi_measure percent[] = {{"", {{"", ""}}, UNIT_PERCENT}};
static const struct kpi_measure two[] = {{"orders", {{"orders", "คำสั่งขาย"}}, UNIT_COUNT},
                                         {"amount", {{"value", "มูลค่า"}}, UNIT_MONEY}};
static const struct rule checks[] = {
    {.kind = RULE_CHECK, .id = "BO-04", .title = {{"Quantity differs", "จำนวนไม่ตรง"}}}};
static const struct catalogue catalogue = {.checks = checks, .check_count = 1};

static struct report report_in(enum language language)
{
    return (struct report){.catalogue = &catalogue, .language = language};
}

static void assert_split(enum language language, const char *split, const char *expected)
{
    struct report report = report_in(language);
    char text[KPI_SPLIT_SIZE];

    kpi_split_text(&report, split, text);
    assert_string_equal(text, expected);
}

static void split_is_a_word_a_check_with_its_title_or_itself(void **state)
{
    (void)state;
    assert_split(LANGUAGE_EN, "drop_ship", "Drop ship");
    assert_split(LANGUAGE_TH, "case:service", "ปัญหาที่ลูกค้าแจ้ง: บริการ");
    assert_split(LANGUAGE_EN, "BO-04", "BO-04 Quantity differs");
    assert_split(LANGUAGE_TH, "check:BO-04", "BO-04 จำนวนไม่ตรง");
    assert_split(LANGUAGE_EN, "SITE-1", "SITE-1");
    assert_split(LANGUAGE_TH, "", "ไม่ระบุประเภท");
}

static struct kpi_line line(const char *split, int64_t value)
{
    struct kpi_line made = {.split = split, .measure = percent};

    made.figures[PERIOD_MONTH] =
        (struct kpi_figure){.is_there = true, .has_value = true, .value = value, .status = ""};
    return made;
}

static void assert_order(const struct kpi_line *lines, size_t count, const char *expected)
{
    char order[64] = "";
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(order + used, sizeof order - used, "%s ", lines[i].split);
    assert_string_equal(order, expected);
}

/* Equal ones stay in the order of their names; one without a figure this month is last. */
static void largest_splits_come_first_below_the_total(void **state)
{
    const struct rule rule = {.kpi_kind = KPI_FLOW, .measures = percent, .measure_count = 1};
    struct kpi_line lines[] = {
        line("*", 9), line("a", 1), line("b", 3), {.split = "c"}, line("d", 3)};

    (void)state;
    assert_int_equal(kpi_lines_largest(&rule, lines, 5, 3), 4);
    assert_order(lines, 4, "* b d a ");
}

static void few_splits_stay_as_they_are(void **state)
{
    const struct rule rule = {.kpi_kind = KPI_FLOW, .measures = percent, .measure_count = 1};
    struct kpi_line lines[] = {line("*", 4), line("a", 1), line("b", 3)};

    (void)state;
    assert_int_equal(kpi_lines_largest(&rule, lines, 3, 2), 3);
    assert_order(lines, 3, "* a b ");
    assert_int_equal(kpi_lines_largest(&rule, lines, 0, 2), 0);
}

static void assert_changes(const struct rule *rule, enum language language, const char *rows,
                           const char *expected)
{
    struct report report = report_in(language);
    struct error error = {0};
    char text[512], sql[512];

    assert_int_equal(sqlite3_open(":memory:", &report.mirror), SQLITE_OK);
    snprintf(sql, sizeof sql,
             "ATTACH ':memory:' AS results; CREATE TABLE results.khrop_kpi_changes (kpi_id,"
             " measure, changed_on, effect_on, value_before, value_after);%s%s",
             *rows == '\0' ? "" : "INSERT INTO results.khrop_kpi_changes VALUES ", rows);
    assert_int_equal(sqlite3_exec(report.mirror, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(kpi_changes_text(&report, rule, text, sizeof text, &error));
    assert_string_equal(text, expected);
    sqlite3_close(report.mirror);
}

/* Day 20777 is 20 November 2026. */
static void change_is_told_with_what_it_did(void **state)
{
    const struct rule rule = {
        .id = "k", .kpi_kind = KPI_FLOW, .measures = percent, .measure_count = 1};

    (void)state;
    assert_changes(&rule, LANGUAGE_EN, "('k', '', 20777, 20776, 979000, 952000)",
                   "Defined otherwise since 20 Nov 2026 · 19 Nov 2026, Last 30 days: old "
                   "definition 97.90 %, new definition 95.20 %");
    assert_changes(&rule, LANGUAGE_TH, "('k', '', 20777, 20776, 979000, NULL)",
                   "เปลี่ยนนิยามตั้งแต่วันที่ 20 พ.ย. 2569 · 19 พ.ย. 2569, 30 วันล่าสุด: "
                   "ตามนิยามเดิม 97.90 %, ตามนิยามใหม่ -");
    assert_changes(&rule, LANGUAGE_EN, "('k', '', 20777, NULL, NULL, NULL)",
                   "Defined otherwise since 20 Nov 2026");
    assert_changes(&rule, LANGUAGE_EN, "", "");
}

static void each_measure_of_a_changed_kpi_has_its_line(void **state)
{
    const struct rule rule = {
        .id = "k", .kpi_kind = KPI_STOCK, .measures = two, .measure_count = 2};

    (void)state;
    assert_changes(&rule, LANGUAGE_EN,
                   "('k', 'orders', 20777, 20776, 12, 15),"
                   " ('k', 'amount', 20777, NULL, NULL, NULL)",
                   "value: Defined otherwise since 20 Nov 2026\n"
                   "orders: Defined otherwise since 20 Nov 2026 · 19 Nov 2026, Now: old "
                   "definition 12, new definition 15");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_is_a_word_a_check_with_its_title_or_itself),
        cmocka_unit_test(largest_splits_come_first_below_the_total),
        cmocka_unit_test(few_splits_stay_as_they_are),
        cmocka_unit_test(change_is_told_with_what_it_did),
        cmocka_unit_test(each_measure_of_a_changed_kpi_has_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
