-- id: case_resolution_days
-- subject: service
-- position: 43
-- page: service
-- title: {en: Working days to solve a case, th: จำนวนวันทำการที่ใช้แก้ไขปัญหา}
-- kind: flow
-- unit: days
-- direction: lower
-- target: 3
-- amber: 5
-- formula: {en: "Working days from opening to closing of the cases solved and closed on the day, divided by their number", th: "จำนวนวันทำการตั้งแต่รับแจ้งจนปิดของปัญหาที่แก้ไขแล้วและปิดในวันนั้น หารด้วยจำนวนปัญหาดังกล่าว"}
-- needs: {staff: [], crm_cases: [closed_on], customers: []}
-- rows: [case_no]
WITH solved AS (
    SELECT crm_cases.case_no, COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, crm_cases.opened_on,
           crm_cases.closed_on
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
    WHERE crm_cases.closed_on IS NOT NULL
      AND crm_cases.is_resolved = 1
)
SELECT solved.staff_no, '' AS split, '' AS measure,
       workdays(COALESCE(staff.branch, ''), solved.opened_on, solved.closed_on) AS part, 1 AS whole,
       solved.closed_on AS day_on, solved.case_no
FROM solved
LEFT JOIN staff ON staff.staff_no = solved.staff_no
