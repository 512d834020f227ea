/* Zip files built in memory, part by part: what a test wants in a workbook, and what no program
 * would put there. */
#ifndef KHROP_TESTS_UNIT_ZIP_BUILDING_H
#define KHROP_TESTS_UNIT_ZIP_BUILDING_H

#include "tests/unit/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define ZIP_PARTS 64

struct zip_building {
    unsigned char *bytes;
    size_t size, room;
    struct {
        char name[128];
        uint32_t crc, packed, inflated, at;
    } parts[ZIP_PARTS];
    size_t part_count;
};

static inline void zip_put(struct zip_building *zip, const void *bytes, size_t size)
{
    if (zip->size + size > zip->room) {
        zip->room = (zip->size + size) * 2;
        zip->bytes = realloc(zip->bytes, zip->room);
        assert_non_null(zip->bytes);
    }
    memcpy(zip->bytes + zip->size, bytes, size);
    zip->size += size;
}

static inline void zip_number(struct zip_building *zip, uint32_t number, size_t size)
{
    unsigned char bytes[4] = {(unsigned char)number, (unsigned char)(number >> 8),
                              (unsigned char)(number >> 16), (unsigned char)(number >> 24)};

    zip_put(zip, bytes, size);
}

/* What the local header and the directory say alike. */
static inline void zip_about(struct zip_building *zip, size_t part)
{
    zip_number(zip, 20, 2);
    zip_number(zip, 0, 2);
    zip_number(zip, Z_DEFLATED, 2);
    zip_number(zip, 0x5B795000, 4); /* 2025-11-25 10:00 */
    zip_number(zip, zip->parts[part].crc, 4);
    zip_number(zip, zip->parts[part].packed, 4);
    zip_number(zip, zip->parts[part].inflated, 4);
    zip_number(zip, (uint32_t)strlen(zip->parts[part].name), 2);
    zip_number(zip, 0, 2);
}

/* A part whose bytes are deflated already. */
static inline void zip_packed(struct zip_building *zip, const char *name, const void *packed,
                              size_t packed_size, uint32_t crc, uint32_t inflated)
{
    size_t part = zip->part_count++;

    assert_true(part < ZIP_PARTS);
    snprintf(zip->parts[part].name, sizeof zip->parts[part].name, "%s", name);
    zip->parts[part].crc = crc;
    zip->parts[part].packed = (uint32_t)packed_size;
    zip->parts[part].inflated = inflated;
    zip->parts[part].at = (uint32_t)zip->size;
    zip_put(zip, "PK\3\4", 4);
    zip_about(zip, part);
    zip_put(zip, name, strlen(name));
    zip_put(zip, packed, packed_size);
}

static inline void zip_part_bytes(struct zip_building *zip, const char *name, const void *bytes,
                                  size_t size)
{
    z_stream stream = {0};
    uLong bound = compressBound(size) + 64;
    unsigned char *packed = malloc(bound);

    assert_non_null(packed);
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = packed;
    stream.avail_out = (uInt)bound;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    zip_packed(zip, name, packed, stream.total_out, (uint32_t)crc32(0, bytes, (uInt)size),
               (uint32_t)size);
    deflateEnd(&stream);
    free(packed);
}

static inline void zip_part(struct zip_building *zip, const char *name, const char *text)
{
    zip_part_bytes(zip, name, text, strlen(text));
}

/* `head`, then `megabytes` of blanks: a few KB for each 1000. */
static inline void zip_bomb(struct zip_building *zip, const char *name, const char *head,
                            size_t megabytes)
{
    static unsigned char blanks[1 << 20], block[8192];
    struct zip_building packed = {0};
    z_stream stream = {0};

    memset(blanks, ' ', sizeof blanks);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)head;
    stream.avail_in = (uInt)strlen(head);
    stream.next_out = block;
    stream.avail_out = sizeof block;
    assert_int_equal(deflate(&stream, Z_FULL_FLUSH), Z_OK);
    zip_put(&packed, block, sizeof block - stream.avail_out);
    stream.next_in = blanks;
    stream.avail_in = sizeof blanks;
    stream.next_out = block;
    stream.avail_out = sizeof block;
    /* After a full flush nothing refers back: the block may be repeated. */
    assert_int_equal(deflate(&stream, Z_FULL_FLUSH), Z_OK);
    for (size_t i = 0; i < megabytes; i++)
        zip_put(&packed, block, sizeof block - stream.avail_out);
    deflateEnd(&stream);
    zip_packed(zip, name, packed.bytes, packed.size, 0, UINT32_MAX - 1);
    free(packed.bytes);
}

/* The directory and the end: afterwards bytes and size are a zip file. */
static inline void zip_end(struct zip_building *zip)
{
    uint32_t start = (uint32_t)zip->size, directory_size;

    for (size_t i = 0; i < zip->part_count; i++) {
        zip_put(zip, "PK\1\2", 4);
        zip_number(zip, 20, 2);
        zip_about(zip, i);
        zip_number(zip, 0, 4);
        zip_number(zip, 0, 2);
        zip_number(zip, 0, 4);
        zip_number(zip, zip->parts[i].at, 4);
        zip_put(zip, zip->parts[i].name, strlen(zip->parts[i].name));
    }
    directory_size = (uint32_t)zip->size - start;
    zip_put(zip, "PK\5\6", 4);
    zip_number(zip, 0, 4);
    zip_number(zip, (uint32_t)zip->part_count, 2);
    zip_number(zip, (uint32_t)zip->part_count, 2);
    zip_number(zip, directory_size, 4);
    zip_number(zip, start, 4);
    zip_number(zip, 0, 2);
}

static inline void zip_clear(struct zip_building *zip)
{
    free(zip->bytes);
    *zip = (struct zip_building){0};
}

#endif
