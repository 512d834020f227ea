/* Escapes; see html.h. */
#include "reports/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT "\xEF\xBF\xBD"

/* What the HTML standard calls an error in its input stream. */
static bool is_forbidden(int32_t character)
{
    if (character < 0x20)
        return character != '\t' && character != '\n';
    return (character >= 0x7F && character <= 0x9F) ||
           (character >= 0xFDD0 && character <= 0xFDEF) || (character & 0xFFFE) == 0xFFFE;
}

static const char *entity(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* One character; returns its bytes. A parser reads every end of line as LF: it stands so. */
static size_t write_character(FILE *file, const char *text)
{
    const char *escaped = entity(*text);
    int32_t character;
    utf8proc_ssize_t length;
    if (*text == '\r') {
        fputc('\n', file);
        return text[1] == '\n' ? 2 : 1;
    }
    if (escaped != NULL) {
        fputs(escaped, file);
        return 1;
    }
    length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &character);
    if (length <= 0 || is_forbidden(character)) {
        fputs(REPLACEMENT, file);
        return length <= 0 ? 1 : (size_t)length;
    }
    fwrite(text, 1, (size_t)length, file);
    return (size_t)length;
}

void html_text(FILE *file, const char *text)
{
    while (*text != '\0')
        text += write_character(file, text);
}

void html_element(FILE *file, const char *open, const char *text, const char *close)
{
    fputs(open, file);
    html_text(file, text);
    fputs(close, file);
}

void html_name(FILE *file, const char *name)
{
    html_element(file, "<bdi>", name, "</bdi>");
}

void html_css_string(FILE *file, const char *text)
{
    fputc('\'', file);
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || strchr("\"\\<>&'", *text) != NULL)
            fprintf(file, "\\%x ", (unsigned)(unsigned char)*text);
        else
            fputc(*text, file);
    fputc('\'', file);
}
