/* A rule's parameters and names as people read them. */
#ifndef KHROP_DAEMON_RULE_TEXT_H
#define KHROP_DAEMON_RULE_TEXT_H

#include "jobs/catalogue.h"

#define RULE_TEXT_SIZE 512

/* "grace_days 2", "proof_days.warehouse 2", "pr_days 3 at BRANCH", "mandatory [phone, province]";
 * cut at the size. */
void rule_parameter_text(const struct parameter *parameter, char text[RULE_TEXT_SIZE]);

/* All of them, separated by commas; "" for a rule without. */
void rule_parameters_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* "pr_days by branch and orders.kind": what a site may set each of them by; "" for nothing. */
void rule_variations_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* "order_no, line_no" of names that end with NULL. */
void rule_names_text(const char *const *names, char text[RULE_TEXT_SIZE]);

/* "order_line_state, crm_follow_ups (qty)": what the rule reads, and the columns of it that a site
 * may leave out but this rule can't do without. */
void rule_needs_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* "line_receipts, for received_qty": what a check can do without, and what is not known then; ""
 * for nothing. */
void rule_may_use_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* "percent"; "orders: count, amount: thb" where measures differ. */
void rule_units_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* "at least 95, amber at least 90"; "" for a KPI without a target. */
void rule_target_text(const struct rule *rule, char text[RULE_TEXT_SIZE]);

/* What a table shows: its columns, what its rows are summed by, how many are shown. */
void rule_table_text(const struct rule *rule, char columns[RULE_TEXT_SIZE],
                     char group[RULE_TEXT_SIZE], char top[RULE_TEXT_SIZE]);

#endif
