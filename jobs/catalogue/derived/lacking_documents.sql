-- id: lacking_documents
-- title: {en: Documents that orders of special and drop-ship goods lack, th: เอกสารที่ขาดของคำสั่งขายสินค้าสั่งพิเศษและ Drop Ship}
-- needs: {order_line_state: [], approval_documents: [], back_orders: [], quotations: [order_no, approved_by_no], purchase_requests: [back_order_no, order_no, line_no]}
-- key: [order_no, document]
WITH special AS (
    SELECT order_no, line_no, missing_qty
    FROM order_line_state
    WHERE line_kind IN ('special', 'drop_ship')
), quoted AS (
    SELECT order_no, MIN(document_no) AS quote_no,
           MAX(CASE WHEN approved_by_no IS NOT NULL OR maker_level = 'own' THEN 1 ELSE 0 END) AS is_approved
    FROM approval_documents
    WHERE document_kind = 'quotation'
      AND order_no IS NOT NULL
    GROUP BY order_no
), requested AS (
    SELECT order_no, line_no
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND order_no IS NOT NULL
      AND line_no IS NOT NULL
    UNION
    SELECT back_orders.order_no, back_orders.line_no
    FROM purchase_requests
    JOIN back_orders ON back_orders.back_order_no = purchase_requests.back_order_no
    WHERE purchase_requests.status <> 'cancelled'
), lacking AS (
    SELECT special.order_no, 'quotation' AS document, MIN(special.line_no) AS line_no
    FROM special
    LEFT JOIN quoted ON quoted.order_no = special.order_no
    WHERE COALESCE(quoted.is_approved, 0) = 0
    GROUP BY special.order_no
    UNION ALL
    SELECT special.order_no, 'purchase_request', MIN(special.line_no)
    FROM special
    LEFT JOIN requested ON requested.order_no = special.order_no AND requested.line_no = special.line_no
    WHERE special.missing_qty > 0
      AND requested.order_no IS NULL
    GROUP BY special.order_no
)
SELECT lacking.order_no, lacking.document, lacking.line_no, quoted.quote_no
FROM lacking
LEFT JOIN quoted ON quoted.order_no = lacking.order_no
