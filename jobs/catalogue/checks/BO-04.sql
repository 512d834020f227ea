-- id: BO-04
-- title: {en: Quantity in CRM differs from the quantity still owed, th: จำนวนใน CRM ไม่ตรงกับจำนวนที่ยังค้างส่ง}
-- why: {en: "sales still owes {owed_qty}, CRM says {crm_qty}", th: "ระบบขายยังค้างส่ง {owed_qty} แต่ใน CRM บันทึกไว้ {crm_qty}"}
-- todo: {en: "Ask the shop which is right, then correct the quantity in CRM", th: ตรวจสอบจำนวนที่ค้างส่งจริง แล้วแก้จำนวนใน CRM ให้ตรงกัน}
-- compares: [owed_qty, crm_qty]
-- needs: {staff: [], live_back_orders: [], back_orders: [], crm_follow_ups: [qty]}
-- key: [order_no, line_no]
-- signature: [owed_qty, crm_qty]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {grace_days: 2, tolerance_qty: 0}
WITH opened AS (
    SELECT order_no, line_no, COUNT(*) AS open_count
    FROM back_orders
    WHERE status = 'open'
    GROUP BY order_no, line_no
), followed AS (
    SELECT order_no, line_no, COUNT(*) AS follow_up_count, COUNT(qty) AS known_count,
           CAST(SUM(qty) AS BIGINT) AS crm_qty, MAX(follow_up_no) AS follow_up_no
    FROM crm_follow_ups
    WHERE status = 'open'
    GROUP BY order_no, line_no
), compared AS (
    SELECT live.order_no, live.line_no, live.customer_no,
           COALESCE(follow_up.staff_no, live.staff_no) AS staff_no, live.item_no, live.item_name, live.opened_on,
           live.last_delivered_on, live.owed_bo_qty AS owed_qty, followed.crm_qty, live.bo_promise_on,
           CASE WHEN live.last_delivered_on > live.opened_on THEN live.last_delivered_on
                ELSE live.opened_on END AS moved_on
    FROM live_back_orders AS live
    JOIN followed ON followed.order_no = live.order_no AND followed.line_no = live.line_no
    JOIN crm_follow_ups AS follow_up ON follow_up.follow_up_no = followed.follow_up_no
    JOIN opened ON opened.order_no = live.order_no AND opened.line_no = live.line_no
    WHERE followed.known_count = followed.follow_up_count
      AND (followed.follow_up_count = 1 OR followed.follow_up_count <= opened.open_count)
      AND ABS(followed.crm_qty - live.owed_bo_qty) > :tolerance_qty
)
SELECT compared.order_no, compared.line_no, compared.customer_no, compared.staff_no, compared.item_no,
       compared.item_name, compared.opened_on, compared.last_delivered_on, compared.owed_qty, compared.crm_qty,
       compared.bo_promise_on
FROM compared
LEFT JOIN staff ON staff.staff_no = compared.staff_no
WHERE workdays(COALESCE(staff.branch, ''), compared.moved_on, :today) > :grace_days
