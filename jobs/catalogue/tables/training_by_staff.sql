-- id: training_by_staff
-- page: training
-- position: 10
-- title: {en: "Required training and meetings of the last {window_days} days by staff", th: "การอบรมและประชุมที่ต้องเข้าร่วมใน {window_days} วันที่ผ่านมาตามพนักงาน"}
-- needs: {training: [has_attended]}
-- key: [staff_no]
-- columns: [staff_no, {required_count: {en: Required, th: ต้องเข้าร่วม}}, {attended_count: {en: Attended, th: เข้าร่วมแล้ว}}, {missed_count: {en: Missed, th: ขาด}}, {attended_share: {en: Attended, th: ร้อยละที่เข้าร่วม}}, {attended_target: {en: Target, th: เป้าหมาย}}, {excused_count: {en: Excused, th: ได้รับการยกเว้น}}]
-- total: [required_count, attended_count, missed_count, excused_count]
-- shares: {attended_share: [attended_count, required_count]}
-- targets: {attended_target: training_attendance}
-- chart: {kind: stacked_bar, palette: good_bad, category: staff_no, series: [attended_count, missed_count], title: {en: Sessions attended and missed by staff, th: การเข้าอบรมและประชุมตามพนักงาน}, alt: {en: "Bars of the required sessions of each staff member, divided by attended and missed", th: "แผนภูมิแท่งแสดงการอบรมและประชุมที่พนักงานแต่ละคนต้องเข้าร่วม แบ่งเป็นเข้าร่วมแล้วและขาด"}}
-- params: {window_days: 90}
WITH held AS (
    SELECT staff_no, CASE WHEN has_attended IS NOT NULL THEN 1 ELSE 0 END AS is_counted,
           CASE WHEN has_attended = 1 THEN 1 ELSE 0 END AS is_attended
    FROM training
    WHERE is_required = 1
      AND held_on > :last_on - :window_days
      AND held_on <= :last_on
)
SELECT staff_no, SUM(is_counted) AS required_count, SUM(is_attended) AS attended_count,
       SUM(is_counted - is_attended) AS missed_count, SUM(1 - is_counted) AS excused_count
FROM held
GROUP BY staff_no
ORDER BY 4 DESC, staff_no
