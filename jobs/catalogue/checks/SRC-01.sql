-- id: SRC-01
-- title: {en: "Dataset not pulled, empty, shrunk or stale", th: ชุดข้อมูลที่อ่านไม่สำเร็จ ว่าง จำนวนแถวลดลงผิดปกติ หรือไม่เป็นปัจจุบัน}
-- why: {en: "{dataset} {problem}: {row_count} rows today, last time {usual_row_count}, newest of {newest_birth_on}; {message}", th: "ชุดข้อมูล {dataset} {problem}: วันนี้ {row_count} แถว ครั้งก่อน {usual_row_count} แถว ข้อมูลล่าสุดวันที่ {newest_birth_on}"}
-- todo: {en: "Mend the source; if the rows really are that few, type the khrop run that the row names", th: แก้ไขแหล่งข้อมูล หากจำนวนแถวถูกต้องแล้ว ให้สั่งคำสั่งที่ระบุไว้ในรายการ}
-- compares: [usual_row_count, row_count]
-- needs: {}
-- key: [dataset]
-- signature: [problem]
-- kind: state
-- owner: role:it
-- severity: high
-- params: {shrink_pct: 30, may_be_empty: [claims], stale_days: {orders: 2}}
WITH judged AS (
    SELECT pulled.dataset, pulled.source, pulled.row_count, pulled.usual_row_count, pulled.newest_birth_on,
           pulled.message,
           CASE WHEN pulled.state IN ('failed', 'too_many_rejects') THEN 'failed'
                WHEN pulled.row_count = 0 AND pulled.may_be_empty = 0 AND pulled.is_accepted = 0 THEN 'empty'
                WHEN pulled.row_count * 100 < pulled.usual_row_count * (100 - :shrink_pct)
                     AND pulled.is_accepted = 0 THEN 'shrunk'
                WHEN workdays('', pulled.newest_birth_on, :today) > stale.value THEN 'stale'
                END AS problem
    FROM khrop_pulls AS pulled
    LEFT JOIN parameters AS stale
           ON stale.name = 'SRC-01.stale_days' AND stale.branch = '' AND stale.kind = pulled.dataset
)
SELECT dataset, source, row_count, usual_row_count, newest_birth_on, message, problem
FROM judged
WHERE problem IS NOT NULL
