-- id: BO-06
-- title: {en: Goods received but not delivered, th: รับเข้าแล้วยังไม่ส่งมอบ}
-- why: {en: "{accepted_qty} of {item_no} was received and accepted since {first_received_on}, {sent_qty} of it was sent; promised for {bo_promise_on}", th: "รับสินค้า {item_no} เข้าตั้งแต่ {first_received_on} ตรวจรับแล้ว {accepted_qty} แต่จัดส่งแล้ว {sent_qty} กำหนดส่ง {bo_promise_on}"}
-- todo: {en: Have the goods sent and tell the customer, th: ประสานจัดส่งสินค้าและแจ้งลูกค้า}
-- compares: [accepted_qty, sent_qty]
-- needs: {live_back_orders: [], line_receipts: [], deliveries: [shipped_on, delivered_on]}
-- key: [order_no, line_no]
-- signature: [first_received_on]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {deliver_days: 3, soon_days: 2}
-- vary_by: {deliver_days: [branch]}
WITH waiting AS (
    SELECT live.order_no, live.line_no, live.customer_no, live.staff_no, live.branch, live.item_no, live.item_name,
           live.opened_on, live.owed_bo_qty, live.bo_promise_on, received.first_received_on, received.received_qty,
           received.accepted_qty
    FROM live_back_orders AS live
    JOIN line_receipts AS received ON received.order_no = live.order_no AND received.line_no = live.line_no
    WHERE live.bo_promise_on IS NULL
       OR live.bo_promise_on <= :today + :soon_days
), sent AS (
    SELECT waiting.order_no, waiting.line_no, CAST(SUM(deliveries.qty_delivered) AS BIGINT) AS sent_qty,
           MAX(COALESCE(deliveries.shipped_on, deliveries.delivered_on)) AS last_sent_on
    FROM waiting
    JOIN deliveries ON deliveries.order_no = waiting.order_no AND deliveries.line_no = waiting.line_no
    WHERE COALESCE(deliveries.shipped_on, deliveries.delivered_on) >= waiting.first_received_on
    GROUP BY waiting.order_no, waiting.line_no
)
SELECT waiting.order_no, waiting.line_no, waiting.customer_no, waiting.staff_no, waiting.item_no, waiting.item_name,
       waiting.opened_on, waiting.first_received_on, waiting.received_qty, waiting.accepted_qty,
       COALESCE(sent.sent_qty, 0) AS sent_qty, sent.last_sent_on, waiting.owed_bo_qty, waiting.bo_promise_on
FROM waiting
JOIN parameters AS allowed
  ON allowed.name = 'BO-06.deliver_days' AND allowed.branch = waiting.branch AND allowed.kind = ''
LEFT JOIN sent ON sent.order_no = waiting.order_no AND sent.line_no = waiting.line_no
WHERE waiting.accepted_qty > COALESCE(sent.sent_qty, 0)
  AND workdays(waiting.branch, COALESCE(sent.last_sent_on, waiting.first_received_on), :today) > allowed.value
