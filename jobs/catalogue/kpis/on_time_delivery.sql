-- id: on_time_delivery
-- subject: delivery
-- position: 10
-- headline: 1
-- title: {en: Orders delivered on time, th: คำสั่งขายที่ส่งครบตามกำหนดเวลา}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 95
-- amber: 90
-- split: {en: Kind of order, th: ประเภทคำสั่งขาย}
-- formula: {en: "Of the orders (not cancelled) of which the last goods were delivered on the day and at least one line has a promised date, those of which every promised line was complete by its date", th: "คำสั่งขายที่ส่งครบในวันนั้นและมีวันกำหนดส่งอย่างน้อยหนึ่งรายการ (ไม่นับที่ยกเลิก) โดยทุกรายการที่มีวันกำหนดส่งต้องส่งครบภายในกำหนด หารด้วยจำนวนคำสั่งขายดังกล่าวทั้งหมด"}
-- needs: {order_line_state: []}
-- rows: [order_no]
WITH finished AS (
    SELECT order_no, staff_no, order_kind, MAX(completed_on) AS day_on,
           SUM(CASE WHEN completed_on > promise_on THEN 1 ELSE 0 END) AS late_count
    FROM order_line_state
    WHERE order_status <> 'cancelled'
      AND net_qty > 0
    GROUP BY order_no, staff_no, order_kind
    HAVING COUNT(completed_on) = COUNT(*)
       AND COUNT(promise_on) > 0
)
SELECT staff_no, order_kind AS split, '' AS measure, CASE WHEN late_count = 0 THEN 1 ELSE 0 END AS part, 1 AS whole,
       day_on, order_no
FROM finished
