-- id: quotations_run_out
-- page: quotations
-- position: 40
-- title: {en: Quotations past their validity and still open, th: ใบเสนอราคาที่หมดอายุแล้วแต่ยังไม่ปิด}
-- needs: {"check:QT-02": [], customers: []}
-- key: [quote_no]
-- columns: [quote_no, customer_no, customer_name, staff_no, {quoted_on: {en: Quoted, th: เสนอเมื่อ}}, {followed_up_on: {en: Followed up, th: ติดตามเมื่อ}}, {expiry_on: {en: Valid until, th: ยืนราคาถึง}}, {quote_amount: {en: Value, th: มูลค่า}}]
-- largest: quote_amount
-- top: 15
-- total: [quote_amount]
SELECT quote.quote_no, quote.customer_no, COALESCE(customers.customer_name, quote.customer_no) AS customer_name,
       quote.staff_no, quote.quoted_on, quote.followed_up_on, quote.expiry_on, quote.quote_amount
FROM "QT-02" AS quote
LEFT JOIN customers ON customers.customer_no = quote.customer_no
ORDER BY quote.quote_amount DESC, quote.quote_no
