-- id: ORD-04
-- title: {en: "Drop-ship line delivered from the warehouse, or the reverse", th: สินค้า Drop Ship ที่ส่งจากคลังสินค้า หรือสินค้าอื่นที่ซัพพลายเออร์ส่งตรงถึงลูกค้า}
-- why: {en: "{item_no} was ordered as {line_kind} and delivered {route} on {delivery_on}", th: "สินค้า {item_no} ประเภท {line_kind} แต่{route}เมื่อ {delivery_on}"}
-- todo: {en: "Find out how the goods went, and correct the kind of the line or the route", th: ตรวจสอบวิธีส่งจริง แล้วแก้ประเภทรายการหรือเส้นทางส่งให้ถูกต้อง}
-- needs: {order_line_state: [], deliveries: [shipped_on, delivered_on]}
-- key: [delivery_no, order_no, line_no]
-- signature: [route]
-- kind: event
-- event_on: delivery_on
-- owner: staff_no
-- severity: low
-- params: {exempt_kinds: [special], window_days: 30}
WITH recent AS (
    SELECT delivery_no, order_no, line_no, qty_delivered, route, COALESCE(delivered_on, shipped_on) AS delivery_on
    FROM deliveries
    WHERE COALESCE(delivered_on, shipped_on) >= :today - :window_days
      AND route IN ('warehouse', 'supplier')
)
SELECT recent.delivery_no, recent.order_no, recent.line_no, line.customer_no, line.staff_no, line.item_no,
       line.item_name, line.line_kind, recent.route, recent.qty_delivered, recent.delivery_on
FROM recent
JOIN order_line_state AS line ON line.order_no = recent.order_no AND line.line_no = recent.line_no
WHERE (line.line_kind = 'drop_ship' AND recent.route = 'warehouse')
   OR (line.line_kind <> 'drop_ship' AND recent.route = 'supplier'
       AND :exempt_kinds NOT LIKE '%,' || line.line_kind || ',%')
