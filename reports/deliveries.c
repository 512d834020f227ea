/* Deliveries made into rows of the outbox; see deliveries.h. */
#include "reports/deliveries.h"

#include "core/text.h"
#include "jobs/outbox.h"
#include "jobs/prepare.h"
#include "jobs/statement.h"
#include "reports/delivery_files.h"
#include "reports/delivery_people.h"
#include "reports/facts.h"
#include "reports/labels.h"
#include "reports/mail_contents.h"
#include "reports/publish.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *report;
    enum label title;
} titles[] = {
    {"kpi", LABEL_KPI_TITLE},     {"exceptions", LABEL_EXCEPTIONS_TITLE},
    {"lists", LABEL_LIST_TITLE},  {"csv", LABEL_EXCEPTIONS_TITLE},
    {"summary", LABEL_KPI_TITLE},
};

/* One delivery being queued. */
struct dispatch {
    struct state *state;
    const struct delivery_settings *delivery;
    struct report report;
    struct facts facts;
    struct region region;
    char published[PATH_MAX]; /* where the folder will stand */
    struct delivery_files all, files;
    const char **numbers; /* of all who may have a list */
    size_t number_count;
    const char *link;
};

static bool is_written(const struct settings *settings, const struct job_settings *job,
                       const struct delivery_settings *delivery)
{
    const struct report_settings *report = settings_report(settings, delivery->report);
    bool is_in_job = job->report_count == 0;
    for (size_t i = 0; i < job->report_count; i++)
        is_in_job = is_in_job || strcmp(job->reports[i], delivery->report) == 0;
    return is_in_job && (delivery->audience != NULL || report == NULL || report->is_enabled);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* Where the folder will stand, as people would write it. */
static bool find_published(struct dispatch *dispatch, struct error *error)
{
    const struct report *report = &dispatch->report;
    char *straight = realpath(report->settings->output_folder, NULL);
    bool is_found = publish_place(report->settings, report->slot, dispatch->published, error);
    if (is_found && straight != NULL)
        snprintf(dispatch->published, sizeof dispatch->published, "%s/%s/%s", straight,
                 report->slot->job->name,
                 last_part(region_copy(&dispatch->region, dispatch->published)));
    free(straight);
    return is_found;
}

/* {job} and {date} in a link. */
static const char *link_fill(struct dispatch *dispatch, const char *link)
{
    const struct {
        const char *mark, *value;
    } marks[] = {{"{job}", dispatch->report.slot->job->name},
                 {"{date}", last_part(dispatch->published)}};
    for (size_t i = 0; i < 2; i++) {
        const char *found = strstr(link, marks[i].mark);
        if (found != NULL)
            link = region_format(&dispatch->region, "%.*s%s%s", (int)(found - link), link,
                                 marks[i].value, found + strlen(marks[i].mark));
    }
    return link;
}

static const char *link_of(struct dispatch *dispatch)
{
    const struct mail_settings *mail = &dispatch->report.settings->mail;
    const char *link = dispatch->delivery->link != NULL ? dispatch->delivery->link : mail->link;
    return link == NULL ? dispatch->published : link_fill(dispatch, link);
}

static const char *title_of(const struct dispatch *dispatch)
{
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (strcmp(titles[i].report, dispatch->delivery->report) == 0)
            return label(titles[i].title, dispatch->report.language);
    return "";
}

/* Staff numbers and lists: two of them may only differ in what a file's name does not keep. */
static bool read_numbers(struct dispatch *dispatch, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    if (!statement_prepare(dispatch->report.mirror,
                           "SELECT DISTINCT list_no FROM results.khrop_worklist"
                           " UNION SELECT owner FROM results.khrop_worklist"
                           " UNION SELECT staff_no FROM results.khrop_staff_places",
                           &rows, error))
        return false;
    while (statement_next(rows, error)) {
        dispatch->numbers = region_grow(&dispatch->region, dispatch->numbers,
                                        dispatch->number_count, sizeof *dispatch->numbers);
        dispatch->numbers[dispatch->number_count++] =
            region_copy(&dispatch->region, statement_text(rows, 0));
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static struct outbox_item item_begin(const struct dispatch *dispatch)
{
    const struct report *report = &dispatch->report;
    return (struct outbox_item){
        .job = report->slot->job->name,
        .business_on = report->slot->business_on,
        .delivery = dispatch->delivery->name,
        .report = dispatch->delivery->report,
        .way = dispatch->delivery->way == DELIVERY_MAIL ? "mail" : "folder",
        .recipient = "",
        .recipient_name = "",
        .subject = "",
        .plain = "",
        .html = "",
        .language = report->language == LANGUAGE_TH ? "th" : "en",
        .files = "",
        .refusal = "",
        .queued_at = report->slot->run_at,
        .give_up_at = report->slot->run_at + report->settings->mail.give_up_seconds,
    };
}

static bool stage_folder(struct dispatch *dispatch, struct error *error)
{
    struct outbox_item item = item_begin(dispatch);
    item.recipient = dispatch->delivery->folder;
    item.files = delivery_files_text(&dispatch->files, &dispatch->region);
    item.is_attached = true;
    return outbox_stage(dispatch->state, dispatch->report.slot->attempt_id, &item, error);
}

/* "ตัวชี้วัด 17 พ.ย. 2569.xlsx": what the file is called for its reader. */
static const char *name_of_file(struct dispatch *dispatch, const struct mail_file *file,
                                const char *whose)
{
    const char *ending = strrchr(file->path, '.');
    char date[DATE_TEXT_SIZE];
    char *name;
    label_date(dispatch->report.slot->business_on, dispatch->report.language, date);
    name = region_format(&dispatch->region, "%s%s%s %s%s", title_of(dispatch),
                         whose[0] == '\0' ? "" : " ", whose, date, ending == NULL ? "" : ending);
    for (char *byte = name; *byte != '\0'; byte++)
        if (strchr("/\\:*?\"<>|\t\n", *byte) != NULL) /* what Windows refuses in a name */
            *byte = '-';
    return name;
}

static void name_files(struct dispatch *dispatch, struct delivery_files *files, const char *whose)
{
    struct mail_file *named =
        region_allocate(&dispatch->region, (files->count + 1) * sizeof *named);
    for (size_t i = 0; i < files->count; i++) {
        named[i] = files->files[i];
        named[i].name = name_of_file(dispatch, &named[i], whose);
    }
    files->files = named;
}

static int64_t message_bytes(const struct mail_contents *contents,
                             const struct delivery_files *files)
{
    int64_t size = mail_message_attached_bytes((int64_t)strlen(contents->plain)) +
                   mail_message_attached_bytes((int64_t)strlen(contents->html)) + 4096;
    for (size_t i = 0; i < files->count; i++)
        size += mail_message_attached_bytes(files->files[i].size_bytes);
    return size;
}

static bool stage_text(struct dispatch *dispatch, const struct delivery_person *person,
                       const struct mail_contents *contents, const struct delivery_files *files,
                       struct error *error)
{
    struct outbox_item item = item_begin(dispatch);
    item.recipient = person->address != NULL   ? person->address
                     : person->list_no != NULL ? person->list_no
                                               : person->name;
    item.recipient_name = person->name;
    item.refusal = person->fault != NULL ? person->fault : "";
    item.subject = contents->subject;
    item.plain = contents->plain;
    item.html = contents->html;
    item.files = delivery_files_text(files, &dispatch->region);
    item.is_attached = files->count > 0 && message_bytes(contents, files) <=
                                               dispatch->report.settings->mail.size_limit_bytes;
    return outbox_stage(dispatch->state, dispatch->report.slot->attempt_id, &item, error);
}

/* What goes to one person: of lists their own. */
struct parcel {
    const struct delivery_person *person;
    const char *list_no;
    struct delivery_files files;
    bool is_empty;
};

static bool parcel_fill(struct dispatch *dispatch, const struct delivery_person *person,
                        struct parcel *parcel, struct error *error)
{
    const struct delivery_settings *delivery = dispatch->delivery;
    bool is_lists = strcmp(delivery->report, "lists") == 0;
    bool may_be_empty = is_lists || strcmp(delivery->report, "exceptions") == 0;
    int64_t count = 0, fresh_count = 0;
    *parcel = (struct parcel){.person = person, .list_no = is_lists ? person->list_no : NULL};
    if (!mail_contents_count(&dispatch->report, parcel->list_no, &count, &fresh_count, error))
        return false;
    parcel->is_empty = may_be_empty && count == 0;
    if (delivery->contents != DELIVERY_FILE || (parcel->is_empty && delivery->empty != EMPTY_FILE))
        return true;
    if (parcel->list_no != NULL)
        parcel->files = delivery_files_of_list(&dispatch->all, parcel->list_no, dispatch->numbers,
                                               dispatch->number_count, &dispatch->region);
    else if (!is_lists)
        parcel->files = dispatch->files;
    return true;
}

static bool stage_parcel(struct dispatch *dispatch, struct parcel *parcel, struct error *error)
{
    const struct delivery_settings *delivery = dispatch->delivery;
    struct mail_contents contents = {0};
    bool is_staged;
    name_files(dispatch, &parcel->files, parcel->list_no == NULL ? "" : parcel->person->name);
    const struct mail_contents_request request = {
        .title = title_of(dispatch),
        .subject = delivery->subject.text[dispatch->report.language],
        .list_no = parcel->list_no,
        .list_name = parcel->person->name,
        .is_empty = parcel->is_empty,
        .link = dispatch->link,
        .files = parcel->files.files,
        .file_count = parcel->files.count,
        .has_reply_to = dispatch->report.settings->mail.reply_to != NULL,
    };
    is_staged = mail_contents_write(&dispatch->report, &request, &contents, error) &&
                stage_text(dispatch, parcel->person, &contents, &parcel->files, error);
    mail_contents_free(&contents);
    return is_staged;
}

/* Silence must mean that there is nothing, not that nobody looked. */
static bool is_skipped(const struct dispatch *dispatch, const struct parcel *parcel)
{
    return parcel->is_empty && dispatch->delivery->empty == EMPTY_SKIP &&
           dispatch->facts.gap_count == 0;
}

static bool stage_mail(struct dispatch *dispatch, struct error *error)
{
    struct delivery_people people = {0};
    bool is_staged = delivery_people_read(&people, &dispatch->report, dispatch->delivery, error) &&
                     read_numbers(dispatch, error);
    dispatch->link = link_of(dispatch);
    for (size_t i = 0; is_staged && i < people.count; i++) {
        struct parcel parcel;
        is_staged = parcel_fill(dispatch, &people.people[i], &parcel, error) &&
                    (is_skipped(dispatch, &parcel) || stage_parcel(dispatch, &parcel, error));
    }
    region_clear(&people.region);
    return is_staged;
}

static enum language language_of(const struct settings *settings,
                                 const struct delivery_settings *delivery)
{
    const struct report_settings *report = settings_report(settings, delivery->report);
    if (delivery->has_language)
        return delivery->language;
    if (delivery->audience != NULL)
        return delivery->audience->language;
    return report == NULL ? settings->language : report->language;
}

static const struct listed_names *kpis_of(const struct settings *settings,
                                          const struct delivery_settings *delivery)
{
    const struct report_settings *report = settings_report(settings, delivery->report);
    if (delivery->audience != NULL)
        return &delivery->audience->kpis;
    return report == NULL ? NULL : &report->kpis;
}

static bool stage_delivery(struct dispatch *dispatch, struct error *error)
{
    struct report *report = &dispatch->report;
    const struct delivery_settings *delivery = dispatch->delivery;
    const struct facts_scope scope = {.audience = delivery->audience,
                                      .kpis = kpis_of(report->settings, delivery),
                                      .business_on = report->slot->business_on};
    bool is_staged;
    report->audience = delivery->audience;
    report->language = language_of(report->settings, delivery);
    report->facts = &dispatch->facts;
    dispatch->files = delivery_files_of(&dispatch->all, delivery->report, delivery->audience_name,
                                        &dispatch->region);
    if (delivery->way == DELIVERY_FOLDER)
        return stage_folder(dispatch, error);
    is_staged = facts_read(&dispatch->facts, report->mirror, report->settings, report->catalogue,
                           &scope, error) &&
                stage_mail(dispatch, error);
    facts_clear(&dispatch->facts);
    return is_staged;
}

static bool stage_all(struct dispatch *dispatch, const char *folder, struct error *error)
{
    const struct settings *settings = dispatch->report.settings;
    bool is_staged = delivery_files_read(&dispatch->all, folder, &dispatch->region, error) &&
                     find_published(dispatch, error);
    for (size_t i = 0; is_staged && i < settings->delivery_count; i++) {
        dispatch->delivery = &settings->deliveries[i];
        if (is_written(settings, dispatch->report.slot->job, dispatch->delivery) &&
            !stage_delivery(dispatch, error))
            is_staged = error_wrap(error, "delivery %s", dispatch->delivery->name);
    }
    return is_staged;
}

/* One transaction: thousands of rows, and one wait for the disk. */
bool deliveries_stage(struct state *state, const struct settings *settings,
                      const struct catalogue *catalogue, const struct slot *slot,
                      const char *folder, struct error *error)
{
    struct dispatch dispatch = {
        .state = state,
        .report = {.settings = settings, .catalogue = catalogue, .slot = slot, .folder = folder}};
    sqlite3 *connection = state_connection(state);
    bool is_staged;
    if (settings->delivery_count == 0 || slot->is_flows_only)
        return true;
    error_clear(error);
    if (!mirror_open(&dispatch.report.mirror, settings, catalogue, slot, error))
        return false;
    is_staged = statement_execute(connection, "BEGIN IMMEDIATE", error) &&
                stage_all(&dispatch, folder, error) &&
                statement_execute(connection, "COMMIT", error);
    if (!is_staged)
        (void)sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(dispatch.report.mirror);
    region_clear(&dispatch.region);
    return is_staged;
}
