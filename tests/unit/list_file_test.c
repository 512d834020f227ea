/* Tests jobs/list_file.c and list_date.c: a list that came back, whatever has been done to it, and
 * dates as people type them. Workbooks are built by hand. */
#include "core/date.h"
#include "jobs/list_file.h"
#include "tests/unit/workbook_building.h"

/* Wednesday 25 November 2026. */
#define TODAY 20782

static void dates_are_read_as_people_type_them(void **context)
{
    static const char *const texts[] = {
        "25/11/2569",       "25/11/2026",  "2026-11-25", "2569-11-25",   "25-11-2569",
        "25.11.2026",       "25/11/69",    "25/11/26",   "25 พ.ย. 2569", "25 พ.ย. 69",
        "25 พฤศจิกายน 2569", "25พย69",      "๒๕/๑๑/๒๕๖๙", "25 Nov 2026",  "25 november 2026",
        " 25 / 11 / 2569 ", "25/11/2569.", "25-Nov-26",  "๒๕ พ.ย. ๒๕๖๙",
    };

    (void)context;
    assert_int_equal(date_from_civil(2026, 11, 25), TODAY);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t on = 0;
        if (!list_date_parse(texts[i], TODAY, &on) || on != TODAY)
            fail_msg("%s is read as day %d", texts[i], (int)on);
    }
}

static void every_month_has_its_names(void **context)
{
    static const char *const names[][4] = {
        {"ม.ค.", "มกราคม", "Jan", "january"},    {"ก.พ.", "กุมภาพันธ์", "Feb", "february"},
        {"มี.ค.", "มีนาคม", "Mar", "march"},       {"เม.ย.", "เมษายน", "Apr", "april"},
        {"พ.ค.", "พฤษภาคม", "May", "may"},       {"มิ.ย.", "มิถุนายน", "Jun", "june"},
        {"ก.ค.", "กรกฎาคม", "Jul", "july"},      {"ส.ค.", "สิงหาคม", "Aug", "august"},
        {"ก.ย.", "กันยายน", "Sep", "september"},  {"ต.ค.", "ตุลาคม", "Oct", "october"},
        {"พ.ย.", "พฤศจิกายน", "Nov", "november"}, {"ธ.ค.", "ธันวาคม", "Dec", "december"},
    };

    (void)context;
    for (int month = 1; month <= 12; month++)
        for (size_t i = 0; i < 4; i++) {
            char text[64];
            int64_t on = 0;
            snprintf(text, sizeof text, "9 %s 2570", names[month - 1][i]);
            if (!list_date_parse(text, TODAY, &on) || on != date_from_civil(2027, month, 9))
                fail_msg("%s is read as day %d", text, (int)on);
        }
}

static void what_is_no_date_is_not_guessed_at(void **context)
{
    static const char *const texts[] = {
        "",
        "soon",
        "เร็ว ๆ นี้",
        "31/02/2026",
        "25/13/2569",
        "25/11",
        "25",
        "25/11/256",
        "25/11/25699",
        "25/11/50",
        "1/2/3/4",
        "25 xyz 2026",
        "25 พ.ย.",
        "0/11/2569",
        "25/11/2569 ครับ",
        "00/00/0000",
        "25/11/2569/25/11/2569",
        "29/02/2570",
    };

    (void)context;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t on = 0;
        if (list_date_parse(texts[i], TODAY, &on))
            fail_msg("%s is read as day %d", texts[i], (int)on);
    }
}

/* The rows of a list as text: "ROW id|baseline|status|remark|next" and a new line. */
static const char *rows_of_list(const struct list_file *file)
{
    static char text[4096];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < file->row_count; i++) {
        const struct typed_cell *cells = file->rows[i].cells;
        used += (size_t)snprintf(text + used, sizeof text - used, "%u %s|%s|%s|%s|%s\n",
                                 file->rows[i].row, cells[0].text, cells[1].text, cells[2].text,
                                 cells[3].text, cells[4].text);
    }
    return text;
}

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADINGS                                                                                   \
    "<row r=\"4\">" CELL("ลูกค้า") CELL("khrop_id") CELL("khrop_baseline") CELL("สถานะงาน")          \
        CELL("เพิ่มเอง") CELL("หมาย\nเหตุ") CELL("Next  date") "</row>"

static void expect_list(const char *rows, const char *expected)
{
    struct zip_building zip = workbook_built(rows, "");
    struct list_file file = {0};
    struct workbook_fault fault = {0};

    if (!list_file_read(&file, zip.bytes, zip.size, &fault))
        fail_msg("refused: %d %s", (int)fault.kind, fault.detail);
    assert_string_equal(rows_of_list(&file), expected);
    list_file_clear(&file);
    zip_clear(&zip);
}

static void expect_no_list(const char *rows, enum workbook_fault_kind kind)
{
    struct zip_building zip = workbook_built(rows, "");
    struct list_file file = {0};
    struct workbook_fault fault = {0};

    assert_false(list_file_read(&file, zip.bytes, zip.size, &fault));
    assert_int_equal(fault.kind, kind);
    list_file_clear(&file);
    zip_clear(&zip);
}

static void columns_are_found_by_their_headings(void **context)
{
    (void)context;
    expect_list("<row r=\"1\">" CELL("รายการ") "</row>" HEADINGS "<row r=\"5\">" CELL("a")
                    CELL("X:1") "<c><v>12</v></c>" CELL("รอลูกค้า") CELL("z")
                        CELL(" โทรแล้ว ") "<c s=\"1\"><v>46351"
                                         "</v></c></row>",
                "5 X:1|12|รอลูกค้า|โทรแล้ว|2026-11-25\n");
}

/* Group heads have no id and nothing typed; a row that was inserted may have a remark. */
static void rows_without_an_id_count_where_something_was_typed(void **context)
{
    (void)context;
    expect_list(
        "<row r=\"2\"><c r=\"F2\" t=\"str\"><v>above</v></c></row>" HEADINGS
        "<row r=\"6\">" CELL("BO-01 group") "</row><row r=\"7\"><c r=\"F7\" t=\"str\"><v>mine"
                                            "</v></c></row>",
        "7 |||mine|\n");
}

static void headings_may_be_sorted_among_the_rows(void **context)
{
    (void)context;
    expect_list("<row r=\"1\">" CELL("a") CELL("X:1") "<c/>" CELL("done") "</row>" HEADINGS
                                                                          "<row r=\"9\">" CELL("b")
                                                                              CELL("X:2") "</row>",
                "1 X:1||done||\n9 X:2||||\n");
}

static void two_columns_of_one_heading_are_one(void **context)
{
    (void)context;
    expect_list("<row r=\"1\">" CELL("khrop_id") CELL("Status") CELL("Remark") CELL("Remark")
                    CELL("Next date") "</row><row r=\"2\">" CELL("X:1") "<c/>" CELL("one") CELL(
                        "two") "</row><row r=\"3\">" CELL("X:2") "<c/><c/>" CELL("two") "</row>",
                "2 X:1|||one\ntwo|\n3 X:2|||two|\n");
}

static void a_formula_that_means_nothing_is_what_was_typed(void **context)
{
    (void)context;
    expect_list(
        "<row r=\"1\">" CELL("khrop_id") CELL("Status") CELL("Remark")
            CELL("Next date") "</row>"
                              "<row r=\"2\">" CELL(
                                  "X:1") "<c/><c t=\"e\"><f>call back</f><v>#NAME?</v></c></row>"
                                         "<row r=\"3\">" CELL(
                                             "X:2") "<c/><c t=\"str\"><f>A2</f><v>X:1</v></c></row>"
                                                    "<row r=\"4\">" CELL(
                                                        "X:3") "<c/><c><f>1+1</f><v/></c></row>"
                                                               "<row r=\"5\">" CELL(
                                                                   "X:4") "<c/><c "
                                                                          "t=\"e\"><v>#N/A</v></"
                                                                          "c></row>",
        "2 X:1|||=call back|\n3 X:2|||X:1|\n4 X:3|||=1+1|\n5 X:4|||#N/A|\n");
}

static void a_workbook_without_a_list_is_told(void **context)
{
    (void)context;
    expect_no_list("<row r=\"1\">" CELL("Status") CELL("Remark") "</row>", WORKBOOK_NO_LIST);
    expect_no_list("", WORKBOOK_NO_LIST);
}

static void a_lost_heading_is_told_rather_than_its_column_left_out(void **context)
{
    (void)context;
    expect_no_list("<row r=\"1\">" CELL("khrop_id") CELL("Status") CELL("Next date") "</row>",
                   WORKBOOK_NO_COLUMN);
}

static void what_the_file_says_of_itself_is_read(void **context)
{
    static const char about[] = "<row>" CELL("khrop_list") CELL("1") "</row><row>" CELL("list_no")
        CELL("role:it") "</row>"
                        "<row>" CELL("business_on") CELL("2026-11-25") "<c/>" CELL("new") "</row>";
    static const char two_sheets[] =
        XML_HEAD "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" OFFICE "\"><sheets>"
                 "<sheet name=\"any\" r:id=\"rId2\"/><sheet name=\"khrop\" r:id=\"rId1\""
                 " state=\"hidden\"/></sheets></workbook>";
    static const char relations[] = XML_HEAD
        "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
        "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE
        "/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>";
    struct zip_building zip = {0};
    struct list_file file = {0};
    struct workbook_fault fault = {0};

    (void)context;
    zip_part(&zip, "xl/workbook.xml", two_sheets);
    zip_part(&zip, "xl/_rels/workbook.xml.rels", relations);
    workbook_sheets(&zip, about, "");
    zip_part(&zip, "xl/worksheets/sheet2.xml",
             XML_HEAD "<worksheet xmlns=\"" MAIN_NAMESPACE "\"><sheetData>" HEADINGS
                      "</sheetData></worksheet>");
    zip_end(&zip);
    if (!list_file_read(&file, zip.bytes, zip.size, &fault))
        fail_msg("refused: %d %s", (int)fault.kind, fault.detail);
    assert_string_equal(file.about[LIST_ABOUT_LIST_NO], "role:it");
    assert_string_equal(file.about[LIST_ABOUT_BUSINESS_ON], "2026-11-25");
    assert_string_equal(file.about[LIST_ABOUT_JOB], "");
    assert_true(file.has_baseline);
    assert_int_equal(file.row_count, 0);
    list_file_clear(&file);
    zip_clear(&zip);
}

static struct list_file list_built(const char *rows)
{
    struct zip_building zip = workbook_built(rows, "");
    struct list_file file = {0};
    struct workbook_fault fault = {0};

    if (!list_file_read(&file, zip.bytes, zip.size, &fault))
        fail_msg("refused: %d %s", (int)fault.kind, fault.detail);
    zip_clear(&zip);
    return file;
}

#define LIST_HEAD                                                                                  \
    "<row>" CELL("khrop_id") CELL("Status") CELL("Remark") CELL("Next date") CELL("why")           \
        CELL("phone") CELL("since") "</row>"
#define LIST_ROW(id, remark, why, phone)                                                           \
    "<row>" CELL(id) "<c/>" CELL(remark) "<c/>" CELL(why)                                          \
        CELL(phone) "<c s=\"1\"><v>46351</v></c>"                                                  \
                    "</row>"

/* The same columns elsewhere, and one that was added; a date in either of two formats. */
#define MIXED_HEAD                                                                                 \
    "<row>" CELL("added") CELL("Remark") CELL("since") CELL("phone") CELL("why") CELL("khrop_id")  \
        CELL("Status") CELL("Next date") "</row>"
#define MIXED_ROW(remark, date, phone, why, id)                                                    \
    "<row>" CELL("z") CELL(remark) date CELL(phone) CELL(why) CELL(id) "</row>"
#define DATE_EN "<c s=\"1\"><v>46351</v></c>"
#define DATE_TH "<c s=\"2\"><v>46351</v></c>"

static void what_was_changed_beside_the_three_columns_is_told(void **context)
{
    struct list_file printed =
        list_built(LIST_HEAD LIST_ROW("X:1", "", "one", "081") LIST_ROW("X:2", "", "two", "")
                       LIST_ROW("X:3", "", "three", "083") LIST_ROW("X:4", "", "four", "084"));
    /* Sorted, a row deleted, one inserted, a column added, the remark typed: X:2 got a phone, what
     * stands beside X:4 is X:3's. */
    struct list_file file =
        list_built(MIXED_HEAD MIXED_ROW("called", DATE_TH, "083", "three", "X:4")
                       MIXED_ROW("", DATE_EN, "082", " two ", "X:2") "<row>" CELL("inserted")
                           CELL("new row") "</row>" MIXED_ROW("", DATE_EN, "081", "one", "X:1"));
    struct list_changes changes;
    struct region region = {0};

    (void)context;
    list_compare(&file, &printed, &region, &changes);
    assert_int_equal(changes.cell_count, 3);
    assert_int_equal(changes.row_count, 2);
    assert_string_equal(changes.headings, "why, phone");
    assert_int_equal(file.row_count, 4);
    assert_true(changes.is_mixed[0]);
    assert_false(changes.is_mixed[1] || changes.is_mixed[2] || changes.is_mixed[3]);
    list_compare(&printed, &printed, &region, &changes);
    assert_int_equal(changes.cell_count, 0);
    region_clear(&region);
    list_file_clear(&printed);
    list_file_clear(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_people_type_them),
        cmocka_unit_test(every_month_has_its_names),
        cmocka_unit_test(what_is_no_date_is_not_guessed_at),
        cmocka_unit_test(columns_are_found_by_their_headings),
        cmocka_unit_test(rows_without_an_id_count_where_something_was_typed),
        cmocka_unit_test(headings_may_be_sorted_among_the_rows),
        cmocka_unit_test(two_columns_of_one_heading_are_one),
        cmocka_unit_test(a_formula_that_means_nothing_is_what_was_typed),
        cmocka_unit_test(a_workbook_without_a_list_is_told),
        cmocka_unit_test(a_lost_heading_is_told_rather_than_its_column_left_out),
        cmocka_unit_test(what_the_file_says_of_itself_is_read),
        cmocka_unit_test(what_was_changed_beside_the_three_columns_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
