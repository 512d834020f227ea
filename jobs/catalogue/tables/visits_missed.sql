-- id: visits_missed
-- page: visits
-- position: 20
-- title: {en: Planned visits that were missed, th: แผนออกเยี่ยมที่ไม่ได้ไปและไม่ได้นัดใหม่}
-- needs: {"check:VIS-03": [], customers: []}
-- key: [visit_no]
-- columns: [{planned_on: {en: Planned for, th: แผนวันที่}}, customer_no, customer_name, staff_no, visit_no]
-- top: 15
SELECT missed.planned_on, missed.customer_no, COALESCE(customers.customer_name, missed.customer_no) AS customer_name,
       missed.staff_no, missed.visit_no
FROM "VIS-03" AS missed
LEFT JOIN customers ON customers.customer_no = missed.customer_no
ORDER BY missed.planned_on, missed.visit_no
