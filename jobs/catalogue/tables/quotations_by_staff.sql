-- id: quotations_by_staff
-- page: quotations
-- position: 20
-- title: {en: "Quotations of the last {window_days} days by staff", th: "ใบเสนอราคาใน {window_days} วันที่ผ่านมาตามพนักงาน"}
-- needs: {quotations: [followed_up_on], quotation_state: []}
-- key: [staff_no]
-- columns: [staff_no, {quote_count: {en: Quoted, th: เสนอราคา}}, {won_count: {en: Won, th: ปิดการขายได้}}, {followed_count: {en: "Open, followed up", th: ติดตามแล้ว รอผล}}, {waiting_count: {en: "Open, not followed up", th: ยังไม่ได้ติดตาม}}, {lost_count: {en: Lost or run out, th: ไม่ได้งานหรือหมดอายุ}}, {won_share: {en: Won of decided, th: ปิดการขายได้จากที่รู้ผล}}, {won_target: {en: Target, th: เป้าหมาย}}, {open_amount: {en: Open value, th: มูลค่าที่รอผล}}]
-- total: [quote_count, won_count, followed_count, waiting_count, lost_count, open_amount]
-- shares: {won_share: [won_count, ended_count]}
-- targets: {won_target: quote_conversion}
-- chart: {kind: stacked_bar, palette: good_bad, category: staff_no, series: [won_count, followed_count, waiting_count, lost_count], title: {en: Quotations by staff, th: ใบเสนอราคาตามพนักงาน}, alt: {en: "Bars of the quotations of each staff member, divided by won, open and followed up, open and not followed up, lost or run out", th: "แผนภูมิแท่งแสดงใบเสนอราคาของพนักงานแต่ละคน แบ่งเป็นปิดการขายได้ ติดตามแล้วรอผล ยังไม่ได้ติดตาม และไม่ได้งานหรือหมดอายุ"}}
-- params: {window_days: 90}
WITH quoted AS (
    SELECT quotations.staff_no, quotations.quote_amount,
           CASE WHEN quotations.status = 'won' THEN 1 ELSE 0 END AS is_won,
           CASE WHEN quotations.status = 'open' AND state.expiry_on >= :today THEN 1 ELSE 0 END AS is_open,
           CASE WHEN quotations.followed_up_on IS NOT NULL THEN 1 ELSE 0 END AS is_followed
    FROM quotations
    JOIN quotation_state AS state ON state.quote_no = quotations.quote_no
    WHERE quotations.quoted_on > :last_on - :window_days
      AND quotations.quoted_on <= :last_on
)
SELECT staff_no, COUNT(*) AS quote_count, SUM(is_won) AS won_count, SUM(is_open * is_followed) AS followed_count,
       SUM(is_open * (1 - is_followed)) AS waiting_count, SUM(1 - is_won - is_open) AS lost_count,
       SUM(1 - is_open) AS ended_count, CAST(SUM(is_open * quote_amount) AS BIGINT) AS open_amount
FROM quoted
GROUP BY staff_no
ORDER BY 8 DESC, staff_no
