/* Who gets what by which way: [mail] of khrop.ini and `deliveries` of reports.yaml. */
#include "config/binder.h"
#include "config/settings_reading.h"
#include "config/settings_table.h"
#include "core/address.h"

#include <string.h>

#define INI "khrop.ini"
#define REPORTS "reports.yaml"
#define NAME_BYTES_MAX 64
#define ROLE "role:"
#define MEGABYTE INT64_C(1000000)

static const char *absolute_path(struct reading *reading, const char *path)
{
    if (path == NULL || path[0] == '/')
        return path;
    return region_format(&reading->settings->region, "%s/%s", reading->settings->folder, path);
}

/* One line of words: what would end a header line, or hide in it, has no place there. */
static void check_line(struct reading *reading, const char *file, const struct node *map,
                       const char *key)
{
    const struct node *value = node_find(map, key);
    if (value != NULL && value->text != NULL && strpbrk(value->text, "\r\n\t") != NULL)
        complain(&reading->complaints, file, value->line, "\"%s\" must be one line", key);
}

static void check_address(struct reading *reading, const struct node *mail, const char *key)
{
    const struct node *value = node_find(mail, key);
    const char *fault = value == NULL || value->text == NULL ? NULL : address_fault(value->text);
    if (fault != NULL)
        complain(&reading->complaints, INI, value->line, "%s = %s %s", key, value->text, fault);
}

/* A password in the clear can be read by whoever listens. */
static void check_security(struct reading *reading, const struct node_entry *entry,
                           const struct mail_settings *mail)
{
    if (mail->security == MAIL_CLEAR && mail->user != NULL)
        complain(&reading->complaints, INI, entry->line,
                 "[mail]: with security = none the password of \"user\" would travel in the clear; "
                 "write security = starttls, or leave user and credential out");
    if ((mail->user == NULL) != (mail->credential == NULL))
        complain(&reading->complaints, INI, entry->line,
                 "[mail]: \"%s\" is set without \"%s\"; set both, or neither",
                 mail->user != NULL ? "user" : "credential",
                 mail->user != NULL ? "credential" : "user");
}

static const struct node_entry *entry_find(const struct node *root, const char *key)
{
    for (size_t i = 0; root != NULL && root->kind == NODE_MAP && i < root->entry_count; i++)
        if (strcmp(root->entries[i].key, key) == 0)
            return &root->entries[i];
    return NULL;
}

void reading_take_mail(struct reading *reading, const struct node *root)
{
    static const int64_t ports[] = {[MAIL_STARTTLS] = 587, [MAIL_TLS] = 465, [MAIL_CLEAR] = 25};
    const struct node_entry *entry = entry_find(root, "mail");
    const struct node *map = entry == NULL ? NULL : entry->value;
    struct mail_settings mail = {
        .server = binder_text(map, "server", NULL),
        .security = (enum mail_security)binder_choice(map, "security", security_choices, 0),
        .ca_file = absolute_path(reading, binder_text(map, "ca_file", NULL)),
        .user = binder_text(map, "user", NULL),
        .credential = binder_text(map, "credential", NULL),
        .from = binder_text(map, "from", ""),
        .from_name = binder_text(map, "from_name", NULL),
        .reply_to = binder_text(map, "reply_to", NULL),
        .link = binder_text(map, "link", NULL),
        .size_limit_bytes = binder_integer(map, "size_limit", 10) * MEGABYTE,
        .time_limit_seconds = binder_duration(map, "time_limit", 120),
        .give_up_seconds = binder_duration(map, "give_up", 86400),
        .place = {INI, entry == NULL ? 0 : entry->line},
    };
    mail.port = binder_integer(map, "port", ports[mail.security]);
    reading->settings->mail = mail;
    if (entry == NULL)
        return;
    check_address(reading, map, "from");
    check_address(reading, map, "reply_to");
    check_line(reading, INI, map, "from_name");
    check_security(reading, entry, &mail);
    if (mail.server != NULL && strpbrk(mail.server, " /:@") != NULL)
        complain(&reading->complaints, INI, entry->line,
                 "[mail]: server = %s: a server's name alone; its port goes into \"port\"",
                 mail.server);
}

/* The name becomes part of a file's name. */
static bool is_plain_name(const char *name)
{
    return name[0] != '\0' && strlen(name) <= NAME_BYTES_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

static struct recipient_setting take_recipient(struct reading *reading, const char *delivery,
                                               const struct node *item)
{
    static const char *const words[] = {"staff", "supervisors", "role:DESK", "an address"};
    struct recipient_setting recipient = {RECIPIENT_ADDRESS, item->text, item->line};
    if (strcmp(item->text, "staff") == 0)
        recipient.kind = RECIPIENT_STAFF;
    else if (strcmp(item->text, "supervisors") == 0)
        recipient.kind = RECIPIENT_SUPERVISORS;
    else if (strncmp(item->text, ROLE, strlen(ROLE)) == 0)
        recipient =
            (struct recipient_setting){RECIPIENT_ROLE, item->text + strlen(ROLE), item->line};
    else if (strchr(item->text, '@') == NULL)
        complain_name(&reading->complaints, REPORTS, item->line,
                      region_format(&reading->settings->region,
                                    "delivery %s: \"to\" names nobody that is known:", delivery),
                      item->text, words, 4);
    else if (address_fault(item->text) != NULL)
        complain(&reading->complaints, REPORTS, item->line, "delivery %s: to %s %s", delivery,
                 item->text, address_fault(item->text));
    return recipient;
}

static void take_recipients(struct reading *reading, const struct node *map,
                            struct delivery_settings *delivery)
{
    const struct node *to = node_find(map, "to");
    bool is_list = to != NULL && to->kind == NODE_LIST;
    size_t room = to == NULL ? 0 : is_list ? to->entry_count : 1, count = 0;
    struct recipient_setting *made =
        region_allocate(&reading->settings->region, (room + 1) * sizeof *made);
    for (size_t i = 0; i < room; i++) {
        const struct node *item = is_list ? to->entries[i].value : to;
        if (item->kind == NODE_SCALAR && item->text != NULL)
            made[count++] = take_recipient(reading, delivery->name, item);
    }
    delivery->recipients = made;
    delivery->recipient_count = count;
}

/* Each way has settings of its own. */
static void check_way(struct reading *reading, const struct node *map,
                      const struct delivery_settings *delivery)
{
    static const char *const of_mail[] = {"to", "contents", "empty", "subject", "link", "language"};
    struct complaints *complaints = &reading->complaints;
    const struct node *folder = node_find(map, "folder");
    if (delivery->way == DELIVERY_FOLDER && folder == NULL)
        complain(complaints, REPORTS, delivery->place.line,
                 "delivery %s: by: folder needs \"folder\", the path that files are copied into",
                 delivery->name);
    for (size_t i = 0; delivery->way == DELIVERY_FOLDER && i < 6; i++)
        if (node_find(map, of_mail[i]) != NULL)
            complain(complaints, REPORTS, node_find(map, of_mail[i])->line,
                     "delivery %s: \"%s\" is of mail; a folder has none", delivery->name,
                     of_mail[i]);
    if (delivery->way == DELIVERY_MAIL && folder != NULL)
        complain(
            complaints, REPORTS, folder->line,
            "delivery %s: \"folder\" is for by: folder; where readers of a mail find the files "
            "is \"link\"",
            delivery->name);
    if (delivery->way == DELIVERY_MAIL && delivery->recipient_count == 0)
        complain(complaints, REPORTS, delivery->place.line,
                 "delivery %s: by: mail needs \"to\": [address, staff, supervisors, role:DESK]",
                 delivery->name);
}

static struct bilingual take_subject(struct reading *reading, const struct node *map)
{
    const struct node *subject = node_find(map, "subject");
    if (subject == NULL)
        return (struct bilingual){{NULL, NULL}};
    check_line(reading, REPORTS, map, "subject");
    check_line(reading, REPORTS, subject, "th");
    check_line(reading, REPORTS, subject, "en");
    return reading_bilingual(reading, map, "subject", "");
}

static struct delivery_settings take_delivery(struct reading *reading,
                                              const struct node_entry *entry)
{
    const struct node *map = entry->value;
    struct delivery_settings delivery = {
        .name = entry->key,
        .report = binder_text(map, "report", ""),
        .audience_name = binder_text(map, "audience", NULL),
        .way = (enum delivery_way)binder_choice(map, "by", way_choices, DELIVERY_FOLDER),
        .folder = absolute_path(reading, binder_text(map, "folder", NULL)),
        .contents =
            (enum delivery_contents)binder_choice(map, "contents", contents_choices, DELIVERY_FILE),
        .empty = (enum delivery_empty)binder_choice(map, "empty", empty_choices, EMPTY_FILE),
        .subject = take_subject(reading, map),
        .link = binder_text(map, "link", NULL),
        .has_language = node_find(map, "language") != NULL,
        .language = (enum language)binder_choice(map, "language", language_choices,
                                                 reading->settings->language),
        .place = {REPORTS, entry->line},
    };
    if (!is_plain_name(entry->key))
        complain(&reading->complaints, REPORTS, entry->line,
                 "delivery \"%s\": its name becomes part of a file's; at most %d of a-z, 0-9, _ "
                 "and - are valid",
                 entry->key, NAME_BYTES_MAX);
    take_recipients(reading, map, &delivery);
    if (node_find(map, "by") != NULL)
        check_way(reading, map, &delivery);
    return delivery;
}

void reading_take_deliveries(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *deliveries = node_find(root, "deliveries");
    size_t count = deliveries == NULL || deliveries->kind != NODE_MAP ? 0 : deliveries->entry_count;
    struct delivery_settings *made = region_allocate(&settings->region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++)
        made[i] = take_delivery(reading, &deliveries->entries[i]);
    settings->deliveries = made;
    settings->delivery_count = count;
}

static bool is_in_a_job(const struct settings *settings, const char *report)
{
    for (size_t i = 0; i < settings->job_count; i++) {
        const struct job_settings *job = &settings->jobs[i];
        for (size_t j = 0; j < job->report_count; j++)
            if (strcmp(job->reports[j], report) == 0)
                return true;
        if (job->report_count == 0)
            return true;
    }
    return settings->job_count == 0;
}

/* What is never written can't be delivered. */
static void check_report(struct reading *reading, const struct delivery_settings *delivery)
{
    const struct report_settings *report = settings_report(reading->settings, delivery->report);
    struct complaints *complaints = &reading->complaints;
    if (report == NULL)
        return; /* complained of as a word that isn't among the choices */
    if (!report->is_enabled && delivery->audience_name == NULL)
        complain(complaints, REPORTS, delivery->place.line,
                 "delivery %s: report %s is off (line %d); write enabled: true there, or take the "
                 "delivery away",
                 delivery->name, delivery->report, report->place.line);
    else if (!is_in_a_job(reading->settings, delivery->report))
        complain(complaints, REPORTS, delivery->place.line,
                 "delivery %s: no job of jobs.yaml writes report %s; add it to a job's \"reports\"",
                 delivery->name, delivery->report);
    if (delivery->way == DELIVERY_MAIL && delivery->contents == DELIVERY_FILE &&
        strcmp(delivery->report, "csv") == 0)
        complain(complaints, REPORTS, delivery->place.line,
                 "delivery %s: csv is a folder of files and can't be attached; write contents: "
                 "summary, or by: folder",
                 delivery->name);
}

static void check_audience(struct reading *reading, struct delivery_settings *delivery)
{
    const struct settings *settings = reading->settings;
    const char **names;
    if (delivery->audience_name == NULL)
        return;
    delivery->audience = settings_audience(settings, delivery->audience_name);
    names =
        region_allocate(&reading->settings->region, (settings->audience_count + 1) * sizeof *names);
    for (size_t i = 0; i < settings->audience_count; i++)
        names[i] = settings->audiences[i].name;
    if (delivery->audience == NULL && settings->audience_count == 0)
        complain(&reading->complaints, REPORTS, delivery->place.line,
                 "delivery %s: there is no audience \"%s\": \"audiences\" has none", delivery->name,
                 delivery->audience_name);
    else if (delivery->audience == NULL)
        complain_name(&reading->complaints, REPORTS, delivery->place.line,
                      region_format(&reading->settings->region, "delivery %s: there is no audience",
                                    delivery->name),
                      delivery->audience_name, names, settings->audience_count);
    else if (strcmp(delivery->report, "kpi") != 0 && strcmp(delivery->report, "summary") != 0)
        complain(&reading->complaints, REPORTS, delivery->place.line,
                 "delivery %s: only kpi and summary are written for an audience, %s is not",
                 delivery->name, delivery->report);
}

static void check_desk(struct reading *reading, const struct delivery_settings *delivery,
                       const struct recipient_setting *recipient)
{
    const struct settings *settings = reading->settings;
    const struct desk_settings *desk = settings_desk(settings, recipient->text);
    const char **names =
        region_allocate(&reading->settings->region, (settings->desk_count + 1) * sizeof *names);
    const char *what = region_format(&reading->settings->region,
                                     "delivery %s: desks.yaml has no desk", delivery->name);
    for (size_t i = 0; i < settings->desk_count; i++)
        names[i] = settings->desks[i].name;
    if (desk == NULL)
        complain_name(&reading->complaints, REPORTS, recipient->line, what, recipient->text, names,
                      settings->desk_count);
    else if (desk->email == NULL)
        complain(&reading->complaints, REPORTS, recipient->line,
                 "delivery %s: desk %s has no address; write `%s: {email: ..}` in desks.yaml",
                 delivery->name, desk->name, desk->name);
    else if (address_fault(desk->email) != NULL)
        complain(&reading->complaints, desk->place.file, desk->place.line, "desk %s: email %s %s",
                 desk->name, desk->email, address_fault(desk->email));
}

void reading_check_deliveries(struct reading *reading)
{
    const struct settings *settings = reading->settings;
    for (size_t i = 0; i < settings->delivery_count; i++) {
        struct delivery_settings *delivery = (struct delivery_settings *)&settings->deliveries[i];
        check_report(reading, delivery);
        check_audience(reading, delivery);
        for (size_t j = 0; j < delivery->recipient_count; j++)
            if (delivery->recipients[j].kind == RECIPIENT_ROLE)
                check_desk(reading, delivery, &delivery->recipients[j]);
        if (delivery->way == DELIVERY_MAIL && settings->mail.place.line == 0)
            complain(&reading->complaints, REPORTS, delivery->place.line,
                     "delivery %s: by: mail needs a mail server; write [mail] with server and from "
                     "into khrop.ini",
                     delivery->name);
    }
}
