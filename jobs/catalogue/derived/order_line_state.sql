-- id: order_line_state
-- title: {en: State of each order line, th: สถานะของแต่ละรายการในคำสั่งขาย}
-- needs: {staff: [], orders: [], order_lines: [], deliveries: [delivered_on]}
-- key: [order_no, line_no]
-- params: {transit_days: 3}
WITH days AS (
    SELECT order_no, line_no, delivered_on, CAST(SUM(qty_delivered) AS BIGINT) AS day_qty
    FROM deliveries
    WHERE delivered_on IS NOT NULL
    GROUP BY order_no, line_no, delivered_on
), running AS (
    SELECT order_no, line_no, delivered_on, day_qty,
           CAST(SUM(day_qty) OVER (PARTITION BY order_no, line_no ORDER BY delivered_on) AS BIGINT) AS running_qty
    FROM days
), delivered AS (
    SELECT order_no, line_no, CAST(SUM(day_qty) AS BIGINT) AS delivered_qty, MAX(delivered_on) AS last_delivered_on
    FROM days
    GROUP BY order_no, line_no
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
                ELSE 0 END AS net_qty
    FROM order_lines AS line
    JOIN orders ON orders.order_no = line.order_no
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
), completed AS (
    SELECT lines.order_no, lines.line_no, MIN(running.delivered_on) AS completed_on
    FROM lines
    JOIN running ON running.order_no = lines.order_no AND running.line_no = lines.line_no
    WHERE lines.net_qty > 0
      AND running.running_qty >= lines.net_qty
    GROUP BY lines.order_no, lines.line_no
), owed AS (
    SELECT lines.order_no, lines.line_no, lines.customer_no, lines.staff_no, lines.branch, lines.ordered_on,
           lines.order_status, lines.order_kind, lines.line_kind, lines.item_no, lines.item_name, lines.price,
           lines.qty_ordered, lines.qty_cancelled, lines.net_qty, lines.promise_on,
           COALESCE(delivered.delivered_qty, 0) AS delivered_qty, delivered.last_delivered_on,
           COALESCE(on_the_way.in_transit_qty, 0) AS in_transit_qty, completed.completed_on,
           CASE WHEN lines.net_qty > COALESCE(delivered.delivered_qty, 0)
                THEN lines.net_qty - COALESCE(delivered.delivered_qty, 0)
                ELSE 0 END AS owed_qty
    FROM lines
    LEFT JOIN delivered ON delivered.order_no = lines.order_no AND delivered.line_no = lines.line_no
    LEFT JOIN on_the_way ON on_the_way.order_no = lines.order_no AND on_the_way.line_no = lines.line_no
    LEFT JOIN completed ON completed.order_no = lines.order_no AND completed.line_no = lines.line_no
)
SELECT order_no, line_no, customer_no, staff_no, branch, ordered_on, order_status, order_kind, line_kind, item_no,
       item_name, price, qty_ordered, qty_cancelled, net_qty, delivered_qty, owed_qty, in_transit_qty,
       CASE WHEN owed_qty > in_transit_qty THEN owed_qty - in_transit_qty ELSE 0 END AS missing_qty,
       promise_on, last_delivered_on, completed_on
FROM owed
