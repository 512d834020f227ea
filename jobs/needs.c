/* What a rule needs against what is there; see needs.h. */
#include "jobs/needs.h"

#include "core/text.h"
#include "jobs/statement.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 4, 5))) static void lower(struct needs_answer *answer,
                                                        enum needs_state state,
                                                        enum language language, const char *format,
                                                        ...)
{
    va_list arguments;
    /* The first and worst is said; a list of all would bury it. */
    if (answer->state > state ||
        (answer->state == state && answer->reason[language].text[0] != '\0'))
        return;
    va_start(arguments, format);
    text_format_list(answer->reason[language].text, sizeof answer->reason[language].text, format,
                     arguments);
    va_end(arguments);
    if (language == LANGUAGE_TH)
        answer->state = state;
}

/* Why it can't be used is a driver's or IT's English: pages say it once, at the dataset or source.
 */
static void missing(struct needs_answer *answer, const char *dataset, const char *message)
{
    const char *colon = message[0] == '\0' ? "" : ": ";
    lower(answer, NEEDS_MISSING, LANGUAGE_EN, "dataset %s can't be used%s%s", dataset, colon,
          message);
    lower(answer, NEEDS_MISSING, LANGUAGE_TH, "ใช้ข้อมูล %s ไม่ได้", dataset);
}

static void not_mapped(struct needs_answer *answer, const char *dataset)
{
    lower(answer, NEEDS_MISSING, LANGUAGE_EN, "dataset %s is not mapped at this site", dataset);
    lower(answer, NEEDS_MISSING, LANGUAGE_TH, "ยังไม่ได้กำหนดแหล่งข้อมูลของ %s", dataset);
}

static void partial(struct needs_answer *answer, const char *dataset, int64_t rejects)
{
    lower(answer, NEEDS_PARTIAL, LANGUAGE_EN, "%lld rows of %s were rejected", (long long)rejects,
          dataset);
    lower(answer, NEEDS_PARTIAL, LANGUAGE_TH, "%s มี %lld แถวที่ใช้ไม่ได้", dataset, (long long)rejects);
}

static void look_at_columns(struct needs_answer *answer, const struct need *need,
                            const char *absent)
{
    char wanted[160];
    for (size_t i = 0; need->columns[i] != NULL; i++) {
        snprintf(wanted, sizeof wanted, ",%s,", need->columns[i]);
        if (strstr(absent, wanted) == NULL)
            continue;
        lower(answer, NEEDS_MISSING, LANGUAGE_EN, "the site's query for %s does not give %s",
              need->dataset, need->columns[i]);
        lower(answer, NEEDS_MISSING, LANGUAGE_TH, "คำสั่งดึงข้อมูล %s ไม่มีคอลัมน์ %s", need->dataset,
              need->columns[i]);
    }
}

static bool look_at_dataset(sqlite3 *mirror, const struct need *need, struct needs_answer *answer,
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
        not_mapped(answer, need->dataset);
    } else if (found) {
        const char *state = statement_text(pull, 0);
        if (strcmp(state, "partial") == 0)
            partial(answer, need->dataset, sqlite3_column_int64(pull, 1));
        else if (strcmp(state, "whole") != 0)
            missing(answer, need->dataset, statement_text(pull, 2));
        look_at_columns(answer, need, statement_text(pull, 3));
    }
    sqlite3_finalize(pull);
    return error->code == EXIT_CODE_GOOD;
}

static bool look_at_derived(sqlite3 *mirror, const struct need *need, struct needs_answer *answer,
                            struct error *error)
{
    sqlite3_stmt *derived = NULL;
    enum needs_state state = NEEDS_MISSING;
    if (!statement_prepare(
            mirror,
            "SELECT state, reason_en, reason_th FROM main.khrop_derived WHERE dataset = :dataset",
            &derived, error))
        return false;
    statement_bind_text(derived, ":dataset", need->dataset);
    if (statement_next(derived, error)) {
        const char *word = statement_text(derived, 0);
        state = strcmp(word, "whole") == 0     ? NEEDS_WHOLE
                : strcmp(word, "partial") == 0 ? NEEDS_PARTIAL
                                               : NEEDS_MISSING;
        if (state != NEEDS_WHOLE) {
            lower(answer, state, LANGUAGE_EN, "%s", statement_text(derived, 1));
            lower(answer, state, LANGUAGE_TH, "%s", statement_text(derived, 2));
        }
    } else if (error->code == EXIT_CODE_GOOD) {
        missing(answer, need->dataset, "");
    }
    sqlite3_finalize(derived);
    return error->code == EXIT_CODE_GOOD;
}

/* What became of a check or a KPI that is needed; `sql` gives its state and the reasons. */
static bool look_at_rule(sqlite3 *mirror, const char *sql, const char *id, const char *const *words,
                         struct needs_answer *answer, struct error *error)
{
    sqlite3_stmt *rule = NULL;
    if (!statement_prepare(mirror, sql, &rule, error))
        return false;
    statement_bind_text(rule, ":id", id);
    if (statement_next(rule, error)) {
        const char *state = statement_text(rule, 0);
        const char *en = statement_text(rule, 1), *th = statement_text(rule, 2);
        enum needs_state found = strcmp(state, "checked") == 0   ? NEEDS_WHOLE
                                 : strcmp(state, "partial") == 0 ? NEEDS_PARTIAL
                                                                 : NEEDS_MISSING;
        if (found != NEEDS_WHOLE) {
            lower(answer, found, LANGUAGE_EN, "%s %s: %s", words[LANGUAGE_EN], id, en);
            lower(answer, found, LANGUAGE_TH, "%s %s: %s", words[LANGUAGE_TH], id, th);
        }
    }
    sqlite3_finalize(rule);
    return error->code == EXIT_CODE_GOOD;
}

static bool look_at_check(sqlite3 *mirror, const char *id, struct needs_answer *answer,
                          struct error *error)
{
    static const char *const words[] = {[LANGUAGE_EN] = "check", [LANGUAGE_TH] = "การตรวจ"};
    return look_at_rule(mirror,
                        "SELECT state, reason_en, reason_th FROM results.khrop_checks "
                        "WHERE check_id = :id",
                        id, words, answer, error);
}

static bool look_at_kpi(sqlite3 *mirror, const char *id, struct needs_answer *answer,
                        struct error *error)
{
    static const char *const words[] = {[LANGUAGE_EN] = "KPI", [LANGUAGE_TH] = "ตัวชี้วัด"};
    return look_at_rule(mirror,
                        "SELECT state, reason_en, reason_th FROM results.khrop_kpis "
                        "WHERE kpi_id = :id",
                        id, words, answer, error);
}

/* A worklist on which checks are missing tells of part of the work. */
static bool look_at_worklist(sqlite3 *mirror, struct needs_answer *answer, struct error *error)
{
    sqlite3_stmt *checks = NULL;
    if (!statement_prepare(mirror,
                           "SELECT group_concat(check_id, ', ') FROM (SELECT check_id"
                           " FROM results.khrop_checks WHERE state IN ('not_checked', 'partial',"
                           " 'failed') ORDER BY position, check_id)",
                           &checks, error))
        return false;
    if (statement_next(checks, error) && sqlite3_column_type(checks, 0) != SQLITE_NULL) {
        lower(answer, NEEDS_PARTIAL, LANGUAGE_EN, "not or not wholly checked: %s",
              statement_text(checks, 0));
        lower(answer, NEEDS_PARTIAL, LANGUAGE_TH, "ไม่ได้ตรวจหรือตรวจได้บางส่วน: %s",
              statement_text(checks, 0));
    }
    sqlite3_finalize(checks);
    return error->code == EXIT_CODE_GOOD;
}

/* The report that shows the tables of the pages: a job that doesn't write it has no use for them. */
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

static void mark_needs(const struct catalogue *catalogue, const struct rule *rule, bool *marked)
{
    for (size_t i = 0; i < rule->need_count; i++) {
        const struct rule *derived = catalogue_derived(catalogue, rule->needs[i].dataset);
        if (derived != NULL)
            marked[derived - catalogue->derived] = true;
    }
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

bool needs_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                struct needs_answer *answer, struct error *error)
{
    *answer = (struct needs_answer){0};
    error_clear(error);
    for (size_t i = 0; i < rule->need_count; i++) {
        const struct need *need = &rule->needs[i];
        bool looked = true;
        if (catalogue_derived(catalogue, need->dataset) != NULL)
            looked = look_at_derived(mirror, need, answer, error);
        else if (catalogue_contract(catalogue, need->dataset) != NULL)
            looked = look_at_dataset(mirror, need, answer, error);
        else if (strncmp(need->dataset, NEED_CHECK, strlen(NEED_CHECK)) == 0)
            looked = look_at_check(mirror, need->dataset + strlen(NEED_CHECK), answer, error);
        else if (strncmp(need->dataset, NEED_KPI, strlen(NEED_KPI)) == 0)
            looked = look_at_kpi(mirror, need->dataset + strlen(NEED_KPI), answer, error);
        else if (stage_of_need(need->dataset) == STAGE_WORKLIST)
            looked = look_at_worklist(mirror, answer, error);
        if (!looked)
            return false;
    }
    return true;
}
