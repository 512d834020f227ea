-- id: LG-06
-- title: {en: "Goods rejected at receipt, no claim made", th: สินค้าไม่ผ่านการตรวจรับแต่ยังไม่ได้เคลม}
-- why: {en: "{qty_rejected} of {qty_received} of {item_no} was rejected on {received_on}; claims for this receipt: none", th: "รับสินค้า {item_no} จำนวน {qty_received} เมื่อ {received_on} ไม่ผ่านการตรวจรับ {qty_rejected} แต่ยังไม่มีการเคลมของใบรับสินค้านี้"}
-- todo: {en: Make the claim with the supplier and name the receipt on it, th: เปิดเคลมกับซัพพลายเออร์โดยอ้างอิงเลขที่ใบรับสินค้า}
-- needs: {receipts: [qty_rejected], claims: [receipt_no]}
-- key: [receipt_no]
-- signature: [qty_rejected]
-- kind: state
-- event_on: received_on
-- owner: role:goods_inspection
-- severity: medium
-- params: {claim_days: 2, window_days: 90}
WITH claimed AS (
    SELECT DISTINCT receipt_no
    FROM claims
    WHERE receipt_no IS NOT NULL
)
SELECT receipts.receipt_no, receipts.pr_no, receipts.item_no, receipts.received_on, receipts.qty_received,
       receipts.qty_rejected
FROM receipts
LEFT JOIN claimed ON claimed.receipt_no = receipts.receipt_no
WHERE receipts.qty_rejected > 0
  AND claimed.receipt_no IS NULL
  AND receipts.received_on >= :today - :window_days
  AND workdays('', receipts.received_on, :today) > :claim_days
