-- id: problems_pareto
-- page: service
-- position: 30
-- title: {en: Problems of customers by kind (last 30 days), th: ปัญหาของลูกค้าตามประเภท (30 วันที่ผ่านมา)}
-- note: {en: "Cases and claims opened; the few kinds on top make up most of them", th: "ปัญหาที่ลูกค้าแจ้งและการเคลมที่เปิดใหม่ ประเภทที่อยู่บนสุดคือส่วนใหญ่ของปัญหาทั้งหมด"}
-- needs: {"kpi:case_pareto": [], khrop_kpi_values: []}
-- key: [split, staff_no]
-- columns: [{split: {en: Kind of problem, th: ประเภทปัญหา}}, {problem_count: {en: Problems, th: จำนวน}}, {problem_share: {en: Of all, th: สัดส่วน}}, {running_share: {en: Cumulative, th: สะสม}}]
-- group: [split]
-- largest: problem_count
-- total: [problem_count]
-- shares: {problem_share: [problem_count, total], running_share: [problem_count, running]}
-- chart: {kind: pareto, category: split, series: [problem_count], title: {en: Problems by kind, th: จำนวนปัญหาตามประเภท}, alt: {en: "Columns of the problems of customers by kind, the most frequent first", th: "แผนภูมิแท่งแสดงจำนวนปัญหาของลูกค้าตามประเภท เรียงจากที่พบบ่อยที่สุด"}}
SELECT split, level_no AS staff_no, part AS problem_count
FROM khrop_kpi_values
WHERE kpi_id = 'case_pareto'
  AND level = 'staff'
  AND period = 'rolling'
  AND (split LIKE 'case:%' OR split LIKE 'claim:%')
ORDER BY part DESC, split, level_no
