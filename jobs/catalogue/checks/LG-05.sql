-- id: LG-05
-- title: {en: Claim open too long, th: การเคลมสินค้าที่ค้างนานเกินกำหนด}
-- why: {en: "claim for {item_no} of order {order_no} ({claim_kind}) opened on {opened_on} and not closed", th: "เคลมสินค้า {item_no} ({claim_kind}) ของคำสั่งขาย {order_no} เปิดเมื่อ {opened_on} และยังไม่ปิด"}
-- todo: {en: "Settle the claim, tell the customer and close it", th: ดำเนินการเคลมให้แล้วเสร็จ แจ้งลูกค้า แล้วปิดเรื่อง}
-- needs: {staff: [], customers: [], orders: [], claims: [closed_on]}
-- key: [claim_no]
-- signature: []
-- kind: state
-- born_on: opened_on
-- owner: owner_no
-- severity: high
-- params: {kinds: [damaged, wrong_item, short], claim_days: 5}
-- vary_by: {claim_days: [claims.claim_kind]}
WITH open_claims AS (
    SELECT claims.claim_no, claims.order_no, claims.receipt_no, orders.customer_no, claims.item_no, claims.claim_kind,
           claims.opened_on,
           CASE claims.claim_kind WHEN 'damaged' THEN 'role:goods_inspection'
                                  WHEN 'short' THEN 'role:logistics'
                                  ELSE COALESCE(orders.staff_no, customers.staff_no, '') END AS owner_no
    FROM claims
    LEFT JOIN orders ON orders.order_no = claims.order_no
    LEFT JOIN customers ON customers.customer_no = orders.customer_no
    WHERE claims.closed_on IS NULL
      AND :kinds LIKE '%,' || claims.claim_kind || ',%'
)
SELECT open_claims.claim_no, open_claims.order_no, open_claims.receipt_no, open_claims.customer_no,
       open_claims.item_no, open_claims.claim_kind, open_claims.opened_on, open_claims.owner_no
FROM open_claims
JOIN parameters AS allowed
  ON allowed.name = 'LG-05.claim_days' AND allowed.branch = '' AND allowed.kind = open_claims.claim_kind
LEFT JOIN staff ON staff.staff_no = open_claims.owner_no
WHERE workdays(COALESCE(staff.branch, ''), open_claims.opened_on, :today) > allowed.value
