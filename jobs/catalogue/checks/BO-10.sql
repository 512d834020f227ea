-- id: BO-10
-- title: {en: Nobody has told the customer how the back order stands, th: ไม่ได้ติดต่อลูกค้าระหว่างรอสินค้าค้างส่ง}
-- why: {en: "{owed_bo_qty} of {item_no} on back order since {opened_on}, promised for {promise_on}; last contact with the customer {last_contact_on}", th: "ค้างส่งสินค้า {item_no} จำนวน {owed_bo_qty} ตั้งแต่ {opened_on} กำหนดส่ง {promise_on} ติดต่อลูกค้าครั้งล่าสุด {last_contact_on}"}
-- todo: {en: Tell the customer how things stand and enter it in CRM, th: แจ้งความคืบหน้าให้ลูกค้าทราบ แล้วบันทึกการติดต่อใน CRM}
-- needs: {staff: [], live_back_orders: [], customer_contacts: [], crm_follow_ups: [contacted_on]}
-- key: [follow_up_no]
-- signature: [last_contact_on]
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: medium
-- params: {contact_days: 5, soon_days: 7}
WITH waiting AS (
    SELECT follow_up.follow_up_no, follow_up.order_no, follow_up.line_no, live.customer_no,
           COALESCE(follow_up.staff_no, live.staff_no) AS staff_no, live.item_no, live.item_name, live.opened_on,
           live.owed_bo_qty, COALESCE(follow_up.promised_on, live.bo_promise_on) AS promise_on,
           contact.last_contact_on,
           CASE WHEN contact.last_contact_on > live.opened_on THEN contact.last_contact_on
                ELSE live.opened_on END AS told_on
    FROM crm_follow_ups AS follow_up
    JOIN live_back_orders AS live ON live.order_no = follow_up.order_no AND live.line_no = follow_up.line_no
    LEFT JOIN customer_contacts AS contact ON contact.customer_no = live.customer_no
    WHERE follow_up.status = 'open'
)
SELECT waiting.follow_up_no, waiting.order_no, waiting.line_no, waiting.customer_no, waiting.staff_no, waiting.item_no,
       waiting.item_name, waiting.opened_on, waiting.owed_bo_qty, waiting.promise_on, waiting.last_contact_on
FROM waiting
LEFT JOIN staff ON staff.staff_no = waiting.staff_no
WHERE (waiting.promise_on IS NULL OR waiting.promise_on BETWEEN :today AND :today + :soon_days)
  AND workdays(COALESCE(staff.branch, ''), waiting.told_on, :today) > :contact_days
