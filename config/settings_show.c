/* Shows the table of keys to people: one key, all of them as a page, and the settings in force. See
 * settings_table.h. */
#include "config/settings_table.h"
#include "core/decimal.h"
#include "core/text.h"

#include <string.h>

static const char *last_word(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot == NULL ? path : dot + 1;
}

static void print_choices(FILE *out, const struct key_declaration *key, const char *separator)
{
    for (size_t i = 0; key->choices[i] != NULL; i++)
        fprintf(out, "%s%s", i > 0 ? separator : "", key->choices[i]);
}

static void print_key(FILE *out, const struct key_declaration *key)
{
    fprintf(out, "%s: %s\n  %s\n  type: %s", key->file, key->path, key->help,
            key_type_name(key->type));
    if (key->type == KEY_CHOICE) {
        fprintf(out, ": ");
        print_choices(out, key, ", ");
    }
    if (key->least < key->most)
        fprintf(out, ", %lld to %lld", (long long)key->least, (long long)key->most);
    fprintf(out, "\n  default: %s\n",
            key->is_required            ? "none, it must be set"
            : key->default_text != NULL ? key->default_text
                                        : "none");
}

bool settings_explain(FILE *out, const char *key, struct error *error)
{
    const char *names[256];
    const char *nearest;
    size_t count = 0, found = 0;
    for (size_t i = 0; i < settings_table.count; i++) {
        const struct key_declaration *declared = &settings_table.keys[i];
        if (count < 256)
            names[count++] = strchr(key, '.') != NULL ? declared->path : last_word(declared->path);
        if (strcmp(declared->path, key) != 0 && strcmp(last_word(declared->path), key) != 0)
            continue;
        if (found++ > 0)
            fputc('\n', out);
        print_key(out, declared);
    }
    if (found > 0)
        return true;
    nearest = text_nearest(key, names, count);
    if (nearest != NULL)
        return error_set(error, EXIT_CODE_USAGE, "there is no key \"%s\"; did you mean \"%s\"?",
                         key, nearest);
    return error_set(error, EXIT_CODE_USAGE,
                     "there is no key \"%s\"; `khrop check --document` lists them", key);
}

static const char *type_in_document(enum key_type type)
{
    static const char *const names[] = {
        "text", "text or {en, th}", "integer", "number",  "true/false",   "word",
        "date", "duration",         "list",    "section", "list of maps", "any"};
    return names[type];
}

static void document_key(FILE *out, const struct key_declaration *key)
{
    fprintf(out, "| `%s` | ", key->path);
    if (key->type == KEY_CHOICE)
        print_choices(out, key, ", ");
    else
        fprintf(out, "%s", type_in_document(key->type));
    if (key->least < key->most)
        fprintf(out, ", %lld to %lld", (long long)key->least, (long long)key->most);
    fprintf(out, " | %s | %s |\n",
            key->is_required            ? "**required**"
            : key->default_text != NULL ? key->default_text
                                        : "",
            key->help);
}

void settings_document(FILE *out)
{
    const char *file = "";
    fprintf(out, "# Configuration\n\nEvery key of every file of the configuration folder "
                 "(`/etc/khrop` unless `--config` says "
                 "else). This page is\nwritten by `khrop check --document`; `khrop check --explain "
                 "KEY` prints one key.\n\n"
                 "`*` stands for a name of your own, `[]` for each item of a list.\n");
    for (size_t i = 0; i < settings_table.count; i++) {
        const struct key_declaration *key = &settings_table.keys[i];
        if (strcmp(file, key->file) != 0)
            fprintf(out,
                    "\n## %s\n\n| key | value | default | what it is for |\n| --- | --- | --- | "
                    "--- |\n",
                    key->file);
        file = key->file;
        document_key(out, key);
    }
}

static void print_sources(FILE *out, const struct settings *settings)
{
    for (size_t i = 0; i < settings->source_count; i++) {
        const struct source_settings *source = &settings->sources[i];
        fprintf(out, "\n[source %s]  # %s:%d\nconnection = %s\ncharset = %s\ntime_limit = %llds\n",
                source->name, source->place.file, source->place.line, source->connection,
                source->charset == CHARSET_UTF8 ? "UTF-8" : "CP874",
                (long long)source->time_limit_seconds);
        if (source->user != NULL)
            fprintf(out, "user = %s\n", source->user);
        if (source->credential != NULL)
            fprintf(out, "credential = %s\n", source->credential);
    }
}

/* The name of the credential, never what is in it. */
static void print_mail(FILE *out, const struct mail_settings *mail)
{
    if (mail->server == NULL)
        return;
    fprintf(out, "\n[mail]  # %s:%d\nserver = %s\nport = %lld\nsecurity = %s\nfrom = %s\n",
            mail->place.file, mail->place.line, mail->server, (long long)mail->port,
            security_choices[mail->security], mail->from);
    if (mail->ca_file != NULL)
        fprintf(out, "ca_file = %s\n", mail->ca_file);
    if (mail->user != NULL)
        fprintf(out, "user = %s\ncredential = %s\n", mail->user,
                mail->credential != NULL ? mail->credential : "");
    fprintf(out, "size_limit = %lld\ntime_limit = %llds\ngive_up = %llds\n",
            (long long)(mail->size_limit_bytes / 1000000), (long long)mail->time_limit_seconds,
            (long long)mail->give_up_seconds);
}

static void print_deliveries(FILE *out, const struct settings *settings)
{
    fprintf(out, "\n# deliveries: what, by which way, to whom\n");
    for (size_t i = 0; i < settings->delivery_count; i++) {
        const struct delivery_settings *delivery = &settings->deliveries[i];
        fprintf(out, "%s: %s%s%s, %s,", delivery->name, delivery->report,
                delivery->audience_name != NULL ? " of " : "",
                delivery->audience_name != NULL ? delivery->audience_name : "",
                way_choices[delivery->way]);
        if (delivery->folder != NULL)
            fprintf(out, " %s", delivery->folder);
        for (size_t j = 0; j < delivery->recipient_count; j++)
            fprintf(out, " %s%s", delivery->recipients[j].kind == RECIPIENT_ROLE ? "role:" : "",
                    delivery->recipients[j].text);
        fprintf(out, "  # %s:%d\n", delivery->place.file, delivery->place.line);
    }
}

static void print_datasets(FILE *out, const struct settings *settings)
{
    fprintf(out, "\n# datasets\n");
    for (size_t i = 0; i < settings->dataset_count; i++) {
        const struct dataset_settings *dataset = &settings->datasets[i];
        fprintf(out, "%s:", dataset->name);
        for (size_t j = 0; j < dataset->feed_count; j++)
            fprintf(out, " %s (dates %s, era %s)", dataset->feeds[j].source,
                    dates_choices[dataset->feeds[j].dates], era_choices[dataset->feeds[j].era]);
        fprintf(out, "  # %s:%d\n", dataset->place.file, dataset->place.line);
    }
}

static void print_rules(FILE *out, const char *title, const struct rule_settings *rules,
                        size_t count)
{
    fprintf(out, "\n# %s set differently here\n", title);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s: %s", rules[i].id, rules[i].is_enabled ? "on" : "off");
        for (size_t j = 0; j < rules[i].parameter_count; j++)
            fprintf(out, ", %s%s%s = %s", rules[i].parameters[j].name,
                    rules[i].parameters[j].kind[0] != '\0' ? "." : "", rules[i].parameters[j].kind,
                    rules[i].parameters[j].value);
        fprintf(out, "  # %s:%d\n", rules[i].place.file, rules[i].place.line);
    }
}

static void print_authority(FILE *out, const struct settings *settings)
{
    fprintf(out, "\n# authority: document, grade, level, ceiling\n");
    for (size_t i = 0; i < settings->authority_count; i++) {
        const struct authority_settings *rule = &settings->authority[i];
        char ceiling[DECIMAL_TEXT_SIZE] = "none";
        if (rule->has_ceiling)
            decimal_format(rule->ceiling_amount, ceiling);
        fprintf(out, "%s: %s, %s, %s  # ", rule->document_kind, rule->grade,
                level_choices[rule->level], ceiling);
        if (rule->place.line > 0)
            fprintf(out, "%s:%d\n", rule->place.file, rule->place.line);
        else
            fprintf(out, "assumed\n");
    }
}

static void print_audiences(FILE *out, const struct settings *settings)
{
    fprintf(out, "\n# audiences: level, language, sheets, KPIs\n");
    for (size_t i = 0; i < settings->audience_count; i++) {
        const struct audience_settings *audience = &settings->audiences[i];
        fprintf(out, "%s: %s%s%s, %s, %s", audience->name, audience_level(audience),
                audience_level_no(audience)[0] == '\0' ? "" : " ", audience_level_no(audience),
                language_choices[audience->language], audience->sheets.count == 0 ? "all" : "");
        for (size_t j = 0; j < audience->sheets.count; j++)
            fprintf(out, "%s%s", j > 0 ? " " : "", audience->sheets.names[j]);
        fprintf(out, ", %s", audience->kpis.count == 0 ? "all" : "");
        for (size_t j = 0; j < audience->kpis.count; j++)
            fprintf(out, "%s%s", j > 0 ? " " : "", audience->kpis.names[j]);
        fprintf(out, "  # %s:%d\n", audience->place.file, audience->place.line);
    }
}

void settings_print(FILE *out, const struct settings *settings)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    date_format_iso(settings->accepted_from_on, from);
    date_format_iso(settings->accepted_to_on, to);
    fprintf(out,
            "[khrop]\norganisation_th = %s\norganisation_en = %s\ntime_zone = %s\nlanguage = "
            "%s\n\n[paths]\nstate = %s\noutput = "
            "%s\ncatalogue = %s\ncredentials = %s\n\n[jobs]\nparallel = %lld\n\n[rejects]\nmax = "
            "%lld\n\n[volume]\nshrink_percent = "
            "%lld\n\n[suppress]\nmax_days = %lld\n\n[retention]\nsnapshots = %lld\noutputs = "
            "%lld\n",
            settings->organisation.text[LANGUAGE_TH], settings->organisation.text[LANGUAGE_EN],
            settings->time_zone, language_choices[settings->language], settings->state_folder,
            settings->output_folder,
            settings->catalogue_folder != NULL ? settings->catalogue_folder : "",
            settings->credentials_folder != NULL ? settings->credentials_folder
                                                 : "$CREDENTIALS_DIRECTORY",
            (long long)settings->parallel, (long long)settings->rejects_max,
            (long long)settings->shrink_percent, (long long)settings->suppress_max_days,
            (long long)settings->retention.snapshot_days,
            (long long)settings->retention.output_days);
    print_mail(out, &settings->mail);
    print_sources(out, settings);
    print_datasets(out, settings);
    print_rules(out, "checks", settings->checks, settings->check_count);
    print_rules(out, "derived datasets", settings->derived, settings->derived_count);
    print_rules(out, "KPIs", settings->kpis, settings->kpi_count);
    print_authority(out, settings);
    print_deliveries(out, settings);
    print_audiences(out, settings);
    fprintf(out, "\n# calendar: %s to %s, %zu holidays, %zu days of branches\n", from, to,
            settings->holiday_count, settings->branch_day_count);
}
