-- id: CR-03
-- title: {en: Balance differs from invoices less payments, th: ยอดค้างชำระไม่ตรงกับใบแจ้งหนี้หักการชำระเงิน}
-- why: {en: "the account's balance is {balance}; its invoices less payments come to {reckoned_amount}", th: "ยอดค้างชำระในบัญชี {balance} แต่ใบแจ้งหนี้หักการชำระเงินแล้วเป็น {reckoned_amount}"}
-- todo: {en: Find the invoice or payment that is missing or doubled, th: ตรวจหาใบแจ้งหนี้หรือการชำระเงินที่ขาดหายหรือซ้ำ}
-- compares: [reckoned_amount, balance]
-- at_stake: difference_amount
-- needs: {customers: [], credit_accounts: [], invoices: [], payments: [invoice_no]}
-- key: [customer_no]
-- signature: [difference_amount]
-- kind: state
-- owner: role:credit
-- severity: medium
-- params: {tolerance_amount: 1.00}
WITH paid AS (
    SELECT invoice_no, CAST(SUM(payment_amount) AS BIGINT) AS paid_amount
    FROM payments
    WHERE invoice_no IS NOT NULL
    GROUP BY invoice_no
), invoiced AS (
    SELECT invoices.customer_no, COUNT(*) AS invoice_count,
           CAST(SUM(invoices.invoice_amount - COALESCE(invoices.paid_amount, paid.paid_amount, 0)) AS BIGINT)
               AS unpaid_amount
    FROM invoices
    LEFT JOIN paid ON paid.invoice_no = invoices.invoice_no
    GROUP BY invoices.customer_no
), unapplied AS (
    SELECT customer_no, CAST(SUM(payment_amount) AS BIGINT) AS unapplied_amount
    FROM payments
    WHERE kind = 'invoice'
      AND invoice_no IS NULL
    GROUP BY customer_no
), reckoned AS (
    SELECT account.customer_no, customers.customer_name, account.balance,
           COALESCE(invoiced.unpaid_amount, 0) - COALESCE(unapplied.unapplied_amount, 0) AS reckoned_amount,
           COALESCE(invoiced.invoice_count, 0) AS invoice_count
    FROM credit_accounts AS account
    LEFT JOIN customers ON customers.customer_no = account.customer_no
    LEFT JOIN invoiced ON invoiced.customer_no = account.customer_no
    LEFT JOIN unapplied ON unapplied.customer_no = account.customer_no
    WHERE COALESCE(customers.is_walk_in, 0) = 0
)
SELECT customer_no, customer_name, balance, reckoned_amount, balance - reckoned_amount AS difference_amount,
       invoice_count
FROM reckoned
WHERE ABS(balance - reckoned_amount) > :tolerance_amount
