-- id: customer_visits
-- title: {en: When each customer was last visited, th: การออกเยี่ยมลูกค้าแต่ละรายครั้งล่าสุด}
-- needs: {visit_log: [visited_on], crm_visits: []}
-- key: [customer_no]
WITH made AS (
    SELECT customer_no, visited_on
    FROM visit_log
    WHERE visited_on IS NOT NULL
    UNION ALL
    SELECT customer_no, visited_on
    FROM crm_visits
    WHERE visited_on IS NOT NULL
      AND COALESCE(contact_kind, 'visit') = 'visit'
)
SELECT customer_no, MAX(visited_on) AS last_visited_on
FROM made
GROUP BY customer_no
