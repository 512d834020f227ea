"""LG-01 to LG-07: deliveries, receipts and claims.

How the definitions are read: a document of several rows is late, without proof or unchecked as soon as one of its rows
is; unknown proof and unknown checks are neither. LG-03 takes every delivery of the line for the item, and tells the
lowest of several wrong ones; its signature has a place for the quantity and one for the item, and fills one. A delivery
of before the first order known is not judged (LG-04)."""

from oracle.facts import first_known, latest, orders_delivered
from oracle.written import amount_text, day_text

PROOF_DAYS = {"warehouse": 2, "supplier": 5}
WINDOW_DAYS = 90
EVENT_DAYS, CHECK_EVENT_DAYS = 30, 7
CLAIM_DAYS, REJECT_DAYS = 5, 2


def lg_01(facts):
    """Order delivered after its promise."""
    for order_no, (completed_on, good) in orders_delivered(facts).items():
        if not good and completed_on >= facts.today - EVENT_DAYS:
            yield [order_no], [day_text(completed_on)], facts.order_staff(order_no), completed_on


def lg_02(facts):
    """Delivery without proof."""
    found = {}
    for row in facts.data["deliveries"]:
        if row["delivered_on"] is None or row["route"] == "pickup" or row["has_proof"] != 0:
            continue
        if (facts.age(row["delivered_on"]) > PROOF_DAYS[row["route"]]
                and row["delivered_on"] >= facts.today - WINDOW_DAYS):
            found[row["delivery_no"]] = latest([row["delivered_on"], found.get(row["delivery_no"])])
    for delivery_no, delivered_on in found.items():
        yield [delivery_no], [], "role:logistics", delivered_on


def lg_03(facts):
    """Delivered more than ordered, or something else."""
    for key, line in facts.lines.items():
        last_on = line["last_delivered_on"]
        if last_on is None or last_on < facts.today - EVENT_DAYS:
            continue
        if line["delivered_qty"] > line["qty_ordered"] - (line["qty_cancelled"] or 0):
            yield [*key, "over"], [amount_text(line["delivered_qty"]), None], "role:logistics", last_on
        wrong = {row["item_no"] for row in facts.deliveries.get(key, [])} - {None, line["item_no"]}
        if wrong:
            yield [*key, "item"], [None, min(wrong)], "role:logistics", last_on


def lg_04(facts):
    """Delivery for no known line."""
    first_on = min((row["ordered_on"] for row in facts.data["orders"]), default=facts.today)
    for row in facts.data["deliveries"]:
        key = row["order_no"], row["line_no"]
        sent_on = first_known(row["delivered_on"], row["shipped_on"])
        if key in facts.written_lines or sent_on is None:
            continue
        if max(first_on, facts.today - WINDOW_DAYS) <= sent_on < facts.today:
            yield [row["delivery_no"], *key], [], "role:logistics", sent_on


def lg_05(facts):
    """Claim that stays open."""
    for row in facts.data["claims"]:
        if row["closed_on"] is None and facts.age(row["opened_on"]) > CLAIM_DAYS:
            owner = {"damaged": "role:goods_inspection", "short": "role:logistics"}.get(row["claim_kind"])
            yield [row["claim_no"]], [], facts.order_staff(row["order_no"]) if owner is None else owner


def lg_06(facts):
    """Rejected at receipt, and nobody told."""
    claimed = {row["receipt_no"] for row in facts.data["claims"]}
    for row in facts.data["receipts"]:
        if ((row["qty_rejected"] or 0) > 0 and facts.age(row["received_on"]) > REJECT_DAYS
                and row["received_on"] >= facts.today - WINDOW_DAYS and row["receipt_no"] not in claimed):
            yield [row["receipt_no"]], [amount_text(row["qty_rejected"])], "role:goods_inspection", row[
                "received_on"]


def lg_07(facts):
    """Sent from the warehouse without a goods check."""
    sent = {}
    for row in facts.data["deliveries"]:
        if row["shipped_on"] is not None and row["route"] == "warehouse" and row["is_checked"] == 0:
            sent[row["delivery_no"]] = latest([row["shipped_on"], sent.get(row["delivery_no"])])
    for delivery_no, shipped_on in sent.items():
        if shipped_on >= facts.today - CHECK_EVENT_DAYS:
            yield [delivery_no], [], "role:logistics", shipped_on


CHECKS = {"LG-01": lg_01, "LG-02": lg_02, "LG-03": lg_03, "LG-04": lg_04, "LG-05": lg_05, "LG-06": lg_06,
          "LG-07": lg_07}
