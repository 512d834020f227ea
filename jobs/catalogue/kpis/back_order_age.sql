-- id: back_order_age
-- subject: back_orders
-- position: 70
-- headline: 2
-- page: back_orders
-- title: {en: Age of open back orders, th: อายุค้างของสินค้าค้างส่ง}
-- kind: stock
-- unit: count
-- direction: lower
-- shows_share: true
-- target: 5
-- amber: 10
-- target_split: 31+
-- split: {en: Calendar days since opened, th: จำนวนวันนับจากวันที่เปิด}
-- formula: {en: "Back orders with status open by the calendar days since they were opened; the share is of all of them, and the target is for those of 31 days or more", th: "สินค้าค้างส่งสถานะเปิด แยกตามจำนวนวันปฏิทินนับจากวันที่เปิด สัดส่วนเทียบกับทั้งหมด เป้าหมายใช้กับช่วง 31 วันขึ้นไป"}
-- needs: {open_back_orders: []}
-- rows: [back_order_no, order_no, line_no]
SELECT staff_no, age_bucket AS split, '' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole, back_order_no, order_no, line_no
FROM open_back_orders
