/* Tests reports/summary_*.c on a slot by hand: what the page says of what is missing, in part, of
 * the past, of many people; end_to_end/summary_test.py reads it whole. */
#include "reports/report.h"
#include "tests/unit/report_slot.h"

#define PAGE_SIZE (1024 * 1024)
#define STAFF_MANY 500

static char page[PAGE_SIZE];

static void change(const struct report_slot *fixture, const char *file, const char *sql)
{
    report_file(fixture, file, sql);
}

static const char *page_of(struct report_slot *fixture)
{
    char path[PATH_MAX], hash[MANIFEST_HASH_SIZE];
    FILE *file;

    if (!report_write(fixture, hash))
        fail_msg("%s", fixture->error.text);
    report_path_of(fixture, "summary.html", path);
    file = fopen(path, "r");
    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    assert_true(strlen(page) < sizeof page - 1);
    return page;
}

static void assert_has(const char *text, const char *expected)
{
    if (strstr(text, expected) == NULL)
        fail_msg("%s is not in the page", expected);
}

static void assert_has_not(const char *text, const char *unexpected)
{
    if (strstr(text, unexpected) != NULL)
        fail_msg("%s is in the page", unexpected);
}

/* 772 of 809 is 95.4265 %, the target 95 %. */
static void a_headline_has_value_status_and_target(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text = page_of(fixture);

    (void)state;
    assert_has(text, "<p class=\"value g\" id=\"kpi_on_time\">95.43 %</p>");
    assert_has(text, "<p class=\"state g\">On target</p>");
    assert_has(text, "Target ≥ 95 %</p>");
    report_close(fixture);
}

/* It is not known on which side of the target the whole would stand. */
static void a_figure_of_data_with_gaps_has_no_colour_in_its_tile(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text;

    (void)state;
    change(fixture, "results", "UPDATE khrop_kpis SET state = 'partial', reason_en = 'a gap';");
    text = page_of(fixture);
    assert_has(text, "<p class=\"value \" id=\"kpi_on_time\">95.43 %</p>");
    assert_has(text, "! In part: data is missing");
    assert_has(text, "<span class=\"bad\">! Checked in part</span>");
    report_close(fixture);
}

static void a_figure_that_was_not_taken_is_no_figure(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_TH);
    const char *text;

    (void)state;
    change(fixture, "results",
           "UPDATE khrop_kpis SET state = 'not_checked', reason_en = 'no answer in 5 s',"
           " reason_th = 'no answer in 5 s';");
    text = page_of(fixture);
    assert_has_not(text, "95.43");
    assert_has(text, "✗ ไม่ได้ตรวจ (ข้อมูลไม่ครบ)</b>: <span lang=\"en\">no answer in 5 s</span>");
    report_close(fixture);
}

static void what_was_not_checked_is_told_with_its_reason(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text = page_of(fixture);

    (void)state;
    assert_has(text, "<h2 id=\"gaps\">What was not checked</h2>");
    assert_has(text, "T-02  Over limit · <b class=\"bad\">Not checked</b>: "
                     "dataset accounts is not there");
    assert_has(text, "<li class=\"card\"><b><bdi>Credit</bdi></b> - · Rows -<br>"
                     "<span class=\"bad\">✗ Could not be read</span></li>");
    assert_has(text, "Rows 4<br><span class=\"bad\">✗ In part</span>");
    report_close(fixture);
}

/* T-01 has one new, one changed, one open exception; its oldest is of day 9. */
static void a_check_has_what_is_listed_new_and_oldest(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text = page_of(fixture);

    (void)state;
    assert_has(text, "<b>T-01</b> Still owed</th><td role=\"cell\">High</td>"
                     "<td role=\"cell\" class=\"n barred\">3<i class=\"bar\" "
                     "style=\"width:100%\"></i></td><td role=\"cell\" class=\"n\">1</td>"
                     "<td role=\"cell\" class=\"n\">13 Nov 2026 (day 9)</td>");
    report_close(fixture);
}

/* What a check that couldn't look would have found is not known: no 0. */
static void a_check_that_was_blind_says_so(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text = page_of(fixture);

    (void)state;
    assert_has(text, "<b>T-02</b> Over limit <span class=\"bad\">✗ Not checked</span></th>"
                     "<td role=\"cell\">Low</td><td role=\"cell\" class=\"n barred\">1<i "
                     "class=\"bar\" style=\"width:33%\"></i></td>"
                     "<td role=\"cell\" class=\"n bad\">?</td>"
                     "<td role=\"cell\" class=\"n\">19 Nov 2026 (day 5)</td>"
                     "<td role=\"cell\" class=\"none\"></td><td role=\"cell\" class=\"n\">0</td>"
                     "<td role=\"cell\" class=\"n bad\">?</td></tr>");
    report_close(fixture);
}

static void a_day_of_the_past_has_no_worklist(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text;

    (void)state;
    fixture->slot.is_flows_only = true;
    text = page_of(fixture);
    assert_has(text, "A day of the past");
    assert_has_not(text, "id=\"needs\"");
    assert_has_not(text, "href=\"#needs\"");
    report_close(fixture);
}

static void names_of_people_and_desks_stand_as_they_are(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text;

    (void)state;
    change(fixture, "shop", "UPDATE staff SET staff_name = '<b>&\"''' WHERE staff_no = 'E1';");
    text = page_of(fixture);
    assert_has(text, "<bdi>&lt;b&gt;&amp;&quot;&#39;</bdi> <span class=\"faint\"><bdi>E1</bdi>");
    assert_has(text, "<bdi>Credit desk</bdi>");
    report_close(fixture);
}

/* 500 people have a figure: the page has the first 60 of them and says that there are more. */
static void many_people_do_not_make_a_long_page(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text;
    size_t people = 0;
    char sql[512];

    (void)state;
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
             " INSERT INTO khrop_kpi_values SELECT 'on_time', 'month', 'staff', 'X' || i, '*', '',"
             " 1, 1, 1000000, NULL, 'green' FROM n;",
             STAFF_MANY);
    change(fixture, "results", sql);
    text = page_of(fixture);
    for (const char *at = strstr(text, "<bdi>X"); at != NULL; at = strstr(at + 1, "<bdi>X"))
        people++;
    assert_in_range(people, 1, 60);
    assert_has(text, "The first are shown; all stand in kpi.xlsx.");
    report_close(fixture);
}

/* A trend of 90 days whose value in the week that ended on the 25th was 96 %. */
static void a_trend_is_drawn_and_told_week_by_week(void **state)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *text;

    (void)state;
    change(fixture, "results",
           "DELETE FROM khrop_kpi_trends;"
           "WITH RECURSIVE n(d) AS (SELECT 20692 UNION ALL SELECT d + 1 FROM n WHERE d < 20781)"
           " INSERT INTO khrop_kpi_trends SELECT 'on_time', '', '*', 'rolling', 'company', '', d,"
           "  1, 1, CASE WHEN d < 20776 THEN 900000 ELSE 960000 END, NULL, '' FROM n;");
    text = page_of(fixture);
    assert_has(text, "<figure><figcaption>On time <span>Latest 96.00 %</span></figcaption>");
    assert_has(text, "Lowest 90.00 % (27 Aug 2026), Highest 96.00 % (19 Nov 2026), "
                     "Latest 96.00 % (24 Nov 2026)</desc>");
    assert_has(text, "<tr><th scope=\"row\">25 Nov 2026</th><td>96.00 %</td></tr>\n"
                     "<tr><th scope=\"row\">18 Nov 2026</th><td>90.00 %</td></tr>");
    report_close(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headline_has_value_status_and_target),
        cmocka_unit_test(a_figure_of_data_with_gaps_has_no_colour_in_its_tile),
        cmocka_unit_test(a_figure_that_was_not_taken_is_no_figure),
        cmocka_unit_test(what_was_not_checked_is_told_with_its_reason),
        cmocka_unit_test(a_check_has_what_is_listed_new_and_oldest),
        cmocka_unit_test(a_check_that_was_blind_says_so),
        cmocka_unit_test(a_day_of_the_past_has_no_worklist),
        cmocka_unit_test(names_of_people_and_desks_stand_as_they_are),
        cmocka_unit_test(many_people_do_not_make_a_long_page),
        cmocka_unit_test(a_trend_is_drawn_and_told_week_by_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
