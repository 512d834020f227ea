-- id: back_orders_by_customer
-- page: back_orders
-- position: 40
-- title: {en: Customers who wait for most, th: ลูกค้าที่มีมูลค่าค้างส่งสูงสุด}
-- needs: {open_back_orders: [], live_back_orders: [], customers: []}
-- key: [customer_no, staff_no]
-- columns: [customer_no, customer_name, {line_count: {en: Lines, th: รายการ}}, {overdue_count: {en: Past promise, th: เกินกำหนดส่ง}}, {oldest_days: {en: Oldest (days), th: ค้างนานสุด (วัน)}}, {open_amount: {en: Value, th: มูลค่า}}, {amount_share: {en: Of all value, th: สัดส่วนมูลค่า}}]
-- group: [customer_no]
-- largest: open_amount
-- top: 10
-- total: [line_count, overdue_count, open_amount]
-- shares: {amount_share: [open_amount, total]}
-- chart: {kind: cells, series: [open_amount]}
SELECT waiting.customer_no, MAX(COALESCE(customers.customer_name, waiting.customer_no)) AS customer_name,
       waiting.staff_no, COUNT(*) AS line_count,
       SUM(CASE WHEN live.bo_promise_on < :today THEN 1 ELSE 0 END) AS overdue_count,
       MAX(waiting.age_days) AS oldest_days, CAST(SUM(waiting.open_amount) AS BIGINT) AS open_amount
FROM open_back_orders AS waiting
LEFT JOIN customers ON customers.customer_no = waiting.customer_no
LEFT JOIN live_back_orders AS live ON live.order_no = waiting.order_no AND live.line_no = waiting.line_no
GROUP BY waiting.customer_no, waiting.staff_no
ORDER BY 7 DESC, waiting.customer_no, waiting.staff_no
