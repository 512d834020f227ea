-- id: promises_put_off
-- page: back_orders
-- position: 60
-- title: {en: "Promises put off in the last {window_days} days", th: "วันกำหนดส่งที่ถูกเลื่อนใน {window_days} วันที่ผ่านมา"}
-- needs: {orders: [], customers: [], crm_follow_ups: [], promised_dates: [], khrop_promises: []}
-- key: [promise_kind, order_no, line_no, follow_up_no, seen_on]
-- columns: [{seen_on: {en: Seen on, th: พบเมื่อ}}, {side: {en: Put off in, th: เลื่อนในระบบ}}, order_no, customer_name, staff_no, {earlier_on: {en: From, th: จากวันที่}}, {promised_on: {en: To, th: เป็นวันที่}}, {slip_days: {en: Days later, th: เลื่อนไป (วัน)}}]
-- top: 15
-- params: {window_days: 30}
SELECT moved.seen_on, CASE WHEN moved.promise_kind = 'follow_up' THEN 'crm' ELSE 'sales' END AS side,
       moved.promise_kind, moved.order_no, moved.line_no, moved.follow_up_no,
       COALESCE(customers.customer_name, orders.customer_no) AS customer_name,
       COALESCE(follow_up.staff_no, orders.staff_no, '') AS staff_no,
       moved.earlier_on, moved.promised_on, moved.promised_on - moved.earlier_on AS slip_days
FROM khrop_promises AS moved
LEFT JOIN orders ON orders.order_no = moved.order_no
LEFT JOIN customers ON customers.customer_no = orders.customer_no
LEFT JOIN crm_follow_ups AS follow_up ON follow_up.follow_up_no = moved.follow_up_no
WHERE moved.promise_kind IN ('line', 'follow_up')
  AND moved.promised_on > moved.earlier_on
  AND moved.seen_on > :today - :window_days
ORDER BY moved.seen_on DESC, slip_days DESC, moved.order_no, moved.line_no, moved.promise_kind, moved.follow_up_no
