-- id: LG-03
-- title: {en: "Delivered more than ordered, or an item not on the order", th: ส่งสินค้าเกินจำนวนที่สั่ง หรือส่งสินค้าที่ไม่ได้สั่ง}
-- why: {en: "ordered {qty_ordered} of {item_no} (cancelled {qty_cancelled}); delivered {delivered_qty}, last on {last_delivered_on}, as item {delivered_item_no}", th: "สั่งสินค้า {item_no} จำนวน {qty_ordered} (ยกเลิก {qty_cancelled}) แต่ส่งสินค้า {delivered_item_no} จำนวน {delivered_qty} ล่าสุด {last_delivered_on}"}
-- todo: {en: "Fetch back what was not ordered, or have the order corrected", th: รับสินค้าที่ไม่ได้สั่งคืน หรือแก้คำสั่งขายให้ถูกต้อง}
-- compares: [qty_ordered, delivered_qty]
-- needs: {order_line_state: [], deliveries: [item_no]}
-- key: [order_no, line_no, problem]
-- signature: [over_qty, wrong_item_no]
-- kind: event
-- event_on: last_delivered_on
-- owner: role:logistics
-- severity: medium
-- params: {tolerance_pct: 0, window_days: 30}
WITH recent AS (
    SELECT order_no, line_no, customer_no, item_no, item_name, qty_ordered, qty_cancelled, delivered_qty,
           last_delivered_on
    FROM order_line_state
    WHERE last_delivered_on >= :today - :window_days
), wrong AS (
    SELECT recent.order_no, recent.line_no, MIN(deliveries.item_no) AS item_no
    FROM recent
    JOIN deliveries ON deliveries.order_no = recent.order_no AND deliveries.line_no = recent.line_no
    WHERE deliveries.item_no <> recent.item_no
    GROUP BY recent.order_no, recent.line_no
)
SELECT order_no, line_no, 'over' AS problem, customer_no, item_no, item_name, qty_ordered, qty_cancelled,
       delivered_qty, item_no AS delivered_item_no, last_delivered_on, delivered_qty AS over_qty,
       CAST(NULL AS TEXT) AS wrong_item_no
FROM recent
WHERE delivered_qty * 100 > (qty_ordered - qty_cancelled) * (100 + :tolerance_pct)
UNION ALL
SELECT recent.order_no, recent.line_no, 'item' AS problem, recent.customer_no, recent.item_no, recent.item_name,
       recent.qty_ordered, recent.qty_cancelled, recent.delivered_qty, wrong.item_no AS delivered_item_no,
       recent.last_delivered_on, CAST(NULL AS BIGINT) AS over_qty, wrong.item_no AS wrong_item_no
FROM recent
JOIN wrong ON wrong.order_no = recent.order_no AND wrong.line_no = recent.line_no
