-- id: case_resolution_in_sla
-- subject: service
-- position: 42
-- page: service
-- title: {en: Cases solved in time, th: แก้ไขปัญหาได้ภายในกำหนด}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 90
-- amber: 80
-- formula: {en: "Of the cases due on the day, those solved and closed by then; a case that is still open counts as not", th: "ปัญหาที่ครบกำหนดแก้ไขในวันนั้น ซึ่งแก้ไขแล้วและปิดภายในกำหนด หารด้วยปัญหาที่ครบกำหนดทั้งหมด (ที่ยังไม่ปิดนับว่าไม่ทันกำหนด)"}
-- needs: {staff: [], crm_cases: [closed_on], customers: []}
-- rows: [case_no]
-- params: {sla_days: {product: 3, service: 3, delivery: 3, document: 3, enquiry: 3, other: 3}}
-- vary_by: {sla_days: [branch, crm_cases.case_kind]}
WITH cases AS (
    SELECT crm_cases.case_no, COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, crm_cases.case_kind,
           crm_cases.opened_on, crm_cases.due_on, crm_cases.closed_on, crm_cases.is_resolved
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
), due AS (
    SELECT cases.case_no, cases.staff_no, cases.closed_on, cases.is_resolved,
           COALESCE(cases.due_on, workday_after(COALESCE(staff.branch, ''), cases.opened_on, allowed.value))
               AS case_due_on
    FROM cases
    LEFT JOIN staff ON staff.staff_no = cases.staff_no
    LEFT JOIN parameters AS allowed
           ON allowed.name = 'case_resolution_in_sla.sla_days' AND allowed.branch = COALESCE(staff.branch, '')
          AND allowed.kind = cases.case_kind
)
SELECT staff_no, '' AS split, '' AS measure,
       CASE WHEN is_resolved = 1 AND closed_on <= case_due_on THEN 1 ELSE 0 END AS part, 1 AS whole,
       case_due_on AS day_on, case_no
FROM due
WHERE case_due_on IS NOT NULL
