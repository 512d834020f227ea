-- id: cases_overdue
-- page: service
-- position: 50
-- title: {en: Cases past their due date, th: ปัญหาที่เกินกำหนดแก้ไข}
-- needs: {"check:CS-01": []}
-- key: [case_no]
-- columns: [case_no, {case_kind: {en: Kind, th: ประเภท}}, customer_name, staff_no, {opened_on: {en: Opened, th: เปิดเมื่อ}}, {case_due_on: {en: Due, th: กำหนดแก้ไข}}, {late_days: {en: Days late, th: เกินกำหนด (วัน)}}, {contacted_on: {en: Last contact, th: ติดต่อล่าสุด}}]
-- top: 15
SELECT case_no, case_kind, COALESCE(customer_name, customer_no) AS customer_name, staff_no, opened_on, case_due_on,
       :today - case_due_on AS late_days, contacted_on
FROM "CS-01"
ORDER BY case_due_on, case_no
