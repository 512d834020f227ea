-- id: customers_over_limit
-- subject: credit
-- position: 92
-- page: credit
-- title: {en: Customers over their credit limit, th: ลูกค้าที่เกินวงเงินเครดิต}
-- kind: stock
-- unit: count
-- direction: lower
-- shows_share: true
-- target_on: value
-- target: 0
-- amber: 2
-- formula: {en: "Credit accounts of which the balance is above the limit; the share is of the accounts that have a limit", th: "บัญชีสินเชื่อที่ยอดค้างชำระเกินวงเงินเครดิต สัดส่วนเทียบกับบัญชีที่กำหนดวงเงินไว้"}
-- needs: {credit_accounts: [credit_limit], customers: []}
-- rows: [customer_no]
SELECT COALESCE(customers.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN account.balance > account.credit_limit THEN 1 ELSE 0 END AS part, 1 AS whole, account.customer_no
FROM credit_accounts AS account
LEFT JOIN customers ON customers.customer_no = account.customer_no
WHERE account.credit_limit IS NOT NULL
