-- id: LG-02
-- title: {en: Delivery without proof of delivery, th: การจัดส่งที่ยังไม่มีหลักฐานการส่งมอบ}
-- why: {en: "delivered {route} on {delivered_on}; lines without proof of delivery: {line_count}", th: "{route} ส่งมอบเมื่อ {delivered_on} ยังไม่มีหลักฐานการส่งมอบ {line_count} รายการ"}
-- todo: {en: Get the signed slip and enter it, th: ติดตามเอกสารที่ลูกค้าลงนามรับสินค้า แล้วบันทึก}
-- needs: {deliveries: [delivered_on, has_proof]}
-- key: [delivery_no]
-- signature: []
-- kind: state
-- event_on: delivered_on
-- owner: role:logistics
-- severity: medium
-- params: {proof_days: {warehouse: 2, supplier: 5}, window_days: 90}
SELECT deliveries.delivery_no, MIN(deliveries.order_no) AS order_no, MIN(deliveries.route) AS route,
       COUNT(*) AS line_count, MIN(deliveries.delivered_on) AS delivered_on
FROM deliveries
JOIN parameters AS allowed
  ON allowed.name = 'LG-02.proof_days' AND allowed.branch = '' AND allowed.kind = deliveries.route
WHERE deliveries.has_proof = 0
  AND deliveries.route <> 'pickup'
  AND deliveries.delivered_on >= :today - :window_days
  AND workdays('', deliveries.delivered_on, :today) > allowed.value
GROUP BY deliveries.delivery_no
