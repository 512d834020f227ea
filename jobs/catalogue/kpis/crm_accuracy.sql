-- id: crm_accuracy
-- subject: customers
-- position: 81
-- headline: 7
-- title: {en: CRM records without a fault, th: ความถูกต้องของข้อมูลลูกค้าใน CRM}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 95
-- amber: 90
-- formula: {en: "Of the CRM records of active customers, those in which nothing is invalid, differs from sales or differs from credit's limit (CRM-03 but for empty fields, CRM-04, CRM-05)", th: "ข้อมูลลูกค้าใน CRM ของลูกค้าที่ยังใช้งานซึ่งไม่มีช่องที่ไม่ถูกต้อง ไม่ต่างจากระบบขาย และวงเงินเครดิตตรงกัน (CRM-03 ยกเว้นช่องว่าง, CRM-04, CRM-05) หารด้วยทั้งหมด"}
-- needs: {customers: [], crm_customers: [customer_no], check:CRM-03: [], check:CRM-04: [], check:CRM-05: []}
-- rows: [crm_no]
WITH faulty AS (
    SELECT crm_no
    FROM "CRM-03"
    WHERE problem <> 'empty'
    UNION
    SELECT crm_no
    FROM "CRM-04"
    UNION
    SELECT crm_no
    FROM "CRM-05"
)
SELECT COALESCE(record.staff_no, customers.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN faulty.crm_no IS NULL THEN 1 ELSE 0 END AS part, 1 AS whole, record.crm_no
FROM crm_customers AS record
JOIN customers ON customers.customer_no = record.customer_no
LEFT JOIN faulty ON faulty.crm_no = record.crm_no
WHERE customers.is_active = 1
  AND customers.is_walk_in = 0
