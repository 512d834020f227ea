-- id: order_payments
-- title: {en: What is paid of each order, th: ยอดที่ชำระแล้วของแต่ละคำสั่งขาย}
-- needs: {payments: [order_no]}
-- key: [order_no]
SELECT order_no, CAST(SUM(payment_amount) AS BIGINT) AS paid_amount
FROM payments
WHERE order_no IS NOT NULL
GROUP BY order_no
