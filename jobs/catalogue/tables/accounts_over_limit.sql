-- id: accounts_over_limit
-- page: credit
-- position: 10
-- title: {en: Customers over their limit or on hold, th: ลูกค้าที่เกินวงเงินหรือถูกระงับเครดิต}
-- needs: {credit_accounts: [credit_limit, overdue_amount], customers: []}
-- key: [customer_no]
-- columns: [customer_no, customer_name, staff_no, {reason: {en: State, th: สถานะ}}, {credit_limit: {en: Limit, th: วงเงินเครดิต}}, balance, {over_amount: {en: Over the limit, th: ส่วนที่เกินวงเงิน}}, {overdue_amount: {en: Overdue, th: ยอดเกินกำหนด}}]
-- largest: over_amount
-- top: 15
-- total: [balance, over_amount, overdue_amount]
SELECT account.customer_no, COALESCE(customers.customer_name, account.customer_no) AS customer_name,
       COALESCE(customers.staff_no, '') AS staff_no,
       CASE WHEN account.is_on_hold = 1 THEN 'hold' ELSE 'over_limit' END AS reason, account.credit_limit,
       account.balance,
       CASE WHEN account.balance > account.credit_limit THEN account.balance - account.credit_limit
            ELSE 0 END AS over_amount,
       COALESCE(account.overdue_amount, 0) AS overdue_amount
FROM credit_accounts AS account
LEFT JOIN customers ON customers.customer_no = account.customer_no
WHERE account.is_on_hold = 1
   OR account.balance > account.credit_limit
ORDER BY 7 DESC, account.customer_no
