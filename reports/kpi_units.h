/* The units of KPIs: what scale a part and a value stand in, and how a value is written for people.
 */
#ifndef KHROP_REPORTS_KPI_UNITS_H
#define KHROP_REPORTS_KPI_UNITS_H

#include "jobs/catalogue.h"

#define KPI_TEXT_SIZE 96

/* The unit of a KPI's measure; UNIT_COUNT for a KPI that the catalogue no longer has. */
enum kpi_unit kpi_unit_of(const struct rule *rule, const char *measure);
const struct kpi_measure *kpi_measure_of(const struct rule *rule, const char *measure);

/* percent, days, count, qty, thb */
const char *kpi_unit_code(enum kpi_unit unit);

/* True where parts and wholes are scaled by 10,000. */
bool kpi_parts_are_scaled(const struct rule *rule, enum kpi_unit unit);

/* A value of khrop_kpi_values: "95.43 %", "2.5 days", "1,234", "25,937.43 THB". */
void kpi_value_text(enum kpi_unit unit, int64_t value, enum language language,
                    char text[KPI_TEXT_SIZE]);

/* The target with its direction: "≥ 95 %"; "-" without one. */
void kpi_target_text(const struct rule *rule, enum language language, char text[KPI_TEXT_SIZE]);

/* How the KPI is reckoned, in words, with the values of its parameters in their {places}. */
void kpi_formula_text(const struct rule *rule, enum language language, char *text, size_t size);

/* A text with the values of the rule's parameters in its {places}. */
void rule_words(const struct rule *rule, const char *words, enum language language, char *text,
                size_t size);

/* The KPI's title, with its measure's where it has several. */
void kpi_title_text(const struct rule *rule, const struct kpi_measure *measure,
                    enum language language, char *text, size_t size);

#endif
