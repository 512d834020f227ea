-- id: line_receipts
-- title: {en: Goods received for each order line, th: สินค้าที่รับเข้าของแต่ละรายการในคำสั่งขาย}
-- needs: {request_lines: [], receipts: [pr_no]}
-- key: [order_no, line_no]
WITH received AS (
    SELECT pr_no, MIN(received_on) AS first_received_on, CAST(SUM(qty_received) AS BIGINT) AS received_qty,
           CAST(SUM(qty_received - COALESCE(qty_rejected, 0)) AS BIGINT) AS accepted_qty
    FROM receipts
    WHERE pr_no IS NOT NULL
    GROUP BY pr_no
)
SELECT request.order_no, request.line_no, MIN(received.first_received_on) AS first_received_on,
       CAST(SUM(received.received_qty) AS BIGINT) AS received_qty,
       CAST(SUM(received.accepted_qty) AS BIGINT) AS accepted_qty
FROM request_lines AS request
JOIN received ON received.pr_no = request.pr_no
GROUP BY request.order_no, request.line_no
