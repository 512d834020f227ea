-- # A check: every row of the query is an exception that somebody works until it is gone.
-- # `khrop check` runs it over empty tables, `khrop check --plan NEW_ID` shows how it is run.
-- id: NEW_ID
-- # What the list is called.
-- title: {en: Open order of a customer who is not active, th: คำสั่งขายที่ยังเปิดอยู่ของลูกค้าที่ปิดการใช้งาน}
-- # One sentence a row, with the values that disagree; {column} is a column of the result.
-- why: {en: "order {order_no} of {ordered_on} is open, yet customer {customer_no} is not active", th: "คำสั่งขาย {order_no} วันที่ {ordered_on} ยังเปิดอยู่ แต่ลูกค้า {customer_no} ปิดการใช้งานแล้ว"}
-- # What to do about it.
-- todo: {en: Close the order or make the customer active again, th: ปิดคำสั่งขาย หรือเปิดใช้งานลูกค้าอีกครั้ง}
-- # Every dataset that the query reads, with the columns it can't do without of those a site may leave out.
-- needs: {staff: [], orders: [], customers: []}
-- # What makes it the same exception tomorrow.
-- key: [order_no]
-- # What differs: a change here shows as "changed". Never an age, or anything that moves by itself.
-- signature: [customer_no]
-- # state: it can be mended. event: it can't, and leaves the list after window_days of `event_on: COLUMN`.
-- kind: state
-- # A column of the result with a staff number, or role:DESK.
-- owner: staff_no
-- severity: medium
-- # Bound as :grace_days; a site sets it in checks.yaml. The suffix of a name gives its type.
-- params: {grace_days: 2}
SELECT orders.order_no, orders.customer_no, customers.customer_name, orders.staff_no, orders.ordered_on,
       orders.order_amount
FROM orders
JOIN customers ON customers.customer_no = orders.customer_no
LEFT JOIN staff ON staff.staff_no = orders.staff_no
WHERE orders.status = 'open'
  AND customers.is_active = 0
  AND workdays(COALESCE(staff.branch, ''), orders.ordered_on, :today) > :grace_days
