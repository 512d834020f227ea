/* How far a run is: bars on a terminal, a plain line for each thing done elsewhere. */
#ifndef KHROP_DAEMON_PROGRESS_H
#define KHROP_DAEMON_PROGRESS_H

#include "core/error.h"

#include <stdint.h>
#include <stdio.h>

struct progress;

/* On `stream`; is_terminal: with bars that are drawn again. NULL when there is no memory: every
 * function here takes NULL and then says nothing. Close with progress_close. */
struct progress *progress_open(FILE *stream, bool is_terminal);

/* Rows of a dataset read so far from a source. */
void progress_pull(struct progress *progress, const char *source, const char *dataset,
                   int64_t rows);
/* A source has ended; `reason` NULL: well. */
void progress_pull_end(struct progress *progress, const char *source, const char *reason);

/* The run goes on with `what` ("deriving", "checks", "reports"). */
void progress_step(struct progress *progress, const char *what);
/* `done` of `count` of the step's parts, the last of them `id`. */
void progress_part(struct progress *progress, const char *id, size_t done, size_t count);

/* Ends the drawing, so that what is printed next begins on a line of its own. */
void progress_close(struct progress *progress);

#endif
