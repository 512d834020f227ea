/* Everything that IT and the business have set, read and checked: khrop.ini and the YAML files of
 * one configuration folder.
 *
 * All memory belongs to the settings' region and lives until settings_close.
 */
#ifndef KHROP_CONFIG_SETTINGS_H
#define KHROP_CONFIG_SETTINGS_H

#include "core/date.h"
#include "core/error.h"
#include "core/region.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum language { LANGUAGE_EN, LANGUAGE_TH };
#define LANGUAGE_COUNT 2

/* A text for people in both languages; neither is NULL (the other stands in for one that is
 * missing). */
struct bilingual {
    const char *text[LANGUAGE_COUNT];
};

/* Where a setting was written, for messages. line 0: a default. */
struct place {
    const char *file;
    int line;
};

enum charset { CHARSET_UTF8, CHARSET_CP874 };
enum covers { COVERS_THROUGH_YESTERDAY, COVERS_THROUGH_TODAY };

/* [source NAME] of khrop.ini */
struct source_settings {
    const char *name;
    struct bilingual title;
    const char *connection; /* ODBC connection string without password */
    enum charset charset;
    const char *user;       /* NULL: as in the connection string */
    const char *credential; /* name of the credential file that holds the password, NULL: none */
    int64_t time_limit_seconds;
    const char *offset_zone; /* time zone of its timestamps; NULL: khrop's own */
    struct place place;
};

/* One query that feeds a dataset. */
struct feed_settings {
    const char *source;
    const char *query;
    enum date_order dates;
    enum date_era era;
    const char *page_by; /* native indexed column for `:after` / `:limit` paging, NULL: none */
    int64_t row_limit;   /* 0: none. A result with more rows fails the dataset */
    struct place place;  /* of `query` */
};

struct dataset_settings {
    const char *name;
    const struct feed_settings *feeds;
    size_t feed_count;
    bool may_be_empty;
    bool has_may_be_empty; /* false: as SRC-01's default list says */
    struct place place;
};

/* A parameter that the site sets. A map (`stale_days: {orders: 2}`) gives one for each key. */
struct parameter_setting {
    const char *name;
    const char *branch; /* "" for every branch */
    const char *kind;   /* the map's key or the kind it is for, "" for a plain value */
    const char *value;  /* as written; a list is joined with commas */
    struct place place;
};

/* An entry of checks.yaml or kpis.yaml. */
struct rule_settings {
    const char *id;
    bool is_enabled;
    const char *severity; /* NULL: the catalogue's */
    const char *owner;    /* NULL: the catalogue's */
    bool has_target, has_amber;
    int64_t target, amber; /* scaled by 10,000 */
    const struct parameter_setting *parameters;
    size_t parameter_count;
    struct place place;
};

struct job_settings {
    const char *name;
    struct bilingual title;
    enum covers covers;
    int64_t restate_days; /* days that each run reckons again; older ones come from history */
    /* Names, or none (count 0) for all. */
    const char *const *checks;
    size_t check_count;
    const char *const *kpis;
    size_t kpi_count;
    const char *const *reports;
    size_t report_count;
    struct place place;
};

/* Names that a setting lists, each with its line; none: all there are. */
struct listed_names {
    const char *const *names;
    const int *lines;
    size_t count;
};

/* kpi, exceptions, lists, csv, summary: which are written, and in which language. */
struct report_settings {
    const char *name;
    bool is_enabled;
    enum language language;
    struct listed_names sheets; /* of kpi */
    struct listed_names kpis;   /* of kpi and summary */
    struct place place;
};

/* Readers who get a workbook and a page of their own, in audiences/NAME: those of one team, of one
 * branch, or of the whole company. */
struct audience_settings {
    const char *name;
    struct bilingual title;
    const char *team, *branch; /* one of them, or neither: NULL */
    enum language language;
    struct listed_names sheets, kpis;
    struct place place;
};

/* The level of khrop_kpi_values that an audience (NULL: the company) reads: team, branch or
 * company; and its number there. */
const char *audience_level(const struct audience_settings *audience);
const char *audience_level_no(const struct audience_settings *audience);

enum mail_security { MAIL_STARTTLS, MAIL_TLS, MAIL_CLEAR };

/* [mail] of khrop.ini; server NULL: nothing is mailed. */
struct mail_settings {
    const char *server;
    int64_t port;
    enum mail_security security;
    const char *ca_file;
    const char *user, *credential; /* NULL: none */
    const char *from, *from_name, *reply_to;
    const char *link; /* with {job} and {date}; NULL: the folder's path */
    int64_t size_limit_bytes;
    int64_t time_limit_seconds;
    int64_t give_up_seconds;
    struct place place;
};

enum delivery_way { DELIVERY_MAIL, DELIVERY_FOLDER };
enum delivery_contents { DELIVERY_SUMMARY, DELIVERY_FILE };
enum delivery_empty { EMPTY_SKIP, EMPTY_HEARTBEAT, EMPTY_FILE };
enum recipient_kind { RECIPIENT_ADDRESS, RECIPIENT_STAFF, RECIPIENT_SUPERVISORS, RECIPIENT_ROLE };

struct recipient_setting {
    enum recipient_kind kind;
    const char *text; /* the address, or the desk's name */
    int line;
};

/* An entry of `deliveries` in reports.yaml: who gets a report, by which way. */
struct delivery_settings {
    const char *name;
    const char *report;
    const char *audience_name; /* as written; NULL: none */
    const struct audience_settings *audience;
    enum delivery_way way;
    const struct recipient_setting *recipients;
    size_t recipient_count;
    const char *folder;
    enum delivery_contents contents;
    enum delivery_empty empty;
    struct bilingual subject; /* texts NULL: the usual one */
    const char *link;         /* NULL: that of [mail] */
    bool has_language;
    enum language language;
    struct place place;
};

/* A picture for the first pages; bytes NULL: none. */
struct logo_settings {
    const unsigned char *bytes;
    size_t size;
    int width, height; /* pixels */
};

/* A role that owns exceptions but isn't a staff row: supervisor, credit, logistics,
 * goods_inspection, it. */
struct desk_settings {
    const char *name;
    struct bilingual title;
    const char *email;
    struct place place;
};

struct holiday_settings {
    int64_t on;
    bool is_working; /* a government holiday on which the company works */
    struct bilingual name;
    struct place place;
};

struct branch_day_settings {
    const char *branch;
    int64_t on;
    bool is_working; /* true: open on a day the company is closed */
    struct bilingual name;
    struct place place;
};

enum authority_level { AUTHORITY_OWN, AUTHORITY_CONSULT, AUTHORITY_SUPERIOR };

/* Who may approve a document, up to what amount: decides alone, consults a superior, or the
 * superior approves. */
struct authority_settings {
    const char *document_kind; /* back_order, quotation */
    const char *grade;         /* as staff.grade names it */
    bool has_ceiling;
    int64_t ceiling_amount; /* scaled by 10,000 */
    enum authority_level level;
    struct place place; /* line 0: the house's assumption, see settings_notices */
};

/* A file of the configuration as it was read, so that a slot can keep what shaped it. */
struct settings_file {
    const char *name; /* below the folder */
    const char *bytes;
    size_t size;
};

/* How long what was published is kept, in days; 0: for ever. */
struct retention_settings {
    int64_t snapshot_days;
    int64_t output_days;
};

struct settings {
    struct region region;
    const char *folder;
    const struct settings_file
        *files; /* khrop.ini, the YAML files, queries in files of their own */
    size_t file_count;

    /* khrop.ini */
    struct bilingual organisation;
    const char *time_zone;
    enum language language;
    struct logo_settings logo;
    const char *state_folder;
    const char *output_folder;
    const char *inbox_folder;       /* where staff save their lists */
    bool has_inbox_folder;          /* false: the default, which khrop makes itself */
    const char *catalogue_folder;   /* the site's own SQL files; NULL: none */
    const char *credentials_folder; /* NULL: $CREDENTIALS_DIRECTORY */
    int64_t parallel;               /* jobs.parallel: sources pulled and queries run at once */
    int64_t rejects_max; /* rows rejected in a dataset above which what needs it is not checked */
    int64_t shrink_percent;    /* volume guard: blocks a dataset that has shrunk by more */
    int64_t suppress_max_days; /* longest that an exception said to be no problem stays away */
    struct retention_settings retention;
    const struct source_settings *sources;
    size_t source_count;

    /* YAML */
    const struct dataset_settings *datasets;
    size_t dataset_count;
    const struct job_settings *jobs;
    size_t job_count;
    const struct rule_settings *checks;
    size_t check_count;
    const struct rule_settings *derived; /* datasets that the rules share: their parameters */
    size_t derived_count;
    const struct rule_settings *kpis;
    size_t kpi_count;
    const struct report_settings *reports;
    size_t report_count;
    const struct audience_settings *audiences;
    size_t audience_count;
    struct mail_settings mail;
    const struct delivery_settings *deliveries;
    size_t delivery_count;
    const struct desk_settings *desks;
    size_t desk_count;
    const struct authority_settings *authority;
    size_t authority_count;
    const struct holiday_settings *holidays;
    size_t holiday_count;
    const struct branch_day_settings *branch_days;
    size_t branch_day_count;
    int64_t accepted_from_on, accepted_to_on; /* the calendar's range: dates outside are rejects */
    bool is_weekend[8];                       /* by ISO weekday 1..7 */
};

/* Every complaint about the configuration, collected so that all show at once. */
struct complaints;

/* Reads `folder`/khrop.ini and the YAML files beside it. On failure error->text holds all
 * complaints of all files, one a line, `file:line: what, did you mean ..`, and the code is
 * EXIT_CODE_CONFIGURATION. Names of checks, KPIs and datasets are compared with the catalogue by
 * catalogue_open, not here. */
bool settings_open(struct settings **settings, const char *folder, struct error *error);
void settings_close(struct settings *settings);

/* As settings_open, but what is wrong goes to `complaints`, for those who have more to look at;
 * what could not be read has its default. Fails when there is no such folder. */
bool settings_read(struct settings **settings, const char *folder, struct complaints *complaints,
                   struct error *error);

const struct source_settings *settings_source(const struct settings *settings, const char *name);
const struct dataset_settings *settings_dataset(const struct settings *settings, const char *name);
const struct job_settings *settings_job(const struct settings *settings, const char *name);
const struct rule_settings *settings_check(const struct settings *settings, const char *id);
const struct rule_settings *settings_kpi(const struct settings *settings, const char *id);
const struct desk_settings *settings_desk(const struct settings *settings, const char *name);
const struct report_settings *settings_report(const struct settings *settings, const char *name);
const struct audience_settings *settings_audience(const struct settings *settings,
                                                  const char *name);

/* True where `listed` names it, or names none. */
bool listed_has(const struct listed_names *listed, const char *name);

/* Reads the password of a source from its credential file into `password` (caller wipes it with
 * explicit_bzero after use). A file readable by others is refused. No credential: "" and true. The
 * text of an error never holds the password. */
bool settings_password(const struct settings *settings, const struct source_settings *source,
                       char *password, size_t size, struct error *error);
/* .. of the mail server. */
bool settings_mail_password(const struct settings *settings, char *password, size_t size,
                            struct error *error);

#endif
