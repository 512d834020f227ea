/* Safe file names; see list_names.h. */
#include "reports/list_names.h"

#include <sha256.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAME_BYTES_MAX 120
#define HASH_DIGITS 16
#define ROLE "role:"

static bool is_safe(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '_';
}

static char small(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Two long numbers must not become one name. */
static void end_with_hash(const char *list_no, char name[LIST_NAME_SIZE])
{
    char hash[SHA256_DIGEST_STRING_LENGTH];
    SHA256Data((const uint8_t *)list_no, strlen(list_no), hash);
    snprintf(name + NAME_BYTES_MAX, LIST_NAME_SIZE - NAME_BYTES_MAX, "-%.*s", HASH_DIGITS, hash);
}

static void make(const char *list_no, bool is_exact, char name[LIST_NAME_SIZE])
{
    const char *from = list_no;
    size_t length = 0;
    if (strncmp(from, ROLE, sizeof ROLE - 1) == 0) {
        length = (size_t)snprintf(name, LIST_NAME_SIZE, "role-");
        from += sizeof ROLE - 1;
    }
    for (; *from != '\0' && length < NAME_BYTES_MAX; from++) {
        char byte = is_exact ? *from : small(*from);
        if (is_safe(byte))
            name[length++] = byte;
        else
            length += (size_t)snprintf(name + length, LIST_NAME_SIZE - length, "%%%02X",
                                       (unsigned)(unsigned char)byte);
    }
    name[length] = '\0';
    if (*from != '\0')
        end_with_hash(list_no, name);
}

void list_name_make(const char *list_no, char name[LIST_NAME_SIZE])
{
    make(list_no, false, name);
}

void list_name_make_exact(const char *list_no, char name[LIST_NAME_SIZE])
{
    make(list_no, true, name);
}
