-- id: BO-11
-- title: {en: Purchase request stuck at the supplier, th: ใบเสนอซื้อ (PR) ของสินค้าค้างส่งไม่คืบหน้า}
-- why: {en: "{qty} of {item_no} requested on {requested_on} is {problem}: purchase order {po_no}, expected {expected_on}, accepted so far {accepted_qty}", th: "เสนอซื้อสินค้า {item_no} จำนวน {qty} เมื่อ {requested_on} แต่{problem}: ใบสั่งซื้อ {po_no} คาดว่าจะได้รับ {expected_on} ตรวจรับแล้ว {accepted_qty}"}
-- todo: {en: "Ask Purchasing for the order or a new date, and tell the customer", th: ติดตามฝ่ายจัดซื้อเรื่องใบสั่งซื้อหรือวันรับสินค้าใหม่ แล้วแจ้งลูกค้า}
-- needs: {live_back_orders: [], request_lines: [], back_orders: [], purchase_requests: [po_no, expected_on], receipts: [pr_no]}
-- key: [pr_no]
-- signature: [problem]
-- kind: state
-- born_on: requested_on
-- owner: staff_no
-- severity: medium
-- params: {order_days: 2}
WITH accepted AS (
    SELECT pr_no, CAST(SUM(qty_received - COALESCE(qty_rejected, 0)) AS BIGINT) AS accepted_qty
    FROM receipts
    WHERE pr_no IS NOT NULL
    GROUP BY pr_no
), opened AS (
    SELECT DISTINCT back_order_no, order_no, line_no
    FROM back_orders
    WHERE status = 'open'
), wanted AS (
    -- A request for several lines stands in the list once, with the first of them.
    SELECT link.pr_no, live.order_no, live.line_no, live.customer_no, live.staff_no, live.branch, live.missing_qty,
           live.bo_promise_on,
           ROW_NUMBER() OVER (PARTITION BY link.pr_no ORDER BY live.order_no, live.line_no) AS place
    FROM request_lines AS link
    JOIN live_back_orders AS live ON live.order_no = link.order_no AND live.line_no = link.line_no
    JOIN purchase_requests AS request ON request.pr_no = link.pr_no
    LEFT JOIN opened
           ON opened.back_order_no = request.back_order_no AND opened.order_no = link.order_no
          AND opened.line_no = link.line_no
    WHERE live.missing_qty > 0
      -- A request that names a cancelled back order alone is not of a live one, though the line has another.
      AND (opened.back_order_no IS NOT NULL OR (request.order_no = link.order_no AND request.line_no = link.line_no))
), judged AS (
    SELECT request.pr_no, wanted.order_no, wanted.line_no, wanted.customer_no, wanted.staff_no, request.item_no,
           request.qty, request.requested_on, request.po_no, request.expected_on,
           COALESCE(accepted.accepted_qty, 0) AS accepted_qty, wanted.missing_qty, wanted.bo_promise_on,
           CASE WHEN request.po_no IS NULL
                 AND workdays(wanted.branch, request.requested_on, :today) > :order_days THEN 'not_ordered'
                WHEN request.expected_on < :today AND COALESCE(accepted.accepted_qty, 0) < request.qty THEN 'late'
                END AS problem
    FROM wanted
    JOIN purchase_requests AS request ON request.pr_no = wanted.pr_no
    LEFT JOIN accepted ON accepted.pr_no = wanted.pr_no
    WHERE wanted.place = 1
      AND request.status <> 'cancelled'
)
SELECT pr_no, order_no, line_no, customer_no, staff_no, item_no, qty, requested_on, po_no, expected_on, accepted_qty,
       missing_qty, bo_promise_on, problem
FROM judged
WHERE problem IS NOT NULL
