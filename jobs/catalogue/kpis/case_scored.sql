-- id: case_scored
-- subject: service
-- position: 41
-- page: service
-- title: {en: Closed cases with a score, th: ปัญหาที่ปิดแล้วและมีคะแนนความพึงพอใจ}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 70
-- amber: 50
-- formula: {en: "Of the cases closed on the day, those that the customer has scored", th: "ปัญหาที่ปิดในวันนั้นและลูกค้าให้คะแนนแล้ว หารด้วยปัญหาที่ปิดในวันนั้นทั้งหมด"}
-- needs: {crm_cases: [closed_on, score], customers: []}
-- rows: [case_no]
SELECT COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN crm_cases.score IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole, crm_cases.closed_on AS day_on,
       crm_cases.case_no
FROM crm_cases
LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
WHERE crm_cases.closed_on IS NOT NULL
