-- id: TR-01
-- title: {en: Required training or meeting missed, th: ขาดการอบรมหรือประชุมที่กำหนดให้เข้า}
-- why: {en: "{staff_name} did not attend {session_no} ({course_no}), held on {held_on}, and has not made up for it", th: "{staff_name} ไม่ได้เข้าอบรมหรือประชุม {session_no} ({course_no}) เมื่อ {held_on} และยังไม่ได้เข้าชดเชย"}
-- todo: {en: "Find out why, and arrange for the next session", th: สอบถามสาเหตุ และจัดให้เข้ารอบถัดไป}
-- needs: {staff: [], training: [course_no, has_attended]}
-- key: [session_no, staff_no]
-- signature: []
-- kind: event
-- event_on: held_on
-- owner: supervisor_no
-- severity: low
-- params: {window_days: 30}
WITH missed AS (
    SELECT session_no, staff_no, session_kind, course_no, held_on
    FROM training
    WHERE is_required = 1
      AND has_attended = 0
      AND held_on < :today
      AND held_on >= :today - :window_days
), attended AS (
    SELECT staff_no, course_no, MAX(held_on) AS last_held_on
    FROM training
    WHERE has_attended = 1
      AND course_no IS NOT NULL
    GROUP BY staff_no, course_no
)
SELECT missed.session_no, missed.staff_no, staff.staff_name, COALESCE(staff.supervisor_no, '') AS supervisor_no,
       missed.session_kind, missed.course_no, missed.held_on
FROM missed
LEFT JOIN staff ON staff.staff_no = missed.staff_no
LEFT JOIN attended ON attended.staff_no = missed.staff_no AND attended.course_no = missed.course_no
WHERE attended.last_held_on IS NULL
   OR attended.last_held_on <= missed.held_on
