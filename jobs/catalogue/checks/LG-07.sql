-- id: LG-07
-- title: {en: Sent from the warehouse without a goods check, th: จัดส่งจากคลังโดยไม่ได้ตรวจสอบสินค้า}
-- why: {en: "sent from the warehouse on {shipped_on}; lines that were not checked: {line_count}", th: "จัดส่งจากคลังเมื่อ {shipped_on} มีรายการที่ไม่ได้ตรวจสอบสินค้า {line_count} รายการ"}
-- todo: {en: Find out why the goods were not checked, th: ตรวจสอบสาเหตุที่ไม่ได้ตรวจสอบสินค้าก่อนส่ง}
-- needs: {deliveries: [shipped_on, is_checked]}
-- key: [delivery_no]
-- signature: []
-- kind: event
-- event_on: shipped_on
-- owner: role:logistics
-- severity: low
-- params: {window_days: 7}
SELECT delivery_no, MIN(order_no) AS order_no, COUNT(*) AS line_count, MAX(shipped_on) AS shipped_on
FROM deliveries
WHERE is_checked = 0
  AND route = 'warehouse'
  AND shipped_on >= :today - :window_days
GROUP BY delivery_no
