-- id: order_documents_complete
-- position: 56
-- title: {en: Orders with all their documents, th: ความครบถ้วนของเอกสารคำสั่งขาย}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 98
-- amber: 95
-- formula: {en: "Of the orders with a deposit or with goods that are not of the normal kind of which the {doc_days} working days for documents ended on the day, those with the deposit paid, a document for every payment, and for special and drop-ship goods an approved quotation and a purchase request", th: "คำสั่งขายที่มีมัดจำหรือมีสินค้าที่ไม่ใช่สินค้าปกติ ซึ่งครบกำหนดเอกสาร {doc_days} วันทำการในวันนั้น และชำระมัดจำครบ มีเอกสารการชำระเงินทุกรายการ และสินค้าสั่งพิเศษหรือ Drop Ship มีใบเสนอราคาที่อนุมัติแล้วและใบเสนอซื้อ หารด้วยคำสั่งขายดังกล่าวทั้งหมด"}
-- needs: {staff: [], orders: [], order_line_state: [], order_payments: [], payments: [order_no, document_no], approval_documents: [], back_orders: [], quotations: [order_no, approved_by_no], purchase_requests: [back_order_no, order_no, line_no]}
-- rows: [order_no]
-- params: {doc_days: 2}
WITH goods AS (
    SELECT order_no, MAX(CASE WHEN line_kind <> 'normal' THEN 1 ELSE 0 END) AS has_other,
           MAX(CASE WHEN line_kind IN ('special', 'drop_ship') THEN 1 ELSE 0 END) AS has_special
    FROM order_line_state
    GROUP BY order_no
), undocumented AS (
    SELECT DISTINCT order_no
    FROM payments
    WHERE document_no IS NULL
      AND order_no IS NOT NULL
), quoted AS (
    SELECT DISTINCT order_no
    FROM approval_documents
    WHERE document_kind = 'quotation'
      AND order_no IS NOT NULL
      AND (approved_by_no IS NOT NULL OR maker_level = 'own')
), requested AS (
    SELECT order_no, line_no
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND order_no IS NOT NULL
      AND line_no IS NOT NULL
    UNION
    SELECT back_orders.order_no, back_orders.line_no
    FROM purchase_requests
    JOIN back_orders ON back_orders.back_order_no = purchase_requests.back_order_no
    WHERE purchase_requests.status <> 'cancelled'
), unrequested AS (
    SELECT DISTINCT line.order_no
    FROM order_line_state AS line
    LEFT JOIN requested ON requested.order_no = line.order_no AND requested.line_no = line.line_no
    WHERE line.line_kind IN ('special', 'drop_ship')
      AND line.missing_qty > 0
      AND requested.order_no IS NULL
), documented AS (
    SELECT orders.order_no, COALESCE(orders.staff_no, '') AS staff_no, orders.ordered_on, orders.kind,
           orders.deposit_due_amount, COALESCE(paid.paid_amount, 0) AS paid_amount, goods.has_special,
           CASE WHEN undocumented.order_no IS NULL THEN 0 ELSE 1 END AS is_undocumented,
           CASE WHEN quoted.order_no IS NULL THEN 0 ELSE 1 END AS is_quoted,
           CASE WHEN unrequested.order_no IS NULL THEN 0 ELSE 1 END AS is_unrequested
    FROM orders
    LEFT JOIN goods ON goods.order_no = orders.order_no
    LEFT JOIN order_payments AS paid ON paid.order_no = orders.order_no
    LEFT JOIN undocumented ON undocumented.order_no = orders.order_no
    LEFT JOIN quoted ON quoted.order_no = orders.order_no
    LEFT JOIN unrequested ON unrequested.order_no = orders.order_no
    WHERE orders.status <> 'cancelled'
      AND (orders.deposit_due_amount > 0 OR goods.has_other = 1)
)
SELECT documented.staff_no, '' AS split, '' AS measure,
       CASE WHEN (documented.deposit_due_amount > 0 OR documented.kind = 'deposit')
             AND documented.paid_amount < documented.deposit_due_amount THEN 0
            WHEN documented.kind = 'deposit' AND documented.deposit_due_amount IS NULL
             AND documented.paid_amount <= 0 THEN 0
            WHEN documented.is_undocumented = 1 THEN 0
            WHEN documented.has_special = 1 AND documented.is_quoted = 0 THEN 0
            WHEN documented.is_unrequested = 1 THEN 0
            ELSE 1 END AS part,
       1 AS whole, workday_after(COALESCE(staff.branch, ''), documented.ordered_on, :doc_days) AS day_on,
       documented.order_no
FROM documented
LEFT JOIN staff ON staff.staff_no = documented.staff_no
