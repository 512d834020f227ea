"""Companies drawn at random: from a seed, how large, who is in it, what became of their rows.

A company of the demonstration's making is thinned to the orders and customers drawn, in all four databases alike; some
customers stop buying; then everything is disordered (disturbance), and once more for a second morning."""

import random
import re
import sqlite3

from oracle.disturbance import disturb

SCALES = [1, 1, 1, 2]
QUIET_SHARE, QUIET_DAYS = 0.08, [20, 44, 46, 60, 90, 150, 365]
ORDERS_KEPT, CUSTOMERS_KEPT = [1.0, 0.8, 0.5, 0.2], [1.0, 0.9, 0.6, 0.3]
# The columns by which a row belongs to an order, or to a customer; a row that names neither stays.
OF_ORDERS = {"sales": {"so_head": "so_no", "so_item": "so_no", "bo": "so_no", "pr_item": "so_no", "quote": "so_no"},
             "credit": {"ar_invoice": "so_ref", "ar_receipt": "so_ref"},
             "logistics": {"shipment": "so_line_ref", "claim": "so_ref"}, "crm": {"follow_up": "order_ref"}}
OF_CUSTOMERS = {"sales": {"cust": "cust_code", "so_head": "cust_code", "quote": "cust_code",
                          "route_plan": "cust_code"},
                "credit": {"ar_account": "acct", "ar_invoice": "acct", "ar_receipt": "acct"}, "logistics": {},
                "crm": {"account": "cust_ref", "activity": "cust_ref", "ticket": "cust_ref"}}
ORDER_DIGITS, CUSTOMER_DIGITS = 9, 6


def scale_of(seed):
    """How many times the demonstration company the drawn one is made from."""
    return random.Random(f"scale {seed}").choice(SCALES)


class Draw:
    """Which orders or customers are in the company: a number has the same lot wherever it stands."""

    def __init__(self, seed, share, digit_count):
        self.seed, self.share, self.digit_count = seed, share, digit_count

    def takes(self, value):
        """1 where a row stays; the number is what there are digits, however a database writes it."""
        if value is None:
            return 1
        digits = re.sub(r"\D", "", value.decode("ascii", "ignore") if isinstance(value, bytes) else str(value))
        lot = random.Random(f"{self.seed} {digits[:self.digit_count]}").random()
        return int(lot < self.share)


def thin(folder, seed, chance):
    """Takes away the orders and customers that were not drawn."""
    draws = [(OF_ORDERS, Draw(f"order {seed}", chance.choice(ORDERS_KEPT), ORDER_DIGITS)),
             (OF_CUSTOMERS, Draw(f"customer {seed}", chance.choice(CUSTOMERS_KEPT), CUSTOMER_DIGITS))]
    for database in OF_ORDERS:
        connection = sqlite3.connect(folder / f"{database}.sqlite")
        for columns, drawn in draws:
            connection.create_function("takes", 1, drawn.takes, deterministic=True)
            for table, column in columns[database].items():
                connection.execute(f'DELETE FROM "{table}" WHERE NOT takes("{column}")')
        connection.commit()
        connection.close()


def quieten(folder, chance):
    """Has some customers buy nothing more: all that they ordered is that much older."""
    connection = sqlite3.connect(folder / "sales.sqlite")
    for customer, in connection.execute("SELECT cust_code FROM cust ORDER BY cust_code").fetchall():
        if chance.random() < QUIET_SHARE:
            connection.execute("UPDATE so_head SET so_date = date(so_date, ?) WHERE cust_code = ?",
                               [f"-{chance.choice(QUIET_DAYS)} days", customer])
    connection.commit()
    connection.close()


def draw(folder, seed, today):
    """Makes the company of a seed out of the databases in a folder, for a business date."""
    chance = random.Random(seed)
    thin(folder, seed, chance)
    quieten(folder, chance)
    disturb(folder, chance, today)


def live_on(folder, seed, today):
    """What becomes of it until the next business date."""
    disturb(folder, random.Random(f"next {seed}"), today)
