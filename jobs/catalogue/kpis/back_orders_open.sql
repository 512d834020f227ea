-- id: back_orders_open
-- position: 60
-- title: {en: Open back orders, th: สินค้าค้างส่งที่เปิดอยู่}
-- kind: stock
-- unit: {orders: count, lines: count, qty: qty, amount: thb}
-- measures: {orders: {en: orders, th: คำสั่งขาย}, lines: {en: lines, th: รายการ}, qty: {en: quantity, th: จำนวน}, amount: {en: value, th: มูลค่า}}
-- direction: lower
-- formula: {en: "Back orders with status open, as the sales system counts them: orders, lines, quantity and value", th: "สินค้าค้างส่งสถานะเปิดตามระบบขาย นับเป็นคำสั่งขาย รายการ จำนวน และมูลค่า"}
-- needs: {back_orders: [], orders: [], order_lines: []}
WITH opened AS (
    SELECT back_orders.order_no, COALESCE(orders.staff_no, '') AS staff_no, back_orders.qty,
           back_orders.back_order_amount, back_orders.qty * line.price AS product
    FROM back_orders
    LEFT JOIN orders ON orders.order_no = back_orders.order_no
    LEFT JOIN order_lines AS line ON line.order_no = back_orders.order_no AND line.line_no = back_orders.line_no
    WHERE back_orders.status = 'open'
), valued AS (
    SELECT order_no, staff_no, qty,
           COALESCE(back_order_amount,
                    CASE WHEN product < 0 THEN (product - 5000) / 10000 ELSE (product + 5000) / 10000 END,
                    0) AS amount
    FROM opened
)
SELECT staff_no, '' AS split, 'orders' AS measure, COUNT(DISTINCT order_no) AS part, NULL AS whole
FROM valued
GROUP BY staff_no
UNION ALL
SELECT staff_no, '', 'lines', COUNT(*), NULL
FROM valued
GROUP BY staff_no
UNION ALL
SELECT staff_no, '', 'qty', CAST(SUM(qty) AS BIGINT), NULL
FROM valued
GROUP BY staff_no
UNION ALL
SELECT staff_no, '', 'amount', CAST(SUM(amount) AS BIGINT), NULL
FROM valued
GROUP BY staff_no
