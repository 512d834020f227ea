-- id: approval_documents
-- title: {en: Documents that need approval, th: เอกสารที่ต้องได้รับการอนุมัติ}
-- needs: {staff: [], orders: [], order_lines: [], back_orders: [], quotations: []}
-- key: [document_kind, document_no]
WITH priced AS (
    SELECT back_orders.back_order_no, back_orders.order_no, back_orders.status, back_orders.opened_on,
           back_orders.approved_by_no, back_orders.approved_on, back_orders.back_order_amount,
           back_orders.qty * line.price AS product
    FROM back_orders
    LEFT JOIN order_lines AS line ON line.order_no = back_orders.order_no AND line.line_no = back_orders.line_no
), valued AS (
    SELECT back_order_no, order_no, status, opened_on, approved_by_no, approved_on,
           COALESCE(back_order_amount,
                    CASE WHEN product < 0 THEN (product - 5000) / 10000
                         ELSE (product + 5000) / 10000 END) AS amount
    FROM priced
), summed AS (
    -- A sum over rows of which one has no amount is no amount.
    SELECT back_order_no, MIN(order_no) AS order_no, MIN(opened_on) AS opened_on,
           MAX(CASE WHEN status = 'open' THEN 1 ELSE 0 END) AS has_open,
           MAX(CASE WHEN status = 'filled' THEN 1 ELSE 0 END) AS has_filled,
           MAX(approved_by_no) AS approved_by_no, MAX(approved_on) AS approved_on,
           CASE WHEN COUNT(amount) = COUNT(*) THEN CAST(SUM(amount) AS BIGINT) END AS amount
    FROM valued
    GROUP BY back_order_no
), documents AS (
    SELECT 'back_order' AS document_kind, summed.back_order_no AS document_no, summed.order_no, orders.customer_no,
           orders.staff_no AS maker_no, summed.opened_on,
           CASE WHEN summed.has_open = 1 THEN 'open'
                WHEN summed.has_filled = 1 THEN 'filled'
                ELSE 'cancelled' END AS status,
           summed.approved_by_no, summed.approved_on, summed.amount
    FROM summed
    LEFT JOIN orders ON orders.order_no = summed.order_no
    UNION ALL
    SELECT 'quotation', quote_no, order_no, customer_no, staff_no, quoted_on, status, approved_by_no, approved_on,
           quote_amount
    FROM quotations
), made AS (
    SELECT documents.document_kind, documents.document_no, documents.order_no, documents.customer_no,
           COALESCE(documents.maker_no, '') AS staff_no, maker.grade AS maker_grade, maker.supervisor_no,
           COALESCE(maker.branch, '') AS branch, documents.opened_on, documents.status, documents.approved_by_no,
           documents.approved_on, documents.amount, approver.staff_no AS known_approver_no,
           approver.grade AS approver_grade, approver.supervisor_no AS approver_supervisor_no
    FROM documents
    LEFT JOIN staff AS maker ON maker.staff_no = documents.maker_no
    LEFT JOIN staff AS approver ON approver.staff_no = documents.approved_by_no
), maker_levels AS (
    SELECT made.document_kind, made.document_no,
           MIN(CASE authority.level WHEN 'own' THEN 1 WHEN 'consult' THEN 2 ELSE 3 END) AS level_rank
    FROM made
    JOIN authority ON authority.document_kind = made.document_kind AND authority.grade = made.maker_grade
    WHERE authority.ceiling_amount IS NULL
       OR made.amount IS NULL
       OR authority.ceiling_amount >= made.amount
    GROUP BY made.document_kind, made.document_no
), signing AS (
    -- What a grade may sign at most; has_ceiling 0: any amount.
    SELECT document_kind, grade, MAX(ceiling_amount) AS ceiling_amount,
           MIN(CASE WHEN ceiling_amount IS NULL THEN 0 ELSE 1 END) AS has_ceiling
    FROM authority
    WHERE level IN ('own', 'consult')
    GROUP BY document_kind, grade
)
SELECT made.document_kind, made.document_no, made.order_no, made.customer_no, made.staff_no, made.branch,
       made.opened_on, made.status, made.approved_by_no, made.approved_on, made.amount, made.maker_grade,
       made.supervisor_no,
       CASE maker_levels.level_rank WHEN 1 THEN 'own' WHEN 2 THEN 'consult' ELSE 'superior' END AS maker_level,
       made.approver_grade, made.approver_supervisor_no,
       CASE WHEN signing.has_ceiling = 1 THEN signing.ceiling_amount END AS ceiling_amount,
       CASE WHEN made.approved_by_no IS NULL THEN NULL
            WHEN made.known_approver_no IS NULL THEN 'not_in_staff'
            WHEN signing.grade IS NULL THEN 'no_authority'
            WHEN signing.has_ceiling = 1 AND made.amount > signing.ceiling_amount THEN 'over_ceiling'
            END AS broken_rule
FROM made
LEFT JOIN maker_levels
       ON maker_levels.document_kind = made.document_kind AND maker_levels.document_no = made.document_no
LEFT JOIN signing ON signing.document_kind = made.document_kind AND signing.grade = made.approver_grade
