-- id: exception_age
-- subject: worklist
-- position: 114
-- title: {en: Age of open exceptions in working days, th: อายุของรายการผิดปกติที่ค้างอยู่ (วันทำการ)}
-- kind: stock
-- unit: days
-- direction: lower
-- target: 3
-- amber: 5
-- formula: {en: "Working days since the open exceptions were first found (a reopened one: since then), divided by their number", th: "จำนวนวันทำการนับจากวันที่พบรายการผิดปกติครั้งแรก (รายการที่พบซ้ำนับจากวันที่พบซ้ำ) หารด้วยจำนวนรายการที่ค้างอยู่"}
-- needs: {staff: [], khrop_worklist: []}
-- rows: [exception_id]
SELECT listed.owner AS staff_no, '' AS split, '' AS measure,
       workdays(COALESCE(staff.branch, ''), listed.since_on, :today) AS part, 1 AS whole, listed.exception_id
FROM khrop_worklist AS listed
LEFT JOIN staff ON staff.staff_no = listed.owner
WHERE listed.state IN ('new', 'open', 'changed', 'reopened') AND listed.is_suppressed = 0
