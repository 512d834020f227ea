-- id: CRM-05
-- title: {en: Credit limit in CRM differs from credit's, th: วงเงินเครดิตใน CRM ไม่ตรงกับระบบสินเชื่อ}
-- why: {en: "credit limit {credit_limit} in credit, {crm_limit} in CRM", th: "วงเงินเครดิตในระบบสินเชื่อ {credit_limit} แต่ใน CRM บันทึกไว้ {crm_limit}"}
-- todo: {en: "Correct the limit in CRM; if credit's is wrong, tell Credit", th: แก้วงเงินเครดิตใน CRM ให้ตรง หากระบบสินเชื่อไม่ถูกต้องให้แจ้งแผนกสินเชื่อ}
-- compares: [credit_limit, crm_limit]
-- needs: {customers: [], crm_customers: [customer_no, credit_limit], credit_accounts: [credit_limit]}
-- key: [crm_no]
-- signature: [crm_limit, credit_limit]
-- kind: state
-- owner: staff_no
-- severity: medium
-- params: {tolerance_amount: 0}
SELECT crm.crm_no, crm.customer_no, COALESCE(customers.customer_name, crm.customer_name) AS customer_name,
       COALESCE(crm.staff_no, customers.staff_no, '') AS staff_no, crm.credit_limit AS crm_limit, account.credit_limit,
       account.balance
FROM crm_customers AS crm
JOIN credit_accounts AS account ON account.customer_no = crm.customer_no
LEFT JOIN customers ON customers.customer_no = crm.customer_no
WHERE COALESCE(customers.is_walk_in, 0) = 0
  AND ABS(crm.credit_limit - account.credit_limit) > :tolerance_amount
