/* The two bodies of a message, plain text and HTML, written side by side so that they say the same.
 *
 * HTML for the readers that people have: tables and styles of their own on each element (Outlook
 * draws with Word, Gmail drops what it does not know), one column that fits a phone, darker colours
 * where the reader asks for them. Nothing is fetched from anywhere.
 */
#ifndef KHROP_REPORTS_LETTER_H
#define KHROP_REPORTS_LETTER_H

#include "config/settings.h"

#include <stddef.h>

/* What a line or a value means: its colour in HTML. A sign in the text says it too. */
enum letter_look {
    LETTER_PLAIN,
    LETTER_FAINT,
    LETTER_STRONG,
    LETTER_GREEN,
    LETTER_AMBER,
    LETTER_RED,
    LETTER_LOOK_COUNT
};

struct letter;

/* `title` heads it; `glance` is what a phone shows beside the subject. */
bool letter_open(struct letter **letter, enum language language, const char *title,
                 const char *glance, struct error *error);

void letter_line(struct letter *letter, enum letter_look look, const char *text);
void letter_section(struct letter *letter, const char *title);

/* A title with what is said of it below, and a value on the right; `below` "": nothing. */
void letter_value(struct letter *letter, const char *title, const char *below,
                  enum letter_look look, const char *value);

/* Something that is missing, or needs to be seen to: a bar in its colour stands before it. `text`
 * and what is fainter, `below`, may be "". */
void letter_mark(struct letter *letter, enum letter_look look, const char *strong, const char *text,
                 const char *below);

/* An address to go to (http.., file..) becomes a link, anything else is text to copy. */
void letter_link(struct letter *letter, const char *text, const char *where);

/* Ends it; the texts are the caller's, to be freed. */
bool letter_finish(struct letter *letter, char **plain, char **html, struct error *error);
void letter_abandon(struct letter *letter);

#endif
