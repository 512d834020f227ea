/* Reads a CSV file of holidays; see holiday_csv.h. */
#include "config/holiday_csv.h"

#include "core/csv_line.h"
#include "core/date.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define MOST_FIELDS 32
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum csv_column { DATE, NAME_TH, NAME_EN, CATEGORY, WEEKDAY, COLUMN_COUNT };

static const char *const column_names[] = {"holiday_date", "name_th", "name_en", "category",
                                           "weekday"};

static const struct {
    const char *name;
    bool is_working;
} categories[] = {
    {"public", false},    {"substitution", false}, {"company", false},
    {"government", true}, {"bank", true},
};

static const char *const weekdays_en[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};
static const char *const weekdays_th[] = {"จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"};

struct csv_reading {
    struct region *region;
    const char *file;
    struct complaints *complaints;
    struct holiday_lines *lines;
    size_t places[COLUMN_COUNT]; /* of the columns in the file; MOST_FIELDS: not there */
    int line;
};

const char *holiday_weekday(int64_t on)
{
    return weekdays_en[date_weekday(on) - 1];
}

static void take_header(struct csv_reading *reading, char **fields, size_t count)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        reading->places[i] = MOST_FIELDS;
    for (size_t i = 0; i < count && i < MOST_FIELDS; i++) {
        size_t column = 0;
        while (column < COLUMN_COUNT && strcmp(column_names[column], fields[i]) != 0)
            column++;
        if (column == COLUMN_COUNT)
            complain_name(reading->complaints, reading->file, 1, "unknown column", fields[i],
                          column_names, COLUMN_COUNT);
        else
            reading->places[column] = i;
    }
    if (reading->places[DATE] == MOST_FIELDS)
        complain(reading->complaints, reading->file, 1,
                 "the first line must name the columns, among them holiday_date");
    if (reading->places[NAME_TH] == MOST_FIELDS && reading->places[NAME_EN] == MOST_FIELDS)
        complain(reading->complaints, reading->file, 1,
                 "a column name_th or name_en is missing: a holiday needs a name");
}

static const char *field_of(const struct csv_reading *reading, char **fields, size_t count,
                            enum csv_column column)
{
    size_t place = reading->places[column];
    return place < count && place < MOST_FIELDS ? fields[place] : "";
}

static bool take_date(struct csv_reading *reading, const char *text, int64_t *on)
{
    char meant[DATE_TEXT_SIZE];
    enum date_status status = date_parse(text, strlen(text), DATE_ORDER_ISO, DATE_ERA_COMMON, on);
    if (status == DATE_GOOD)
        return true;
    if (status == DATE_LOOKS_BUDDHIST &&
        date_parse(text, strlen(text), DATE_ORDER_ISO, DATE_ERA_BUDDHIST, on) == DATE_GOOD) {
        date_format_iso(*on, meant);
        complain(reading->complaints, reading->file, reading->line,
                 "holiday_date: \"%s\" has a year of the Buddhist era; write %s", text, meant);
    } else {
        complain(reading->complaints, reading->file, reading->line,
                 "holiday_date: \"%s\" is not a date; write it as 2026-12-31", text);
    }
    return false;
}

/* Texts from Excel may come in other encodings and forms. */
static const char *take_name(struct csv_reading *reading, enum csv_column column, const char *text)
{
    const char *start;
    size_t length, nfc_length;
    enum text_status status = text_look(text, strlen(text), &start, &length);
    char *nfc;
    const char *kept;
    if (status != TEXT_GOOD && status != TEXT_CHANGE) {
        complain(reading->complaints, reading->file, reading->line, "%s: %s", column_names[column],
                 status == TEXT_NOT_UTF8 ? "it is not UTF-8; save the file as \"CSV UTF-8\""
                                         : "it holds characters that are not text; type it again");
        return "";
    }
    if (status == TEXT_GOOD)
        return region_format(reading->region, "%.*s", (int)length, start);
    nfc = text_to_nfc(start, length, &nfc_length);
    kept = nfc == NULL ? "" : region_format(reading->region, "%.*s", (int)nfc_length, nfc);
    free(nfc);
    return kept;
}

/* `พฤหัส`, `วันพฤหัสบดี`, `Thu`: the beginning of the day's name. */
static bool is_weekday(const char *text, int64_t on)
{
    const char *th = weekdays_th[date_weekday(on) - 1], *en = holiday_weekday(on);
    size_t length;
    if (strncmp(text, "วัน", strlen("วัน")) == 0)
        text += strlen("วัน");
    length = strlen(text);
    return (length >= 3 && strncasecmp(text, en, length) == 0) ||
           (length >= 2 * strlen("พ") && strncmp(text, th, length) == 0);
}

static void check_weekday(struct csv_reading *reading, const char *text, int64_t on)
{
    char date[DATE_TEXT_SIZE];
    if (*text == '\0' || is_weekday(text, on))
        return;
    date_format_iso(on, date);
    complain(reading->complaints, reading->file, reading->line,
             "weekday: \"%s\", but %s is a %s (วัน%s); correct the date or the weekday", text, date,
             holiday_weekday(on), weekdays_th[date_weekday(on) - 1]);
}

static bool take_category(struct csv_reading *reading, const char *text)
{
    const char *names[LENGTH(categories)];
    for (size_t i = 0; i < LENGTH(categories); i++) {
        names[i] = categories[i].name;
        if (strcmp(names[i], text) == 0)
            return categories[i].is_working;
    }
    if (*text != '\0')
        complain_name(reading->complaints, reading->file, reading->line, "unknown category", text,
                      names, LENGTH(names));
    return false;
}

static void check_twice(struct csv_reading *reading, int64_t on, const char *text)
{
    for (size_t i = 0; i < reading->lines->count; i++)
        if (reading->lines->lines[i].on == on)
            complain(reading->complaints, reading->file, reading->line,
                     "holiday_date: %s stands here twice (first in line %d); put both names in one "
                     "line",
                     text, reading->lines->lines[i].line);
}

static void take_line(struct csv_reading *reading, char **fields, size_t count)
{
    const char *date = field_of(reading, fields, count, DATE);
    struct holiday_lines *lines = reading->lines;
    struct holiday_line line = {.line = reading->line};
    if (count == 1 && *fields[0] == '\0')
        return;
    line.is_working = take_category(reading, field_of(reading, fields, count, CATEGORY));
    line.name_th = take_name(reading, NAME_TH, field_of(reading, fields, count, NAME_TH));
    line.name_en = take_name(reading, NAME_EN, field_of(reading, fields, count, NAME_EN));
    if (*line.name_th == '\0' && *line.name_en == '\0')
        complain(reading->complaints, reading->file, reading->line,
                 "%s has no name; fill name_th or name_en", date);
    if (!take_date(reading, date, &line.on))
        return;
    check_weekday(reading, field_of(reading, fields, count, WEEKDAY), line.on);
    check_twice(reading, line.on, date);
    lines->lines = region_grow(reading->region, lines->lines, lines->count, sizeof line);
    lines->lines[lines->count++] = line;
}

static int compare_lines(const void *a, const void *b)
{
    const struct holiday_line *one = a, *other = b;
    return one->on < other->on ? -1 : one->on > other->on;
}

void holiday_csv_read(struct region *region, const char *file, char *text,
                      struct holiday_lines *lines, struct complaints *complaints)
{
    struct csv_reading reading = {region, file, complaints, lines, {0}, 1};
    char *fields[MOST_FIELDS];
    size_t count, before = complaints->count;
    *lines = (struct holiday_lines){0};
    if (strncmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
        text += strlen(BYTE_ORDER_MARK);
    count = csv_line(&text, fields, MOST_FIELDS);
    take_header(&reading, fields, count);
    if (complaints->count > before)
        return;
    while ((count = csv_line(&text, fields, MOST_FIELDS)) > 0) {
        reading.line++;
        take_line(&reading, fields, count);
    }
    if (lines->count == 0 && complaints->count == before)
        complain(complaints, file, 0, "there is no holiday in it");
    if (lines->count > 1)
        qsort(lines->lines, lines->count, sizeof *lines->lines, compare_lines);
}
