-- id: QT-01
-- title: {en: Quotation not followed up, th: ใบเสนอราคาที่ยังไม่ได้ติดตาม}
-- why: {en: "quoted {quote_amount} on {quoted_on}, valid until {expiry_on}; follow-up: none", th: "เสนอราคา {quote_amount} เมื่อ {quoted_on} ยืนราคาถึง {expiry_on} แต่ยังไม่มีการติดตามผล"}
-- todo: {en: Ring the customer and enter the follow-up, th: ติดตามผลกับลูกค้า แล้วบันทึกการติดตาม}
-- at_stake: quote_amount
-- needs: {quotations: [followed_up_on], quotation_state: []}
-- key: [quote_no]
-- signature: []
-- kind: state
-- born_on: quoted_on
-- owner: staff_no
-- severity: medium
-- params: {follow_days: 3}
-- vary_by: {follow_days: [branch]}
SELECT quotations.quote_no, quotations.customer_no, quotations.staff_no, quotations.quoted_on, quotations.quote_amount,
       state.expiry_on
FROM quotations
JOIN quotation_state AS state ON state.quote_no = quotations.quote_no
JOIN parameters AS allowed
  ON allowed.name = 'QT-01.follow_days' AND allowed.branch = state.branch AND allowed.kind = ''
WHERE quotations.status = 'open'
  AND quotations.followed_up_on IS NULL
  AND state.expiry_on >= :today
  AND workdays(state.branch, quotations.quoted_on, :today) > allowed.value
