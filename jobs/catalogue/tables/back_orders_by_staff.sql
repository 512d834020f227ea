-- id: back_orders_by_staff
-- page: back_orders
-- position: 20
-- title: {en: Value of open back orders by staff and age, th: มูลค่าสินค้าค้างส่งตามพนักงานและอายุค้าง}
-- needs: {open_back_orders: []}
-- key: [staff_no]
-- columns: [staff_no, {line_count: {en: Lines, th: รายการ}}, {oldest_days: {en: Oldest (days), th: ค้างนานสุด (วัน)}}, {days_0_amount: {en: 0-3 days, th: 0-3 วัน}}, {days_4_amount: {en: 4-7 days, th: 4-7 วัน}}, {days_8_amount: {en: 8-14 days, th: 8-14 วัน}}, {days_15_amount: {en: 15-30 days, th: 15-30 วัน}}, {days_31_amount: {en: 31 days or more, th: 31 วันขึ้นไป}}, {open_amount: {en: Value, th: มูลค่า}}]
-- top: 15
-- total: [line_count, days_0_amount, days_4_amount, days_8_amount, days_15_amount, days_31_amount, open_amount]
-- chart: {kind: stacked_bar, palette: ages, category: staff_no, series: [days_0_amount, days_4_amount, days_8_amount, days_15_amount, days_31_amount], alt: {en: "Bars of the value of open back orders by staff, each divided by age; the oldest stands out", th: "แผนภูมิแท่งแสดงมูลค่าสินค้าค้างส่งของพนักงานแต่ละคน แบ่งตามอายุค้าง โดยช่วงที่ค้างนานที่สุดใช้สีเด่น"}}
SELECT staff_no, COUNT(*) AS line_count, MAX(age_days) AS oldest_days,
       CAST(SUM(CASE WHEN age_bucket = '0-3' THEN open_amount ELSE 0 END) AS BIGINT) AS days_0_amount,
       CAST(SUM(CASE WHEN age_bucket = '4-7' THEN open_amount ELSE 0 END) AS BIGINT) AS days_4_amount,
       CAST(SUM(CASE WHEN age_bucket = '8-14' THEN open_amount ELSE 0 END) AS BIGINT) AS days_8_amount,
       CAST(SUM(CASE WHEN age_bucket = '15-30' THEN open_amount ELSE 0 END) AS BIGINT) AS days_15_amount,
       CAST(SUM(CASE WHEN age_bucket = '31+' THEN open_amount ELSE 0 END) AS BIGINT) AS days_31_amount,
       CAST(SUM(open_amount) AS BIGINT) AS open_amount
FROM open_back_orders
GROUP BY staff_no
ORDER BY 9 DESC, staff_no
