-- id: order_accuracy
-- subject: delivery
-- position: 24
-- title: {en: Order lines delivered right, th: ส่งสินค้าถูกต้องตามคำสั่งขาย}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 98
-- amber: 95
-- formula: {en: "Of the order lines completed on the day, those delivered with the item ordered, no more than ordered, and without a claim for a wrong item or a short delivery", th: "รายการที่ส่งครบในวันนั้นซึ่งสินค้าตรงตามที่สั่ง จำนวนไม่เกินที่สั่ง และไม่มีการเคลมส่งผิดหรือส่งขาด หารด้วยรายการที่ส่งครบในวันนั้นทั้งหมด"}
-- needs: {order_line_state: [], deliveries: [item_no], claims: [order_no]}
-- rows: [order_no, line_no]
WITH wrong_item AS (
    SELECT DISTINCT line.order_no, line.line_no
    FROM order_line_state AS line
    JOIN deliveries ON deliveries.order_no = line.order_no AND deliveries.line_no = line.line_no
    WHERE deliveries.item_no <> line.item_no
), claimed AS (
    SELECT DISTINCT order_no, item_no
    FROM claims
    WHERE order_no IS NOT NULL
      AND claim_kind IN ('wrong_item', 'short')
)
SELECT COALESCE(line.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN wrong_item.order_no IS NULL AND claimed.order_no IS NULL
             AND line.delivered_qty <= line.qty_ordered - line.qty_cancelled THEN 1 ELSE 0 END AS part, 1 AS whole,
       line.completed_on AS day_on, line.order_no, line.line_no
FROM order_line_state AS line
LEFT JOIN wrong_item ON wrong_item.order_no = line.order_no AND wrong_item.line_no = line.line_no
LEFT JOIN claimed ON claimed.order_no = line.order_no AND claimed.item_no = line.item_no
WHERE line.completed_on IS NOT NULL
