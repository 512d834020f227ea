-- id: satisfaction_by_week
-- page: service
-- position: 10
-- title: {en: Satisfaction with solved problems by week, th: ความพึงพอใจต่อการแก้ไขปัญหารายสัปดาห์}
-- note: {en: "Cases closed in the week that were scored; satisfied: solved, and scored {satisfied_score} or more", th: "ปัญหาที่ปิดในสัปดาห์และมีคะแนน พึงพอใจ หมายถึงแก้ไขแล้วและได้คะแนนตั้งแต่ {satisfied_score} ขึ้นไป"}
-- needs: {crm_cases: [closed_on, score], customers: []}
-- key: [week_on, staff_no]
-- columns: [{week_on: {en: Week from, th: สัปดาห์ที่เริ่ม}}, {closed_count: {en: Closed, th: ปิด}}, {scored_count: {en: Scored, th: มีคะแนน}}, {satisfied_count: {en: Satisfied, th: พึงพอใจ}}, {satisfied_share: {en: Satisfied, th: ร้อยละที่พึงพอใจ}}, {satisfied_target: {en: Target, th: เป้าหมาย}}]
-- group: [week_on]
-- total: [closed_count, scored_count, satisfied_count]
-- shares: {satisfied_share: [satisfied_count, scored_count]}
-- targets: {satisfied_target: case_satisfaction}
-- chart: {kind: line, category: week_on, series: [satisfied_share, satisfied_target], title: {en: Satisfied customers against the target, th: ร้อยละที่พึงพอใจเทียบกับเป้าหมาย}, alt: {en: "A line of the share of satisfied customers by week, with the target as a dashed line", th: "กราฟเส้นแสดงร้อยละของลูกค้าที่พึงพอใจรายสัปดาห์ พร้อมเส้นประแสดงเป้าหมาย"}}
-- params: {satisfied_score: 4, window_days: 84}
WITH closed AS (
    SELECT COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no,
           crm_cases.closed_on - (crm_cases.closed_on + 3) % 7 AS week_on,
           CASE WHEN crm_cases.score IS NOT NULL THEN 1 ELSE 0 END AS is_scored,
           CASE WHEN crm_cases.is_resolved = 1 AND crm_cases.score >= :satisfied_score THEN 1 ELSE 0 END AS is_satisfied
    FROM crm_cases
    LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
    -- Whole weeks: the first is one whose Monday lies in the window.
    WHERE crm_cases.closed_on - (crm_cases.closed_on + 3) % 7 > :last_on - :window_days
      AND crm_cases.closed_on <= :last_on
)
SELECT week_on, staff_no, COUNT(*) AS closed_count, SUM(is_scored) AS scored_count,
       SUM(is_satisfied) AS satisfied_count
FROM closed
GROUP BY week_on, staff_no
ORDER BY week_on, staff_no
