/* A message's bodies; see letter.h. */
#include "reports/letter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Contrasts are at least 4.5 : 1 on white (WCAG 2.1, 1.4.3); the classes' on dark, too. */
static const struct {
    const char *name, *style;
} looks[LETTER_LOOK_COUNT] = {
    [LETTER_PLAIN] = {"t", "color:#1b1f23"},
    [LETTER_FAINT] = {"f", "color:#57606a"},
    [LETTER_STRONG] = {"t", "color:#1b1f23;font-weight:bold"},
    [LETTER_GREEN] = {"g", "color:#116329"},
    [LETTER_AMBER] = {"a", "color:#7d4e00"},
    [LETTER_RED] = {"r", "color:#a40e26"},
};
static const char *const bars[LETTER_LOOK_COUNT] = {
    [LETTER_PLAIN] = "#d0d7de", [LETTER_FAINT] = "#d0d7de", [LETTER_STRONG] = "#1f4e5f",
    [LETTER_GREEN] = "#116329", [LETTER_AMBER] = "#9a6700", [LETTER_RED] = "#a40e26"};

static const char dark_style[] =
    "@media(prefers-color-scheme:dark){"
    "body,.p{background:#0d1117!important}.t{color:#e6edf3!important}.f{color:#9ea7b3!important}"
    ".h{color:#9fd3e6!important}.g{color:#56d364!important}.a{color:#e3b341!important}"
    ".r{color:#ff938a!important}.l{border-color:#30363d!important}a{color:#9fd3e6!important}}";

#define FONT "font-family:'Noto Sans Thai','Leelawadee UI',Thonburi,Tahoma,Arial,sans-serif"

struct letter {
    enum language language;
    FILE *plain, *html;
    char *plain_text, *html_text;
    size_t plain_length, html_length;
    bool has_table; /* rows of values are being written */
};

static void escape(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
}

static void begin_html(struct letter *letter, const char *title, const char *glance)
{
    fprintf(letter->html,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
            /* iOS makes links of numbers that look like telephones. */
            "<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no\">\n<title>",
            letter->language == LANGUAGE_TH ? "th" : "en");
    escape(letter->html, title);
    fprintf(letter->html,
            "</title>\n<style>%s</style>\n</head>\n"
            "<body style=\"margin:0;padding:0;background:#ffffff\">\n"
            "<div style=\"display:none;max-height:0;overflow:hidden\">",
            dark_style);
    escape(letter->html, glance);
    fputs("</div>\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
          "border=\"0\"><tr><td align=\"center\">\n"
          "<table role=\"presentation\" class=\"p\" width=\"100%\" cellpadding=\"0\" "
          "cellspacing=\"0\" border=\"0\" style=\"max-width:600px;background:#ffffff;" FONT
          "\"><tr><td style=\"padding:16px;font-size:16px;line-height:1.5\">\n"
          "<h1 class=\"h\" style=\"margin:0 0 4px;font-size:20px;line-height:1.35;"
          "color:#1f4e5f\">",
          letter->html);
    escape(letter->html, title);
    fputs("</h1>\n", letter->html);
}

bool letter_open(struct letter **letter, enum language language, const char *title,
                 const char *glance, struct error *error)
{
    struct letter *made = calloc(1, sizeof *made);
    *letter = NULL;
    if (made != NULL) {
        made->language = language;
        made->plain = open_memstream(&made->plain_text, &made->plain_length);
        made->html = open_memstream(&made->html_text, &made->html_length);
    }
    if (made == NULL || made->plain == NULL || made->html == NULL) {
        letter_abandon(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
    }
    fprintf(made->plain, "%s\n", title);
    begin_html(made, title, glance);
    *letter = made;
    return true;
}

static void end_table(struct letter *letter)
{
    if (letter->has_table)
        fputs("</table>\n", letter->html);
    letter->has_table = false;
}

void letter_line(struct letter *letter, enum letter_look look, const char *text)
{
    end_table(letter);
    fprintf(letter->plain, "%s\n", text);
    fprintf(letter->html, "<p class=\"%s\" style=\"margin:4px 0;%s\">", looks[look].name,
            looks[look].style);
    escape(letter->html, text);
    fputs("</p>\n", letter->html);
}

void letter_section(struct letter *letter, const char *title)
{
    end_table(letter);
    fprintf(letter->plain, "\n== %s ==\n", title);
    fputs("<h2 class=\"h\" style=\"margin:20px 0 6px;font-size:17px;line-height:1.35;"
          "color:#1f4e5f\">",
          letter->html);
    escape(letter->html, title);
    fputs("</h2>\n", letter->html);
}

void letter_value(struct letter *letter, const char *title, const char *below,
                  enum letter_look look, const char *value)
{
    fprintf(letter->plain, "%s: %s%s%s%s\n", title, value, below[0] != '\0' ? "  (" : "", below,
            below[0] != '\0' ? ")" : "");
    if (!letter->has_table)
        fputs("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
              "style=\"border-collapse:collapse\">\n",
              letter->html);
    letter->has_table = true;
    fputs("<tr><td class=\"t l\" style=\"padding:7px 8px 7px 0;border-bottom:1px solid #d0d7de;"
          "font-size:16px;line-height:1.4;color:#1b1f23\">",
          letter->html);
    escape(letter->html, title);
    if (below[0] != '\0') {
        fputs("<br><span class=\"f\" style=\"font-size:13px;color:#57606a\">", letter->html);
        escape(letter->html, below);
        fputs("</span>", letter->html);
    }
    fprintf(letter->html,
            "</td><td class=\"%s l\" align=\"right\" style=\"padding:7px 0;border-bottom:1px solid "
            "#d0d7de;font-size:17px;line-height:1.4;white-space:nowrap;font-weight:bold;%s\">",
            looks[look].name, looks[look].style);
    escape(letter->html, value);
    fputs("</td></tr>\n", letter->html);
}

void letter_mark(struct letter *letter, enum letter_look look, const char *strong, const char *text,
                 const char *below)
{
    end_table(letter);
    fprintf(letter->plain, "- %s%s%s%s%s\n", strong, text[0] != '\0' ? ": " : "", text,
            below[0] != '\0' ? "\n  " : "", below);
    fprintf(letter->html,
            "<p class=\"t\" style=\"margin:8px 0;padding:2px 0 2px 10px;border-left:4px solid %s;"
            "font-size:16px;line-height:1.45;color:#1b1f23\"><strong>",
            bars[look]);
    escape(letter->html, strong);
    fputs(text[0] != '\0' ? "</strong><br>" : "</strong>", letter->html);
    escape(letter->html, text);
    if (below[0] != '\0') {
        fputs("<br><span class=\"f\" style=\"font-size:13px;color:#57606a\">", letter->html);
        escape(letter->html, below);
        fputs("</span>", letter->html);
    }
    fputs("</p>\n", letter->html);
}

static bool is_address(const char *where)
{
    return strncmp(where, "https://", 8) == 0 || strncmp(where, "http://", 7) == 0 ||
           strncmp(where, "file://", 7) == 0;
}

void letter_link(struct letter *letter, const char *text, const char *where)
{
    end_table(letter);
    fprintf(letter->plain, "%s: %s\n", text, where);
    fputs("<p class=\"t\" style=\"margin:8px 0;color:#1b1f23;word-break:break-all\">",
          letter->html);
    escape(letter->html, text);
    fputs(": ", letter->html);
    if (is_address(where)) {
        fputs("<a style=\"color:#1f4e5f\" href=\"", letter->html);
        escape(letter->html, where);
        fputs("\">", letter->html);
    } else {
        fputs("<strong>", letter->html);
    }
    escape(letter->html, where);
    fputs(is_address(where) ? "</a></p>\n" : "</strong></p>\n", letter->html);
}

static bool stream_close(FILE **stream)
{
    bool is_good = *stream != NULL && !ferror(*stream);
    if (*stream != NULL && fclose(*stream) != 0)
        is_good = false;
    *stream = NULL;
    return is_good;
}

bool letter_finish(struct letter *letter, char **plain, char **html, struct error *error)
{
    bool is_plain, is_html;
    end_table(letter);
    fputs("</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n", letter->html);
    is_plain = stream_close(&letter->plain);
    is_html = stream_close(&letter->html);
    *plain = *html = NULL;
    if (!is_plain || !is_html) {
        letter_abandon(letter);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
    }
    *plain = letter->plain_text;
    *html = letter->html_text;
    free(letter);
    return true;
}

void letter_abandon(struct letter *letter)
{
    if (letter == NULL)
        return;
    (void)stream_close(&letter->plain);
    (void)stream_close(&letter->html);
    free(letter->plain_text);
    free(letter->html_text);
    free(letter);
}
