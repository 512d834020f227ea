"""KPIs of customers: who stays, who comes, who is visited, what the CRM and the credit system know."""

from oracle import checks_customers
from oracle.checks_customers import MANDATORY, MANDATORY_FOR_CREDIT, recorded_by
from oracle.checks_visits import RESCHEDULE_DAYS, vis_05
from oracle.facts import grouped
from oracle.kpi_parts import Part, counted

NEW_DAYS = 180


def days_bought(facts):
    """(customer, days of orders) of every customer who ever bought; not of the cash-sale account."""
    for customer_no, customer in facts.customers.items():
        days = [order["ordered_on"] for order in facts.ordered.get((customer_no,), [])]
        if days and not customer["is_walk_in"]:
            yield customer, days


def customer_retention(facts):
    """Customers of the three months before last; of them those who bought again in the last three."""
    last_on = facts.today - 1
    for customer, days in days_bought(facts):
        if any(last_on - 179 <= day <= last_on - 90 for day in days):
            again = any(last_on - 89 <= day <= last_on for day in days)
            yield counted(customer["staff_no"] or "", None, again)


def repeat_customers(facts):
    """Customers of the last 30 days; of them those who had bought before."""
    last_on = facts.today - 1
    for customer, days in days_bought(facts):
        if any(last_on - 29 <= day <= last_on for day in days):
            yield counted(customer["staff_no"] or "", None, min(days) < last_on - 29)


def new_customers(facts):
    """Customers by the day of their first order, if they were not customers long before."""
    for customer, days in days_bought(facts):
        if customer["created_on"] >= min(days) - NEW_DAYS:
            orders = [order for order in facts.ordered[customer["customer_no"],] if order["ordered_on"] == min(days)]
            first = min(orders, key=lambda order: order["order_no"])
            yield Part(facts.order_staff(first["order_no"]), "", "", min(days), 1, None)


def visit_completion(facts):
    """Planned visits; of them those made within a week."""
    for visit in facts.data["visit_log"]:
        if visit["planned_on"] is not None and not visit["is_cancelled"]:
            made = visit["visited_on"] is not None and abs(visit["visited_on"] - visit["planned_on"]) <= RESCHEDULE_DAYS
            yield counted(visit["staff_no"] or "", visit["planned_on"], made)


def visit_coverage(facts):
    """Customers to be visited; of them those who were."""
    missed = {key[0] for key, _, _ in vis_05(facts)}
    for customer_no in facts.portfolio():
        yield counted(facts.customer_staff(customer_no), None, customer_no not in missed)


def crm_completeness(facts):
    """Buyers; of them those of whom the CRM has a record with nothing mandatory left empty."""
    records = grouped(facts.data["crm_customers"], "customer_no")
    on_credit = {row["customer_no"] for row in facts.data["credit_accounts"]}
    for customer_no in facts.buyers():
        fields = MANDATORY + (MANDATORY_FOR_CREDIT if customer_no in on_credit else [])
        whole = any(all(record[field] is not None for field in fields) for record in records.get((customer_no,), []))
        yield counted(facts.customer_staff(customer_no), None, whole)


def crm_accuracy(facts):
    """Records of active customers; of them those in which nothing is wrong."""
    wrong = {key[0] for key, signature, _ in checks_customers.crm_03(facts) if signature[0] != "empty"}
    for check in (checks_customers.crm_04, checks_customers.crm_05):
        wrong |= {key[0] for key, _, _ in check(facts)}
    for record in facts.data["crm_customers"]:
        customer_no = record["customer_no"]
        if facts.is_active(customer_no) and not facts.is_walk_in(customer_no):
            yield counted(recorded_by(facts, record), None, record["crm_no"] not in wrong)


def overdue_balance(facts):
    """What is owed on all accounts, as the credit system adds them up; of it what is overdue."""
    for account in facts.data["credit_accounts"]:
        overdue = account["overdue_amount"] or 0
        yield Part(facts.customer_staff(account["customer_no"]), "", "", None, overdue,
                   max(account["balance"], overdue, 0))


def customers_over_limit(facts):
    """Accounts with a limit; of them those beyond it."""
    for account in facts.data["credit_accounts"]:
        if account["credit_limit"] is not None:
            yield counted(facts.customer_staff(account["customer_no"]), None,
                          account["balance"] > account["credit_limit"])
