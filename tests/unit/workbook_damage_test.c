/* Workbooks damaged in every way, by numbers that are the same each time: each is refused with its
 * reason or, where the damage hit nothing that is read, gives the rows of the sound one. Bytes
 * behind a checksum that was reckoned anew may say something else, but never crash.
 *
 * 1,000 files; KHROP_LONG=1 makes them 100,000.
 */
#include "core/clock.h"
#include "tests/unit/workbook_rows.h"

#include <sys/resource.h>
#include <unistd.h>

#define SHORT_COUNT 1000
#define LONG_COUNT 100000
#define SECONDS_MOST 10
#define MEMORY_MOST_KB (1536L * 1024) /* the sanitizers keep what was freed */

static uint64_t state = 20261125;

/* splitmix64 */
static uint64_t next(uint64_t below)
{
    uint64_t mixed = (state += 0x9E3779B97F4A7C15);

    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return (mixed ^ (mixed >> 31)) % below;
}

struct sound {
    unsigned char *bytes;
    size_t size;
    char *rows;
};

static const char list_rows[] =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>BO-04:SO1:2</t></is></c>"
    "<c r=\"B2\" t=\"s\"><v>2</v></c><c r=\"C2\" s=\"2\"><v>46351</v></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"str\"><f>A2</f><v>BO-04:SO1:3</v></c><c r=\"B3\"><v>7</v></c>"
    "</row>";
static const char list_strings[] =
    "<si><t>khrop_id</t></si><si><t>สถานะงาน</t></si><si><r><t>รอ</t></r><r><t>ลูกค้า</t></r></si>";

static struct sound sounds[3];

static void sound_read(struct sound *sound, const char *path)
{
    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    sound->bytes = malloc(1 << 20);
    assert_non_null(sound->bytes);
    sound->size = fread(sound->bytes, 1, 1 << 20, file);
    fclose(file);
}

static int sounds_begin(void **context)
{
    struct zip_building zip = workbook_built(list_rows, list_strings);

    (void)context;
    sounds[0] = (struct sound){zip.bytes, zip.size, NULL};
    sound_read(&sounds[1], "tests/fuzz/corpus/workbook_fuzz/openpyxl.xlsx");
    sound_read(&sounds[2], "tests/fuzz/corpus/workbook_fuzz/libreoffice.xlsx");
    for (size_t i = 0; i < 3; i++) {
        struct workbook_fault fault = {0};
        sounds[i].rows = rows_read(sounds[i].bytes, sounds[i].size, &fault);
        assert_non_null(sounds[i].rows);
    }
    return 0;
}

static int sounds_end(void **context)
{
    (void)context;
    for (size_t i = 0; i < 3; i++) {
        free(sounds[i].bytes);
        free(sounds[i].rows);
    }
    return 0;
}

static void flip_bits(unsigned char *bytes, size_t *size)
{
    for (uint64_t i = 0, count = 1 + next(8); i < count; i++)
        bytes[next(*size)] ^= (unsigned char)(1 << next(8));
}

static void cut(unsigned char *bytes, size_t *size)
{
    (void)bytes;
    *size = (size_t)next(*size);
}

static void blot(unsigned char *bytes, size_t *size)
{
    size_t from = (size_t)next(*size), length = (size_t)next(64);

    for (size_t i = from; i < *size && i < from + length; i++)
        bytes[i] = (unsigned char)(next(2) == 0 ? 0 : next(256));
}

static void take_out(unsigned char *bytes, size_t *size)
{
    size_t from = (size_t)next(*size), length = 1 + (size_t)next(*size - from);

    memmove(bytes + from, bytes + from + length, *size - from - length);
    *size -= length;
}

static void repeat(unsigned char *bytes, size_t *size)
{
    size_t from = (size_t)next(*size), to = (size_t)next(*size), length = (size_t)next(256);

    for (size_t i = 0; i < length && from + i < *size && to + i < *size; i++)
        bytes[to + i] = bytes[from + i];
}

static void (*const damages[])(unsigned char *bytes, size_t *size) = {flip_bits, cut, blot,
                                                                      take_out, repeat};

/* True when it was refused. */
static bool look(const unsigned char *bytes, size_t size, const char *sound)
{
    /* Memory of its very size, so that a read behind the end is found. */
    unsigned char *copy = malloc(size == 0 ? 1 : size);
    struct workbook_fault fault = {0};
    int64_t begun = clock_monotonic_milliseconds();
    char text[WORKBOOK_FAULT_TEXT_SIZE];
    char *rows;
    bool is_refused;

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    rows = rows_read(copy, size, &fault);
    is_refused = rows == NULL;
    free(copy);
    if (clock_monotonic_milliseconds() - begun > SECONDS_MOST * 1000)
        fail_msg("took %d ms", (int)(clock_monotonic_milliseconds() - begun));
    workbook_fault_text(&fault, LANGUAGE_EN, text);
    if (is_refused && (fault.kind == WORKBOOK_GOOD || strlen(text) < 20))
        fail_msg("refused without a reason");
    if (!is_refused && sound != NULL && strcmp(rows, sound) != 0)
        fail_msg("read as\n%sinstead of\n%s", rows, sound);
    free(rows);
    return is_refused;
}

static size_t campaign_count(void)
{
    return getenv("KHROP_LONG") != NULL ? LONG_COUNT : SHORT_COUNT;
}

static void damaged_files_are_refused_or_read_as_they_were(void **context)
{
    static unsigned char bytes[1 << 20];
    size_t refused = 0, count = campaign_count() * 8 / 10;

    (void)context;
    for (size_t i = 0; i < count; i++) {
        const struct sound *sound = &sounds[next(3)];
        size_t size = sound->size;
        memcpy(bytes, sound->bytes, size);
        damages[i % (sizeof damages / sizeof damages[0])](bytes, &size);
        refused += look(bytes, size, sound->rows);
    }
    print_message("%zu damaged files, %zu refused\n", count, refused);
    /* Most damage hits something that is read. */
    assert_true(refused > count / 2);
}

/* The text of a part with some of its bytes changed. */
static char *part_damaged(const char *text)
{
    static const char *const pieces[] = {"<",
                                         ">",
                                         "&#0;",
                                         "]]>",
                                         "<c>",
                                         "</row>",
                                         "&x;",
                                         "99999999999",
                                         "_xD800_",
                                         "\xFF",
                                         "<![CDATA[",
                                         "\"",
                                         "<!DOCTYPE a [<!ENTITY x \"&x;&x;\">]>"};
    size_t length = strlen(text), at = (size_t)next(length);
    const char *piece = pieces[next(sizeof pieces / sizeof pieces[0])];
    char *damaged = NULL;
    size_t left_out = (size_t)next(length - at < 12 ? length - at + 1 : 12);

    assert_true(asprintf(&damaged, "%.*s%s%s", (int)at, text, piece, text + at + left_out) >= 0);
    return damaged;
}

static void damage_behind_a_sound_checksum_never_crashes(void **context)
{
    static const char *const names[] = {"_rels/.rels", "xl/workbook.xml",
                                        "xl/_rels/workbook.xml.rels", "xl/styles.xml"};
    const char *const texts[] = {package_relations, workbook_part, workbook_relations, styles_part};
    size_t refused = 0, count = campaign_count() * 2 / 10;

    (void)context;
    for (size_t i = 0; i < count; i++) {
        size_t which = (size_t)next(6), missing = (size_t)next(12);
        char *rows = which == 4 ? part_damaged(list_rows) : NULL;
        char *strings = which == 5 ? part_damaged(list_strings) : NULL;
        struct zip_building zip = {0};
        for (size_t part = 0; part < 4; part++) {
            char *damaged = part == which ? part_damaged(texts[part]) : NULL;
            if (part != missing)
                zip_part(&zip, names[part], damaged != NULL ? damaged : texts[part]);
            free(damaged);
        }
        workbook_sheets(&zip, rows != NULL ? rows : list_rows,
                        strings != NULL ? strings : list_strings);
        zip_end(&zip);
        refused += look(zip.bytes, zip.size, NULL);
        zip_clear(&zip);
        free(rows);
        free(strings);
    }
    print_message("%zu damaged parts, %zu refused\n", count, refused);
    assert_true(refused > count / 3);
}

/* Names that would lead out of a folder, were they ever paths. */
static void names_with_dots_lead_nowhere(void **context)
{
    static const char *const targets[] = {"../../../../etc/passwd", "/etc/passwd",
                                          "../xl/sheet1.xml", "..\\..\\windows\\win.ini",
                                          "....//....//etc/passwd"};

    (void)context;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct zip_building zip = {0};
        char relations[1024];
        snprintf(relations, sizeof relations,
                 XML_HEAD "<Relationships xmlns=\"" PACKAGE
                          "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                          "/worksheet\" Target=\"%s\"/></Relationships>",
                 targets[i]);
        zip_part(&zip, "../../../../tmp/khrop_out", "x");
        zip_part(&zip, "xl/workbook.xml", workbook_part);
        zip_part(&zip, "xl/_rels/workbook.xml.rels", relations);
        zip_end(&zip);
        expect_refused(&zip, WORKBOOK_PART_MISSING);
    }
    assert_int_equal(access("/tmp/khrop_out", F_OK), -1);
}

static void memory_stays_within_bounds(void **context)
{
    struct zip_building bombs[3] = {0};
    struct rusage usage;

    (void)context;
    /* 10 GB each: in the workbook, in the strings, in the sheet. */
    zip_bomb(&bombs[0], "xl/workbook.xml", "<workbook>", 10240);
    zip_part(&bombs[1], "xl/workbook.xml", workbook_part);
    zip_part(&bombs[1], "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_part(&bombs[1], "xl/styles.xml", styles_part);
    bombs[2] = (struct zip_building){0};
    zip_part(&bombs[2], "xl/workbook.xml", workbook_part);
    zip_part(&bombs[2], "xl/_rels/workbook.xml.rels", workbook_relations);
    zip_part(&bombs[2], "xl/styles.xml", styles_part);
    zip_part(&bombs[2], "xl/sharedStrings.xml", "<a/>");
    zip_bomb(&bombs[1], "xl/sharedStrings.xml", "<sst xmlns=\"" MAIN_NAMESPACE "\"><si><t>", 10240);
    zip_bomb(&bombs[2], "xl/worksheets/sheet1.xml",
             "<worksheet xmlns=\"" MAIN_NAMESPACE "\"><sheetData><row><c><is><t>", 10240);
    for (size_t i = 0; i < 3; i++) {
        zip_end(&bombs[i]);
        expect_refused(&bombs[i], WORKBOOK_TOO_LARGE);
    }
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    if (usage.ru_maxrss > MEMORY_MOST_KB)
        fail_msg("%ld MB", usage.ru_maxrss / 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_files_are_refused_or_read_as_they_were),
        cmocka_unit_test(damage_behind_a_sound_checksum_never_crashes),
        cmocka_unit_test(names_with_dots_lead_nowhere),
        cmocka_unit_test(memory_stays_within_bounds),
    };

    return cmocka_run_group_tests(tests, sounds_begin, sounds_end);
}
