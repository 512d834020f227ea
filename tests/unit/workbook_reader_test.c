/* Tests jobs/workbook_reader.c and what it stands on: workbooks as people's programs save them, and
 * as none would. Workbooks are built by hand; what they hold is written beside them.
 *
 * With a file as its argument it prints the rows of all its sheets, which the end-to-end tests
 * compare with what openpyxl reads.
 */
#include "core/date.h"
#include "jobs/workbook_reader.h"
#include "jobs/workbook_values.h"
#include "tests/unit/workbook_rows.h"

static void expect_rows(const char *rows, const char *strings, const char *expected)
{
    struct zip_building zip = workbook_built(rows, strings);
    struct workbook_fault fault = {0};
    char *seen = rows_read(zip.bytes, zip.size, &fault);

    if (seen == NULL)
        fail_msg("refused: %d %s", (int)fault.kind, fault.detail);
    assert_string_equal(seen, expected);
    free(seen);
    zip_clear(&zip);
}

static void shared_strings_are_joined_and_phonetic_text_is_left_out(void **context)
{
    (void)context;
    expect_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>0</v></c>"
                "<c r=\"D1\" t=\"s\"><v>2</v></c></row>",
                "<si><t>รอลูกค้า</t></si>"
                "<si><r><rPr><b/></rPr><t xml:space=\"preserve\">two </t></r><r><t>runs</t></r>"
                "<rPh sb=\"0\" eb=\"1\"><t>KANA</t></rPh></si><si><t/></si>",
                "1: 0=t:two runs 2=t:รอลูกค้า 3=t:\n");
}

static void inline_strings_and_strings_of_formulas_are_read(void **context)
{
    (void)context;
    expect_rows("<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r>"
                "<rPh><t>X</t></rPh></is></c>"
                "<c r=\"AA3\" t=\"str\"><f>A1&amp;\"!\"</f><v>done!</v></c>"
                "<c r=\"AB3\" t=\"str\"><f t=\"shared\" si=\"0\"/><v>more</v></c></row>",
                "", "3: 1=t:inline 26=t:done!<=A1&\"!\"> 27=t:more<=>\n");
}

static void a_formula_without_a_value_still_shows_what_was_typed(void **context)
{
    (void)context;
    /* openpyxl saves formulas without values; Excel saves `=call back` as #NAME?. */
    expect_rows("<row r=\"1\"><c r=\"A1\"><f>B1+1</f><v/></c><c r=\"B1\"><f>C1</f></c>"
                "<c r=\"C1\" t=\"e\"><f>call back</f><v>#NAME?</v></c></row>",
                "", "1: 0=-:<=B1+1> 1=-:<=C1> 2=e:#NAME?<=call back>\n");
}

static void cells_without_references_follow_each_other(void **context)
{
    (void)context;
    expect_rows("<row><c><v>1</v></c><c/><c s=\"1\"/><c><v>2</v></c></row>"
                "<row><c r=\"C2\"><v>3</v></c><c><v>4</v></c></row><row r=\"9\"/>"
                "<row r=\"10\"><c><v>5</v></c></row>",
                "", "1: 0=n:1 3=n:2\n2: 2=n:3 3=n:4\n10: 0=n:5\n");
}

static void numbers_are_dates_by_their_format_alone(void **context)
{
    (void)context;
    /* 46351 is 2026-11-25: Excel's DATE(2026,11,25). */
    expect_rows(
        "<row r=\"1\"><c><v>46351</v></c><c s=\"1\"><v>46351</v></c>"
        "<c s=\"2\"><v>46351.5625</v></c><c s=\"3\"><v>46351</v></c>"
        "<c s=\"4\"><v>46351</v></c><c s=\"1\"><v>0.5</v></c><c s=\"1\"><v>-1</v></c></row>",
        "",
        "1: 0=n:46351 1=d:2026-11-25 2=d:2026-11-25 13:30 3=n:46351 4=n:46351 5=n:12:00"
        " 6=n:-1\n");
}

static void iso_dates_booleans_and_errors_are_read(void **context)
{
    (void)context;
    expect_rows("<row r=\"1\"><c t=\"d\"><v>2026-11-25T00:00:00</v></c>"
                "<c t=\"d\"><v>2026-11-25T13:30:00</v></c><c t=\"d\"><v>soon</v></c>"
                "<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c></row>",
                "",
                "1: 0=d:2026-11-25 1=d:2026-11-25 13:30:00 2=t:soon 3=b:TRUE 4=b:FALSE 5=e:#N/A\n");
}

static void escapes_are_undone_once(void **context)
{
    (void)context;
    expect_rows("<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>a&#13;\nb</t></is>"
                "</c></row>",
                "<si><t>one_x000D_\ntwo _x005F_x000D_ _xD83D__xDE00_ _x0000_ _xD83D_ _x00e9_ _x41_"
                "</t></si>",
                "1: 0=t:one\r\ntwo _x000D_ 😀 _x0000_ _xD83D_ é _x41_ 1=t:a\r\nb\n");
}

static void the_1904_system_begins_later(void **context)
{
    int64_t on = 0;

    (void)context;
    assert_true(workbook_serial_day(44889, true, &on));
    assert_int_equal(on, date_from_civil(2026, 11, 25));
    assert_true(workbook_serial_day(0, true, &on));
    assert_int_equal(on, date_from_civil(1904, 1, 1));
    assert_true(workbook_serial_day(1, false, &on));
    assert_int_equal(on, date_from_civil(1900, 1, 1));
    assert_true(workbook_serial_day(59, false, &on));
    assert_int_equal(on, date_from_civil(1900, 2, 28));
    assert_true(workbook_serial_day(61, false, &on));
    assert_int_equal(on, date_from_civil(1900, 3, 1));
    assert_true(workbook_serial_day(2958465, false, &on));
    assert_int_equal(on, date_from_civil(9999, 12, 31));
    assert_false(workbook_serial_day(60, false, &on));
    assert_false(workbook_serial_day(0, false, &on));
    assert_false(workbook_serial_day(2958466, false, &on));
    assert_false(workbook_serial_day(-1, true, &on));
}

static void a_workbook_of_the_1904_system_is_read_so(void **context)
{
    struct zip_building zip = {0};
    struct workbook_fault fault = {0};
    char *seen;

    (void)context;
    zip_part(&zip, "_rels/.rels", package_relations);
    zip_part(&zip, "xl/workbook.xml",
             XML_HEAD "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" OFFICE "\">"
                      "<workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" sheetId=\"1\""
                      " r:id=\"rId1\"/></sheets></workbook>");
    zip_part(&zip, "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_part(&zip, "xl/styles.xml", styles_part);
    zip_part(&zip, "xl/sharedStrings.xml", XML_HEAD "<sst xmlns=\"" MAIN_NAMESPACE "\"/>");
    zip_part(&zip, "xl/worksheets/sheet1.xml",
             XML_HEAD "<worksheet xmlns=\"" MAIN_NAMESPACE "\"><sheetData><row><c s=\"1\"><v>44889"
                      "</v></c></row></sheetData></worksheet>");
    zip_end(&zip);
    seen = rows_read(zip.bytes, zip.size, &fault);
    assert_non_null(seen);
    assert_string_equal(seen, "1: 0=d:2026-11-25\n");
    free(seen);
    zip_clear(&zip);
}

/* Some programs write `<x:row>`, and strict Open XML has other namespaces. */
static void prefixes_and_strict_namespaces_are_read(void **context)
{
    struct zip_building zip = {0};
    struct workbook_fault fault = {0};
    char *seen;

    (void)context;
    zip_part(&zip, "xl/workbook.xml",
             XML_HEAD "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\""
                      " xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\">"
                      "<x:sheets><x:sheet name=\"S\" sheetId=\"3\" r:id=\"a\"/></x:sheets>"
                      "</x:workbook>");
    zip_part(&zip, "xl/_rels/workbook.xml.rels",
             XML_HEAD "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"a\""
                      " Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\""
                      " Target=\"../xl/./S.XML\"/></Relationships>");
    zip_part(&zip, "xl/s.xml",
             XML_HEAD "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\""
                      " xmlns:y=\"urn:other\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is>"
                      "<x:t>mine</x:t><y:t>not mine</y:t></x:is></x:c></x:row></x:sheetData>"
                      "<y:sheetData><y:row/></y:sheetData></x:worksheet>");
    zip_end(&zip);
    seen = rows_read(zip.bytes, zip.size, &fault);
    if (seen == NULL)
        fail_msg("%d %s", (int)fault.kind, fault.detail);
    assert_string_equal(seen, "1: 0=t:mine\n");
    free(seen);
    zip_clear(&zip);
}

static bool first_row_only(void *context, uint32_t row, const struct workbook_cell *cells,
                           size_t count)
{
    (void)row;
    (void)cells;
    (void)count;
    return ++*(int *)context < 1;
}

static void the_row_function_ends_the_reading(void **context)
{
    struct zip_building zip =
        workbook_built("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", "");
    struct workbook_fault fault = {0};
    struct workbook_reader *reader = NULL;
    int count = 0;

    (void)context;
    assert_true(workbook_reader_open(&reader, zip.bytes, zip.size, &fault));
    assert_int_equal(workbook_reader_sheet_count(reader), 1);
    assert_string_equal(workbook_reader_sheet_name(reader, 0), "รายการ");
    assert_true(workbook_reader_rows(reader, 0, first_row_only, &count, &fault));
    assert_int_equal(count, 1);
    workbook_reader_close(reader);
    zip_clear(&zip);
}

static void formats_of_dates_are_told_from_others(void **context)
{
    static const char *const dates[] = {"d mmm yyyy",     "[$-D07041E]d mmm yyyy;@", "dd/mm/bbbb",
                                        "[h]:mm",         "yyyy\\-mm\\-dd",          "ว ดดด ปปปป",
                                        "\"วันที่\" d/m/yy", "[$-107041E]DD/MM/YYYY"};
    static const char *const others[] = {
        "General", "#,##0.00", "0.00E+00",    "[Magenta]0", "[Red]-0;[Blue]0", "\"day\" 0", "\\d0",
        "0;d",     "@",        "_-* #,##0_-", "\"open",     "[open",           "\\"};

    (void)context;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        if (!workbook_code_is_date(dates[i]))
            fail_msg("%s is a date", dates[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (workbook_code_is_date(others[i]))
            fail_msg("%s is no date", others[i]);
    assert_true(workbook_format_is_date(14) && workbook_format_is_date(81));
    assert_false(workbook_format_is_date(0) || workbook_format_is_date(49) ||
                 workbook_format_is_date(164));
}

static void numbers_are_shown_as_excel_shows_them(void **context)
{
    static const struct {
        const char *written, *shown;
    } cases[] = {{"1.1000000000000001", "1.1"},
                 {"812345678", "812345678"},
                 {"-0", "0"},
                 {"1E3", "1000"},
                 {" 7 ", "7"}};
    static const char *const bad[] = {"", "nan", "inf", "0x10", "1,5", "1e999", "--1", "."};
    char shown[WORKBOOK_NUMBER_TEXT_SIZE];
    double number = 0;

    (void)context;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(workbook_number_parse(cases[i].written, &number));
        workbook_number_format(number, shown);
        assert_string_equal(shown, cases[i].shown);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(workbook_number_parse(bad[i], &number));
}

static int print_file(const char *path)
{
    static unsigned char bytes[WORKBOOK_FILE_BYTES];
    char text[WORKBOOK_FAULT_TEXT_SIZE];
    struct workbook_fault fault = {0};
    struct workbook_reader *reader = NULL;
    FILE *file = fopen(path, "rb");
    size_t size = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);

    if (file != NULL)
        fclose(file);
    if (workbook_reader_open(&reader, bytes, size, &fault))
        for (size_t i = 0; i < workbook_reader_sheet_count(reader) && fault.kind == 0; i++) {
            printf("%s\n", workbook_reader_sheet_name(reader, i));
            workbook_reader_rows(reader, i, row_seen, stdout, &fault);
        }
    workbook_reader_close(reader);
    if (fault.kind == WORKBOOK_GOOD)
        return 0;
    workbook_fault_text(&fault, LANGUAGE_EN, text);
    fprintf(stderr, "%s\n", text);
    return 65;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_strings_are_joined_and_phonetic_text_is_left_out),
        cmocka_unit_test(inline_strings_and_strings_of_formulas_are_read),
        cmocka_unit_test(a_formula_without_a_value_still_shows_what_was_typed),
        cmocka_unit_test(cells_without_references_follow_each_other),
        cmocka_unit_test(numbers_are_dates_by_their_format_alone),
        cmocka_unit_test(iso_dates_booleans_and_errors_are_read),
        cmocka_unit_test(escapes_are_undone_once),
        cmocka_unit_test(the_1904_system_begins_later),
        cmocka_unit_test(a_workbook_of_the_1904_system_is_read_so),
        cmocka_unit_test(prefixes_and_strict_namespaces_are_read),
        cmocka_unit_test(the_row_function_ends_the_reading),
        cmocka_unit_test(formats_of_dates_are_told_from_others),
        cmocka_unit_test(numbers_are_shown_as_excel_shows_them),
    };

    if (count > 1)
        return print_file(arguments[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
