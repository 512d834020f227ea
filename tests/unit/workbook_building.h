/* Workbooks built by hand, in the form Excel saves: relationships, styles, shared strings, sheets.
 */
#ifndef KHROP_TESTS_UNIT_WORKBOOK_BUILDING_H
#define KHROP_TESTS_UNIT_WORKBOOK_BUILDING_H

#include "tests/unit/zip_building.h"

#include <stdio.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN_NAMESPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

static const char package_relations[] =
    XML_HEAD "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
             "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char workbook_relations[] =
    XML_HEAD "<Relationships xmlns=\"" PACKAGE "\">"
             "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\""
             " Target=\"worksheets/sheet1.xml\"/>"
             "<Relationship Id=\"rId2\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
             "<Relationship Id=\"rId3\" Type=\"" OFFICE "/sharedStrings\""
             " Target=\"/xl/sharedStrings.xml\"/>"
             "</Relationships>";

static const char workbook_part[] =
    XML_HEAD "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" OFFICE "\">"
             "<workbookPr/><sheets><sheet name=\"รายการ\" sheetId=\"7\" r:id=\"rId1\"/></sheets>"
             "</workbook>";

/* Style 0 is General, 1 the built-in date 14, 2 a Buddhist date, 3 money, 4 red money. */
static const char styles_part[] =
    XML_HEAD "<styleSheet xmlns=\"" MAIN_NAMESPACE "\"><numFmts count=\"3\">"
             "<numFmt numFmtId=\"164\" formatCode=\"[$-D07041E]d mmm yyyy;@\"/>"
             "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00&quot; baht/day&quot;\"/>"
             "<numFmt numFmtId=\"166\" formatCode=\"[Red]\\d0.0E+00\"/></numFmts>"
             "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs>"
             "<cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
             "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs>"
             "</styleSheet>";

/* The shared strings (`<si>..` each) and the one sheet with its rows. */
static inline void workbook_sheets(struct zip_building *zip, const char *rows, const char *strings)
{
    char *text = NULL;

    assert_true(asprintf(&text, XML_HEAD "<sst xmlns=\"%s\">%s</sst>", MAIN_NAMESPACE, strings) >
                0);
    zip_part(zip, "xl/sharedStrings.xml", text);
    free(text);
    assert_true(asprintf(&text,
                         XML_HEAD "<worksheet xmlns=\"%s\"><sheetData>%s</sheetData></worksheet>",
                         MAIN_NAMESPACE, rows) > 0);
    zip_part(zip, "xl/worksheets/sheet1.xml", text);
    free(text);
}

/* A whole workbook; the caller ends it with zip_clear. */
static inline struct zip_building workbook_built(const char *rows, const char *strings)
{
    struct zip_building zip = {0};

    zip_part(&zip, "[Content_Types].xml",
             XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                      "content-types\"/>");
    zip_part(&zip, "_rels/.rels", package_relations);
    zip_part(&zip, "xl/workbook.xml", workbook_part);
    zip_part(&zip, "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_part(&zip, "xl/styles.xml", styles_part);
    workbook_sheets(&zip, rows, strings);
    zip_end(&zip);
    return zip;
}

#endif
