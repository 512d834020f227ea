/* One table declares every key of a file: it checks what was read, documents it, and gives the
 * defaults.
 *
 * A key is named by its path: `jobs.parallel`, `source.*.connection` (`*`: any name),
 * `holidays.[].date` (`[]`: each item of a list).
 */
#ifndef KHROP_CONFIG_BINDER_H
#define KHROP_CONFIG_BINDER_H

#include "config/document.h"
#include "core/date.h"

#include <stdint.h>

enum key_type {
    KEY_TEXT,
    KEY_BILINGUAL, /* `{th: .., en: ..}`, or one text for both */
    KEY_INTEGER,
    KEY_DECIMAL, /* at most four places */
    KEY_BOOLEAN, /* true, false, yes, no */
    KEY_CHOICE,
    KEY_DATE,     /* 2026-12-31 */
    KEY_DURATION, /* 90, 90s, 5m, 1h: seconds */
    KEY_NAMES,    /* a list of texts */
    KEY_MAP,      /* holds the keys whose paths go on from here */
    KEY_LIST,     /* of maps, likewise */
    KEY_ANY,      /* checked elsewhere */
};

struct key_declaration {
    const char *file;
    const char *path;
    enum key_type type;
    bool is_required;
    const char *default_text;   /* as one would write it; NULL: none */
    int64_t least, most;        /* KEY_INTEGER and KEY_DURATION, when least < most */
    const char *const *choices; /* KEY_CHOICE: ended by NULL */
    const char *help;           /* one line */
};

struct key_table {
    const struct key_declaration *keys;
    size_t count;
};

/* Checks a document against the table: unknown keys, types, ranges, choices, what is required.
 * Everything wrong becomes a complaint. `display` is the file's name in messages; the table's rows
 * of `file` are used. */
void binder_check(const struct key_table *table, const char *file, const char *display,
                  const struct node *root, struct complaints *complaints);

/* The row of a path, or NULL. */
const struct key_declaration *binder_find(const struct key_table *table, const char *file,
                                          const char *path);

/* Values of a checked document; each gives the table's default where the key is absent, and
 * something harmless where it was complained of. */
const char *binder_text(const struct node *map, const char *key, const char *default_text);
bool binder_boolean(const struct node *map, const char *key, bool default_value);
int64_t binder_integer(const struct node *map, const char *key, int64_t default_value);
int64_t binder_duration(const struct node *map, const char *key, int64_t default_value);
int64_t binder_date(const struct node *map, const char *key, int64_t default_value);
/* The index of the value among `choices`, ended by NULL. */
size_t binder_choice(const struct node *map, const char *key, const char *const *choices,
                     size_t default_index);
/* False when the key is absent. */
bool binder_decimal(const struct node *map, const char *key, int64_t *scaled);
/* A list of texts; the array is in the region and ended by NULL. */
const char *const *binder_names(struct region *region, const struct node *map, const char *key,
                                size_t *count);

/* Reads `90`, `90s`, `5m`, `1h`. */
bool duration_parse(const char *text, int64_t *seconds);
/* Reads true, yes, on, 1, false, no, off, 0. */
bool boolean_parse(const char *text, bool *value);

/* The word for a type, for people. */
const char *key_type_name(enum key_type type);

#endif
