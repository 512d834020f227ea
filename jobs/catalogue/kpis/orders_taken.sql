-- id: orders_taken
-- subject: sales
-- position: 52
-- title: {en: Orders taken, th: คำสั่งขายที่ได้รับ}
-- kind: flow
-- unit: {orders: count, amount: thb}
-- measures: {orders: {en: orders, th: จำนวนคำสั่งขาย}, amount: {en: value, th: มูลค่า}}
-- direction: higher
-- formula: {en: "Orders of the day that were not cancelled, and their value", th: "คำสั่งขายของวันนั้นที่ไม่ได้ยกเลิก และมูลค่ารวม"}
-- needs: {orders: []}
-- rows: [order_no]
SELECT COALESCE(staff_no, '') AS staff_no, '' AS split, 'orders' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole,
       ordered_on AS day_on, order_no
FROM orders
WHERE status <> 'cancelled'
UNION ALL
SELECT COALESCE(staff_no, ''), '', 'amount', order_amount, NULL, ordered_on, order_no
FROM orders
WHERE status <> 'cancelled'
