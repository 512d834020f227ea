-- id: ORD-03
-- title: {en: Special or drop-ship order without approved quotation or purchase request, th: คำสั่งขายสินค้าสั่งพิเศษหรือ Drop Ship ที่ไม่มีใบเสนอราคาที่อนุมัติแล้วหรือใบเสนอซื้อ (PR)}
-- why: {en: "order {order_no} of {ordered_on} lacks: {document}; line {line_no}, {item_name} ({line_kind}), quotation {quote_no}", th: "คำสั่งขาย {order_no} วันที่ {ordered_on} ยังไม่มี{document} · รายการที่ {line_no} {item_name} ({line_kind}) ใบเสนอราคา {quote_no}"}
-- todo: {en: "Make the missing document, or have the quotation approved", th: จัดทำเอกสารที่ขาด หรือเสนออนุมัติใบเสนอราคา}
-- needs: {orders: [], order_line_state: [], lacking_documents: []}
-- key: [order_no, document]
-- signature: []
-- kind: state
-- born_on: ordered_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 2, require: [quotation, purchase_request]}
SELECT lacking.order_no, lacking.document, orders.customer_no, orders.staff_no, orders.ordered_on, lacking.line_no,
       line.line_kind, line.item_no, line.item_name, line.missing_qty, lacking.quote_no
FROM lacking_documents AS lacking
JOIN orders ON orders.order_no = lacking.order_no
JOIN order_line_state AS line ON line.order_no = lacking.order_no AND line.line_no = lacking.line_no
WHERE orders.status = 'open'
  AND workdays(line.branch, orders.ordered_on, :today) > :grace_days
  AND :require LIKE '%,' || lacking.document || ',%'
