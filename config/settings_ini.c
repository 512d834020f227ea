/* khrop.ini: what IT owns on this machine. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"
#include "core/clock.h"

#include <string.h>
#include <strings.h>

#define INI "khrop.ini"

/* Relative paths start at the folder of khrop.ini, so that a configuration can be moved. */
static const char *absolute_path(struct reading *reading, const char *path)
{
    if (path == NULL || path[0] == '/')
        return path;
    return region_format(&reading->settings->region, "%s/%s", reading->settings->folder, path);
}

static const char *with_folder(struct reading *reading, const char *text)
{
    static const char mark[] = "${FOLDER}";
    struct region *region = &reading->settings->region;
    const char *found;
    while (text != NULL && (found = strstr(text, mark)) != NULL)
        text = region_format(region, "%.*s%s%s", (int)(found - text), text,
                             reading->settings->folder, found + strlen(mark));
    return text;
}

/* Whether a key of an ODBC connection string has this name; blanks may stand around it. */
static bool has_key(const char *connection, const char *key)
{
    size_t length = strlen(key);
    for (const char *found = strcasestr(connection, key); found != NULL;
         found = strcasestr(found + 1, key)) {
        const char *after = found + length + strspn(found + length, " \t");
        const char *before = found;
        while (before > connection && (before[-1] == ' ' || before[-1] == '\t'))
            before--;
        if (*after == '=' && (before == connection || before[-1] == ';'))
            return true;
    }
    return false;
}

/* A password in the file would end up in backups and copies. */
static void refuse_password(struct reading *reading, const char *name,
                            const struct node *connection)
{
    if (connection->text != NULL &&
        (has_key(connection->text, "PWD") || has_key(connection->text, "Password")))
        complain(&reading->complaints, INI, connection->line,
                 "source %s: a password can't stand in \"connection\"; put it into a file of "
                 "the credentials "
                 "folder and write `credential = FILE`",
                 name);
}

/* A zone that the system does not know would be taken for UTC in silence. */
static void check_zone(struct reading *reading, const struct node *map)
{
    const struct node *zone = node_find(map, "time_zone");
    struct error error = {0};
    if (zone != NULL && zone->text != NULL && !clock_knows_zone(zone->text, &error))
        complain(&reading->complaints, INI, zone->line, "%s", error.text);
}

static void take_source(struct reading *reading, const struct node_entry *entry,
                        struct source_settings *source)
{
    const struct node *map = entry->value;
    const struct node *connection = node_find(map, "connection");
    const char *title_en = binder_text(map, "title_en", NULL);
    const char *title_th = binder_text(map, "title_th", NULL);
    if (connection != NULL)
        refuse_password(reading, entry->key, connection);
    check_zone(reading, map);
    *source = (struct source_settings){
        .name = entry->key,
        .connection = with_folder(reading, binder_text(map, "connection", "")),
        .charset =
            binder_choice(map, "charset", charset_choices, 0) == 0 ? CHARSET_UTF8 : CHARSET_CP874,
        .user = binder_text(map, "user", NULL),
        .credential = binder_text(map, "credential", NULL),
        .time_limit_seconds = binder_duration(map, "time_limit", 600),
        .offset_zone = binder_text(map, "time_zone", NULL),
        .place = {INI, entry->line},
    };
    source->title.text[LANGUAGE_EN] = title_en != NULL   ? title_en
                                      : title_th != NULL ? title_th
                                                         : entry->key;
    source->title.text[LANGUAGE_TH] = title_th != NULL   ? title_th
                                      : title_en != NULL ? title_en
                                                         : entry->key;
}

/* The name becomes a file's name. */
static bool is_plain_name(const char *name)
{
    return name[0] != '\0' && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

/* Files of the slot folder, and the names that SQLite gives its own databases. */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {"derived", "merged", "results", "kept", "main", "temp"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(taken[i], name) == 0)
            return true;
    return false;
}

static void take_sources(struct reading *reading, const struct node *sources)
{
    struct settings *settings = reading->settings;
    size_t count = sources == NULL || sources->kind != NODE_MAP ? 0 : sources->entry_count;
    struct source_settings *made = region_allocate(&settings->region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        const struct node_entry *entry = &sources->entries[i];
        if (!is_plain_name(entry->key) || is_taken(entry->key))
            complain(&reading->complaints, INI, entry->line,
                     "[source %s]: a source's name is a-z, 0-9 and _, and not derived, merged, "
                     "results, kept, main or temp",
                     entry->key);
        take_source(reading, entry, &made[i]);
    }
    settings->sources = made;
    settings->source_count = count;
}

void reading_take_ini(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *khrop = node_find(root, "khrop");
    const struct node *paths = node_find(root, "paths");
    const char *th = binder_text(khrop, "organisation_th", NULL);
    const char *en = binder_text(khrop, "organisation_en", NULL);

    settings->organisation.text[LANGUAGE_EN] = en != NULL ? en : th != NULL ? th : "khrop";
    settings->organisation.text[LANGUAGE_TH] = th != NULL ? th : en != NULL ? en : "khrop";
    check_zone(reading, khrop);
    reading_take_logo(reading, khrop);
    settings->time_zone = binder_text(khrop, "time_zone", "Asia/Bangkok");
    settings->language =
        (enum language)binder_choice(khrop, "language", language_choices, LANGUAGE_TH);
    settings->state_folder = absolute_path(reading, binder_text(paths, "state", "/var/lib/khrop"));
    settings->output_folder =
        absolute_path(reading, binder_text(paths, "output", "/var/lib/khrop/out"));
    settings->has_inbox_folder = binder_text(paths, "inbox", NULL) != NULL;
    settings->inbox_folder = absolute_path(reading, binder_text(paths, "inbox", NULL));
    if (settings->inbox_folder == NULL)
        settings->inbox_folder =
            region_format(&settings->region, "%s/inbox", settings->state_folder);
    settings->catalogue_folder = absolute_path(reading, binder_text(paths, "catalogue", NULL));
    settings->credentials_folder = absolute_path(reading, binder_text(paths, "credentials", NULL));
    settings->parallel = binder_integer(node_find(root, "jobs"), "parallel", 4);
    settings->rejects_max = binder_integer(node_find(root, "rejects"), "max", 100);
    settings->shrink_percent = binder_integer(node_find(root, "volume"), "shrink_percent", 30);
    reading_take_retention(reading, root);
    settings->suppress_max_days = binder_integer(node_find(root, "suppress"), "max_days", 90);
    take_sources(reading, node_find(root, "source"));
    reading_take_mail(reading, root);
}
