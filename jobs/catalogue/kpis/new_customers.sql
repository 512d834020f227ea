-- id: new_customers
-- position: 53
-- title: {en: New customers, th: ลูกค้าใหม่}
-- kind: flow
-- unit: count
-- direction: higher
-- formula: {en: "Customers whose first order that was not cancelled is of the day, and whose account was opened no more than {new_days} days before; cash customers do not count", th: "ลูกค้าที่มีคำสั่งขายแรก (ไม่นับที่ยกเลิก) ในวันนั้น และเปิดบัญชีลูกค้ามาไม่เกิน {new_days} วัน ไม่นับลูกค้าเงินสดทั่วไป"}
-- needs: {customers: [], orders: []}
-- rows: [customer_no]
-- params: {new_days: 180}
WITH first_day AS (
    SELECT customer_no, MIN(ordered_on) AS first_on
    FROM orders
    WHERE status <> 'cancelled'
    GROUP BY customer_no
), first_order AS (
    SELECT orders.customer_no, first_day.first_on, MIN(orders.order_no) AS order_no
    FROM orders
    JOIN first_day ON first_day.customer_no = orders.customer_no AND first_day.first_on = orders.ordered_on
    WHERE orders.status <> 'cancelled'
    GROUP BY orders.customer_no, first_day.first_on
)
SELECT COALESCE(orders.staff_no, customers.staff_no, '') AS staff_no, '' AS split, '' AS measure, 1 AS part,
       NULL AS whole, first_order.first_on AS day_on, first_order.customer_no, first_order.order_no
FROM first_order
JOIN orders ON orders.order_no = first_order.order_no
JOIN customers ON customers.customer_no = first_order.customer_no
WHERE customers.is_walk_in = 0
  AND customers.created_on >= first_order.first_on - :new_days
