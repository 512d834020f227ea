-- id: otif
-- subject: delivery
-- position: 20
-- title: {en: Order lines delivered in full and on time (OTIF), th: รายการที่ส่งครบตามกำหนดเวลา (OTIF)}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 90
-- amber: 85
-- split: {en: Kind of line, th: ประเภทรายการ}
-- formula: {en: "Of the order lines promised for the day, those delivered in full by then; a line that is still owed counts as not", th: "รายการที่ครบกำหนดส่งในวันนั้นและส่งครบภายในกำหนด หารด้วยรายการที่ครบกำหนดส่งทั้งหมด (รายการที่ยังค้างส่งนับว่าไม่ทันกำหนด)"}
-- needs: {order_line_state: []}
-- rows: [order_no, line_no]
SELECT staff_no, line_kind AS split, '' AS measure, CASE WHEN completed_on <= promise_on THEN 1 ELSE 0 END AS part,
       1 AS whole, promise_on AS day_on, order_no, line_no
FROM order_line_state
WHERE net_qty > 0
  AND promise_on IS NOT NULL
