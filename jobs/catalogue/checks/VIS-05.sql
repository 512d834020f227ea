-- id: VIS-05
-- title: {en: Regular customer not visited, th: ลูกค้าที่ซื้อประจำแต่ไม่ได้ออกเยี่ยม}
-- why: {en: "{customer_name}: orders lately {recent_order_count}, the last on {last_ordered_on}; last visit {last_visited_on}", th: "{customer_name} สั่งซื้อแล้ว {recent_order_count} ครั้ง ครั้งล่าสุด {last_ordered_on} · ออกเยี่ยมครั้งล่าสุด {last_visited_on}"}
-- todo: {en: Plan a visit and make it, th: วางแผนและออกเยี่ยมลูกค้า}
-- needs: {customer_activity: [], customer_visits: []}
-- key: [customer_no]
-- signature: [last_visited_on]
-- kind: state
-- born_on: created_on
-- owner: staff_no
-- severity: low
SELECT customer.customer_no, customer.customer_name, customer.staff_no, customer.created_on, customer.last_ordered_on,
       customer.recent_order_count, visit.last_visited_on
FROM customer_activity AS customer
LEFT JOIN customer_visits AS visit ON visit.customer_no = customer.customer_no
WHERE customer.is_portfolio = 1
  AND (visit.last_visited_on IS NULL OR visit.last_visited_on < customer.visits_from_on)
