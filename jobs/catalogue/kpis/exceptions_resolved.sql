-- id: exceptions_resolved
-- subject: worklist
-- position: 112
-- title: {en: Exceptions resolved, th: รายการผิดปกติที่แก้ไขแล้ว}
-- kind: flow
-- unit: count
-- direction: higher
-- split: {en: Check, th: หัวข้อการตรวจ}
-- formula: {en: "Exceptions that were no longer found on the day, their data being complete; those that only ran out or were said not to be a problem do not count", th: "รายการผิดปกติที่ไม่พบแล้วในวันนั้นโดยข้อมูลครบถ้วน ไม่นับรายการที่พ้นช่วงติดตามหรือระบุว่าไม่ใช่ปัญหา"}
-- needs: {khrop_exception_history: []}
-- rows: [exception_id, day_on]
SELECT owner AS staff_no, check_id AS split, '' AS measure, 1 AS part, CAST(NULL AS BIGINT) AS whole,
       business_on AS day_on, exception_id
FROM khrop_exception_history
WHERE transition = 'resolved' AND is_suppressed = 0
