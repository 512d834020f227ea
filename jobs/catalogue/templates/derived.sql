-- # A derived dataset: what several rules share, computed once after the pull and read by its id.
-- id: NEW_ID
-- title: {en: Orders of each customer, th: จำนวนคำสั่งขายของลูกค้าแต่ละราย}
-- # Every dataset that the query reads, with the columns it can't do without of those a site may leave out.
-- needs: {orders: []}
-- # Unique, and what rules look it up by.
-- key: [customer_no]
SELECT customer_no, COUNT(*) AS order_count, CAST(SUM(order_amount) AS BIGINT) AS total_amount
FROM orders
WHERE status <> 'cancelled'
GROUP BY customer_no
