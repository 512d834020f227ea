/* Any bytes as a workbook, and as a list in it: it is read or refused with a reason, and what is
 * read keeps within the limits. The first byte chooses: a file as it is, or one whose zip is sound
 * and whose only sheet, strings and styles are the bytes, since no fuzzer finds a checksum.
 */
#include "jobs/list_file.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <zlib.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOM (1 << 20)

static const char workbook[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
                               "\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>";
static const char relations[] =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"a\" Type=\"" OFFICE "/worksheet\" Target=\"sheet.xml\"/>"
    "<Relationship Id=\"b\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"c\" Type=\"" OFFICE "/sharedStrings\" Target=\"strings.xml\"/>"
    "</Relationships>";

struct packed {
    uint8_t bytes[ROOM];
    size_t size;
    uint8_t directory[1024];
    size_t directory_size;
};

static size_t put_number(uint8_t *to, size_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[i] = (uint8_t)(number >> (8 * i));
    return size;
}

/* What the local header and the directory say alike, of a part that is stored as it is. */
static size_t put_about(uint8_t *to, const char *name, size_t size, uint32_t crc)
{
    static const uint8_t version_flags_method_time[] = {20, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    memcpy(to, version_flags_method_time, 10);
    put_number(to + 10, crc, 4);
    put_number(to + 14, size, 4);
    put_number(to + 18, size, 4);
    put_number(to + 22, strlen(name), 2);
    put_number(to + 24, 0, 2);
    return 26;
}

static void pack(struct packed *zip, const char *name, const void *bytes, size_t size)
{
    uint32_t crc = (uint32_t)crc32(0, bytes, (uInt)size);
    uint8_t *entry = zip->directory + zip->directory_size;
    size_t at = zip->size, used = 6;

    memcpy(zip->bytes + zip->size, "PK\3\4", 4);
    zip->size += 4;
    zip->size += put_about(zip->bytes + zip->size, name, size, crc);
    memcpy(zip->bytes + zip->size, name, strlen(name));
    zip->size += strlen(name);
    if (size > 0)
        memcpy(zip->bytes + zip->size, bytes, size);
    zip->size += size;
    memcpy(entry, "PK\1\2\24\0", 6);
    used += put_about(entry + used, name, size, crc);
    used += put_number(entry + used, 0, 4);
    used += put_number(entry + used, 0, 4);
    used += put_number(entry + used, 0, 2);
    used += put_number(entry + used, at, 4);
    memcpy(entry + used, name, strlen(name));
    zip->directory_size += used + strlen(name);
}

static void pack_end(struct packed *zip, size_t count)
{
    size_t start = zip->size;

    memcpy(zip->bytes + zip->size, zip->directory, zip->directory_size);
    zip->size += zip->directory_size;
    memcpy(zip->bytes + zip->size, "PK\5\6\0\0\0\0", 8);
    zip->size += 8;
    zip->size += put_number(zip->bytes + zip->size, count, 2);
    zip->size += put_number(zip->bytes + zip->size, count, 2);
    zip->size += put_number(zip->bytes + zip->size, zip->directory_size, 4);
    zip->size += put_number(zip->bytes + zip->size, start, 4);
    zip->size += put_number(zip->bytes + zip->size, 0, 2);
}

static bool row_hold(void *context, uint32_t row, const struct workbook_cell *cells, size_t count)
{
    size_t *texts = context;

    must_hold(row <= WORKBOOK_ROWS_MOST && count > 0, "a row is a row");
    for (size_t i = 0; i < count; i++) {
        must_hold(cells[i].column < WORKBOOK_COLUMNS_MOST, "a column is a column");
        must_hold(cells[i].length <= WORKBOOK_TEXT_BYTES, "a text is no longer than allowed");
        must_hold(cells[i].value != WORKBOOK_VALUE_DATE ||
                      (cells[i].date_on > -800000 && cells[i].date_on < 3000000),
                  "a date has four digits");
        /* Every byte of it must be there. */
        for (size_t k = 0; k < cells[i].length; k++)
            *texts += (unsigned char)cells[i].text[k];
        for (size_t k = 0; cells[i].formula != NULL && k < cells[i].formula_length; k++)
            *texts += (unsigned char)cells[i].formula[k];
    }
    return true;
}

static void read_bytes(const uint8_t *bytes, size_t size)
{
    struct workbook_reader *reader = NULL;
    struct workbook_fault fault = {0};
    char text[WORKBOOK_FAULT_TEXT_SIZE];
    size_t texts = 0;
    bool is_good = workbook_reader_open(&reader, bytes, size, &fault);

    for (size_t i = 0; is_good && i < workbook_reader_sheet_count(reader); i++)
        is_good = workbook_reader_rows(reader, i, row_hold, &texts, &fault);
    workbook_reader_close(reader);
    must_hold(is_good == (fault.kind == WORKBOOK_GOOD), "what is refused has a reason");
    must_hold(fault.kind != WORKBOOK_NO_MEMORY, "a small file takes little memory");
    workbook_fault_text(&fault, LANGUAGE_TH, text);
    workbook_fault_text(&fault, LANGUAGE_EN, text);
}

static void read_list(const uint8_t *bytes, size_t size)
{
    struct workbook_fault fault = {0};
    struct list_file file = {0};
    struct list_changes changes;
    int64_t on;
    bool is_good = list_file_read(&file, bytes, size, &fault);

    must_hold(is_good == (fault.kind == WORKBOOK_GOOD), "a list that is refused has a reason");
    if (is_good) {
        list_compare(&file, &file, &file.region, &changes);
        for (size_t i = 0; i < file.row_count; i++)
            if (list_date_parse(file.rows[i].cells[LIST_COLUMN_NEXT_ON].text, 20782, &on))
                must_hold(on > -30000 && on < 3000000, "a date has four digits");
    }
    list_file_clear(&file);
}

/* The bytes up to each `\xFF`, which no XML holds, are the sheet, the strings and the styles. */
static size_t piece(const uint8_t **at, const uint8_t *end)
{
    const uint8_t *stop = *at < end ? memchr(*at, 0xFF, (size_t)(end - *at)) : NULL;
    size_t size = (size_t)((stop == NULL ? end : stop) - *at);

    *at += size + (stop == NULL ? 0 : 1);
    return size;
}

static void read_parts(const uint8_t *bytes, size_t size)
{
    static struct packed zip;
    static const char *const names[] = {"xl/sheet.xml", "xl/strings.xml", "xl/styles.xml"};
    const uint8_t *at = bytes, *end = bytes + size;

    zip.size = zip.directory_size = 0;
    pack(&zip, "xl/workbook.xml", workbook, sizeof workbook - 1);
    pack(&zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const uint8_t *start = at;
        pack(&zip, names[i], start, piece(&at, end));
    }
    pack_end(&zip, 5);
    read_bytes(zip.bytes, zip.size);
    read_list(zip.bytes, zip.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0 || size > ROOM / 2)
        return 0;
    if (bytes[0] == 'P') {
        read_bytes(bytes, size);
        read_list(bytes, size);
    } else {
        read_parts(bytes + 1, size - 1);
    }
    return 0;
}
