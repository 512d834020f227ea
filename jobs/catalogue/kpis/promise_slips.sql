-- id: promise_slips
-- subject: back_orders
-- position: 74
-- page: back_orders
-- title: {en: Promises put off, th: การเลื่อนวันกำหนดส่ง}
-- kind: flow
-- unit: count
-- direction: lower
-- split: {en: Who put it off, th: ระบบที่เลื่อนวัน}
-- formula: {en: "Order lines (sales) and follow-ups (CRM) of which the promised date was seen on the day to have moved to a later one", th: "รายการในคำสั่งขาย (ระบบขาย) และการติดตาม (CRM) ที่พบในวันนั้นว่าวันกำหนดส่งเลื่อนออกไป"}
-- needs: {orders: [], crm_follow_ups: [promised_on], promised_dates: [], khrop_promises: []}
-- rows: [promise_kind, order_no, line_no, follow_up_no, day_on]
SELECT CASE WHEN moved.promise_kind = 'follow_up' THEN COALESCE(follow_up.staff_no, orders.staff_no, '')
            ELSE COALESCE(orders.staff_no, '') END AS staff_no,
       CASE WHEN moved.promise_kind = 'follow_up' THEN 'crm' ELSE 'sales' END AS split, '' AS measure, 1 AS part,
       CAST(NULL AS BIGINT) AS whole, moved.seen_on AS day_on, moved.promise_kind, moved.order_no, moved.line_no,
       moved.follow_up_no
FROM khrop_promises AS moved
LEFT JOIN orders ON orders.order_no = moved.order_no
LEFT JOIN crm_follow_ups AS follow_up ON follow_up.follow_up_no = moved.follow_up_no
WHERE moved.promise_kind IN ('line', 'follow_up')
  AND moved.promised_on > moved.earlier_on
