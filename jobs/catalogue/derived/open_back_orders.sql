-- id: open_back_orders
-- title: {en: Open back orders as the sales system counts them, th: สินค้าค้างส่งสถานะเปิดตามที่ระบบขายนับ}
-- needs: {orders: [], order_lines: [], back_orders: []}
-- key: [back_order_no, order_no, line_no]
WITH opened AS (
    SELECT back_orders.back_order_no, back_orders.order_no, back_orders.line_no,
           COALESCE(orders.customer_no, '') AS customer_no, COALESCE(orders.staff_no, '') AS staff_no,
           back_orders.item_no, line.item_name, back_orders.opened_on, :today - back_orders.opened_on AS age_days,
           back_orders.qty, back_orders.back_order_amount, back_orders.qty * line.price AS product
    FROM back_orders
    LEFT JOIN orders ON orders.order_no = back_orders.order_no
    LEFT JOIN order_lines AS line ON line.order_no = back_orders.order_no AND line.line_no = back_orders.line_no
    WHERE back_orders.status = 'open'
)
SELECT back_order_no, order_no, line_no, customer_no, staff_no, item_no, item_name, opened_on, age_days,
       CASE WHEN age_days <= 3 THEN '0-3'
            WHEN age_days <= 7 THEN '4-7'
            WHEN age_days <= 14 THEN '8-14'
            WHEN age_days <= 30 THEN '15-30'
            ELSE '31+' END AS age_bucket,
       qty,
       COALESCE(back_order_amount,
                CASE WHEN product < 0 THEN (product - 5000) / 10000 ELSE (product + 5000) / 10000 END, 0)
           AS open_amount
FROM opened
