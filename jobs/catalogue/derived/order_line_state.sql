-- id: order_line_state
-- title: {en: State of each order line, th: สถานะของแต่ละรายการในคำสั่งขาย}
-- needs: {staff: [], orders: [], order_lines: [], deliveries: [delivered_on]}
-- key: [order_no, line_no]
-- params: {transit_days: 3}
WITH arrived AS (
    SELECT order_no, line_no, CAST(SUM(qty_delivered) AS BIGINT) AS delivered_qty,
           MIN(delivered_on) AS first_delivered_on, MAX(delivered_on) AS last_delivered_on
    FROM deliveries
    WHERE delivered_on IS NOT NULL
    GROUP BY order_no, line_no
), running AS (
    -- Only of a line that arrived on several days is the day to be looked for: few are. The window's default frame
    -- ends with the last row of the same day. COALESCE keeps SQLite from sorting all deliveries into an index for it.
    SELECT shipment.order_no, shipment.line_no, shipment.delivered_on,
           CAST(SUM(shipment.qty_delivered) OVER (PARTITION BY shipment.order_no, shipment.line_no
                                                  ORDER BY shipment.delivered_on) AS BIGINT) AS running_qty
    FROM deliveries AS shipment
    JOIN arrived ON arrived.order_no = COALESCE(shipment.order_no, '')
                AND arrived.line_no = COALESCE(shipment.line_no, '')
    WHERE shipment.delivered_on IS NOT NULL
      AND arrived.first_delivered_on < arrived.last_delivered_on
), reached AS (
    SELECT running.order_no, running.line_no, MIN(running.delivered_on) AS completed_on
    FROM running
    JOIN order_lines AS line ON line.order_no = running.order_no AND line.line_no = running.line_no
    WHERE running.running_qty >= line.qty_ordered - COALESCE(line.qty_cancelled, 0)
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
           COALESCE(arrived.delivered_qty, 0) AS delivered_qty, arrived.last_delivered_on,
           CASE WHEN arrived.first_delivered_on < arrived.last_delivered_on THEN reached.completed_on
                WHEN arrived.delivered_qty >= line.qty_ordered - COALESCE(line.qty_cancelled, 0)
                THEN arrived.last_delivered_on END AS completed_on,
           COALESCE(on_the_way.in_transit_qty, 0) AS in_transit_qty
    FROM order_lines AS line
    JOIN orders ON orders.order_no = line.order_no
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
    LEFT JOIN arrived ON arrived.order_no = line.order_no AND arrived.line_no = line.line_no
    LEFT JOIN reached ON reached.order_no = line.order_no AND reached.line_no = line.line_no
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
