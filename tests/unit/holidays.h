/* Settings with the Thai public holidays of 2025 to 2027, read from tests/data. */
#ifndef KHROP_TESTS_HOLIDAYS_H
#define KHROP_TESTS_HOLIDAYS_H

#include "config/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOLIDAY_LIMIT 128

/* What it gives points into static memory. Ends the test program when the file can't be read: every
 * expected value rests on it. */
static inline struct settings holidays_read(void)
{
    static struct holiday_settings rows[HOLIDAY_LIMIT];
    static char names[HOLIDAY_LIMIT][256];
    struct settings settings = {.language = LANGUAGE_TH};
    char line[1024];
    size_t count = 0;
    FILE *file = fopen("tests/data/thai_public_holidays.csv", "r");

    if (file == NULL || fgets(line, sizeof line, file) == NULL)
        exit(2);
    while (count < HOLIDAY_LIMIT && fgets(line, sizeof line, file) != NULL) {
        const char *name = strrchr(line, ',') + 2; /* behind the opening quote */
        if (date_parse(line, 10, DATE_ORDER_ISO, DATE_ERA_COMMON, &rows[count].on) != DATE_GOOD)
            exit(2);
        snprintf(names[count], sizeof names[count], "%.*s", (int)strcspn(name, "\"\n"), name);
        rows[count].name = (struct bilingual){{names[count], names[count]}};
        count++;
    }
    fclose(file);
    settings.holidays = rows;
    settings.holiday_count = count;
    settings.is_weekend[6] = settings.is_weekend[7] = true;
    settings.accepted_from_on = date_from_civil(2024, 12, 31);
    settings.accepted_to_on = date_from_civil(2028, 1, 1);
    return settings;
}

#endif
