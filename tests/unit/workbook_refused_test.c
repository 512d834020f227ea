/* Tests that the workbook reader refuses what it can't read, with the reason, within its limits. */
#include "tests/unit/workbook_rows.h"

static void what_is_no_workbook_is_told_by_what_it_is(void **context)
{
    static const struct {
        const char *bytes;
        size_t size;
        enum workbook_fault_kind kind;
    } cases[] = {
        {"", 0, WORKBOOK_EMPTY},
        {"status,remark\n", 14, WORKBOOK_NOT_A_WORKBOOK},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, WORKBOOK_OLD_OR_LOCKED},
        {"PK\3\4 and nothing more", 21, WORKBOOK_CUT_SHORT},
    };

    (void)context;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_fault fault = {0};
        struct workbook_reader *reader = NULL;
        assert_false(workbook_reader_open(&reader, cases[i].bytes, cases[i].size, &fault));
        assert_int_equal(fault.kind, cases[i].kind);
        assert_null(reader);
    }
}

static void an_open_document_is_told(void **context)
{
    struct zip_building zip = {0};

    (void)context;
    zip_part(&zip, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    zip_part(&zip, "content.xml", "<a/>");
    zip_end(&zip);
    expect_refused(&zip, WORKBOOK_OPEN_DOCUMENT);
}

static void a_missing_part_is_told(void **context)
{
    struct zip_building zip = {0}, other = {0};

    (void)context;
    zip_part(&zip, "xl/workbook.xml", workbook_part);
    zip_part(&zip, "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_end(&zip);
    expect_refused(&zip, WORKBOOK_PART_MISSING);
    zip_part(&other, "readme.txt", "hello");
    zip_end(&other);
    expect_refused(&other, WORKBOOK_PART_MISSING);
}

static void a_document_type_is_refused_before_its_entities(void **context)
{
    struct zip_building zip = {0};

    (void)context;
    zip_part(&zip, "xl/workbook.xml",
             "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">"
             "<!ENTITY d SYSTEM \"file:///etc/passwd\">]><a>&c;&d;</a>");
    zip_end(&zip);
    expect_refused(&zip, WORKBOOK_HAS_ENTITIES);
}

static void bad_xml_is_told_with_its_place(void **context)
{
    struct zip_building zip = {0};
    struct workbook_fault fault = {0};

    (void)context;
    zip_part(&zip, "xl/workbook.xml", "<a>\n\n<b></a>");
    zip_end(&zip);
    assert_null(rows_read(zip.bytes, zip.size, &fault));
    assert_int_equal(fault.kind, WORKBOOK_NOT_XML);
    assert_string_equal(fault.detail, "xl/workbook.xml:3: mismatched tag");
    zip_clear(&zip);
}

static void a_shared_string_that_is_not_there_is_damage(void **context)
{
    struct zip_building zip = workbook_built("<row><c t=\"s\"><v>3</v></c></row>", "<si><t/></si>");

    (void)context;
    expect_refused(&zip, WORKBOOK_DAMAGED);
}

static void a_changed_byte_is_damage(void **context)
{
    struct zip_building zip =
        workbook_built("<row><c t=\"s\"><v>0</v></c></row>", "<si><t>typed</t></si>");

    (void)context;
    zip.bytes[zip.parts[5].at + 14] ^= 1; /* the checksum of the shared strings, in both places */
    for (size_t i = zip.parts[6].at; i + 46 < zip.size; i++)
        if (memcmp(zip.bytes + i, "PK\1\2", 4) == 0 &&
            memcmp(zip.bytes + i + 46, "xl/sharedStrings.xml", 20) == 0)
            zip.bytes[i + 16] ^= 1;
    expect_refused(&zip, WORKBOOK_DAMAGED);
}

static void a_bomb_is_left_where_it_is(void **context)
{
    struct zip_building zip = {0};

    (void)context;
    zip_bomb(&zip, "xl/workbook.xml", "<workbook>", 10240);
    zip_end(&zip);
    assert_true(zip.size < 16 << 20);
    expect_refused(&zip, WORKBOOK_TOO_LARGE);
}

static void depth_and_tags_are_limited(void **context)
{
    static char text[3 << 20];
    struct zip_building zip = {0}, tag = {0};
    size_t used = 0;

    (void)context;
    for (size_t i = 0; i < 100000; i++)
        used += (size_t)sprintf(text + used, "<a>");
    zip_part(&zip, "xl/workbook.xml", text);
    zip_end(&zip);
    expect_refused(&zip, WORKBOOK_TOO_DEEP);
    memset(text, 'x', sizeof text - 1);
    memcpy(text, "<a b=\"", 6);
    text[sizeof text - 1] = '\0';
    zip_part(&tag, "xl/workbook.xml", text);
    zip_end(&tag);
    expect_refused(&tag, WORKBOOK_TOO_LARGE);
}

/* expat keeps every name that it has met. */
static void names_without_end_are_refused(void **context)
{
    size_t size = 24 << 20, used = 3;
    char *text = malloc(size);
    struct zip_building zip = {0};

    (void)context;
    assert_non_null(text);
    memcpy(text, "<a>", 4);
    for (int i = 0; used < size - 32; i++)
        used += (size_t)snprintf(text + used, 32, "<b%x/>", i);
    zip_part_bytes(&zip, "xl/workbook.xml", text, used);
    zip_end(&zip);
    free(text);
    expect_refused(&zip, WORKBOOK_TOO_MANY);
}

/* A row with one inline text of `characters` Thai letters; the caller frees it. */
static char *row_of_letters(size_t characters)
{
    static const char letter[] = "ก", tail[] = "</t></is></c></row>";
    char *row = malloc(128 + characters * 3);
    size_t used;

    assert_non_null(row);
    used = (size_t)sprintf(row, "<row><c t=\"inlineStr\"><is><t>");
    for (size_t i = 0; i < characters; i++, used += 3)
        memcpy(row + used, letter, 3);
    memcpy(row + used, tail, sizeof tail);
    return row;
}

static void a_text_longer_than_excel_allows_is_read_whole(void **context)
{
    char *row = row_of_letters(40000);
    struct zip_building zip = workbook_built(row, "");
    struct workbook_fault fault = {0};
    char *seen = rows_read(zip.bytes, zip.size, &fault);

    (void)context;
    assert_non_null(seen);
    assert_int_equal(strlen(seen), strlen("1: 0=t:\n") + 120000);
    free(seen);
    free(row);
    zip_clear(&zip);
}

static void a_text_that_nobody_could_type_is_refused(void **context)
{
    char *row = row_of_letters(400000);
    struct zip_building zip = workbook_built(row, ""), shared;

    (void)context;
    expect_refused(&zip, WORKBOOK_TOO_LARGE);
    memcpy(row, "<si>                      <t>", 29);
    memcpy(strstr(row, "</t>"), "</t></si>", 10);
    shared = workbook_built("", row);
    free(row);
    expect_refused(&shared, WORKBOOK_TOO_LARGE);
}

static void every_fault_has_words_in_both_languages(void **context)
{
    (void)context;
    for (int kind = 1; kind < WORKBOOK_FAULT_KINDS; kind++) {
        struct workbook_fault fault = {0};
        char thai[WORKBOOK_FAULT_TEXT_SIZE], english[WORKBOOK_FAULT_TEXT_SIZE];
        workbook_fault_set(&fault, (enum workbook_fault_kind)kind, "xl/part.xml");
        workbook_fault_set(&fault, WORKBOOK_GOOD, "a later one");
        assert_int_equal(fault.kind, kind);
        workbook_fault_text(&fault, LANGUAGE_TH, thai);
        workbook_fault_text(&fault, LANGUAGE_EN, english);
        assert_true(strstr(thai, "(xl/part.xml)") != NULL && (unsigned char)thai[0] >= 0xE0);
        assert_true(strstr(english, "(xl/part.xml). ") != NULL && english[0] < 'z');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_workbook_is_told_by_what_it_is),
        cmocka_unit_test(an_open_document_is_told),
        cmocka_unit_test(a_missing_part_is_told),
        cmocka_unit_test(a_document_type_is_refused_before_its_entities),
        cmocka_unit_test(bad_xml_is_told_with_its_place),
        cmocka_unit_test(a_shared_string_that_is_not_there_is_damage),
        cmocka_unit_test(a_changed_byte_is_damage),
        cmocka_unit_test(a_bomb_is_left_where_it_is),
        cmocka_unit_test(depth_and_tags_are_limited),
        cmocka_unit_test(names_without_end_are_refused),
        cmocka_unit_test(a_text_longer_than_excel_allows_is_read_whole),
        cmocka_unit_test(a_text_that_nobody_could_type_is_refused),
        cmocka_unit_test(every_fault_has_words_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
