-- id: ORD-05
-- title: {en: Reserved goods not taken, th: สินค้าสั่งจองที่ลูกค้ายังไม่มารับ}
-- why: {en: "{missing_qty} of {item_no} was reserved on {ordered_on}, to be taken by {promise_on}, and hasn't been taken", th: "สินค้า {item_no} จำนวน {missing_qty} สั่งจองเมื่อ {ordered_on} กำหนดรับ {promise_on} แต่ลูกค้ายังไม่มารับ"}
-- todo: {en: "Agree with the customer when to take the goods, or let them go", th: นัดวันรับสินค้ากับลูกค้า หรือยกเลิกการจอง}
-- compares: [net_qty, delivered_qty]
-- needs: {order_line_state: []}
-- key: [order_no, line_no]
-- signature: [promise_on]
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: medium
-- params: {hold_days: 15}
-- vary_by: {hold_days: [branch]}
SELECT line.order_no, line.line_no, line.customer_no, line.staff_no, line.item_no, line.item_name, line.ordered_on,
       line.promise_on, line.net_qty, line.delivered_qty, line.missing_qty
FROM order_line_state AS line
JOIN parameters AS allowed
  ON allowed.name = 'ORD-05.hold_days' AND allowed.branch = line.branch AND allowed.kind = ''
WHERE line.order_status = 'open'
  AND line.line_kind = 'reserved'
  AND line.missing_qty > 0
  AND (line.promise_on < :today
       OR (line.promise_on IS NULL AND workdays(line.branch, line.ordered_on, :today) > allowed.value))
