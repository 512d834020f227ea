-- id: BO-08
-- title: {en: Back order open on a line that owes nothing, th: สินค้าค้างส่งยังเปิดอยู่ทั้งที่รายการส่งครบหรือยกเลิกแล้ว}
-- why: {en: "{qty} of {item_no} is still on back order, yet its order line: {problem} (ordered {net_qty}, delivered {delivered_qty}, last on {last_delivered_on})", th: "สินค้า {item_no} จำนวน {qty} ยังเปิดเป็นสินค้าค้างส่งอยู่ แต่{problem} (สั่งสุทธิ {net_qty} ส่งแล้ว {delivered_qty} ส่งครั้งล่าสุด {last_delivered_on})"}
-- todo: {en: "Close the back order, or correct its order line", th: ปิดรายการค้างส่ง หรือแก้เลขที่รายการในคำสั่งขายให้ถูกต้อง}
-- compares: [net_qty, delivered_qty]
-- needs: {orders: [], back_orders: [], order_line_state: []}
-- key: [back_order_no, order_no, line_no]
-- signature: [problem]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 1}
WITH judged AS (
    SELECT held.back_order_no, held.order_no, held.line_no, orders.customer_no, orders.staff_no, held.item_no,
           line.item_name, held.opened_on, held.qty, line.net_qty, line.delivered_qty, line.last_delivered_on,
           -- The order is known here, so a line without a state is one that it does not have.
           CASE WHEN line.order_no IS NULL THEN 'no_line'
                WHEN line.net_qty = 0 THEN 'cancelled'
                WHEN line.owed_qty = 0
                 AND workdays(line.branch, line.last_delivered_on, :today) > :grace_days THEN 'delivered'
                END AS problem
    FROM back_orders AS held
    JOIN orders ON orders.order_no = held.order_no
    LEFT JOIN order_line_state AS line ON line.order_no = held.order_no AND line.line_no = held.line_no
    WHERE held.status = 'open'
)
SELECT back_order_no, order_no, line_no, customer_no, staff_no, item_no, item_name, opened_on, qty, net_qty,
       delivered_qty, last_delivered_on, problem
FROM judged
WHERE problem IS NOT NULL
