-- id: CR-01
-- title: {en: Goods owed to a customer on credit hold or over the limit, th: มีสินค้าค้างส่งให้ลูกค้าที่ถูกระงับเครดิตหรือเกินวงเงินเครดิต}
-- why: {en: "customer {customer_no} is {reason}: balance {balance}, credit limit {credit_limit}; {paid_amount} of the order's {order_amount} is paid", th: "ลูกค้า {customer_no} {reason}: ยอดค้างชำระ {balance} วงเงินเครดิต {credit_limit} · คำสั่งขายนี้ชำระแล้ว {paid_amount} จาก {order_amount}"}
-- todo: {en: Ask Credit before the goods are sent, th: ประสานแผนกสินเชื่อก่อนจัดส่งสินค้า}
-- compares: [credit_limit, balance]
-- at_stake: order_amount
-- needs: {orders: [], order_line_state: [], live_back_orders: [], order_payments: [], credit_accounts: [credit_limit]}
-- key: [order_no]
-- signature: [reason]
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: high
WITH owing AS (
    SELECT order_no
    FROM order_line_state
    WHERE order_status = 'open'
      AND owed_qty > 0
    UNION
    SELECT order_no
    FROM live_back_orders
)
SELECT orders.order_no, orders.customer_no, orders.staff_no, orders.ordered_on, orders.order_amount,
       COALESCE(paid.paid_amount, 0) AS paid_amount, account.balance, account.credit_limit, account.is_on_hold,
       CASE WHEN account.is_on_hold = 1 THEN 'hold' ELSE 'over_limit' END AS reason
FROM owing
JOIN orders ON orders.order_no = owing.order_no
JOIN credit_accounts AS account ON account.customer_no = orders.customer_no
LEFT JOIN order_payments AS paid ON paid.order_no = orders.order_no
WHERE (account.is_on_hold = 1 OR account.balance > account.credit_limit)
  AND COALESCE(paid.paid_amount, 0) < orders.order_amount
