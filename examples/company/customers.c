/* Firms, shops and persons all over the country. Tax numbers and telephones are made from the
 * customer's index by a multiplication that gives each another one. */
#include "examples/company/customers.h"

#include "core/date.h"
#include "examples/company/credit.h"
#include "examples/company/names.h"
#include "examples/company/staff.h"

#include <stdio.h>
#include <string.h>

#define NEW_PER_MILLE 80 /* of the customers came while the orders were taken */
#define SPREAD 38742049  /* shares no factor with a power of ten */

enum sort { SORT_COMPANY, SORT_PARTNERSHIP, SORT_SHOP, SORT_PERSON };

static enum sort sort_of(int64_t index)
{
    static const enum sort sorts[] = {
        SORT_COMPANY, SORT_PARTNERSHIP, SORT_COMPANY,     SORT_SHOP,    SORT_COMPANY,
        SORT_PERSON,  SORT_COMPANY,     SORT_PARTNERSHIP, SORT_COMPANY, SORT_PERSON};

    return sorts[index % 10];
}

void customer_number(int64_t index, char *text, size_t size)
{
    snprintf(text, size, "C%06lld", (long long)index + 1);
}

bool customer_is_active(int64_t index)
{
    return index % 37 != 5;
}

bool customer_has_credit(int64_t index)
{
    return index != CUSTOMER_WALK_IN && sort_of(index) <= SORT_PARTNERSHIP;
}

bool customer_has_account(int64_t index)
{
    return customer_has_credit(index) || (index != CUSTOMER_WALK_IN && index % 20 >= 10);
}

int64_t customer_term_days(int64_t index)
{
    static const int64_t terms[] = {30, 30, 15, 45, 30};

    return terms[index / 10 % 5];
}

int64_t customer_created_on(const struct company *company, int64_t index)
{
    struct random random = random_start(company->seed, RANDOM_CUSTOMER, (uint64_t)index);

    if (index != CUSTOMER_WALK_IN &&
        index * 1000 >= company->customer_count * (1000 - NEW_PER_MILLE))
        return company_workday_from(company->first_on + random_below(&random, 85));
    return company_workday_from(company->first_on - 20 - random_below(&random, 1200));
}

int64_t customer_staff(const struct company *company, int64_t index)
{
    return index % company->staff_count;
}

/* The last of the 13 digits makes their weighted sum come out. */
static void tax_id_make(const char *start, int64_t number, char *text, size_t size)
{
    int sum = 0;

    snprintf(text, size, "%s%08lld", start, (long long)number);
    for (int i = 0; i < 12; i++)
        sum += (text[i] - '0') * (13 - i);
    text[12] = (char)('0' + (11 - sum % 11) % 10);
    text[13] = '\0';
}

static void name_make(struct random *random, enum sort sort, struct customer *customer)
{
    static const char *const starts[] = {"บริษัท ", "ห้างหุ้นส่วนจำกัด ", "ร้าน"};
    char *bare = customer->bare_name;
    size_t size = sizeof customer->bare_name;

    if (sort == SORT_PERSON) {
        bool is_woman = random_chance(random, 500);
        int64_t first = random_below(random, 1000);

        snprintf(bare, size, "%s %s", is_woman ? names_woman(first)->thai : names_man(first)->thai,
                 names_surname(random_below(random, 1000)));
        snprintf(customer->name, sizeof customer->name, "คุณ%s", bare);
        return;
    }
    names_firm(random, bare, size);
    snprintf(customer->name, sizeof customer->name, "%s%s%s", starts[sort], bare,
             sort == SORT_COMPANY ? " จำกัด" : "");
}

static void contact_make(struct random *random, int64_t index, enum sort sort,
                         struct customer *customer)
{
    static const char *const tax_starts[] = {"0105", "0103", "3100", "3509"};
    int64_t spread = (index + 1) * SPREAD % 100000000;

    tax_id_make(tax_starts[sort], spread, customer->tax_id, sizeof customer->tax_id);
    if (sort == SORT_COMPANY)
        snprintf(customer->phone, sizeof customer->phone, "02%07lld",
                 (long long)((index + 1) * SPREAD % 10000000));
    else
        snprintf(customer->phone, sizeof customer->phone, "08%08lld", (long long)spread);
    snprintf(customer->email, sizeof customer->email, "%s%06lld@%s.example",
             sort == SORT_PERSON ? "khun" : "order", (long long)index + 1,
             sort == SORT_PERSON ? "mail" : "shop");
    customer->row.tax_id = customer_has_account(index) ? customer->tax_id : NULL;
    customer->row.tax_branch_no = sort <= SORT_PARTNERSHIP ? "00000" : NULL;
    customer->row.phone = customer->phone;
    customer->row.email = random_chance(random, 600) ? customer->email : NULL;
}

static void walk_in_make(struct customer *customer)
{
    customer->row = (struct customer_row){.customer_no = customer->number,
                                          .customer_name = "ลูกค้าเงินสดทั่วไป",
                                          .branch_no = customer->branch_no,
                                          .created_on = date_from_civil(2020, 1, 1),
                                          .standing = "active",
                                          .sort = "walk_in"};
}

void customer_make(const struct company *company, int64_t index, struct customer *customer)
{
    struct random random = random_start(company->seed, RANDOM_CUSTOMER, (uint64_t)index);
    enum sort sort = sort_of(index);
    const struct place_row *place;

    random_next(&random);
    staff_branch_number(staff_branch(customer_staff(company, index)), customer->branch_no,
                        sizeof customer->branch_no);
    customer_number(index, customer->number, sizeof customer->number);
    if (index == CUSTOMER_WALK_IN) {
        walk_in_make(customer);
        return;
    }
    place = &company->places.rows[random_below(
        &random, random_chance(&random, 400) ? 50 : (int64_t)company->places.count)];
    staff_number(customer_staff(company, index), customer->staff_no, sizeof customer->staff_no);
    customer->row =
        (struct customer_row){.customer_no = customer->number,
                              .customer_name = customer->name,
                              .province = place->province,
                              .postcode = place->postcode,
                              .branch_no = customer->branch_no,
                              .staff_no = customer->staff_no,
                              .created_on = customer_created_on(company, index),
                              .standing = customer_is_active(index) ? "active" : "closed",
                              .sort = "regular"};
    name_make(&random, sort, customer);
    contact_make(&random, index, sort, customer);
}

bool customers_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct customer customer;

    for (int64_t index = 0; index < company->customer_count; index++) {
        customer_make(company, index, &customer);
        if (company_knows(company, customer.row.created_on) &&
            !sink->put(sink, &customer.row, error))
            return false;
    }
    return true;
}

/* As people type them: the short form of the firm, dashes in the telephone. */
static void retype(int64_t index, struct customer *customer, char phone[KEY_SIZE])
{
    const char *dialled = customer->phone;

    if (sort_of(index) == SORT_COMPANY && index % 4 == 0) {
        snprintf(customer->name, sizeof customer->name, "บจก. %s", customer->bare_name);
    }
    if (index % 3 != 0)
        return;
    if (strlen(dialled) == 9)
        snprintf(phone, KEY_SIZE, "%.2s-%.3s-%s", dialled, dialled + 2, dialled + 5);
    else
        snprintf(phone, KEY_SIZE, "%.3s-%.3s-%s", dialled, dialled + 3, dialled + 6);
    customer->row.phone = phone;
}

/* One record in twenty lacks something it must have. */
static void leave_out(int64_t index, struct crm_customer_row *row)
{
    if (index % 21 != 7)
        return;
    if (index % 2 == 0)
        row->phone = NULL;
    else
        row->postcode = NULL;
}

static void crm_row_make(const struct company *company, int64_t index, struct customer *customer,
                         char phone[KEY_SIZE], struct crm_customer_row *row)
{
    struct random random = random_start(company->seed, RANDOM_CRM_CUSTOMER, (uint64_t)index);
    const struct customer_row *sales = &customer->row;

    retype(index, customer, phone);
    *row = (struct crm_customer_row){.crm_no = 100001 + index,
                                     .customer_no = sales->customer_no,
                                     .customer_name = sales->customer_name,
                                     .tax_id = sales->tax_id,
                                     .tax_branch_no = sales->tax_branch_no,
                                     .phone = sales->phone,
                                     .email = sales->email,
                                     .province = sales->province,
                                     .postcode = sales->postcode,
                                     .staff_no = sales->staff_no,
                                     .credit_limit = ABSENT,
                                     .updated_on = sales->created_on};
    if (customer_has_credit(index) && random_chance(&random, 600))
        row->credit_limit = credit_limit(company, index);
    leave_out(index, row);
}

/* Firms that don't buy yet: no customer number. */
static bool put_prospects(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct customer firm;

    for (int64_t index = 0; index < company->customer_count / 25; index++) {
        struct random random =
            random_start(company->seed, RANDOM_CRM_CUSTOMER, (uint64_t)index + 900000);
        struct crm_customer_row row = {.crm_no = 500001 + index,
                                       .customer_name = firm.bare_name,
                                       .phone = firm.phone,
                                       .staff_no = firm.staff_no,
                                       .credit_limit = ABSENT,
                                       .updated_on = company->day_one - 40 - index % 30};

        names_firm(&random, firm.bare_name, sizeof firm.bare_name);
        snprintf(firm.phone, sizeof firm.phone, "09%08lld",
                 (long long)((index + 1) * SPREAD % 100000000));
        staff_number(index % company->staff_count, firm.staff_no, sizeof firm.staff_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

bool customers_generate_crm(const struct company *company, struct row_sink *sink,
                            struct error *error)
{
    struct customer customer;
    struct crm_customer_row row;
    char phone[KEY_SIZE];

    for (int64_t index = 1; index < company->customer_count; index++) {
        customer_make(company, index, &customer);
        crm_row_make(company, index, &customer, phone, &row);
        if (company_knows(company, row.updated_on) && !sink->put(sink, &row, error))
            return false;
    }
    return put_prospects(company, sink, error);
}
