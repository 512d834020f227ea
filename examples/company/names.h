/* Names of persons, firms and goods, made from lists. */
#ifndef KHROP_EXAMPLES_COMPANY_NAMES_H
#define KHROP_EXAMPLES_COMPANY_NAMES_H

#include "examples/company/random.h"

#include <stddef.h>
#include <stdint.h>

struct first_name {
    const char *thai, *latin;
};

struct product_name {
    const char *name, *unit;
    int64_t price_satang;
    bool is_cut; /* sold by the half metre or square metre */
};

const struct first_name *names_woman(int64_t index);
const struct first_name *names_man(int64_t index);
const char *names_surname(int64_t index);

/* A firm's name without its form ("รุ่งเรืองวัสดุก่อสร้าง"). */
void names_firm(struct random *random, char *text, size_t size);

extern const struct product_name names_products[];
extern const int64_t names_product_count;

#endif
