/* From CSV to a table; see postcodes.h. */
#include "jobs/postcodes.h"

#include "config/document.h"
#include "config/installation.h"
#include "core/csv_line.h"
#include "core/identity.h"
#include "core/region.h"
#include "jobs/statement.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#define FILE_NAME "catalogue/reference/thai_postcodes.csv"

enum { PROVINCE_TH, PROVINCE_EN, DISTRICT_TH, DISTRICT_EN, POSTCODE, PLACE_COLUMNS };

/* `INSERT OR IGNORE`: a province has a line for each of its districts. */
static bool insert_province(sqlite3_stmt *insert, char **fields, const char *written,
                            struct identity_work *work, struct error *error)
{
    struct text_view normal;
    char province[256];
    if (!identity_normalise(identity_find("province"), written, strlen(written), work, &normal))
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for postcodes");
    if (normal.length >= sizeof province)
        return error_set(error, EXIT_CODE_CONFIGURATION, "a province with a name too long");
    memcpy(province, normal.bytes, normal.length);
    province[normal.length] = '\0';
    statement_bind_text(insert, ":postcode", fields[POSTCODE]);
    statement_bind_text(insert, ":province", province);
    statement_bind_text(insert, ":province_name", fields[PROVINCE_TH]);
    return statement_finish(insert, error);
}

static bool insert_lines(sqlite3_stmt *insert, char *text, struct error *error)
{
    struct identity_work work = {0};
    char *fields[PLACE_COLUMNS];
    size_t count, line = 1;
    bool inserted = csv_line(&text, fields, PLACE_COLUMNS) == PLACE_COLUMNS;
    while (inserted && (count = csv_line(&text, fields, PLACE_COLUMNS)) > 0) {
        line++;
        inserted = count == PLACE_COLUMNS &&
                   insert_province(insert, fields, fields[PROVINCE_TH], &work, error) &&
                   insert_province(insert, fields, fields[PROVINCE_EN], &work, error);
    }
    identity_work_clear(&work);
    if (!inserted && error->code == EXIT_CODE_GOOD)
        error_set(error, EXIT_CODE_CONFIGURATION, "%d columns are wanted", PLACE_COLUMNS);
    return inserted || error_wrap(error, FILE_NAME ":%zu", line);
}

bool postcodes_write(sqlite3 *connection, struct error *error)
{
    struct region region = {0};
    sqlite3_stmt *insert = NULL;
    char path[PATH_MAX], *text = NULL;
    size_t length;
    bool written = installation_find(FILE_NAME, path, sizeof path, error);
    if (written) {
        text = document_read_file(&region, path, &length);
        written =
            text != NULL || error_set_errno(error, EXIT_CODE_CONFIGURATION, errno, "%s", path);
    }
    written = written &&
              statement_execute(connection,
                                "CREATE TABLE postcodes(postcode TEXT NOT NULL, province TEXT NOT "
                                "NULL, province_name TEXT NOT NULL, PRIMARY KEY (postcode, "
                                "province)) WITHOUT ROWID",
                                error) &&
              statement_prepare(connection,
                                "INSERT OR IGNORE INTO postcodes VALUES (:postcode, :province, "
                                ":province_name)",
                                &insert, error) &&
              insert_lines(insert, text, error);
    sqlite3_finalize(insert);
    region_clear(&region);
    return written;
}
