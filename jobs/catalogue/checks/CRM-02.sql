-- id: CRM-02
-- title: {en: CRM record that points to no customer, th: ข้อมูลใน CRM ที่อ้างถึงลูกค้าซึ่งไม่มีในระบบขาย}
-- why: {en: "CRM record {crm_no} ({customer_name}) bears customer number {customer_no}; sales has no such customer", th: "ข้อมูล CRM {crm_no} ({customer_name}) อ้างรหัสลูกค้า {customer_no} แต่ไม่มีรหัสนี้ในระบบขาย"}
-- todo: {en: "Correct the customer number in CRM, or leave it empty for a prospect", th: แก้รหัสลูกค้าใน CRM ให้ถูกต้อง หากยังไม่เป็นลูกค้าให้เว้นว่าง}
-- needs: {staff: [], customers: [], crm_customers: [customer_no]}
-- key: [crm_no]
-- signature: [customer_no]
-- kind: state
-- born_on: updated_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 1}
WITH strays AS (
    SELECT crm.crm_no, crm.customer_no, crm.customer_name, crm.phone, COALESCE(crm.staff_no, '') AS staff_no,
           -- The day on the site's own clocks.
           (crm.updated_at + :zone_seconds) / 86400 AS updated_on
    FROM crm_customers AS crm
    LEFT JOIN customers ON customers.customer_no = crm.customer_no
    WHERE crm.customer_no IS NOT NULL
      AND customers.customer_no IS NULL
)
SELECT strays.crm_no, strays.customer_no, strays.customer_name, strays.phone, strays.staff_no, strays.updated_on
FROM strays
LEFT JOIN staff ON staff.staff_no = strays.staff_no
WHERE strays.updated_on IS NULL
   OR workdays(COALESCE(staff.branch, ''), strays.updated_on, :today) > :grace_days
