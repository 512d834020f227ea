-- id: training_attendance
-- subject: staff
-- position: 100
-- page: training
-- title: {en: Training and meetings attended, th: การเข้าอบรมและประชุม}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 95
-- amber: 90
-- split: {en: Kind of session, th: ประเภทการอบรมและประชุม}
-- formula: {en: "Of the required sessions held on the day, those attended; who was excused does not count", th: "การอบรมและประชุมที่กำหนดให้เข้าร่วมในวันนั้นซึ่งเข้าร่วมจริง หารด้วยที่กำหนดให้เข้าร่วมทั้งหมด (ไม่นับผู้ที่ได้รับการยกเว้น)"}
-- needs: {training: [has_attended]}
-- rows: [session_no, staff_no]
SELECT staff_no, session_kind AS split, '' AS measure, has_attended AS part, 1 AS whole, held_on AS day_on, session_no
FROM training
WHERE is_required = 1
  AND has_attended IS NOT NULL
