/* Provinces, districts and postcodes of Thailand, as thai_postcodes.csv has them. */
#ifndef KHROP_EXAMPLES_COMPANY_PLACES_H
#define KHROP_EXAMPLES_COMPANY_PLACES_H

#include "core/error.h"

#include <stddef.h>

struct place_row {
    const char *province, *district, *postcode; /* Thai names */
};

/* Start with `struct places places = {0};`. */
struct places {
    char *text;
    struct place_row *rows;
    size_t count;
};

bool places_open(struct places *places, const char *path, struct error *error);
void places_close(struct places *places);

#endif
