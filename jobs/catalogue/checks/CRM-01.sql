-- id: CRM-01
-- title: {en: Customer who buys but is not in CRM, th: ลูกค้าที่มีการซื้อแต่ยังไม่มีข้อมูลใน CRM}
-- why: {en: "{customer_name} is not in CRM; orders lately: {recent_order_count}, the last on {last_ordered_on}", th: "{customer_name} สั่งซื้อแล้ว {recent_order_count} ครั้ง ครั้งล่าสุด {last_ordered_on} แต่ยังไม่มีข้อมูลใน CRM"}
-- todo: {en: Enter the customer in CRM, th: เพิ่มข้อมูลลูกค้าใน CRM}
-- needs: {customer_activity: [], crm_customers: [customer_no]}
-- key: [customer_no]
-- signature: []
-- kind: state
-- born_on: first_recent_on
-- owner: owner_no
-- severity: medium
-- params: {grace_days: 2}
WITH recorded AS (
    SELECT DISTINCT customer_no
    FROM crm_customers
    WHERE customer_no IS NOT NULL
)
SELECT customer.customer_no, customer.customer_name, customer.owner_no, customer.first_recent_on,
       customer.last_ordered_on, customer.recent_order_count
FROM customer_activity AS customer
LEFT JOIN recorded ON recorded.customer_no = customer.customer_no
WHERE customer.is_buyer = 1
  AND recorded.customer_no IS NULL
  AND workdays(customer.branch, customer.first_recent_on, :today) > :grace_days
