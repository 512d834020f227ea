-- id: LG-04
-- title: {en: Delivery for no known order line, th: การจัดส่งที่ไม่ตรงกับรายการในคำสั่งขายใด}
-- why: {en: "{qty_delivered} of {item_no} was delivered on {delivery_on} for order {order_no} line {line_no}; sales has no such line", th: "จัดส่งสินค้า {item_no} จำนวน {qty_delivered} เมื่อ {delivery_on} ของคำสั่งขาย {order_no} รายการที่ {line_no} แต่ไม่มีรายการนี้ในระบบขาย"}
-- todo: {en: Find out whose goods they were and correct the order number, th: ตรวจสอบว่าเป็นสินค้าของคำสั่งขายใด แล้วแก้เลขที่ให้ถูกต้อง}
-- needs: {orders: [], order_lines: [], deliveries: [shipped_on, delivered_on]}
-- key: [delivery_no, order_no, line_no]
-- signature: []
-- kind: state
-- event_on: delivery_on
-- owner: role:logistics
-- severity: high
-- params: {window_days: 90}
WITH recent AS (
    SELECT delivery_no, order_no, line_no, item_no, qty_delivered, route,
           COALESCE(delivered_on, shipped_on) AS delivery_on
    FROM deliveries
    WHERE COALESCE(delivered_on, shipped_on) < :today
      AND COALESCE(delivered_on, shipped_on) >= :today - :window_days
)
SELECT recent.delivery_no, recent.order_no, recent.line_no, orders.customer_no, recent.item_no, recent.qty_delivered,
       recent.route, recent.delivery_on
FROM recent
LEFT JOIN order_lines AS line ON line.order_no = recent.order_no AND line.line_no = recent.line_no
LEFT JOIN orders ON orders.order_no = recent.order_no
WHERE line.order_no IS NULL
  -- What sales keeps no longer cannot be missed.
  AND recent.delivery_on >= (SELECT MIN(ordered_on) FROM orders)
