/* Every key of every configuration file, declared once; see settings_table.h. */
#include "config/settings_table.h"

const char *const charset_choices[] = {"UTF-8", "CP874", "TIS-620", NULL};
const char *const language_choices[] = {"en", "th", NULL};
const char *const covers_choices[] = {"through_yesterday", "through_today", NULL};
const char *const dates_choices[] = {"iso", "dmy", "compact", NULL};
const char *const era_choices[] = {"common", "buddhist", NULL};
const char *const report_names[] = {"kpi", "exceptions", "lists", "csv", "summary", NULL};
const char *const level_choices[] = {"own", "consult", "superior", NULL};
static const char *const severity_choices[] = {"high", "medium", "low", NULL};

#define INI "khrop.ini"
#define DATASETS "datasets.yaml"
#define JOBS "jobs.yaml"
#define CHECKS "checks.yaml"
#define KPIS "kpis.yaml"
#define REPORTS "reports.yaml"
#define DESKS "desks.yaml"
#define AUTHORITY "authority.yaml"
#define HOLIDAYS "holidays.yaml"

/* file, path, type, required, default, least, most, choices, help */
static const struct key_declaration keys[] = {
    {INI, "khrop", KEY_MAP, false, NULL, 0, 0, NULL, "the organisation and how pages speak"},
    {INI, "khrop.organisation_th", KEY_TEXT, false, "khrop", 0, 0, NULL,
     "name of the organisation on Thai pages"},
    {INI, "khrop.organisation_en", KEY_TEXT, false, "khrop", 0, 0, NULL,
     "name of the organisation on English pages"},
    {INI, "khrop.time_zone", KEY_TEXT, false, "Asia/Bangkok", 0, 0, NULL,
     "time zone of the business date and of times on pages"},
    {INI, "khrop.language", KEY_CHOICE, false, "th", 0, 0, language_choices,
     "language of reports that set none of their own"},
    {INI, "paths", KEY_MAP, false, NULL, 0, 0, NULL,
     "where khrop keeps things; relative paths start at khrop.ini's folder"},
    {INI, "paths.state", KEY_TEXT, false, "/var/lib/khrop", 0, 0, NULL,
     "folder of state.db and of the slots' mirrors"},
    {INI, "paths.output", KEY_TEXT, false, "/var/lib/khrop/out", 0, 0, NULL,
     "folder that reports are published to, as JOB/DATE"},
    {INI, "paths.catalogue", KEY_TEXT, false, NULL, 0, 0, NULL,
     "folder of the site's own checks, KPIs and derived datasets; they add to the shipped ones or "
     "override them by id"},
    {INI, "paths.credentials", KEY_TEXT, false, NULL, 0, 0, NULL,
     "folder of the credential files; default: $CREDENTIALS_DIRECTORY, as systemd sets it"},
    {INI, "jobs", KEY_MAP, false, NULL, 0, 0, NULL, "how jobs run on this machine"},
    {INI, "jobs.parallel", KEY_INTEGER, false, "4", 1, 64, NULL,
     "sources pulled, and rules run, at once"},
    {INI, "rejects", KEY_MAP, false, NULL, 0, 0, NULL, "rows that can't be taken as they are"},
    {INI, "rejects.max", KEY_INTEGER, false, "100", 0, 1000000000, NULL,
     "rejected rows of a dataset above which what needs it is not checked"},
    {INI, "volume", KEY_MAP, false, NULL, 0, 0, NULL, "the volume guard"},
    {INI, "volume.shrink_percent", KEY_INTEGER, false, "30", 1, 100, NULL,
     "a dataset that has lost more than this many percent of its usual rows blocks what needs it, "
     "until khrop run JOB --accept DATASET"},
    {INI, "source", KEY_MAP, true, NULL, 0, 0, NULL, "the databases: [source NAME]"},
    {INI, "source.*", KEY_MAP, false, NULL, 0, 0, NULL, "one database"},
    {INI, "source.*.title_th", KEY_TEXT, false, NULL, 0, 0, NULL,
     "its name on Thai pages; default: NAME"},
    {INI, "source.*.title_en", KEY_TEXT, false, NULL, 0, 0, NULL,
     "its name on English pages; default: NAME"},
    {INI, "source.*.connection", KEY_TEXT, true, NULL, 0, 0, NULL,
     "ODBC connection string without a password; ${FOLDER} stands for khrop.ini's folder"},
    {INI, "source.*.charset", KEY_CHOICE, false, "UTF-8", 0, 0, charset_choices,
     "how its text is encoded; TIS-620 is read as CP874, which holds it"},
    {INI, "source.*.user", KEY_TEXT, false, NULL, 0, 0, NULL,
     "user name, where the connection string has none"},
    {INI, "source.*.credential", KEY_TEXT, false, NULL, 0, 0, NULL,
     "name of the credential file that holds the password"},
    {INI, "source.*.time_limit", KEY_DURATION, false, "10m", 1, 86400, NULL,
     "wall clock for pulling the source: then cancel, TERM, KILL"},
    {INI, "source.*.time_zone", KEY_TEXT, false, NULL, 0, 0, NULL,
     "time zone of its timestamps; default: khrop.time_zone"},

    {DATASETS, "datasets", KEY_MAP, true, NULL, 0, 0, NULL,
     "the site's query for each dataset; one that is left out is not checked"},
    {DATASETS, "datasets.*", KEY_MAP, false, NULL, 0, 0, NULL,
     "one dataset, by its name in the catalogue"},
    {DATASETS, "datasets.*.source", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the [source NAME] that has it"},
    {DATASETS, "datasets.*.query", KEY_TEXT, false, NULL, 0, 0, NULL,
     "the SQL that gives the dataset's columns by their names"},
    {DATASETS, "datasets.*.query_file", KEY_TEXT, false, NULL, 0, 0, NULL,
     "a file beside datasets.yaml that holds the query instead"},
    {DATASETS, "datasets.*.dates", KEY_CHOICE, false, "iso", 0, 0, dates_choices,
     "how dates are written: iso 2026-12-31, dmy 31/12/2026, compact 20261231"},
    {DATASETS, "datasets.*.era", KEY_CHOICE, false, "common", 0, 0, era_choices,
     "era of its years: buddhist for 2569"},
    {DATASETS, "datasets.*.page_by", KEY_TEXT, false, NULL, 0, 0, NULL,
     "native indexed column by which the query pages (:after, :limit), for drivers that can't "
     "stream"},
    {DATASETS, "datasets.*.row_limit", KEY_INTEGER, false, "0", 0, 1000000000, NULL,
     "rows above which the dataset fails; 0: the driver's own limit"},
    {DATASETS, "datasets.*.may_be_empty", KEY_BOOLEAN, false, NULL, 0, 0, NULL,
     "true: no rows is no trouble"},
    {DATASETS, "datasets.*.feeds", KEY_LIST, false, NULL, 0, 0, NULL,
     "several queries that feed one dataset, instead of source and query"},
    {DATASETS, "datasets.*.feeds.[].source", KEY_TEXT, true, NULL, 0, 0, NULL, "as above"},
    {DATASETS, "datasets.*.feeds.[].query", KEY_TEXT, false, NULL, 0, 0, NULL, "as above"},
    {DATASETS, "datasets.*.feeds.[].query_file", KEY_TEXT, false, NULL, 0, 0, NULL, "as above"},
    {DATASETS, "datasets.*.feeds.[].dates", KEY_CHOICE, false, "iso", 0, 0, dates_choices,
     "as above"},
    {DATASETS, "datasets.*.feeds.[].era", KEY_CHOICE, false, "common", 0, 0, era_choices,
     "as above"},
    {DATASETS, "datasets.*.feeds.[].page_by", KEY_TEXT, false, NULL, 0, 0, NULL, "as above"},
    {DATASETS, "datasets.*.feeds.[].row_limit", KEY_INTEGER, false, "0", 0, 1000000000, NULL,
     "as above"},

    {JOBS, "jobs", KEY_MAP, true, NULL, 0, 0, NULL, "what runs together for one business date"},
    {JOBS, "jobs.*", KEY_MAP, false, NULL, 0, 0, NULL, "one job, by name"},
    {JOBS, "jobs.*.title", KEY_BILINGUAL, false, NULL, 0, 0, NULL,
     "its title on pages; default: its name"},
    {JOBS, "jobs.*.covers", KEY_CHOICE, false, "through_yesterday", 0, 0, covers_choices,
     "the last day that flows cover: the day before the business date, or that day"},
    {JOBS, "jobs.*.restate_days", KEY_INTEGER, false, "35", 1, 36525, NULL,
     "the days up to the last one covered that each run reckons again; older ones stay as they "
     "were published"},
    {JOBS, "jobs.*.checks", KEY_NAMES, false, NULL, 0, 0, NULL, "ids of its checks; default: all"},
    {JOBS, "jobs.*.kpis", KEY_NAMES, false, NULL, 0, 0, NULL, "ids of its KPIs; default: all"},
    {JOBS, "jobs.*.reports", KEY_NAMES, false, NULL, 0, 0, NULL,
     "kpi, exceptions, lists, csv, summary; default: all"},

    {CHECKS, "checks", KEY_MAP, false, NULL, 0, 0, NULL,
     "what the site sets differently for a check"},
    {CHECKS, "checks.*", KEY_MAP, false, NULL, 0, 0, NULL, "one check, by id"},
    {CHECKS, "checks.*.enabled", KEY_BOOLEAN, false, "true", 0, 0, NULL,
     "false: the check is off, its exceptions are retired"},
    {CHECKS, "checks.*.severity", KEY_CHOICE, false, NULL, 0, 0, severity_choices,
     "how urgent its exceptions are"},
    {CHECKS, "checks.*.owner", KEY_TEXT, false, NULL, 0, 0, NULL,
     "a column of its result, or role:DESK"},
    {CHECKS, "checks.*.params", KEY_ANY, false, NULL, 0, 0, NULL, "its parameters by name"},
    {CHECKS, "derived", KEY_MAP, false, NULL, 0, 0, NULL,
     "what the site sets differently for a dataset that checks and KPIs share"},
    {CHECKS, "derived.*", KEY_MAP, false, NULL, 0, 0, NULL,
     "one of them, by name: order_line_state, customer_activity .."},
    {CHECKS, "derived.*.params", KEY_ANY, false, NULL, 0, 0, NULL, "its parameters by name"},

    {KPIS, "kpis", KEY_MAP, false, NULL, 0, 0, NULL, "what the site sets differently for a KPI"},
    {KPIS, "kpis.*", KEY_MAP, false, NULL, 0, 0, NULL, "one KPI, by id"},
    {KPIS, "kpis.*.enabled", KEY_BOOLEAN, false, "true", 0, 0, NULL, "false: the KPI is off"},
    {KPIS, "kpis.*.target", KEY_DECIMAL, false, NULL, 0, 0, NULL,
     "at or beyond it the figure is green"},
    {KPIS, "kpis.*.amber", KEY_DECIMAL, false, NULL, 0, 0, NULL,
     "at or beyond it the figure is amber, else red"},
    {KPIS, "kpis.*.params", KEY_ANY, false, NULL, 0, 0, NULL, "its parameters by name"},

    {REPORTS, "reports", KEY_MAP, false, NULL, 0, 0, NULL, "what is written"},
    {REPORTS, "reports.*", KEY_MAP, false, NULL, 0, 0, NULL,
     "one of kpi, exceptions, lists, csv, summary"},
    {REPORTS, "reports.*.enabled", KEY_BOOLEAN, false, "true", 0, 0, NULL,
     "false: it is not written"},
    {REPORTS, "reports.*.language", KEY_CHOICE, false, NULL, 0, 0, language_choices,
     "its language; default: khrop.language"},

    {DESKS, "desks", KEY_MAP, false, NULL, 0, 0, NULL,
     "roles that own exceptions without being a staff member"},
    {DESKS, "desks.*", KEY_MAP, false, NULL, 0, 0, NULL,
     "one desk; supervisor, credit, logistics, goods_inspection and it are always there"},
    {DESKS, "desks.*.title", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "its name on lists"},
    {DESKS, "desks.*.email", KEY_TEXT, false, NULL, 0, 0, NULL, "its address"},

    {AUTHORITY, "authority", KEY_MAP, false, NULL, 0, 0, NULL,
     "who may approve which document, up to what amount"},
    {AUTHORITY, "authority.back_order", KEY_LIST, false, NULL, 0, 0, NULL,
     "who may approve a back order; default: grade G3 alone, without ceiling, which is an "
     "assumption"},
    {AUTHORITY, "authority.back_order.[].grade", KEY_TEXT, true, NULL, 0, 0, NULL,
     "a grade, as staff.grade names it"},
    {AUTHORITY, "authority.back_order.[].level", KEY_CHOICE, true, NULL, 0, 0, level_choices,
     "own: decides alone; consult: consults a superior and signs; superior: a superior approves"},
    {AUTHORITY, "authority.back_order.[].ceiling", KEY_DECIMAL, false, NULL, 0, 0, NULL,
     "the largest amount in THB of this level; default: none"},
    {AUTHORITY, "authority.quotation", KEY_LIST, false, NULL, 0, 0, NULL,
     "who may approve a quotation; default: grade G3 alone, without ceiling, which is an "
     "assumption"},
    {AUTHORITY, "authority.quotation.[].grade", KEY_TEXT, true, NULL, 0, 0, NULL,
     "a grade, as staff.grade names it"},
    {AUTHORITY, "authority.quotation.[].level", KEY_CHOICE, true, NULL, 0, 0, level_choices,
     "own: decides alone; consult: consults a superior and signs; superior: a superior approves"},
    {AUTHORITY, "authority.quotation.[].ceiling", KEY_DECIMAL, false, NULL, 0, 0, NULL,
     "the largest amount in THB of this level; default: none"},

    {HOLIDAYS, "accepted", KEY_MAP, false, NULL, 0, 0, NULL,
     "the dates that the calendar covers; a value outside is rejected"},
    {HOLIDAYS, "accepted.from", KEY_DATE, false, "1990-01-01", 0, 0, NULL, "the first date"},
    {HOLIDAYS, "accepted.to", KEY_DATE, false, "2069-12-31", 0, 0, NULL, "the last date"},
    {HOLIDAYS, "weekend", KEY_NAMES, false, "saturday, sunday", 0, 0, NULL,
     "days of the week on which the company is closed"},
    {HOLIDAYS, "holidays", KEY_LIST, false, NULL, 0, 0, NULL, "public and company holidays"},
    {HOLIDAYS, "holidays.[].date", KEY_DATE, true, NULL, 0, 0, NULL, "the day"},
    {HOLIDAYS, "holidays.[].name", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "its name"},
    {HOLIDAYS, "holidays.[].working", KEY_BOOLEAN, false, "false", 0, 0, NULL,
     "true: the company works on it"},
    {HOLIDAYS, "branches", KEY_MAP, false, NULL, 0, 0, NULL,
     "days on which a branch differs from the company"},
    {HOLIDAYS, "branches.*", KEY_MAP, false, NULL, 0, 0, NULL,
     "one branch, as staff.branch names it"},
    {HOLIDAYS, "branches.*.closed", KEY_LIST, false, NULL, 0, 0, NULL,
     "days on which it is closed"},
    {HOLIDAYS, "branches.*.closed.[].date", KEY_DATE, true, NULL, 0, 0, NULL, "the day"},
    {HOLIDAYS, "branches.*.closed.[].name", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "why"},
    {HOLIDAYS, "branches.*.open", KEY_LIST, false, NULL, 0, 0, NULL,
     "days on which it works though the company is closed"},
    {HOLIDAYS, "branches.*.open.[].date", KEY_DATE, true, NULL, 0, 0, NULL, "the day"},
    {HOLIDAYS, "branches.*.open.[].name", KEY_BILINGUAL, false, NULL, 0, 0, NULL, "why"},
};

const struct key_table settings_table = {keys, sizeof keys / sizeof keys[0]};
