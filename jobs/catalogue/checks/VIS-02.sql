-- id: VIS-02
-- title: {en: Visit in CRM that is not in the log, th: มีการออกเยี่ยมใน CRM แต่ไม่มีในบันทึกการออกเยี่ยม}
-- why: {en: "CRM says customer {customer_no} was visited on {visited_on}; the visit log has nothing of it", th: "ใน CRM บันทึกว่าออกเยี่ยมลูกค้า {customer_no} วันที่ {visited_on} แต่ไม่พบในบันทึกการออกเยี่ยม"}
-- todo: {en: "Enter the visit in the log, or correct it in CRM", th: บันทึกการออกเยี่ยมให้ครบ หรือแก้ไขข้อมูลใน CRM}
-- needs: {staff: [], visit_log: [visited_on], crm_visits: []}
-- key: [crm_visit_no]
-- signature: [visited_on]
-- kind: state
-- event_on: visited_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 1, date_days: 1, window_days: 90}
WITH visits AS (
    SELECT crm_visits.crm_visit_no, crm_visits.visit_no, crm_visits.customer_no, crm_visits.staff_no,
           crm_visits.visited_on, crm_visits.outcome
    FROM crm_visits
    LEFT JOIN staff ON staff.staff_no = crm_visits.staff_no
    WHERE COALESCE(crm_visits.contact_kind, 'visit') = 'visit'
      AND crm_visits.visited_on >= :today - :window_days
      AND workdays(COALESCE(staff.branch, ''), crm_visits.visited_on, :today) > :grace_days
), near AS (
    SELECT DISTINCT visits.crm_visit_no
    FROM visits
    JOIN visit_log ON visit_log.customer_no = visits.customer_no
    WHERE ABS(visit_log.visited_on - visits.visited_on) <= :date_days
)
SELECT visits.crm_visit_no, visits.visit_no, visits.customer_no, visits.staff_no, visits.visited_on, visits.outcome
FROM visits
LEFT JOIN visit_log AS logged ON logged.visit_no = visits.visit_no AND logged.visited_on IS NOT NULL
LEFT JOIN near ON near.crm_visit_no = visits.crm_visit_no
WHERE logged.visit_no IS NULL
  AND near.crm_visit_no IS NULL
