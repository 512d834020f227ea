-- id: crm_completeness
-- subject: customers
-- position: 80
-- title: {en: Customers with a complete CRM record, th: ความครบถ้วนของข้อมูลลูกค้าใน CRM}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 95
-- amber: 90
-- formula: {en: "Of the customers who have bought in the last 180 days, those with a CRM record whose mandatory fields are all filled in (credit customers: the tax id too)", th: "ลูกค้าที่มีการซื้อใน 180 วันล่าสุดซึ่งมีข้อมูลใน CRM ครบทุกช่องที่จำเป็น (ลูกค้าเครดิตต้องมีเลขประจำตัวผู้เสียภาษีด้วย) หารด้วยลูกค้าดังกล่าวทั้งหมด"}
-- needs: {customer_activity: [], crm_customers: [customer_no], credit_accounts: []}
-- rows: [customer_no]
-- params: {mandatory: [customer_name, phone, province, postcode, staff_no], mandatory_for_credit: [tax_id]}
WITH required AS (
    SELECT customer.customer_no,
           CASE WHEN account.customer_no IS NULL THEN :mandatory
                ELSE :mandatory || :mandatory_for_credit END AS fields
    FROM customer_activity AS customer
    LEFT JOIN credit_accounts AS account ON account.customer_no = customer.customer_no
    WHERE customer.is_buyer = 1
), complete AS (
    SELECT DISTINCT record.customer_no
    FROM crm_customers AS record
    JOIN required ON required.customer_no = record.customer_no
    WHERE (record.customer_name IS NOT NULL OR required.fields NOT LIKE '%,customer_name,%')
      AND (record.phone IS NOT NULL OR required.fields NOT LIKE '%,phone,%')
      AND (record.province IS NOT NULL OR required.fields NOT LIKE '%,province,%')
      AND (record.postcode IS NOT NULL OR required.fields NOT LIKE '%,postcode,%')
      AND (record.staff_no IS NOT NULL OR required.fields NOT LIKE '%,staff_no,%')
      AND (record.tax_id IS NOT NULL OR required.fields NOT LIKE '%,tax_id,%')
      AND (record.email IS NOT NULL OR required.fields NOT LIKE '%,email,%')
)
SELECT customer.staff_no, '' AS split, '' AS measure,
       CASE WHEN complete.customer_no IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,
       customer.customer_no
FROM customer_activity AS customer
LEFT JOIN complete ON complete.customer_no = customer.customer_no
WHERE customer.is_buyer = 1
