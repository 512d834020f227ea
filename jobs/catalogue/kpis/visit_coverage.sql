-- id: visit_coverage
-- subject: visits
-- position: 32
-- page: visits
-- title: {en: Regular customers visited, th: ความครอบคลุมการออกเยี่ยมลูกค้าประจำ}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 80
-- amber: 70
-- formula: {en: "Of the customers who buy regularly and are somebody's, those visited lately (90 days, unless the site says otherwise) according to the visit log or CRM", th: "ลูกค้าประจำที่มีผู้รับผิดชอบซึ่งได้รับการออกเยี่ยมใน 90 วันล่าสุด (หรือตามที่กำหนดไว้) ตามบันทึกการออกเยี่ยมหรือ CRM หารด้วยลูกค้าประจำทั้งหมด"}
-- needs: {customer_activity: [], customer_visits: []}
-- rows: [customer_no]
SELECT customer.staff_no, '' AS split, '' AS measure,
       CASE WHEN visit.last_visited_on >= customer.visits_from_on THEN 1 ELSE 0 END AS part, 1 AS whole,
       customer.customer_no
FROM customer_activity AS customer
LEFT JOIN customer_visits AS visit ON visit.customer_no = customer.customer_no
WHERE customer.is_portfolio = 1
