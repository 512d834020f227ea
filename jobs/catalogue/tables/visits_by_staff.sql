-- id: visits_by_staff
-- page: visits
-- position: 10
-- title: {en: "Planned visits of the last {window_days} days by staff", th: "แผนออกเยี่ยมลูกค้าใน {window_days} วันที่ผ่านมาตามพนักงาน"}
-- note: {en: "Made: within {resched_days} days of the plan. Not made: all others that were not cancelled", th: "ออกเยี่ยมแล้ว หมายถึงห่างจากแผนไม่เกิน {resched_days} วัน ที่เหลือซึ่งไม่ได้ยกเลิกนับเป็นยังไม่ได้ออกเยี่ยม"}
-- needs: {visit_log: [planned_on, visited_on]}
-- key: [staff_no]
-- columns: [staff_no, {planned_count: {en: Planned, th: ตามแผน}}, {made_count: {en: Made, th: ออกเยี่ยมแล้ว}}, {missed_count: {en: Not made, th: ยังไม่ได้ออกเยี่ยม}}, {made_share: {en: Made of planned, th: ออกเยี่ยมตามแผน}}, {made_target: {en: Target, th: เป้าหมาย}}, {cancelled_count: {en: Cancelled, th: ยกเลิก}}, {unplanned_count: {en: Unplanned, th: ออกเยี่ยมนอกแผน}}]
-- total: [planned_count, made_count, missed_count, cancelled_count, unplanned_count]
-- shares: {made_share: [made_count, planned_count]}
-- targets: {made_target: visit_completion}
-- chart: {kind: stacked_bar, palette: good_bad, category: staff_no, series: [made_count, missed_count], title: {en: Planned visits by staff, th: แผนออกเยี่ยมตามพนักงาน}, alt: {en: "Bars of the planned visits of each staff member, divided by made and not made", th: "แผนภูมิแท่งแสดงแผนออกเยี่ยมของพนักงานแต่ละคน แบ่งเป็นออกเยี่ยมแล้วและยังไม่ได้ออกเยี่ยม"}}
-- params: {window_days: 30, resched_days: 7}
WITH visits AS (
    SELECT staff_no, CASE WHEN planned_on IS NOT NULL AND is_cancelled = 0 THEN 1 ELSE 0 END AS is_planned,
           CASE WHEN ABS(visited_on - planned_on) <= :resched_days THEN 1 ELSE 0 END AS is_made,
           CASE WHEN planned_on IS NOT NULL AND is_cancelled = 1 THEN 1 ELSE 0 END AS is_cancelled,
           CASE WHEN planned_on IS NULL THEN 1 ELSE 0 END AS is_unplanned
    FROM visit_log
    WHERE COALESCE(planned_on, visited_on) > :last_on - :window_days
      AND COALESCE(planned_on, visited_on) <= :last_on
)
SELECT staff_no, SUM(is_planned) AS planned_count, SUM(is_planned * is_made) AS made_count,
       SUM(is_planned * (1 - is_made)) AS missed_count, SUM(is_cancelled) AS cancelled_count,
       SUM(is_unplanned) AS unplanned_count
FROM visits
GROUP BY staff_no
ORDER BY 4 DESC, staff_no
