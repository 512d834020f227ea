/* Where the files that khrop was installed with are: beside the program, whether installed or in
 * the build folder. */
#ifndef KHROP_CONFIG_INSTALLATION_H
#define KHROP_CONFIG_INSTALLATION_H

#include "core/error.h"

#include <stddef.h>

/* Finds `name` ("catalogue", "examples/company/planted.csv") among the installed data files:
 * PROGRAM/../share/khrop/NAME, or, when the program runs from the build folder, the source tree
 * (below jobs/ for "catalogue" and what is in it, else NAME). */
bool installation_find(const char *name, char *path, size_t size, struct error *error);

#endif
