-- id: visits_without_note
-- page: visits
-- position: 30
-- title: {en: Visits without a note, th: การออกเยี่ยมที่ยังไม่บันทึกผล}
-- needs: {"check:VIS-08": [], customers: []}
-- key: [crm_visit_no]
-- columns: [{visited_on: {en: Visited, th: ออกเยี่ยมเมื่อ}}, customer_no, customer_name, staff_no, {next_visit_on: {en: Next visit, th: นัดครั้งถัดไป}}, crm_visit_no]
-- top: 15
SELECT visit.visited_on, visit.customer_no, COALESCE(customers.customer_name, visit.customer_no) AS customer_name,
       visit.staff_no, visit.next_visit_on, visit.crm_visit_no
FROM "VIS-08" AS visit
LEFT JOIN customers ON customers.customer_no = visit.customer_no
ORDER BY visit.visited_on, visit.crm_visit_no
