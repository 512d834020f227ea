/* All checks and KPIs side by side, each thread on its own connection. See evaluate.h. */
#include "jobs/evaluate.h"

#include "core/text.h"
#include "jobs/check_run.h"
#include "jobs/kpi_frame.h"
#include "jobs/kpi_history.h"
#include "jobs/kpi_run.h"
#include "jobs/kpi_trends.h"
#include "jobs/needs.h"
#include "jobs/prepare.h"
#include "jobs/rule_times.h"
#include "jobs/stand_ins.h"
#include "jobs/table_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct evaluation {
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
    struct results results;
    enum rule_stage stage;
    evaluate_progress *progress;
    void *context;

    pthread_mutex_t mutex; /* for all below */
    size_t next, done, count;
    struct error error; /* the first failure that isn't a rule's own */
};

static const struct rule *rule_at(const struct evaluation *evaluation, size_t index,
                                  size_t *position)
{
    const struct catalogue *catalogue = evaluation->catalogue;
    *position = index;
    if (*position < catalogue->check_count)
        return &catalogue->checks[*position];
    *position -= catalogue->check_count;
    if (*position < catalogue->kpi_count)
        return &catalogue->kpis[*position];
    *position -= catalogue->kpi_count;
    return &catalogue->tables[*position];
}

struct left_out {
    const char *state, *reason_en, *reason_th;
};

/* What keeps a rule from running before its inputs are looked at; NULL: nothing. */
static const struct left_out *left_out(const struct evaluation *evaluation, const struct rule *rule)
{
    static const struct left_out switched_off = {"off", "switched off in the settings",
                                                 "ปิดใช้งานไว้ในการตั้งค่า"};
    static const struct left_out not_in_job = {"off", "this job does not run it",
                                               "งานนี้ไม่ได้เรียกใช้รายการนี้"};
    static const struct left_out not_taken = {
        "not_taken", "a newer day is published already; this one fills in what is counted by day",
        "มีรายงานของวันที่ใหม่กว่าแล้ว วันนี้จึงคำนวณเฉพาะรายการที่นับเป็นรายวัน"};
    if (!rule->is_enabled)
        return &switched_off;
    if (!needs_is_in_job(evaluation->slot->job, rule))
        return &not_in_job;
    if (evaluation->slot->is_flows_only && (rule->kind != RULE_KPI || rule->kpi_kind == KPI_STOCK))
        return &not_taken;
    return NULL;
}

/* What the check can do without is stood in for on a connection of its own. */
static bool check_run_without(struct evaluation *evaluation, const struct rule *check,
                              int64_t *found_count, struct error *failure)
{
    sqlite3 *mirror = NULL;
    bool good =
        mirror_open(&mirror, evaluation->settings, evaluation->catalogue, evaluation->slot,
                    failure) &&
        stand_ins_make(mirror, evaluation->catalogue, check, evaluation->slot, failure) &&
        check_run(mirror, &evaluation->results, check, evaluation->slot, found_count, failure);
    sqlite3_close(mirror);
    return good;
}

static bool run_query(struct evaluation *evaluation, sqlite3 *mirror, const struct rule *rule,
                      bool is_lacking, int64_t *found_count, struct error *failure)
{
    struct rule_watch watch = rule_watch_begin();
    bool good;
    if (rule->kind == RULE_KPI)
        good = kpi_run(mirror, &evaluation->results, rule, evaluation->slot, failure);
    else if (rule->kind == RULE_TABLE)
        good =
            table_run(mirror, &evaluation->results, rule, evaluation->slot, found_count, failure);
    else if (is_lacking)
        good = check_run_without(evaluation, rule, found_count, failure);
    else
        good =
            check_run(mirror, &evaluation->results, rule, evaluation->slot, found_count, failure);
    rule_times_add(evaluation->slot->rule_times, rule, &watch);
    return good;
}

/* A rule that ran: what of its data was partial, then what it did without. */
static bool record_run(struct evaluation *evaluation, const struct rule *rule, size_t position,
                       const struct needs_answer *needs, const struct needs_answer *lacking,
                       int64_t found_count, struct error *error)
{
    struct needs_answer both = *needs;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        text_format(
            both.reason[i].text, sizeof both.reason[i].text, "%s%s%s", needs->reason[i].text,
            needs->reason[i].text[0] != '\0' && lacking->reason[i].text[0] != '\0' ? "; " : "",
            lacking->reason[i].text);
    return results_record(
        &evaluation->results, rule, position, needs->state == NEEDS_PARTIAL ? "partial" : "checked",
        both.reason[LANGUAGE_EN].text, both.reason[LANGUAGE_TH].text, found_count, error);
}

/* A rule that fails costs itself alone. */
static bool run_rule(struct evaluation *evaluation, sqlite3 *mirror, const struct rule *rule,
                     size_t position, struct error *error)
{
    const struct left_out *left = left_out(evaluation, rule);
    struct needs_answer needs, lacking;
    struct error failure = {0};
    char thai[ERROR_TEXT_SIZE + 256];
    int64_t found_count = 0;

    if (left != NULL)
        return results_record(&evaluation->results, rule, position, left->state, left->reason_en,
                              left->reason_th, 0, error);
    if (!needs_look(mirror, evaluation->catalogue, rule, &needs, error) ||
        !stand_ins_look(mirror, evaluation->catalogue, rule, &lacking, error))
        return false;
    if (needs.state == NEEDS_MISSING)
        return results_record(&evaluation->results, rule, position, "not_checked",
                              needs.reason[LANGUAGE_EN].text, needs.reason[LANGUAGE_TH].text, 0,
                              error);
    if (run_query(evaluation, mirror, rule, lacking.state == NEEDS_MISSING, &found_count, &failure))
        return record_run(evaluation, rule, position, &needs, &lacking, found_count, error);
    if (failure.code == EXIT_CODE_CANNOT_WRITE) {
        *error = failure;
        return false;
    }
    text_format(thai, sizeof thai, "คำสั่ง SQL ของรายการนี้ทำงานไม่สำเร็จ (%s)", failure.text);
    return results_record(&evaluation->results, rule, position, "failed", failure.text, thai, 0,
                          error);
}

static bool is_in_stage(const struct evaluation *evaluation, size_t index)
{
    size_t position;
    return needs_stage(rule_at(evaluation, index, &position)) == evaluation->stage;
}

static size_t rule_count(const struct evaluation *evaluation)
{
    const struct catalogue *catalogue = evaluation->catalogue;
    return catalogue->check_count + catalogue->kpi_count + catalogue->table_count;
}

static bool take_next(struct evaluation *evaluation, size_t *index)
{
    bool taken;
    pthread_mutex_lock(&evaluation->mutex);
    while (evaluation->next < rule_count(evaluation) && !is_in_stage(evaluation, evaluation->next))
        evaluation->next++;
    taken = evaluation->error.code == EXIT_CODE_GOOD && evaluation->next < rule_count(evaluation);
    if (taken)
        *index = evaluation->next++;
    pthread_mutex_unlock(&evaluation->mutex);
    return taken;
}

static void tell_done(struct evaluation *evaluation, const char *id, const struct error *error)
{
    pthread_mutex_lock(&evaluation->mutex);
    evaluation->done++;
    if (error->code != EXIT_CODE_GOOD && evaluation->error.code == EXIT_CODE_GOOD)
        evaluation->error = *error;
    if (evaluation->progress != NULL)
        evaluation->progress(evaluation->context, id, evaluation->done, evaluation->count);
    pthread_mutex_unlock(&evaluation->mutex);
}

static void *work(void *context)
{
    struct evaluation *evaluation = context;
    struct error error = {0};
    sqlite3 *mirror = NULL;
    size_t index;
    if (!mirror_open(&mirror, evaluation->settings, evaluation->catalogue, evaluation->slot,
                     &error)) {
        pthread_mutex_lock(&evaluation->mutex);
        evaluation->error = error;
        pthread_mutex_unlock(&evaluation->mutex);
        return NULL;
    }
    while (take_next(evaluation, &index)) {
        size_t position;
        const struct rule *rule = rule_at(evaluation, index, &position);
        if (!run_rule(evaluation, mirror, rule, position, &error))
            error_wrap(&error, "%s", rule->id);
        tell_done(evaluation, rule->id, &error);
    }
    sqlite3_close(mirror);
    return NULL;
}

static size_t thread_count(const struct evaluation *evaluation)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = (size_t)evaluation->settings->parallel;
    if (cores > 0 && count > (size_t)cores)
        count = (size_t)cores;
    return count < evaluation->count ? count : evaluation->count;
}

static bool run_all(struct evaluation *evaluation, struct error *error)
{
    size_t count = thread_count(evaluation), started = 0;
    pthread_t *threads = calloc(count + 1, sizeof *threads);
    if (threads == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %zu threads", count);
    while (started < count && pthread_create(&threads[started], NULL, work, evaluation) == 0)
        started++;
    if (started == 0)
        work(evaluation); /* the system gives no thread: do it alone */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    if (evaluation->error.code == EXIT_CODE_GOOD)
        return true;
    *error = evaluation->error;
    return false;
}

/* Windows, teams and branches, for the figures. */
static bool write_frame(struct evaluation *evaluation, struct error *error)
{
    sqlite3 *mirror;
    bool written;
    if (!mirror_open(&mirror, evaluation->settings, evaluation->catalogue, evaluation->slot, error))
        return false;
    written =
        kpi_places_write(mirror, &evaluation->results, error) &&
        kpi_periods_write(&evaluation->results, evaluation->settings, evaluation->slot, error);
    sqlite3_close(mirror);
    return written;
}

/* Runs the rules of a stage on a results file of their own, or of the first on that of all. */
static bool run_stage(struct evaluation *evaluation, enum rule_stage stage, struct error *error)
{
    struct results *results = &evaluation->results;
    bool is_first = stage == STAGE_MIRROR, has_run;
    evaluation->stage = stage;
    evaluation->next = evaluation->done = evaluation->count = 0;
    for (size_t i = 0; i < rule_count(evaluation); i++)
        evaluation->count += is_in_stage(evaluation, i);
    if (evaluation->count == 0 && !is_first)
        return true;
    if (!results_open(results, is_first ? RESULTS_NEW : RESULTS_MORE, evaluation->slot, error))
        return false;
    has_run = run_all(evaluation, error) && (!is_first || write_frame(evaluation, error)) &&
              results_finish(results, error);
    results_close(results);
    return has_run;
}

static bool reckon_values(const struct evaluation *evaluation, bool is_last, struct error *error)
{
    struct results results;
    bool reckoned;
    if (!results_open(&results, RESULTS_SAME, evaluation->slot, error))
        return false;
    reckoned = kpi_values(&results, evaluation->catalogue, is_last, error) &&
               (!is_last || kpi_trends(&results, evaluation->settings, evaluation->catalogue,
                                       evaluation->slot, error)) &&
               results_finish(&results, error);
    results_close(&results);
    return reckoned;
}

bool evaluate(const struct settings *settings, const struct catalogue *catalogue,
              const struct slot *slot, evaluate_progress *progress, void *context,
              struct error *error)
{
    struct evaluation evaluation = {
        .settings = settings,
        .catalogue = catalogue,
        .slot = slot,
        .progress = progress,
        .context = context,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
    };
    error_clear(error);
    return run_stage(&evaluation, STAGE_MIRROR, error) &&
           run_stage(&evaluation, STAGE_CHECKS, error);
}

/* From parts to values, by way of history. */
static bool figures(struct evaluation *evaluation, struct state *state, bool is_last,
                    struct error *error)
{
    return run_stage(evaluation, is_last ? STAGE_VALUES : STAGE_WORKLIST, error) &&
           (state == NULL || kpi_history_stage(state, evaluation->settings, evaluation->catalogue,
                                               evaluation->slot, is_last, error)) &&
           reckon_values(evaluation, is_last, error);
}

bool evaluate_figures(struct state *state, const struct settings *settings,
                      const struct catalogue *catalogue, const struct slot *slot,
                      struct error *error)
{
    struct evaluation evaluation = {
        .settings = settings,
        .catalogue = catalogue,
        .slot = slot,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
    };
    error_clear(error);
    return figures(&evaluation, state, false, error) && figures(&evaluation, state, true, error);
}
