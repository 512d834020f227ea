-- id: BO-07
-- title: {en: Order line past its promise without a back order, th: รายการเกินกำหนดส่งที่ยังไม่ได้เปิดเป็นสินค้าค้างส่ง}
-- why: {en: "{missing_qty} of {item_no} was promised for {promise_on} and hasn't been sent; no back order is open", th: "สินค้า {item_no} ยังไม่ได้ส่งอีก {missing_qty} เกินกำหนดส่ง {promise_on} แล้ว และยังไม่ได้เปิดเป็นสินค้าค้างส่ง"}
-- todo: {en: "Open a back order, or send the goods, and tell the customer", th: เปิดรายการสินค้าค้างส่งหรือจัดส่งสินค้า แล้วแจ้งลูกค้า}
-- compares: [net_qty, delivered_qty]
-- needs: {order_line_state: [], back_orders: []}
-- key: [order_no, line_no]
-- signature: [promise_on]
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: high
-- params: {late_days: 0, skip_kinds: [reserved]}
WITH opened AS (
    SELECT DISTINCT order_no, line_no
    FROM back_orders
    WHERE status = 'open'
)
SELECT line.order_no, line.line_no, line.customer_no, line.staff_no, line.item_no, line.item_name, line.line_kind,
       line.ordered_on, line.promise_on, line.net_qty, line.delivered_qty, line.in_transit_qty, line.missing_qty
FROM order_line_state AS line
LEFT JOIN opened ON opened.order_no = line.order_no AND opened.line_no = line.line_no
WHERE line.order_status = 'open'
  AND line.missing_qty > 0
  AND line.promise_on + :late_days < :today
  AND :skip_kinds NOT LIKE '%,' || line.line_kind || ',%'
  AND opened.order_no IS NULL
