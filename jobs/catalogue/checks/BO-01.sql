-- id: BO-01
-- title: {en: Back order without a follow-up in CRM, th: สินค้าค้างส่งที่ยังไม่มีการติดตามใน CRM}
-- why: {en: "{owed_bo_qty} of {item_no} on back order since {opened_on}; open follow-ups in CRM: none, closed: {closed_count}", th: "ค้างส่งสินค้า {item_no} จำนวน {owed_bo_qty} ตั้งแต่ {opened_on} แต่ใน CRM ไม่มีการติดตามที่เปิดอยู่ (ปิดไปแล้ว {closed_count} รายการ)"}
-- todo: {en: Open a follow-up in CRM and tell the customer when the goods will come, th: เปิดการติดตามใน CRM และแจ้งลูกค้าว่าจะได้รับสินค้าเมื่อใด}
-- needs: {live_back_orders: [], crm_follow_ups: []}
-- key: [order_no, line_no]
-- signature: [problem]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {grace_days: 1}
WITH followed AS (
    SELECT order_no, line_no, SUM(CASE WHEN status = 'open' THEN 1 ELSE 0 END) AS open_count,
           SUM(CASE WHEN status = 'closed' THEN 1 ELSE 0 END) AS closed_count
    FROM crm_follow_ups
    GROUP BY order_no, line_no
)
SELECT live.order_no, live.line_no, live.customer_no, live.staff_no, live.item_no, live.item_name, live.opened_on,
       live.owed_bo_qty, live.bo_promise_on, COALESCE(followed.closed_count, 0) AS closed_count,
       CASE WHEN followed.closed_count > 0 THEN 'closed' ELSE 'none' END AS problem
FROM live_back_orders AS live
LEFT JOIN followed ON followed.order_no = live.order_no AND followed.line_no = live.line_no
WHERE COALESCE(followed.open_count, 0) = 0
  AND workdays(live.branch, live.opened_on, :today) > :grace_days
