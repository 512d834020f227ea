-- id: training_by_session
-- page: training
-- position: 20
-- title: {en: "Sessions of the last {window_days} days", th: "การอบรมและประชุมใน {window_days} วันที่ผ่านมา"}
-- needs: {training: [course_no, has_attended]}
-- key: [session_no, staff_no]
-- columns: [{held_on: {en: Held on, th: วันที่จัด}}, session_no, {session_kind: {en: Kind, th: ประเภท}}, course_no, {required_count: {en: Required, th: ต้องเข้าร่วม}}, {attended_count: {en: Attended, th: เข้าร่วมแล้ว}}, {missed_count: {en: Missed, th: ขาด}}, {attended_share: {en: Attended, th: ร้อยละที่เข้าร่วม}}, {excused_count: {en: Excused, th: ได้รับการยกเว้น}}]
-- group: [session_no]
-- top: 20
-- total: [required_count, attended_count, missed_count, excused_count]
-- shares: {attended_share: [attended_count, required_count]}
-- params: {window_days: 90}
SELECT session_no, staff_no, held_on, session_kind, course_no,
       CASE WHEN has_attended IS NOT NULL THEN 1 ELSE 0 END AS required_count,
       CASE WHEN has_attended = 1 THEN 1 ELSE 0 END AS attended_count,
       CASE WHEN has_attended = 0 THEN 1 ELSE 0 END AS missed_count,
       CASE WHEN has_attended IS NULL THEN 1 ELSE 0 END AS excused_count
FROM training
WHERE is_required = 1
  AND held_on > :last_on - :window_days
  AND held_on <= :last_on
ORDER BY held_on DESC, session_no, staff_no
