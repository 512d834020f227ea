-- id: overdue_balance
-- subject: credit
-- position: 90
-- headline: 8
-- page: credit
-- title: {en: Overdue balance, th: ยอดค้างชำระที่เกินกำหนดชำระ}
-- kind: stock
-- unit: thb
-- direction: lower
-- shows_share: true
-- target: 10
-- amber: 20
-- formula: {en: "The overdue amounts of all credit accounts; the share is of what is outstanding", th: "ยอดเกินกำหนดชำระของทุกบัญชีสินเชื่อ สัดส่วนเทียบกับยอดค้างชำระทั้งหมด"}
-- needs: {credit_accounts: [overdue_amount], customers: []}
-- rows: [customer_no]
WITH accounts AS (
    SELECT account.customer_no, COALESCE(customers.staff_no, '') AS staff_no, account.balance,
           COALESCE(account.overdue_amount, 0) AS overdue_amount
    FROM credit_accounts AS account
    LEFT JOIN customers ON customers.customer_no = account.customer_no
)
SELECT staff_no, '' AS split, '' AS measure, overdue_amount AS part,
       CASE WHEN balance >= overdue_amount AND balance > 0 THEN balance
            WHEN overdue_amount > 0 THEN overdue_amount
            ELSE 0 END AS whole,
       customer_no
FROM accounts
