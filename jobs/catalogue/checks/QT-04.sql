-- id: QT-04
-- title: {en: Quotation and its order disagree on customer or amount, th: ลูกค้าหรือยอดเงินในใบเสนอราคาไม่ตรงกับคำสั่งขาย}
-- why: {en: "quoted {quote_amount} to customer {customer_no}; order {order_no} is {order_amount} for customer {order_customer_no}", th: "เสนอราคา {quote_amount} ให้ลูกค้า {customer_no} แต่คำสั่งขาย {order_no} มียอด {order_amount} ของลูกค้า {order_customer_no}"}
-- todo: {en: Find out why and correct whichever is wrong, th: ตรวจสอบสาเหตุ แล้วแก้เอกสารที่ไม่ถูกต้อง}
-- compares: [quote_amount, order_amount]
-- at_stake: quote_amount
-- needs: {orders: [], quotations: [order_no]}
-- key: [quote_no]
-- signature: [customer_no, order_customer_no, quote_amount, order_amount]
-- kind: event
-- event_on: won_on
-- owner: staff_no
-- severity: medium
-- params: {tolerance_pct: 5, window_days: 30}
WITH compared AS (
    SELECT quotations.quote_no, quotations.order_no, quotations.customer_no, quotations.staff_no, quotations.quoted_on,
           COALESCE(quotations.decided_on, orders.ordered_on) AS won_on, quotations.quote_amount,
           orders.customer_no AS order_customer_no, orders.order_amount
    FROM quotations
    JOIN orders ON orders.order_no = quotations.order_no
    WHERE quotations.status = 'won'
)
SELECT quote_no, order_no, customer_no, staff_no, quoted_on, won_on, quote_amount, order_customer_no, order_amount
FROM compared
WHERE won_on >= :today - :window_days
  AND (customer_no <> order_customer_no
       OR ABS(quote_amount - order_amount) * 100 > ABS(quote_amount) * :tolerance_pct)
