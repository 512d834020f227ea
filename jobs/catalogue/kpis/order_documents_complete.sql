-- id: order_documents_complete
-- subject: documents
-- position: 15
-- headline: 3
-- title: {en: Orders with all their documents, th: คำสั่งขายที่เอกสารครบถ้วน}
-- kind: flow
-- unit: percent
-- direction: higher
-- target: 98
-- amber: 95
-- formula: {en: "Of the orders with a deposit, or with other than normal goods, of which the {doc_days} working days for documents ended on the day (cancelled ones aside), those whose deposit is paid, whose payments have their documents, and whose special and drop-ship goods have an approved quotation and a purchase request", th: "คำสั่งขายที่มีเงินมัดจำหรือมีสินค้าที่ไม่ใช่สินค้าปกติ ซึ่งครบกำหนดจัดทำเอกสาร {doc_days} วันทำการในวันนั้น (ไม่นับที่ยกเลิก) และชำระเงินมัดจำครบ การชำระเงินมีเอกสาร สินค้าสั่งพิเศษและ Drop Ship มีใบเสนอราคาที่อนุมัติแล้วและใบเสนอซื้อ (PR) หารด้วยคำสั่งขายดังกล่าวทั้งหมด"}
-- needs: {staff: [], orders: [], order_line_state: [], order_payments: [], payments: [document_no], lacking_documents: []}
-- rows: [order_no]
-- params: {doc_days: 2}
WITH other_goods AS (
    SELECT DISTINCT order_no
    FROM order_line_state
    WHERE line_kind <> 'normal'
), undocumented AS (
    SELECT DISTINCT order_no
    FROM payments
    WHERE document_no IS NULL
      AND order_no IS NOT NULL
), lacking AS (
    SELECT DISTINCT order_no
    FROM lacking_documents
), judged AS (
    SELECT orders.order_no, COALESCE(orders.staff_no, '') AS staff_no, COALESCE(staff.branch, '') AS branch,
           orders.ordered_on,
           CASE WHEN (orders.deposit_due_amount > 0 OR orders.kind = 'deposit')
                 AND orders.deposit_due_amount > COALESCE(paid.paid_amount, 0) THEN 1
                WHEN orders.kind = 'deposit' AND orders.deposit_due_amount IS NULL AND COALESCE(paid.paid_amount, 0) <= 0
                THEN 1
                WHEN undocumented.order_no IS NOT NULL OR lacking.order_no IS NOT NULL THEN 1
                ELSE 0 END AS is_lacking
    FROM orders
    LEFT JOIN staff ON staff.staff_no = orders.staff_no
    LEFT JOIN order_payments AS paid ON paid.order_no = orders.order_no
    LEFT JOIN other_goods ON other_goods.order_no = orders.order_no
    LEFT JOIN undocumented ON undocumented.order_no = orders.order_no
    LEFT JOIN lacking ON lacking.order_no = orders.order_no
    WHERE orders.status <> 'cancelled'
      AND (orders.deposit_due_amount > 0 OR other_goods.order_no IS NOT NULL)
)
SELECT staff_no, '' AS split, '' AS measure, 1 - is_lacking AS part, 1 AS whole,
       workday_after(branch, ordered_on, :doc_days) AS day_on, order_no
FROM judged
