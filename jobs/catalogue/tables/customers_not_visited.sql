-- id: customers_not_visited
-- page: visits
-- position: 40
-- title: {en: Active customers not visited, th: ลูกค้าประจำที่ยังไม่ได้ออกเยี่ยม}
-- note: {en: "Those who buy most often on top", th: "เรียงตามลูกค้าที่สั่งซื้อบ่อยที่สุด"}
-- needs: {"check:VIS-05": []}
-- key: [customer_no]
-- columns: [customer_no, customer_name, staff_no, {last_visited_on: {en: Last visited, th: ออกเยี่ยมล่าสุด}}, {unvisited_days: {en: Days since, th: ผ่านมาแล้ว (วัน)}}, {last_ordered_on: {en: Last ordered, th: สั่งซื้อล่าสุด}}, {recent_order_count: {en: Orders in 180 days, th: คำสั่งขายใน 180 วัน}}]
-- top: 20
SELECT customer_no, customer_name, staff_no, last_visited_on, :today - last_visited_on AS unvisited_days,
       last_ordered_on, recent_order_count
FROM "VIS-05"
ORDER BY recent_order_count DESC, last_visited_on NULLS FIRST, customer_no
