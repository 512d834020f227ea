-- id: customer_contacts
-- title: {en: When each customer was last contacted according to CRM, th: การติดต่อลูกค้าแต่ละรายครั้งล่าสุดตามที่บันทึกใน CRM}
-- needs: {orders: [], crm_visits: [], crm_follow_ups: [contacted_on]}
-- key: [customer_no]
WITH contacts AS (
    SELECT customer_no, visited_on AS contacted_on
    FROM crm_visits
    WHERE visited_on IS NOT NULL
    UNION ALL
    SELECT orders.customer_no, follow_up.contacted_on
    FROM crm_follow_ups AS follow_up
    JOIN orders ON orders.order_no = follow_up.order_no
    WHERE follow_up.contacted_on IS NOT NULL
)
SELECT customer_no, MAX(contacted_on) AS last_contact_on
FROM contacts
GROUP BY customer_no
