-- id: quotations_to_follow_up
-- page: quotations
-- position: 30
-- title: {en: Open quotations to follow up, th: ใบเสนอราคาที่ต้องติดตาม}
-- note: {en: "Valid, and nobody has followed them up; the largest on top", th: "ยังไม่หมดอายุและยังไม่มีการติดตาม เรียงตามมูลค่าสูงสุด"}
-- needs: {staff: [], customers: [], quotations: [followed_up_on], quotation_state: []}
-- key: [quote_no]
-- columns: [quote_no, customer_no, customer_name, staff_no, {quoted_on: {en: Quoted, th: เสนอเมื่อ}}, {waiting_days: {en: Working days since, th: ผ่านมาแล้ว (วันทำการ)}}, {expiry_on: {en: Valid until, th: ยืนราคาถึง}}, {quote_amount: {en: Value, th: มูลค่า}}]
-- largest: quote_amount
-- top: 15
-- total: [quote_amount]
SELECT quotations.quote_no, quotations.customer_no,
       COALESCE(customers.customer_name, quotations.customer_no) AS customer_name, quotations.staff_no,
       quotations.quoted_on, workdays(state.branch, quotations.quoted_on, :today) AS waiting_days, state.expiry_on,
       quotations.quote_amount
FROM quotations
JOIN quotation_state AS state ON state.quote_no = quotations.quote_no
LEFT JOIN customers ON customers.customer_no = quotations.customer_no
WHERE quotations.status = 'open'
  AND quotations.followed_up_on IS NULL
  AND state.expiry_on >= :today
ORDER BY quotations.quote_amount DESC, quotations.quote_no
