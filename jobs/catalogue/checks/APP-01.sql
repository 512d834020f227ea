-- id: APP-01
-- title: {en: Back order or quotation not approved, th: สินค้าค้างส่งหรือใบเสนอราคายังไม่ได้รับการอนุมัติ}
-- why: {en: "{document_kind} {document_no} of {opened_on} for {amount} is not approved; made by {staff_no}: {maker_level}", th: "{document_kind} {document_no} วันที่ {opened_on} มูลค่า {amount} ยังไม่ได้รับการอนุมัติ · ผู้จัดทำ {staff_no} ({maker_level})"}
-- todo: {en: Approve the document or have it approved, th: อนุมัติเอกสาร หรือเสนอผู้มีอำนาจอนุมัติ}
-- at_stake: amount
-- needs: {staff: [], approval_documents: [], back_orders: [approved_by_no], quotations: [approved_by_no]}
-- key: [document_kind, document_no]
-- signature: []
-- kind: state
-- born_on: opened_on
-- owner: owner_no
-- severity: medium
-- params: {approve_days: 1}
SELECT document_kind, document_no, order_no, customer_no, staff_no, maker_level,
       -- A maker who is not in staff has no supervisor to ask: khrop finds whose list it goes to.
       CASE WHEN maker_level = 'superior' AND maker_grade IS NOT NULL THEN COALESCE(supervisor_no, '')
            ELSE staff_no END AS owner_no,
       opened_on, status, amount
FROM approval_documents
WHERE approved_by_no IS NULL
  AND ((document_kind = 'back_order' AND status = 'open')
       OR (document_kind = 'quotation' AND status IN ('open', 'won')))
  AND workdays(branch, opened_on, :today) > :approve_days
