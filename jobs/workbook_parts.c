/* Unzips and parses within limits; see workbook_parts.h. */
#include "jobs/workbook_parts.h"

#include <expat.h>
#include <malloc.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES (64 * 1024)
#define NAME_SEPARATOR '|'
#define IGNORE_CASE 2 /* as minizip numbers it */

/* The file in memory, as minizip reads it. */
struct memory {
    const unsigned char *bytes;
    uint64_t size, at;
};

struct workbook_parts {
    struct memory memory;
    unzFile zip;
    int64_t inflated_bytes; /* of all parts, each time they are read */
};

struct parsing {
    struct workbook_parts *parts;
    const char *name;
    const struct part_events *events;
    struct workbook_fault *fault;
    XML_Parser parser;
    size_t depth;
    int64_t fed_bytes;
};

/* What the parser of this thread holds. Its allocator is given no context to count in. */
static _Thread_local size_t parser_bytes;
static _Thread_local bool is_parser_full;

static bool parser_has_room(size_t size)
{
    is_parser_full = is_parser_full || parser_bytes + size > PARTS_PARSER_BYTES;
    return !is_parser_full;
}

static void *parser_allocate(size_t size)
{
    void *memory = parser_has_room(size) ? malloc(size) : NULL;

    parser_bytes += memory == NULL ? 0 : malloc_usable_size(memory);
    return memory;
}

static void *parser_resize(void *memory, size_t size)
{
    size_t before = memory == NULL ? 0 : malloc_usable_size(memory);
    void *resized = parser_has_room(size) ? realloc(memory, size) : NULL;

    if (resized != NULL)
        parser_bytes += malloc_usable_size(resized) - before;
    return resized;
}

static void parser_free(void *memory)
{
    parser_bytes -= memory == NULL ? 0 : malloc_usable_size(memory);
    free(memory);
}

static voidpf memory_open(voidpf opaque, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong memory_read(voidpf opaque, voidpf stream, void *bytes, uLong size)
{
    struct memory *memory = stream;
    uint64_t left = memory->size - memory->at;

    (void)opaque;
    if (size > left)
        size = (uLong)left;
    memcpy(bytes, memory->bytes + memory->at, size);
    memory->at += size;
    return size;
}

static uLong memory_write(voidpf opaque, voidpf stream, const void *bytes, uLong size)
{
    (void)opaque;
    (void)stream;
    (void)bytes;
    (void)size;
    return 0;
}

static ZPOS64_T memory_tell(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((struct memory *)stream)->at;
}

/* Offsets come from the file: what leads outside is refused. */
static long memory_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct memory *memory = stream;
    uint64_t base = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                    : origin == ZLIB_FILEFUNC_SEEK_CUR ? memory->at
                                                       : memory->size;

    (void)opaque;
    if (offset > memory->size - base)
        return -1;
    memory->at = base + offset;
    return 0;
}

static int memory_close(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

static int memory_error(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

static unzFile zip_open(struct memory *memory)
{
    zlib_filefunc64_def functions = {
        .zopen64_file = memory_open,
        .zread_file = memory_read,
        .zwrite_file = memory_write,
        .ztell64_file = memory_tell,
        .zseek64_file = memory_seek,
        .zclose_file = memory_close,
        .zerror_file = memory_error,
        .opaque = memory,
    };

    return unzOpen2_64("", &functions);
}

/* What the first bytes say of a file that is no zip. */
static bool tell_other(const unsigned char *bytes, size_t size, struct workbook_fault *fault)
{
    static const unsigned char ole[] = {0xD0, 0xCF, 0x11, 0xE0}, zip[] = {'P', 'K', 3, 4};

    if (size == 0)
        return workbook_fault_set(fault, WORKBOOK_EMPTY, "%s", "");
    if (size >= sizeof ole && memcmp(bytes, ole, sizeof ole) == 0)
        return workbook_fault_set(fault, WORKBOOK_OLD_OR_LOCKED, "%s", "");
    if (size >= sizeof zip && memcmp(bytes, zip, sizeof zip) == 0)
        return workbook_fault_set(fault, WORKBOOK_CUT_SHORT, "%s", "");
    return workbook_fault_set(fault, WORKBOOK_NOT_A_WORKBOOK, "%s", "");
}

static bool look_inside(struct workbook_parts *parts, struct workbook_fault *fault)
{
    unz_global_info64 about;

    if (unzGetGlobalInfo64(parts->zip, &about) != UNZ_OK)
        return workbook_fault_set(fault, WORKBOOK_DAMAGED, "zip");
    if (about.number_entry > PARTS_MOST)
        return workbook_fault_set(fault, WORKBOOK_TOO_MANY, "parts > %d", PARTS_MOST);
    if (!parts_has(parts, "xl/workbook.xml") && parts_has(parts, "content.xml"))
        return workbook_fault_set(fault, WORKBOOK_OPEN_DOCUMENT, "%s", "");
    return true;
}

bool parts_open(struct workbook_parts **parts, const void *bytes, size_t size,
                struct workbook_fault *fault)
{
    struct workbook_parts *opened = calloc(1, sizeof *opened);

    *parts = NULL;
    if (opened == NULL)
        return workbook_fault_set(fault, WORKBOOK_NO_MEMORY, "%s", "");
    opened->memory = (struct memory){bytes, size, 0};
    opened->zip = size == 0 ? NULL : zip_open(&opened->memory);
    if (opened->zip == NULL ? !tell_other(bytes, size, fault) : !look_inside(opened, fault)) {
        parts_close(opened);
        return false;
    }
    *parts = opened;
    return true;
}

void parts_close(struct workbook_parts *parts)
{
    if (parts == NULL)
        return;
    if (parts->zip != NULL)
        unzClose(parts->zip);
    free(parts);
}

bool parts_has(struct workbook_parts *parts, const char *name)
{
    return unzLocateFile(parts->zip, name, IGNORE_CASE) == UNZ_OK;
}

/* .. and "" for a name of another namespace, which must not be taken for a workbook's own. */
static const char *local_name(const char *name)
{
    static const char *const own[] = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    };
    const char *bar = strrchr(name, NAME_SEPARATOR);

    if (bar == NULL)
        return name;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strlen(own[i]) == (size_t)(bar - name) && strncmp(name, own[i], strlen(own[i])) == 0)
            return bar + 1;
    return "";
}

const char *part_attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2) {
        const char *bar = strrchr(attributes[0], NAME_SEPARATOR);
        if (strcmp(bar == NULL ? attributes[0] : bar + 1, name) == 0)
            return attributes[1];
    }
    return NULL;
}

static bool has_fault(const struct parsing *parsing)
{
    return parsing->fault->kind != WORKBOOK_GOOD;
}

static void stop_at_fault(struct parsing *parsing)
{
    if (has_fault(parsing))
        XML_StopParser(parsing->parser, XML_FALSE);
}

static bool is_known(const struct parsing *parsing, const char *name)
{
    for (const char *const *known = parsing->events->names; *known != NULL; known++)
        if (strcmp(*known, name) == 0)
            return true;
    return false;
}

static void XMLCALL element_start(void *context, const char *name, const char **attributes)
{
    struct parsing *parsing = context;

    if (has_fault(parsing))
        return;
    name = local_name(name);
    if (++parsing->depth > PARTS_DEPTH)
        workbook_fault_set(parsing->fault, WORKBOOK_TOO_DEEP, "%s", parsing->name);
    else if (is_known(parsing, name))
        parsing->events->start(parsing->events->context, name, attributes);
    stop_at_fault(parsing);
}

static void XMLCALL element_end(void *context, const char *name)
{
    struct parsing *parsing = context;

    if (has_fault(parsing))
        return;
    parsing->depth--;
    name = local_name(name);
    if (is_known(parsing, name))
        parsing->events->end(parsing->events->context, name);
    stop_at_fault(parsing);
}

static void XMLCALL characters(void *context, const char *bytes, int length)
{
    struct parsing *parsing = context;

    if (has_fault(parsing) || parsing->events->text == NULL)
        return;
    parsing->events->text(parsing->events->context, bytes, (size_t)length);
    stop_at_fault(parsing);
}

static void XMLCALL doctype(void *context, const char *name, const char *system, const char *public,
                            int has_internal_subset)
{
    struct parsing *parsing = context;

    (void)name;
    (void)system;
    (void)public;
    (void)has_internal_subset;
    workbook_fault_set(parsing->fault, WORKBOOK_HAS_ENTITIES, "%s", parsing->name);
    stop_at_fault(parsing);
}

/* What a handler found comes first: that the parser was stopped only follows from it. */
static bool tell_xml(struct parsing *parsing)
{
    enum XML_Error code = XML_GetErrorCode(parsing->parser);

    if (is_parser_full)
        return workbook_fault_set(parsing->fault, WORKBOOK_TOO_MANY, "%s", parsing->name);
    if (code == XML_ERROR_NO_MEMORY)
        return workbook_fault_set(parsing->fault, WORKBOOK_NO_MEMORY, "%s", "");
    return workbook_fault_set(parsing->fault, WORKBOOK_NOT_XML, "%s:%lu: %s", parsing->name,
                              XML_GetCurrentLineNumber(parsing->parser), XML_ErrorString(code));
}

/* expat looks at an unfinished tag from its start again with every chunk: one without an end would
 * take time that grows with its square. */
static bool token_look(struct parsing *parsing)
{
    int64_t at = (int64_t)XML_GetCurrentByteIndex(parsing->parser);

    if (at >= 0 && parsing->fed_bytes - at > PARTS_TOKEN_BYTES)
        return workbook_fault_set(parsing->fault, WORKBOOK_TOO_LARGE, "%s: tag > %d MB",
                                  parsing->name, (int)(PARTS_TOKEN_BYTES >> 20));
    return true;
}

static bool size_look(struct parsing *parsing)
{
    if (parsing->fed_bytes > PARTS_PART_BYTES)
        return workbook_fault_set(parsing->fault, WORKBOOK_TOO_LARGE, "%s > %d MB", parsing->name,
                                  (int)(PARTS_PART_BYTES >> 20));
    if (parsing->parts->inflated_bytes > PARTS_ALL_BYTES)
        return workbook_fault_set(parsing->fault, WORKBOOK_TOO_LARGE, "> %d MB",
                                  (int)(PARTS_ALL_BYTES >> 20));
    return true;
}

/* One chunk from the zip through the parser. *is_last: the part's end was reached. */
static bool feed(struct parsing *parsing, bool *is_last)
{
    void *chunk = XML_GetBuffer(parsing->parser, CHUNK_BYTES);
    int size;

    if (chunk == NULL)
        return tell_xml(parsing);
    size = unzReadCurrentFile(parsing->parts->zip, chunk, CHUNK_BYTES);
    if (size < 0)
        return workbook_fault_set(parsing->fault, WORKBOOK_DAMAGED, "%s", parsing->name);
    *is_last = size == 0;
    parsing->fed_bytes += size;
    parsing->parts->inflated_bytes += size;
    if (!size_look(parsing))
        return false;
    if (XML_ParseBuffer(parsing->parser, size, *is_last) != XML_STATUS_OK)
        return tell_xml(parsing);
    return has_fault(parsing) ? false : token_look(parsing);
}

static bool feed_all(struct parsing *parsing)
{
    const bool *is_enough = parsing->events->is_enough;
    bool is_last = false;

    while (!is_last && (is_enough == NULL || !*is_enough))
        if (!feed(parsing, &is_last))
            return false;
    return true;
}

static bool part_find(struct workbook_parts *parts, const char *name, struct workbook_fault *fault)
{
    unz_file_info64 about;

    if (!parts_has(parts, name))
        return workbook_fault_set(fault, WORKBOOK_PART_MISSING, "%s", name);
    if (unzGetCurrentFileInfo64(parts->zip, &about, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return workbook_fault_set(fault, WORKBOOK_DAMAGED, "%s", name);
    if ((about.flag & 1) != 0)
        return workbook_fault_set(fault, WORKBOOK_OLD_OR_LOCKED, "%s", name);
    if (unzOpenCurrentFile(parts->zip) != UNZ_OK)
        return workbook_fault_set(fault, WORKBOOK_DAMAGED, "%s", name);
    return true;
}

static bool parse_open_part(struct parsing *parsing)
{
    static const XML_Memory_Handling_Suite memory = {parser_allocate, parser_resize, parser_free};
    static const char separator[] = {NAME_SEPARATOR, '\0'};
    bool is_parsed;

    parser_bytes = 0;
    is_parser_full = false;
    parsing->parser = XML_ParserCreate_MM(NULL, &memory, separator);
    if (parsing->parser == NULL)
        return workbook_fault_set(parsing->fault, WORKBOOK_NO_MEMORY, "%s", "");
    XML_SetUserData(parsing->parser, parsing);
    XML_SetElementHandler(parsing->parser, element_start, element_end);
    XML_SetCharacterDataHandler(parsing->parser, characters);
    XML_SetStartDoctypeDeclHandler(parsing->parser, doctype);
    is_parsed = feed_all(parsing);
    XML_ParserFree(parsing->parser);
    return is_parsed;
}

bool parts_parse(struct workbook_parts *parts, const char *name, const struct part_events *events,
                 struct workbook_fault *fault)
{
    struct parsing parsing = {.parts = parts, .name = name, .events = events, .fault = fault};
    bool is_parsed;

    if (!part_find(parts, name, fault))
        return false;
    is_parsed = parse_open_part(&parsing);
    /* The checksum of what was read to its end is compared when the part is closed. */
    if (unzCloseCurrentFile(parts->zip) == UNZ_CRCERROR && is_parsed)
        return workbook_fault_set(fault, WORKBOOK_DAMAGED, "%s", name);
    return is_parsed;
}
