/* The people that deliveries go to: staff of the day, with their addresses. */
#ifndef KHROP_REPORTS_DELIVERY_PEOPLE_H
#define KHROP_REPORTS_DELIVERY_PEOPLE_H

#include "reports/report.h"

struct delivery_person {
    const char *list_no; /* staff number, role:NAME; NULL: none of their own */
    const char *name;
    const char *address; /* NULL: none */
    const char *fault;   /* why nothing can be sent, NULL: it can */
};

struct delivery_people {
    struct region region;
    struct delivery_person *people;
    size_t count;
};

/* Everyone that a delivery names. Start with `struct delivery_people people = {0};`, end with
 * region_clear of its region. */
bool delivery_people_read(struct delivery_people *people, const struct report *report,
                          const struct delivery_settings *delivery, struct error *error);

#endif
