-- id: customer_retention
-- subject: customers
-- position: 54
-- title: {en: Customers kept, th: การรักษาลูกค้าเดิม}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 60
-- amber: 50
-- formula: {en: "Of the customers who ordered in the {span_days} days before the last {span_days}, those who ordered again in the last {span_days}; cash customers and cancelled orders do not count", th: "ลูกค้าที่สั่งซื้อในช่วง {span_days} วันก่อนหน้า และกลับมาสั่งซื้ออีกในช่วง {span_days} วันล่าสุด หารด้วยลูกค้าที่สั่งซื้อในช่วงก่อนหน้าทั้งหมด (ไม่นับลูกค้าเงินสดทั่วไปและคำสั่งขายที่ยกเลิก)"}
-- needs: {customers: [], orders: []}
-- rows: [customer_no]
-- params: {span_days: 90}
WITH bought AS (
    SELECT customer_no,
           MAX(CASE WHEN ordered_on > :last_on - :span_days THEN 1 ELSE 0 END) AS is_kept,
           MAX(CASE WHEN ordered_on <= :last_on - :span_days THEN 1 ELSE 0 END) AS is_earlier
    FROM orders
    WHERE status <> 'cancelled'
      AND ordered_on > :last_on - 2 * :span_days
      AND ordered_on <= :last_on
    GROUP BY customer_no
)
SELECT COALESCE(customers.staff_no, '') AS staff_no, '' AS split, '' AS measure, bought.is_kept AS part, 1 AS whole,
       bought.customer_no
FROM bought
JOIN customers ON customers.customer_no = bought.customer_no
WHERE bought.is_earlier = 1
  AND customers.is_walk_in = 0
