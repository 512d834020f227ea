-- id: BO-09
-- title: {en: One order line followed up twice in CRM, th: รายการเดียวกันมีการติดตามใน CRM ซ้ำ}
-- why: {en: "{follow_up_count} follow-ups are open in CRM for {open_count} open back orders of this line", th: "ใน CRM เปิดการติดตามไว้ {follow_up_count} รายการ แต่รายการนี้มีสินค้าค้างส่งที่เปิดอยู่ {open_count} รายการ"}
-- todo: {en: Keep one follow-up and close the others, th: เหลือการติดตามไว้รายการเดียว แล้วปิดรายการที่ซ้ำ}
-- compares: [open_count, follow_up_count]
-- needs: {orders: [], crm_follow_ups: [], back_orders: [], order_line_state: []}
-- key: [order_no, line_no]
-- signature: [follow_up_count]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: medium
WITH followed AS (
    SELECT order_no, line_no, COUNT(*) AS follow_up_count, MAX(follow_up_no) AS last_follow_up_no
    FROM crm_follow_ups
    WHERE status = 'open'
    GROUP BY order_no, line_no
), opened AS (
    SELECT order_no, line_no, COUNT(*) AS open_count, MIN(opened_on) AS opened_on
    FROM back_orders
    WHERE status = 'open'
    GROUP BY order_no, line_no
)
SELECT followed.order_no, followed.line_no, orders.customer_no,
       COALESCE(last_follow_up.staff_no, orders.staff_no, '') AS staff_no, line.item_no, line.item_name,
       opened.opened_on, followed.follow_up_count, COALESCE(opened.open_count, 0) AS open_count,
       followed.last_follow_up_no
FROM followed
JOIN crm_follow_ups AS last_follow_up ON last_follow_up.follow_up_no = followed.last_follow_up_no
LEFT JOIN opened ON opened.order_no = followed.order_no AND opened.line_no = followed.line_no
LEFT JOIN orders ON orders.order_no = followed.order_no
LEFT JOIN order_line_state AS line ON line.order_no = followed.order_no AND line.line_no = followed.line_no
WHERE followed.follow_up_count > 1
  AND followed.follow_up_count > COALESCE(opened.open_count, 0)
