-- id: targets_met
-- position: 130
-- title: {en: Targets met, th: ตัวชี้วัดที่ได้ตามเป้าหมาย}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 80
-- amber: 60
-- formula: {en: "Of a staff member's key figures that have a target and a value (month to date, or as of now), those on target", th: "ตัวชี้วัดของพนักงานที่ได้ตามเป้าหมาย หารด้วยตัวชี้วัดที่มีเป้าหมายและมีค่าทั้งหมด (สะสมตั้งแต่ต้นเดือน หรือ ณ วันที่รายงาน)"}
-- needs: {khrop_kpi_values: []}
-- rows: [staff_no, kpi_id]
WITH judged AS (
    -- A KPI bears its target on its total, or on one split alone.
    SELECT kpi_id, level_no, MIN(split) AS split
    FROM khrop_kpi_values
    WHERE kpi_id <> 'targets_met'
      AND level = 'staff'
      AND period IN ('month', 'now')
      AND status <> ''
      AND level_no <> ''
      AND level_no NOT LIKE 'role:%'
    GROUP BY kpi_id, level_no
)
SELECT judged.level_no AS staff_no, '' AS split, '' AS measure,
       CASE WHEN figure.status = 'green' THEN 1 ELSE 0 END AS part, 1 AS whole, judged.kpi_id
FROM judged
JOIN khrop_kpi_values AS figure
  ON figure.kpi_id = judged.kpi_id AND figure.level_no = judged.level_no AND figure.split = judged.split
WHERE figure.level = 'staff'
  AND figure.period IN ('month', 'now')
  AND figure.status <> ''
