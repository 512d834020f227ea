-- id: promised_dates
-- title: {en: Every promised date as it stands today, th: วันกำหนดส่งทั้งหมดตามที่บันทึกไว้ในวันนี้}
-- needs: {order_line_state: [], live_back_orders: [], crm_follow_ups: [promised_on]}
-- key: [promise_kind, order_no, line_no, follow_up_no]
SELECT 'line' AS promise_kind, order_no, line_no, '' AS follow_up_no, promise_on AS promised_on
FROM order_line_state
WHERE promise_on IS NOT NULL
UNION ALL
SELECT 'back_order', order_no, line_no, '', bo_promise_on
FROM live_back_orders
WHERE bo_promise_on IS NOT NULL
UNION ALL
SELECT 'follow_up', order_no, line_no, follow_up_no, promised_on
FROM crm_follow_ups
WHERE promised_on IS NOT NULL
