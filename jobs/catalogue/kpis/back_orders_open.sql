-- id: back_orders_open
-- subject: back_orders
-- position: 60
-- title: {en: Open back orders, th: สินค้าค้างส่งที่เปิดอยู่}
-- kind: stock
-- unit: {orders: count, lines: count, qty: qty, amount: thb}
-- measures: {orders: {en: orders, th: คำสั่งขาย}, lines: {en: lines, th: รายการ}, qty: {en: quantity, th: จำนวน}, amount: {en: value, th: มูลค่า}}
-- direction: lower
-- formula: {en: "Back orders with status open, as the sales system counts them: orders, lines, quantity and value", th: "สินค้าค้างส่งสถานะเปิดตามระบบขาย นับเป็นคำสั่งขาย รายการ จำนวน และมูลค่า"}
-- needs: {back_orders: [], orders: [], order_lines: []}
-- rows: [back_order_no, order_no, line_no]
WITH opened AS (
    SELECT back_orders.back_order_no, back_orders.order_no, back_orders.line_no,
           COALESCE(orders.staff_no, '') AS staff_no, back_orders.qty, back_orders.back_order_amount,
           back_orders.qty * line.price AS product
    FROM back_orders
    LEFT JOIN orders ON orders.order_no = back_orders.order_no
    LEFT JOIN order_lines AS line ON line.order_no = back_orders.order_no AND line.line_no = back_orders.line_no
    WHERE back_orders.status = 'open'
)
SELECT DISTINCT staff_no, '' AS split, 'orders' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole,
       '' AS back_order_no, order_no, '' AS line_no
FROM opened
UNION ALL
SELECT staff_no, '', 'lines', 1, NULL, back_order_no, order_no, line_no
FROM opened
UNION ALL
SELECT staff_no, '', 'qty', qty, NULL, back_order_no, order_no, line_no
FROM opened
UNION ALL
SELECT staff_no, '', 'amount',
       COALESCE(back_order_amount,
                CASE WHEN product < 0 THEN (product - 5000) / 10000 ELSE (product + 5000) / 10000 END, 0),
       NULL, back_order_no, order_no, line_no
FROM opened
