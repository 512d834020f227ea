-- id: data_freshness
-- subject: data
-- position: 120
-- title: {en: Datasets in order, th: ความพร้อมของข้อมูล}
-- kind: stock
-- unit: percent
-- direction: higher
-- target: 100
-- amber: 100
-- formula: {en: "Of the datasets that the site maps, those that SRC-01 finds no fault with", th: "ชุดข้อมูลที่ดึงได้ครบถ้วนและเป็นปัจจุบัน (ไม่พบใน SRC-01) หารด้วยชุดข้อมูลที่กำหนดไว้ทั้งหมด"}
-- needs: {khrop_pulls: [], check:SRC-01: []}
-- rows: [dataset]
WITH found AS (
    SELECT DISTINCT dataset
    FROM "SRC-01"
)
SELECT 'role:it' AS staff_no, '' AS split, '' AS measure, CASE WHEN found.dataset IS NULL THEN 1 ELSE 0 END AS part,
       1 AS whole, pulled.dataset
FROM khrop_pulls AS pulled
LEFT JOIN found ON found.dataset = pulled.dataset
