-- id: CRM-07
-- title: {en: Regular customer gone quiet, th: ลูกค้าประจำที่ไม่กลับมาสั่งซื้อ}
-- why: {en: "{customer_name} ordered every month for {month_count} months up to {last_ordered_on} ({order_count} orders), and not since", th: "{customer_name} สั่งซื้อทุกเดือนติดต่อกัน {month_count} เดือน รวม {order_count} ครั้ง ครั้งล่าสุด {last_ordered_on} แล้วไม่ได้สั่งซื้ออีก"}
-- todo: {en: Visit or ring the customer and find out why, th: ออกเยี่ยมหรือโทรสอบถามสาเหตุที่ลูกค้าไม่กลับมาสั่งซื้อ}
-- needs: {orders: [], customer_activity: []}
-- key: [customer_no]
-- signature: [last_ordered_on]
-- kind: state
-- born_on: last_ordered_on
-- owner: staff_no
-- severity: medium
-- params: {regular_months: 3, quiet_days: 45, forget_days: 365}
WITH quiet AS (
    SELECT customer_no, customer_name, staff_no, last_ordered_on
    FROM customer_activity
    WHERE is_active = 1
      AND is_walk_in = 0
      AND last_ordered_on < :today - :quiet_days
      AND last_ordered_on >= :today - :forget_days
), regular AS (
    SELECT orders.customer_no, COUNT(*) AS order_count,
           COUNT(DISTINCT (quiet.last_ordered_on - orders.ordered_on) / 30) AS month_count
    FROM orders
    -- COALESCE keeps SQLite from sorting all orders into an index for the few customers that are quiet.
    JOIN quiet ON quiet.customer_no = COALESCE(orders.customer_no, '')
    WHERE orders.status <> 'cancelled'
      AND orders.ordered_on > quiet.last_ordered_on - 30 * :regular_months
    GROUP BY orders.customer_no
)
SELECT quiet.customer_no, quiet.customer_name, quiet.staff_no, quiet.last_ordered_on, regular.order_count,
       regular.month_count
FROM quiet
JOIN regular ON regular.customer_no = quiet.customer_no
WHERE regular.month_count = :regular_months
