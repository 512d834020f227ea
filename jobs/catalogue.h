/* The catalogue: the contract of every dataset, and one SQL file for each derived dataset, check,
 * KPI and table of a page, with a YAML header.
 *
 * Shipped files first, then the site's own folder, which adds to them or overrides by id. The
 * settings' overrides (enabled, severity, owner, target, parameters) are already applied in what
 * stands here.
 */
#ifndef KHROP_JOBS_CATALOGUE_H
#define KHROP_JOBS_CATALOGUE_H

#include "config/settings.h"
#include "core/identity.h"
#include "core/schema.h"

/* A column that the pull adds to the mirror: what another column is compared by. */
struct identity_column {
    const char *name;
    enum column_type type;
    size_t source;                   /* the index of the column that it is made from */
    const struct identity *identity; /* how */
    bool is_judgement;               /* whether the value is valid, not the value */
};

/* What a dataset must look like (catalogue/datasets.yaml). */
struct contract {
    const char *name;
    struct bilingual title;
    struct schema schema;    /* what a site's query gives; key columns have is_key set */
    const char *born_on;     /* rows with a later date are not there as of D; NULL: none */
    const char *const *ends; /* dates that read as null when after D; ended by NULL */
    struct place place;
    const struct identity_column *identities; /* in the mirror they stand behind the schema's */
    size_t identity_count;
};

/* What the name of a check in `needs` begins with: `check:SRC-01` is what SRC-01 found. */
#define NEED_CHECK "check:"
/* .. and that of a KPI whose figures a table shows: `kpi:case_pareto`, beside khrop_kpi_values. */
#define NEED_KPI "kpi:"

/* One element of `needs`: a dataset (contract or derived), the nullable columns a query can't do
 * without; a check's result; a table of khrop's own. */
struct need {
    const char *dataset;
    const char *const *columns; /* ended by NULL */
};

struct parameter {
    const char *name;
    const char *branch;    /* "" unless the site sets it for one branch */
    const char *kind;      /* key of a map parameter, or the kind it is for; "" for a plain one */
    bool is_list;          /* bound as text ",a,b," */
    enum column_type type; /* by the suffix of the name */
    int64_t number;        /* when type is a number and not is_list */
    const char *text;      /* when text or is_list */
    const char *origin;    /* "default" or "site" */
    struct place place;    /* where the site has set it */
};

/* What a site may set a parameter by (`vary_by`): its resolved values stand in the table
 * `parameters`, a row for each branch and kind. */
struct variation {
    const char *parameter;
    bool is_by_branch;
    const char *by_kind;      /* "orders.kind": the column that has the kinds; NULL: not by kind */
    const char *const *kinds; /* that column's allowed values; NULL: not by kind */
};

/* The parameter of every check with born_on: rows that began before that day are not judged. */
#define RULE_SINCE "since_on"

enum rule_kind { RULE_DERIVED, RULE_CHECK, RULE_KPI, RULE_TABLE };
#define RULE_KINDS 4
enum kpi_kind { KPI_FLOW, KPI_STOCK };

/* What a KPI is about, in the order of the pages. */
enum kpi_subject {
    SUBJECT_DELIVERY,
    SUBJECT_BACK_ORDERS,
    SUBJECT_SALES,
    SUBJECT_DOCUMENTS,
    SUBJECT_SERVICE,
    SUBJECT_CUSTOMERS,
    SUBJECT_VISITS,
    SUBJECT_CREDIT,
    SUBJECT_STAFF,
    SUBJECT_WORKLIST,
    SUBJECT_DATA,
    SUBJECT_OTHER
};

/* The pages of kpi.xlsx that tell of one subject: figures on top, then tables. */
enum rule_page {
    PAGE_NONE,
    PAGE_BACK_ORDERS,
    PAGE_VISITS,
    PAGE_QUOTATIONS,
    PAGE_CREDIT,
    PAGE_SERVICE,
    PAGE_TRAINING,
    RULE_PAGES
};

/* What a KPI's `subject:` says for it. */
const char *kpi_subject_code(enum kpi_subject subject);

/* What `page:` says: the name by which reports.yaml calls the sheet. */
const char *rule_page_code(enum rule_page page);

enum kpi_unit { UNIT_PERCENT, UNIT_DAYS, UNIT_COUNT, UNIT_QUANTITY, UNIT_MONEY };
enum kpi_direction { HIGHER_IS_BETTER, LOWER_IS_BETTER };

/* The unit of one measure of a KPI ("" for a KPI with a single measure). */
struct kpi_measure {
    const char *name;
    struct bilingual title;
    enum kpi_unit unit;
};

/* A column that a table shows. */
struct table_column {
    const char *name;
    struct bilingual title; /* empty texts: the heading that all tables have for the name */
};

/* What a share is of: a column of the same row, the sum over all rows, or that sum, row by row. */
enum table_whole { WHOLE_COLUMN, WHOLE_TOTAL, WHOLE_RUNNING };

/* A percentage that is reckoned once the rows are chosen: so that it is right for a team too. */
struct table_share {
    const char *name;
    const char *part;
    enum table_whole whole;
    const char *whole_column; /* of WHOLE_COLUMN */
};

/* A column that holds the target of a KPI on each row. */
struct table_target {
    const char *name;
    const char *kpi;
};

/* A Pareto is columns, and bars behind the running share in the table: Excel alone could draw both
 * in one. Cells: bars behind the numbers of the table itself. */
enum table_chart {
    TABLE_NO_CHART,
    TABLE_STACKED_BAR,
    TABLE_BAR,
    TABLE_COLUMNS,
    TABLE_LINE,
    TABLE_PARETO,
    TABLE_CELLS
};
enum table_palette { PALETTE_PLAIN, PALETTE_AGES, PALETTE_GOOD_BAD };

/* How a table is shown. */
struct table_plan {
    struct bilingual note;
    const struct table_column *columns;
    size_t column_count;
    const char *const
        *group;          /* rows are summed by these columns; ended by NULL, which may be all */
    const char *largest; /* the column by which the largest stand first; NULL: the query's */
    int64_t top;         /* rows shown; 0: all */
    const char *const *total; /* columns that the last row sums; ended by NULL */
    const struct table_share *shares;
    size_t share_count;
    const struct table_target *targets;
    size_t target_count;
    enum table_chart chart;
    enum table_palette palette;
    struct bilingual chart_title, chart_alternative;
    const char *category;
    const char *const *series; /* ended by NULL */
};

struct rule {
    enum rule_kind kind;
    const char *id;
    struct bilingual title;
    struct bilingual why;  /* checks: a sentence with {column} places */
    struct bilingual todo; /* checks: what to do */
    const struct need *needs;
    size_t need_count;
    /* checks: datasets that it can do without, each with the columns of its result that are not
     * known then */
    const struct need *may_use;
    size_t may_use_count;
    const char *const *key; /* ended by NULL */
    const char *const *signature;
    bool is_event;
    const char *event_on; /* column with the date from which the window counts; NULL: none */
    const char *born_on;  /* column that says when a row began; NULL: since_on can't be set */
    const char *const *compares; /* two columns, reference and found; NULL: compares nothing */
    const char *at_stake;        /* column with the amount of money at stake; NULL: none */
    const char *owner;           /* a column of the result, or "role:NAME" */
    const char *severity;        /* "high", "medium", "low" */
    const struct parameter *parameters;
    size_t parameter_count;
    const struct variation *variations;
    size_t variation_count;
    bool is_enabled;

    /* KPIs */
    enum kpi_subject subject;
    enum rule_page page; /* of tables too: the page that shows it */
    int64_t position;    /* where it stands among the KPIs of its subject, the tables of its page */
    int64_t headline;    /* its place among the tiles of the first page; 0: none */
    enum kpi_kind kpi_kind;
    enum kpi_direction direction;
    const struct kpi_measure *measures;
    size_t measure_count;
    struct bilingual split_title; /* what `split` divides by; empty texts: no split */
    bool has_target, has_amber;
    int64_t target, amber;    /* scaled by 10,000, in the unit of the first measure */
    struct bilingual formula; /* in words, for the Definitions sheet */
    bool shows_share;         /* part over the sum of parts (or over whole) is shown too */
    bool is_target_on_share;  /* the target is of the share, not of the value */
    bool has_scaled_parts;    /* parts and wholes are quantities or money, whatever the unit */
    const char *const *rows;  /* columns that identify a row of the query; ended by NULL */
    const char *target_split; /* NULL: the target holds for every split */

    const struct table_plan *table; /* tables: how it is shown */

    const char *sql;    /* what follows the header */
    const char *sha256; /* of the file, for the manifest */
    struct place place; /* line of the first line of sql */
    int id_line, needs_line, may_use_line, owner_line;
};

struct catalogue {
    struct region region;
    const struct contract *contracts;
    size_t contract_count;
    const struct rule *derived; /* in dependency order */
    size_t derived_count;
    const struct rule *checks; /* in order of id */
    size_t check_count;
    const struct rule *kpis; /* in the order of `subject:`, `position:`, then id */
    size_t kpi_count;
    const struct rule *tables; /* in the order of `page:`, `position:`, then id */
    size_t table_count;
};

/* Reads the shipped catalogue and the site's. Reports all faults at once as settings_open does: a
 * check without a key, two files with one id, an unknown dataset in needs, an override for a rule
 * or parameter that doesn't exist, a dataset mapped that has no contract. `settings` NULL: the
 * shipped files alone, as they stand. */
bool catalogue_open(struct catalogue **catalogue, const struct settings *settings,
                    struct error *error);
/* As catalogue_open, with another folder in place of the shipped catalogue's. */
bool catalogue_open_from(struct catalogue **catalogue, const struct settings *settings,
                         const char *shipped, struct error *error);
void catalogue_close(struct catalogue *catalogue);

/* settings_open and catalogue_open at once, so that the faults of the settings and those of the
 * catalogue show together. Where it fails neither is open. */
bool catalogue_open_with_settings(struct catalogue **catalogue, struct settings **settings,
                                  const char *folder, struct error *error);

/* The folder of a catalogue that the rules of a kind stand in, and whether a file there is one by
 * its name. */
const char *catalogue_folder(enum rule_kind kind);
bool catalogue_is_rule_file(const char *name);

/* Whether a table's column is made of others (a share, a target) and not given by its query. */
bool table_plan_makes(const struct table_plan *plan, const char *column);

/* The rule's plain parameter of that name; NULL: it has none. */
const struct parameter *rule_parameter(const struct rule *rule, const char *name);

/* What the parameter varies by; NULL: nothing. */
const struct variation *rule_variation(const struct rule *rule, const char *name);

/* The value that holds for a branch and a kind: the closest that was set, by branch and kind, by
 * branch, by kind, for all. NULL: a map that lacks the kind. */
const struct parameter *rule_parameter_at(const struct rule *rule, const char *name,
                                          const char *branch, const char *kind);

const struct contract *catalogue_contract(const struct catalogue *catalogue, const char *name);
const struct rule *catalogue_derived(const struct catalogue *catalogue, const char *id);
const struct rule *catalogue_check(const struct catalogue *catalogue, const char *id);
const struct rule *catalogue_kpi(const struct catalogue *catalogue, const char *id);
const struct rule *catalogue_table(const struct catalogue *catalogue, const char *id);

/* The rule of that id, whatever its kind; NULL: there is none. */
const struct rule *catalogue_rule(const struct catalogue *catalogue, const char *id);

#endif
