-- id: visit_completion
-- subject: visits
-- position: 30
-- headline: 6
-- page: visits
-- title: {en: Planned visits made, th: ออกเยี่ยมลูกค้าได้ตามแผน}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 90
-- amber: 80
-- formula: {en: "Of the visits planned for the day and not cancelled, those made within {resched_days} days of it", th: "แผนออกเยี่ยมในวันนั้น (ไม่นับที่ยกเลิก) ที่ออกเยี่ยมจริงโดยห่างจากแผนไม่เกิน {resched_days} วัน หารด้วยแผนทั้งหมด"}
-- needs: {visit_log: [planned_on, visited_on]}
-- rows: [visit_no]
-- params: {resched_days: 7}
SELECT staff_no, '' AS split, '' AS measure,
       CASE WHEN ABS(visited_on - planned_on) <= :resched_days THEN 1 ELSE 0 END AS part, 1 AS whole,
       planned_on AS day_on, visit_no
FROM visit_log
WHERE planned_on IS NOT NULL
  AND is_cancelled = 0
