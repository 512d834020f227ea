-- id: case_satisfaction
-- subject: service
-- position: 40
-- headline: 5
-- page: service
-- title: {en: Satisfaction with solved problems, th: ความพึงพอใจต่อการแก้ไขปัญหา}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 80
-- amber: 75
-- formula: {en: "Of the cases closed on the day with a score, those solved and scored {satisfied_score} or more", th: "ปัญหาที่ปิดในวันนั้นและมีคะแนน ซึ่งแก้ไขแล้วและได้คะแนนตั้งแต่ {satisfied_score} ขึ้นไป หารด้วยปัญหาที่ปิดและมีคะแนนทั้งหมด"}
-- needs: {crm_cases: [closed_on, score], customers: []}
-- rows: [case_no]
-- params: {satisfied_score: 4}
SELECT COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN crm_cases.is_resolved = 1 AND crm_cases.score >= :satisfied_score THEN 1 ELSE 0 END AS part,
       1 AS whole, crm_cases.closed_on AS day_on, crm_cases.case_no
FROM crm_cases
LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
WHERE crm_cases.closed_on IS NOT NULL
  AND crm_cases.score IS NOT NULL
