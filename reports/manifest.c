/* manifest.json: every file with its hash, every total, every version, and what was not checked. It
 * is written last; what stands in the ledger is its own hash. Keys come in a fixed order. */
#include "core/clock.h"
#include "reports/facts.h"
#include "reports/file.h"
#include "reports/report.h"

#include <errno.h>
#include <jansson.h>
#include <sha256.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

#define FILE_NAME "manifest.json"

/* A text that jansson takes (what it refuses isn't UTF-8, and says so). */
static json_t *text_of(const char *text)
{
    json_t *made = json_string(text == NULL ? "" : text);
    return made != NULL ? made : json_string("(not valid UTF-8)");
}

static json_t *date_of(int64_t days)
{
    char text[DATE_TEXT_SIZE];
    date_format_iso(days, text);
    return text_of(text);
}

static json_t *moment_of(int64_t seconds)
{
    char text[DATE_TEXT_SIZE];
    timestamp_format_iso(seconds, clock_offset_seconds(seconds), text);
    return text_of(text);
}

static json_t *both_of(const struct bilingual *text)
{
    return json_pack("{s:o, s:o}", "en", text_of(text->text[LANGUAGE_EN]), "th",
                     text_of(text->text[LANGUAGE_TH]));
}

static json_t *file_of(const struct report *report, const struct written_file *file,
                       struct error *error)
{
    char path[PATH_MAX], hash[SHA256_DIGEST_STRING_LENGTH];
    struct stat status;
    if (!report_path(report, file->path, path, error))
        return NULL;
    if (SHA256File(path, hash) == NULL || stat(path, &status) != 0) {
        error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't be read again", path);
        return NULL;
    }
    return json_pack("{s:o, s:I, s:I, s:s}", "path", text_of(file->path), "bytes",
                     (json_int_t)status.st_size, "rows", (json_int_t)file->row_count, "sha256",
                     hash);
}

static json_t *files_of(const struct report *report, struct error *error)
{
    json_t *files = json_array();
    for (size_t i = 0; i < report->written->count; i++) {
        json_t *file = file_of(report, &report->written->files[i], error);
        if (file == NULL) {
            json_decref(files);
            return NULL;
        }
        json_array_append_new(files, file);
    }
    return files;
}

static json_t *controls_of(const struct facts *facts, const char *dataset)
{
    json_t *controls = json_array();
    for (size_t i = 0; i < facts->control_count; i++) {
        const struct fact_control *control = &facts->controls[i];
        if (strcmp(control->dataset, dataset) == 0)
            json_array_append_new(
                controls, json_pack("{s:o, s:o, s:o}", "source", text_of(control->source), "column",
                                    text_of(control->column), "total", text_of(control->total)));
    }
    return controls;
}

static json_t *datasets_of(const struct facts *facts)
{
    json_t *datasets = json_array();
    for (size_t i = 0; i < facts->dataset_count; i++) {
        const struct fact_dataset *dataset = &facts->datasets[i];
        json_array_append_new(
            datasets,
            json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:o}", "dataset", text_of(dataset->dataset),
                      "source", text_of(dataset->source), "state", text_of(dataset->state),
                      "source_rows", (json_int_t)dataset->source_row_count, "rows",
                      (json_int_t)dataset->row_count, "rejects", (json_int_t)dataset->reject_count,
                      "totals", controls_of(facts, dataset->dataset)));
    }
    return datasets;
}

static json_t *checks_of(const struct facts *facts)
{
    json_t *checks = json_array();
    for (size_t i = 0; i < facts->check_count; i++) {
        const struct fact_check *check = &facts->checks[i];
        json_t *made = json_pack("{s:o, s:o, s:I}", "check", text_of(check->id), "state",
                                 text_of(check->state), "found", (json_int_t)check->found_count);
        for (int state = 0; state < STATE_COUNT; state++)
            json_object_set_new(made, exception_state_codes[state],
                                json_integer(check->counts[state]));
        json_array_append_new(checks, made);
    }
    return checks;
}

static json_t *gaps_of(const struct facts *facts)
{
    json_t *gaps = json_array();
    for (size_t i = 0; i < facts->gap_count; i++) {
        const struct fact_gap *gap = &facts->gaps[i];
        json_array_append_new(gaps,
                              json_pack("{s:o, s:o, s:o, s:o}", "kind", text_of(gap->kind), "name",
                                        text_of(gap->name), "state", text_of(gap->state), "reason",
                                        both_of(&gap->reason)));
    }
    return gaps;
}

/* The figures that first pages open with: what stands in the cell of that name. */
static json_t *headlines_of(const struct written *written)
{
    json_t *headlines = json_array();
    for (size_t i = 0; i < written->headline_count; i++) {
        const struct written_headline *headline = &written->headlines[i];
        json_array_append_new(headlines,
                              json_pack("{s:o, s:o, s:s, s:f}", "path", text_of(headline->path),
                                        "name", text_of(headline->name), "unit", headline->unit,
                                        "value", headline->value));
    }
    return headlines;
}

static void append_rules(json_t *rules, const struct rule *rule, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_object_set_new(rules, rule[i].id, text_of(rule[i].sha256));
}

static json_t *versions_of(const struct report *report)
{
    const struct catalogue *catalogue = report->catalogue;
    json_t *rules = json_object();
    append_rules(rules, catalogue->derived, catalogue->derived_count);
    append_rules(rules, catalogue->checks, catalogue->check_count);
    append_rules(rules, catalogue->kpis, catalogue->kpi_count);
    append_rules(rules, catalogue->tables, catalogue->table_count);
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "khrop", KHROP_VERSION, "libxlsxwriter",
                     lxw_version(), "sqlite", sqlite3_libversion(), "jansson",
                     jansson_version_str(), "catalogue", rules);
}

static json_t *manifest_of(const struct report *report, struct error *error)
{
    const struct facts *facts = report->facts;
    json_t *files = files_of(report, error);
    if (files == NULL)
        return NULL;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "job",
        text_of(report->slot->job->name), "business_date", date_of(report->slot->business_on),
        "covers_through", date_of(report->slot->last_on), "issued_at",
        moment_of(report->slot->run_at), "flows_only", report->slot->is_flows_only,
        "everything_was_checked", facts->gap_count == 0, "files", files, "headlines",
        headlines_of(report->written), "datasets", datasets_of(facts), "checks", checks_of(facts),
        "not_checked", gaps_of(facts), "versions", versions_of(report));
}

static int write_bytes(const char *bytes, size_t length, void *file)
{
    return fwrite(bytes, 1, length, file) == length ? 0 : -1;
}

bool manifest_write(const struct report *report, struct error *error)
{
    char path[PATH_MAX];
    json_t *manifest = NULL;
    FILE *file = NULL;
    bool written = false;
    error_clear(error);
    if (!report_path(report, FILE_NAME, path, error))
        return false;
    manifest = manifest_of(report, error);
    if (manifest == NULL) {
        if (error->code == EXIT_CODE_GOOD)
            error_set(error, EXIT_CODE_SOFTWARE, "out of memory");
        return error_wrap(error, FILE_NAME);
    }
    file = file_create(path, error);
    if (file != NULL) {
        json_dump_callback(manifest, write_bytes, file, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
        fputc('\n', file);
        written = file_finish(file, path, error);
    }
    json_decref(manifest);
    return written;
}
