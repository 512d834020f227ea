-- id: fill_rate
-- subject: delivery
-- position: 22
-- title: {en: Quantity delivered of what was ordered, th: อัตราการส่งสินค้าได้ตามจำนวนที่สั่ง}
-- kind: flow
-- unit: percent
-- parts: qty
-- direction: higher
-- target: 95
-- amber: 90
-- formula: {en: "Of the quantity on order lines promised for the day (without a promise: ordered on it), the quantity delivered", th: "จำนวนสินค้าที่ส่งมอบแล้ว หารด้วยจำนวนที่สั่งของรายการที่ครบกำหนดส่งในวันนั้น (รายการที่ไม่มีวันกำหนดส่งใช้วันที่สั่งซื้อ)"}
-- needs: {order_line_state: []}
-- rows: [order_no, line_no]
SELECT COALESCE(staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN delivered_qty < net_qty THEN delivered_qty ELSE net_qty END AS part, net_qty AS whole,
       COALESCE(promise_on, ordered_on) AS day_on, order_no, line_no
FROM order_line_state
WHERE net_qty > 0
