/* What a rule needs against what is there; see needs.h. */
#include "jobs/needs.h"

#include "core/text.h"
#include "jobs/needs_gaps.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void look_at_columns(struct needs_gaps *gaps, const struct need *need, const char *absent)
{
    char wanted[160];
    for (size_t i = 0; need->columns[i] != NULL; i++) {
        snprintf(wanted, sizeof wanted, ",%s,", need->columns[i]);
        if (strstr(absent, wanted) != NULL)
            needs_gaps_add(gaps, GAP_COLUMN, need->dataset, need->columns[i], need->columns[i]);
    }
}

static void add_partial(struct needs_gaps *gaps, const char *dataset, int64_t rejects)
{
    char en[256], th[256];
    text_format(en, sizeof en, "%lld rows of %s were rejected", (long long)rejects, dataset);
    text_format(th, sizeof th, "%s มี %lld แถวที่ใช้ไม่ได้", dataset, (long long)rejects);
    needs_gaps_add(gaps, GAP_PARTIAL, dataset, en, th);
}

static bool look_at_dataset(sqlite3 *mirror, const struct need *need, struct needs_gaps *gaps,
                            struct error *error)
{
    sqlite3_stmt *pull = NULL;
    bool found;
    if (!statement_prepare(
            mirror,
            "SELECT state, reject_count, message, absent_columns FROM main.khrop_pulls "
            "WHERE dataset = :dataset",
            &pull, error))
        return false;
    statement_bind_text(pull, ":dataset", need->dataset);
    found = statement_next(pull, error);
    if (!found && error->code == EXIT_CODE_GOOD) {
        needs_gaps_add(gaps, GAP_NOT_MAPPED, need->dataset, "", "");
    } else if (found) {
        const char *state = statement_text(pull, 0), *why = statement_text(pull, 2);
        if (strcmp(state, "partial") == 0)
            add_partial(gaps, need->dataset, sqlite3_column_int64(pull, 1));
        else if (strcmp(state, "whole") != 0)
            needs_gaps_add(gaps, GAP_UNUSABLE, need->dataset, why, why);
        look_at_columns(gaps, need, statement_text(pull, 3));
    }
    sqlite3_finalize(pull);
    return error->code == EXIT_CODE_GOOD;
}

static bool look_at(sqlite3 *mirror, const struct catalogue *catalogue, const struct need *need,
                    struct needs_gaps *gaps, struct error *error);

/* What a rule lacked that this one needs is looked at itself: two that lack one dataset say so
 * once. What has failed, or is left out of the job, says why itself: then nothing is found here. */
static bool look_behind(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                        const char *state, struct needs_gaps *gaps, bool *is_found,
                        struct error *error)
{
    bool is_lacking = strcmp(state, "partial") == 0 || strncmp(state, "not_", 4) == 0;
    size_t before = gaps->met_count;
    bool looked = true;
    for (size_t i = 0; looked && rule != NULL && is_lacking && i < rule->need_count; i++)
        looked = look_at(mirror, catalogue, &rule->needs[i], gaps, error);
    *is_found = gaps->met_count > before;
    return looked;
}

static enum gap_kind kind_of(const char *state)
{
    return strcmp(state, "partial") == 0 ? GAP_PARTIAL : GAP_OTHER;
}

static bool look_at_derived(sqlite3 *mirror, const struct catalogue *catalogue,
                            const struct rule *rule, struct needs_gaps *gaps, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool looked = true, is_found;
    if (!statement_prepare(
            mirror,
            "SELECT state, reason_en, reason_th FROM main.khrop_derived WHERE dataset = :dataset",
            &row, error))
        return false;
    statement_bind_text(row, ":dataset", rule->id);
    if (!statement_next(row, error)) {
        needs_gaps_add(gaps, GAP_UNUSABLE, rule->id, "", "");
    } else if (strcmp(statement_text(row, 0), "whole") != 0) {
        looked =
            look_behind(mirror, catalogue, rule, statement_text(row, 0), gaps, &is_found, error);
        if (looked && !is_found)
            needs_gaps_add(gaps, kind_of(statement_text(row, 0)), rule->id, statement_text(row, 1),
                           statement_text(row, 2));
    }
    sqlite3_finalize(row);
    return looked && error->code == EXIT_CODE_GOOD;
}

static void add_rule(struct needs_gaps *gaps, const struct rule *rule, sqlite3_stmt *row)
{
    char en[NEEDS_REASON_SIZE], th[NEEDS_REASON_SIZE];
    bool is_check = rule->kind == RULE_CHECK;
    text_format(en, sizeof en, "%s %s: %s", is_check ? "check" : "KPI", rule->id,
                statement_text(row, 1));
    text_format(th, sizeof th, "%s %s: %s", is_check ? "การตรวจ" : "ตัวชี้วัด", rule->id,
                statement_text(row, 2));
    needs_gaps_add(gaps, kind_of(statement_text(row, 0)), rule->id, en, th);
}

/* What became of a check or KPI that is needed: `sql` gives its state and the reasons. */
static bool look_at_rule(sqlite3 *mirror, const struct catalogue *catalogue, const char *sql,
                         const struct rule *rule, struct needs_gaps *gaps, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool looked = true, is_found;
    if (!statement_prepare(mirror, sql, &row, error))
        return false;
    statement_bind_text(row, ":id", rule->id);
    if (statement_next(row, error) && strcmp(statement_text(row, 0), "checked") != 0) {
        looked =
            look_behind(mirror, catalogue, rule, statement_text(row, 0), gaps, &is_found, error);
        if (looked && !is_found)
            add_rule(gaps, rule, row);
    }
    sqlite3_finalize(row);
    return looked && error->code == EXIT_CODE_GOOD;
}

static bool look_at_check(sqlite3 *mirror, const struct catalogue *catalogue, const char *id,
                          struct needs_gaps *gaps, struct error *error)
{
    return look_at_rule(mirror, catalogue,
                        "SELECT state, reason_en, reason_th FROM results.khrop_checks "
                        "WHERE check_id = :id",
                        catalogue_check(catalogue, id), gaps, error);
}

static bool look_at_kpi(sqlite3 *mirror, const struct catalogue *catalogue, const char *id,
                        struct needs_gaps *gaps, struct error *error)
{
    return look_at_rule(mirror, catalogue,
                        "SELECT state, reason_en, reason_th FROM results.khrop_kpis "
                        "WHERE kpi_id = :id",
                        catalogue_kpi(catalogue, id), gaps, error);
}

/* A worklist on which checks are missing tells of part of the work. */
static bool look_at_worklist(sqlite3 *mirror, struct needs_gaps *gaps, struct error *error)
{
    sqlite3_stmt *checks = NULL;
    if (!statement_prepare(mirror,
                           "SELECT group_concat(check_id, ', ') FROM (SELECT check_id"
                           " FROM results.khrop_checks WHERE state IN ('not_checked', 'partial',"
                           " 'failed') ORDER BY position, check_id)",
                           &checks, error))
        return false;
    if (statement_next(checks, error) && sqlite3_column_type(checks, 0) != SQLITE_NULL) {
        char en[ERROR_TEXT_SIZE], th[ERROR_TEXT_SIZE];
        text_format(en, sizeof en, "not or not wholly checked: %s", statement_text(checks, 0));
        text_format(th, sizeof th, "ไม่ได้ตรวจหรือตรวจได้บางส่วน: %s", statement_text(checks, 0));
        needs_gaps_add(gaps, GAP_PARTIAL, "khrop_worklist", en, th);
    }
    sqlite3_finalize(checks);
    return error->code == EXIT_CODE_GOOD;
}

/* The report that shows the tables of the pages: a job that doesn't write it has no use for them.
 */
#define TABLES_REPORT "kpi"

/* The tables by which a KPI says that it comes late. */
static const struct {
    const char *dataset;
    enum rule_stage stage;
} late[] = {
    {"khrop_checks", STAGE_CHECKS},
    {"khrop_worklist", STAGE_WORKLIST},
    {"khrop_exception_history", STAGE_WORKLIST},
    {"khrop_kpis", STAGE_VALUES},
    {"khrop_kpi_values", STAGE_VALUES},
};

static enum rule_stage stage_of_need(const char *dataset)
{
    for (size_t i = 0; i < sizeof late / sizeof late[0]; i++)
        if (strcmp(late[i].dataset, dataset) == 0)
            return late[i].stage;
    if (strncmp(dataset, NEED_KPI, strlen(NEED_KPI)) == 0)
        return STAGE_VALUES;
    return strncmp(dataset, NEED_CHECK, strlen(NEED_CHECK)) == 0 ? STAGE_CHECKS : STAGE_MIRROR;
}

enum rule_stage needs_stage(const struct rule *rule)
{
    enum rule_stage stage = STAGE_MIRROR;
    for (size_t i = 0; i < rule->need_count; i++) {
        enum rule_stage needed = stage_of_need(rule->needs[i].dataset);
        if (needed > stage)
            stage = needed;
    }
    return stage;
}

static bool is_named(const char *const *names, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], id) == 0)
            return true;
    return count == 0;
}

bool needs_is_in_job(const struct job_settings *job, const struct rule *rule)
{
    if (rule->kind == RULE_TABLE)
        return is_named(job->reports, job->report_count, TABLES_REPORT);
    return rule->kind == RULE_CHECK ? is_named(job->checks, job->check_count, rule->id)
                                    : is_named(job->kpis, job->kpi_count, rule->id);
}

/* A job that names no rules runs all: what it derives may serve who asks the mirror, too. */
static bool is_for_all(const struct job_settings *job)
{
    return job->check_count == 0 && job->kpi_count == 0;
}

static void mark(const struct catalogue *catalogue, const struct need *needs, size_t count,
                 bool *marked)
{
    for (size_t i = 0; i < count; i++) {
        const struct rule *derived = catalogue_derived(catalogue, needs[i].dataset);
        if (derived != NULL)
            marked[derived - catalogue->derived] = true;
    }
}

static void mark_needs(const struct catalogue *catalogue, const struct rule *rule, bool *marked)
{
    mark(catalogue, rule->needs, rule->need_count, marked);
    mark(catalogue, rule->may_use, rule->may_use_count, marked);
}

static void mark_rules(const struct catalogue *catalogue, const struct job_settings *job,
                       const struct rule *rules, size_t count, bool *marked)
{
    for (size_t i = 0; i < count; i++)
        if (rules[i].is_enabled && needs_is_in_job(job, &rules[i]))
            mark_needs(catalogue, &rules[i], marked);
}

bool *needs_derived(const struct catalogue *catalogue, const struct job_settings *job,
                    const char *kept)
{
    bool *marked = calloc(catalogue->derived_count + 1, sizeof *marked);
    if (marked == NULL)
        return NULL;
    mark_rules(catalogue, job, catalogue->checks, catalogue->check_count, marked);
    mark_rules(catalogue, job, catalogue->kpis, catalogue->kpi_count, marked);
    mark_rules(catalogue, job, catalogue->tables, catalogue->table_count, marked);
    /* In dependency order: what one needs stands before it. */
    for (size_t i = catalogue->derived_count; i-- > 0;) {
        if (is_for_all(job) || strcmp(catalogue->derived[i].id, kept) == 0)
            marked[i] = true;
        if (marked[i])
            mark_needs(catalogue, &catalogue->derived[i], marked);
    }
    return marked;
}

static bool look_at(sqlite3 *mirror, const struct catalogue *catalogue, const struct need *need,
                    struct needs_gaps *gaps, struct error *error)
{
    const struct rule *derived = catalogue_derived(catalogue, need->dataset);
    if (derived != NULL)
        return look_at_derived(mirror, catalogue, derived, gaps, error);
    if (catalogue_contract(catalogue, need->dataset) != NULL)
        return look_at_dataset(mirror, need, gaps, error);
    if (strncmp(need->dataset, NEED_CHECK, strlen(NEED_CHECK)) == 0)
        return look_at_check(mirror, catalogue, need->dataset + strlen(NEED_CHECK), gaps, error);
    if (strncmp(need->dataset, NEED_KPI, strlen(NEED_KPI)) == 0)
        return look_at_kpi(mirror, catalogue, need->dataset + strlen(NEED_KPI), gaps, error);
    return stage_of_need(need->dataset) != STAGE_WORKLIST || look_at_worklist(mirror, gaps, error);
}

static bool look_at_all(sqlite3 *mirror, const struct catalogue *catalogue,
                        const struct need *needs, size_t count, struct needs_answer *answer,
                        struct error *error)
{
    struct needs_gaps gaps = {0};
    bool looked = true;
    error_clear(error);
    for (size_t i = 0; looked && i < count; i++)
        looked = look_at(mirror, catalogue, &needs[i], &gaps, error);
    needs_gaps_tell(&gaps, answer);
    region_clear(&gaps.region);
    return looked;
}

bool needs_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                struct needs_answer *answer, struct error *error)
{
    return look_at_all(mirror, catalogue, rule->needs, rule->need_count, answer, error);
}

bool needs_look_at(sqlite3 *mirror, const struct catalogue *catalogue, const char *dataset,
                   struct needs_answer *answer, struct error *error)
{
    static const char *const no_columns[] = {NULL};
    const struct need need = {dataset, no_columns};
    return look_at_all(mirror, catalogue, &need, 1, answer, error);
}
