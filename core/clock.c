/* The one place where the clock is asked; see clock.h. */
#include "core/clock.h"

#include "core/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS_PER_DAY 86400

bool clock_now(int64_t *seconds, struct error *error)
{
    const char *text = getenv("KHROP_NOW");
    struct timespec now;
    if (text != NULL && text[0] != '\0') {
        if (timestamp_parse(text, strlen(text), DATE_ERA_COMMON, 0, seconds) == DATE_GOOD)
            return true;
        return error_set(error, EXIT_CODE_USAGE,
                         "KHROP_NOW: \"%s\" is not a timestamp such as 2026-11-17T06:00:00+07:00",
                         text);
    }
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return error_set(error, EXIT_CODE_SOFTWARE, "the system's clock does not answer");
    *seconds = now.tv_sec;
    return true;
}

static int64_t microseconds_of(clockid_t clock)
{
    struct timespec now;
    /* These clocks can't fail on Linux with a valid pointer (clock_gettime(2)). */
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_monotonic_milliseconds(void)
{
    return microseconds_of(CLOCK_MONOTONIC) / 1000;
}

int64_t clock_monotonic_microseconds(void)
{
    return microseconds_of(CLOCK_MONOTONIC);
}

int64_t clock_real_seconds(void)
{
    return microseconds_of(CLOCK_REALTIME) / 1000000;
}

int64_t clock_thread_microseconds(void)
{
    return microseconds_of(CLOCK_THREAD_CPUTIME_ID);
}

int64_t clock_offset_seconds(int64_t seconds)
{
    time_t moment = (time_t)seconds;
    struct tm local;
    if (localtime_r(&moment, &local) == NULL)
        return 0;
    return local.tm_gmtoff;
}

/* glibc takes any name that it has no file for, and any file that isn't one of zones, for UTC
 * without a word: so look at the file first. */
static bool is_zone_file(const char *path)
{
    char magic[4];
    FILE *file = fopen(path, "rbe");
    bool is_zone;
    if (file == NULL)
        return false;
    is_zone = fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    fclose(file);
    return is_zone;
}

int64_t clock_local_day(int64_t seconds)
{
    int64_t local = seconds + clock_offset_seconds(seconds);
    int64_t day = local / SECONDS_PER_DAY;

    return local % SECONDS_PER_DAY < 0 ? day - 1 : day;
}

bool clock_knows_zone(const char *zone, struct error *error)
{
    char path[256] = "/usr/share/zoneinfo/";
    size_t used = strlen(path);
    if (zone[0] == '\0' || zone[0] == '/' || strstr(zone, "..") != NULL ||
        strlen(zone) >= sizeof path - used)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "time zone \"%s\" is not a name such as Asia/Bangkok", zone);
    memcpy(path + used, zone, strlen(zone) + 1);
    if (strcmp(zone, "UTC") != 0 && !is_zone_file(path))
        return error_set(
            error, EXIT_CODE_CONFIGURATION,
            "time zone \"%s\" is not known here; see timedatectl list-timezones (package tzdata)",
            zone);
    return true;
}

bool clock_set_zone(const char *zone, struct error *error)
{
    if (!clock_knows_zone(zone, error))
        return false;
    if (setenv("TZ", zone, 1) != 0)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the time zone");
    tzset();
    return true;
}

/* Workbooks are written side by side, and libxlsxwriter turns the time of making into a date with
 * gmtime(), whose answer is the whole process's. This one, which stands in the C library's place
 * for the libraries too, is each thread's own. */
struct tm *gmtime(const time_t *seconds)
{
    static _Thread_local struct tm answer;

    return gmtime_r(seconds, &answer);
}
