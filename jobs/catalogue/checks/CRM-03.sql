-- id: CRM-03
-- title: {en: Mandatory field in CRM empty or invalid, th: ข้อมูลบังคับใน CRM ว่างหรือไม่ถูกต้อง}
-- why: {en: "CRM record {crm_no} ({customer_name}): {field} {problem}: {value}; customer {customer_no}, postcode {postcode}, province {province}", th: "ข้อมูล CRM {crm_no} ({customer_name}): {field}{problem}: {value} · รหัสลูกค้า {customer_no} รหัสไปรษณีย์ {postcode} จังหวัด {province}"}
-- todo: {en: Ask the customer and correct the field in CRM, th: สอบถามลูกค้า แล้วแก้ไขข้อมูลใน CRM ให้ถูกต้อง}
-- needs: {customers: [], credit_accounts: [], crm_customers: [customer_no, customer_name, tax_id, phone, province, postcode, staff_no]}
-- key: [crm_no, field]
-- signature: [problem, value]
-- kind: state
-- owner: owner_no
-- severity: medium
-- params: {mandatory: [customer_name, phone, province, postcode, staff_no], mandatory_for_credit: [tax_id]}
WITH records AS (
    -- A record without customer number is a prospect's: its name and phone alone are judged.
    SELECT crm.crm_no, crm.customer_no, crm.customer_name, crm.tax_id, crm.is_tax_id_valid, crm.phone,
           crm.is_phone_valid, crm.email, crm.province, crm.province_identity, crm.postcode,
           crm.postcode_identity, crm.staff_no, COALESCE(crm.staff_no, customers.staff_no, '') AS owner_no,
           CASE WHEN crm.customer_no IS NULL THEN 1 ELSE 0 END AS is_prospect,
           CASE WHEN account.customer_no IS NULL THEN 0 ELSE 1 END AS has_account
    FROM crm_customers AS crm
    LEFT JOIN customers ON customers.customer_no = crm.customer_no
    LEFT JOIN credit_accounts AS account ON account.customer_no = crm.customer_no
    WHERE crm.customer_no IS NULL
       OR (customers.is_active = 1 AND customers.is_walk_in = 0)
), codes AS (
    SELECT DISTINCT postcode
    FROM postcodes
), placed AS (
    SELECT records.crm_no,
           CASE WHEN codes.postcode IS NULL THEN 'invalid'
                WHEN records.province IS NOT NULL AND postcodes.postcode IS NULL THEN 'mismatch'
                END AS problem
    FROM records
    LEFT JOIN codes ON codes.postcode = records.postcode_identity
    LEFT JOIN postcodes
           ON postcodes.postcode = records.postcode_identity AND postcodes.province = records.province_identity
), fields AS (
    SELECT crm_no, 'customer_name' AS field, customer_name AS value, NULL AS problem
    FROM records
    UNION ALL
    SELECT crm_no, 'phone', phone, CASE WHEN is_phone_valid = 0 THEN 'invalid' END
    FROM records
    UNION ALL
    SELECT crm_no, 'tax_id', tax_id, CASE WHEN is_tax_id_valid = 0 THEN 'invalid' END
    FROM records
    WHERE is_prospect = 0
    UNION ALL
    SELECT crm_no, 'email', email,
           CASE WHEN email NOT LIKE '%@%.%' OR email LIKE '%@%@%' THEN 'invalid' END
    FROM records
    WHERE is_prospect = 0
    UNION ALL
    SELECT crm_no, 'province', province, NULL
    FROM records
    WHERE is_prospect = 0
    UNION ALL
    SELECT records.crm_no, 'postcode', records.postcode, placed.problem
    FROM records
    JOIN placed ON placed.crm_no = records.crm_no
    WHERE records.is_prospect = 0
    UNION ALL
    SELECT crm_no, 'staff_no', staff_no, NULL
    FROM records
    WHERE is_prospect = 0
), judged AS (
    SELECT records.crm_no, records.customer_no, records.customer_name, fields.field, fields.value,
           records.postcode, records.province, records.owner_no,
           CASE WHEN fields.value IS NOT NULL THEN fields.problem
                WHEN :mandatory LIKE '%,' || fields.field || ',%' THEN 'empty'
                WHEN records.has_account = 1 AND :mandatory_for_credit LIKE '%,' || fields.field || ',%'
                THEN 'empty'
                END AS problem
    FROM fields
    JOIN records ON records.crm_no = fields.crm_no
)
SELECT crm_no, field, customer_no, customer_name, owner_no, problem, value, postcode, province
FROM judged
WHERE problem IS NOT NULL
