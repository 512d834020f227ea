-- id: orders_to_release
-- page: credit
-- position: 30
-- title: {en: Held orders that could be released, th: คำสั่งขายที่น่าจะปล่อยได้}
-- note: {en: "The customer is on hold, but within the limit and owes nothing past its due date: ask credit to lift the hold", th: "ลูกค้าถูกระงับเครดิต แต่ไม่เกินวงเงินและไม่มียอดเกินกำหนด ควรขอให้ฝ่ายสินเชื่อยกเลิกการระงับ"}
-- needs: {"check:CR-01": [], credit_accounts: [overdue_amount], customers: []}
-- key: [order_no]
-- columns: [order_no, {ordered_on: {en: Ordered, th: วันที่สั่ง}}, customer_no, customer_name, staff_no, {credit_limit: {en: Limit, th: วงเงินเครดิต}}, balance, {unpaid_amount: {en: Still to pay, th: ยังไม่ชำระ}}]
-- largest: unpaid_amount
-- top: 15
-- total: [unpaid_amount]
SELECT held.order_no, held.ordered_on, held.customer_no,
       COALESCE(customers.customer_name, held.customer_no) AS customer_name, held.staff_no, held.credit_limit,
       held.balance, held.order_amount - held.paid_amount AS unpaid_amount
FROM "CR-01" AS held
JOIN credit_accounts AS account ON account.customer_no = held.customer_no
LEFT JOIN customers ON customers.customer_no = held.customer_no
WHERE COALESCE(account.overdue_amount, 0) <= 0
  AND (held.credit_limit IS NULL OR held.balance <= held.credit_limit)
ORDER BY 8 DESC, held.order_no
