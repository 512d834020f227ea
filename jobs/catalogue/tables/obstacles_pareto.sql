-- id: obstacles_pareto
-- page: service
-- position: 40
-- title: {en: Obstacles of the work by check (last 30 days), th: อุปสรรคในการทำงานตามรายการตรวจ (30 วันที่ผ่านมา)}
-- note: {en: "Exceptions found for the first time; whoever they belong to", th: "รายการผิดปกติที่พบครั้งแรก นับตามผู้รับผิดชอบ"}
-- needs: {"kpi:case_pareto": [], khrop_kpi_values: []}
-- key: [split, staff_no]
-- columns: [{split: {en: Check, th: รายการตรวจ}}, {problem_count: {en: Exceptions, th: จำนวน}}, {problem_share: {en: Of all, th: สัดส่วน}}, {running_share: {en: Cumulative, th: สะสม}}]
-- group: [split]
-- largest: problem_count
-- top: 12
-- total: [problem_count]
-- shares: {problem_share: [problem_count, total], running_share: [problem_count, running]}
-- chart: {kind: cells, series: [problem_count, running_share]}
SELECT split, level_no AS staff_no, part AS problem_count
FROM khrop_kpi_values
WHERE kpi_id = 'case_pareto'
  AND level = 'staff'
  AND period = 'rolling'
  AND split LIKE 'check:%'
ORDER BY part DESC, split, level_no
