-- id: exceptions_open
-- subject: worklist
-- position: 110
-- title: {en: Open exceptions, th: รายการผิดปกติที่ค้างอยู่}
-- kind: stock
-- unit: count
-- direction: lower
-- split: {en: Check, th: หัวข้อการตรวจ}
-- formula: {en: "Exceptions found on the business date: new, still open, changed or reopened; without those said not to be a problem", th: "รายการผิดปกติที่พบ ณ วันที่รายงาน ทั้งที่พบใหม่ ยังค้างอยู่ เปลี่ยนแปลง และพบซ้ำ ไม่นับรายการที่ระบุว่าไม่ใช่ปัญหา"}
-- needs: {khrop_worklist: []}
-- rows: [exception_id]
SELECT owner AS staff_no, check_id AS split, '' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole,
       exception_id
FROM khrop_worklist
WHERE state IN ('new', 'open', 'changed', 'reopened') AND is_suppressed = 0
