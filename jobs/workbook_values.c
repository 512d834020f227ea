/* Text, numbers and dates as a workbook writes them; see workbook_values.h. */
#include "jobs/workbook_values.h"

#include "core/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ESCAPE_LENGTH 7 /* _xHHHH_ */
#define SECONDS_PER_DAY 86400
#define LAST_SERIAL 2958465.0 /* 9999-12-31 */

static bool hex_digit(char digit, uint32_t *value)
{
    if (digit >= '0' && digit <= '9')
        *value = *value * 16 + (uint32_t)(digit - '0');
    else if (digit >= 'A' && digit <= 'F')
        *value = *value * 16 + (uint32_t)(digit - 'A' + 10);
    else if (digit >= 'a' && digit <= 'f')
        *value = *value * 16 + (uint32_t)(digit - 'a' + 10);
    else
        return false;
    return true;
}

static bool escape_at(const char *text, size_t length, uint32_t *unit)
{
    if (length < ESCAPE_LENGTH || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return false;
    *unit = 0;
    for (size_t i = 2; i < 6; i++)
        if (!hex_digit(text[i], unit))
            return false;
    return true;
}

/* The character that an escape, or a pair of them, stands for; gives their length, 0 for none. */
static size_t escaped_character(const char *text, size_t length, uint32_t *character)
{
    uint32_t low = 0;

    if (!escape_at(text, length, character) || *character >= 0xFFFE ||
        (*character < 0x20 && *character != '\t' && *character != '\n' && *character != '\r'))
        return 0;
    if (*character < 0xD800 || *character > 0xDFFF)
        return ESCAPE_LENGTH;
    if (*character > 0xDBFF || !escape_at(text + ESCAPE_LENGTH, length - ESCAPE_LENGTH, &low) ||
        low < 0xDC00 || low > 0xDFFF)
        return 0;
    *character = 0x10000 + ((*character - 0xD800) << 10) + (low - 0xDC00);
    return (size_t)2 * ESCAPE_LENGTH;
}

static size_t utf8_write(uint32_t character, char *bytes)
{
    static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    bytes[0] = (char)((length == 1 ? 0 : heads[length]) | character);
    return length;
}

size_t workbook_text_unescape(char *text, size_t length)
{
    size_t at = 0, written = 0;

    while (at < length) {
        uint32_t character;
        size_t taken = escaped_character(text + at, length - at, &character);
        if (taken == 0) {
            text[written++] = text[at++];
            continue;
        }
        written += utf8_write(character, text + written);
        at += taken;
    }
    return written;
}

/* ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates of East Asia, 71 to 81 Thai ones. */
bool workbook_format_is_date(int64_t format_no)
{
    return (format_no >= 14 && format_no <= 22) || (format_no >= 27 && format_no <= 36) ||
           (format_no >= 45 && format_no <= 47) || (format_no >= 50 && format_no <= 58) ||
           (format_no >= 71 && format_no <= 81);
}

/* `[h]`, `[mm]`, `[ss]` count hours, minutes and seconds; `[Magenta]` does not. */
static bool is_elapsed(const char *bracket)
{
    size_t length = strspn(bracket + 1, "hHmMsS");

    return length > 0 && bracket[1 + length] == ']';
}

/* Behind what is in quotes, brackets or behind a backslash; an empty text where
 * that has no end. */
static const char *code_skip(const char *at)
{
    const char *end = at;

    if (*at == '"')
        end = strchr(at + 1, '"');
    else if (*at == '[' && !is_elapsed(at))
        end = strchr(at, ']');
    else if (*at == '\\' || *at == '_' || *at == '*')
        end = at[1] == '\0' ? NULL : at + 1;
    else if (strncasecmp(at, "General", 7) == 0)
        end = at + 6;
    else
        return at;
    return end == NULL ? "" : end + 1;
}

bool workbook_code_is_date(const char *code)
{
    /* Day, month, year, hour, minute, second as Thai Excel writes them. */
    static const char *const thai[] = {"ว", "ด", "ป", "ช", "น", "ท"};

    while (*code != '\0' && *code != ';') {
        const char *next = code_skip(code);
        if (next != code) {
            code = next;
            continue;
        }
        if (strchr("dmyhsb", *code | 0x20) != NULL)
            return true;
        for (size_t i = 0; i < sizeof thai / sizeof thai[0]; i++)
            if (strncmp(code, thai[i], strlen(thai[i])) == 0)
                return true;
        code++;
    }
    return false;
}

bool workbook_number_parse(const char *text, double *number)
{
    char *end;

    text += strspn(text, " \t\r\n");
    if (*text == '\0' || strspn(text, "0123456789+-.eE \t\r\n") != strlen(text))
        return false;
    *number = strtod(text, &end);
    return end != text && end[strspn(end, " \t\r\n")] == '\0' && isfinite(*number);
}

size_t workbook_number_format(double number, char text[WORKBOOK_NUMBER_TEXT_SIZE])
{
    if (number == 0)
        number = 0; /* -0 */
    return (size_t)snprintf(text, WORKBOOK_NUMBER_TEXT_SIZE, "%.15g", number);
}

bool workbook_serial_day(double serial, bool is_1904, int64_t *day_on)
{
    int64_t day;

    if (!(serial >= (is_1904 ? 0 : 1) && serial < LAST_SERIAL + 1 - (is_1904 ? 1462 : 0)))
        return false;
    day = (int64_t)serial;
    if (!is_1904 && day == 60)
        return false;
    *day_on = day + (is_1904    ? date_from_civil(1904, 1, 1)
                     : day < 60 ? date_from_civil(1899, 12, 31)
                                : date_from_civil(1899, 12, 30));
    return true;
}

size_t workbook_serial_format(double serial, bool is_1904, char text[WORKBOOK_NUMBER_TEXT_SIZE])
{
    char date[DATE_TEXT_SIZE] = "";
    int64_t seconds, day, day_on = 0;
    int second;
    size_t used;

    if (!(serial >= 0 && serial < LAST_SERIAL + 1))
        return workbook_number_format(serial, text);
    seconds = (int64_t)(serial * SECONDS_PER_DAY + 0.5);
    day = seconds / SECONDS_PER_DAY;
    second = (int)(seconds % SECONDS_PER_DAY);
    if (day > 0 && !workbook_serial_day((double)day, is_1904, &day_on))
        return workbook_number_format(serial, text);
    if (day > 0)
        date_format_iso(day_on, date);
    if (second == 0 && *date != '\0')
        return (size_t)snprintf(text, WORKBOOK_NUMBER_TEXT_SIZE, "%s", date);
    used = (size_t)snprintf(text, WORKBOOK_NUMBER_TEXT_SIZE, "%s%s%02d:%02d", date,
                            *date == '\0' ? "" : " ", second / 3600, second / 60 % 60);
    if (second % 60 != 0)
        used +=
            (size_t)snprintf(text + used, WORKBOOK_NUMBER_TEXT_SIZE - used, ":%02d", second % 60);
    return used;
}
