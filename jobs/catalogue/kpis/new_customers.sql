-- id: new_customers
-- subject: customers
-- position: 53
-- title: {en: New customers, th: ลูกค้าใหม่}
-- kind: flow
-- unit: count
-- direction: higher
-- formula: {en: "Customers whose first order that was not cancelled is of the day, and whose account was opened no more than {new_days} days before; cash customers do not count", th: "ลูกค้าที่มีคำสั่งขายแรก (ไม่นับที่ยกเลิก) ในวันนั้น และเปิดบัญชีลูกค้ามาไม่เกิน {new_days} วัน ไม่นับลูกค้าเงินสดทั่วไป"}
-- needs: {customers: [], orders: []}
-- rows: [customer_no]
-- params: {new_days: 180}
WITH numbered AS (
    SELECT customer_no, order_no, staff_no, ordered_on,
           ROW_NUMBER() OVER (PARTITION BY customer_no ORDER BY ordered_on, order_no) AS place_no
    FROM orders
    WHERE status <> 'cancelled'
)
SELECT COALESCE(numbered.staff_no, customers.staff_no, '') AS staff_no, '' AS split, '' AS measure, 1 AS part,
       CAST(NULL AS BIGINT) AS whole, numbered.ordered_on AS day_on, numbered.customer_no, numbered.order_no
FROM numbered
JOIN customers ON customers.customer_no = numbered.customer_no
WHERE numbered.place_no = 1
  AND customers.is_walk_in = 0
  AND customers.created_on >= numbered.ordered_on - :new_days
