-- id: order_line_state
-- title: {en: State of each order line, th: สถานะของแต่ละรายการในคำสั่งขาย}
-- needs: {staff: [], orders: [], order_lines: [], deliveries: [delivered_on]}
-- key: [order_no, line_no]
-- params: {transit_days: 3}
WITH running AS (
    -- The window's default frame ends with the last row of the same day.
    SELECT order_no, line_no, delivered_on, qty_delivered,
           CAST(SUM(qty_delivered) OVER (PARTITION BY order_no, line_no ORDER BY delivered_on) AS BIGINT)
               AS running_qty
    FROM deliveries
    WHERE delivered_on IS NOT NULL
), progress AS (
    SELECT running.order_no, running.line_no, CAST(SUM(running.qty_delivered) AS BIGINT) AS delivered_qty,
           MAX(running.delivered_on) AS last_delivered_on,
           MIN(CASE WHEN running.running_qty >= line.qty_ordered - COALESCE(line.qty_cancelled, 0)
                    THEN running.delivered_on END) AS completed_on
    FROM running
    LEFT JOIN order_lines AS line ON line.order_no = running.order_no AND line.line_no = running.line_no
    GROUP BY running.order_no, running.line_no
), on_the_way AS (
    SELECT shipment.order_no, shipment.line_no, CAST(SUM(shipment.qty_delivered) AS BIGINT) AS in_transit_qty
    FROM deliveries AS shipment
    JOIN orders ON orders.order_no = shipment.order_no
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
    WHERE shipment.delivered_on IS NULL
      AND shipment.shipped_on IS NOT NULL
      AND workdays(COALESCE(staff.branch, ''), shipment.shipped_on, :today) <= :transit_days
    GROUP BY shipment.order_no, shipment.line_no
), lines AS (
    SELECT orders.order_no, line.line_no, orders.customer_no, orders.staff_no, COALESCE(staff.branch, '') AS branch,
           orders.ordered_on, orders.status AS order_status, orders.kind AS order_kind,
           COALESCE(line.kind, orders.kind) AS line_kind, line.item_no, line.item_name, line.price,
           line.qty_ordered, COALESCE(line.qty_cancelled, 0) AS qty_cancelled,
           COALESCE(line.promised_on, orders.promised_on) AS promise_on,
           CASE WHEN orders.status = 'cancelled' THEN 0
                WHEN line.qty_ordered > COALESCE(line.qty_cancelled, 0)
                THEN line.qty_ordered - COALESCE(line.qty_cancelled, 0)
                ELSE 0 END AS net_qty,
           COALESCE(progress.delivered_qty, 0) AS delivered_qty, progress.last_delivered_on,
           progress.completed_on, COALESCE(on_the_way.in_transit_qty, 0) AS in_transit_qty
    FROM order_lines AS line
    JOIN orders ON orders.order_no = line.order_no
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
    LEFT JOIN progress ON progress.order_no = line.order_no AND progress.line_no = line.line_no
    LEFT JOIN on_the_way ON on_the_way.order_no = line.order_no AND on_the_way.line_no = line.line_no
), owed AS (
    SELECT order_no, line_no, customer_no, staff_no, branch, ordered_on, order_status, order_kind, line_kind,
           item_no, item_name, price, qty_ordered, qty_cancelled, net_qty, promise_on, delivered_qty,
           last_delivered_on, in_transit_qty,
           CASE WHEN net_qty > 0 THEN completed_on END AS completed_on,
           CASE WHEN net_qty > delivered_qty THEN net_qty - delivered_qty ELSE 0 END AS owed_qty
    FROM lines
)
SELECT order_no, line_no, customer_no, staff_no, branch, ordered_on, order_status, order_kind, line_kind, item_no,
       item_name, price, qty_ordered, qty_cancelled, net_qty, delivered_qty, owed_qty, in_transit_qty,
       CASE WHEN owed_qty > in_transit_qty THEN owed_qty - in_transit_qty ELSE 0 END AS missing_qty,
       promise_on, last_delivered_on, completed_on
FROM owed
