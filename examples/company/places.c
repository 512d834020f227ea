/* Reads thai_postcodes.csv. */
#include "examples/company/places.h"

#include "examples/company/csv.h"

#include <stdlib.h>

enum { PROVINCE_TH, PROVINCE_EN, DISTRICT_TH, DISTRICT_EN, POSTCODE, PLACE_COLUMNS };

bool places_open(struct places *places, const char *path, struct error *error)
{
    char *fields[PLACE_COLUMNS], *cursor;
    size_t room = 0;

    places->text = file_text(path, error);
    if (places->text == NULL)
        return false;
    cursor = places->text;
    csv_line(&cursor, fields, PLACE_COLUMNS);
    while (csv_line(&cursor, fields, PLACE_COLUMNS) == PLACE_COLUMNS) {
        if (places->count == room) {
            struct place_row *larger;

            room = room == 0 ? 1024 : room * 2;
            larger = realloc(places->rows, room * sizeof *larger);
            if (larger == NULL)
                return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
            places->rows = larger;
        }
        places->rows[places->count++] =
            (struct place_row){fields[PROVINCE_TH], fields[DISTRICT_TH], fields[POSTCODE]};
    }
    if (places->count == 0)
        return error_set(error, EXIT_CODE_SOFTWARE, "%s: no places in it", path);
    return true;
}

void places_close(struct places *places)
{
    free(places->rows);
    free(places->text);
    *places = (struct places){0};
}
