-- id: live_back_orders
-- title: {en: Live back orders by order line, th: สินค้าค้างส่งที่ยังไม่ปิด ตามรายการในคำสั่งขาย}
-- needs: {staff: [], orders: [], back_orders: [], order_line_state: []}
-- key: [order_no, line_no]
WITH live AS (
    SELECT back_orders.order_no, back_orders.line_no, MIN(back_orders.opened_on) AS opened_on,
           MIN(back_orders.promised_on) AS first_promised_on, CAST(SUM(back_orders.qty) AS BIGINT) AS bo_qty,
           COUNT(*) AS back_order_count, MIN(back_orders.item_no) AS item_no
    FROM back_orders
    LEFT JOIN order_line_state AS line
           ON line.order_no = back_orders.order_no AND line.line_no = back_orders.line_no
    WHERE back_orders.status = 'open'
      AND (line.order_no IS NULL OR line.owed_qty > 0)
    GROUP BY back_orders.order_no, back_orders.line_no
)
SELECT live.order_no, live.line_no, orders.customer_no, COALESCE(orders.staff_no, '') AS staff_no,
       COALESCE(staff.branch, '') AS branch, COALESCE(line.item_no, live.item_no) AS item_no, line.item_name,
       live.opened_on, live.back_order_count, live.bo_qty, line.owed_qty,
       CASE WHEN line.owed_qty < live.bo_qty THEN line.owed_qty ELSE live.bo_qty END AS owed_bo_qty,
       COALESCE(line.in_transit_qty, 0) AS in_transit_qty, line.missing_qty, line.last_delivered_on,
       COALESCE(live.first_promised_on, line.promise_on) AS bo_promise_on
FROM live
LEFT JOIN order_line_state AS line ON line.order_no = live.order_no AND line.line_no = live.line_no
LEFT JOIN orders ON orders.order_no = live.order_no
LEFT JOIN staff ON staff.staff_no = orders.staff_no
