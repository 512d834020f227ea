-- id: CS-01
-- title: {en: Case open beyond its service level, th: ปัญหาที่ลูกค้าแจ้งเกินกำหนดแก้ไข}
-- why: {en: "opened on {opened_on}, due {case_due_on}, and not closed; last contact {contacted_on}", th: "รับแจ้งเมื่อ {opened_on} กำหนดแก้ไข {case_due_on} แต่ยังไม่ปิดเรื่อง · ติดต่อลูกค้าครั้งล่าสุด {contacted_on}"}
-- todo: {en: "Solve the problem, tell the customer and close the case", th: แก้ไขปัญหา แจ้งลูกค้า แล้วปิดเรื่อง}
-- needs: {staff: [], customers: [], crm_cases: [closed_on]}
-- key: [case_no]
-- signature: [case_due_on]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {sla_days: {product: 3, service: 3, delivery: 3, document: 3, enquiry: 3, other: 3}}
-- vary_by: {sla_days: [branch, crm_cases.case_kind]}
WITH open_cases AS (
    SELECT crm_cases.case_no, crm_cases.customer_no, customers.customer_name,
           COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, crm_cases.case_kind, crm_cases.opened_on,
           crm_cases.due_on, crm_cases.contacted_on
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
    WHERE crm_cases.closed_on IS NULL
      AND crm_cases.is_resolved = 0
), due AS (
    SELECT open_cases.case_no, open_cases.customer_no, open_cases.customer_name, open_cases.staff_no,
           open_cases.case_kind, open_cases.opened_on, open_cases.contacted_on,
           COALESCE(open_cases.due_on,
                    workday_after(COALESCE(staff.branch, ''), open_cases.opened_on, allowed.value)) AS case_due_on
    FROM open_cases
    LEFT JOIN staff ON staff.staff_no = open_cases.staff_no
    LEFT JOIN parameters AS allowed
           ON allowed.name = 'CS-01.sla_days' AND allowed.branch = COALESCE(staff.branch, '')
          AND allowed.kind = open_cases.case_kind
)
SELECT case_no, customer_no, customer_name, staff_no, case_kind, opened_on, case_due_on, contacted_on
FROM due
WHERE case_due_on < :today
