"""What may happen to each table of the four databases."""

import collections

from oracle import identity_variants as variants

KINDS = ["NM", "DP", "RS", "SP", "DS"]

# A doubled row gets a new `key`; `dates` are moved, `mixed` columns get another row's value, `numbers` change, `codes`
# are exchanged, `loses` may become null and `written` is written otherwise. Rows that have the same `document` share
# what happens to its `dates` and `codes`, but for the codes in `own`. Where `goes`, rows may go: nothing that a query
# of the site joins without leaving the row. `joined` rows come under one key, told apart by the columns behind it.
Table = collections.namedtuple("Table", "database name key dates mixed numbers codes loses written document own goes joined",
                               defaults=(None, (), (), (), {}, (), {}, None, (), True, ()))
SALES = [
    Table("sales", "cust", None, ["open_date"], ["sales_emp", "cust_name", "tel", "tax_id"], [],
          {"cust_status": "AAAC", "cust_type": "NNNW", "tax_branch": ["00000", "00001"]},
          ["sales_emp", "tel", "tax_id", "tax_branch", "zip"],
          {"cust_name": variants.renamed, "tel": variants.dialled, "tax_id": variants.numbered}),
    Table("sales", "emp", None, ["quit_date"], ["section_code", "branch_code", "boss_code"], [],
          {"grade": ["G2", "G3", "G4", "G5"]}, ["boss_code", "quit_date"]),
    Table("sales", "quote", "qt_no", ["qt_date", "valid_until", "first_follow", "decided", "approve_date"],
          ["cust_code", "emp_code", "so_no", "approve_emp"], ["amount"], {"qt_status": "OWLX"},
          ["valid_until", "decided", "so_no", "first_follow", "approve_emp", "approve_date"]),
    Table("sales", "so_head", None, ["so_date", "due_date"], ["cust_code", "emp_code", "deposit_amount"],
          ["net_amount", "deposit_amount"], {"so_type": KINDS, "so_status": "OCX"}, ["due_date", "deposit_amount"]),
    Table("sales", "so_item", None, ["due_date"], ["sku"], ["qty", "cancel_qty", "unit_price"],
          {"item_type": KINDS}, ["due_date", "cancel_qty", "item_type"]),
    Table("sales", "bo", "bo_no", ["open_date", "close_date", "promise_date", "approve_date"],
          ["so_no", "seq", "sku", "approve_emp"], ["bo_qty", "bo_amount"], {"bo_status": "PFX"},
          ["close_date", "promise_date", "bo_amount", "approve_emp", "approve_date"], joined=["bo_no", "so_no", "seq"]),
    Table("sales", "pr_head", None, ["pr_date"], [], [], {}, ["po_no"]),
    Table("sales", "pr_item", "row_no", ["expect_date"], ["bo_no", "so_no", "so_seq", "sku"], ["qty"],
          {"state_code": ["10", "20", "30", "90"]}, ["bo_no", "so_no", "expect_date"]),
    Table("sales", "gr_item", "row_no", ["gr_date"], ["pr_no", "pr_row", "sku"], ["qty", "reject_qty"],
          {"reject_qty": [0, 1, 2]}, ["pr_no", "reject_qty"]),
    Table("sales", "route_plan", "trip_no", ["plan_date"], ["cust_code", "emp_code"], [], {"cancel_flag": "YN"},
          ["plan_date"], goes=False),
    Table("sales", "check_in", None, ["check_in_date"]),
]
CREDIT = [
    Table("credit", "ar_account", None, ["oldest_due"], ["oldest_due"],
          ["limit_satang", "balance_satang", "overdue_satang"], {"acct_state": "HA"},
          ["limit_satang", "overdue_satang", "oldest_due"]),
    Table("credit", "ar_invoice", "inv_no", ["inv_date", "due_date"], ["so_ref", "acct"], ["amount", "paid"], {},
          ["so_ref", "paid"]),
    Table("credit", "ar_receipt", "rc_no", ["rc_date"], ["so_ref", "acct", "inv_no"], ["amount", "-amount"],
          {"rc_type": "DI"}, ["so_ref", "inv_no", "document"]),
]
LOGISTICS = [
    Table("logistics", "shipment", "ship_no", ["depart_ymd", "arrive_ymd"], ["so_line_ref", "item_code"], ["ship_qty"],
          {"via": "WSP", "pod": "YN", "qc": "YN"}, ["item_code", "pod", "qc"], {}, "ship_no", ["pod", "qc"]),
    Table("logistics", "claim", "claim_no", ["open_ymd", "close_ymd"], ["so_ref", "gr_ref", "item_code"], [],
          {"reason": ["DMG", "WRG", "SHT"]}, ["close_ymd", "so_ref", "gr_ref"]),
]
CRM = [
    Table("crm", "account", "account_id", ["modified"], ["cust_ref", "owner_login", "phone", "tax_number", "province"],
          ["credit_limit"], {"tax_branch": ["00000", "00002"]},
          ["cust_ref", "display_name", "phone", "province", "postcode", "tax_number", "owner_login", "credit_limit",
           "modified", "tax_branch", "email"],
          {"display_name": variants.renamed, "phone": variants.dialled, "tax_number": variants.numbered,
           "email": variants.addressed, "postcode": variants.located}),
    Table("crm", "activity", "activity_id", ["happened"], ["trip_ref", "cust_ref", "login"], [], {"channel": "VC"},
          ["trip_ref", "channel", "result_text"]),
    Table("crm", "follow_up", "task_id", ["promised", "last_contact"], ["order_ref", "order_row", "login"],
          ["pending_qty"], {"task_state": ["OPEN", "DONE"]}, ["promised", "pending_qty", "login"]),
    Table("crm", "ticket", "ticket_id", ["opened", "closed", "due", "first_reply"], ["cust_ref", "login", "due"], [],
          {"resolved": "10", "stars": [1, 2, 3, 4, 5],
           "topic": ["product", "service", "delivery", "document", "enquiry", "other"]},
          ["closed", "stars", "login", "due", "first_reply"]),
    Table("crm", "session", None, ["held"], ["course"], [],
          {"mandatory": "10", "session_type": ["TRN", "MTG", "SVC"]}, ["course"], goes=False),
    Table("crm", "attendance", None, [], [], [], {"present": "10"}, ["present"]),
]
TABLES = SALES + CREDIT + LOGISTICS + CRM
