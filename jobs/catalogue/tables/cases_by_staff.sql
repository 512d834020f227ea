-- id: cases_by_staff
-- page: service
-- position: 20
-- title: {en: Cases by staff, th: ปัญหาที่ลูกค้าแจ้งตามพนักงาน}
-- note: {en: "Opened, closed and scored in the last {window_days} days; open and overdue as of today", th: "เปิด ปิด และให้คะแนนใน {window_days} วันที่ผ่านมา ส่วนที่ยังค้างและเกินกำหนดนับ ณ วันนี้"}
-- needs: {crm_cases: [closed_on, score], customers: [], "check:CS-01": []}
-- key: [staff_no]
-- columns: [staff_no, {opened_count: {en: Opened, th: เปิดใหม่}}, {closed_count: {en: Closed, th: ปิดแล้ว}}, {scored_count: {en: Scored, th: มีคะแนน}}, {satisfied_count: {en: Satisfied, th: พึงพอใจ}}, {satisfied_share: {en: Satisfied of scored, th: ร้อยละที่พึงพอใจ}}, {satisfied_target: {en: Target, th: เป้าหมาย}}, {open_count: {en: Still open, th: ยังค้างอยู่}}, {overdue_count: {en: Overdue, th: เกินกำหนดแก้ไข}}]
-- total: [opened_count, closed_count, scored_count, satisfied_count, open_count, overdue_count]
-- shares: {satisfied_share: [satisfied_count, scored_count]}
-- targets: {satisfied_target: case_satisfaction}
-- chart: {kind: bar, category: staff_no, series: [opened_count, closed_count], title: {en: Cases opened and closed by staff, th: ปัญหาที่เปิดและปิดตามพนักงาน}, alt: {en: Bars of the cases opened and closed by staff, th: แผนภูมิแท่งแสดงปัญหาที่เปิดและปิดของพนักงานแต่ละคน}}
-- params: {satisfied_score: 4, window_days: 30}
WITH cases AS (
    SELECT crm_cases.case_no, COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, crm_cases.score,
           crm_cases.is_resolved,
           CASE WHEN crm_cases.opened_on > :last_on - :window_days AND crm_cases.opened_on <= :last_on
                THEN 1 ELSE 0 END AS is_opened,
           CASE WHEN crm_cases.closed_on > :last_on - :window_days AND crm_cases.closed_on <= :last_on
                THEN 1 ELSE 0 END AS is_closed,
           CASE WHEN crm_cases.closed_on IS NULL AND crm_cases.is_resolved = 0 THEN 1 ELSE 0 END AS is_open
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
)
SELECT cases.staff_no, SUM(cases.is_opened) AS opened_count, SUM(cases.is_closed) AS closed_count,
       SUM(CASE WHEN cases.is_closed = 1 AND cases.score IS NOT NULL THEN 1 ELSE 0 END) AS scored_count,
       SUM(CASE WHEN cases.is_closed = 1 AND cases.is_resolved = 1 AND cases.score >= :satisfied_score
                THEN 1 ELSE 0 END) AS satisfied_count,
       SUM(cases.is_open) AS open_count,
       SUM(CASE WHEN overdue.case_no IS NOT NULL THEN 1 ELSE 0 END) AS overdue_count
FROM cases
LEFT JOIN "CS-01" AS overdue ON overdue.case_no = cases.case_no
WHERE cases.is_opened = 1
   OR cases.is_closed = 1
   OR cases.is_open = 1
GROUP BY cases.staff_no
ORDER BY 6 DESC, cases.staff_no
