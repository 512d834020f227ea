-- # A KPI: the query gives what was counted, by staff member; khrop sums it up.
-- # `khrop check` runs it over empty tables, `khrop check --plan NEW_ID` shows how it is run.
-- id: NEW_ID
-- # Where it stands among the others.
-- position: 500
-- title: {en: Orders with a promised date, th: คำสั่งขายที่มีวันกำหนดส่ง}
-- # flow: counted on a day (day_on), a week is the sum of its days. stock: as of now, without day_on.
-- kind: flow
-- # percent (part of whole), days (a mean), count, qty or thb.
-- unit: percent
-- # Which way is better: higher or lower. Green at the target, amber at the second limit, else red.
-- direction: higher
-- target: 95
-- amber: 90
-- # How it is reckoned, in words, for the Definitions page.
-- formula: {en: "Of the orders taken on the day and not cancelled, those with a promised date", th: "คำสั่งขายที่รับในวันนั้น (ไม่นับที่ยกเลิก) ซึ่งมีวันกำหนดส่ง หารด้วยคำสั่งขายดังกล่าวทั้งหมด"}
-- # Every dataset that the query reads, with the columns it can't do without of those a site may leave out.
-- needs: {orders: [promised_on]}
-- # The columns of the result that say which row it was, for who opens the figure.
-- rows: [order_no]
SELECT staff_no, '' AS split, '' AS measure, CASE WHEN promised_on IS NOT NULL THEN 1 ELSE 0 END AS part,
       1 AS whole, ordered_on AS day_on, order_no
FROM orders
WHERE status <> 'cancelled'
