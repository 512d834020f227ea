-- id: proof_of_delivery
-- subject: delivery
-- position: 26
-- title: {en: Deliveries with proof in time, th: การจัดส่งที่มีหลักฐานการส่งมอบภายในกำหนด}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 98
-- amber: 95
-- formula: {en: "Of the deliveries of which the working days for the proof of delivery ended on the day, those proven; what customers collect does not count", th: "การจัดส่งที่ครบกำหนดส่งหลักฐานการส่งมอบในวันนั้นและมีหลักฐานครบ หารด้วยการจัดส่งที่ครบกำหนดทั้งหมด (ไม่นับที่ลูกค้ารับเอง)"}
-- needs: {staff: [], customers: [], orders: [], deliveries: [delivered_on, has_proof]}
-- rows: [delivery_no, order_no]
-- params: {proof_days: {warehouse: 2, supplier: 5}}
WITH delivered AS (
    SELECT delivery_no, order_no, MIN(route) AS route, MAX(delivered_on) AS delivered_on,
           MIN(CASE WHEN has_proof = 1 THEN 1 ELSE 0 END) AS is_proven
    FROM deliveries
    WHERE delivered_on IS NOT NULL
      AND route <> 'pickup'
    GROUP BY delivery_no, order_no
), owned AS (
    SELECT delivered.delivery_no, delivered.order_no, delivered.route, delivered.delivered_on, delivered.is_proven,
           COALESCE(orders.staff_no, customers.staff_no, '') AS staff_no
    FROM delivered
    LEFT JOIN orders ON orders.order_no = delivered.order_no
    LEFT JOIN customers ON customers.customer_no = orders.customer_no
)
SELECT owned.staff_no, '' AS split, '' AS measure, owned.is_proven AS part, 1 AS whole,
       workday_after(COALESCE(staff.branch, ''), owned.delivered_on, allowed.value) AS day_on, owned.delivery_no,
       owned.order_no
FROM owned
JOIN parameters AS allowed
  ON allowed.name = 'proof_of_delivery.proof_days' AND allowed.branch = '' AND allowed.kind = owned.route
LEFT JOIN staff ON staff.staff_no = owned.staff_no
