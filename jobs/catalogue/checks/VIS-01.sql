-- id: VIS-01
-- title: {en: Visit in the log that is not in CRM, th: มีบันทึกการออกเยี่ยม แต่ไม่มีใน CRM}
-- why: {en: "customer {customer_no} was visited on {visited_on}; CRM has nothing of it", th: "ออกเยี่ยมลูกค้า {customer_no} วันที่ {visited_on} แต่ยังไม่ได้บันทึกใน CRM"}
-- todo: {en: Enter the visit and its outcome in CRM, th: บันทึกการออกเยี่ยมและผลการเยี่ยมใน CRM}
-- needs: {staff: [], visit_log: [visited_on], crm_visits: []}
-- key: [visit_no]
-- signature: [visited_on]
-- kind: state
-- event_on: visited_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 1, date_days: 1, window_days: 90}
WITH visits AS (
    SELECT visit_log.visit_no, visit_log.customer_no, visit_log.staff_no, visit_log.planned_on, visit_log.visited_on
    FROM visit_log
    LEFT JOIN staff ON staff.staff_no = visit_log.staff_no
    WHERE visit_log.visited_on >= :today - :window_days
      AND workdays(COALESCE(staff.branch, ''), visit_log.visited_on, :today) > :grace_days
), linked AS (
    SELECT DISTINCT visit_no
    FROM crm_visits
    WHERE visit_no IS NOT NULL
), near AS (
    SELECT DISTINCT visits.visit_no
    FROM visits
    JOIN crm_visits ON crm_visits.customer_no = visits.customer_no
    WHERE ABS(crm_visits.visited_on - visits.visited_on) <= :date_days
)
SELECT visits.visit_no, visits.customer_no, visits.staff_no, visits.planned_on, visits.visited_on
FROM visits
LEFT JOIN linked ON linked.visit_no = visits.visit_no
LEFT JOIN near ON near.visit_no = visits.visit_no
WHERE linked.visit_no IS NULL
  AND near.visit_no IS NULL
