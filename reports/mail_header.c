/* Headers that Outlook, Gmail and Apple Mail read alike; see mail_header.h. */
#include "reports/mail_header.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define LINE_CHARACTERS 76
#define BASE64_BYTES 57 /* that make a line of 76 */
/* `=?UTF-8?B?` and `?=` around 60 characters: 72, which fits a line of its own; around 52, it fits
 * one behind a header's name. */
#define FIRST_WORD_BYTES 39
#define WORD_BYTES 45
/* `filename*10*=` and what it may hold, on a line of 78. */
#define PIECE_CHARACTERS 54

size_t mail_base64(const unsigned char *bytes, size_t length, char *line)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        unsigned three = (unsigned)bytes[i] << 16;
        three |= i + 1 < length ? (unsigned)bytes[i + 1] << 8 : 0;
        three |= i + 2 < length ? bytes[i + 2] : 0;
        line[used++] = digits[three >> 18];
        line[used++] = digits[three >> 12 & 63];
        line[used++] = i + 1 < length ? digits[three >> 6 & 63] : '=';
        line[used++] = i + 2 < length ? digits[three & 63] : '=';
    }
    line[used] = '\0';
    return used;
}

void mail_base64_lines(FILE *out, const unsigned char *bytes, size_t length)
{
    char line[LINE_CHARACTERS + 1];
    for (size_t i = 0; i < length; i += BASE64_BYTES) {
        mail_base64(bytes + i, length - i < BASE64_BYTES ? length - i : BASE64_BYTES, line);
        fprintf(out, "%s\r\n", line);
    }
}

/* Printable ASCII, and nothing that looks like an encoded word. */
static bool is_plain(const char *text)
{
    for (const char *byte = text; *byte != '\0'; byte++)
        if (*byte < ' ' || *byte > '~')
            return false;
    return strstr(text, "=?") == NULL;
}

/* Where a word ends: between two words of the text where that can be, since some readers show a
 * space there that isn't (RFC 2047, 6.2 says to drop it). */
static size_t word_cut(const char *text, size_t length, size_t most)
{
    size_t piece = text_cut(text, length, most);
    for (size_t i = piece; piece < length && i > piece / 2; i--)
        if (text[i - 1] == ' ')
            return i;
    return piece;
}

static void write_words(FILE *out, const char *text)
{
    size_t length = strlen(text);
    char word[LINE_CHARACTERS + 1];
    for (size_t from = 0, piece; from < length; from += piece) {
        piece = word_cut(text + from, length - from, from == 0 ? FIRST_WORD_BYTES : WORD_BYTES);
        mail_base64((const unsigned char *)text + from, piece, word);
        fprintf(out, "%s=?UTF-8?B?%s?=", from > 0 ? "\r\n " : "", word);
    }
}

void mail_header_text(FILE *out, const char *name, const char *text)
{
    fprintf(out, "%s: ", name);
    if (is_plain(text) && strlen(name) + 2 + strlen(text) <= LINE_CHARACTERS)
        fputs(text, out);
    else
        write_words(out, text);
    fputs("\r\n", out);
}

/* In quotes, since a name may hold a comma or a dot. */
static void write_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *byte = text; *byte != '\0'; byte++) {
        if (*byte == '"' || *byte == '\\')
            fputc('\\', out);
        fputc(*byte, out);
    }
    fputc('"', out);
}

void mail_header_address(FILE *out, const char *name, const char *display, const char *address)
{
    fprintf(out, "%s: ", name);
    if (display[0] == '\0') {
        fprintf(out, "%s\r\n", address);
        return;
    }
    if (is_plain(display) && strlen(display) < LINE_CHARACTERS - 20) {
        write_quoted(out, display);
    } else {
        write_words(out, display);
    }
    fprintf(out, "\r\n <%s>\r\n", address);
}

void mail_header_date(FILE *out, int64_t seconds)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t offset = clock_offset_seconds(seconds), local = seconds + offset;
    int64_t second = (local % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY;
    int64_t days = (local - second) / SECONDS_PER_DAY, east = offset < 0 ? -offset : offset;
    int year, month, day;
    date_to_civil(days, &year, &month, &day);
    fprintf(out,
            "Date: %s, %d %s %04d %02" PRId64 ":%02" PRId64 ":%02" PRId64 " %c%02" PRId64
            "%02" PRId64 "\r\n",
            weekdays[date_weekday(days) - 1], day, months[month - 1], year, second / 3600,
            second / 60 % 60, second % 60, offset < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

static bool is_attribute_byte(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("-._", byte) != NULL);
}

/* As many whole characters as fit, percent-encoded; gives the bytes taken. */
static size_t encode_piece(const char *text, size_t length, size_t room, char *piece)
{
    size_t taken = 0, used = 0;
    while (taken < length) {
        size_t next = 1;
        size_t cost = 0;
        while (taken + next < length && ((unsigned char)text[taken + next] & 0xC0) == 0x80)
            next++;
        for (size_t i = 0; i < next; i++)
            cost += is_attribute_byte((unsigned char)text[taken + i]) ? 1 : 3;
        if (used + cost > room)
            break;
        for (size_t i = 0; i < next; i++, taken++) {
            unsigned char byte = (unsigned char)text[taken];
            used += (size_t)sprintf(piece + used, is_attribute_byte(byte) ? "%c" : "%%%02X", byte);
        }
    }
    piece[used] = '\0';
    return taken;
}

static void write_extended(FILE *out, const char *name, const char *text)
{
    char piece[PIECE_CHARACTERS + 1];
    size_t length = strlen(text), room = PIECE_CHARACTERS - strlen("UTF-8''");
    size_t taken = encode_piece(text, length, room, piece);
    bool is_whole = taken == length;
    fprintf(out, ";\r\n %s*%s=UTF-8''%s", name, is_whole ? "" : "0*", piece);
    for (int number = 1; taken < length; number++) {
        taken += encode_piece(text + taken, length - taken, PIECE_CHARACTERS, piece);
        fprintf(out, ";\r\n %s*%d*=%s", name, number, piece);
    }
}

void mail_header_parameter(FILE *out, const char *name, const char *text)
{
    if (!is_plain(text) || strlen(name) + strlen(text) > LINE_CHARACTERS - 6) {
        write_extended(out, name, text);
        return;
    }
    fprintf(out, ";\r\n %s=", name);
    write_quoted(out, text);
}
