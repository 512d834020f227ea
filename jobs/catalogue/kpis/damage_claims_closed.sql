-- id: damage_claims_closed
-- subject: service
-- position: 46
-- title: {en: Claims settled in time, th: การเคลมสินค้าที่ดำเนินการเสร็จภายในกำหนด}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 90
-- amber: 80
-- target_split: damaged
-- split: {en: Kind of claim, th: ประเภทการเคลม}
-- formula: {en: "Of the claims of which the {claim_days} working days ended on the day, those closed by then; the target is for damaged goods", th: "การเคลมที่ครบกำหนด {claim_days} วันทำการในวันนั้นและปิดภายในกำหนด หารด้วยการเคลมที่ครบกำหนดทั้งหมด เป้าหมายใช้กับสินค้าชำรุดเสียหาย"}
-- needs: {staff: [], orders: [], claims: [order_no, closed_on]}
-- rows: [claim_no]
-- params: {claim_days: 5}
WITH owned AS (
    SELECT claims.claim_no, claims.claim_kind, claims.closed_on,
           COALESCE(orders.staff_no, 'role:goods_inspection') AS staff_no,
           workday_after(COALESCE(staff.branch, ''), claims.opened_on, :claim_days) AS due_on
    FROM claims
    LEFT JOIN orders ON orders.order_no = claims.order_no
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
)
SELECT staff_no, claim_kind AS split, '' AS measure, CASE WHEN closed_on <= due_on THEN 1 ELSE 0 END AS part,
       1 AS whole, due_on AS day_on, claim_no
FROM owned
