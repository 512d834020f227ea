-- id: back_orders_open
-- subject: back_orders
-- position: 60
-- page: back_orders
-- title: {en: Open back orders, th: สินค้าค้างส่งที่เปิดอยู่}
-- kind: stock
-- unit: {orders: count, lines: count, qty: qty, amount: thb}
-- measures: {orders: {en: orders, th: คำสั่งขาย}, lines: {en: lines, th: รายการ}, qty: {en: quantity, th: จำนวน}, amount: {en: value, th: มูลค่า}}
-- direction: lower
-- formula: {en: "Back orders with status open, as the sales system counts them: orders, lines, quantity and value", th: "สินค้าค้างส่งสถานะเปิดตามระบบขาย นับเป็นคำสั่งขาย รายการ จำนวน และมูลค่า"}
-- needs: {open_back_orders: []}
-- rows: [back_order_no, order_no, line_no]
SELECT DISTINCT staff_no, '' AS split, 'orders' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole,
       '' AS back_order_no, order_no, '' AS line_no
FROM open_back_orders
UNION ALL
SELECT staff_no, '', 'lines', 1, NULL, back_order_no, order_no, line_no
FROM open_back_orders
UNION ALL
SELECT staff_no, '', 'qty', qty, NULL, back_order_no, order_no, line_no
FROM open_back_orders
UNION ALL
SELECT staff_no, '', 'amount', open_amount, NULL, back_order_no, order_no, line_no
FROM open_back_orders
