-- id: ORD-02
-- title: {en: Payment without its document, th: การชำระเงินที่ยังไม่มีเอกสาร}
-- why: {en: "{payment_amount} was paid on {paid_on} (order {order_no}); document: none", th: "รับชำระเงิน {payment_amount} เมื่อ {paid_on} (คำสั่งขาย {order_no}) แต่ยังไม่มีเลขที่เอกสาร"}
-- todo: {en: Get the receipt or transfer slip and have Credit enter it, th: ติดตามใบเสร็จหรือหลักฐานการโอน แล้วส่งแผนกสินเชื่อบันทึก}
-- at_stake: payment_amount
-- needs: {staff: [], customers: [], orders: [], payments: [document_no]}
-- key: [payment_no]
-- signature: []
-- kind: state
-- event_on: paid_on
-- owner: staff_no
-- severity: medium
-- params: {grace_days: 2, window_days: 90}
WITH undocumented AS (
    SELECT payments.payment_no, payments.customer_no, customers.customer_name,
           COALESCE(orders.staff_no, customers.staff_no, '') AS staff_no, payments.order_no, payments.invoice_no,
           payments.kind, payments.paid_on, payments.payment_amount
    FROM payments
    LEFT JOIN orders ON orders.order_no = payments.order_no
    LEFT JOIN customers ON customers.customer_no = payments.customer_no
    WHERE payments.document_no IS NULL
      AND payments.paid_on >= :today - :window_days
)
SELECT undocumented.payment_no, undocumented.customer_no, undocumented.customer_name, undocumented.staff_no,
       undocumented.order_no, undocumented.invoice_no, undocumented.kind, undocumented.paid_on,
       undocumented.payment_amount
FROM undocumented
LEFT JOIN staff ON staff.staff_no = undocumented.staff_no
WHERE workdays(COALESCE(staff.branch, ''), undocumented.paid_on, :today) > :grace_days
