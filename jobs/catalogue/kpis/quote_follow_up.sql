-- id: quote_follow_up
-- subject: sales
-- position: 51
-- headline: 4
-- page: quotations
-- title: {en: Quotations followed up in time, th: ติดตามใบเสนอราคาได้ภายในกำหนด}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 90
-- amber: 80
-- formula: {en: "Of the quotations of which the {follow_days} working days for a follow-up ended on the day, those followed up, won or lost by then", th: "ใบเสนอราคาที่ครบกำหนดติดตาม {follow_days} วันทำการในวันนั้น ซึ่งได้ติดตามหรือรู้ผลแล้วภายในกำหนด หารด้วยใบเสนอราคาที่ครบกำหนดติดตามทั้งหมด"}
-- needs: {staff: [], quotations: [followed_up_on], orders: []}
-- rows: [quote_no]
-- params: {follow_days: 3}
WITH quoted AS (
    SELECT quotations.quote_no, quotations.staff_no, quotations.followed_up_on,
           workday_after(COALESCE(staff.branch, ''), quotations.quoted_on, :follow_days) AS due_on,
           CASE quotations.status
                WHEN 'won' THEN COALESCE(quotations.decided_on, orders.ordered_on, quotations.quoted_on)
                WHEN 'lost' THEN COALESCE(quotations.decided_on, quotations.quoted_on) END AS known_on
    FROM quotations
    LEFT JOIN orders ON orders.order_no = quotations.order_no
    LEFT JOIN staff ON staff.staff_no = quotations.staff_no
)
SELECT COALESCE(staff_no, '') AS staff_no, '' AS split, '' AS measure,
       CASE WHEN followed_up_on <= due_on OR known_on <= due_on THEN 1 ELSE 0 END AS part, 1 AS whole,
       due_on AS day_on, quote_no
FROM quoted
