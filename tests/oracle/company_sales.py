"""The sales database as canonical rows: people, orders, supply and the visit log."""

from oracle.raw import code, iso, numbered, scaled, text

KINDS = {"NM": "normal", "DP": "deposit", "RS": "reserved", "SP": "special", "DS": "drop_ship"}
ORDER_STATUS = {"O": "open", "C": "closed", "X": "cancelled"}
BACK_ORDER_STATUS = {"P": "open", "F": "filled", "X": "cancelled"}
QUOTE_STATUS = {"O": "open", "W": "won", "L": "lost", "X": "expired"}
REQUEST_STATUS = {"10": "open", "20": "ordered", "30": "received", "90": "cancelled"}


def read_people(sales):
    """staff and customers."""
    teams = {row["section_code"]: text(row["section_name"]) for row in sales.rows("section")}
    branches = {row["branch_code"]: text(row["branch_name"]) for row in sales.rows("branch")}
    staff = [{"staff_no": text(row["emp_code"]), "staff_name": staff_name(row), "team": teams[row["section_code"]],
              "branch": branches[row["branch_code"]], "grade": text(row["grade"]),
              "supervisor_no": text(row["boss_code"]), "email": text(row["email"]),
              "is_active": 1 if row["quit_date"] is None else 0} for row in sales.rows("emp")]
    customers = [{"customer_no": text(row["cust_code"]), "customer_name": text(row["cust_name"]),
                  "tax_id": text(row["tax_id"]), "tax_branch_no": text(row["tax_branch"]), "phone": text(row["tel"]),
                  "email": text(row["email"]), "province": text(row["province"]), "postcode": text(row["zip"]),
                  "branch": branches.get(row["branch_code"]), "staff_no": text(row["sales_emp"]),
                  "created_on": iso(row["open_date"]), "is_active": int(row["cust_status"] == "A"),
                  "is_walk_in": int(row["cust_type"] == "W")} for row in sales.rows("cust")]
    return {"staff": staff, "customers": customers}


def staff_name(row):
    """Title and first name in one word, then the last name."""
    parts = [row["title_th"], row["first_name"], row["last_name"]]
    return None if None in parts else text(f"{parts[0]}{parts[1]} {parts[2]}")


def read_orders(sales):
    """quotations, orders and their lines."""
    quotations = [{"quote_no": text(row["qt_no"]), "customer_no": text(row["cust_code"]),
                   "staff_no": text(row["emp_code"]), "quoted_on": iso(row["qt_date"]),
                   "valid_until_on": iso(row["valid_until"]), "followed_up_on": iso(row["first_follow"]),
                   "decided_on": iso(row["decided"]), "quote_amount": scaled(row["amount"]),
                   "status": QUOTE_STATUS[row["qt_status"]], "approved_by_no": text(row["approve_emp"]),
                   "approved_on": iso(row["approve_date"]), "order_no": text(row["so_no"])}
                  for row in sales.rows("quote")]
    orders = [{"order_no": text(row["so_no"]), "customer_no": text(row["cust_code"]),
               "staff_no": text(row["emp_code"]), "ordered_on": iso(row["so_date"]),
               "promised_on": iso(row["due_date"]), "kind": KINDS[row["so_type"]],
               "status": ORDER_STATUS[row["so_status"]], "order_amount": scaled(row["net_amount"]),
               "deposit_due_amount": scaled(row["deposit_amount"])} for row in sales.rows("so_head")]
    names = {row["sku"]: text(row["product_name"]) for row in sales.rows("product")}
    lines = [{"order_no": text(row["so_no"]), "line_no": text(row["seq"]), "item_no": text(row["sku"]),
              "item_name": names.get(row["sku"]), "kind": code(KINDS, row["item_type"]),
              "qty_ordered": scaled(row["qty"]), "qty_cancelled": scaled(row["cancel_qty"]),
              "price": scaled(row["unit_price"]), "promised_on": iso(row["due_date"])}
             for row in sales.rows("so_item")]
    return {"quotations": quotations, "orders": orders, "order_lines": lines}


def read_supply(sales):
    """back_orders, purchase_requests and receipts."""
    back_orders = [{"back_order_no": text(row["bo_no"]), "order_no": text(row["so_no"]), "line_no": text(row["seq"]),
                    "item_no": text(row["sku"]), "qty": scaled(row["bo_qty"]), "opened_on": iso(row["open_date"]),
                    "closed_on": iso(row["close_date"]), "promised_on": iso(row["promise_date"]),
                    "status": BACK_ORDER_STATUS[row["bo_status"]], "back_order_amount": scaled(row["bo_amount"]),
                    "approved_by_no": text(row["approve_emp"]), "approved_on": iso(row["approve_date"])}
                   for row in sales.rows("bo")]
    heads = {row["pr_no"]: row for row in sales.rows("pr_head")}
    requests = [{"pr_no": numbered(row["pr_no"], row["row_no"]), "back_order_no": text(row["bo_no"]),
                 "order_no": text(row["so_no"]), "line_no": text(row["so_seq"]), "item_no": text(row["sku"]),
                 "qty": scaled(row["qty"]), "requested_on": iso(heads[row["pr_no"]]["pr_date"]),
                 "expected_on": iso(row["expect_date"]), "status": REQUEST_STATUS[row["state_code"]],
                 "po_no": text(heads[row["pr_no"]]["po_no"])}
                for row in sales.rows("pr_item") if row["pr_no"] in heads]
    receipts = [{"receipt_no": numbered(row["gr_no"], row["row_no"]), "pr_no": numbered(row["pr_no"], row["pr_row"]),
                 "item_no": text(row["sku"]), "qty_received": scaled(row["qty"]),
                 "qty_rejected": scaled(row["reject_qty"]), "received_on": iso(row["gr_date"])}
                for row in sales.rows("gr_item")]
    return {"back_orders": back_orders, "purchase_requests": requests, "receipts": receipts}


def read_visits(sales):
    """visit_log: the plan with its check-in."""
    made = {row["trip_no"]: iso(row["check_in_date"]) for row in sales.rows("check_in")}
    return {"visit_log": [{"visit_no": text(row["trip_no"]), "customer_no": text(row["cust_code"]),
                           "staff_no": text(row["emp_code"]), "planned_on": iso(row["plan_date"]),
                           "visited_on": made.get(row["trip_no"]), "is_cancelled": int(row["cancel_flag"] == "Y")}
                          for row in sales.rows("route_plan")]}
