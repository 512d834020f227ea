-- id: LG-01
-- title: {en: Delivered after the promise, th: ส่งสินค้าช้ากว่ากำหนดส่ง}
-- why: {en: "the last goods came on {last_completed_on}; lines that came after their promised date: {late_line_count}, at worst {late_days} days late", th: "ส่งครบเมื่อ {last_completed_on} มีรายการที่ส่งช้ากว่ากำหนด {late_line_count} รายการ ช้าที่สุด {late_days} วัน"}
-- todo: {en: Apologise to the customer and enter the cause, th: ขออภัยลูกค้า และบันทึกสาเหตุที่ส่งช้า}
-- needs: {order_line_state: []}
-- key: [order_no]
-- signature: [last_completed_on]
-- kind: event
-- event_on: last_completed_on
-- owner: staff_no
-- severity: low
-- params: {late_days: 0, window_days: 30}
WITH finished AS (
    SELECT order_no, MIN(customer_no) AS customer_no, MIN(staff_no) AS staff_no, MIN(order_kind) AS order_kind,
           MIN(promise_on) AS promise_on, MAX(completed_on) AS last_completed_on,
           SUM(CASE WHEN completed_on > promise_on + :late_days THEN 1 ELSE 0 END) AS late_line_count,
           MAX(completed_on - promise_on) AS late_days
    FROM order_line_state
    WHERE order_status <> 'cancelled'
      AND net_qty > 0
    GROUP BY order_no
    HAVING COUNT(completed_on) = COUNT(*)
       AND COUNT(promise_on) > 0
)
SELECT order_no, customer_no, staff_no, order_kind, promise_on, last_completed_on, late_line_count, late_days
FROM finished
WHERE late_line_count > 0
  AND last_completed_on >= :today - :window_days
