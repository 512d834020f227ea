-- id: orders_held
-- page: credit
-- position: 20
-- title: {en: Orders held for credit, th: คำสั่งขายที่ติดปัญหาเครดิต}
-- note: {en: "What the customer has to pay before the order can be released: what is overdue, or over the limit, whichever is more", th: "ยอดที่ลูกค้าต้องชำระก่อนปล่อยคำสั่งขาย คือยอดเกินกำหนดหรือส่วนที่เกินวงเงิน แล้วแต่จำนวนใดมากกว่า"}
-- needs: {"check:CR-01": [], credit_accounts: [overdue_amount], customers: []}
-- key: [order_no]
-- columns: [order_no, {ordered_on: {en: Ordered, th: วันที่สั่ง}}, customer_name, staff_no, {reason: {en: Held for, th: สาเหตุ}}, {unpaid_amount: {en: Still to pay, th: ยังไม่ชำระ}}, {release_amount: {en: Pay to release, th: ต้องชำระก่อนปล่อย}}]
-- largest: unpaid_amount
-- top: 15
-- total: [unpaid_amount]
WITH held AS (
    SELECT held.order_no, held.ordered_on, held.customer_no, held.staff_no, held.reason,
           held.order_amount - held.paid_amount AS unpaid_amount,
           CASE WHEN held.balance > held.credit_limit THEN held.balance - held.credit_limit
                ELSE 0 END AS over_amount,
           COALESCE(account.overdue_amount, 0) AS overdue_amount
    FROM "CR-01" AS held
    JOIN credit_accounts AS account ON account.customer_no = held.customer_no
)
SELECT held.order_no, held.ordered_on, COALESCE(customers.customer_name, held.customer_no) AS customer_name,
       held.staff_no, held.reason, held.unpaid_amount,
       CASE WHEN held.over_amount > held.overdue_amount THEN held.over_amount
            ELSE held.overdue_amount END AS release_amount
FROM held
LEFT JOIN customers ON customers.customer_no = held.customer_no
ORDER BY held.unpaid_amount DESC, held.order_no
