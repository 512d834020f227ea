-- id: overdue_customers
-- page: credit
-- position: 50
-- title: {en: Customers who owe most past its due date, th: ลูกค้าที่ค้างชำระเกินกำหนดสูงสุด}
-- needs: {credit_accounts: [overdue_amount, oldest_due_on], customers: []}
-- key: [customer_no]
-- columns: [customer_no, customer_name, staff_no, {oldest_due_on: {en: Due since, th: ครบกำหนดตั้งแต่}}, {overdue_days: {en: Days overdue, th: เกินกำหนด (วัน)}}, balance, {overdue_amount: {en: Overdue, th: ยอดเกินกำหนด}}, {amount_share: {en: Of all overdue, th: สัดส่วน}}]
-- largest: overdue_amount
-- top: 10
-- total: [overdue_amount]
-- shares: {amount_share: [overdue_amount, total]}
-- chart: {kind: cells, series: [overdue_amount]}
SELECT account.customer_no, COALESCE(customers.customer_name, account.customer_no) AS customer_name,
       COALESCE(customers.staff_no, '') AS staff_no, account.oldest_due_on,
       :today - account.oldest_due_on AS overdue_days, account.balance, account.overdue_amount
FROM credit_accounts AS account
LEFT JOIN customers ON customers.customer_no = account.customer_no
WHERE account.overdue_amount > 0
ORDER BY account.overdue_amount DESC, account.customer_no
