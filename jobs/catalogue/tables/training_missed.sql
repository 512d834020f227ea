-- id: training_missed
-- page: training
-- position: 30
-- title: {en: Who missed required training and has not made up for it, th: ผู้ที่ขาดการอบรมหรือประชุมและยังไม่ได้เข้าร่วมใหม่}
-- needs: {"check:TR-01": []}
-- key: [session_no, staff_no]
-- columns: [{held_on: {en: Held on, th: วันที่จัด}}, staff_no, {session_kind: {en: Kind, th: ประเภท}}, course_no, session_no]
-- top: 20
SELECT held_on, staff_no, session_kind, course_no, session_no
FROM "TR-01"
ORDER BY held_on DESC, session_no, staff_no
