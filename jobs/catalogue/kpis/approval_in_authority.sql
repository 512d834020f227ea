-- id: approval_in_authority
-- subject: documents
-- position: 56
-- title: {en: Approvals within authority, th: การอนุมัติที่อยู่ในอำนาจ}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 100
-- amber: 98
-- split: {en: Kind of document, th: ประเภทเอกสาร}
-- formula: {en: "Of the back orders and quotations approved on the day, those approved by somebody whose grade may approve the amount", th: "เอกสารสินค้าค้างส่งและใบเสนอราคาที่อนุมัติในวันนั้นโดยผู้มีอำนาจตามระดับและวงเงิน หารด้วยเอกสารที่อนุมัติทั้งหมด"}
-- needs: {back_orders: [approved_by_no, approved_on], quotations: [approved_by_no, approved_on], approval_documents: []}
-- rows: [document_kind, document_no]
SELECT CASE WHEN broken_rule = 'not_in_staff' THEN staff_no ELSE approved_by_no END AS staff_no,
       document_kind AS split, '' AS measure, CASE WHEN broken_rule IS NULL THEN 1 ELSE 0 END AS part, 1 AS whole,
       COALESCE(approved_on, opened_on) AS day_on, document_kind, document_no
FROM approval_documents
WHERE approved_by_no IS NOT NULL
