-- id: repeat_customers
-- subject: customers
-- position: 55
-- title: {en: Customers who came back, th: ลูกค้าที่กลับมาใช้บริการซ้ำ}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 60
-- amber: 50
-- formula: {en: "Of the customers who ordered in the last {recent_days} days, those who had ordered before; cash customers and cancelled orders do not count", th: "ลูกค้าที่สั่งซื้อใน {recent_days} วันล่าสุดและเคยสั่งซื้อมาก่อนหน้านั้น หารด้วยลูกค้าที่สั่งซื้อใน {recent_days} วันล่าสุดทั้งหมด (ไม่นับลูกค้าเงินสดทั่วไปและคำสั่งขายที่ยกเลิก)"}
-- needs: {customers: [], orders: []}
-- rows: [customer_no]
-- params: {recent_days: 30}
WITH bought AS (
    SELECT customer_no,
           MAX(CASE WHEN ordered_on > :last_on - :recent_days THEN 1 ELSE 0 END) AS is_recent,
           MAX(CASE WHEN ordered_on <= :last_on - :recent_days THEN 1 ELSE 0 END) AS is_earlier
    FROM orders
    WHERE status <> 'cancelled'
      AND ordered_on <= :last_on
    GROUP BY customer_no
)
SELECT COALESCE(customers.staff_no, '') AS staff_no, '' AS split, '' AS measure, bought.is_earlier AS part, 1 AS whole,
       bought.customer_no
FROM bought
JOIN customers ON customers.customer_no = bought.customer_no
WHERE bought.is_recent = 1
  AND customers.is_walk_in = 0
