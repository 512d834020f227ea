/* The files of a slot's output folder as they come to the disk. */
#ifndef KHROP_REPORTS_FILE_H
#define KHROP_REPORTS_FILE_H

#include "core/error.h"

#include <stdio.h>

/* Opens a file to be written, readable by its owner and group alone. NULL on failure. */
FILE *file_create(const char *path, struct error *error);

/* Writes out what is buffered, brings it to the disk and closes it; false if any write before has
 * failed. NULL fails. */
bool file_finish(FILE *file, const char *path, struct error *error);

/* Sets the mode of a file that a library wrote, and brings it to the disk. */
bool file_settle(const char *path, struct error *error);

#endif
