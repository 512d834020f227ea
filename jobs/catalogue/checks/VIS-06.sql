-- id: VIS-06
-- title: {en: Customer in trouble whom nobody has contacted, th: ลูกค้าที่มีสินค้าค้างส่งเกินกำหนดส่งหรือมีปัญหาที่ยังไม่ปิด แต่ยังไม่มีการติดต่อ}
-- why: {en: "in trouble since {trouble_on} (overdue back orders {late_line_count}, open cases {case_count}); last contact or visit {last_contact_on}", th: "มีปัญหาตั้งแต่ {trouble_on} (สินค้าค้างส่งเกินกำหนดส่ง {late_line_count} รายการ ปัญหาที่ยังไม่ปิด {case_count} เรื่อง) · ติดต่อหรือออกเยี่ยมครั้งล่าสุด {last_contact_on}"}
-- todo: {en: Visit or ring the customer and enter it in CRM, th: ออกเยี่ยมหรือโทรติดต่อลูกค้า แล้วบันทึกใน CRM}
-- needs: {staff: [], customers: [], live_back_orders: [], customer_contacts: [], visit_log: [visited_on], crm_cases: [closed_on, contacted_on]}
-- key: [customer_no]
-- signature: [trouble_on]
-- kind: state
-- born_on: trouble_on
-- owner: staff_no
-- severity: high
-- params: {contact_days: 3}
WITH troubles AS (
    SELECT customer_no, bo_promise_on AS trouble_on, 1 AS is_late, 0 AS is_case
    FROM live_back_orders
    WHERE customer_no IS NOT NULL
      AND bo_promise_on < :today
    UNION ALL
    SELECT customer_no, opened_on AS trouble_on, 0 AS is_late, 1 AS is_case
    FROM crm_cases
    WHERE closed_on IS NULL
      AND is_resolved = 0
), troubled AS (
    SELECT customer_no, MIN(trouble_on) AS trouble_on, SUM(is_late) AS late_line_count, SUM(is_case) AS case_count
    FROM troubles
    GROUP BY customer_no
), contacts AS (
    SELECT customer_no, last_contact_on AS contacted_on
    FROM customer_contacts
    UNION ALL
    SELECT customer_no, visited_on AS contacted_on
    FROM visit_log
    WHERE visited_on IS NOT NULL
    UNION ALL
    SELECT customer_no, contacted_on
    FROM crm_cases
    WHERE contacted_on IS NOT NULL
), contacted AS (
    SELECT customer_no, MAX(contacted_on) AS last_contact_on
    FROM contacts
    GROUP BY customer_no
)
SELECT troubled.customer_no, customers.customer_name, COALESCE(customers.staff_no, '') AS staff_no,
       troubled.trouble_on, troubled.late_line_count, troubled.case_count, contacted.last_contact_on
FROM troubled
LEFT JOIN customers ON customers.customer_no = troubled.customer_no
LEFT JOIN staff ON staff.staff_no = customers.staff_no
LEFT JOIN contacted ON contacted.customer_no = troubled.customer_no
WHERE COALESCE(customers.is_walk_in, 0) = 0
  AND workdays(COALESCE(staff.branch, ''),
               CASE WHEN contacted.last_contact_on > troubled.trouble_on THEN contacted.last_contact_on
                    ELSE troubled.trouble_on END, :today) > :contact_days
