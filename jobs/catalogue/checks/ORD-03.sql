-- id: ORD-03
-- title: {en: Special or drop-ship order without approved quotation or purchase request, th: คำสั่งขายสินค้าสั่งพิเศษหรือ Drop Ship ไม่มีใบเสนอราคาที่อนุมัติแล้วหรือใบเสนอซื้อ}
-- why: {en: "order {order_no} of {ordered_on} has no {document} for {line_kind} goods: line {line_no}, {item_name}; quotation {quote_no}", th: "คำสั่งขาย {order_no} วันที่ {ordered_on} ไม่มี{document} สำหรับ{line_kind} รายการที่ {line_no} {item_name} · ใบเสนอราคา {quote_no}"}
-- todo: {en: "Make the missing document, or have the quotation approved", th: จัดทำเอกสารที่ขาด หรือเสนออนุมัติใบเสนอราคา}
-- needs: {orders: [], order_line_state: [], approval_documents: [], back_orders: [], quotations: [order_no, approved_by_no], purchase_requests: [back_order_no, order_no, line_no]}
-- key: [order_no, document]
-- signature: []
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 2, require: [quotation, purchase_request]}
WITH special AS (
    SELECT order_no, line_no, line_kind, item_no, item_name, missing_qty
    FROM order_line_state
    WHERE order_status = 'open'
      AND line_kind IN ('special', 'drop_ship')
      AND workdays(branch, ordered_on, :today) > :grace_days
), quoted AS (
    SELECT order_no, MIN(document_no) AS quote_no,
           MAX(CASE WHEN approved_by_no IS NOT NULL OR maker_level = 'own' THEN 1 ELSE 0 END) AS is_approved
    FROM approval_documents
    WHERE document_kind = 'quotation'
      AND order_no IS NOT NULL
    GROUP BY order_no
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
), lacking AS (
    SELECT special.order_no, 'quotation' AS document, MIN(special.line_no) AS line_no
    FROM special
    LEFT JOIN quoted ON quoted.order_no = special.order_no
    WHERE COALESCE(quoted.is_approved, 0) = 0
    GROUP BY special.order_no
    UNION ALL
    SELECT special.order_no, 'purchase_request', MIN(special.line_no)
    FROM special
    LEFT JOIN requested ON requested.order_no = special.order_no AND requested.line_no = special.line_no
    WHERE special.missing_qty > 0
      AND requested.order_no IS NULL
    GROUP BY special.order_no
)
SELECT lacking.order_no, lacking.document, orders.customer_no, orders.staff_no, orders.ordered_on, lacking.line_no,
       special.line_kind, special.item_no, special.item_name, special.missing_qty, quoted.quote_no
FROM lacking
JOIN orders ON orders.order_no = lacking.order_no
JOIN special ON special.order_no = lacking.order_no AND special.line_no = lacking.line_no
LEFT JOIN quoted ON quoted.order_no = lacking.order_no
WHERE :require LIKE '%,' || lacking.document || ',%'
