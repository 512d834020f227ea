/* HTML out of words that others have written: names, messages, titles of a site's own files. */
#ifndef KHROP_REPORTS_HTML_H
#define KHROP_REPORTS_HTML_H

#include <stdio.h>

/* Writes text that reads as it stands, between tags and within quoted attributes: & < > " ' are
 * escaped. A character that no HTML file may hold (a control, a non-character) shows as U+FFFD. */
void html_text(FILE *file, const char *text);

/* `open`, the text, `close`: the tags as they stand. */
void html_element(FILE *file, const char *open, const char *text, const char *close);

/* A name that others chose, isolated: what it holds of writing from right to left moves nothing
 * beside it. For text, not for attributes. */
void html_name(FILE *file, const char *name);

/* A string for a style sheet or a style attribute in double quotes, with its own single ones. */
void html_css_string(FILE *file, const char *text);

#endif
