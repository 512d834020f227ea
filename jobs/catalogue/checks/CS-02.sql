-- id: CS-02
-- title: {en: Case closed and scored low, th: ปัญหาที่ปิดแล้วได้คะแนนความพึงพอใจต่ำ}
-- why: {en: "closed on {closed_on} by {staff_no}; the customer scored it {score}, satisfied is {satisfied_score} or more", th: "ปิดเรื่องเมื่อ {closed_on} ผู้ดูแล {staff_no} ลูกค้าให้คะแนน {score} (เกณฑ์พึงพอใจตั้งแต่ {satisfied_score})"}
-- todo: {en: Talk with the customer and with whoever dealt with it, th: สอบถามลูกค้าและพนักงานที่ดูแลเรื่องนี้}
-- compares: [satisfied_score, score]
-- needs: {staff: [], customers: [], crm_cases: [closed_on, score]}
-- key: [case_no]
-- signature: [score]
-- kind: event
-- event_on: closed_on
-- owner: supervisor_no
-- severity: medium
-- params: {satisfied_score: 4, window_days: 30}
WITH scored AS (
    SELECT crm_cases.case_no, crm_cases.customer_no, customers.customer_name,
           COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, crm_cases.case_kind, crm_cases.opened_on,
           crm_cases.closed_on, crm_cases.score
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
    WHERE crm_cases.closed_on >= :today - :window_days
      AND crm_cases.score < :satisfied_score
)
SELECT scored.case_no, scored.customer_no, scored.customer_name, scored.staff_no,
       COALESCE(staff.supervisor_no, '') AS supervisor_no, scored.case_kind, scored.opened_on, scored.closed_on,
       scored.score, :satisfied_score AS satisfied_score
FROM scored
LEFT JOIN staff ON staff.staff_no = scored.staff_no
