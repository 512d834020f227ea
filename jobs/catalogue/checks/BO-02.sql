-- id: BO-02
-- title: {en: Follow-up still open though nothing is on back order, th: การติดตามใน CRM ยังเปิดอยู่ทั้งที่ไม่มีสินค้าค้างส่งแล้ว}
-- why: {en: "the follow-up is open in CRM, yet back orders of its line: {problem} (filled {filled_count}, cancelled {cancelled_count})", th: "ใน CRM ยังเปิดการติดตามอยู่ แต่สินค้าค้างส่งของรายการนี้{problem} (ส่งครบ {filled_count} รายการ ยกเลิก {cancelled_count} รายการ)"}
-- todo: {en: Close the follow-up in CRM once the customer has been told, th: แจ้งลูกค้าแล้วปิดการติดตามใน CRM}
-- compares: [owed_qty, crm_qty]
-- needs: {staff: [], orders: [], order_lines: [], crm_follow_ups: [], back_orders: [], order_line_state: []}
-- key: [follow_up_no]
-- signature: [problem]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 1}
WITH held AS (
    SELECT order_no, line_no, SUM(CASE WHEN status = 'open' THEN 1 ELSE 0 END) AS open_count,
           SUM(CASE WHEN status = 'filled' THEN 1 ELSE 0 END) AS filled_count,
           SUM(CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled_count, MAX(closed_on) AS closed_on,
           MIN(opened_on) AS opened_on
    FROM back_orders
    GROUP BY order_no, line_no
), judged AS (
    SELECT follow_up.follow_up_no, follow_up.order_no, follow_up.line_no, orders.customer_no,
           COALESCE(follow_up.staff_no, orders.staff_no, '') AS staff_no, line.item_no, line.item_name,
           follow_up.qty AS crm_qty, line.owed_qty, ordered.order_no AS known_order_no, held.opened_on,
           held.closed_on, COALESCE(held.filled_count, 0) AS filled_count,
           COALESCE(held.cancelled_count, 0) AS cancelled_count, held.open_count,
           CASE WHEN held.order_no IS NULL THEN 'none'
                WHEN held.filled_count > 0 THEN 'filled'
                ELSE 'cancelled' END AS problem
    FROM crm_follow_ups AS follow_up
    LEFT JOIN held ON held.order_no = follow_up.order_no AND held.line_no = follow_up.line_no
    LEFT JOIN orders ON orders.order_no = follow_up.order_no
    LEFT JOIN order_lines AS ordered
           ON ordered.order_no = follow_up.order_no AND ordered.line_no = follow_up.line_no
    LEFT JOIN order_line_state AS line
           ON line.order_no = follow_up.order_no AND line.line_no = follow_up.line_no
    WHERE follow_up.status = 'open'
)
SELECT judged.follow_up_no, judged.order_no, judged.line_no, judged.customer_no, judged.staff_no, judged.item_no,
       judged.item_name, judged.crm_qty, judged.owed_qty, judged.opened_on, judged.closed_on, judged.filled_count,
       judged.cancelled_count, judged.problem
FROM judged
LEFT JOIN staff ON staff.staff_no = judged.staff_no
-- A line without a state is of an order taken after today: a run made late must not call its follow-up a stray.
WHERE (judged.problem = 'none' AND (judged.owed_qty = 0 OR judged.known_order_no IS NULL))
   OR (judged.problem <> 'none' AND judged.open_count = 0
       AND (judged.closed_on IS NULL
            OR workdays(COALESCE(staff.branch, ''), judged.closed_on, :today) > :grace_days))
