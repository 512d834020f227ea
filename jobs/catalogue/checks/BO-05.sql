-- id: BO-05
-- title: {en: "Back order past its promise, or CRM promises another date", th: สินค้าค้างส่งเกินกำหนดส่ง หรือ CRM แจ้งวันกำหนดส่งไม่ตรงกับระบบขาย}
-- why: {en: "promised for {sales_promised_on} in sales, {crm_promised_on} in CRM; still owed {owed_bo_qty}, of it on the way {in_transit_qty}; received {received_qty}, of it accepted {accepted_qty}; last contact {contacted_on}", th: "กำหนดส่งในระบบขาย {sales_promised_on} ใน CRM {crm_promised_on} ยังค้างส่ง {owed_bo_qty} (อยู่ระหว่างส่ง {in_transit_qty}) รับสินค้าเข้าแล้ว {received_qty} (ตรวจรับแล้ว {accepted_qty}) ติดต่อลูกค้าครั้งล่าสุด {contacted_on}"}
-- todo: {en: Agree a new date with the customer and enter it in sales and CRM, th: นัดวันส่งใหม่กับลูกค้า แล้วบันทึกทั้งในระบบขายและ CRM}
-- compares: [sales_promised_on, crm_promised_on]
-- needs: {live_back_orders: [], crm_follow_ups: [promised_on], khrop_promises: []}
-- may_use: {line_receipts: [received_qty, accepted_qty]}
-- key: [order_no, line_no]
-- signature: [problem, sales_promised_on, crm_promised_on]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {late_days: 0, date_days: 0}
WITH followed AS (
    SELECT order_no, line_no, MIN(CASE WHEN status = 'open' THEN promised_on END) AS crm_promised_on,
           MAX(contacted_on) AS contacted_on
    FROM crm_follow_ups
    GROUP BY order_no, line_no
), slipped AS (
    SELECT order_no, line_no, COUNT(*) AS slip_count, CAST(SUM(promised_on - earlier_on) AS BIGINT) AS slipped_days,
           MAX(seen_on) AS seen_on,
           CASE WHEN MIN(promise_kind) <> MAX(promise_kind) THEN 'both'
                WHEN MIN(promise_kind) = 'follow_up' THEN 'crm'
                ELSE 'sales' END AS slipped_side
    FROM khrop_promises
    WHERE promise_kind IN ('back_order', 'follow_up')
      AND promised_on > earlier_on
    GROUP BY order_no, line_no
)
SELECT live.order_no, live.line_no, live.customer_no, live.staff_no, live.item_no, live.item_name, live.opened_on,
       live.owed_bo_qty, live.in_transit_qty, COALESCE(received.received_qty, 0) AS received_qty,
       COALESCE(received.accepted_qty, 0) AS accepted_qty, live.bo_promise_on AS sales_promised_on, followed.crm_promised_on,
       followed.contacted_on, COALESCE(slipped.slip_count, 0) AS slip_count, slipped.slipped_days,
       slipped.slipped_side,
       CASE WHEN slipped.seen_on IS NULL THEN NULL
            WHEN followed.contacted_on >= slipped.seen_on THEN 1
            ELSE 0 END AS is_contacted_since,
       CASE WHEN live.bo_promise_on + :late_days < :today THEN 'overdue' ELSE 'differs' END AS problem
FROM live_back_orders AS live
LEFT JOIN followed ON followed.order_no = live.order_no AND followed.line_no = live.line_no
LEFT JOIN line_receipts AS received ON received.order_no = live.order_no AND received.line_no = live.line_no
LEFT JOIN slipped ON slipped.order_no = live.order_no AND slipped.line_no = live.line_no
WHERE live.bo_promise_on + :late_days < :today
   OR ABS(followed.crm_promised_on - live.bo_promise_on) > :date_days
