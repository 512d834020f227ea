-- id: quote_conversion
-- subject: sales
-- position: 50
-- page: quotations
-- title: {en: Quotations won, th: ใบเสนอราคาที่ปิดการขายได้}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 30
-- amber: 20
-- formula: {en: "Of the quotations decided or run out on the day, those won", th: "ใบเสนอราคาที่ปิดการขายได้ หารด้วยใบเสนอราคาที่รู้ผลหรือหมดอายุในวันนั้นทั้งหมด"}
-- needs: {quotations: [], orders: []}
-- rows: [quote_no]
-- params: {valid_days: 30}
WITH ended AS (
    SELECT quotations.quote_no, quotations.staff_no, quotations.status, quotations.quoted_on, quotations.decided_on,
           orders.ordered_on,
           COALESCE(quotations.valid_until_on, quotations.quoted_on + :valid_days) AS expiry_on
    FROM quotations
    LEFT JOIN orders ON orders.order_no = quotations.order_no
)
SELECT staff_no, '' AS split, '' AS measure, CASE WHEN status = 'won' THEN 1 ELSE 0 END AS part, 1 AS whole,
       CASE status WHEN 'won' THEN COALESCE(decided_on, ordered_on, quoted_on)
                   WHEN 'lost' THEN COALESCE(decided_on, quoted_on)
                   ELSE COALESCE(decided_on, expiry_on) END AS day_on,
       quote_no
FROM ended
WHERE status <> 'open'
   OR expiry_on < :today
