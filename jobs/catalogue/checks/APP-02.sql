-- id: APP-02
-- title: {en: Approved beyond the authority of the approver's grade, th: อนุมัติเกินอำนาจของระดับผู้อนุมัติ}
-- why: {en: "{document_kind} {document_no} for {amount} was approved by {approved_by_no} (grade {approver_grade}): {broken_rule}, ceiling {ceiling_amount}; who may approve it: {able_staff_no} {able_staff_name} (grade {able_grade})", th: "{document_kind} {document_no} มูลค่า {amount} อนุมัติโดย {approved_by_no} (ระดับ {approver_grade}): {broken_rule} วงเงินอนุมัติ {ceiling_amount} · ผู้มีอำนาจอนุมัติ {able_staff_no} {able_staff_name} (ระดับ {able_grade})"}
-- todo: {en: Look at the document with the approver and have it approved by someone who may, th: ตรวจสอบเอกสารกับผู้อนุมัติ แล้วให้ผู้มีอำนาจอนุมัติใหม่}
-- compares: [ceiling_amount, amount]
-- at_stake: amount
-- needs: {staff: [], approval_documents: [], back_orders: [approved_by_no], quotations: [approved_by_no]}
-- key: [document_kind, document_no]
-- signature: [approved_by_no, amount]
-- kind: event
-- event_on: event_on
-- owner: owner_no
-- severity: high
-- params: {window_days: 30}
WITH RECURSIVE broken AS (
    SELECT document_kind, document_no, customer_no, staff_no, amount, approved_by_no, approver_grade, broken_rule,
           ceiling_amount, COALESCE(approved_on, opened_on) AS event_on,
           COALESCE(CASE WHEN broken_rule = 'not_in_staff' THEN supervisor_no ELSE approver_supervisor_no END, '')
               AS owner_no,
           CASE WHEN broken_rule = 'not_in_staff' THEN staff_no ELSE approved_by_no END AS from_no
    FROM approval_documents
    WHERE broken_rule IS NOT NULL
      AND COALESCE(approved_on, opened_on) >= :today - :window_days
), line AS (
    -- Up from the approver (who is not in staff: from the maker); eight steps end a circle of supervisors.
    SELECT broken.document_kind, broken.document_no, broken.amount, staff.staff_no, staff.staff_name, staff.grade,
           staff.supervisor_no, staff.is_active, 0 AS step
    FROM broken
    JOIN staff ON staff.staff_no = broken.from_no
    UNION ALL
    SELECT line.document_kind, line.document_no, line.amount, staff.staff_no, staff.staff_name, staff.grade,
           staff.supervisor_no, staff.is_active, line.step + 1
    FROM line
    JOIN staff ON staff.staff_no = line.supervisor_no
    WHERE line.step < 8
), able AS (
    SELECT line.document_kind, line.document_no, MIN(line.step) AS step
    FROM line
    JOIN authority ON authority.document_kind = line.document_kind AND authority.grade = line.grade
    WHERE line.is_active = 1
      AND authority.level IN ('own', 'consult')
      AND (authority.ceiling_amount IS NULL OR line.amount IS NULL OR authority.ceiling_amount >= line.amount)
    GROUP BY line.document_kind, line.document_no
)
SELECT broken.document_kind, broken.document_no, broken.customer_no, broken.staff_no, broken.owner_no,
       broken.event_on, broken.amount, broken.approved_by_no, broken.approver_grade, broken.broken_rule,
       broken.ceiling_amount, line.staff_no AS able_staff_no, line.staff_name AS able_staff_name,
       line.grade AS able_grade
FROM broken
LEFT JOIN able ON able.document_kind = broken.document_kind AND able.document_no = broken.document_no
LEFT JOIN line
       ON line.document_kind = able.document_kind AND line.document_no = able.document_no AND line.step = able.step
