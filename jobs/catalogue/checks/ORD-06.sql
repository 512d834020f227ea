-- id: ORD-06
-- title: {en: Order line owed without a promised date, th: รายการที่ยังส่งไม่ครบและไม่มีวันกำหนดส่ง}
-- why: {en: "{owed_qty} of {item_no} is owed since {ordered_on}; promised date: none", th: "สินค้า {item_no} ยังต้องส่งอีก {owed_qty} สั่งซื้อเมื่อ {ordered_on} แต่ไม่มีวันกำหนดส่ง"}
-- todo: {en: Agree a date with the customer and enter it in sales, th: นัดวันส่งกับลูกค้า แล้วบันทึกในระบบขาย}
-- compares: [net_qty, delivered_qty]
-- needs: {order_line_state: [], live_back_orders: []}
-- key: [order_no, line_no]
-- signature: []
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 2}
SELECT line.order_no, line.line_no, line.customer_no, line.staff_no, line.item_no, line.item_name, line.line_kind,
       line.ordered_on, line.net_qty, line.delivered_qty, line.owed_qty
FROM order_line_state AS line
LEFT JOIN live_back_orders AS live ON live.order_no = line.order_no AND live.line_no = line.line_no
WHERE line.order_status = 'open'
  AND line.owed_qty > 0
  AND line.line_kind <> 'reserved'
  AND COALESCE(live.bo_promise_on, line.promise_on) IS NULL
  AND workdays(line.branch, line.ordered_on, :today) > :grace_days
