-- id: CR-02
-- title: {en: Long overdue and ordering again, th: ลูกค้าเกินกำหนดชำระนานแต่มีคำสั่งขายใหม่}
-- why: {en: "{overdue_amount} is overdue, the oldest since {oldest_due_on}; new orders not yet paid: {order_count}, the last on {last_ordered_on}", th: "มียอดเกินกำหนดชำระ {overdue_amount} (ครบกำหนดเก่าที่สุด {oldest_due_on}) แต่มีคำสั่งขายใหม่ที่ยังชำระไม่ครบ {order_count} ใบ ล่าสุด {last_ordered_on}"}
-- todo: {en: Ask the customer to pay and agree with Credit before more is sent, th: ติดตามการชำระเงินจากลูกค้า และประสานแผนกสินเชื่อก่อนจัดส่งเพิ่ม}
-- at_stake: overdue_amount
-- needs: {customers: [], orders: [], order_payments: [], credit_accounts: [overdue_amount, oldest_due_on]}
-- key: [customer_no]
-- signature: [oldest_due_on]
-- kind: state
-- born_on: oldest_due_on
-- owner: staff_no
-- severity: high
-- params: {overdue_days: 30, new_days: 7, min_amount: 0}
WITH unpaid AS (
    SELECT orders.customer_no, COUNT(*) AS order_count, MAX(orders.ordered_on) AS last_ordered_on,
           CAST(SUM(orders.order_amount) AS BIGINT) AS order_amount
    FROM orders
    LEFT JOIN order_payments AS paid ON paid.order_no = orders.order_no
    WHERE orders.status <> 'cancelled'
      AND orders.ordered_on >= :today - :new_days
      AND COALESCE(paid.paid_amount, 0) < orders.order_amount
    GROUP BY orders.customer_no
)
SELECT account.customer_no, customers.customer_name, COALESCE(customers.staff_no, '') AS staff_no, account.balance,
       account.overdue_amount, account.oldest_due_on, :today - account.oldest_due_on AS overdue_days,
       unpaid.order_count, unpaid.last_ordered_on, unpaid.order_amount
FROM credit_accounts AS account
JOIN unpaid ON unpaid.customer_no = account.customer_no
LEFT JOIN customers ON customers.customer_no = account.customer_no
WHERE account.overdue_amount > :min_amount
  AND account.oldest_due_on < :today - :overdue_days
  AND COALESCE(customers.is_walk_in, 0) = 0
