-- id: VIS-08
-- title: {en: Visit without an outcome, th: การออกเยี่ยมที่ยังไม่บันทึกผล}
-- why: {en: "customer {customer_no} was visited on {visited_on}; CRM says nothing of what came of it", th: "ออกเยี่ยมลูกค้า {customer_no} วันที่ {visited_on} แต่ยังไม่บันทึกผลการเยี่ยมใน CRM"}
-- todo: {en: Enter in CRM what came of the visit, th: บันทึกผลการเยี่ยมใน CRM}
-- needs: {staff: [], crm_visits: [outcome]}
-- key: [crm_visit_no]
-- signature: []
-- kind: state
-- event_on: visited_on
-- owner: staff_no
-- severity: low
-- params: {grace_days: 1, window_days: 90}
SELECT crm_visits.crm_visit_no, crm_visits.visit_no, crm_visits.customer_no, crm_visits.staff_no,
       crm_visits.visited_on, crm_visits.next_visit_on
FROM crm_visits
LEFT JOIN staff ON staff.staff_no = crm_visits.staff_no
WHERE crm_visits.outcome IS NULL
  AND COALESCE(crm_visits.contact_kind, 'visit') = 'visit'
  AND crm_visits.visited_on >= :today - :window_days
  AND workdays(COALESCE(staff.branch, ''), crm_visits.visited_on, :today) > :grace_days
