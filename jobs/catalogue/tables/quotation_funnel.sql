-- id: quotation_funnel
-- page: quotations
-- position: 10
-- title: {en: "From quotation to order (quoted in the last {window_days} days)", th: "จากใบเสนอราคาสู่คำสั่งขาย (ใบที่เสนอใน {window_days} วันที่ผ่านมา)"}
-- note: {en: "Followed up: at least once, or decided already", th: "ติดตามแล้ว หมายถึงติดตามอย่างน้อยหนึ่งครั้งหรือรู้ผลแล้ว"}
-- needs: {quotations: [followed_up_on, order_no], orders: []}
-- key: [stage, staff_no]
-- columns: [{stage: {en: Stage, th: ขั้นตอน}}, {quote_count: {en: Quotations, th: ใบเสนอราคา}}, {quote_share: {en: Of quoted, th: สัดส่วนใบเสนอราคา}}, {quote_amount: {en: Value, th: มูลค่า}}, {amount_share: {en: Of value quoted, th: สัดส่วนมูลค่า}}]
-- group: [stage]
-- shares: {quote_share: [quote_count, quoted_count], amount_share: [quote_amount, quoted_amount]}
-- chart: {kind: bar, category: stage, series: [quote_count], title: {en: Quotations by stage, th: จำนวนใบเสนอราคาตามขั้นตอน}, alt: {en: "Bars of how many quotations were made, followed up, won and became an order", th: "แผนภูมิแท่งแสดงจำนวนใบเสนอราคาที่เสนอ ติดตามแล้ว ปิดการขายได้ และเป็นคำสั่งขาย"}}
-- params: {window_days: 90}
WITH quoted AS (
    SELECT quotations.staff_no, quotations.quote_amount,
           CASE WHEN quotations.followed_up_on IS NOT NULL OR quotations.status IN ('won', 'lost')
                THEN 1 ELSE 0 END AS is_followed,
           CASE WHEN quotations.status = 'won' THEN 1 ELSE 0 END AS is_won,
           CASE WHEN quotations.status = 'won' AND orders.order_no IS NOT NULL THEN 1 ELSE 0 END AS is_ordered
    FROM quotations
    LEFT JOIN orders ON orders.order_no = quotations.order_no
    WHERE quotations.quoted_on > :last_on - :window_days
      AND quotations.quoted_on <= :last_on
), summed AS (
    SELECT staff_no, COUNT(*) AS quoted_count, CAST(SUM(quote_amount) AS BIGINT) AS quoted_amount,
           SUM(is_followed) AS followed_count, CAST(SUM(is_followed * quote_amount) AS BIGINT) AS followed_amount,
           SUM(is_won) AS won_count, CAST(SUM(is_won * quote_amount) AS BIGINT) AS won_amount,
           SUM(is_ordered) AS ordered_count, CAST(SUM(is_ordered * quote_amount) AS BIGINT) AS ordered_amount
    FROM quoted
    GROUP BY staff_no
), stages AS (
    SELECT 1 AS stage_no, 'quoted' AS stage, staff_no, quoted_count AS quote_count, quoted_amount AS quote_amount,
           quoted_count, quoted_amount
    FROM summed
    UNION ALL
    SELECT 2, 'followed_up', staff_no, followed_count, followed_amount, quoted_count, quoted_amount
    FROM summed
    UNION ALL
    SELECT 3, 'won', staff_no, won_count, won_amount, quoted_count, quoted_amount
    FROM summed
    UNION ALL
    SELECT 4, 'ordered', staff_no, ordered_count, ordered_amount, quoted_count, quoted_amount
    FROM summed
)
SELECT stage, staff_no, quote_count, quote_amount, quoted_count, quoted_amount
FROM stages
ORDER BY stage_no, staff_no
