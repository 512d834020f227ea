-- id: ORD-05
-- title: {en: Reserved goods not taken, th: สินค้าสั่งจองที่ลูกค้ายังไม่มารับ}
-- why: {en: "{missing_qty} of {item_no} was reserved on {ordered_on}, to be taken by {promise_on}, and hasn't been taken", th: "สินค้า {item_no} จำนวน {missing_qty} สั่งจองเมื่อ {ordered_on} กำหนดรับ {promise_on} แต่ลูกค้ายังไม่มารับ"}
-- todo: {en: "Agree with the customer when to take the goods, or let them go", th: นัดวันรับสินค้ากับลูกค้า หรือยกเลิกการจอง}
-- needs: {order_line_state: []}
-- key: [order_no, line_no]
-- signature: [promise_on]
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: medium
-- params: {hold_days: 15}
SELECT order_no, line_no, customer_no, staff_no, item_no, item_name, ordered_on, promise_on, net_qty, delivered_qty,
       missing_qty
FROM order_line_state
WHERE order_status = 'open'
  AND line_kind = 'reserved'
  AND missing_qty > 0
  AND (promise_on < :today OR (promise_on IS NULL AND workdays(branch, ordered_on, :today) > :hold_days))
