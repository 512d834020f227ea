/* holidays.yaml: the days on which nobody works. */
#include "config/binder.h"
#include "config/settings_reading.h"

#include <string.h>

#define HOLIDAYS "holidays.yaml"

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday",    NULL};

static void take_weekend(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    size_t count;
    const char *const *names = binder_names(&settings->region, root, "weekend", &count);
    const struct node *weekend = node_find(root, "weekend");
    if (weekend == NULL) {
        settings->is_weekend[6] = settings->is_weekend[7] = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t day = 0;
        while (weekdays[day] != NULL && strcmp(weekdays[day], names[i]) != 0)
            day++;
        if (weekdays[day] == NULL)
            complain_name(&reading->complaints, HOLIDAYS, weekend->line, "unknown day of the week",
                          names[i], weekdays, 7);
        else
            settings->is_weekend[day + 1] = true;
    }
}

static void check_day(struct reading *reading, int64_t on, const struct node *item,
                      const char *what)
{
    char text[DATE_TEXT_SIZE];
    if (on >= reading->settings->accepted_from_on && on <= reading->settings->accepted_to_on)
        return;
    date_format_iso(on, text);
    complain(&reading->complaints, HOLIDAYS, item->line, "%s %s is outside the accepted dates",
             what, text);
}

static void take_holidays(struct reading *reading, const struct node *list)
{
    struct settings *settings = reading->settings;
    size_t count = list == NULL || list->kind != NODE_LIST ? 0 : list->entry_count;
    struct holiday_settings *made = region_allocate(&settings->region, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        const struct node *item = list->entries[i].value;
        made[i] = (struct holiday_settings){
            .on = binder_date(item, "date", settings->accepted_from_on),
            .is_working = binder_boolean(item, "working", false),
            .name = reading_bilingual(reading, item, "name", ""),
            .place = {HOLIDAYS, item->line},
        };
        check_day(reading, made[i].on, item, "holiday");
        for (size_t j = 0; j < i; j++)
            if (made[j].on == made[i].on && node_find(item, "date") != NULL)
                complain(&reading->complaints, HOLIDAYS, item->line,
                         "%s stands here twice (first in line %d)", binder_text(item, "date", ""),
                         made[j].place.line);
    }
    settings->holidays = made;
    settings->holiday_count = count;
}

static void take_branch_days(struct reading *reading, const char *branch, const struct node *list,
                             bool is_working)
{
    struct settings *settings = reading->settings;
    for (size_t i = 0; list != NULL && list->kind == NODE_LIST && i < list->entry_count; i++) {
        const struct node *item = list->entries[i].value;
        struct branch_day_settings *made =
            region_grow(&settings->region, (void *)settings->branch_days,
                        settings->branch_day_count, sizeof *made);
        struct branch_day_settings *day = &made[settings->branch_day_count];
        *day = (struct branch_day_settings){
            .branch = branch,
            .on = binder_date(item, "date", settings->accepted_from_on),
            .is_working = is_working,
            .name = reading_bilingual(reading, item, "name", ""),
            .place = {HOLIDAYS, item->line},
        };
        check_day(reading, day->on, item, "day");
        for (size_t j = 0; j < settings->branch_day_count; j++)
            if (made[j].on == day->on && strcmp(made[j].branch, branch) == 0)
                complain(&reading->complaints, HOLIDAYS, item->line,
                         "branch %s: %s stands here twice (first in line %d)", branch,
                         binder_text(item, "date", ""), made[j].place.line);
        settings->branch_days = made;
        settings->branch_day_count++;
    }
}

void reading_take_holidays(struct reading *reading, const struct node *root)
{
    struct settings *settings = reading->settings;
    const struct node *accepted = node_find(root, "accepted");
    const struct node *branches = node_find(root, "branches");
    settings->accepted_from_on = binder_date(accepted, "from", date_from_civil(1990, 1, 1));
    settings->accepted_to_on = binder_date(accepted, "to", date_from_civil(2069, 12, 31));
    if (settings->accepted_to_on <= settings->accepted_from_on)
        complain(&reading->complaints, HOLIDAYS, accepted == NULL ? 0 : accepted->line,
                 "accepted: from must be before to");
    take_weekend(reading, root);
    take_holidays(reading, node_find(root, "holidays"));
    for (size_t i = 0; branches != NULL && branches->kind == NODE_MAP && i < branches->entry_count;
         i++) {
        const struct node_entry *entry = &branches->entries[i];
        take_branch_days(reading, entry->key, node_find(entry->value, "closed"), false);
        take_branch_days(reading, entry->key, node_find(entry->value, "open"), true);
    }
}
