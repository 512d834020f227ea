-- id: CRM-04
-- title: {en: "CRM and sales disagree on name, tax id, phone or staff", th: "ชื่อ เลขประจำตัวผู้เสียภาษี โทรศัพท์ หรือพนักงานใน CRM ไม่ตรงกับระบบขาย"}
-- why: {en: "{field} of customer {customer_no}: sales has {sales_value}, CRM has {crm_value}", th: "{field}ของลูกค้า {customer_no}: ระบบขาย {sales_value} · CRM {crm_value}"}
-- todo: {en: Find out which is right and correct the other, th: ตรวจสอบว่าข้อมูลใดถูกต้อง แล้วแก้ไขอีกฝั่งให้ตรงกัน}
-- compares: [sales_value, crm_value]
-- needs: {customers: [], crm_customers: [customer_no]}
-- key: [crm_no, field]
-- signature: [sales_value, crm_value]
-- kind: state
-- owner: owner_no
-- severity: medium
-- params: {fields: [customer_name, tax_id, phone, staff_no]}
WITH pairs AS (
    SELECT crm.crm_no, crm.customer_no, COALESCE(crm.staff_no, sales.staff_no, '') AS owner_no,
           crm.customer_name AS crm_name, crm.customer_name_identity AS crm_name_identity,
           crm.tax_id AS crm_tax_id, crm.tax_id_identity AS crm_tax_id_identity, crm.phone AS crm_phone,
           crm.phone_identity AS crm_phone_identity, crm.staff_no AS crm_staff_no,
           sales.customer_name AS sales_name, sales.customer_name_identity AS sales_name_identity,
           sales.tax_id AS sales_tax_id, sales.tax_id_identity AS sales_tax_id_identity,
           sales.phone AS sales_phone, sales.phone_identity AS sales_phone_identity,
           sales.staff_no AS sales_staff_no
    FROM crm_customers AS crm
    JOIN customers AS sales ON sales.customer_no = crm.customer_no
    WHERE sales.is_active = 1
      AND sales.is_walk_in = 0
), compared AS (
    SELECT crm_no, customer_no, owner_no, 'customer_name' AS field, sales_name AS sales_value, crm_name AS crm_value
    FROM pairs
    WHERE sales_name_identity <> crm_name_identity
    UNION ALL
    SELECT crm_no, customer_no, owner_no, 'tax_id', sales_tax_id, crm_tax_id
    FROM pairs
    WHERE sales_tax_id_identity <> crm_tax_id_identity
    UNION ALL
    SELECT crm_no, customer_no, owner_no, 'phone', sales_phone, crm_phone
    FROM pairs
    WHERE sales_phone_identity <> crm_phone_identity
    UNION ALL
    SELECT crm_no, customer_no, owner_no, 'staff_no', sales_staff_no, crm_staff_no
    FROM pairs
    WHERE sales_staff_no <> crm_staff_no
)
SELECT crm_no, field, customer_no, owner_no, sales_value, crm_value
FROM compared
WHERE :fields LIKE '%,' || field || ',%'
