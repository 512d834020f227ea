-- id: ORD-01
-- title: {en: "Deposit not paid, or paid short", th: ยังไม่ได้ชำระเงินมัดจำ หรือชำระไม่ครบ}
-- why: {en: "deposit due {due_amount}, paid {paid_amount}; ordered on {ordered_on}", th: "เงินมัดจำที่ต้องชำระ {due_amount} ชำระแล้ว {paid_amount} สั่งซื้อเมื่อ {ordered_on}"}
-- todo: {en: Ask the customer for the deposit before the goods are bought, th: ติดตามเงินมัดจำจากลูกค้าก่อนสั่งสินค้า}
-- compares: [due_amount, paid_amount]
-- at_stake: due_amount
-- needs: {staff: [], orders: [], order_payments: []}
-- key: [order_no]
-- signature: [due_amount, paid_amount]
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: high
-- params: {grace_days: 1}
WITH owing AS (
    SELECT orders.order_no, orders.customer_no, orders.staff_no, orders.ordered_on, orders.kind, orders.order_amount,
           orders.deposit_due_amount AS due_amount, COALESCE(paid.paid_amount, 0) AS paid_amount
    FROM orders
    LEFT JOIN order_payments AS paid ON paid.order_no = orders.order_no
    WHERE orders.status = 'open'
      AND (orders.deposit_due_amount > 0 OR orders.kind = 'deposit')
)
SELECT owing.order_no, owing.customer_no, owing.staff_no, owing.ordered_on, owing.kind, owing.order_amount,
       owing.due_amount, owing.paid_amount
FROM owing
LEFT JOIN staff ON staff.staff_no = owing.staff_no
WHERE (owing.paid_amount < owing.due_amount OR (owing.due_amount IS NULL AND owing.paid_amount <= 0))
  AND workdays(COALESCE(staff.branch, ''), owing.ordered_on, :today) > :grace_days
