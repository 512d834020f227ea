-- id: overdue_by_age
-- page: credit
-- position: 40
-- title: {en: Overdue balance by age, th: ยอดเกินกำหนดชำระตามอายุหนี้}
-- note: {en: "Calendar days since the oldest due date of the account", th: "นับเป็นวันปฏิทินตั้งแต่วันครบกำหนดที่เก่าที่สุดของบัญชี"}
-- needs: {credit_accounts: [overdue_amount, oldest_due_on], customers: []}
-- key: [overdue_bucket, staff_no]
-- columns: [{overdue_bucket: {en: Overdue (days), th: เกินกำหนด (วัน)}}, {account_count: {en: Customers, th: ลูกค้า (ราย)}}, {overdue_amount: {en: Overdue, th: ยอดเกินกำหนด}}, {amount_share: {en: Of all overdue, th: สัดส่วน}}]
-- group: [overdue_bucket]
-- total: [account_count, overdue_amount]
-- shares: {amount_share: [overdue_amount, total]}
-- chart: {kind: column, category: overdue_bucket, series: [overdue_amount], title: {en: Overdue by age (days), th: ยอดเกินกำหนดตามอายุหนี้ (วัน)}, alt: {en: Columns of the overdue balance by the days since the oldest due date, th: แผนภูมิแท่งแสดงยอดเกินกำหนดชำระตามจำนวนวันนับจากวันครบกำหนดที่เก่าที่สุด}}
WITH overdue AS (
    SELECT COALESCE(customers.staff_no, '') AS staff_no, account.overdue_amount,
           COALESCE(:today - account.oldest_due_on, 0) AS overdue_days
    FROM credit_accounts AS account
    LEFT JOIN customers ON customers.customer_no = account.customer_no
    WHERE account.overdue_amount > 0
)
SELECT CASE WHEN overdue_days <= 0 THEN 'unknown'
            WHEN overdue_days <= 30 THEN '1-30'
            WHEN overdue_days <= 60 THEN '31-60'
            WHEN overdue_days <= 90 THEN '61-90'
            ELSE '91+' END AS overdue_bucket,
       staff_no, COUNT(*) AS account_count, CAST(SUM(overdue_amount) AS BIGINT) AS overdue_amount
FROM overdue
GROUP BY 1, staff_no
ORDER BY MIN(overdue_days), staff_no
