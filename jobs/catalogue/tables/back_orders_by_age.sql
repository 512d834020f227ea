-- id: back_orders_by_age
-- page: back_orders
-- position: 10
-- title: {en: Open back orders by age, th: สินค้าค้างส่งตามอายุค้าง}
-- note: {en: "Calendar days since they were opened; lines and value as the sales system counts them", th: "นับเป็นวันปฏิทินตั้งแต่วันที่เปิด จำนวนรายการและมูลค่าตามที่ระบบขายนับ"}
-- needs: {open_back_orders: []}
-- key: [age_bucket, staff_no]
-- columns: [{age_bucket: {en: Age (days), th: อายุค้าง (วัน)}}, {line_count: {en: Lines, th: รายการ}}, {line_share: {en: Of all lines, th: สัดส่วนรายการ}}, {open_amount: {en: Value, th: มูลค่า}}, {amount_share: {en: Of all value, th: สัดส่วนมูลค่า}}]
-- group: [age_bucket]
-- total: [line_count, open_amount]
-- shares: {line_share: [line_count, total], amount_share: [open_amount, total]}
-- chart: {kind: column, category: age_bucket, series: [open_amount], title: {en: Value by age (days), th: มูลค่าตามอายุค้าง (วัน)}, alt: {en: Columns of the value of open back orders by their age in days, th: แผนภูมิแท่งแสดงมูลค่าสินค้าค้างส่งตามอายุค้างเป็นวัน}}
SELECT age_bucket, staff_no, COUNT(*) AS line_count, CAST(SUM(open_amount) AS BIGINT) AS open_amount
FROM open_back_orders
GROUP BY age_bucket, staff_no
ORDER BY MIN(age_days), age_bucket, staff_no
