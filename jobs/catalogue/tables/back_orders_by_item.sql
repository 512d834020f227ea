-- id: back_orders_by_item
-- page: back_orders
-- position: 50
-- title: {en: Items that are owed most, th: สินค้าที่มีมูลค่าค้างส่งสูงสุด}
-- needs: {open_back_orders: []}
-- key: [item_no, staff_no]
-- columns: [item_no, item_name, {line_count: {en: Lines, th: รายการ}}, {open_qty: {en: Quantity, th: จำนวน}}, {oldest_days: {en: Oldest (days), th: ค้างนานสุด (วัน)}}, {open_amount: {en: Value, th: มูลค่า}}, {amount_share: {en: Of all value, th: สัดส่วนมูลค่า}}]
-- group: [item_no]
-- largest: open_amount
-- top: 10
-- total: [line_count, open_amount]
-- shares: {amount_share: [open_amount, total]}
-- chart: {kind: cells, series: [open_amount]}
SELECT item_no, MAX(COALESCE(item_name, item_no)) AS item_name, staff_no, COUNT(*) AS line_count,
       CAST(SUM(qty) AS BIGINT) AS open_qty, MAX(age_days) AS oldest_days,
       CAST(SUM(open_amount) AS BIGINT) AS open_amount
FROM open_back_orders
GROUP BY item_no, staff_no
ORDER BY 7 DESC, item_no, staff_no
