-- id: request_lines
-- title: {en: Order lines that each purchase request is for, th: รายการในคำสั่งขายของใบเสนอซื้อแต่ละใบ}
-- needs: {back_orders: [], purchase_requests: []}
-- key: [pr_no, order_no, line_no]
SELECT pr_no, order_no, line_no
FROM purchase_requests
WHERE order_no IS NOT NULL
  AND line_no IS NOT NULL
UNION
SELECT request.pr_no, back_orders.order_no, back_orders.line_no
FROM purchase_requests AS request
JOIN back_orders ON back_orders.back_order_no = request.back_order_no
