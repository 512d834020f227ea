-- id: BO-03
-- title: {en: Back order without a purchase request, th: สินค้าค้างส่งที่ยังไม่มีใบเสนอซื้อ (PR)}
-- why: {en: "{missing_qty} of {item_no} is still missing, on back order since {opened_on}; purchase requests for it: none", th: "สินค้า {item_no} ยังขาดอีก {missing_qty} เปิดเป็นสินค้าค้างส่งตั้งแต่ {opened_on} แต่ยังไม่มีใบเสนอซื้อ (PR)"}
-- todo: {en: "Make the purchase request, naming the back order", th: จัดทำใบเสนอซื้อ (PR) โดยอ้างอิงเลขที่รายการค้างส่ง}
-- needs: {order_line_state: [], back_orders: [], live_back_orders: [], purchase_requests: []}
-- key: [back_order_no, order_no, line_no]
-- signature: []
-- kind: state
-- born_on: opened_on
-- owner: staff_no
-- severity: high
-- params: {pr_days: 2, match_item: true}
-- vary_by: {pr_days: [branch, orders.kind]}
WITH for_back_order AS (
    SELECT DISTINCT back_order_no
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND back_order_no IS NOT NULL
), for_line AS (
    SELECT DISTINCT order_no, line_no
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND order_no IS NOT NULL
      AND line_no IS NOT NULL
), for_stock AS (
    SELECT item_no, MAX(requested_on) AS requested_on
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND back_order_no IS NULL
      AND order_no IS NULL
    GROUP BY item_no
)
SELECT held.back_order_no, held.order_no, held.line_no, live.customer_no, live.staff_no, held.item_no, live.item_name,
       held.opened_on, held.qty, live.missing_qty, live.bo_promise_on
FROM back_orders AS held
JOIN live_back_orders AS live ON live.order_no = held.order_no AND live.line_no = held.line_no
LEFT JOIN order_line_state AS line ON line.order_no = held.order_no AND line.line_no = held.line_no
JOIN parameters AS allowed
  ON allowed.name = 'BO-03.pr_days' AND allowed.branch = live.branch AND allowed.kind = COALESCE(line.line_kind, '')
LEFT JOIN for_back_order ON for_back_order.back_order_no = held.back_order_no
LEFT JOIN for_line ON for_line.order_no = held.order_no AND for_line.line_no = held.line_no
LEFT JOIN for_stock ON for_stock.item_no = held.item_no
WHERE held.status = 'open'
  AND live.missing_qty > 0
  AND for_back_order.back_order_no IS NULL
  AND for_line.order_no IS NULL
  AND (:match_item = 0 OR for_stock.requested_on IS NULL OR for_stock.requested_on < held.opened_on)
  AND workdays(live.branch, held.opened_on, :today) > allowed.value
