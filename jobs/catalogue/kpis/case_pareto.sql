-- id: case_pareto
-- subject: service
-- position: 44
-- title: {en: Problems and obstacles by kind, th: ปัญหาและอุปสรรคแยกตามประเภท}
-- kind: flow
-- unit: count
-- direction: lower
-- shows_share: true
-- split: {en: Kind of problem, th: ประเภทปัญหา}
-- formula: {en: "Cases and claims opened, and exceptions first found, on the day; the share is of all of them", th: "ปัญหาที่ลูกค้าแจ้งและการเคลมที่เปิดในวันนั้น รวมกับรายการผิดปกติที่พบครั้งแรกในวันนั้น สัดส่วนเทียบกับทั้งหมด"}
-- needs: {orders: [], customers: [], crm_cases: [], claims: [order_no], khrop_exception_history: []}
-- rows: [problem_no]
SELECT COALESCE(crm_cases.staff_no, customers.staff_no, '') AS staff_no, 'case:' || crm_cases.case_kind AS split,
       '' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole, crm_cases.opened_on AS day_on,
       crm_cases.case_no AS problem_no
FROM crm_cases
LEFT JOIN customers ON customers.customer_no = crm_cases.customer_no
UNION ALL
SELECT COALESCE(orders.staff_no, ''), 'claim:' || claims.claim_kind, '', 1, NULL, claims.opened_on, claims.claim_no
FROM claims
LEFT JOIN orders ON orders.order_no = claims.order_no
UNION ALL
SELECT owner, 'check:' || check_id, '', 1, NULL, business_on, exception_id
FROM khrop_exception_history
WHERE transition = 'new'
