-- id: QT-02
-- title: {en: Quotation past its validity and still open, th: ใบเสนอราคาหมดอายุแล้วแต่ยังเปิดอยู่}
-- why: {en: "quoted {quote_amount} on {quoted_on}, valid until {expiry_on}, and still open", th: "เสนอราคา {quote_amount} เมื่อ {quoted_on} ยืนราคาถึง {expiry_on} แต่สถานะยังเปิดอยู่"}
-- todo: {en: "Extend it, or enter how it ended", th: ขยายเวลายืนราคา หรือบันทึกผลการเสนอราคา}
-- at_stake: quote_amount
-- needs: {quotations: [order_no], quotation_state: []}
-- key: [quote_no]
-- signature: [valid_until_on]
-- kind: state
-- born_on: quoted_on
-- owner: staff_no
-- severity: low
SELECT quotations.quote_no, quotations.customer_no, quotations.staff_no, quotations.quoted_on,
       quotations.followed_up_on, quotations.valid_until_on, state.expiry_on, quotations.quote_amount
FROM quotations
JOIN quotation_state AS state ON state.quote_no = quotations.quote_no
WHERE quotations.status = 'open'
  AND quotations.order_no IS NULL
  AND state.expiry_on < :today
