/* The demonstration company: the same each time, whole at any size, and written the way each
 * database keeps things. */
#include "config/installation.h"
#include "core/date.h"
#include "examples/company/company.h"
#include "examples/company/credit.h"
#include "examples/company/customers.h"
#include "examples/company/orders.h"
#include "examples/company/places.h"
#include "examples/company/plan.h"
#include "examples/company/rows.h"
#include "examples/company/site_files.h"
#include "tests/unit/testing.h"

#include <limits.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OTHER_SEED 7

/* A writer that keeps nothing but a digest, the number of rows and one cell. */
struct digest_writer {
    struct writer writer;
    SHA2_CTX sha;
    int64_t row_count;
    int64_t wanted_row; /* 0: none */
    size_t wanted_column;
    char cell[256];
};

static void cell_read(const struct batch *batch, size_t column, size_t row, char cell[256])
{
    if (batch_is_null(batch, column, row))
        snprintf(cell, 256, "null");
    else if (batch->columns[column].numbers != NULL)
        snprintf(cell, 256, "%lld", (long long)batch->columns[column].numbers[row]);
    else
        snprintf(cell, 256, "%.*s", (int)batch->columns[column].texts[row].length,
                 batch->columns[column].texts[row].bytes);
}

static bool digest_write(struct writer *writer, const struct batch *batch, struct error *error)
{
    struct digest_writer *digest = (struct digest_writer *)writer;
    char cell[256];

    (void)error;
    for (size_t row = 0; row < batch->row_count; row++) {
        digest->row_count++;
        for (size_t column = 0; column < batch->schema->column_count; column++) {
            cell_read(batch, column, row, cell);
            SHA256Update(&digest->sha, (const uint8_t *)cell, strlen(cell) + 1);
            if (digest->row_count == digest->wanted_row && column == digest->wanted_column)
                memcpy(digest->cell, cell, sizeof cell);
        }
    }
    return true;
}

static void company_begin(struct company *company, uint64_t seed, int scale, int day)
{
    struct error error = {0};
    char folder[PATH_MAX];

    assert_true(installation_find("examples/company/planted.csv", folder, sizeof folder, &error));
    *strrchr(folder, '/') = '\0';
    if (!company_open(company, seed, scale, day, folder, &error))
        fail_msg("%s", error.text);
}

static void table_digest(const struct company *company, const struct raw_table *table,
                         struct digest_writer *digest)
{
    struct error error = {0};
    struct raw_output output;

    digest->writer.write = digest_write;
    assert_true(raw_output_open(&output, company, table, &error));
    assert_true(raw_output_start(&output, &digest->writer, &error));
    assert_true(table->generate(company, &output.sink, &error));
    assert_true(planted_put(&company->planted, table->shape, &output.sink, &error));
    assert_true(raw_output_finish(&output, &error));
    raw_output_close(&output);
}

static const struct raw_table *table_find(const char *name)
{
    for (size_t i = 0; i < company_table_count; i++)
        if (strcmp(company_tables[i].name, name) == 0)
            return &company_tables[i];
    fail_msg("no table %s", name);
    return NULL;
}

/* The SHA-256 of every cell of every table. */
static void whole_digest(uint64_t seed, int day, char text[SHA256_DIGEST_STRING_LENGTH])
{
    struct digest_writer digest = {0};
    struct company company;

    company_begin(&company, seed, 1, day);
    SHA256Init(&digest.sha);
    for (size_t i = 0; i < company_table_count; i++)
        table_digest(&company, &company_tables[i], &digest);
    SHA256End(&digest.sha, text);
    company_close(&company);
}

static int64_t row_count(const char *table, int scale, int day)
{
    struct digest_writer digest = {0};
    struct company company;

    company_begin(&company, COMPANY_SEED, scale, day);
    SHA256Init(&digest.sha);
    table_digest(&company, table_find(table), &digest);
    company_close(&company);
    return digest.row_count;
}

/* What stands in `column` of row `row` (from 1) of a table on day 1. */
static void cell_of(const char *table, int64_t row, size_t column, char cell[256])
{
    struct digest_writer digest = {.wanted_row = row, .wanted_column = column};
    struct company company;

    company_begin(&company, COMPANY_SEED, 1, 1);
    SHA256Init(&digest.sha);
    table_digest(&company, table_find(table), &digest);
    company_close(&company);
    memcpy(cell, digest.cell, sizeof digest.cell);
}

static void the_same_seed_gives_the_same_rows(void **state)
{
    char first[SHA256_DIGEST_STRING_LENGTH], second[SHA256_DIGEST_STRING_LENGTH];

    (void)state;
    whole_digest(COMPANY_SEED, 3, first);
    whole_digest(COMPANY_SEED, 3, second);
    assert_string_equal(first, second);
}

static void another_seed_gives_another_company(void **state)
{
    char first[SHA256_DIGEST_STRING_LENGTH], second[SHA256_DIGEST_STRING_LENGTH];

    (void)state;
    whole_digest(COMPANY_SEED, 1, first);
    whole_digest(OTHER_SEED, 1, second);
    assert_string_not_equal(first, second);
}

static void three_thousand_orders_come_before_the_first_day(void **state)
{
    struct company company;
    int64_t count = 0;

    (void)state;
    company_begin(&company, COMPANY_SEED, 1, 1);
    while (company_knows(&company, company_order_day(&company, count)))
        count++;
    company_close(&company);
    assert_int_equal(count, 3000);
}

static void scale_multiplies_orders_and_leaves_what_is_planted(void **state)
{
    int64_t once, twice, planted = 0;
    struct company company;

    (void)state;
    company_begin(&company, COMPANY_SEED, 1, 1);
    for (size_t i = 0; i < company.planted.count; i++)
        if (company.planted.files[i].shape == &order_shape)
            planted = (int64_t)company.planted.files[i].count;
    company_close(&company);
    once = row_count("so_head", 1, 1);
    twice = row_count("so_head", 2, 1);
    assert_int_equal(once - planted, 3000);
    assert_int_equal(twice - planted, 6000);
}

static void nothing_that_is_still_to_come_is_known(void **state)
{
    struct company company;
    struct order order;

    (void)state;
    company_begin(&company, COMPANY_SEED, 1, 1);
    order_make(&company, 2999, &order);
    assert_true(order.ordered_on == date_from_civil(2026, 11, 16));
    assert_int_equal(company_seen(&company, date_from_civil(2026, 11, 17)), ABSENT);
    assert_true(company_seen(&company, date_from_civil(2026, 11, 16)) ==
                date_from_civil(2026, 11, 16));
    company_close(&company);
}

static void business_dates_pass_over_the_weekend(void **state)
{
    (void)state;
    assert_int_equal(company_business_date(1), date_from_civil(2026, 11, 17));
    assert_int_equal(company_business_date(4), date_from_civil(2026, 11, 20));
    assert_int_equal(company_business_date(5), date_from_civil(2026, 11, 23));
}

static void public_holidays_are_no_working_days(void **state)
{
    (void)state;
    assert_false(company_is_workday(date_from_civil(2026, 10, 13)));
    assert_false(company_is_workday(date_from_civil(2026, 10, 23)));
    assert_int_equal(company_workday_after(date_from_civil(2026, 10, 12), 1),
                     date_from_civil(2026, 10, 14));
    assert_int_equal(company_workday_after(date_from_civil(2026, 10, 26), -1),
                     date_from_civil(2026, 10, 22));
    /* 241 working days in 2026: Monday to Friday less public holidays. */
    assert_int_equal(company_workdays(date_from_civil(2025, 12, 31), date_from_civil(2026, 12, 31)),
                     241);
}

static void tax_numbers_have_their_check_digit(void **state)
{
    struct company company;
    struct customer customer;

    (void)state;
    company_begin(&company, COMPANY_SEED, 1, 1);
    for (int64_t index = 1; index < company.customer_count; index++) {
        int sum = 0;

        customer_make(&company, index, &customer);
        assert_int_equal(strlen(customer.tax_id), 13);
        for (int i = 0; i < 12; i++)
            sum += (customer.tax_id[i] - '0') * (13 - i);
        assert_int_equal(customer.tax_id[12] - '0', (11 - sum % 11) % 10);
    }
    company_close(&company);
}

static void a_balance_is_never_above_its_limit(void **state)
{
    struct company company;

    (void)state;
    company_begin(&company, COMPANY_SEED, 1, 4);
    for (int64_t index = 1; index < company.customer_count; index++)
        if (credit_limit(&company, index) != ABSENT)
            assert_true(company.credit[index].balance <= credit_limit(&company, index));
    company_close(&company);
}

static void each_system_writes_keys_dates_and_money_in_its_own_way(void **state)
{
    char cell[256];

    (void)state;
    cell_of("so_head", 1, 0, cell);
    assert_string_equal(cell, "SO690000001");
    cell_of("ar_invoice", 1, 1, cell);
    assert_string_equal(cell, "SO69/0000001");
    cell_of("shipment", 1, 1, cell);
    assert_string_equal(cell, "69000000101");
    cell_of("account", 1, 1, cell);
    assert_string_equal(cell, "C-000002");
    cell_of("ar_account", 1, 0, cell);
    assert_string_equal(cell, "000002");
    cell_of("app_user", 1, 1, cell);
    assert_string_equal(cell, "EMP-19999");
    cell_of("ar_receipt", 1, 4, cell);
    assert_string_equal(cell + 5, "/2569");
    cell_of("shipment", 1, 4, cell);
    assert_memory_equal(cell, "2026", 4);
    assert_int_equal(strlen(cell), 8);
}

/* CL699000002 and CL699000008 are of day 5 alone. */
static void a_planted_row_stands_on_its_days_only(void **state)
{
    (void)state;
    assert_int_equal(row_count("claim", 1, 5) - row_count("claim", 1, 1), 2);
}

static void attendance_is_lost_on_the_days_it_is_planned_to_be(void **state)
{
    (void)state;
    assert_int_equal(row_count("attendance", 1, 2), 0);
    assert_true(row_count("attendance", 1, 3) > 0);
    assert_int_equal(row_count("attendance", 1, 5), 0);
}

/* Reading one planted file from a folder of its own. */
static bool planted_from(const char *text, struct error *error)
{
    char folder[] = "/tmp/khrop_company_XXXXXX", path[64];
    struct planted planted = {0};
    bool is_read;
    FILE *file;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/claims.csv", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    is_read = planted_open(&planted, folder, 1, error);
    planted_close(&planted);
    unlink(path);
    rmdir(folder);
    return is_read;
}

#define CLAIM_HEADER "days,claim_no,order_no,receipt_no,item_no,claim_kind,opened_on,closed_on\n"

static void a_planted_date_that_is_none_is_named(void **state)
{
    struct error error = {0};

    (void)state;
    assert_false(planted_from(CLAIM_HEADER "1,CL1,,,P1001,damaged,2026-02-30,\n", &error));
    assert_non_null(strstr(error.text, "claims.csv"));
    assert_non_null(strstr(error.text, "\"2026-02-30\""));
}

static void a_planted_column_that_is_unknown_is_named(void **state)
{
    struct error error = {0};

    (void)state;
    assert_false(planted_from("days,claim_no,order,receipt_no,item_no,claim_kind,opened_on,"
                              "closed_on\n",
                              &error));
    assert_non_null(strstr(error.text, "no field is called order"));
}

static void a_planted_row_that_is_too_short_is_named(void **state)
{
    struct error error = {0};

    (void)state;
    assert_false(planted_from(CLAIM_HEADER "1,CL1,,\n", &error));
    assert_non_null(strstr(error.text, "\"1,CL1\" has 4 fields"));
}

static void a_company_without_postcodes_says_what_is_missing(void **state)
{
    struct error error = {0};
    struct places places = {0};

    (void)state;
    assert_false(places_open(&places, "/nowhere/thai_postcodes.csv", &error));
    assert_non_null(strstr(error.text, "/nowhere/thai_postcodes.csv"));
    places_close(&places);
}

static void refuses(struct company_request request, const char *words)
{
    struct error error = {0};

    assert_false(company_write(&request, &error));
    assert_int_equal(error.code, EXIT_CODE_USAGE);
    assert_non_null(strstr(error.text, words));
}

static void a_request_that_cannot_be_met_is_refused(void **state)
{
    struct company_source unknown = {"stock", "Driver=SQLite3;Database=x", NULL, NULL};

    (void)state;
    refuses((struct company_request){"/tmp/never", 0, 1, COMPANY_SEED, NULL, 0}, "scale");
    refuses((struct company_request){"/tmp/never", 1, 6, COMPANY_SEED, NULL, 0}, "days");
    refuses((struct company_request){"/tmp/never", 1, 1, COMPANY_SEED, &unknown, 1}, "stock");
}

static void a_file_that_cannot_be_written_leaves_nothing(void **state)
{
    struct error error = {0};

    (void)state;
    assert_false(site_file_write("/nowhere/khrop.ini", "x", 1, 0644, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_rows),
        cmocka_unit_test(another_seed_gives_another_company),
        cmocka_unit_test(three_thousand_orders_come_before_the_first_day),
        cmocka_unit_test(scale_multiplies_orders_and_leaves_what_is_planted),
        cmocka_unit_test(nothing_that_is_still_to_come_is_known),
        cmocka_unit_test(business_dates_pass_over_the_weekend),
        cmocka_unit_test(public_holidays_are_no_working_days),
        cmocka_unit_test(tax_numbers_have_their_check_digit),
        cmocka_unit_test(a_balance_is_never_above_its_limit),
        cmocka_unit_test(each_system_writes_keys_dates_and_money_in_its_own_way),
        cmocka_unit_test(a_planted_row_stands_on_its_days_only),
        cmocka_unit_test(attendance_is_lost_on_the_days_it_is_planned_to_be),
        cmocka_unit_test(a_planted_date_that_is_none_is_named),
        cmocka_unit_test(a_planted_column_that_is_unknown_is_named),
        cmocka_unit_test(a_planted_row_that_is_too_short_is_named),
        cmocka_unit_test(a_company_without_postcodes_says_what_is_missing),
        cmocka_unit_test(a_request_that_cannot_be_met_is_refused),
        cmocka_unit_test(a_file_that_cannot_be_written_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
