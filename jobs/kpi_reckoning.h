/* One figure of a KPI: from its sums to value, share and status. */
#ifndef KHROP_JOBS_KPI_RECKONING_H
#define KHROP_JOBS_KPI_RECKONING_H

#include "jobs/catalogue.h"

struct kpi_reckoning {
    enum kpi_unit unit;
    int64_t part, whole, total; /* total: the part of all splits */
    bool has_whole, has_value, has_share;
    int64_t value, share;
};

/* Reckons value and share as khrop_kpi_values has them. False when one is beyond 64 bits. */
bool kpi_reckon(const struct rule *rule, struct kpi_reckoning *figure);

/* Green, amber or red; "" without a target or without a value. */
const char *kpi_status(const struct rule *rule, const struct kpi_reckoning *figure,
                       const char *split, bool is_first_measure);

/* Where the measure of this name stands; the last where none is. */
size_t kpi_measure_index(const struct rule *rule, const char *measure);

#endif
