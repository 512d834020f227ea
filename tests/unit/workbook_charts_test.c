/* Tests reports/workbook_charts.c: charts with the numbers they carry, names of cells, bars and
 * scales. */
#include "reports/workbook_charts.h"
#include "reports/workbook_forms.h"
#include "tests/unit/workbook_reading.h"

#include <stdlib.h>

static char folder[] = "/tmp/khrop_charts_XXXXXX";
static char path[64];
static struct error error;

static struct workbook *book(void)
{
    const struct workbook_request request = {.path = path,
                                             .temporary_folder = folder,
                                             .title = "Charts",
                                             .company = "รวมใจโฮมมาร์ท",
                                             .created_at = 1794870000,
                                             .language = LANGUAGE_TH,
                                             .row_limit = WORKBOOK_ROW_LIMIT};
    struct workbook *workbook;

    error = (struct error){0};
    assert_true(workbook_open(&workbook, &request, &error));
    return workbook;
}

static struct sheet *sheet_of(struct workbook *workbook, const char *name)
{
    struct sheet *sheet = workbook_sheet(workbook, name, true, NULL, NULL, &error);

    assert_non_null(sheet);
    return sheet;
}

/* Rows 1 to 3: a name, a number, a target; the second row has no number. */
static void write_rows(struct sheet *sheet)
{
    static const char *const names[] = {"ก", "ข", "ค"};

    sheet_keep_cells(sheet);
    for (size_t i = 0; i < 3; i++) {
        assert_true(sheet_next_row(sheet, &error));
        sheet_percent(sheet, 2, 800000, LOOK_PLAIN);
        sheet_text(sheet, 0, names[i], CELL_TEXT, LOOK_PLAIN);
        if (i != 1)
            sheet_percent(sheet, 1, (int64_t)i * 100000 + 500000, LOOK_PLAIN);
    }
}

static const char *charts_of(struct workbook *workbook)
{
    if (!workbook_finish(workbook, &error))
        fail_msg("%s", error.text);
    return workbook_read(path, "--charts");
}

static struct chart_plan plan_of(enum chart_kind kind, const struct chart_series *series,
                                 size_t count)
{
    return (struct chart_plan){.kind = kind,
                               .title = "ส่งตรงเวลา",
                               .alternative = "กราฟสามวัน",
                               .series = series,
                               .series_count = count,
                               .value_format = "0%",
                               .width = 480,
                               .height = 200};
}

static void a_chart_carries_its_numbers_and_says_what_it_shows(void **context)
{
    struct workbook *workbook = book();
    struct sheet *page = sheet_of(workbook, "หน้าแรก"), *numbers = sheet_of(workbook, "ข้อมูล");
    const struct chart_series series[] = {
        {"ค่า", numbers, 1, 3, 0, 1, CHART_BLUE, false},
        {"เป้าหมาย", numbers, 1, 3, 0, 2, CHART_ORANGE, true},
    };
    const struct chart_plan plan = plan_of(CHART_LINE, series, 2);
    const char *charts;

    (void)context;
    write_rows(numbers);
    sheet_chart(page, &plan);
    sheet_hide(numbers);
    charts = charts_of(workbook);
    assert_line(charts, "chart lineChart ส่งตรงเวลา");
    assert_line(charts, "series ค่า 'ข้อมูล'!$A$2:$A$4 ก,ข,ค 'ข้อมูล'!$B$2:$B$4 0.5,0.7");
    assert_line(charts, "series เป้าหมาย 'ข้อมูล'!$A$2:$A$4 ก,ข,ค 'ข้อมูล'!$C$2:$C$4 0.8,0.8,0.8");
    assert_line(charts, "alternative กราฟสามวัน");
    assert_line(charts, "sheet หน้าแรก visible");
    assert_line(charts, "sheet ข้อมูล hidden");
}

static void every_kind_of_chart_is_drawn(void **context)
{
    static const char *const wanted[] = {
        [CHART_COLUMN] = "chart barChart ส่งตรงเวลา",
        [CHART_COLUMN_STACKED] = "chart barChart ส่งตรงเวลา",
        [CHART_BAR] = "chart barChart ส่งตรงเวลา",
        [CHART_BAR_STACKED] = "chart barChart ส่งตรงเวลา",
        [CHART_LINE] = "chart lineChart ส่งตรงเวลา",
    };

    (void)context;
    for (size_t kind = CHART_COLUMN; kind <= CHART_LINE; kind++) {
        struct workbook *workbook = book();
        struct sheet *sheet = sheet_of(workbook, "a");
        const struct chart_series series = {"ค่า", sheet, 1, 3, 0, 1, CHART_BLUE, false};
        const struct chart_plan plan = plan_of((enum chart_kind)kind, &series, 1);

        write_rows(sheet);
        sheet_chart(sheet, &plan);
        assert_line(charts_of(workbook), wanted[kind]);
    }
}

static void a_cell_has_a_name(void **context)
{
    struct workbook *workbook = book();
    struct sheet *sheet = sheet_of(workbook, "วัน นี้");

    (void)context;
    write_rows(sheet);
    sheet_define_name(sheet, 1, "kpi_on_time_delivery");
    assert_line(charts_of(workbook), "name kpi_on_time_delivery 'วัน นี้'!$B$4");
}

static void a_name_that_excel_refuses_or_that_stands_already_is_told(void **context)
{
    static const char *const bad[] = {"A1", "has space_", "1_a", "a-b_c", "", "kpi_twice"};

    (void)context;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct workbook *workbook = book();
        struct sheet *sheet = sheet_of(workbook, "a");

        sheet_define_name(sheet, 0, "kpi_twice");
        sheet_define_name(sheet, 1, bad[i]);
        assert_false(workbook_finish(workbook, &error));
        assert_non_null(strstr(error.text, "a cell's name is not one, or stands already"));
    }
}

static void bars_and_scales_lie_on_their_rows(void **context)
{
    struct workbook *workbook = book();
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *charts;

    (void)context;
    write_rows(sheet);
    sheet_data_bars(sheet, 1, 1, 3, CHART_BLUE, 1.0);
    sheet_color_scale(sheet, 2, 1, 3, CHART_ORANGE);
    charts = charts_of(workbook);
    assert_line(charts, "condition a B2:B4 dataBar");
    assert_line(charts, "condition a C2:C4 colorScale");
}

/* 30 of 120 is 25 %. */
static void a_share_is_a_percentage_and_of_nothing_a_dash(void **context)
{
    struct workbook *workbook = book();
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *cells;

    (void)context;
    sheet_share(sheet, 0, 30, 120, LOOK_PLAIN);
    sheet_share(sheet, 1, 30, 0, LOOK_PLAIN);
    assert_true(workbook_finish(workbook, &error));
    cells = workbook_read(path, NULL);
    assert_line(cells, "a!A1 n 0.25");
    assert_line(cells, "a!B1 s -");
}

static void a_chart_covers_whole_rows(void **context)
{
    (void)context;
    assert_int_equal(chart_rows(200), 10);
    assert_int_equal(chart_rows(201), 11);
}

static int begin(void **context)
{
    (void)context;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/a.xlsx", folder);
    return 0;
}

static int end(void **context)
{
    (void)context;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chart_carries_its_numbers_and_says_what_it_shows),
        cmocka_unit_test(every_kind_of_chart_is_drawn),
        cmocka_unit_test(a_cell_has_a_name),
        cmocka_unit_test(a_name_that_excel_refuses_or_that_stands_already_is_told),
        cmocka_unit_test(bars_and_scales_lie_on_their_rows),
        cmocka_unit_test(a_share_is_a_percentage_and_of_nothing_a_dash),
        cmocka_unit_test(a_chart_covers_whole_rows),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
