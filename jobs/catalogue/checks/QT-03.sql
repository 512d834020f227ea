-- id: QT-03
-- title: {en: Quotation won but no order, th: ใบเสนอราคาที่ปิดการขายได้แต่ไม่มีคำสั่งขาย}
-- why: {en: "won on {won_on} for {quote_amount}; sales has no such order (number on the quotation: {order_no})", th: "ปิดการขายได้เมื่อ {won_on} มูลค่า {quote_amount} แต่ไม่พบคำสั่งขายในระบบขาย (เลขที่ในใบเสนอราคา {order_no})"}
-- todo: {en: "Enter the order, or correct its number on the quotation", th: บันทึกคำสั่งขาย หรือแก้เลขที่คำสั่งขายในใบเสนอราคา}
-- at_stake: quote_amount
-- needs: {staff: [], orders: [], quotations: [order_no]}
-- key: [quote_no]
-- signature: [order_no]
-- kind: state
-- event_on: won_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 2, window_days: 180}
WITH won AS (
    SELECT quote_no, customer_no, staff_no, quoted_on, COALESCE(decided_on, quoted_on) AS won_on, quote_amount, order_no
    FROM quotations
    WHERE status = 'won'
)
SELECT won.quote_no, won.customer_no, won.staff_no, won.quoted_on, won.won_on, won.quote_amount, won.order_no
FROM won
LEFT JOIN orders ON orders.order_no = won.order_no
LEFT JOIN staff ON staff.staff_no = won.staff_no
WHERE orders.order_no IS NULL
  -- What sales keeps no longer cannot be missed.
  AND (won.order_no IS NULL OR won.won_on >= (SELECT MIN(ordered_on) FROM orders))
  AND won.won_on >= :today - :window_days
  AND workdays(COALESCE(staff.branch, ''), won.won_on, :today) > :grace_days
