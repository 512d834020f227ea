-- id: VIS-03
-- title: {en: Planned visit missed, th: ไม่ได้ออกเยี่ยมลูกค้าตามแผน}
-- why: {en: "a visit to customer {customer_no} was planned for {planned_on}; none was made, and none is planned instead", th: "มีแผนออกเยี่ยมลูกค้า {customer_no} วันที่ {planned_on} แต่ไม่ได้ออกเยี่ยม และยังไม่ได้นัดใหม่"}
-- todo: {en: "Plan another visit, or cancel this one", th: นัดออกเยี่ยมใหม่ หรือยกเลิกแผนนี้}
-- needs: {visit_log: [planned_on, visited_on], crm_visits: [visit_no]}
-- key: [visit_no]
-- signature: [planned_on]
-- kind: event
-- event_on: planned_on
-- owner: staff_no
-- severity: medium
-- params: {resched_days: 7, window_days: 30}
WITH missed AS (
    SELECT visit_no, customer_no, staff_no, planned_on
    FROM visit_log
    WHERE planned_on < :today
      AND planned_on >= :today - :window_days
      AND is_cancelled = 0
      AND visited_on IS NULL
), linked AS (
    SELECT DISTINCT visit_no
    FROM crm_visits
    WHERE visit_no IS NOT NULL
), made AS (
    SELECT customer_no, visited_on
    FROM visit_log
    WHERE visited_on IS NOT NULL
    UNION
    SELECT customer_no, visited_on
    FROM crm_visits
    WHERE visited_on IS NOT NULL
      AND COALESCE(contact_kind, 'visit') = 'visit'
), visited AS (
    SELECT DISTINCT missed.visit_no
    FROM missed
    JOIN made ON made.customer_no = missed.customer_no
    WHERE ABS(made.visited_on - missed.planned_on) <= :resched_days
), planned_again AS (
    SELECT DISTINCT missed.visit_no
    FROM missed
    JOIN visit_log AS plan ON plan.customer_no = missed.customer_no
    WHERE plan.visit_no <> missed.visit_no
      AND plan.is_cancelled = 0
      AND plan.planned_on >= :today
      AND plan.planned_on <= missed.planned_on + :resched_days
)
SELECT missed.visit_no, missed.customer_no, missed.staff_no, missed.planned_on
FROM missed
LEFT JOIN linked ON linked.visit_no = missed.visit_no
LEFT JOIN visited ON visited.visit_no = missed.visit_no
LEFT JOIN planned_again ON planned_again.visit_no = missed.visit_no
WHERE linked.visit_no IS NULL
  AND visited.visit_no IS NULL
  AND planned_again.visit_no IS NULL
