-- id: deliverable_back_orders
-- page: back_orders
-- position: 30
-- title: {en: Received and can be delivered today, th: รับเข้าแล้ว ส่งมอบได้วันนี้}
-- note: {en: "Goods of live back orders that were received and accepted and have not been sent, those promised first on top", th: "สินค้าค้างส่งที่ตรวจรับเข้าแล้วแต่ยังไม่ได้จัดส่ง เรียงตามวันกำหนดส่งที่ถึงก่อน"}
-- needs: {live_back_orders: [], line_receipts: [], order_line_state: [], deliveries: [shipped_on, delivered_on], customers: []}
-- key: [order_no, line_no]
-- columns: [order_no, customer_name, item_name, staff_no, {first_received_on: {en: Received, th: รับเข้าเมื่อ}}, {bo_promise_on: {en: Promised, th: กำหนดส่ง}}, {deliverable_qty: {en: Can be sent, th: ส่งได้}}, {deliverable_amount: {en: Value, th: มูลค่า}}]
-- top: 20
-- total: [deliverable_amount]
WITH received AS (
    SELECT live.order_no, live.line_no, COALESCE(live.customer_no, '') AS customer_no, live.staff_no, live.item_no,
           live.item_name, live.bo_promise_on, live.owed_bo_qty, receipt.first_received_on, receipt.accepted_qty
    FROM live_back_orders AS live
    JOIN line_receipts AS receipt ON receipt.order_no = live.order_no AND receipt.line_no = live.line_no
), sent AS (
    SELECT received.order_no, received.line_no, CAST(SUM(deliveries.qty_delivered) AS BIGINT) AS sent_qty
    FROM received
    JOIN deliveries ON deliveries.order_no = received.order_no AND deliveries.line_no = received.line_no
    WHERE COALESCE(deliveries.shipped_on, deliveries.delivered_on) >= received.first_received_on
    GROUP BY received.order_no, received.line_no
), ready AS (
    SELECT received.order_no, received.line_no, received.customer_no, received.staff_no, received.item_no,
           received.item_name, received.bo_promise_on, received.first_received_on,
           CASE WHEN received.accepted_qty - COALESCE(sent.sent_qty, 0) < received.owed_bo_qty
                THEN received.accepted_qty - COALESCE(sent.sent_qty, 0)
                ELSE received.owed_bo_qty END AS deliverable_qty
    FROM received
    LEFT JOIN sent ON sent.order_no = received.order_no AND sent.line_no = received.line_no
)
SELECT ready.order_no, ready.line_no, COALESCE(customers.customer_name, ready.customer_no) AS customer_name,
       COALESCE(ready.item_name, ready.item_no) AS item_name, ready.staff_no, ready.first_received_on,
       ready.bo_promise_on, ready.deliverable_qty,
       (ready.deliverable_qty * line.price + 5000) / 10000 AS deliverable_amount
FROM ready
LEFT JOIN customers ON customers.customer_no = ready.customer_no
LEFT JOIN order_line_state AS line ON line.order_no = ready.order_no AND line.line_no = ready.line_no
WHERE ready.deliverable_qty > 0
ORDER BY ready.bo_promise_on NULLS LAST, ready.first_received_on, ready.order_no, ready.line_no
