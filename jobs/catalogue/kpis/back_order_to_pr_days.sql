-- id: back_order_to_pr_days
-- subject: back_orders
-- position: 72
-- page: back_orders
-- title: {en: Working days from back order to purchase request, th: จำนวนวันทำการจากเปิดสินค้าค้างส่งถึงออกใบเสนอซื้อ (PR)}
-- kind: flow
-- unit: days
-- direction: lower
-- target: 1
-- amber: 2
-- formula: {en: "Working days from the opening of a back order to its first purchase request, of those first requested on the day, divided by their number; cancelled requests do not count", th: "จำนวนวันทำการตั้งแต่เปิดสินค้าค้างส่งจนถึงใบเสนอซื้อ (PR) ฉบับแรก ของรายการที่ออกใบเสนอซื้อฉบับแรกในวันนั้น หารด้วยจำนวนรายการดังกล่าว (ไม่นับใบเสนอซื้อที่ยกเลิก)"}
-- needs: {staff: [], orders: [], back_orders: [], purchase_requests: []}
-- rows: [back_order_no, order_no, line_no]
WITH by_back_order AS (
    SELECT back_order_no, MIN(requested_on) AS requested_on
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND back_order_no IS NOT NULL
    GROUP BY back_order_no
), by_line AS (
    SELECT order_no, line_no, MIN(requested_on) AS requested_on
    FROM purchase_requests
    WHERE status <> 'cancelled'
      AND order_no IS NOT NULL
      AND line_no IS NOT NULL
    GROUP BY order_no, line_no
), requested AS (
    SELECT back_orders.back_order_no, back_orders.order_no, back_orders.line_no, back_orders.opened_on,
           CASE WHEN by_back_order.requested_on <= by_line.requested_on THEN by_back_order.requested_on
                ELSE COALESCE(by_line.requested_on, by_back_order.requested_on) END AS requested_on
    FROM back_orders
    LEFT JOIN by_back_order ON by_back_order.back_order_no = back_orders.back_order_no
    LEFT JOIN by_line ON by_line.order_no = back_orders.order_no AND by_line.line_no = back_orders.line_no
)
SELECT COALESCE(orders.staff_no, '') AS staff_no, '' AS split, '' AS measure,
       workdays(COALESCE(staff.branch, ''), requested.opened_on, requested.requested_on) AS part, 1 AS whole,
       requested.requested_on AS day_on, requested.back_order_no, requested.order_no, requested.line_no
FROM requested
LEFT JOIN orders ON orders.order_no = requested.order_no
LEFT JOIN staff ON staff.staff_no = orders.staff_no
WHERE requested.requested_on IS NOT NULL
