-- id: approval_in_authority
-- position: 57
-- title: {en: Approvals within authority, th: การอนุมัติเอกสารตามอำนาจ}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 100
-- amber: 98
-- split: {en: Kind of document, th: ประเภทเอกสาร}
-- formula: {en: "Of the back orders and quotations approved on the day (no date: opened or quoted on it), those approved by someone whose grade may", th: "เอกสารสินค้าค้างส่งและใบเสนอราคาที่อนุมัติในวันนั้นโดยผู้มีอำนาจอนุมัติ หารด้วยเอกสารที่อนุมัติในวันนั้นทั้งหมด"}
-- needs: {staff: [], approval_documents: [], back_orders: [approved_by_no], quotations: [approved_by_no]}
-- rows: [document_kind, document_no]
SELECT COALESCE(staff.staff_no, document.staff_no) AS staff_no, document.document_kind AS split, '' AS measure,
       CASE WHEN document.broken_rule IS NULL THEN 1 ELSE 0 END AS part, 1 AS whole,
       COALESCE(document.approved_on, document.opened_on) AS day_on,
       document.document_kind, document.document_no
FROM approval_documents AS document
LEFT JOIN staff ON staff.staff_no = document.approved_by_no
WHERE document.approved_by_no IS NOT NULL
