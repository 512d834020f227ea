/* Errors are built from the outside in; see error.h. */
#include "core/error.h"

#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Formats into `text` and cuts what is too long at the end of a character. */
__attribute__((format(printf, 2, 0))) static void format_text(char text[ERROR_TEXT_SIZE],
                                                              const char *format, va_list arguments)
{
    int length = vsnprintf(text, ERROR_TEXT_SIZE, format, arguments);
    if (length < 0)
        text[0] = '\0';
    else if (length >= ERROR_TEXT_SIZE)
        text[text_cut(text, ERROR_TEXT_SIZE - 1, ERROR_TEXT_SIZE - 1)] = '\0';
}

static void append(char text[ERROR_TEXT_SIZE], const char *more)
{
    size_t used = strlen(text);
    size_t length = text_cut(more, strlen(more), ERROR_TEXT_SIZE - 1 - used);
    memcpy(text + used, more, length);
    text[used + length] = '\0';
}

bool error_set(struct error *error, enum exit_code code, const char *format, ...)
{
    va_list arguments;
    if (error == NULL)
        return false;
    error->code = code;
    va_start(arguments, format);
    format_text(error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool error_set_errno(struct error *error, enum exit_code code, int error_number, const char *format,
                     ...)
{
    va_list arguments;
    if (error == NULL)
        return false;
    error->code = code;
    va_start(arguments, format);
    format_text(error->text, format, arguments);
    va_end(arguments);
    append(error->text, ": ");
    append(error->text, strerror(error_number));
    return false;
}

bool error_wrap(struct error *error, const char *format, ...)
{
    char inner[ERROR_TEXT_SIZE];
    va_list arguments;
    if (error == NULL)
        return false;
    memcpy(inner, error->text, sizeof inner);
    va_start(arguments, format);
    format_text(error->text, format, arguments);
    va_end(arguments);
    append(error->text, ": ");
    append(error->text, inner);
    return false;
}

void error_clear(struct error *error)
{
    if (error == NULL)
        return;
    error->code = EXIT_CODE_GOOD;
    error->text[0] = '\0';
}
