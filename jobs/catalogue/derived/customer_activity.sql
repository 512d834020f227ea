-- id: customer_activity
-- title: {en: What each customer buys, th: การซื้อของลูกค้าแต่ละราย}
-- needs: {staff: [], customers: [], orders: []}
-- key: [customer_no]
-- params: {active_days: 180, visit_days: 90, min_orders: 2}
WITH bought AS (
    SELECT customer_no, MIN(ordered_on) AS first_ordered_on, MAX(ordered_on) AS last_ordered_on,
           MIN(CASE WHEN ordered_on > :today - :active_days THEN ordered_on END) AS first_recent_on,
           SUM(CASE WHEN ordered_on > :today - :active_days THEN 1 ELSE 0 END) AS recent_order_count
    FROM orders
    WHERE status <> 'cancelled'
    GROUP BY customer_no
), last_order AS (
    SELECT orders.customer_no, MAX(orders.order_no) AS order_no
    FROM orders
    JOIN bought ON bought.customer_no = orders.customer_no AND bought.last_ordered_on = orders.ordered_on
    WHERE orders.status <> 'cancelled'
    GROUP BY orders.customer_no
), known AS (
    SELECT customers.customer_no, customers.customer_name, COALESCE(customers.staff_no, orders.staff_no, '') AS owner_no,
           COALESCE(customers.staff_no, '') AS staff_no, customers.created_on, customers.is_active,
           customers.is_walk_in, bought.first_ordered_on, bought.last_ordered_on, bought.first_recent_on,
           COALESCE(bought.recent_order_count, 0) AS recent_order_count
    FROM customers
    LEFT JOIN bought ON bought.customer_no = customers.customer_no
    LEFT JOIN last_order ON last_order.customer_no = customers.customer_no
    LEFT JOIN orders ON orders.order_no = last_order.order_no
)
SELECT known.customer_no, known.customer_name, known.staff_no, known.owner_no, COALESCE(staff.branch, '') AS branch,
       known.created_on, known.is_active, known.is_walk_in, known.first_ordered_on, known.last_ordered_on,
       known.first_recent_on, known.recent_order_count, :today - :visit_days AS visits_from_on,
       CASE WHEN known.is_active = 1 AND known.is_walk_in = 0 AND known.recent_order_count > 0
            THEN 1 ELSE 0 END AS is_buyer,
       CASE WHEN known.is_active = 1 AND known.is_walk_in = 0 AND known.staff_no <> ''
             AND known.recent_order_count >= :min_orders AND known.created_on <= :today - :visit_days
            THEN 1 ELSE 0 END AS is_portfolio
FROM known
LEFT JOIN staff ON staff.staff_no = known.owner_no
