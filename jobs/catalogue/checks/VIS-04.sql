-- id: VIS-04
-- title: {en: "Log and CRM disagree on a visit's customer, staff or date", th: ลูกค้า พนักงาน หรือวันที่ออกเยี่ยมใน CRM ไม่ตรงกับบันทึกการออกเยี่ยม}
-- why: {en: "log: customer {log_customer_no}, staff {log_staff_no}, {log_visited_on}; CRM: customer {crm_customer_no}, staff {crm_staff_no}, {crm_visited_on}", th: "บันทึกการออกเยี่ยม: ลูกค้า {log_customer_no} พนักงาน {log_staff_no} วันที่ {log_visited_on} · CRM: ลูกค้า {crm_customer_no} พนักงาน {crm_staff_no} วันที่ {crm_visited_on}"}
-- todo: {en: Find out which is right and correct the other, th: ตรวจสอบว่าข้อมูลใดถูกต้อง แล้วแก้ไขอีกฝั่งให้ตรงกัน}
-- needs: {visit_log: [visited_on], crm_visits: [visit_no]}
-- key: [crm_visit_no]
-- signature: [log_customer_no, log_staff_no, log_visited_on, crm_customer_no, crm_staff_no, crm_visited_on]
-- kind: state
-- event_on: log_visited_on
-- owner: log_staff_no
-- severity: medium
-- params: {date_days: 1, window_days: 90}
SELECT crm.crm_visit_no, crm.visit_no, logged.customer_no AS customer_no, logged.customer_no AS log_customer_no,
       logged.staff_no AS log_staff_no, logged.visited_on AS log_visited_on, crm.customer_no AS crm_customer_no,
       crm.staff_no AS crm_staff_no, crm.visited_on AS crm_visited_on
FROM crm_visits AS crm
JOIN visit_log AS logged ON logged.visit_no = crm.visit_no
WHERE logged.visited_on >= :today - :window_days
  AND (crm.customer_no <> logged.customer_no
       OR crm.staff_no <> logged.staff_no
       OR ABS(crm.visited_on - logged.visited_on) > :date_days)
