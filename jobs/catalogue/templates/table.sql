-- # A table on a page of kpi.xlsx: the query gives its rows; khrop shows those of its readers, sums and draws.
-- # `khrop check` runs it over empty tables, `khrop check --plan NEW_ID` shows how it is run.
-- id: NEW_ID
-- # back_orders, visits, quotations, credit, service or training; and where it stands among the page's tables.
-- page: quotations
-- position: 500
-- title: {en: "Orders of the last {window_days} days by staff", th: "คำสั่งขายใน {window_days} วันที่ผ่านมาตามพนักงาน"}
-- # Every dataset that the query reads, with the columns it can't do without of those a site may leave out;
-- # `check:BO-04` is what a check found, `khrop_kpi_values` with `kpi:otif` what a KPI came to.
-- needs: {orders: [promised_on]}
-- # The columns that identify a row of the query. With staff_no, a team's workbook has the rows of its own people.
-- key: [staff_no, kind]
-- # What is shown, in this order. A heading is said where all tables have none for the name.
-- columns: [staff_no, {order_count: {en: Orders, th: คำสั่งขาย}}, {promised_count: {en: With a promise, th: มีวันกำหนดส่ง}}, {promised_share: {en: Of all, th: สัดส่วน}}, order_amount]
-- # Rows of one staff_no become one: counts, quantities and money are summed, of ages the longest is taken.
-- group: [staff_no]
-- # The largest first, and so many of them; the last row sums all.
-- largest: order_amount
-- top: 15
-- total: [order_count, promised_count, order_amount]
-- # Reckoned from the rows that are shown: part of a column, of the `total`, or `running`.
-- shares: {promised_share: [promised_count, order_count]}
-- # stacked_bar, bar, column, line or pareto; cells: bars behind the numbers.
-- chart: {kind: bar, category: staff_no, series: [order_count], title: {en: Orders by staff, th: คำสั่งขายตามพนักงาน}, alt: {en: Bars of the orders that each staff member took, th: แผนภูมิแท่งแสดงคำสั่งขายที่พนักงานแต่ละคนรับ}}
-- params: {window_days: 30}
SELECT staff_no, kind, COUNT(*) AS order_count, SUM(CASE WHEN promised_on IS NOT NULL THEN 1 ELSE 0 END) AS promised_count,
       CAST(SUM(order_amount) AS BIGINT) AS order_amount
FROM orders
WHERE status <> 'cancelled'
  AND ordered_on > :last_on - :window_days
  AND ordered_on <= :last_on
GROUP BY staff_no, kind
ORDER BY staff_no, kind
