-- id: VIS-07
-- title: {en: Visit recorded twice, th: บันทึกการออกเยี่ยมซ้ำ}
-- why: {en: "customer {customer_no}, visited by {staff_no} on {visited_on}; times in CRM: {crm_visit_count}, in the visit log: {log_visit_count}", th: "ลูกค้า {customer_no} พนักงาน {staff_no} วันที่ {visited_on} · บันทึกใน CRM {crm_visit_count} ครั้ง ในบันทึกการออกเยี่ยม {log_visit_count} ครั้ง"}
-- todo: {en: "Delete the entry that is one too many, or enter the visit in the other system", th: ลบรายการที่บันทึกซ้ำ หรือบันทึกการออกเยี่ยมในอีกระบบให้ครบ}
-- compares: [log_visit_count, crm_visit_count]
-- needs: {visit_log: [visited_on], crm_visits: []}
-- key: [source, customer_no, staff_no, visited_on]
-- signature: [visit_count]
-- kind: event
-- event_on: visited_on
-- owner: staff_no
-- severity: low
-- params: {window_days: 30}
WITH in_crm AS (
    SELECT customer_no, staff_no, visited_on, COUNT(*) AS visit_count
    FROM crm_visits
    WHERE COALESCE(contact_kind, 'visit') = 'visit'
      AND visited_on >= :today - :window_days
    GROUP BY customer_no, staff_no, visited_on
), in_log AS (
    SELECT customer_no, staff_no, visited_on, COUNT(*) AS visit_count
    FROM visit_log
    WHERE visited_on >= :today - :window_days
    GROUP BY customer_no, staff_no, visited_on
)
SELECT 'crm' AS source, in_crm.customer_no, in_crm.staff_no, in_crm.visited_on, in_crm.visit_count,
       in_crm.visit_count AS crm_visit_count, COALESCE(in_log.visit_count, 0) AS log_visit_count
FROM in_crm
LEFT JOIN in_log ON in_log.customer_no = in_crm.customer_no AND in_log.staff_no = in_crm.staff_no
                AND in_log.visited_on = in_crm.visited_on
WHERE in_crm.visit_count > 1
  AND in_crm.visit_count > COALESCE(in_log.visit_count, 0)
UNION ALL
SELECT 'log' AS source, in_log.customer_no, in_log.staff_no, in_log.visited_on, in_log.visit_count,
       COALESCE(in_crm.visit_count, 0) AS crm_visit_count, in_log.visit_count AS log_visit_count
FROM in_log
LEFT JOIN in_crm ON in_crm.customer_no = in_log.customer_no AND in_crm.staff_no = in_log.staff_no
                AND in_crm.visited_on = in_log.visited_on
WHERE in_log.visit_count > 1
  AND in_log.visit_count > COALESCE(in_crm.visit_count, 0)
