/* The one place where the clock is asked. */
#ifndef KHROP_CORE_CLOCK_H
#define KHROP_CORE_CLOCK_H

#include "core/error.h"

#include <stdint.h>

/* The run clock: seconds since 1970, UTC. The environment variable KHROP_NOW (an ISO timestamp,
 * `2026-11-17T06:00:00+07:00`) stands in for the real clock in tests. False when KHROP_NOW is set
 * and isn't a timestamp. A run asks once and hands the answer on. */
bool clock_now(int64_t *seconds, struct error *error);

/* For time limits and durations alone: milliseconds that only go forward. */
int64_t clock_monotonic_milliseconds(void);
int64_t clock_monotonic_microseconds(void);

/* The real clock, in seconds, whatever KHROP_NOW says: for the age of a file alone, which the
 * system stamped by that clock. */
int64_t clock_real_seconds(void);

/* Microseconds of the processor that the calling thread has had. */
int64_t clock_thread_microseconds(void);

/* How many seconds the process's time zone (set by clock_set_zone) is east of UTC at `seconds`. */
int64_t clock_offset_seconds(int64_t seconds);

/* The day (since 1970-01-01) that `seconds` falls on in that zone. */
int64_t clock_local_day(int64_t seconds);

/* Does the system know the zone? */
bool clock_knows_zone(const char *zone, struct error *error);

/* Sets the process's time zone ("Asia/Bangkok"). False when the system doesn't know it. */
bool clock_set_zone(const char *zone, struct error *error);

#endif
